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

    `when` holds ids of choices, a code, or "none", "yes", "no", "risky", "low",
    "any_card", "another_episode". `then` holds question ids, section letters, codes
    to offer as cards, or names from `PAGES`.
    """

    when: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its reason; `level` is 1 easy, 2 may stir, 3 tender.

    `feeds_codes` are codes whose plain words can be shown as cards, in the order of
    the pack. When `free_text` is False, only the choices are offered and no words
    are asked for.
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
