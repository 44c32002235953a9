"""Whose visit was the last in this browser: no page kept there opens for another.

The cookie holds a tag that says nothing by itself. It is there for the scripts of pages
which stay on a device, and which open without us: a page carries the tag of whoever it
was made for, and opens only while the cookie carries the same. It lets nobody in.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

GetResponse = Callable[[HttpRequest], HttpResponse]

HEADER = "X-Holdspace-Whose"
"""Tells the service worker whose page an answer is: see service-worker.js."""

_DAYS_400 = 400 * 24 * 60 * 60  # browsers keep no cookie longer


def whose_page(request: HttpRequest) -> dict[str, str]:
    """Return what a page that stays on a device needs to know whom it opens for."""
    return {"whose": _tag(request), "whose_cookie": settings.WHOSE_COOKIE_NAME}


def tell_whose(get_response: GetResponse) -> GetResponse:
    """Let the browser know whose visit this is, from the answer that signs in on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path == reverse("healthz") or not request.user.is_authenticated:
            return response  # to whoever asks if we are well, nobody is looked up
        tag = _tag(request)
        response.headers[HEADER] = tag
        if request.COOKIES.get(settings.WHOSE_COOKIE_NAME) != tag:
            _set(response, tag, _DAYS_400)
        return response

    return middleware


def nobodys(response: HttpResponse) -> None:
    """Let the browser know that nobody's visit is left."""
    _set(response, "", 0)


def _tag(request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return ""
    tag = salted_hmac(HEADER, str(request.user.pk), algorithm="sha256")
    return tag.hexdigest()[:24]


def _set(response: HttpResponse, tag: str, seconds: int) -> None:
    response.set_cookie(
        settings.WHOSE_COOKIE_NAME,
        tag,
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=False,
        samesite="Lax",
    )
