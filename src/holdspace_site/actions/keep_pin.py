"""Keep a client's PIN, and try one against it, slower after each that is wrong."""

import hmac
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from holdspace.privacy.pin import MOST_WRONG, is_easy_to_guess, is_pin, wait_left
from holdspace_site.actions.errors import (
    NotOpenToPin,
    PinHasToWait,
    PinTooEasy,
    PinWrong,
)
from holdspace_site.records.access_log import write_down
from holdspace_site.records.master_key import subkey
from holdspace_site.records.models import Client, KnownDevice, Person, Pin

PIN_STOPPED = "pin_stopped"
"""What the access log calls ten wrong PINs on one device."""

_A_MOMENT = timedelta(seconds=1)


def check_new_pin(pin: str) -> None:
    """Raise PinTooEasy unless a PIN can be chosen."""
    if not is_pin(pin) or is_easy_to_guess(pin):
        raise PinTooEasy


def hash_of(person: Person, pin: str) -> str:
    """Return a PIN as it is kept.

    Six digits alone could be tried out from a stolen table, however slow the hash. So
    a key that is not in the database goes in too.
    """
    return make_password(_with_key(person, pin))


def keep_pin(person: Person, hashed: str, *, now: datetime) -> None:
    """Put a new PIN in place of the old one; visits that are open elsewhere end.

    When the worker was told of wrong tries stays as it is.
    """
    new = {"hash": hashed, "set_at": now, "wrong_tries": 0, "wrong_at": None}
    Pin.objects.update_or_create(person=person, defaults=new)
    person.set_unusable_password()  # what open visits are checked against
    person.save(update_fields=["password"])


def try_pin(device: KnownDevice, pin: str, *, now: datetime) -> None:
    """Try a PIN on a device; a wrong one slows the next down, the tenth ends it.

    Raises:
        PinWrong: if it is not the right one.
        PinHasToWait: if it came too soon; the right one would have been refused too.
        NotOpenToPin: if there were ten wrong ones, or there is no PIN.
    """
    kept = Pin.objects.filter(person_id=device.person_id).first()
    if kept is None:
        raise NotOpenToPin
    if left := wait_left(kept.wrong_tries, kept.wrong_at, now):
        if kept.wrong_at > now:  # the clock was set back: wait from now, not for ever
            Pin.objects.filter(pk=kept.pk).update(wrong_at=now)
        raise PinHasToWait(left)
    # Counted as wrong before it is looked at: many at once are no way round the count.
    unchanged = Pin.objects.filter(
        pk=kept.pk, wrong_tries=kept.wrong_tries, wrong_at=kept.wrong_at
    )
    if not unchanged.update(wrong_tries=F("wrong_tries") + 1, wrong_at=now):
        raise PinHasToWait(_A_MOMENT)
    if check_password(_with_key(device.person, pin), kept.hash):
        Pin.objects.filter(pk=kept.pk).update(wrong_tries=0, wrong_at=None)
        return
    if kept.wrong_tries + 1 < MOST_WRONG:
        raise PinWrong
    _stop(device, now=now)
    raise NotOpenToPin


@transaction.atomic
def _stop(device: KnownDevice, *, now: datetime) -> None:
    """End a device on which somebody guesses; other devices go on with no wait."""
    KnownDevice.objects.filter(pk=device.pk).update(ended_at=now)
    Pin.objects.filter(person_id=device.person_id).update(wrong_tries=0, wrong_at=None)
    own = Client.objects.get(person_id=device.person_id)
    write_down(
        PIN_STOPPED,
        by=device.person,
        now=now,
        client_id=own.pk,
        record=("device", device.pk),
        refused=True,
    )


def _with_key(person: Person, pin: str) -> str:
    told = f"{person.pk}|{pin}".encode()
    return hmac.digest(subkey("PINs"), told, "sha256").hex()
