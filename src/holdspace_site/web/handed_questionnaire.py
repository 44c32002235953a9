"""One questionnaire on a device that was handed over: see web/handed_over.py."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from holdspace.content.safety import safety
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.give_questionnaire import (
    Given,
    give_questionnaire_on_tablet,
)
from holdspace_site.actions.read_questionnaires import (
    hand_over_questionnaire,
    handed_over_questionnaire,
)
from holdspace_site.records.questionnaires import instrument_of
from holdspace_site.web.handed_over import hand_device_over, handed_on
from holdspace_site.web.people import only_for
from holdspace_site.web.questionnaire_form import filled_in, form_context

_PAGE = "handed-questionnaire"


@require_POST
@only_for(Role.WORKER)
def hand_over(
    request: HttpRequest, client_id: int, questionnaire_id: uuid.UUID
) -> HttpResponse:
    """End the worker's visit on this device, and open one questionnaire instead."""
    row = hand_over_questionnaire(
        client_id, str(questionnaire_id), by=request.user, now=timezone.now()
    )
    return hand_device_over(request, row.pk, page=_PAGE)


def handed_questionnaire(request: HttpRequest) -> HttpResponse:
    """Show the one questionnaire this device was handed over for; take it once."""
    row = _handed(request)
    today = timezone.localdate()
    made = instrument_of(row, on=today) if row else None
    if row is None or made is None or made.is_skeleton:
        return render(request, "questionnaire/handed_back.html", {"over": True})
    context = form_context(made)
    if request.method == "POST":
        try:
            given = give_questionnaire_on_tablet(
                row, filled_in(request.POST, made), now=timezone.now()
            )
        except HoldspaceError as problem:
            context = form_context(
                made,
                sent=request.POST,
                shared_with=request.POST.get("shared_with", ""),
            ) | {"problem": str(problem)}
        else:
            return _thanks(request, given)
    context |= {
        "client_name": row.client.name,
        "asks_first": _asks_first(request, made),
    }
    status = 400 if "problem" in context else 200
    return render(request, "questionnaire/handed.html", context, status=status)


@require_POST
def put_down(request: HttpRequest) -> HttpResponse:
    """End it without an answer: every question may be passed over, and all of them."""
    request.session.flush()
    return render(request, "questionnaire/handed_back.html", {})


def _asks_first(request: HttpRequest, made: Any) -> bool:
    return (
        made.sensitivity == 3 and request.method == "GET" and "open" not in request.GET
    )


def _handed(request: HttpRequest) -> Any:
    """Return what this visit was opened for; None for anybody signed in."""
    handed = handed_on(request, page=_PAGE)
    return handed_over_questionnaire(handed) if handed else None


def _thanks(request: HttpRequest, given: Given) -> HttpResponse:
    """Say thank you, and whom to call where an answer asks for it; nothing is left."""
    reader = given.hand_off.first_reader if given.hand_off else None
    request.session.flush()
    context = {
        "needs_calm": given.needs_calm,
        "calm_text": safety().calm,
        "reader_name": reader.name if reader else "",
        "is_handed": given.hand_off is not None,
    }
    return render(request, "questionnaire/handed_back.html", context)
