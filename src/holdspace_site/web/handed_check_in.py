"""One check-in on a device that was handed over: see web/handed_over.py."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from holdspace.content.check_in import OWN_WORDS
from holdspace.content.safety import safety
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.find_supervisors import all_have_supervisor
from holdspace_site.actions.give_check_in import Kept, give_on_tablet
from holdspace_site.actions.hand_over_check_in import (
    hand_over_check_in,
    handed_over_session,
)
from holdspace_site.actions.kept_lines import lines_asked
from holdspace_site.actions.notice_words import may_need_a_person
from holdspace_site.web.check_in_form import answered_in, answers_in, form_context
from holdspace_site.web.handed_over import hand_device_over, handed_on
from holdspace_site.web.people import only_for

_PAGE = "handed-check-in"


@require_POST
@only_for(Role.WORKER)
def hand_over(
    request: HttpRequest, client_id: int, session_id: uuid.UUID
) -> HttpResponse:
    """End the worker's visit on this device, and open one check-in in its place."""
    session = hand_over_check_in(
        client_id, session_id, by=request.user, now=timezone.now()
    )
    return hand_device_over(request, session.pk, page=_PAGE)


def handed_check_in(request: HttpRequest) -> HttpResponse:
    """Show the one check-in this device was handed over for, and take it once."""
    session = _handed(request)
    if session is None:
        return render(request, "check_in/handed_back.html", {"over": True})
    asked = lines_asked(session.client, [session])[str(session.pk)]
    lines = {line.id: line.words for line in asked}
    context = form_context((), lines=lines)
    if request.method == "POST":
        try:
            kept = give_on_tablet(
                session, answered_in(request, session.pk), now=timezone.now()
            )
        except HoldspaceError as problem:
            sent = request.POST
            context = form_context(
                (),
                lines=lines,
                answers=answers_in(sent),
                shared_with=sent.get("shared_with", ""),
            ) | {"problem": str(problem)}
        else:
            return _thanks(request, kept)
    context |= {
        "session": session,
        "supervised": all_have_supervisor([session]),
        "client_name": session.client.name,
        "open_until": timezone.localtime(request.session.get_expiry_date()),
        "check_in_id": request.POST.get("check_in_id") or uuid.uuid4(),
    }
    status = 400 if "problem" in context else 200
    return render(request, "check_in/handed.html", context, status=status)


@require_POST
def put_down(request: HttpRequest) -> HttpResponse:
    """End it without an answer: every question may be passed over, and all of them."""
    request.session.flush()
    return render(request, "check_in/handed_back.html", {})


def _handed(request: HttpRequest) -> Any:
    """Return the session this visit was opened for; None for anybody signed in."""
    handed = handed_on(request, page=_PAGE)
    return handed_over_session(handed) if handed else None


def _thanks(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Say thank you, and whom to call where the words ask for it; nothing is left."""
    answers = kept.check_in.answers
    needs_calm = any(may_need_a_person(answers.get(name, "")) for name in OWN_WORDS)
    reader = kept.hand_off.first_reader if kept.hand_off else None
    request.session.flush()
    context = {
        "needs_calm": needs_calm,
        "calm_text": safety().calm,
        "reader_name": reader.name if reader else "",
    }
    return render(request, "check_in/handed_back.html", context)
