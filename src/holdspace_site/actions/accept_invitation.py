"""A client opens their invitation: chooses a PIN, and their phone is known."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from holdspace.privacy.access import Role
from holdspace_site.actions.errors import LinkNotValid
from holdspace_site.actions.keep_pin import check_new_pin, hash_of, keep_pin
from holdspace_site.actions.known_device import Device, end_replaced, know_device
from holdspace_site.actions.sign_in_link import person_behind, use_link
from holdspace_site.records.models import Person


@dataclass(frozen=True, slots=True)
class ComeIn:
    """A client who got in, on which device, and the secret that device is to hold."""

    person: Person
    device: Device
    secret: str = field(repr=False)


def accept_invitation(
    secret: str, *, pin: str, shared: bool, held_before: str = "", now: datetime
) -> ComeIn:
    """Use a client's link up: keep the new PIN and know the device from now on.

    `held_before` is the device secret the browser holds already, maybe of somebody
    else; that device ends, as its place is taken. Of two at once only one gets in.

    Raises:
        PinTooEasy: if the PIN is not six digits, or easy to guess.
        LinkNotValid: if the link was used, is too old, or is not a client's.
    """
    check_new_pin(pin)
    person = person_behind(secret, now=now)
    if person.role != Role.CLIENT.value:
        raise LinkNotValid
    hashed = hash_of(person, pin)  # slow on purpose, so before the transaction
    with transaction.atomic():
        person = use_link(secret, now=now)
        keep_pin(person, hashed, now=now)
        end_replaced(held_before, now=now)
        device, new_secret = know_device(person, shared=shared, now=now)
    return ComeIn(person, device, new_secret)
