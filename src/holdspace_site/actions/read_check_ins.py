"""Read a client's check-ins: what they wait for, and their own answers over time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from holdspace.alliance import sessions as alliance
from holdspace.alliance.sessions import SessionStatus, SharedWith
from holdspace.privacy.access import Verb
from holdspace_site.actions.change_check_in import may_be_changed
from holdspace_site.actions.give_check_in import OFFERED_FOR, can_be_answered
from holdspace_site.actions.keep_draft import Version, drafts_in, slot_of
from holdspace_site.actions.own_cues import Cue, own_cues
from holdspace_site.actions.read_record import own_record
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.check_ins import (
    CUE,
    CUE_OF,
    answers_open_to,
    check_ins_open_to,
    newest_of,
)
from holdspace_site.records.models import CheckIn, Client, Person, Session
from holdspace_site.records.scope import Who, client_for, one_of

# What a line over time needs; a session's own words are not among it.
_READ = (
    *("client_id", "answers_sealed", "shared_with", "given_at"),
    *("session__number", "session__at"),
)

# The calendar of computers ends; a day's end must be a moment in every time zone.
_LAST_DAY = date.max - timedelta(days=2)


@dataclass(frozen=True, slots=True)
class OwnCheckIn:
    """One check-in as whoever may see it does; `answers` are by question."""

    id: UUID
    session_number: int
    session_on: date
    answers: dict[str, str] = field(repr=False)
    shared_with: SharedWith
    way: str
    given_at: datetime
    can_change: bool = False
    cue_of: str = ""


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """What a client's check-in page needs: no answer they gave is in it.

    `sessions` have no check-in yet, the newest first. `drafts` are what they are
    writing, by the name of the draft. `own` names their pieces on a device.
    """

    client: Client
    sessions: tuple[Session, ...]
    cues: tuple[Cue, ...]
    drafts: dict[str, tuple[Version, ...]] = field(repr=False)
    own: str


def waiting_sessions(client: Client, *, now: datetime) -> tuple[Session, ...]:
    """Return the sessions a client has not answered about, the newest first.

    Only the last two weeks are asked about. One that was answered and taken back is
    answered: nobody asks again.
    """
    rows = client.sessions.filter(
        check_ins__isnull=True,
        at__gt=now - OFFERED_FOR,
        at__lte=now,
        status__in=(SessionStatus.HELD.value, SessionStatus.PLANNED.value),
    )
    return tuple(
        row for row in rows.order_by("-at", "-number") if can_be_answered(row, now=now)
    )


def has_check_ins(client: Client, *, by: Person) -> bool:
    """Return whether a client has answers of their own to look at."""
    return check_ins_open_to(client, by).exists()


def read_to_answer(*, by: Person, now: datetime) -> ToAnswer:
    """Return what a client's check-in page needs.

    Raises:
        NoSuchRecord: if they are no client.
    """
    client = own_record(by)
    drafts = drafts_in(client, by)
    return ToAnswer(
        client=client,
        sessions=waiting_sessions(client, now=now),
        cues=own_cues(client),
        drafts={n: d for n, d in drafts.items() if n.startswith("check-in ")},
        own=slot_of(client, "this client's device")[:24],
    )


def session_to_answer(
    session_id: str | UUID, *, by: Person, now: datetime
) -> tuple[Session, tuple[Cue, ...]]:
    """Return one of a client's own sessions, and their triggers to point at.

    Raises:
        NoSuchRecord: if it is not theirs.
    """
    client = own_record(by)
    return one_of(Session, client, session_id, by=by, now=now), own_cues(client)


def read_own_check_ins(*, by: Person, now: datetime) -> tuple[OwnCheckIn, ...]:
    """Return every check-in a client gave and did not take back, newest first."""
    client = own_record(by)
    rows = check_ins_open_to(client, by).select_related("session")
    return tuple(
        seen_by(row, by, now=now)
        for row in sorted(rows, key=lambda row: row.given_at, reverse=True)
    )


def check_ins_told(client: Client, *, by: Who) -> list[alliance.CheckIn]:
    """Return the newest check-in of each session that somebody may see, oldest first.

    The trigger that was picked stands only in the last of them: of the others the
    answers alone are read.
    """
    given = list(check_ins_open_to(client, by).select_related("session").only(*_READ))
    for row in given:
        row.client = client
    rows = newest_of(given)
    told = []
    for row in rows:
        answers, is_newest = row.answers, row is rows[-1]
        seen = answers_open_to(row, by) if is_newest else _without_cue(answers)
        told.append(as_library.check_in(row, seen, answers.get(CUE_OF, "")))
    return told


def earlier_sessions(
    client: Client, but: Iterable[Session] = (), *, on: date
) -> list[alliance.Session]:
    """Return a client's sessions up to a day, oldest first, without any words.

    Those in `but` are left out, and those still planned.
    """
    rows = client.sessions.filter(at__lt=end_of(on)).exclude(
        pk__in=[row.pk for row in but]
    )
    plain = rows.exclude(status=SessionStatus.PLANNED.value)
    return [
        alliance.Session(
            id=str(row.pk),
            number=row.number,
            at=timezone.localtime(row.at),
            status=SessionStatus(row.status),
            course=alliance.Course(row.course),
            side=alliance.Side(row.side) if row.side else None,
        )
        for row in plain.values_list(
            "pk", "number", "at", "status", "course", "side", named=True
        )
    ]


def end_of(day: date) -> datetime:
    """Return the first moment after a day, where the practice is."""
    after = min(day, _LAST_DAY) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(after, time.min))


def _without_cue(answers: dict[str, str]) -> dict[str, str]:
    return {key: one for key, one in answers.items() if key not in {CUE, CUE_OF}}


def seen_by(row: CheckIn, by: Person, *, now: datetime) -> OwnCheckIn:
    """Return a check-in the gate let through, as this person sees it."""
    return OwnCheckIn(
        id=row.pk,
        session_number=row.session.number,
        session_on=timezone.localdate(row.session.at),
        answers=answers_open_to(row, by),
        shared_with=SharedWith(row.shared_with),
        way=row.way,
        given_at=row.given_at,
        can_change=may_be_changed(row, now=now),
        cue_of=row.answers.get(CUE_OF, ""),
    )


def read_session_check_in(
    client_id: int, session_id: str | UUID, *, by: Person, now: datetime
) -> tuple[Client, Session, OwnCheckIn | None]:
    """Return a session with the check-in a worker may see, and write the look down.

    What is kept from them is not there: the answer is the same as if none was given.
    """
    client = client_for(by, client_id, Verb.TAKE_CHECK_IN, now=now)
    session = one_of(Session, client, session_id, by=by, now=now)
    write_down(
        "read_check_in",
        by=by,
        now=now,
        client_id=client.pk,
        record=("session", session.pk),
    )
    rows = check_ins_open_to(client, by).filter(session=session)
    newest = newest_of(rows.select_related("session"))
    return client, session, seen_by(newest[0], by, now=now) if newest else None
