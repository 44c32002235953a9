"""Change who reads words that may need a person, and the agency's steps then."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from holdspace_site.actions.add_people import check_runs_the_agency
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.set_up_so_far import READERS
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Agency, Person
from holdspace_site.records.scope import agency_of, staff_of

LONGEST_WAIT_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Readers:
    """What the agency does with words that may need a person; None: not decided."""

    escalation_steps: str
    protection_steps: str
    duty_person_id: int | None
    cover_person_id: int | None
    cover_after_minutes: int
    review_due_on: date | None


def who_can_read(*, by: Person) -> list[Person]:
    """Return the workers and supervisors here, by name."""
    check_runs_the_agency(by)
    people = staff_of(by).filter(role__in=READERS, is_active=True)
    return list(people.order_by("name", "pk"))


def read_readers(*, by: Person) -> Readers:
    """Return what is set now."""
    check_runs_the_agency(by)
    agency = agency_of(by)
    return Readers(
        escalation_steps=agency.escalation_steps,
        protection_steps=agency.protection_steps,
        duty_person_id=agency.duty_person_id,
        cover_person_id=agency.cover_person_id,
        cover_after_minutes=agency.cover_after_minutes,
        review_due_on=agency.review_due_on,
    )


def change_readers(readers: Readers, *, by: Person, now: datetime) -> Agency:
    """Keep who reads and what is done then; it holds for words noticed from now on.

    Raises:
        NotPossible: if somebody covers for themselves, or does not work here, or the
            wait is not between a minute and a day.
        NoSuchRecord: if this person does not run the agency.
    """
    able = {person.pk for person in who_can_read(by=by)}
    for person_id in (readers.duty_person_id, readers.cover_person_id):
        if person_id is not None and person_id not in able:
            raise NotPossible("person: they do not read here")
    if readers.duty_person_id and readers.duty_person_id == readers.cover_person_id:
        raise NotPossible("cover: it has to be somebody else")
    if not 1 <= readers.cover_after_minutes <= LONGEST_WAIT_MINUTES:
        raise NotPossible("wait: from 1 minute to 1 day")
    agency = agency_of(by)
    agency.escalation_steps = readers.escalation_steps.strip()
    agency.protection_steps = readers.protection_steps.strip()
    agency.duty_person_id = readers.duty_person_id
    agency.cover_person_id = readers.cover_person_id
    agency.cover_after_minutes = readers.cover_after_minutes
    agency.review_due_on = readers.review_due_on
    with transaction.atomic():
        agency.save()
        write_down("change_agency", by=by, now=now)
    return agency
