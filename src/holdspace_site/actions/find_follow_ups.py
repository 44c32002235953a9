"""Find what is open in a worker's own work, as far as a supervisor may know of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from holdspace.approach.lines import may_have_changed
from holdspace.practice.supervision import (
    FollowUp,
    FollowUpKind,
    promise_follow_up,
    repair_follow_up,
    week_of,
)
from holdspace_site.records.models import (
    Client,
    Person,
    Repair,
    RepairGround,
    WayLine,
)
from holdspace_site.records.supervision import (
    clients_followed,
    endings_followed,
    letters_followed,
    own_steps,
    promises_followed,
    questions_followed,
    short_name,
    stories_waiting,
)
from holdspace_site.records.way_of_working import told_to, way_open_to

Followed = Mapping[Repair, RepairGround]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is open, and where it stands: that is for the worker only."""

    item: FollowUp
    client_id: int
    record_id: object


def find_follow_ups(
    worker: Person, followed: Followed, *, now: datetime
) -> list[Found]:
    """Return what is open in a worker's work; `followed` are their repairs.

    What a client keeps from the supervisor is not in it, and leaves no trace in it.
    """
    clients = clients_followed(worker)
    if not clients:
        return []
    on = timezone.localdate(now)
    return [
        *_repairs(followed, clients, worker, on),
        *_promises(clients, worker, on),
        *_unread(clients, worker),
        *_waiting(clients, worker),
        *_agreements(clients, worker, on),
        *_endings(clients, worker, on),
    ]


def _repairs(
    followed: Followed, clients: list[Client], worker: Person, on: date
) -> Iterator[Found]:
    current = {client.pk for client in clients}
    steps = own_steps(worker, followed)
    for repair, ground in followed.items():
        item = repair_follow_up(
            short_name(worker.agency_id, ground.pk),
            steps[repair].status,
            noticed_on=timezone.localdate(ground.noticed_at),
            stepped_on=steps[repair].days,
            on=on,
        )
        if item and repair.client_id in current:
            yield Found(item, repair.client_id, repair.pk)


def _promises(clients: list[Client], worker: Person, on: date) -> Iterator[Found]:
    for row in promises_followed(clients, worker).defer("words_sealed"):
        name = short_name(worker.agency_id, row.pk)
        item = promise_follow_up(name, made_on=row.made_on, due_on=row.due_on, on=on)
        yield Found(item, row.client_id, row.pk)


def _unread(clients: list[Client], worker: Person) -> Iterator[Found]:
    for story in stories_waiting(clients, worker):
        opened_on = timezone.localdate(story.opened_at)
        named_by = f"{story.client_id} {story.position}"
        client_id = story.client_id
        yield _began(FollowUpKind.UNREAD, named_by, client_id, opened_on, worker)


def _waiting(clients: list[Client], worker: Person) -> Iterator[Found]:
    for row in questions_followed(clients, worker):
        asked_on = timezone.localdate(row.asked_at)
        yield _began(FollowUpKind.QUESTION, row.pk, row.client_id, asked_on, worker)
    for row in letters_followed(clients, worker):
        answered_on = timezone.localdate(row.answered_at)
        yield _began(FollowUpKind.LETTER, row.pk, row.client_id, answered_on, worker)


def _agreements(clients: list[Client], worker: Person, on: date) -> Iterator[Found]:
    """Yield the agreements of which no line was said yes to for four weeks."""
    having = WayLine.objects.filter(
        client__in=clients, by_worker_at__isnull=False, left_out_at__isnull=True
    )
    with_lines = {*having.values_list("client", flat=True)}
    for client in clients:
        if client.pk not in with_lines:
            continue
        way = way_open_to(client, worker, told_to(client, worker))
        days = [line.agreed_on for line in way.agreed(on) if line.agreed_on]
        if days and may_have_changed(max(days), on):
            kind, way_id = FollowUpKind.AGREEMENT, client.way_of_working.pk
            yield _began(kind, way_id, client.pk, max(days), worker)


def _endings(clients: list[Client], worker: Person, on: date) -> Iterator[Found]:
    for row in endings_followed(clients, worker, on).defer("reason_sealed"):
        item = FollowUp(
            kind=FollowUpKind.ENDING,
            short_name=short_name(worker.agency_id, row.pk),
            week_of=week_of(row.begins_on),
            stands=row.kind,
            prepared=row.prepared,
        )
        yield Found(item, row.client_id, row.pk)


def _began(
    kind: FollowUpKind, record_id: object, client_id: int, day: date, worker: Person
) -> Found:
    name = short_name(worker.agency_id, record_id)
    return Found(FollowUp(kind, name, week_of(day)), client_id, record_id)
