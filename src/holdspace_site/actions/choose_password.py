"""Choose a password of one's own."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from holdspace.privacy.access import Role
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Person
from holdspace_site.records.scope import NoSuchRecord


def choose_password(password: str, *, by: Person, now: datetime) -> None:
    """Keep a new password; every other browser this person is signed in on is out.

    Raises:
        django.core.exceptions.ValidationError: if it is too short or easy to guess.
        NoSuchRecord: if this person signs in by links alone, as clients do.
    """
    if by.role == Role.CLIENT.value:
        raise NoSuchRecord
    validate_password(password, by)
    by.set_password(password)
    with transaction.atomic():
        by.save(update_fields=["password"])
        write_down("choose_password", by=by, now=now, record=("person", by.pk))
