"""Plan a session or write down one that was, and what it left."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from holdspace.alliance.sessions import SessionStatus
from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import EditedMeanwhile, NotYetHeld, WrongTime
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person, Session
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.sharing import sessions_shut_to

_FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Leavings:
    """What a session left: whether it took place, the worker's note, their words."""

    status: SessionStatus
    left_open: str = field(default="", repr=False)
    last_words: str = field(default="", repr=False)


def plan_session(
    client_id: int, *, at: datetime, place: str, by: Person, now: datetime
) -> Session:
    """Keep a session of the client with this worker.

    One that lies ahead is planned, one that is over took place.

    Raises:
        WrongTime: if the time is so far away that it is a slip.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.PLAN_SESSION, now=now)
    if not now - _FURTHEST <= at <= now + _FURTHEST:
        raise WrongTime("day: it is years away")
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
    """Write down whether a session took place and what it left.

    Raises:
        NotYetHeld: if it is said to have taken place and still lies ahead.
        EditedMeanwhile: if somebody else wrote it down since it was opened.
        NoSuchRecord: if this person works with no such client or session.
    """
    client = client_for(by, client_id, Verb.PLAN_SESSION, now=now)
    session = one_of(Session, client, session_id, by=by, now=now)
    if left.status is SessionStatus.HELD and session.at > now:
        raise NotYetHeld
    if sessions_shut_to(
        client, [session], by
    ):  # nobody saw what is kept, so nobody replaces it
        left = replace(left, left_open=session.left_open, last_words=session.last_words)
    session.left_open = left.left_open.strip()
    session.last_words = left.last_words.strip()
    with transaction.atomic():
        changed = Session.objects.filter(pk=session.pk, version=version).update(
            status=left.status.value,
            left_open_sealed=session.left_open_sealed,
            last_words_sealed=session.last_words_sealed,
            version=F("version") + 1,
        )
        if not changed:
            raise EditedMeanwhile("session")
        _log(session, by=by, now=now)
    return session


def _log(session: Session, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.PLAN_SESSION.value,
        by=by,
        now=now,
        client_id=session.client_id,
        record=("session", session.pk),
    )
