"""What holds for every page: private, keys forgotten, errors said in plain words."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.set_up_practice import is_set_up
from holdspace_site.records.keyring import KeyDestroyed, forget
from holdspace_site.records.master_key import Locked, WrongKey
from holdspace_site.records.scope import NoSuchRecord, agency_of, clients_of
from holdspace_site.records.sealing import SealBroken
from holdspace_site.records.sharing import StoryClosed

GetResponse = Callable[[HttpRequest], HttpResponse]

_log = logging.getLogger("django.request")
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
WITH_MICROPHONE = _PERMISSIONS.replace("microphone=()", "microphone=(self)")
"""For the one page on which somebody can say something aloud."""


def keep_pages_private(get_response: GetResponse) -> GetResponse:
    """Ask browsers to keep no copy of a page and to lend it no device."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return middleware


def forget_keys(get_response: GetResponse) -> GetResponse:
    """Hold clients' keys for one request only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        forget()
        try:
            return get_response(request)
        finally:
            forget()

    return middleware


def set_up_first(get_response: GetResponse) -> GetResponse:
    """Send everybody to the first-run page while there is no agency."""
    known = {"set_up": False}

    def middleware(request: HttpRequest) -> HttpResponse:
        if not known["set_up"]:
            known["set_up"] = is_set_up()
        open_pages = {reverse("first-run"), reverse("healthz")}
        if not known["set_up"] and request.path not in open_pages:
            return redirect("first-run")
        return get_response(request)

    return middleware


_WITHOUT_PASSWORD = {
    "choose-password",
    "sign-out",
    "signed-out",
    "sign-in-link",
    "healthz",
}


def password_first(get_response: GetResponse) -> GetResponse:
    """Send staff who came by a link to choose a password before anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        person = request.user
        if request.resolver_match.view_name in _WITHOUT_PASSWORD:
            return None
        if not person.is_authenticated or person.role == Role.CLIENT.value:
            return None
        if person.has_usable_password() or agency_of(person).is_demo:
            return None
        return redirect("choose-password")

    middleware.process_view = process_view
    return middleware


def say_signed_out(get_response: GetResponse) -> GetResponse:
    """Answer a part of a page, or a save, not with the whole page to sign in on."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        asked_to_sign_in = response.status_code == HTTPStatus.FOUND and (
            response.headers["Location"].partition("?")[0] == reverse("sign-in")
        )
        if asked_to_sign_in and request.headers.get("X-Holdspace-Keeps") == "draft":
            signed_out = {"problem": "signed_out"}
            return JsonResponse(signed_out, status=HTTPStatus.UNAUTHORIZED)
        if request.htmx and asked_to_sign_in:
            return render(request, "401.html", status=HTTPStatus.UNAUTHORIZED)
        return response

    return middleware


def say_what_went_wrong(get_response: GetResponse) -> GetResponse:
    """Turn what the library or an action refused into a page that says what to do."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(
        request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, HoldspaceError):
            return None
        if isinstance(exception, NoSuchRecord | KeyDestroyed):
            unknown = {"error": NoSuchRecord()}
            return render(request, "404.html", unknown, status=404)
        if isinstance(exception, StoryClosed):
            return _story_closed(request, exception)
        if isinstance(exception, SealBroken | WrongKey | Locked):
            _log.error("a record does not open", exc_info=exception)
            return render(request, "500.html", {"error": exception}, status=500)
        status = 409 if isinstance(exception, EditedMeanwhile) else 400
        return render(request, f"{status}.html", {"error": exception}, status=status)

    middleware.process_exception = process_exception
    return middleware


def _story_closed(request: HttpRequest, closed: StoryClosed) -> HttpResponse:
    """Say calmly that a client closed their story, and what is still there."""
    client = clients_of(request.user).get(pk=closed.client_id)
    context = {"client": {"id": client.pk, "name": client.name}}
    return render(request, "story_closed.html", context, status=HTTPStatus.FORBIDDEN)
