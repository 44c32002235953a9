"""Turns what a client told into few lines to keep in mind, each with its words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from holdspace.content.lessons import Lessons
from holdspace.story.readings import Passage, Reading, Verdict

MOST_LINES = 3
"""Points a person can hold in mind while walking into a room."""

FRESH_FOR = timedelta(days=28)
"""After this long with no word from the client, a line asks whether it still holds."""


@dataclass(frozen=True, slots=True)
class Because:
    """The client's words a line rests on, and what they said of them since.

    `verdict` is None while the client has not said yes or not quite. `correction` is
    how they would say it; None when they did not. `about` names the earlier help the
    words tell of; None when they tell of none. `translation` is what an interpreter
    made of the whole passage, in `translated_into`; empty where nobody interpreted.
    An answer after a session names that session and rests on no reading; its words are
    the answer as it was shown. `session_number` is 0 everywhere else.
    """

    reading: str
    passage: str
    start: int
    end: int
    quote: str = field(repr=False)
    told_on: date
    verdict: Verdict | None
    correction: str | None = field(default=None, repr=False)
    corrected_on: date | None = None
    about: str | None = field(default=None, repr=False)
    language: str = "en"
    sensitivity: int = 1
    translation: str = field(default="", repr=False)
    translated_into: str = ""
    session_number: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, to avoid or to ask first.

    `how` is a suggestion from the lessons map, None when there is none. `confirmed`
    says that the client said yes to what the line itself says: to their ask, where
    there is one, and not only to a hurt beside it. `not_quite` says that they answered
    it only with "not quite". `still_so` says that nobody
    repeated or confirmed it in the last four weeks before the brief's day. `agreed_on`
    is the day the client agreed to it as a line of the way of working, None where it
    was never agreed.
    """

    line: str
    codes: tuple[str, ...]
    because: tuple[Because, ...]
    confirmed: bool
    affirmed_on: date
    still_so: bool
    how: str | None = None
    not_quite: bool = False
    agreed_on: date | None = None

    @property
    def asked_for(self) -> bool:
        """Whether the client said that this is what should happen next time."""
        asked = any(code.startswith("N.") for code in self.codes)
        return asked or self.agreed_on is not None

    @property
    def from_hurt_alone(self) -> bool:
        """Whether it rests on what hurt, and no word of the client's says it itself."""
        hurt = all(code.startswith("X.") for code in self.codes)
        return hurt and self.agreed_on is None


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line before it is chosen; `own` are the readings that say it themselves."""

    key: str
    words: str
    readings: tuple[Reading, ...]
    how: str | None = None

    @property
    def own(self) -> tuple[Reading, ...]:
        return tuple(r for r in self.readings if r.code == self.key) or self.readings


def because(reading: Reading) -> Because:
    """Return the evidence one reading gives."""
    latest = reading.latest
    return Because(
        reading=reading.id,
        passage=reading.passage.id,
        start=reading.span.start,
        end=reading.span.end,
        quote=reading.quote,
        told_on=reading.passage.told_on,
        verdict=reading.verdict,
        correction=latest.correction if latest else None,
        corrected_on=latest.given_on if latest and latest.correction else None,
        about=reading.about,
        language=reading.passage.language,
        sensitivity=int(reading.passage.sensitivity),
        translation=reading.passage.translation,
        translated_into=reading.passage.translated_into,
    )


def in_full(passage: Passage) -> Because:
    """Return the evidence that a client's own words give as they stand, unread."""
    return Because(
        reading="",
        passage=passage.id,
        start=0,
        end=len(passage.words),
        quote=passage.words,
        told_on=passage.told_on,
        verdict=Verdict.YES,
        language=passage.language,
    )


def do_lines(
    readings: Sequence[Reading], lessons: Lessons, on: date
) -> tuple[Line, ...]:
    """Return at most three things to do, from needs, what helped, and the lessons map.

    `readings` are those that count. A hurt stands behind what the client asked for,
    where the map joins the two; only a hurt that nothing asked for answers makes a
    suggestion of its own. Among equals, what the client asked for goes first.
    """
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.domain in {"N", "H"} and lessons.do(reading.code):
            groups[reading.code].append(reading)
    asked = set(groups)
    for reading in readings:
        if lesson := lessons.lesson(reading.code):
            for key in asked.intersection(lesson.offers) or {reading.code}:
                groups[key].append(reading)
    drafts = [_do_draft(key, group, lessons) for key, group in groups.items()]
    return _each_suggestion_once(_ranked(drafts, on))


def _do_draft(key: str, group: Sequence[Reading], lessons: Lessons) -> _Draft:
    in_order = own_words_first(key, group)
    offers = [
        lesson.offer
        for reading in in_order
        if (lesson := lessons.lesson(reading.code)) is not None
    ]
    words = lessons.do(key)
    if words is None:
        return _Draft(key, offers[0], tuple(in_order))
    return _Draft(key, words, tuple(in_order), offers[0] if offers else None)


