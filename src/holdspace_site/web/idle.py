"""Ends a staff member's visit on a browser nobody has used for an hour."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from holdspace.privacy.access import Role
from holdspace_site.records.scope import agency_of

GetResponse = Callable[[HttpRequest], HttpResponse]

# NIST SP 800-63B, AAL2: at most an hour without a sign of life, half a day in all.
IDLE_SECONDS = 60 * 60
LONGEST_SECONDS = 12 * 60 * 60

_BEGAN, _SEEN = "began_at", "seen_at"
_WRITE_DOWN_EVERY_SECONDS = 60


def end_idle_visits(get_response: GetResponse) -> GetResponse:
    """Sign staff out who were away for an hour, or in for half a day.

    A form that stood open meanwhile is still kept, so that nothing typed is lost; the
    visit ends right after it. Visits of the made-up practice do not end.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _is_staff(request):
            return get_response(request)
        over, visit = _is_over(request), request.session.get(_BEGAN)
        if over and request.method != "POST":
            logout(request)
        response = get_response(request)
        if over and request.session.get(_BEGAN) == visit:  # no new sign-in meanwhile
            logout(request)
        return response

    return middleware


def _is_staff(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.role != Role.CLIENT.value


def _is_over(request: HttpRequest) -> bool:
    """Return whether the visit is over; write down that it goes on where it does."""
    now, session = int(time.time()), request.session
    began_at, seen_at = session.get(_BEGAN, now), session.get(_SEEN, now)
    away, in_all = now - seen_at, now - began_at
    if away > IDLE_SECONDS or in_all > LONGEST_SECONDS:
        return not agency_of(request.user).is_demo
    if _SEEN not in session or away >= _WRITE_DOWN_EVERY_SECONDS:
        session[_BEGAN], session[_SEEN] = began_at, now
    return False
