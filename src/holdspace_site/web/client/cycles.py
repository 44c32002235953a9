"""What goes round, for the client: their word on it, and drawing it themselves."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace.story.readings import Verdict
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.answer_cycle import (
    answer_cycle,
    answer_found,
    keep_cycle_back,
)
from holdspace_site.actions.draw_cycle import LONGEST_WORDS, draw_cycle
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.read_cycles import read_cycles
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.say_what_helps import say_what_helps
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.client.drafts import let_go_of_own_form
from holdspace_site.web.client.hand_off import calm_page, card_for
from holdspace_site.web.cycle_form import ROWS, DrawForm
from holdspace_site.web.cycle_words import seen_in_words
from holdspace_site.web.people import only_for
from holdspace_site.web.typed_before import typed_in

_SAID = {
    Verdict.YES: gettext_lazy("Kept. Thank you."),
    Verdict.NOT_QUITE: gettext_lazy("Kept. Nobody builds on it."),
    Verdict.TAKEN_BACK: gettext_lazy("Taken back. Nobody else sees it, or asks again."),
}


@require_GET
@only_for(Role.CLIENT)
def cycles(request: HttpRequest) -> HttpResponse:
    """Show the client what goes round, each with their word on it."""
    return _page(request)


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    """Show the page; with a problem, also the words that were not kept."""
    client = own_record(request.user)
    seen = read_cycles(client.pk, by=request.user, now=timezone.now())
    context = seen_in_words(seen) | {"longest": LONGEST_WORDS, "problem": problem}
    if problem:
        helps = [f"helps-{row}" for row in ROWS]
        context["typed_before"] = typed_in(request, "own_words", *helps)
    status = 400 if problem else 200
    return render(request, "own/cycles.html", context, status=status)


@only_for(Role.CLIENT)
def draw(request: HttpRequest) -> HttpResponse:
    """Let the client draw what goes round."""
    client, now = own_record(request.user), timezone.now()
    seen = read_cycles(client.pk, by=request.user, now=now, looks_for_more=False)
    form = DrawForm(seen.own_codes, request.POST or None)
    if request.method == "POST" and form.is_valid():
        only_me = form.cleaned_data["only_me"]
        try:
            drawn = draw_cycle(
                client.pk, form.steps(), only_me=only_me, by=request.user, now=now
            )
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            card = card_for(request, drawn.hand_off)
            if card:
                return calm_page(request, card, reverse("client:cycles"))
            messages.success(request, _("Kept. You can take it back at any time."))
            return redirect("client:cycles")
    context = {"form": form, "rows": form.rows(), "own": True}
    return render(request, "own/draw_cycle.html", context)


@require_POST
@only_for(Role.CLIENT)
def answer_new(request: HttpRequest) -> HttpResponse:
    """Keep the client's word on one that was found."""
    codes = request.POST.get("codes", "").split(",")
    return _answer(request, partial(answer_found, codes=codes))


@require_POST
@only_for(Role.CLIENT)
def answer(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Keep the client's word on one that is kept."""
    return _answer(request, partial(answer_cycle, cycle_id=cycle_id))


@require_POST
@only_for(Role.CLIENT)
def what_helps(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Keep what they say would help at the steps of one."""
    names = [f"helps-{row}" for row in ROWS]
    try:
        hand_off = say_what_helps(
            own_record(request.user).pk,
            cycle_id,
            [request.POST.get(name, "") for name in names],
            by=request.user,
            now=timezone.now(),
        )
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        return _page(request, str(problem))
    let_go_of_own_form(request)
    if card := card_for(request, hand_off):
        return calm_page(request, card, reverse("client:cycles"))
    messages.success(request, _("Kept, in your words."))
    return redirect("client:cycles")


def _answer(request: HttpRequest, keep: Callable[..., Any]) -> HttpResponse:
    try:
        verdict = _verdict(request)
        hand_off = keep(
            own_record(request.user).pk,
            verdict=verdict,
            own_words=request.POST.get("own_words"),
            by=request.user,
            now=timezone.now(),
        )
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        return _page(request, str(problem))
    let_go_of_own_form(request)
    if card := card_for(request, hand_off):
        return calm_page(request, card, reverse("client:cycles"))
    messages.success(request, _SAID[verdict])
    return redirect("client:cycles")


@require_POST
@only_for(Role.CLIENT)
def keep_back(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """Keep one from the worker, or open it again."""
    held_back = request.POST.get("only_me") == "yes"
    keep_cycle_back(
        own_record(request.user).pk,
        cycle_id,
        held_back=held_back,
        by=request.user,
        now=timezone.now(),
    )
    said = _("Only you see it now.") if held_back else _("Your worker can see it now.")
    messages.success(request, said)
    return redirect("client:cycles")


def _verdict(request: HttpRequest) -> Verdict:
    try:
        return Verdict(request.POST.get("verdict", ""))
    except ValueError:
        raise NotPossible("answer") from None
