"""Read what an administrator looks after: people, pairs, clients and their care teams.

An administrator sees who works with whom. What anybody told stands nowhere here.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch

from holdspace.privacy.access import Role, Verb
from holdspace_site.actions.add_people import check_runs_the_agency
from holdspace_site.actions.read_care_team import Member, care_team_of
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import read_keys
from holdspace_site.records.models import (
    CareTeamMember,
    Client,
    Person,
    Supervision,
)
from holdspace_site.records.scope import (
    NoSuchRecord,
    client_for,
    clients_of,
    staff_of,
)


@dataclass(frozen=True, slots=True)
class ListedClient:
    """A client in the administrator's list, with who works with them now."""

    id: int
    name: str = field(repr=False)
    worker_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A supervisor and one of their supervisees."""

    id: int
    supervisor_name: str
    supervisee_name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """The trace of an erased client."""

    id: int
    erased_at: datetime


@dataclass(frozen=True, slots=True)
class ClientCare:
    """One client, who works with them, and who else could."""

    client: Client
    team: tuple[Member, ...]
    others: tuple[Person, ...]


def read_people(*, by: Person) -> list[Person]:
    """Return everybody who works here, ended accounts last."""
    check_runs_the_agency(by)
    return sorted(
        staff_of(by), key=lambda one: (not one.is_active, one.name.casefold(), one.pk)
    )


def read_person(person_id: int, *, by: Person) -> Person:
    """Return somebody who works here and still has an account."""
    check_runs_the_agency(by)
    person = staff_of(by).filter(pk=person_id, is_active=True).first()
    if person is None:
        raise NoSuchRecord
    return person


def read_pairs(*, by: Person) -> list[Pair]:
    """Return who supervises whom now."""
    check_runs_the_agency(by)
    rows = Supervision.objects.filter(
        supervisor__agency_id=by.agency_id,
        until__isnull=True,
        supervisor__is_active=True,
        supervisee__is_active=True,
    ).select_related("supervisor", "supervisee")
    return [
        Pair(row.pk, row.supervisor.name, row.supervisee.name, row.since)
        for row in rows.order_by("supervisor__name", "supervisee__name")
    ]


def list_clients(*, by: Person, now: datetime) -> list[ListedClient]:
    """Return the agency's clients by name, and write down that the list was read."""
    check_runs_the_agency(by)
    running = CareTeamMember.objects.filter(until__isnull=True).select_related("person")
    rows = list(
        clients_of(by).prefetch_related(
            Prefetch("team", running.order_by("since"), to_attr="running")
        )
    )
    read_keys(row.pk for row in rows)
    write_down("list_clients", by=by, now=now)
    listed = (
        ListedClient(row.pk, row.name, tuple(one.person.name for one in row.running))
        for row in rows
    )
    return sorted(listed, key=lambda one: (one.name.casefold(), one.id))


def list_erased(*, by: Person) -> list[Erased]:
    """Return the traces of the clients who were erased, newest first."""
    check_runs_the_agency(by)
    rows = Client.objects.filter(agency_id=by.agency_id, erased_at__isnull=False)
    return [Erased(row.pk, row.erased_at) for row in rows.order_by("-erased_at")]


def read_erased(client_id: int, *, by: Person) -> Erased:
    """Return the trace of one erased client."""
    for trace in list_erased(by=by):
        if trace.id == client_id:
            return trace
    raise NoSuchRecord


def read_client_care(client_id: int, *, by: Person, now: datetime) -> ClientCare:
    """Return a client with their care team and the workers who are not in it."""
    check_runs_the_agency(by)
    client = client_for(by, client_id, Verb.SET_CARE_TEAM, now=now)
    team = care_team_of(client)
    workers = staff_of(by).filter(role=Role.WORKER.value, is_active=True)
    others = workers.exclude(pk__in=[member.person_id for member in team])
    return ClientCare(client, team, tuple(others.order_by("name", "pk")))
