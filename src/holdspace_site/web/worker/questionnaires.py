"""A client's questionnaires as their worker sees them: ask, hand over, read."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.ask_questionnaire import (
    ask_questionnaire,
    let_questionnaire_go,
)
from holdspace_site.actions.give_questionnaire import type_in_questionnaire
from holdspace_site.actions.read_questionnaires import (
    read_questionnaire,
    read_questionnaires,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.web.people import only_for
from holdspace_site.web.questionnaire_form import answers_in, form_context
from holdspace_site.web.questionnaire_words import answers_in_words, results_in_words


@only_for(Role.WORKER)
def questionnaires(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show what waits and what was answered; ask for another."""
    problem = ""
    if request.method == "POST":
        try:
            row = ask_questionnaire(
                client_id,
                request.POST.get("instrument", ""),
                request.POST.get("session", ""),
                by=request.user,
                now=timezone.now(),
            )
        except (NoSuchRecord, StoryClosed):
            raise
        except HoldspaceError as reason:
            problem = str(reason)
        else:
            return redirect("worker:questionnaire", client_id, row.pk)
    page = read_questionnaires(client_id, by=request.user, now=timezone.now())
    context = {
        "client": page.client,
        "page": page,
        "answered": [
            {"one": one, "results": results_in_words(one.results)}
            for one in reversed(page.answered)
        ],
        "problem": problem,
    }
    status = 400 if problem else 200
    return render(request, "worker/questionnaires.html", context, status=status)


@require_GET
@only_for(Role.WORKER)
def questionnaire(
    request: HttpRequest, client_id: int, questionnaire_id: uuid.UUID
) -> HttpResponse:
    """Show one: how it can be filled in, or what was answered."""
    one = read_questionnaire(
        client_id, str(questionnaire_id), by=request.user, now=timezone.now()
    )
    context = {
        "client": one.client,
        "one": one,
        "told": answers_in_words(one),
        "results": results_in_words(one.results),
    }
    return render(request, "worker/questionnaire.html", context)


@only_for(Role.WORKER)
def from_paper(
    request: HttpRequest, client_id: int, questionnaire_id: uuid.UUID
) -> HttpResponse:
    """Type in what a client ticked on paper."""
    now = timezone.now()
    one = read_questionnaire(client_id, str(questionnaire_id), by=request.user, now=now)
    made = one.instrument
    if one.is_answered or made is None or made.is_skeleton:
        return redirect("worker:questionnaire", client_id, questionnaire_id)
    context = form_context(made)
    if request.method == "POST":
        try:
            given = type_in_questionnaire(
                client_id,
                one.id,
                answers_in(request.POST, made),
                by=request.user,
                now=now,
            )
        except (NoSuchRecord, StoryClosed):
            raise
        except HoldspaceError as problem:
            context = form_context(made, sent=request.POST) | {"problem": str(problem)}
        else:
            messages.success(request, _("Kept, and marked as typed in from paper."))
            return redirect("worker:questionnaire", client_id, given.row.pk)
    context |= {"client": one.client, "one": one, "without_who": True}
    status = 400 if "problem" in context else 200
    return render(request, "worker/questionnaire_paper.html", context, status=status)


@require_POST
@only_for(Role.WORKER)
def let_go(
    request: HttpRequest, client_id: int, questionnaire_id: uuid.UUID
) -> HttpResponse:
    """Ask for one no more."""
    let_questionnaire_go(
        client_id, str(questionnaire_id), by=request.user, now=timezone.now()
    )
    messages.success(request, _("It is not asked for any more."))
    return redirect("worker:questionnaires", client_id)
