"""Know a client's phone again: by a secret it holds, of which we keep a digest."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from holdspace.privacy.access import Role
from holdspace_site.records.models import KnownDevice, Person

KNOWN_FOR = timedelta(days=180)
"""How long a phone is known after it was last opened."""


@dataclass(frozen=True, slots=True)
class Device:
    """A phone of a client's: since when, last seen, and whether others use it."""

    id: int
    shared: bool
    since: datetime
    seen_at: datetime


def know_device(person: Person, *, shared: bool, now: datetime) -> tuple[Device, str]:
    """Keep a new device of a client's; return it and the secret it is to hold."""
    secret = secrets.token_urlsafe(32)
    row = KnownDevice.objects.create(
        person=person, digest=_digest(secret), shared=shared, since=now, seen_at=now
    )
    return as_device(row), secret


def device_row(secret: str, *, now: datetime) -> KnownDevice | None:
    """Return the device that holds a secret; None if it is not known any more."""
    if not secret:
        return None
    rows = _known(now).filter(digest=_digest(secret)).select_related("person")
    return rows.first()


def client_behind(secret: str, *, now: datetime) -> Person | None:
    """Return the client whose known device holds a secret, without signing them in."""
    row = device_row(secret, now=now)
    return row.person if row else None


def device_of_visit(device_id: int, *, by: Person, now: datetime) -> Device | None:
    """Return the device a client's visit began on; None once it was ended.

    Written out, because every request of a client asks this and making the SQL took
    longer than asking it.
    """
    if not by.is_active or by.role != Role.CLIENT.value:
        return None
    rows = KnownDevice.objects.raw(
        "SELECT id, shared, since, seen_at FROM records_knowndevice "
        "WHERE id = %s AND person_id = %s AND ended_at IS NULL",
        [device_id, by.pk],
    )
    for row in rows:
        if row.seen_at > now - KNOWN_FOR:
            return as_device(row)
    return None


def devices_of(person: Person, *, now: datetime) -> QuerySet[KnownDevice]:
    """Return the devices a client can come back on, the last seen first."""
    return _known(now).filter(person=person).order_by("-seen_at", "-pk")


def end_replaced(secret: str, *, now: datetime) -> None:
    """End the device a secret belonged to, because its place is taken by another."""
    if secret:
        rows = KnownDevice.objects.filter(digest=_digest(secret), ended_at=None)
        rows.update(ended_at=now)


def as_device(row: KnownDevice) -> Device:
    """Return a device without its digest."""
    return Device(row.pk, row.shared, row.since, row.seen_at)


def _known(now: datetime) -> QuerySet[KnownDevice]:
    return KnownDevice.objects.filter(
        ended_at__isnull=True,
        seen_at__gt=now - KNOWN_FOR,
        person__is_active=True,
        person__role=Role.CLIENT.value,
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
