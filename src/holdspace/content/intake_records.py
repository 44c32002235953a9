"""Holds what the intake is made of: questions, branches, sections and rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tap, or one link to press, as it is shown."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Where an answer leads: any of `when`, then all of `then` in order.

    `when` holds ids of choices, codes of tapped cards, "any_card" for any of these,
    or "risky" for any answer the question calls so. `then` holds question ids, section
    letters, codes to offer as cards, or names from `PAGES`.
    """

    when: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds when `question` was told, with any of `choices` where there are some."""

    question: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slider:
    """One slider: the code it sets, its words, and the words of both its ends.

    The ends stand in the order of the codebook, so that a place means the same
    everywhere.
    """

    code: str
    words: str
    ends: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its reason; `level` is 1 easy, 2 may stir, 3 tender.

    `feeds_codes` are codes whose plain words can be shown as cards, in the order of
    the pack. When `free_text` is False, only the choices are offered and no words
    are asked for. `risky` are the choices and codes after which somebody gently asks
    whether the person is safe. `only_if` and `unless` say when the question makes
    sense, None for always. `lite_words` are its words for somebody who had no help
    before, "" when they are the same.
    """

    id: str
    section: str
    words: str
    why: str
    level: int
    hint: str = ""
    free_text: bool = True
    choices: tuple[Choice, ...] = ()
    branch: tuple[Branch, ...] = ()
    feeds_codes: tuple[str, ...] = ()
    feeds_fields: tuple[str, ...] = ()
    sliders: tuple[Slider, ...] = ()
    risky: tuple[str, ...] = ()
    only_if: Condition | None = None
    unless: Condition | None = None
    lite_words: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the intake; `opening` is said or shown before its first question."""

    letter: str
    title: str
    level: int
    opening: str


@dataclass(frozen=True, slots=True)
class Level:
    """How tender a question is, and the rule that comes with it."""

    level: int
    title: str
    rule: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to go through the intake: alone or together."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Loop:
    """The questions asked again for each earlier time of help.

    There is one time for each choice tapped at `asked_in`, except `none`, and one
    more when `another` is tapped at `another_in` of the last one.
    """

    asked_in: str
    none: str
    questions: tuple[str, ...]
    another_in: str
    another: str


@dataclass(frozen=True, slots=True)
class HardParts:
    """The questions left out, and only offered, when nothing hurt.

    Nothing hurt when `asked_in` was told for each time of help, with choices of
    `nothing_hard` and no others.
    """

    asked_in: str
    nothing_hard: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AloneRules:
    """How a client goes through it alone: sittings of section letters, with stops."""

    most_questions: int
    highest_level: int
    sittings: tuple[tuple[str, ...], ...]
    stop_line: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """Which questions a worker spreads over visits `first` to `last`."""

    title: str
    first: int
    last: int
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkerLedRules:
    """How a worker goes through it with a client, and lines they could say."""

    rules: tuple[str, ...]
    reflect_back: tuple[str, ...]
    validation: tuple[str, ...]
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class ExtraCard:
    """A card beside the plain words of the codes, and the codes it stands for."""

    words: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtraQuestion:
    """A question asked right after another one."""

    after: str
    words: str


@dataclass(frozen=True, slots=True)
class AgeBand:
    """What is asked of young people from `from_age` to `to_age`, both included."""

    from_age: int
    to_age: int
    with_adult: bool
    pictures: bool
    own_login: bool
    questions: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class YouthRules:
    """What changes for young people; some questions are asked by a person only."""

    say_first: str
    endings: str
    asked_by_a_person: tuple[str, ...]
    asked_by_a_person_until_age: int
    extra_questions: tuple[ExtraQuestion, ...]
    extra_cards: tuple[ExtraCard, ...]
    bands: tuple[AgeBand, ...]

    def band(self, age: int) -> AgeBand | None:
        """Return the band for this age in years, None when no band covers it."""
        for band in self.bands:
            if band.from_age <= age <= band.to_age:
                return band
        return None


@dataclass(frozen=True, slots=True)
class InterpreterRules:
    """What changes when an interpreter carries the words."""

    rules: tuple[str, ...]
    extra_cards: tuple[ExtraCard, ...]