def _each_suggestion_once(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Keep a suggestion only with the first line that it comes with."""
    said: set[str | None] = set()
    kept = []
    for line in lines:
        kept.append(replace(line, how=None) if line.how in said else line)
        said.add(line.how)
    return tuple(kept)


def avoid_lines(
    readings: Sequence[Reading], lessons: Lessons, on: date
) -> tuple[Line, ...]:
    """Return at most three things to avoid, from what hurt; `readings` all count."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    words: dict[str, str] = {}
    for reading in readings:
        if lesson := lessons.lesson(reading.code):
            groups[reading.code].append(reading)
            words[reading.code] = lesson.avoid
    drafts = [
        _Draft(code, words[code], tuple(own_words_first(code, group)))
        for code, group in groups.items()
    ]
    return _ranked(drafts, on)


def ask_first_lines(
    readings: Sequence[Reading], lessons: Lessons, on: date
) -> tuple[Line, ...]:
    """Return all there is to ask before doing it; `readings` all count.

    None is left out for room: what somebody wants to be asked is no matter of rank.
    """
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if ask := lessons.ask_first(reading.code):
            groups[ask].append(reading)
    drafts = [
        _Draft(ask, ask, tuple(own_words_first(ask, group)))
        for ask, group in groups.items()
    ]
    return _ranked(drafts, on, most=None)


def mend_lines(
    readings: Sequence[Reading], lessons: Lessons, on: date
) -> tuple[Line, ...]:
    """Return at most three ways to mend a strain with this person.

    `readings` are those that count. What mended it before goes first; only where
    nothing of that was told do the lessons of what hurt suggest something.
    """
    mended = [(r.code, r) for r in readings if r.domain == "M"]
    hurts = [
        (move, reading)
        for reading in readings
        if (lesson := lessons.lesson(reading.code))
        for move in lesson.first_repair
    ]
    groups: dict[str, list[Reading]] = defaultdict(list)
    for move, reading in mended or hurts:
        groups[move].append(reading)
    drafts = [
        _Draft(move, words, tuple(own_words_first(move, group)))
        for move, group in groups.items()
        if (words := lessons.first_move(move))
    ]
    return _ranked(drafts, on)


def _ranked(
    drafts: Iterable[_Draft], on: date, most: int | None = MOST_LINES
) -> tuple[Line, ...]:
    """Choose the first `most` by rank; put those that may have changed below.

    Age chooses nothing: it only orders lines that are kept.
    """
    kept = sorted(drafts, key=_rank)[:most]
    kept.sort(key=lambda draft: (_still_so(draft, on), _rank(draft)[:2], _age(draft)))
    return tuple(_line(draft, on) for draft in kept)


def _rank(draft: _Draft) -> tuple[int, int, int, bool, str]:
    """Order by verdict, strength, how often, asked for; smaller goes first."""
    return (
        -max(weight(reading) for reading in draft.own),
        -max(reading.strength for reading in draft.readings),
        -len({reading.passage.id for reading in draft.readings}),
        not draft.key.startswith("N."),
        draft.key,
    )


def _age(draft: _Draft) -> int:
    return -_affirmed_on(draft.readings).toordinal()


def _affirmed_on(readings: Iterable[Reading]) -> date:
    return max(reading.affirmed_on for reading in readings)


def _still_so(draft: _Draft, on: date) -> bool:
    return may_have_changed(_affirmed_on(draft.readings), on)


def weight(reading: Reading) -> int:
    """Rank the client's word: yes, then not asked or put better, then not quite."""
    latest = reading.latest
    if latest is None:
        return 1
    if latest.verdict is Verdict.YES:
        return 2
    return 1 if latest.correction else 0


def own_words_first(key: str, group: Iterable[Reading]) -> list[Reading]:
    """Return `group` with the client's own ask first, then yes before not asked."""
    return sorted(
        group,
        key=lambda reading: (
            reading.code != key,
            -weight(reading),
            -reading.affirmed_on.toordinal(),
            reading.passage.id,
            reading.span,
        ),
    )


def confirmed(readings: Iterable[Reading]) -> bool:
    """Return whether the client's newest word on one of the readings is yes."""
    return any(reading.verdict is Verdict.YES for reading in readings)


def only_not_quite(readings: Iterable[Reading]) -> bool:
    """Return whether the client said not quite to one of these and yes to none."""
    given = {reading.verdict for reading in readings}
    return Verdict.NOT_QUITE in given and Verdict.YES not in given


def may_have_changed(affirmed_on: date, on: date) -> bool:
    """Return whether nobody said it or said yes to it in the last four weeks."""
    return on - affirmed_on > FRESH_FOR


def _line(draft: _Draft, on: date) -> Line:
    affirmed_on = _affirmed_on(draft.readings)
    return Line(
        line=draft.words,
        how=draft.how,
        codes=tuple(dict.fromkeys(reading.code for reading in draft.readings)),
        because=tuple(because(reading) for reading in draft.readings),
        confirmed=confirmed(draft.own),
        not_quite=only_not_quite(draft.own),
        affirmed_on=affirmed_on,
        still_so=may_have_changed(affirmed_on, on),
    )
