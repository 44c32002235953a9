"""Change what the agency tells people: hours, help numbers, what the law asks."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from holdspace_site.actions.add_people import check_runs_the_agency
from holdspace_site.actions.errors import NothingWritten
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Agency, Person
from holdspace_site.records.scope import agency_of

FIELDS = (
    "name",
    "opening_hours",
    "help_numbers",
    "passed_on_by_law",
    "leave_address",
    "key_copy_kept",
)


def change_agency(values: Mapping[str, str], *, by: Person, now: datetime) -> Agency:
    """Keep the agency's texts; values of other names are not looked at.

    Raises:
        NothingWritten: if the agency would have no name.
        NoSuchRecord: if this person does not run the agency.
    """
    check_runs_the_agency(by)
    agency = agency_of(by)
    for field in FIELDS:
        setattr(agency, field, values.get(field, "").strip())
    if not agency.name:
        raise NothingWritten
    with transaction.atomic():
        agency.save()
        write_down("change_agency", by=by, now=now)
    return agency
