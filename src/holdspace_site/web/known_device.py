"""The cookie of a client's known phone, and which phone a visit is on.

The cookie holds a random secret and says nothing else. It signs nobody in: for that it
takes the PIN. There is one thing it is enough for, and that is to *write*. A client
whose visit ended while they typed would lose the words, or have to leave them lying on
the phone. So `device_owner` tells a view that keeps drafts whose phone this is, without
anybody being signed in. Such a view may only take in: it must answer the same whatever
is stored, never with a word or a name, and go through the CSRF check like any form.
Whoever holds the phone but not the PIN could add a draft. They could read nothing, and
the client sees the draft before anything is made of it.
"""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from holdspace.privacy.access import Role
from holdspace_site.actions.known_device import (
    KNOWN_FOR,
    Device,
    client_behind,
    device_of_visit,
)
from holdspace_site.records.scope import Who

_DEVICE = "device_id"


def held_secret(request: HttpRequest) -> str:
    """Return the secret in the browser's device cookie; empty if it has none."""
    return request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")


def device_owner(request: HttpRequest) -> Who | None:
    """Return the client whose known phone this is, also when nobody is signed in.

    For writing drafts only: see above. It is None when somebody else is signed in.
    """
    owner = client_behind(held_secret(request), now=timezone.now())
    signed_in = request.user if request.user.is_authenticated else None
    if owner is None or (signed_in is not None and signed_in.pk != owner.pk):
        return None
    return owner


def remember(response: HttpResponse, secret: str) -> None:
    """Let the browser hold a device secret, for half a year from now."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        secret,
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Take the device secret out of the browser."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        "",
        max_age=0,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def begin_visit(request: HttpRequest, device: Device) -> None:
    """Note in a visit on which phone it began."""
    request.session[_DEVICE] = device.id


def visit_device_id(request: HttpRequest) -> int | None:
    """Return the phone this visit began on; None for one that began without."""
    return request.session.get(_DEVICE)


def stays_on_device(request: HttpRequest) -> bool:
    """Return whether a draft may stay on the device after we have it: on their own."""
    device_id = visit_device_id(request)
    if device_id is None:
        return False
    device = device_of_visit(device_id, by=request.user, now=timezone.now())
    return device is not None and not device.shared


def leave_if_ended(request: HttpRequest) -> Device | None:
    """Return the phone a client's visit is on; end the visit if the phone was ended."""
    device_id = visit_device_id(request)
    if device_id is None or request.user.role != Role.CLIENT.value:
        return None
    device = device_of_visit(device_id, by=request.user, now=timezone.now())
    if device is None:
        logout(request)
    return device
