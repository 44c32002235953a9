"""Say what an agency still has to set up, and hold clients' links back until then."""

from enum import StrEnum

from django.db.models import QuerySet

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.records.models import CareTeamMember, Person
from holdspace_site.records.scope import Who, agency_of, clients_of, staff_of


class Missing(StrEnum):
    """Something an agency has not set up yet."""

    OPENING_HOURS = "opening_hours"
    HELP_NUMBERS = "help_numbers"
    PASSED_ON_BY_LAW = "passed_on_by_law"
    KEY_COPY_KEPT = "key_copy_kept"
    WORKER = "worker"
    CLIENT = "client"
    CARE_TEAM = "care_team"


CLIENTS_NEED = (
    Missing.OPENING_HOURS,
    Missing.HELP_NUMBERS,
    Missing.PASSED_ON_BY_LAW,
)
"""What has to be there before a client may be asked to tell anything on their own."""


class NotReadyForClients(HoldspaceError):
    """A client's link was asked for before the agency said whom they can call."""

    next_step = "An administrator enters it on the page Agency. Then make the link."

    def __init__(self) -> None:
        super().__init__(
            "Clients cannot be invited yet: the opening hours, the help numbers or the "
            "text on what must be passed on by law are missing."
        )


def missing_for(by: Person) -> tuple[Missing, ...]:
    """Return what this person's agency has not set up yet, most urgent first."""
    agency = agency_of(by)
    missing = [
        kind
        for kind in (*CLIENTS_NEED, Missing.KEY_COPY_KEPT)
        if not getattr(agency, kind.value).strip()
    ]
    clients = clients_of(by)
    if not staff_of(by).filter(role=Role.WORKER.value, is_active=True).exists():
        missing.append(Missing.WORKER)
    if not clients.exists():
        missing.append(Missing.CLIENT)
    elif clients.exclude(pk__in=_in_care()).exists():
        missing.append(Missing.CARE_TEAM)
    return tuple(missing)


def _in_care() -> QuerySet[CareTeamMember]:
    return CareTeamMember.objects.filter(until__isnull=True).values("client_id")


def check_ready_for_clients(by: Who) -> None:
    """Raise NotReadyForClients while a client's pages could not say whom to call."""
    agency = agency_of(by)
    if not all(getattr(agency, kind.value).strip() for kind in CLIENTS_NEED):
        raise NotReadyForClients
