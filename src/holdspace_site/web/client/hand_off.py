"""A client's calm help: the card, whom to call, and what is open to them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from holdspace.content.safety import safety
from holdspace.privacy.access import Role
from holdspace.safety.phrases import phrases_for_page
from holdspace_site.actions.notice_words import (
    calm_of,
    client_chose,
    own_hand_off,
    own_reader_names,
)
from holdspace_site.records.scope import agency_of
from holdspace_site.web.people import only_for

_TO_THE_NUMBERS = {"call_now", "text"}


def calm_context(
    request: HttpRequest, hand_off_id: str | None = None
) -> dict[str, object]:
    """Return what own/_calm_card.html needs; without an id it is the card for offline.

    Raises:
        NoSuchRecord: if the hand-off is not this client's.
    """
    hand_off = (
        own_hand_off(hand_off_id, by=request.user, now=timezone.now())
        if hand_off_id
        else None
    )
    calm = calm_of(hand_off, by=request.user)
    return {"calm": calm, "calm_text": safety().calm, "calm_lines": calm.calm_lines}


def card_for(request: HttpRequest, hand_off: Any | None) -> dict[str, object]:
    """Return what the card needs after words were handed over; empty if none were."""
    return calm_context(request, str(hand_off.pk)) if hand_off else {}


def calm_page(
    request: HttpRequest, card: dict[str, object], go_on: str
) -> HttpResponse:
    """Show the card on a page of its own, where there are no scripts to show it in."""
    context = card | {"back": go_on, "go_on": go_on}
    return render(request, "own/hand_off.html", context)


@require_POST
@only_for(Role.CLIENT)
def choice(request: HttpRequest, hand_off_id: UUID) -> HttpResponse:
    """Keep what the client pressed, and say what comes of it."""
    chosen = client_chose(
        str(hand_off_id),
        request.POST.get("choice", ""),
        by=request.user,
        now=timezone.now(),
    )
    if request.htmx:
        context = calm_context(request, str(hand_off_id)) | {"fresh": True}
        return render(request, "own/_calm_card.html", context)
    messages.success(request, chosen.says)
    if chosen.id in _TO_THE_NUMBERS:
        return redirect("client:help-now")
    back = request.POST.get("back", "")
    is_own_page = back.startswith("/me/") and url_has_allowed_host_and_scheme(
        back, allowed_hosts=None
    )
    return redirect(back if is_own_page else "client:home")


@require_GET
@only_for(Role.CLIENT)
def help_now(request: HttpRequest) -> HttpResponse:
    """Show whom to call, when people read, and what calms this client."""
    duty, cover = own_reader_names(by=request.user)
    context = calm_context(request) | {"duty_name": duty, "cover_name": cover}
    return render(request, "own/help_now.html", context)


def help_context(request: HttpRequest) -> dict[str, object]:
    """Return what the pages need that an answer can lead to; no word anybody told.

    The partials are own/_options.html, own/_gentle_ask.html and own/_calm_card.html
    (as the card for when there is no connection). `phrases` is for a page's own look
    at what is typed; it only ever shows help.
    """
    pack = safety()
    return {
        "options": pack.options,
        "protection_steps": agency_of(request.user).protection_steps,
        "gentle_ask": pack.gentle_ask,
        "check_in_offer": pack.check_in_offer,
        "person_offer": pack.person_offer,
        "calm_text": pack.calm,
        "phrases": phrases_for_page(pack),
    }


@require_GET
@only_for(Role.CLIENT)
def options(request: HttpRequest) -> HttpResponse:
    """Show what is open to somebody hurt by an earlier professional."""
    return render(request, "own/options.html", help_context(request))


@require_GET
@only_for(Role.CLIENT)
def gentle_ask(request: HttpRequest) -> HttpResponse:
    """Ask gently whether the client is safe now; nothing of it is kept."""
    return render(request, "own/gentle_ask.html", help_context(request))
