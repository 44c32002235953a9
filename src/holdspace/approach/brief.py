"""The one page a worker reads in one minute before a client walks in."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from holdspace.alliance.notices import AdvanceNotice, coming
from holdspace.alliance.repairs import Repair, unfinished_on
from holdspace.alliance.sessions import (
    CheckIn,
    Promise,
    PromiseStatus,
    Session,
    SessionStatus,
    SharedWith,
)
from holdspace.approach.agreed import agreed_lines, with_agreed
from holdspace.approach.cycle_watch import CycleWatch, WatchContent, cycle_watch
from holdspace.approach.cycles import KeptCycle
from holdspace.approach.headline import Headline, LastSession, headline
from holdspace.approach.history import History, WhatIsKnown, history_of
from holdspace.approach.lines import (
    Because,
    Line,
    ask_first_lines,
    avoid_lines,
    because,
    do_lines,
    own_words_first,
)
from holdspace.approach.triggers import (
    OwnWording,
    Trigger,
    in_own_words,
    triggers_of,
)
from holdspace.approach.trust import Trust, trust_now
from holdspace.approach.trust_sentences import TrustSignal
from holdspace.approach.unfinished import notice_line, unfinished_lines
from holdspace.approach.way_of_working import LineKind, WayLine
from holdspace.content.check_in import CheckInPack, check_in
from holdspace.content.codebook import Codebook
from holdspace.content.lessons import Lessons
from holdspace.content.wording import Wording
from holdspace.story.boundaries import Boundary
from holdspace.story.readings import (
    Passage,
    Reading,
    counts,
    in_their_place,
    readings_that_count,
    said_once,
)


@dataclass(frozen=True, slots=True)
class BriefContent:
    """The content packs a brief is worded with, all in one language."""

    codebook: Codebook
    lessons: Lessons
    wording: Wording
    check_in: CheckInPack = field(default_factory=check_in)


@dataclass(frozen=True, slots=True)
class Told:
    """Everything on record that a brief is made from, for one client.

    All of it may come in any order. `passages` are all that was told, whether anybody
    has read something in them or not; those of the readings need not be among them.
    `way` are the lines of the way of working, agreed or not, and `wordings` how the
    client puts parts of their triggers. `drawn` are the ids of the readings that name a
    step of any drawing.
    """

    name: str = field(repr=False)
    readings: Sequence[Reading] = ()
    sessions: Sequence[Session] = ()
    check_ins: Sequence[CheckIn] = ()
    promises: Sequence[Promise] = ()
    boundaries: Sequence[Boundary] = ()
    passages: Sequence[Passage] = ()
    repairs: Sequence[Repair] = ()
    notices: Sequence[AdvanceNotice] = ()
    way: Sequence[WayLine] = ()
    wordings: Sequence[OwnWording] = ()
    cycles: Sequence[KeptCycle] = ()
    drawn: Container[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Experience:
    """A kind of thing that helped or hurt before, with the words it rests on."""

    code: str
    plain_words: str
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What this person told us, made ready for one meeting.

    `session` is the next planned meeting on or after `on`, None when none is planned.
    `last_session` is None before the first meeting. `unfinished` holds what was left
    open and each of the `repairs` nobody closed, `coming` a sentence on each break,
    change of worker or ending the client has word of. `trust` is where the client's
    answers after sessions stand, None while it is too early to say. `cycle` is one
    the client said yes to, and how far it has come again. What was agreed
    goes first in `do`, `avoid` and `ask_first`; `if_then` and `tries` are agreed lines
    alone. Every item that
    says something of the client carries the quotes it rests on. `nothing_told` says
    that there is no word of the client's yet to rest anything on.
    """

    name: str = field(repr=False)
    on: date
    headline: Headline
    do: tuple[Line, ...]
    avoid: tuple[Line, ...]
    ask_first: tuple[Line, ...]
    if_then: tuple[Line, ...]
    tries: tuple[Line, ...]
    triggers: tuple[Trigger, ...]
    helped: tuple[Experience, ...]
    hurt: tuple[Experience, ...]
    promises: tuple[Promise, ...]
    boundaries: tuple[Boundary, ...]
    unfinished: tuple[str, ...] = field(repr=False)
    coming: tuple[str, ...] = field(repr=False)
    repairs: tuple[Repair, ...]
    trust: Trust | None
    cycle: CycleWatch | None
    session: Session | None
    last_session: LastSession | None
    nothing_told: bool

    @property
    def suggests(self) -> bool:
        """Whether a thing to do or avoid was never agreed on, so that it is a try."""
        return not all(line.agreed_on for line in (*self.do, *self.avoid))


