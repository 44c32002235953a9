"""Promise something to a client, and say what became of it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.alliance.sessions import PromiseStatus
from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import NothingWritten
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Person, Promise
from holdspace_site.records.scope import client_for, one_of


def make_promise(
    client_id: int, *, words: str, due_on: date | None, by: Person, now: datetime
) -> Promise:
    """Keep what this worker said they would do; `due_on` None is no set day.

    Raises:
        NothingWritten: if there are no words.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.MAKE_PROMISE, now=now)
    if not words.strip():
        raise NothingWritten
    with transaction.atomic():
        promise = Promise(
            client=client,
            worker=by,
            made_on=timezone.localdate(now),
            due_on=due_on,
            status=PromiseStatus.OPEN.value,
        )
        promise.words = words.strip()
        promise.save(force_insert=True)
        _log(promise, by=by, now=now)
    return promise


def settle_promise(
    client_id: int,
    promise_id: str | UUID,
    *,
    status: PromiseStatus,
    by: Person,
    now: datetime,
) -> Promise:
    """Say that a promise was kept, cannot be kept, or is open after all."""
    client = client_for(by, client_id, Verb.MAKE_PROMISE, now=now)
    promise = one_of(Promise, client, promise_id, by=by, now=now)
    with transaction.atomic():
        promise.status = status.value
        promise.settled_at = None if status is PromiseStatus.OPEN else now
        promise.save(update_fields=["status", "settled_at"])
        _log(promise, by=by, now=now)
    return promise


def _log(promise: Promise, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.MAKE_PROMISE.value,
        by=by,
        now=now,
        client_id=promise.client_id,
        record=("promise", promise.pk),
    )
