"""A client comes back on a phone that is known, with their PIN and nothing else."""

from datetime import datetime

from django.db import transaction

from holdspace_site.actions.count_tries import count_pin_try, forget_pin_try
from holdspace_site.actions.errors import NotOpenToPin
from holdspace_site.actions.keep_pin import try_pin
from holdspace_site.actions.known_device import Device, as_device, device_row
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person


def sign_in_by_pin(
    secret: str, *, pin: str, address: str, now: datetime
) -> tuple[Person, Device]:
    """Return whom a PIN signs in on the device that holds a secret, and that device.

    Raises:
        NotOpenToPin: if the device is not known (any more): always the same words.
        PinWrong, PinHasToWait: and nothing on whose PIN it would be.
        TooManyTries: if there were too many wrong ones from this address.
    """
    device = device_row(secret, now=now)
    count_pin_try(address=address, now=now)
    if device is None:
        raise NotOpenToPin
    try_pin(device, pin, now=now)
    forget_pin_try(address=address)
    own = Client.objects.get(person_id=device.person_id)
    with transaction.atomic():
        device.seen_at = now
        device.save(update_fields=["seen_at"])
        write_down("sign_in_by_pin", by=device.person, now=now, client_id=own.pk)
    return device.person, as_device(device)
