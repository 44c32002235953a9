"""Plan a session, move it, or write down one that was, and what it left."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from holdspace.alliance.sessions import Course, SessionStatus, Side, numbers_by_date
from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    KeptFromYou,
    NotPossible,
    NotYetHeld,
    WrongTime,
)
from holdspace_site.actions.make_promise import NewPromise, keep_promise_row
from holdspace_site.actions.session_words import keep_session_words
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person, Session, SessionMove
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.sharing import session_parts_shut_to, session_words_as_kept

_FURTHEST = timedelta(days=3 * 366)
_IT_IS_OVER = frozenset({SessionStatus.HELD, SessionStatus.MISSED})


@dataclass(frozen=True, slots=True)
class Leavings:
    """What a session left: how it went, the worker's notes, the client's own words.

    `did` is what they did together. `side` None says nothing of whose doing it was.
    """

    status: SessionStatus
    left_open: str = field(default="", repr=False)
    last_words: str = field(default="", repr=False)
    course: Course = Course.AS_PLANNED
    side: Side | None = None
    did: str = field(default="", repr=False)
    promises: tuple[NewPromise, ...] = ()


def plan_session(
    client_id: int, *, at: datetime, place: str, by: Person, now: datetime
) -> Session:
    """Keep a session of the client with this worker; numbers follow the dates.

    One that lies ahead is planned, one that is over took place.

    Raises:
        WrongTime: if the time is so far away that it is a slip.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.PLAN_SESSION, now=now)
    _check_near(at, now)
    status = SessionStatus.HELD if at <= now else SessionStatus.PLANNED
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        newest = client.sessions.aggregate(newest=Max("number"))["newest"] or 0
        session = Session.objects.create(
            client=client,
            worker=by,
            number=newest + 1,
            at=at,
            place=place,
            status=status.value,
        )
        _number_by_date(client)
        _log(session, by=by, now=now)
    session.refresh_from_db(fields=["number"])
    return session


def move_session(
    client_id: int,
    session_id: str | UUID,
    *,
    at: datetime,
    place: str,
    version: int,
    by: Person,
    now: datetime,
) -> Session:
    """Move a planned session to another time or place; the client's page says so.

    Raises:
        NotPossible: if it is not planned any more.
        WrongTime: if the new time has passed, or is so far away that it is a slip.
        EditedMeanwhile: if somebody else changed it since it was opened.
        NoSuchRecord: if this person works with no such client or session.
    """
    client = client_for(by, client_id, Verb.PLAN_SESSION, now=now)
    one_of(Session, client, session_id, by=by, now=now)
    _check_near(at, now)
    if at <= now:
        raise WrongTime("time: it has passed already")
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        session = Session.objects.select_for_update().get(pk=session_id)
        if session.version != version:
            raise EditedMeanwhile("session")
        if session.status != SessionStatus.PLANNED.value:
            raise NotPossible("move: the session is not planned any more")
        if session.at != at:
            SessionMove.objects.create(
                client=client,
                session=session,
                from_at=session.at,
                to_at=at,
                moved_by=by,
                moved_at=now,
            )
        session.at, session.place = at, place
        session.version += 1
        session.save(update_fields=["at", "place", "version"])
        _number_by_date(client)
        _log(session, by=by, now=now)
    return session


def record_session(
    client_id: int,
    session_id: str | UUID,
    *,
    left: Leavings,
    version: int,
    by: Person,
    now: datetime,
) -> Session:
    """Write down how a session went, what it left and what was promised in it.

    The client's own words become a passage that they can answer, and stand there.

    Raises:
        NotYetHeld: if it took place or was missed, it is said, and still lies ahead.
        KeptFromYou: if words were typed where some are kept from whoever writes.
        EditedMeanwhile: if somebody else wrote it down since it was opened.
        NoSuchRecord: if this person works with no such client or session.
    """
    client = client_for(by, client_id, Verb.PLAN_SESSION, now=now)
    session = one_of(Session, client, session_id, by=by, now=now)
    if left.status in _IT_IS_OVER and session.at > now:
        raise NotYetHeld
    shut = session_parts_shut_to(session, by)
    left = _as_far_as_seen(left, session, shut)
    session.left_open = left.left_open.strip()
    session.did = left.did.strip()
    if "last_words" not in shut:
        session.last_words = ""  # they stand in their passage
    took_place = left.status is SessionStatus.HELD
    course = left.course if took_place else Course.AS_PLANNED
    called_off = left.status is SessionStatus.CANCELLED
    side = left.side if called_off or course is not Course.AS_PLANNED else None
    with transaction.atomic():
        changed = Session.objects.filter(pk=session.pk, version=version).update(
            status=left.status.value,
            course=course.value,
            side=side.value if side else "",
            did_sealed=session.did_sealed,
            left_open_sealed=session.left_open_sealed,
            last_words_sealed=session.last_words_sealed,
            version=F("version") + 1,
        )
        if not changed:
            raise EditedMeanwhile("session")
        if "last_words" not in shut:
            keep_session_words(session, left.last_words, by=by, now=now)
        for promise in left.promises:
            new = replace(promise, session=session)
            keep_promise_row(client, new, by=by, now=now)
        _log(session, by=by, now=now)
    return session


def _as_far_as_seen(left: Leavings, session: Session, shut: frozenset[str]) -> Leavings:
    """Return what may be written down: what is kept from whoever writes stays.

    They did not see it, so nothing of theirs replaces it, and nothing they typed is
    dropped without a word.
    """
    stands = {"did": session.did, "left_open": session.left_open, "last_words": ""}
    stands["last_words"] = session_words_as_kept(session)
    kept = {part: stands[part] for part in shut}
    for part, words in kept.items():
        if getattr(left, part).strip() not in {"", words.strip()}:
            raise KeptFromYou
    return replace(left, **kept)


def _check_near(at: datetime, now: datetime) -> None:
    if not now - _FURTHEST <= at <= now + _FURTHEST:
        raise WrongTime("day: it is years away")


def _number_by_date(client: Client) -> None:
    """Number a client's sessions by their dates; the client's row is held."""
    rows = list(client.sessions.values_list("pk", "at", "number"))
    wanted = numbers_by_date((str(pk), at, number) for pk, at, number in rows)
    moved = {pk: wanted[str(pk)] for pk, _, number in rows if wanted[str(pk)] != number}
    if not moved:
        return
    # A number names one session: first out of the way, then to their places.
    out_of_the_way = max(number for _, _, number in rows) + len(rows)
    for place, pk in enumerate(moved, start=1):
        client.sessions.filter(pk=pk).update(number=out_of_the_way + place)
    for pk, number in moved.items():
        client.sessions.filter(pk=pk).update(number=number)


def _log(session: Session, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.PLAN_SESSION.value,
        by=by,
        now=now,
        client_id=session.client_id,
        record=("session", session.pk),
    )