def brief_of(told: Told, *, on: date, content: BriefContent) -> Brief:
    """Return the brief of one client for the day `on`.

    What was told, answered or happened after `on` is left out; a reading taken back at
    any time, a guess and a check-in the client kept from the worker are in none of it.
    """
    known = _known_on(told.readings, on)
    by_then = [r.as_known_on(on) for r in told.readings if r.passage.told_on <= on]
    told_of = _not_drawn(known, told)
    readings = said_once(told_of, by_then)
    nothing_told = not readings and all(p.told_on > on for p in told.passages)
    lessons = content.lessons
    agreed = {kind: agreed_lines(told.way, kind, on) for kind in LineKind}
    do = with_agreed(agreed[LineKind.DO], do_lines(readings, lessons, on))
    promises = _open_promises(told.promises, on)
    trust = trust_now(
        [one for one in told.check_ins if one.shared_with is SharedWith.WORKER],
        told.sessions,
        on=on,
        pack=content.check_in,
        wording=content.wording,
    )
    last = _last_session(told, trust, on)
    return Brief(
        name=told.name,
        on=on,
        headline=headline(
            name=told.name,
            last=last,
            promises=promises,
            do=do,
            nothing_told=nothing_told,
            on=on,
            wording=content.wording,
        ),
        do=do,
        avoid=with_agreed(agreed[LineKind.AVOID], avoid_lines(readings, lessons, on)),
        ask_first=with_agreed(
            agreed[LineKind.ASK_FIRST], ask_first_lines(readings, lessons, on), None
        ),
        if_then=agreed[LineKind.IF_THEN],
        tries=agreed[LineKind.CLIENT_TRIES],
        triggers=_triggers(told, told_of, by_then, on=on, content=content),
        helped=_experiences(readings, "H", content.codebook),
        hurt=_experiences(readings, "X", content.codebook),
        promises=promises,
        boundaries=_boundaries(told.boundaries, on),
        unfinished=unfinished_lines(
            told.name, last, told.repairs, on=on, wording=content.wording
        ),
        coming=_coming(told, on, content),
        repairs=unfinished_on(told.repairs, on),
        trust=trust,
        cycle=_cycle(told, in_their_place(known, by_then), on, content),
        session=_next_session(told.sessions, on),
        last_session=last,
        nothing_told=nothing_told,
    )


def _not_drawn(readings: Sequence[Reading], told: Told) -> tuple[Reading, ...]:
    """Leave out words that name a step of a drawing: no experience of their own."""
    return tuple(one for one in readings if one.id not in told.drawn)


def _coming(told: Told, on: date, content: BriefContent) -> tuple[str, ...]:
    return tuple(
        notice_line(told.name, notice, on=on, wording=content.wording)
        for notice in coming(told.notices, on)
    )


def _triggers(
    told: Told,
    known: Sequence[Reading],
    by_then: Sequence[Reading],
    *,
    on: date,
    content: BriefContent,
) -> tuple[Trigger, ...]:
    in_place = in_their_place(known, by_then)
    read = triggers_of(in_place, content.codebook, content.lessons, on)
    return in_own_words(read, told.wordings, on)


def _cycle(
    told: Told, readings: Sequence[Reading], on: date, content: BriefContent
) -> CycleWatch | None:
    """Match what happened against the cycles the client knows, if there are any."""
    if not told.cycles:
        return None
    return cycle_watch(
        told.cycles,
        _shared_history(told, readings, on, content),
        readings,
        name=told.name,
        on=on,
        content=WatchContent(content.codebook, content.lessons, content.wording),
    )


def _shared_history(
    told: Told, readings: Sequence[Reading], on: date, content: BriefContent
) -> History:
    shared = [c for c in told.check_ins if c.shared_with is SharedWith.WORKER]
    known = WhatIsKnown(readings, shared, told.sessions, told.drawn)
    return history_of(known, on=on, codebook=content.codebook, pack=content.check_in)


def _known_on(readings: Sequence[Reading], on: date) -> tuple[Reading, ...]:
    """Return what counts now and counted on that day, as it was known then."""
    return readings_that_count(
        reading.as_known_on(on)
        for reading in readings
        if counts(reading) and reading.passage.told_on <= on
    )


def _boundaries(boundaries: Sequence[Boundary], on: date) -> tuple[Boundary, ...]:
    """Return the boundaries set by then, the first set first."""
    known = (boundary for boundary in boundaries if boundary.set_on <= on)
    return tuple(sorted(known, key=lambda b: (b.set_on, b.id)))


def _experiences(
    readings: Sequence[Reading], domain: str, codebook: Codebook
) -> tuple[Experience, ...]:
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.domain == domain:
            groups.setdefault(reading.code, []).append(reading)
    by_times = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Experience(
            code=code,
            plain_words=codebook.code(code).plain_words,
            because=tuple(because(r) for r in own_words_first(code, group)),
        )
        for code, group in by_times
    )


def _last_session(told: Told, trust: Trust | None, on: date) -> LastSession | None:
    """Find the newest meeting that took place, and its check-in if it was shared."""
    held = [
        session
        for session in told.sessions
        if session.status is SessionStatus.HELD and session.at.date() <= on
    ]
    if not held:
        return None
    last = max(held, key=_when)
    shared = [
        check_in
        for check_in in told.check_ins
        if check_in.session_id == last.id
        and check_in.shared_with is SharedWith.WORKER
        and check_in.given_on <= on
    ]
    newest = max(
        shared, key=lambda c: (c.given_on, sorted(c.answers.items())), default=None
    )
    return LastSession(last, newest, _new_strain(trust, last))


def _new_strain(trust: Trust | None, last: Session) -> TrustSignal | None:
    """Return a strain that the line shows to begin in the newest session."""
    for signal in trust.signals if trust else ():
        if signal.number == last.number and signal.is_strain:
            return signal
    return None


def _next_session(sessions: Sequence[Session], on: date) -> Session | None:
    coming = (
        session
        for session in sessions
        if session.status is SessionStatus.PLANNED and session.at.date() >= on
    )
    return min(coming, key=_when, default=None)


def _when(session: Session) -> tuple[datetime, int, str]:
    return (session.at, session.number, session.id)


def _open_promises(promises: Sequence[Promise], on: date) -> tuple[Promise, ...]:
    """Return what is still promised, due soonest first, no set day last."""
    open_ones = (
        promise
        for promise in promises
        if promise.status is PromiseStatus.OPEN and promise.made_on <= on
    )
    return tuple(
        sorted(open_ones, key=lambda p: (p.due_on or date.max, p.made_on, p.id))
    )
