"""Puts what happened with one client in order: as it was told, answered and met."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from holdspace.alliance.sessions import CheckIn, Course, Session, SessionStatus, Side
from holdspace.approach.lines import Because, because
from holdspace.content.check_in import CheckInPack
from holdspace.content.codebook import Codebook
from holdspace.patterns.timeline import CodedEvent, Timeline, timeline_of
from holdspace.story.readings import Reading, Verdict

ECHO = "R.ECHO"
"""The code of a check-in that says that something felt like before."""

_WISHES = "N"
"""Needs are what should happen next time: they are no part of what happened."""


class Met(StrEnum):
    """What a meeting itself shows, with nobody's words for it."""

    STAYED_AWAY = "stayed_away"
    CALLED_OFF = "called_off"
    CUT_SHORT = "cut_short"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, as a code of the codebook.

    `source` holds the client's words for it, in a reading or an answer; None where a
    meeting itself shows it, and `met` says how. `on` is its day; None where only the
    help it belongs to is known: then it has an order and no date. `episode` is the id
    of that help, "" where nobody said to which it belongs; `about` is its name.
    """

    code: str
    source: Reading | Because | None
    on: date | None = None
    episode: str = ""
    about: str | None = field(default=None, repr=False)
    of_present: bool = False
    session_number: int = 0
    met: Met | None = None

    @property
    def because(self) -> Because | None:
        """The client's words for it as evidence; made when asked for: most are not."""
        if isinstance(self.source, Reading):
            return because(self.source)
        return self.source


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened, and the same as a timeline to look for cycles in.

    The rows of `timeline` are places in `happened`. The help here comes last.
    """

    happened: tuple[Happening, ...]
    timeline: Timeline

    def at(self, rows: Iterable[int]) -> tuple[Happening, ...]:
        """Return what stands at these rows."""
        return tuple(self.happened[row] for row in rows)

    @property
    def goes_on(self) -> bool:
        """Whether something happened in the help here."""
        return bool(self.happened) and self.happened[-1].of_present


@dataclass(frozen=True, slots=True)
class WhatIsKnown:
    """What a history is made from, each in any order.

    `readings` are those that count, each where its words were first told; `drawn` are
    the ids of those that name a step of a drawing, so that they tell of no one time.
    """

    readings: Sequence[Reading] = ()
    check_ins: Sequence[CheckIn] = ()
    sessions: Sequence[Session] = ()
    drawn: Container[str] = frozenset()


def history_of(
    known: WhatIsKnown, *, on: date, codebook: Codebook, pack: CheckInPack
) -> History:
    """Return what happened up to the day `on`, one help after the other.

    Of earlier help, words stand in the order they were told, and an ending at the end:
    dates that nobody knows are not made up. What the client only said not quite to is
    nothing that happened. Words that belong to no one help stand by
    themselves, a passage at a time. In the help here the days are known.
    """
    told = [
        reading
        for reading in known.readings
        if reading.id not in known.drawn
        and reading.passage.told_on <= on
        and reading.domain != _WISHES
        and codebook.has(reading.code)
        and not _is_not_quite(reading)
    ]
    rank = _chain_rank(codebook)
    earlier = [one for one in told if not one.of_present]
    blocks = _blocks(earlier, rank)
    now = _told_here([one for one in told if one.of_present], rank)
    now += _answered(known, on, pack)
    now += _met(known.sessions, on)
    blocks.append([one for _, one in sorted(now, key=lambda each: each[0])])
    return _history(blocks)


def _is_not_quite(reading: Reading) -> bool:
    """Return whether the client's newest word is not quite, with nothing instead."""
    latest = reading.latest
    is_said = latest is not None and latest.verdict is Verdict.NOT_QUITE
    return is_said and latest is not None and latest.correction is None


def _history(blocks: Iterable[Sequence[Happening]]) -> History:
    happened: list[Happening] = []
    events: list[CodedEvent] = []
    for number, block in enumerate(blocks):
        for one in block:
            day = None if one.on is None else float(one.on.toordinal())
            events.append(CodedEvent(one.code, len(happened), day, str(number)))
            happened.append(one)
    return History(tuple(happened), timeline_of(events))


