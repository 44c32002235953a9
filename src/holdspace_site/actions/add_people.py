"""Add somebody who works here, add a client, and say who works with whom."""

from datetime import datetime

from django.db import IntegrityError, transaction

from holdspace.privacy.access import Role, Verb
from holdspace.story.episodes import EpisodeKind
from holdspace_site.actions.errors import NameTaken, NothingWritten, NotPossible
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import make_client_key
from holdspace_site.records.models import (
    CareTeamMember,
    Client,
    Episode,
    Person,
    Supervision,
)
from holdspace_site.records.scope import NoSuchRecord, client_for, staff_of

_CLIENTS = "client-"
"""How the sign-in names of clients begin, and nobody else's."""


def check_runs_the_agency(by: Person) -> None:
    """Raise NoSuchRecord unless this person is an administrator."""
    if by.role != Role.ADMINISTRATOR.value:
        raise NoSuchRecord


def add_person(
    *, name: str, role: Role, sign_in_name: str, by: Person, now: datetime
) -> Person:
    """Add somebody who works at this agency; they sign in by a link first.

    Raises:
        NameTaken: if somebody signs in with this name already.
        NotPossible: if the role is the client's.
        NothingWritten, NoSuchRecord.
    """
    check_runs_the_agency(by)
    if role is Role.CLIENT:
        raise NotPossible("part for somebody who works here")
    if not (name.strip() and sign_in_name.strip()):
        raise NothingWritten
    if sign_in_name.strip().lower().startswith(_CLIENTS):
        raise NameTaken
    person = Person(
        agency_id=by.agency_id,
        role=role.value,
        name=name.strip(),
        sign_in_name=sign_in_name.strip(),
        added_at=now,
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save()
            write_down("add_person", by=by, now=now, record=("person", person.pk))
    except IntegrityError:
        raise NameTaken from None
    return person


def add_client(*, name: str, by: Person, now: datetime) -> Client:
    """Open a client's record, with a key of its own, and the account they sign in with.

    Raises:
        NothingWritten: if there is no name.
        NoSuchRecord: if this person does not run the agency.
    """
    check_runs_the_agency(by)
    if not name.strip():
        raise NothingWritten
    with transaction.atomic():
        client = Client.objects.create(agency_id=by.agency_id, added_at=now)
        make_client_key(agency_id=by.agency_id, client_id=client.pk)
        client.person = Person(
            agency_id=by.agency_id,
            role=Role.CLIENT.value,
            sign_in_name=f"{_CLIENTS}{client.pk}",
            added_at=now,
        )
        client.person.set_unusable_password()
        client.person.save()
        client.person_id = client.person.pk
        client.name = name.strip()
        client.save()
        Episode.objects.create(client=client, kind=EpisodeKind.PRESENT.value)
        write_down("add_client", by=by, now=now, client_id=client.pk)
    return client


def join_care_team(
    client_id: int, worker_id: int, *, by: Person, now: datetime
) -> None:
    """Let a worker work with a client from now on.

    Raises:
        NotPossible: if the person is not a worker of this agency.
        NoSuchRecord: if this person does not run the agency, or has no such client.
    """
    client = client_for(by, client_id, Verb.SET_CARE_TEAM, now=now)
    worker = (
        staff_of(by)
        .filter(pk=worker_id, role=Role.WORKER.value, is_active=True)
        .first()
    )
    if worker is None:
        raise NotPossible("worker")
    with transaction.atomic():
        CareTeamMember.objects.get_or_create(
            client=client, person=worker, until=None, defaults={"since": now}
        )
        write_down(
            Verb.SET_CARE_TEAM.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("person", worker.pk),
        )


def leave_care_team(
    client_id: int, worker_id: int, *, by: Person, now: datetime
) -> None:
    """End a worker's part in a client's care; it takes effect on their next request."""
    client = client_for(by, client_id, Verb.SET_CARE_TEAM, now=now)
    with transaction.atomic():
        client.team.filter(person_id=worker_id, until__isnull=True).update(until=now)
        write_down(
            Verb.SET_CARE_TEAM.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("person", worker_id),
        )


def supervise(
    supervisor_id: int, supervisee_id: int, *, by: Person, now: datetime
) -> None:
    """Let a supervisor help a worker work well.

    Raises:
        NotPossible: if one of them is not what they would be here.
        NoSuchRecord: if this person does not run the agency.
    """
    check_runs_the_agency(by)
    staff = staff_of(by)
    supervisor = staff.filter(pk=supervisor_id, role=Role.SUPERVISOR.value).first()
    supervisee = staff.filter(pk=supervisee_id, role=Role.WORKER.value).first()
    if supervisor is None or supervisee is None:
        raise NotPossible("pair for supervision")
    with transaction.atomic():
        Supervision.objects.get_or_create(
            supervisor=supervisor,
            supervisee=supervisee,
            until=None,
            defaults={"since": now},
        )
        write_down("supervise", by=by, now=now, record=("person", supervisee.pk))


def end_account(person_id: int, *, by: Person, now: datetime) -> None:
    """Close somebody's account: they are out on their very next request."""
    check_runs_the_agency(by)
    person = staff_of(by).filter(pk=person_id).exclude(pk=by.pk).first()
    if person is None:
        raise NoSuchRecord
    with transaction.atomic():
        person.is_active = False
        person.save(update_fields=["is_active"])
        person.care.filter(until__isnull=True).update(until=now)
        person.supervises.filter(until__isnull=True).update(until=now)
        person.supervised_by.filter(until__isnull=True).update(until=now)
        write_down("end_account", by=by, now=now, record=("person", person.pk))
