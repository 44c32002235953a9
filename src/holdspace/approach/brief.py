"""The one page a worker reads in one minute before a client walks in."""

from collections.abc import Sequence
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
from holdspace.approach.headline import Headline, LastSession, headline
from holdspace.approach.lines import (
    Because,
    Line,
    ask_first_lines,
    avoid_lines,
    because,
    do_lines,
    own_words_first,
)
from holdspace.approach.triggers import Trigger, triggers_of
from holdspace.approach.trust import Trust, trust_now
from holdspace.approach.trust_sentences import TrustSignal
from holdspace.approach.unfinished import notice_line, unfinished_lines
from holdspace.content.check_in import CheckInPack, check_in
from holdspace.content.codebook import Codebook
from holdspace.content.lessons import Lessons
from holdspace.content.wording import Wording
from holdspace.story.boundaries import Boundary
from holdspace.story.readings import (
    Passage,
    Reading,
    counts,
    put_anew,
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
    answers after sessions stand, None while it is too early to say. Every item that
    says something of the client carries the quotes it rests on. `nothing_told` says
    that there is no word of the client's yet to rest anything on.
    """

    name: str = field(repr=False)
    on: date
    headline: Headline
    do: tuple[Line, ...]
    avoid: tuple[Line, ...]
    ask_first: tuple[Line, ...]
    triggers: tuple[Trigger, ...]
    helped: tuple[Experience, ...]
    hurt: tuple[Experience, ...]
    promises: tuple[Promise, ...]
    boundaries: tuple[Boundary, ...]
    unfinished: tuple[str, ...] = field(repr=False)
    coming: tuple[str, ...] = field(repr=False)
    repairs: tuple[Repair, ...]
    trust: Trust | None
    session: Session | None
    last_session: LastSession | None
    nothing_told: bool


def brief_of(told: Told, *, on: date, content: BriefContent) -> Brief:
    """Return the brief of one client for the day `on`.

    What was told, answered or happened after `on` is left out; a reading taken back at
    any time, a guess and a check-in the client kept from the worker are in none of it.
    """
    known = _known_on(told.readings, on)
    by_then = [r.as_known_on(on) for r in told.readings if r.passage.told_on <= on]
    readings = said_once(known, by_then)
    nothing_told = not readings and all(p.told_on > on for p in told.passages)
    lessons = content.lessons
    do = do_lines(readings, lessons, on)
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
        avoid=avoid_lines(readings, lessons, on),
        ask_first=ask_first_lines(readings, lessons, on),
        triggers=triggers_of(
            _in_their_place(known, by_then), content.codebook, lessons, on
        ),
        helped=_experiences(readings, "H", content.codebook),
        hurt=_experiences(readings, "X", content.codebook),
        promises=promises,
        boundaries=_boundaries(told.boundaries, on),
        unfinished=unfinished_lines(
            told.name, last, told.repairs, on=on, wording=content.wording
        ),
        coming=tuple(
            notice_line(told.name, notice, on=on, wording=content.wording)
            for notice in coming(told.notices, on)
        ),
        repairs=unfinished_on(told.repairs, on),
        trust=trust,
        session=_next_session(told.sessions, on),
        last_session=last,
        nothing_told=nothing_told,
    )


def _known_on(readings: Sequence[Reading], on: date) -> tuple[Reading, ...]:
    """Return what counts now and counted on that day, as it was known then."""
    return readings_that_count(
        reading.as_known_on(on)
        for reading in readings
        if counts(reading) and reading.passage.told_on <= on
    )


def _in_their_place(
    known: Sequence[Reading], by_then: Sequence[Reading]
) -> tuple[Reading, ...]:
    """Return what counts with each correction where the first words were told.

    What sets something off is read from what was told before and after it, so a cue
    put better stays in its place, with the newer words beside it.
    """
    anew = put_anew(by_then)
    standing = {reading.id for reading in known}
    in_place = {r.id: new for r in known if (new := anew.get(r.id))}
    instead = {new.id for new in in_place.values()}
    return tuple(
        reading
        for reading in known
        if reading.id not in instead
        and (reading.id not in in_place or in_place[reading.id].id in standing)
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
