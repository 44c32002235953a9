"""List the clients a worker works with now."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, Min, Q

from holdspace.alliance.sessions import SessionStatus
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import read_keys
from holdspace_site.records.models import Person
from holdspace_site.records.scope import clients_of


@dataclass(frozen=True, slots=True)
class ListedClient:
    """A client in a worker's list; a time is None where there is no such session."""

    id: int
    name: str = field(repr=False)
    next_session_at: datetime | None
    last_held_at: datetime | None
    since: datetime


def read_clients(*, by: Person, now: datetime) -> list[ListedClient]:
    """Return a worker's clients by name, and write down that the list was read."""
    planned = Q(sessions__status=SessionStatus.PLANNED.value, sessions__at__gte=now)
    held = Q(sessions__status=SessionStatus.HELD.value)
    rows = list(
        clients_of(by).annotate(
            next_at=Min("sessions__at", filter=planned),
            held_at=Max("sessions__at", filter=held),
            since=Max("team__since", filter=Q(team__person=by.pk)),
        )
    )
    read_keys(row.pk for row in rows)
    write_down("list_clients", by=by, now=now)
    listed = [
        ListedClient(row.pk, row.name, row.next_at, row.held_at, row.since)
        for row in rows
    ]
    return sorted(listed, key=lambda one: (one.name.casefold(), one.id))