def _chain_rank(codebook: Codebook) -> Mapping[str, int]:
    """Return where each domain stands in a chain, for what one span says at once."""
    return {
        letter: place
        for place, letters in enumerate(codebook.chain)
        for letter in letters
    }


_Place = tuple[object, ...]


def _place(reading: Reading, rank: Mapping[str, int]) -> _Place:
    passage, span = reading.passage, reading.span
    return (
        *(passage.told_on, passage.place, passage.id, span.start),
        *(rank.get(reading.domain, len(rank)), span.end, reading.code, reading.id),
    )


def _blocks(
    readings: Sequence[Reading], rank: Mapping[str, int]
) -> list[list[Happening]]:
    """Return a block for each earlier help, and for each passage that names none."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in sorted(readings, key=lambda one: _place(one, rank)):
        groups[reading.episode or f"passage {reading.passage.id}"].append(reading)
    return [
        [_told(one) for one in sorted(group, key=lambda each: each.domain == "E")]
        for group in groups.values()
    ]


def _told(reading: Reading, on: date | None = None) -> Happening:
    return Happening(
        code=reading.code,
        source=reading,
        on=on,
        episode=reading.episode,
        about=reading.about,
        of_present=reading.of_present,
    )


def _told_here(
    readings: Sequence[Reading], rank: Mapping[str, int]
) -> list[tuple[_Place, Happening]]:
    """Return what was told of the help here, on the day it was told."""
    ordered = sorted(readings, key=lambda one: _place(one, rank))
    return [
        ((one.passage.told_on, 1, place), _told(one, one.passage.told_on))
        for place, one in enumerate(ordered)
    ]


def _answered(
    known: WhatIsKnown, on: date, pack: CheckInPack
) -> list[tuple[_Place, Happening]]:
    """Return each answer that something felt like before, and what it pointed at."""
    counting = {reading.id: reading for reading in known.readings}
    found: list[tuple[_Place, Happening]] = []
    for check_in in known.check_ins:
        day = check_in.session_on or check_in.given_on
        if check_in.answers.get("before") != "yes" or max(day, check_in.given_on) > on:
            continue
        cue = counting.get(check_in.cue_of)
        said = pack.question("before").answer("yes").words
        steps = [(cue.code, cue.quote)] if cue else []
        steps.append((ECHO, cue.quote if cue else said))
        for place, (code, words) in enumerate(steps):
            here = (day, 2, check_in.session_number, place)
            found.append((here, _echo(check_in, code, words, day)))
    return found


def _echo(check_in: CheckIn, code: str, words: str, day: date) -> Happening:
    return Happening(
        code=code,
        source=Because(
            reading="",
            passage=check_in.id,
            start=0,
            end=len(words),
            quote=words,
            told_on=check_in.given_on,
            verdict=None,
            session_number=check_in.session_number,
        ),
        on=day,
        of_present=True,
        session_number=check_in.session_number,
    )


_THEIRS = {
    SessionStatus.MISSED: Met.STAYED_AWAY,
    SessionStatus.CANCELLED: Met.CALLED_OFF,
}


def _met(sessions: Sequence[Session], on: date) -> list[tuple[_Place, Happening]]:
    """Return what meetings show, where it was written down whose doing it was."""
    found: list[tuple[_Place, Happening]] = []
    for one in sessions:
        day = one.at.date()
        step = _step_of(one) if day <= on else None
        if step is not None:
            code, met = step
            happening = Happening(
                code=code,
                source=None,
                on=day,
                of_present=True,
                session_number=one.number,
                met=met,
            )
            found.append(((day, 0, one.number), happening))
    return found


def _step_of(session: Session) -> tuple[str, Met] | None:
    """Return the code of a meeting, None where nobody said whose doing it was."""
    met = _THEIRS.get(session.status)
    if session.status is SessionStatus.HELD and session.course is Course.ENDED_EARLY:
        met = Met.CUT_SHORT
    if met is None or session.side not in {Side.CLIENT, Side.WORKER}:
        return None
    return ("P.AVOID" if session.side is Side.CLIENT else "T.GAP"), met
