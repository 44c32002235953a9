"""A device in a client's hands for one thing: nothing else of anybody opens on it.

Handing over ends the worker's own visit on this device. What is left is a visit in
which nobody is signed in, and which knows one thing to show, for half an hour. So
nothing leads back: to go on, the worker signs in again.
"""

from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from holdspace_site.actions.hand_over_check_in import OPEN_FOR
from holdspace_site.web.leaving import empty_device


def hand_device_over(request: HttpRequest, of: UUID, *, page: str) -> HttpResponse:
    """End the visit on this device and lead to `page`, which knows what it is `of`."""
    logout(request)
    request.session[page] = str(of)
    request.session.set_expiry(OPEN_FOR)
    response = redirect(page)
    empty_device(request, response)
    return response


def handed_on(request: HttpRequest, *, page: str) -> str | None:
    """Return what this visit was opened for; None for anybody signed in."""
    if request.user.is_authenticated:
        return None
    return request.session.get(page)
