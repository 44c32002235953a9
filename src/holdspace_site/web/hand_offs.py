"""Words that may need a person: the page of whoever is asked to read them.

Workers and supervisors both can be asked, so these pages are mounted for each of them.
"""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdspace.content.safety import safety
from holdspace.privacy.access import Role
from holdspace.safety.phrases import Noticed
from holdspace_site.actions.errors import NothingWritten, NotPossible
from holdspace_site.actions.read_hand_offs import (
    OpenHandOff,
    acknowledge,
    read_hand_off,
    read_hand_offs,
    settle,
)
from holdspace_site.web.people import only_for

_FRAMES = {"worker": "base_staff.html", "supervision": "supervision/base.html"}


def panel(request: HttpRequest) -> dict[str, object]:
    """Return what the panel on somebody's first page needs."""
    waiting = read_hand_offs(by=request.user, now=timezone.now())
    area = "worker" if request.user.role == Role.WORKER.value else "supervision"
    return {
        "hand_offs": waiting,
        "hand_off_url": f"{area}:hand-off",
        "acknowledge_url": f"{area}:acknowledge-hand-off",
        "hand_off_label": safety().short_label,
    }


def _hand_off(request: HttpRequest, hand_off_id: UUID) -> HttpResponse:
    """Show one hand-off beside the agency's steps, and take the decision."""
    if request.method != "POST":
        return _page(request, hand_off_id)
    try:
        settle(
            str(hand_off_id),
            request.POST.get("decision", ""),
            request.POST.get("because", ""),
            by=request.user,
            now=timezone.now(),
        )
    except NotPossible:
        return _page(request, hand_off_id, problem=_("Pick what you decided."))
    except NothingWritten:
        return _page(request, hand_off_id, problem=_("Say in a few words why."))
    messages.success(request, _("Your decision is written down."))
    return redirect("home")


def _area(request: HttpRequest) -> str:
    return request.resolver_match.namespace


def _page(
    request: HttpRequest, hand_off_id: UUID, *, problem: str = ""
) -> HttpResponse:
    opened = read_hand_off(str(hand_off_id), by=request.user, now=timezone.now())
    rules = safety()
    context = {
        "frame": _FRAMES[_area(request)],
        "hand_off": opened,
        "pieces": pieces_of(opened),
        "chose": rules.choice(opened.chose),
        "decided": rules.decision(opened.decision),
        "decisions": rules.decisions,
        "label": rules.label,
        "problem": problem,
        "picked": request.POST.get("decision", ""),
        "because": request.POST.get("because", ""),
        "acknowledge_url": f"{_area(request)}:acknowledge-hand-off",
    }
    return render(request, "hand_off.html", context)


def pieces_of(opened: OpenHandOff) -> list[dict[str, str]]:
    """Return the words cut into pieces; `about` is empty where nothing was noticed."""
    words, at = opened.words or "", 0
    pieces: list[dict[str, str]] = []
    for start, end, about in _apart(opened.found):
        if end > len(words):
            break
        pieces.append({"words": words[at:start], "about": ""})
        pieces.append({"words": words[start:end], "about": about})
        at = end
    return [*pieces, {"words": words[at:], "about": ""}]


def _apart(found: Sequence[Noticed]) -> list[tuple[int, int, str]]:
    """Return what was noticed without overlaps; the first to begin keeps its place."""
    apart: list[tuple[int, int, str]] = []
    for one in found:
        if not apart or one.span.start >= apart[-1][1]:
            apart.append((one.span.start, one.span.end, one.about.value))
    return apart


def _acknowledge(request: HttpRequest, hand_off_id: UUID) -> HttpResponse:
    """Write down that this person reads it now, and show the words."""
    acknowledge(str(hand_off_id), by=request.user, now=timezone.now())
    return redirect(f"{_area(request)}:hand-off", hand_off_id)


worker_hand_off = only_for(Role.WORKER)(_hand_off)
worker_acknowledge = require_POST(only_for(Role.WORKER)(_acknowledge))
supervisor_hand_off = only_for(Role.SUPERVISOR)(_hand_off)
supervisor_acknowledge = require_POST(only_for(Role.SUPERVISOR)(_acknowledge))
