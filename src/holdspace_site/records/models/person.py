"""Somebody who can sign in, and what they are here as."""

import unicodedata
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from holdspace.privacy.access import Role


def as_signed_in(name: str) -> str:
    """Return a sign-in name in the one form it is kept in, however it was typed.

    The database is not asked to compare: SQLite knows the capitals of English only.
    """
    return unicodedata.normalize("NFKC", name).strip().lower()


class People(BaseUserManager["Person"]):
    """Finds people by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this sign-in name, whatever its capitals."""
        return self.get(sign_in_name=as_signed_in(username or ""))


class Person(AbstractBaseUser):
    """Somebody who can sign in.

    A client's own name is not here but sealed in their record: `name` is for staff.
    """

    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="people")
    role = models.CharField(
        max_length=20, choices=[(role.value, role.value) for role in Role]
    )
    name = models.CharField(max_length=200, blank=True)
    sign_in_name = models.CharField(max_length=150, unique=True)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    objects = People()

    USERNAME_FIELD = "sign_in_name"

    def __str__(self) -> str:
        return f"person {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep sign-in names in one form, so that capitals never matter."""
        self.sign_in_name = as_signed_in(self.sign_in_name)
        super().save(*args, **kwargs)
