"""Say what an agency still has to set up, and hold clients' links back until then."""

from datetime import datetime
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

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


class TellingNeeds(StrEnum):
    """Something that has to be there before a client may tell on their own."""

    OPENING_HOURS = "opening_hours"
    HELP_NUMBERS = "help_numbers"
    PASSED_ON_BY_LAW = "passed_on_by_law"
    ESCALATION_STEPS = "escalation_steps"
    PROTECTION_STEPS = "protection_steps"
    DUTY_PERSON = "duty_person"
    COVER_PERSON = "cover_person"
    REVIEW_DUE_ON = "review_due_on"


_TEXTS = (
    TellingNeeds.OPENING_HOURS,
    TellingNeeds.HELP_NUMBERS,
    TellingNeeds.PASSED_ON_BY_LAW,
    TellingNeeds.ESCALATION_STEPS,
    TellingNeeds.PROTECTION_STEPS,
)
READERS = (Role.WORKER.value, Role.SUPERVISOR.value)
"""Who can be asked to read words that may need a person."""


class NotReadyForTelling(HoldspaceError):
    """A client would tell on their own before the agency said who reads, and then."""

    next_step = (
        "An administrator enters it on the pages Agency and Who reads. Until then, "
        "tell it together with a worker."
    )

    def __init__(self) -> None:
        super().__init__(
            "Clients cannot tell on their own yet: the agency has not entered all of "
            "its steps, who reads, who covers, or when it looks at this again."
        )


def missing_for_telling(by: Who, *, now: datetime) -> tuple[TellingNeeds, ...]:
    """Return what keeps clients of this agency from telling on their own."""
    agency = agency_of(by)
    missing = [kind for kind in _TEXTS if not getattr(agency, kind.value).strip()]
    if not _reads_here(agency.duty_person):
        missing.append(TellingNeeds.DUTY_PERSON)
    same = agency.cover_person_id == agency.duty_person_id
    if same or not _reads_here(agency.cover_person):
        missing.append(TellingNeeds.COVER_PERSON)
    due = agency.review_due_on
    if due is None or due < timezone.localdate(now):
        missing.append(TellingNeeds.REVIEW_DUE_ON)
    return tuple(missing)


def _reads_here(person: Person | None) -> bool:
    return person is not None and person.is_active and person.role in READERS


def telling_is_on(by: Who, *, now: datetime) -> bool:
    """Return whether clients of this agency may tell on their own now."""
    return not missing_for_telling(by, now=now)


def check_ready_for_telling(by: Who, *, now: datetime) -> None:
    """Raise NotReadyForTelling until somebody reads what a client tells alone."""
    if not telling_is_on(by, now=now):
        raise NotReadyForTelling
