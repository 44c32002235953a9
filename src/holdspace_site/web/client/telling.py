"""The client tells their story of getting help: a question a screen, at their pace."""

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace.story.telling import Step, opens, sitting
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.add_passage import Setting
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.give_answer import Answering, give_answer
from holdspace_site.actions.keep_draft import (
    Writing,
    keep_draft,
    keep_own_draft,
    let_go,
)
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.read_telling import Telling, choose_way, read_telling
from holdspace_site.actions.set_up_so_far import telling_is_on
from holdspace_site.records.scope import Who
from holdspace_site.web.booklet import booklet_context, booklet_pdf
from holdspace_site.web.client.hand_off import calm_page, card_for, help_context
from holdspace_site.web.client.telling_page import (
    asked_alone,
    own_tag,
    question_context,
    shell_context,
)
from holdspace_site.web.context import practice
from holdspace_site.web.keeping import (
    answering_from,
    as_json,
    body_of,
    kept_answer,
    refused,
    told_from,
    writing_from,
)
from holdspace_site.web.known_device import device_owner, stays_on_device
from holdspace_site.web.middleware import WITH_MICROPHONE
from holdspace_site.web.people import only_for
from holdspace_site.web.whose import whose_page

own_pages_only = only_for(Role.CLIENT)

# Pages an answer leads to, where there are no scripts to show them in place.
_PAGES = {
    "options_page": "client:options",
    "gentle_check": "client:gentle-ask",
    "person_offer": "client:help-now",
}


def _telling(request: HttpRequest) -> Telling:
    client = own_record(request.user)
    return read_telling(client.pk, by=request.user, now=timezone.now())


@require_GET
@own_pages_only
def telling(request: HttpRequest) -> HttpResponse:
    """Show the whole intake as one page that also works without a network.

    No word anybody told or typed is in it: a copy of it stays on the device.
    """
    told = _telling(request)
    if not telling_is_on(request.user, now=timezone.now()):
        return render(request, "telling/off.html", {"worker_names": told.worker_names})
    context = shell_context(told) | help_context(request) | whose_page(request)
    answer = render(request, "telling/shell.html", context)
    answer.headers["Permissions-Policy"] = WITH_MICROPHONE
    return answer


@require_GET
@own_pages_only
def booklet(request: HttpRequest) -> HttpResponse:
    """Hand out the client's own booklet, to answer on paper."""
    context = booklet_context(_telling(request), practice(request)["practice"])
    return HttpResponse(
        booklet_pdf(context),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="my-page.pdf"'},
    )


@require_GET
@own_pages_only
def state(request: HttpRequest) -> JsonResponse:
    """Hand out how far the client is, their drafts, and a fresh token to send with."""
    told = _telling(request)
    return JsonResponse(
        {
            "own": own_tag(told),
            "token": get_token(request),
            "stays": stays_on_device(request),
            "today": timezone.localdate().isoformat(),
            "given": [
                {
                    "key": one.step.key,
                    "answer": one.answer.value,
                    "on": one.on.isoformat(),
                    "choices": list(one.choices),
                    "cards": list(one.cards),
                }
                for one in told.given
            ],
            "way": {"pace": told.way.pace.value, "tender_yes": told.way.tender_yes},
            "helps": {str(part): name for part, name in told.helps.items()},
            "calm": list(told.calm),
            "drafts": as_json(told.drafts),
        }
    )


@require_POST
def keep(request: HttpRequest) -> JsonResponse:
    """Keep a draft as it stands in one window, also when the visit has run out.

    Then the known device says whose it is: see web/known_device.py.
    """
    owner = None if request.user.is_authenticated else device_owner(request)
    if owner is None:
        return _keep_signed_in(request)
    return _kept(request, owner, signed_in=False)


@own_pages_only
def _keep_signed_in(request: HttpRequest) -> JsonResponse:
    return _kept(request, request.user)


def _kept(request: HttpRequest, by: Who, *, signed_in: bool = True) -> JsonResponse:
    """Keep a draft; without a visit it takes no other window's place.

    Whoever holds the phone but not the PIN could else make other versions go.
    """
    try:
        writing = writing_from(body_of(request))
        if not signed_in:
            writing = replace(writing, based_on=0)
        kept = keep_own_draft(writing, by=by, now=timezone.now())
    except HoldspaceError as problem:
        return refused(problem)
    return kept_answer(kept)


