"""Promise something to a client, and say what became of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.alliance.sessions import PromiseStatus, PromiseStep
from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    NothingWritten,
    NotPossible,
    WrongTime,
)
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    Client,
    Person,
    Promise,
    PromiseChange,
    Repair,
    Session,
)
from holdspace_site.records.scope import client_for, one_of

_FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class NewPromise:
    """What a worker says they will do; `due_on` None is no set day.

    `session` is the meeting it was said in and `repair` what it is to mend, if any.
    """

    words: str = field(repr=False)
    due_on: date | None = None
    session: Session | None = None
    repair: Repair | None = None


def make_promise(
    client_id: int, *, words: str, due_on: date | None, by: Person, now: datetime
) -> Promise:
    """Keep what this worker said they would do; `due_on` None is no set day.

    Raises:
        NothingWritten: if there are no words.
        WrongTime: if the day has passed already, or is years away.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.MAKE_PROMISE, now=now)
    with transaction.atomic():
        return keep_promise_row(client, NewPromise(words, due_on), by=by, now=now)


def keep_promise_row(
    client: Client, new: NewPromise, *, by: Person, now: datetime
) -> Promise:
    """Keep a promise to a client this person may promise to, and write it down.

    Raises:
        NothingWritten: if there are no words.
        WrongTime: if its day was before the meeting it was made in, or else has passed
            already, or if it is years away.
    """
    if not new.words.strip():
        raise NothingWritten
    made_in = new.session.at if new.session else now
    _check_day(new.due_on, min(made_in, now), now)
    promise = Promise(
        client=client,
        worker=by,
        session=new.session,
        repair=new.repair,
        made_on=timezone.localdate(now),
        due_on=new.due_on,
        status=PromiseStatus.OPEN.value,
    )
    promise.words = new.words.strip()
    promise.save(force_insert=True)
    _log(Verb.MAKE_PROMISE, promise, by=by, now=now)
    return promise


def settle_promise(
    client_id: int,
    promise_id: str | UUID,
    *,
    status: PromiseStatus,
    instead: str = "",
    version: int | None = None,
    by: Person,
    now: datetime,
) -> Promise:
    """Say that a promise was kept, cannot be kept, or is open after all.

    `instead` is what the worker does instead of one they cannot keep. `version` is
    the one they saw; None settles whatever stands.

    Raises:
        EditedMeanwhile: if it was changed since it was opened.
        NoSuchRecord: if this person works with no such client or promise.
    """
    client = client_for(by, client_id, Verb.MAKE_PROMISE, now=now)
    one_of(Promise, client, promise_id, by=by, now=now)
    with transaction.atomic():
        promise = _held(promise_id, version)
        if promise.status == status.value and not instead.strip():
            return promise
        words = instead.strip() if status is PromiseStatus.BROKEN else ""
        _keep_change(promise, _STEP[status], words, by=by, now=now)
        promise.status = status.value
        promise.settled_at = None if status is PromiseStatus.OPEN else now
        promise.version += 1
        promise.save()
        _log(Verb.MAKE_PROMISE, promise, by=by, now=now)
    return promise


_STEP = {
    PromiseStatus.OPEN: PromiseStep.OPEN_AGAIN,
    PromiseStatus.KEPT: PromiseStep.KEPT,
    PromiseStatus.BROKEN: PromiseStep.BROKEN,
}


def renegotiate_promise(
    client_id: int,
    promise_id: str | UUID,
    *,
    new: NewPromise,
    version: int,
    by: Person,
    now: datetime,
) -> Promise:
    """Put an open promise in new words or on a new day; what stood stays in history.

    Raises:
        NothingWritten: if there are no words, or nothing is new.
        WrongTime: if the new day has passed already, or is years away.
        NotPossible: if it is not open any more.
        EditedMeanwhile: if it was changed since it was opened.
        NoSuchRecord: if this person works with no such client or promise.
    """
    client = client_for(by, client_id, Verb.MAKE_PROMISE, now=now)
    one_of(Promise, client, promise_id, by=by, now=now)
    with transaction.atomic():
        promise = _held(promise_id, version)
        if promise.status != PromiseStatus.OPEN.value:
            raise NotPossible("change: the promise is not open any more")
        other_day = new.due_on != promise.due_on
        if other_day:
            _check_day(new.due_on, now, now)
        words = new.words.strip()
        if not words or (words == promise.words and not other_day):
            raise NothingWritten
        _keep_change(promise, PromiseStep.RENEGOTIATED, promise.words, by=by, now=now)
        promise.words, promise.due_on = words, new.due_on
        promise.version += 1
        promise.save()
        _log(Verb.MAKE_PROMISE, promise, by=by, now=now)
    return promise


def say_not_kept(
    client_id: int,
    promise_id: str | UUID,
    *,
    not_kept: bool,
    words: str = "",
    by: Person,
    now: datetime,
) -> Promise:
    """Keep the client's own word that a promise was not kept, or take it back.

    It stands beside what the worker says, and changes nothing of it.

    Raises:
        NoSuchRecord: if it is not this client's.
    """
    client = client_for(by, client_id, Verb.ANSWER_PROMISE, now=now)
    one_of(Promise, client, promise_id, by=by, now=now)
    with transaction.atomic():
        promise = _held(promise_id, None)
        promise.not_kept_at = now if not_kept else None
        promise.not_kept_words = words.strip() if not_kept else ""
        promise.save()
        _log(Verb.ANSWER_PROMISE, promise, by=by, now=now)
    return promise


def _check_day(due_on: date | None, made_at: datetime, now: datetime) -> None:
    if due_on is None:
        return
    if due_on < timezone.localdate(made_at):
        raise WrongTime("day: it has passed already")
    if due_on > timezone.localdate(now + _FURTHEST):
        raise WrongTime("day: it is years away")


def _held(promise_id: str | UUID, version: int | None) -> Promise:
    promise = Promise.objects.select_for_update().get(pk=promise_id)
    if version is not None and promise.version != version:
        raise EditedMeanwhile("promise")
    return promise


def _keep_change(
    promise: Promise, step: PromiseStep, words: str, *, by: Person, now: datetime
) -> None:
    renegotiated = step is PromiseStep.RENEGOTIATED
    change = PromiseChange(
        client_id=promise.client_id,
        promise=promise,
        step=step.value,
        due_before=promise.due_on if renegotiated else None,
        changed_by=by,
        changed_at=now,
    )
    change.words = words
    change.save(force_insert=True)


def _log(verb: Verb, promise: Promise, *, by: Person, now: datetime) -> None:
    write_down(
        verb.value,
        by=by,
        now=now,
        client_id=promise.client_id,
        record=("promise", promise.pk),
    )
