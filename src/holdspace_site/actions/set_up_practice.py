"""Start a practice: the agency, its key, its first administrator."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from holdspace.privacy.access import Role
from holdspace_site.actions.errors import AlreadySetUp, NothingWritten
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import make_agency_key
from holdspace_site.records.models import Agency, Person


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first-run page asks for."""

    agency_name: str
    administrator_name: str
    sign_in_name: str
    password: str = field(repr=False)
    key_copy_kept: str = ""


def is_set_up() -> bool:
    """Return whether this practice has an agency."""
    return Agency.objects.exists()


def set_up_practice(first: FirstRun, *, now: datetime) -> Person:
    """Make the agency and its first administrator, once.

    Raises:
        AlreadySetUp: if there is an agency.
        NothingWritten: if a name is missing.
        django.core.exceptions.ValidationError: if the password is too easy to guess.
    """
    if not (first.agency_name.strip() and first.administrator_name.strip()):
        raise NothingWritten
    with transaction.atomic():
        if is_set_up():
            raise AlreadySetUp
        agency = Agency.objects.create(
            name=first.agency_name.strip(),
            key_copy_kept=first.key_copy_kept.strip(),
            set_up_at=now,
        )
        administrator = Person(
            agency=agency,
            role=Role.ADMINISTRATOR.value,
            name=first.administrator_name.strip(),
            sign_in_name=first.sign_in_name.strip(),
            added_at=now,
        )
        validate_password(first.password, administrator)
        administrator.set_password(first.password)
        administrator.save()
        make_agency_key(agency.pk)
        write_down("set_up_practice", by=administrator, now=now)
    return administrator