@require_POST
@own_pages_only
def drop(request: HttpRequest) -> JsonResponse:
    """Let go of versions of a draft that the client chose not to keep."""
    client, body = own_record(request.user), body_of(request)
    name, lanes = str(body.get("name", "")), body.get("lanes") or []
    let_go(client.pk, name, map(str, lanes), by=request.user, now=timezone.now())
    return JsonResponse({})


@require_POST
@own_pages_only
def answer(request: HttpRequest) -> JsonResponse:
    """Take one answer; say which pages it leads to."""
    client = own_record(request.user)
    try:
        answering = answering_from(body_of(request), setting=Setting.ALONE)
        given = give_answer(client.pk, answering, by=request.user, now=timezone.now())
    except HoldspaceError as problem:
        return refused(problem)
    said: dict[str, object] = {"opens": _opened(answering)}
    if card := card_for(request, given.hand_off):
        said["card"] = render_to_string("own/_calm_card.html", card, request)
    return JsonResponse(said)


def _opened(answering: Answering) -> list[str]:
    told = answering.told
    if answering.answer is not Answer.TOLD:
        return []
    return list(opens(answering.step, told.choices, told.cards))


@require_POST
@own_pages_only
def way(request: HttpRequest) -> HttpResponse:
    """Keep the client's own pace, their yes to tender questions, their calm list."""
    client, typed = own_record(request.user), request.POST
    choose_way(
        client.pk,
        pace=typed.get("pace"),
        tender_yes=typed["tender"] == "yes" if "tender" in typed else None,
        calm=typed["calm"].splitlines() if "calm" in typed else None,
        by=request.user,
        now=timezone.now(),
    )
    return redirect("client:telling")


@own_pages_only
def question(request: HttpRequest, key: str) -> HttpResponse:
    """Show one question as a page of its own, and take its answer, without scripts."""
    told, step, problem = _telling(request), Step.read(key), ""
    is_on = telling_is_on(request.user, now=timezone.now())
    if request.method != "POST" and not (is_on and step.question in asked_alone(told)):
        return redirect("client:telling")
    if request.method == "POST":
        try:
            return _answered(request, told, step)
        except HoldspaceError as refusal:
            problem = str(refusal)
    context = question_context(told, step)
    if problem:
        context["written"] = _typed(request)
    context |= {"answer_id": uuid.uuid4(), "lane": uuid.uuid4(), "problem": problem}
    status = 400 if problem else 200
    return render(request, "telling/question.html", context, status=status)


def _typed(request: HttpRequest) -> dict[str, object]:
    typed = request.POST
    sliders = {
        name.removeprefix("slider-"): int(value)
        for name, value in typed.items()
        if name.startswith("slider-") and value.isdigit()
    }
    about = typed.get("about", "")
    return {
        "words": typed.get("words", ""),
        "cards": typed.getlist("card"),
        "choices": typed.getlist("choice"),
        "sliders": sliders,
        "about": int(about) if about.isdigit() else 0,
        "began": typed.get("began", ""),
        "ended": typed.get("ended", ""),
    }


def _answered(request: HttpRequest, told: Telling, step: Step) -> HttpResponse:
    """Keep what was typed first, then give the answer; go to the next question."""
    typed, written, now = request.POST, _typed(request), timezone.now()
    based_on, lane = typed.get("based_on", ""), typed.get("lane", "")
    if any(written.values()):
        writing = Writing(
            name=step.key,
            lane=lane,
            step=1,
            based_on=int(based_on) if based_on.isdigit() else 0,
            written=written,
        )
        keep_draft(told.client.pk, writing, by=request.user, now=now)
    if not typed.get("answer"):
        return redirect("client:telling")
    try:
        chosen, answer_id = Answer(typed["answer"]), uuid.UUID(typed["answer_id"])
    except (KeyError, ValueError):
        raise NotPossible("answer") from None
    answering = Answering(
        answer_id=answer_id,
        step=step,
        answer=chosen,
        told=told_from(written),
        lanes=(lane,),
    )
    given = give_answer(told.client.pk, answering, by=request.user, now=now)
    if card := card_for(request, given.hand_off):
        return calm_page(request, card, reverse("client:telling"))
    for page in _opened(answering):
        if page in _PAGES:
            return redirect(_PAGES[page])
    after = _telling(request)
    coming = sitting(after.given, after.way, timezone.localdate(now))
    if coming and coming[0].question[0] == step.question[0]:
        return redirect("client:telling-question", coming[0].key)
    return redirect("client:telling")
