"""Turns what a client told into few lines a worker can keep in mind, each with its words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from holdspace.content.lessons import Lessons
from holdspace.story.readings import Reading, Verdict

MOST_LINES = 3
"""Points a person can hold in mind while walking into a room."""

FRESH_FOR = timedelta(days=28)
"""After this long with no word from the client, a line asks whether it still holds."""


@dataclass(frozen=True, slots=True)
class Because:
    """The client's words a line rests on, and what they said of them since.

    `verdict` is None while the client has not said yes or not quite. `correction` is
    how they would say it; None when they did not. `about` names the earlier help the
    words tell of; None when they tell of none.
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


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do, to avoid or to ask first.

    `how` is a suggestion from the lessons map, None when there is none. `confirmed`
    says that the client said yes to at least one of the quotes. `still_so` says that
    nobody repeated or confirmed it in the last four weeks before the brief's day.
    """

    line: str
    codes: tuple[str, ...]
    because: tuple[Because, ...]
    confirmed: bool
    affirmed_on: date
    still_so: bool
    how: str | None = None


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
    )


def do_lines(
    readings: Sequence[Reading], lessons: Lessons, on: date
) -> tuple[Line, ...]:
    """Return at most three things to do, from needs, what helped, and the lessons map.

    `readings` are those that count. What the client asked for themselves goes before
    what the map suggests because something hurt.
    """
    groups: dict[str, list[Reading]] = defaultdict(list)
    offers: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        if reading.domain in {"N", "H"} and lessons.do(reading.code):
            groups[reading.code].append(reading)
        elif lesson := lessons.lesson(reading.code):
            for need in lesson.offers:
                groups[need].append(reading)
                if lesson.offer not in offers[need]:
                    offers[need].append(lesson.offer)
    return _ranked(groups, _do_wording(groups, offers, lessons), on)


def _do_wording(
    groups: Mapping[str, Sequence[Reading]],
    offers: Mapping[str, Sequence[str]],
    lessons: Lessons,
) -> dict[str, tuple[str, str | None]]:
    wording: dict[str, tuple[str, str | None]] = {}
    for code, group in groups.items():
        own = any(reading.code == code for reading in group)
        suggested = offers.get(code, ())
        if own or not suggested:
            how = suggested[0] if suggested else None
            wording[code] = (lessons.do(code) or code, how)
        else:
            wording[code] = (suggested[0], None)
    return wording


def avoid_lines(
    readings: Sequence[Reading], lessons: Lessons, on: date
) -> tuple[Line, ...]:
    """Return at most three things to avoid, from what hurt; `readings` all count."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    wording: dict[str, tuple[str, str | None]] = {}
    for reading in readings:
        if lesson := lessons.lesson(reading.code):
            groups[reading.code].append(reading)
            wording[reading.code] = (lesson.avoid, None)
    return _ranked(groups, wording, on)


def ask_first_lines(
    readings: Sequence[Reading], lessons: Lessons, on: date
) -> tuple[Line, ...]:
    """Return what to ask before doing; `readings` all count."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if ask := lessons.ask_first(reading.code):
            groups[ask].append(reading)
    return _ranked(groups, {ask: (ask, None) for ask in groups}, on)


def _ranked(
    groups: Mapping[str, Sequence[Reading]],
    wording: Mapping[str, tuple[str, str | None]],
    on: date,
) -> tuple[Line, ...]:
    """Keep the first three by rank, then put those that may have changed below.

    Age alone chooses nothing: it only orders lines that are kept.
    """
    kept = sorted(groups, key=lambda key: _rank(key, groups[key]))[:MOST_LINES]
    lines = [
        _line(*wording[key], own_words_first(key, groups[key]), on) for key in kept
    ]
    return tuple(sorted(lines, key=lambda line: line.still_so))


def _rank(key: str, group: Sequence[Reading]) -> tuple[int, int, int, bool, int, str]:
    """Order by verdict, strength, how often, own need, newest; smaller goes first."""
    newest = max(reading.affirmed_on for reading in group)
    return (
        -max(_weight(reading) for reading in group),
        -max(reading.strength for reading in group),
        -len({reading.passage.id for reading in group}),
        all(reading.code != key for reading in group),
        -newest.toordinal(),
        key,
    )


def _weight(reading: Reading) -> int:
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
            -_weight(reading),
            -reading.affirmed_on.toordinal(),
            reading.passage.id,
            reading.span,
        ),
    )


def may_have_changed(affirmed_on: date, on: date) -> bool:
    """Return whether nobody said it or said yes to it in the last four weeks."""
    return on - affirmed_on > FRESH_FOR


def _line(line: str, how: str | None, readings: Sequence[Reading], on: date) -> Line:
    affirmed_on = max(reading.affirmed_on for reading in readings)
    return Line(
        line=line,
        how=how,
        codes=tuple(dict.fromkeys(reading.code for reading in readings)),
        because=tuple(because(reading) for reading in readings),
        confirmed=any(reading.verdict is Verdict.YES for reading in readings),
        affirmed_on=affirmed_on,
        still_so=may_have_changed(affirmed_on, on),
    )
