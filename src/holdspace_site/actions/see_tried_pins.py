"""Tell a worker that somebody kept trying a client's PIN, until they have seen it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from holdspace.privacy.access import Verb
from holdspace_site.actions.keep_pin import PIN_STOPPED
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import AccessEntry, Client, Person, Pin
from holdspace_site.records.scope import client_for, clients_of


@dataclass(frozen=True, slots=True)
class TriedPin:
    """A client whose PIN was tried ten times, and when last."""

    client_id: int
    client_name: str = field(repr=False)
    at: datetime


def tried_pins(*, by: Person, only: int | None = None) -> tuple[TriedPin, ...]:
    """Return whose PIN was tried too often since their worker last saw that.

    `only` is one client; None is all this worker works with.
    """
    clients = clients_of(by).filter(person__devices__ended_at__isnull=False)
    if only is not None:
        clients = clients.filter(pk=only)
    clients = {one.pk: one for one in clients.select_related("person__pin").distinct()}
    if not clients:
        return ()
    stopped = AccessEntry.objects.filter(
        client_id__in=clients, verb=PIN_STOPPED, refused=True
    )
    last = stopped.order_by().values_list("client_id").annotate(last=Max("at"))
    return tuple(_not_seen(clients, dict(last)))


def see_tried_pin(client_id: int, *, by: Person, now: datetime) -> None:
    """Write down that a worker has seen that somebody kept trying."""
    client = client_for(by, client_id, Verb.INVITE, now=now)
    with transaction.atomic():
        Pin.objects.filter(person_id=client.person_id).update(worker_told_at=now)
        write_down("see_tried_pin", by=by, now=now, client_id=client.pk)


def _not_seen(
    clients: dict[int, Client], last: dict[int, datetime]
) -> Iterable[TriedPin]:
    for client_id, at in last.items():
        client = clients[client_id]
        pin = getattr(client.person, "pin", None)
        if pin and (pin.worker_told_at is None or pin.worker_told_at < at):
            yield TriedPin(client_id, client.name, at)
