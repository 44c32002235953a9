"""Slow down whoever guesses names and passwords."""

import hmac
from datetime import datetime, timedelta

from django.db.models import F, Q

from holdspace_site.actions.errors import TooManyTries
from holdspace_site.records.master_key import subkey
from holdspace_site.records.models import SignInTries
from holdspace_site.records.models.person import as_signed_in

LASTS = timedelta(minutes=15)
FROM_ONE_ADDRESS = 5
FROM_ANYWHERE = 100  # NIST SP 800-63B, 3.2.2: no more than this in a row
PINS_FROM_ONE_ADDRESS = 50  # wrong ones; a whole house may share an address


def count_try(name: str, *, address: str, now: datetime) -> None:
    """Count a try to sign in as `name`, before its password is looked at.

    Names nobody has are counted like any other, so the answer tells nothing.

    Raises:
        TooManyTries: if there were too many since the last one that worked.
    """
    _forget_old(now)
    for digest, most in _counted(name, address):
        _count(digest, most, now)


def count_pin_try(*, address: str, now: datetime) -> None:
    """Count a try of a PIN from one address, before it is looked at.

    Raises:
        TooManyTries: if too many from there were wrong lately.
    """
    _forget_old(now)
    _count(_digest(f"pin|{address}"), PINS_FROM_ONE_ADDRESS, now)


def forget_pin_try(*, address: str) -> None:
    """Take one try back, because it was right; the wrong ones stay counted."""
    counting = SignInTries.objects.filter(digest=_digest(f"pin|{address}"))
    counting.filter(tries__gt=0).update(tries=F("tries") - 1)


def forget_tries(name: str, *, address: str) -> None:
    """Begin to count anew, because somebody signed in."""
    digests = [digest for digest, _ in _counted(name, address)]
    SignInTries.objects.filter(digest__in=digests).delete()


def _forget_old(now: datetime) -> None:
    """Forget old tries, and those that lie ahead because a clock was set back."""
    SignInTries.objects.filter(
        Q(since__lte=now - LASTS) | Q(since__gt=now + LASTS)
    ).delete()


def _count(digest: str, most: int, now: datetime) -> None:
    SignInTries.objects.get_or_create(digest=digest, defaults={"since": now})
    counting = SignInTries.objects.filter(digest=digest, tries__lt=most)
    if not counting.update(tries=F("tries") + 1):
        raise TooManyTries


def _counted(name: str, address: str) -> tuple[tuple[str, int], ...]:
    """Return what is counted and up to where: the name from here, and from anywhere."""
    known = as_signed_in(name)
    return (
        (_digest(f"{known}|{address}"), FROM_ONE_ADDRESS),
        (_digest(known), FROM_ANYWHERE),
    )


def _digest(what: str) -> str:
    return hmac.digest(subkey("sign-in tries"), what.encode(), "sha256").hex()
