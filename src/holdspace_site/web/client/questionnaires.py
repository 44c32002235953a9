"""The client's questionnaires: fill one in, see it, share it, take it back, or not."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.change_questionnaire import (
    share_questionnaire,
    take_back_questionnaire,
)
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.give_questionnaire import (
    Given,
    decline_questionnaire,
    give_questionnaire,
)
from holdspace_site.actions.read_questionnaires import (
    OneQuestionnaire,
    own_questionnaire,
    own_questionnaires,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.client.hand_off import calm_context
from holdspace_site.web.people import only_for
from holdspace_site.web.questionnaire_form import (
    filled_in,
    form_context,
    shared_in,
    who_sees,
)
from holdspace_site.web.questionnaire_words import answers_in_words, results_in_words

_TENDER = 3


@require_GET
@only_for(Role.CLIENT)
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Show what waits and what was filled in."""
    shown = own_questionnaires(by=request.user, now=timezone.now())
    context = {
        "waiting": [one for one in shown if not one.is_answered],
        "answered": [one for one in shown if one.is_answered],
    }
    return render(request, "own/questionnaires.html", context)


@only_for(Role.CLIENT)
def questionnaire(request: HttpRequest, questionnaire_id: uuid.UUID) -> HttpResponse:
    """Show one to fill in, or what was answered; a tender one asks first."""
    now = timezone.now()
    one = own_questionnaire(str(questionnaire_id), by=request.user, now=now)
    if one.is_answered:
        return _answered(request, one)
    made = one.instrument
    if made is None or made.is_skeleton:
        return render(request, "own/questionnaire_gone.html", {"one": one})
    if request.method != "POST":
        if made.sensitivity == _TENDER and "open" not in request.GET:
            return render(request, "own/questionnaire_first.html", {"one": one})
        return _form(request, one, form_context(made))
    try:
        given = give_questionnaire(
            one.id, filled_in(request.POST, made), by=request.user, now=now
        )
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        context = form_context(
            made, sent=request.POST, shared_with=request.POST.get("shared_with", "")
        )
        return _form(request, one, context | {"problem": str(problem)})
    return _kept(request, given)


def _form(
    request: HttpRequest, one: OneQuestionnaire, context: dict[str, object]
) -> HttpResponse:
    status = 400 if "problem" in context else 200
    return render(
        request, "own/questionnaire.html", context | {"one": one}, status=status
    )


def _answered(request: HttpRequest, one: OneQuestionnaire) -> HttpResponse:
    context = {
        "one": one,
        "told": answers_in_words(one),
        "results": results_in_words(one.results),
        "who_sees": who_sees(one.shared_with.value),
    }
    return render(request, "own/questionnaire_answered.html", context)


def _kept(request: HttpRequest, given: Given) -> HttpResponse:
    if given.needs_calm:
        hand_off_id = str(given.hand_off.pk) if given.hand_off else None
        context = calm_context(request, hand_off_id) | {"row_id": given.row.pk}
        return render(request, "own/questionnaire_calm.html", context)
    messages.success(request, _("Kept. Thank you. You can take it back at any time."))
    return redirect("client:questionnaire", given.row.pk)


@require_POST
@only_for(Role.CLIENT)
def decline(request: HttpRequest, questionnaire_id: uuid.UUID) -> HttpResponse:
    """Say that one would rather not; no reason is asked for."""
    decline_questionnaire(str(questionnaire_id), by=request.user, now=timezone.now())
    messages.success(request, _("That is fine. Your worker sees that, and no reason."))
    return redirect("client:questionnaires")


@require_POST
@only_for(Role.CLIENT)
def share(request: HttpRequest, questionnaire_id: uuid.UUID) -> HttpResponse:
    """Choose anew who sees one of them."""
    now = timezone.now()
    one = own_questionnaire(str(questionnaire_id), by=request.user, now=now)
    chosen = request.POST.get("shared_with", "")
    if not chosen:
        raise NotPossible("choice of who sees it")
    share_questionnaire(one.id, shared_in(chosen), by=request.user, now=now)
    messages.success(request, _("It holds from now on."))
    return redirect("client:questionnaire", questionnaire_id)


@require_POST
@only_for(Role.CLIENT)
def take_back(request: HttpRequest, questionnaire_id: uuid.UUID) -> HttpResponse:
    """Take one back, without asking twice."""
    take_back_questionnaire(str(questionnaire_id), by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. It is gone from everywhere."))
    return redirect("client:questionnaires")
