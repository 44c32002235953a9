"""Read what was promised to a client, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from holdspace.alliance.sessions import PromiseStatus, PromiseStep
from holdspace.privacy.access import Verb
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person, Promise
from holdspace_site.records.scope import client_for, one_of


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One thing that was done with a promise; see the record for what `words` are."""

    step: PromiseStep
    at: datetime
    words: str = field(default="", repr=False)
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """A promise with its history; `not_kept` is the client's own word beside it."""

    id: UUID
    words: str = field(repr=False)
    worker_name: str = field(repr=False)
    made_on: date
    due_on: date | None
    status: PromiseStatus
    changes: tuple[ChangeShown, ...]
    not_kept: bool
    not_kept_words: str = field(repr=False)
    version: int

    @property
    def earlier(self) -> tuple[ChangeShown, ...]:
        """How it was put before it was renegotiated, oldest first."""
        renegotiated = PromiseStep.RENEGOTIATED
        return tuple(one for one in self.changes if one.step is renegotiated)

    @property
    def instead(self) -> str:
        """What the worker does instead of one they cannot keep; "" if nothing."""
        broken = [one for one in self.changes if one.step is PromiseStep.BROKEN]
        is_broken = self.status is PromiseStatus.BROKEN and broken
        return broken[-1].words if is_broken else ""


def promises_shown(client: Client) -> tuple[PromiseShown, ...]:
    """Return all promises to a client with their history: open ones due first.

    Nothing is written down: whatever shows them is a look of its own.
    """
    found = client.promises.select_related("worker").prefetch_related("changes")
    return tuple(_in_order(_shown(row) for row in found))


def read_promise(
    client_id: int, promise_id: str | UUID, *, by: Person, now: datetime
) -> tuple[Client, PromiseShown]:
    """Return a client and one promise to them, and write the look down.

    Raises:
        NoSuchRecord: if this person works with no such client or promise.
    """
    client = client_for(by, client_id, Verb.READ_SESSIONS, now=now)
    row = one_of(Promise, client, promise_id, by=by, now=now)
    write_down(
        Verb.READ_SESSIONS.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("promise", row.pk),
    )
    return client, _shown(row)


def _shown(row: Promise) -> PromiseShown:
    return PromiseShown(
        id=row.pk,
        words=row.words,
        worker_name=row.worker.name,
        made_on=row.made_on,
        due_on=row.due_on,
        status=PromiseStatus(row.status),
        changes=tuple(
            ChangeShown(
                PromiseStep(one.step), one.changed_at, one.words, one.due_before
            )
            for one in row.changes.all()
        ),
        not_kept=row.not_kept_at is not None,
        not_kept_words=row.not_kept_words,
        version=row.version,
    )


def _in_order(promises: Iterable[PromiseShown]) -> list[PromiseShown]:
    return sorted(
        promises,
        key=lambda one: (
            one.status is not PromiseStatus.OPEN,
            one.due_on or date.max,
            one.made_on,
        ),
    )
