"""Ends visits nobody uses any more: staff's, and clients' on a phone others use."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdspace.privacy.access import Role
from holdspace_site.records.scope import agency_of
from holdspace_site.web.known_device import leave_if_ended

GetResponse = Callable[[HttpRequest], HttpResponse]

# NIST SP 800-63B, AAL2: at most an hour without a sign of life, half a day in all.
IDLE_SECONDS = 60 * 60
LONGEST_SECONDS = 12 * 60 * 60
SHARED_IDLE_SECONDS = 30 * 60

_BEGAN, _SEEN = "began_at", "seen_at"
_WRITE_DOWN_EVERY_SECONDS = 60


def end_idle_visits(get_response: GetResponse) -> GetResponse:
    """Sign staff out who were away for an hour, or in for half a day.

    A client is signed out after half an hour away on a phone that other people use
    too, and at once on a phone that was ended; their own phone does not hurry them.

    A form that stood open meanwhile is still kept, so that nothing typed is lost; the
    visit ends right after it. Visits of the made-up practice do not end.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        # A page asks whether the site is well right before it sends what was typed.
        longest_away = None if request.path == reverse("healthz") else _may_be(request)
        if longest_away is None:
            return get_response(request)
        over, visit = _is_over(request, longest_away), request.session.get(_BEGAN)
        if over and request.method != "POST":
            logout(request)
        response = get_response(request)
        if over and request.session.get(_BEGAN) == visit:  # no new sign-in meanwhile
            logout(request)
        return response

    return middleware


def _may_be(request: HttpRequest) -> int | None:
    """Return how many seconds somebody may be away; None if that does not matter."""
    if not request.user.is_authenticated:
        return None
    if request.user.role != Role.CLIENT.value:
        return IDLE_SECONDS
    device = leave_if_ended(request)
    return SHARED_IDLE_SECONDS if device and device.shared else None


def _is_over(request: HttpRequest, longest_away: int) -> bool:
    """Return whether the visit is over; write down that it goes on where it does."""
    now, session = int(time.time()), request.session
    began_at, seen_at = session.get(_BEGAN, now), session.get(_SEEN, now)
    away, in_all = now - seen_at, now - began_at
    if away > longest_away or in_all > LONGEST_SECONDS:
        return not agency_of(request.user).is_demo
    if _SEEN not in session or away >= _WRITE_DOWN_EVERY_SECONDS:
        session[_BEGAN], session[_SEEN] = began_at, now
    return False
