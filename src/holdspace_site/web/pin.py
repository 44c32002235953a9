"""The two doors of a client: their invitation, and coming back with a PIN."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.debug import sensitive_post_parameters

from holdspace_site.actions.accept_invitation import accept_invitation
from holdspace_site.actions.errors import (
    LinkNotValid,
    NotOpenToPin,
    PinHasToWait,
    PinWrong,
    TooManyTries,
)
from holdspace_site.actions.known_device import Device, client_behind
from holdspace_site.actions.sign_in_by_pin import sign_in_by_pin
from holdspace_site.records.scope import Who
from holdspace_site.web.known_device import (
    begin_visit,
    forget,
    held_secret,
    remember,
)
from holdspace_site.web.pin_forms import FirstPinForm, PinForm, in_words

BACKEND = "holdspace_site.records.visits.people.PeopleBackend"


@sensitive_post_parameters()
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let a client choose a PIN; only then is their link used up.

    Comes after the button of a link that is valid. Closing the page before the PIN is
    set loses nothing.

    Raises:
        LinkNotValid: if somebody else used the link meanwhile.
    """
    form = FirstPinForm(request.POST if "pin" in request.POST else None)
    if not form.is_valid():
        return render(request, "choose_pin.html", {"form": form})
    come_in = accept_invitation(
        secret,
        pin=form.cleaned_data["pin"],
        shared=form.cleaned_data["shared"],
        held_before=held_secret(request),
        now=timezone.now(),
    )
    return _let_in(
        request, come_in.person, come_in.device, come_in.secret, reverse("client:home")
    )


@sensitive_post_parameters()
def pin(request: HttpRequest) -> HttpResponse:
    """Ask for the PIN on a phone that is known; sign in and go where they wanted."""
    if request.user.is_authenticated:
        return redirect("home")
    held = held_secret(request)
    if not held:
        return redirect("sign-in")
    if request.method != "POST":
        known = client_behind(held, now=timezone.now()) is not None
        return _ask(request, PinForm()) if known else not_open(request)
    form = PinForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        person, device = sign_in_by_pin(
            held,
            pin=form.cleaned_data["pin"],
            address=request.META.get("REMOTE_ADDR", ""),
            now=timezone.now(),
        )
    except NotOpenToPin:
        return not_open(request)
    except (PinWrong, PinHasToWait, TooManyTries) as problem:
        form.add_error("pin", in_words(problem))
        return _ask(request, form)
    return _let_in(request, person, device, held, _wanted(request))


def asks_for_pin(request: HttpRequest) -> str:
    """Return where somebody at the sign-in page is asked for a PIN; empty: nowhere.

    On a known phone, unless they want a page that is not a client's, or said that they
    sign in with a name and a password.
    """
    wanted = request.GET.get("next", "")
    for_staff = wanted not in {"", "/"} and not wanted.startswith(
        reverse("client:home")
    )
    if for_staff or "password" in request.GET:
        return ""
    if client_behind(held_secret(request), now=timezone.now()) is None:
        return ""
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return reverse("pin") + query


def not_open(request: HttpRequest) -> HttpResponse:
    """Say that a PIN does not help here: the same words whatever the reason."""
    response = render(request, "no_pin.html", status=410)
    forget(response)
    return response


def invitation_gone(request: HttpRequest, problem: LinkNotValid) -> HttpResponse:
    """Say that a link cannot be used (any more)."""
    context = {"problem": str(problem)}
    return render(request, "sign_in_link.html", context, status=410)


def _ask(request: HttpRequest, form: PinForm) -> HttpResponse:
    wanted = request.POST.get("next", request.GET.get("next", ""))
    return render(request, "pin.html", {"form": form, "next": wanted})


def _let_in(
    request: HttpRequest, person: Who, device: Device, secret: str, to: str
) -> HttpResponse:
    logout(request)
    login(request, person, backend=BACKEND)
    begin_visit(request, device)
    response = redirect(to)
    remember(response, secret)
    return response


def _wanted(request: HttpRequest) -> str:
    """Return the page of theirs that was asked for, else their first one."""
    own, wanted = reverse("client:home"), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith(own) else own
