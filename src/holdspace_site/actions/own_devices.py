"""A client's own phones: see them, end one, change the PIN, open another."""

from datetime import datetime, timedelta

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace_site.actions.keep_pin import check_new_pin, hash_of, keep_pin, try_pin
from holdspace_site.actions.known_device import Device, as_device, devices_of
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.sign_in_link import end_unused_links, make_link
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person
from holdspace_site.records.scope import NoSuchRecord

OWN_LINK_LASTS = timedelta(minutes=30)


def read_own_devices(*, by: Person, now: datetime) -> tuple[Device, ...]:
    """Return the phones a client can come back on, the last seen first."""
    own_record(by)
    return tuple(map(as_device, devices_of(by, now=now)))


def end_device(device_id: int, *, by: Person, now: datetime) -> None:
    """End one of a client's own phones; whoever is signed in on it is out.

    Raises:
        NoSuchRecord: if it is not theirs, or was ended before.
    """
    own = own_record(by)
    with transaction.atomic():
        if not devices_of(by, now=now).filter(pk=device_id).update(ended_at=now):
            raise NoSuchRecord
        _write_end(own, device_id, by=by, now=now)


def end_other_devices(device_id: int | None, *, by: Person, now: datetime) -> int:
    """End all of a client's phones but one; return how many there were."""
    own = own_record(by)
    with transaction.atomic():
        others = list(devices_of(by, now=now).exclude(pk=device_id))
        for other in others:
            other.ended_at = now
            other.save(update_fields=["ended_at"])
            _write_end(own, other.pk, by=by, now=now)
    return len(others)


def change_pin(
    device_id: int | None, *, old: str, new: str, by: Person, now: datetime
) -> None:
    """Put a new PIN in place of the old one; other phones ask for the new one.

    Raises:
        PinTooEasy: if the new one is.
        PinWrong, PinHasToWait, NotOpenToPin: for the old one, as for signing in.
        NoSuchRecord: if the visit is not on a phone that is known.
    """
    own = own_record(by)
    check_new_pin(new)
    device = devices_of(by, now=now).select_related("person").filter(pk=device_id)
    if (row := device.first()) is None:
        raise NoSuchRecord
    try_pin(row, old, now=now)
    hashed = hash_of(by, new)
    with transaction.atomic():
        keep_pin(by, hashed, now=now)
        write_down("pin_changed", by=by, now=now, client_id=own.pk)


def open_another_device(*, by: Person, now: datetime) -> str:
    """Return the secret of a short-lived link a client makes for their other phone."""
    own = own_record(by)
    with transaction.atomic():
        end_unused_links(by, now=now)
        secret = make_link(by, now=now, lasts=OWN_LINK_LASTS)
        write_down(Verb.INVITE.value, by=by, now=now, client_id=own.pk)
    return secret


def _write_end(own: Client, device_id: int, *, by: Person, now: datetime) -> None:
    record = ("device", device_id)
    write_down("device_ended", by=by, now=now, client_id=own.pk, record=record)
