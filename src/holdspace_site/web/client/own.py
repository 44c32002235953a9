"""The client's own page: what we heard, their word on it, and who looked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from holdspace.privacy.access import Role
from holdspace.story.readings import Verdict
from holdspace_site.actions.errors import EditedMeanwhile, NotPossible
from holdspace_site.actions.give_verdict import bring_back, give_verdict
from holdspace_site.actions.read_between_us import read_between_us
from holdspace_site.actions.read_check_ins import has_check_ins, waiting_sessions
from holdspace_site.actions.read_letters import letters_to
from holdspace_site.actions.read_questionnaires import own_waiting
from holdspace_site.actions.read_record import (
    card_of,
    own_record,
    read_looks,
    read_own_page,
)
from holdspace_site.web.client.drafts import let_go_of_own_form
from holdspace_site.web.client.hand_off import calm_page, card_for
from holdspace_site.web.looks import looks_in_words
from holdspace_site.web.numbers import whole_number
from holdspace_site.web.people import only_for

_LATEST = 3
_MOST_OPEN, _MOST_FOLDED = 12, 10  # of a kind; the others wait behind one fold


@only_for(Role.CLIENT)
def home(request: HttpRequest) -> HttpResponse:
    """Show the client what we heard, each line with its three answers."""
    now = timezone.now()
    page = read_own_page(by=request.user, now=now)
    unanswered = [card for card in page.cards if card.verdict is None]
    answered = [card for card in reversed(page.cards) if card.verdict is not None]
    return render(
        request,
        "own/home.html",
        {
            "client_name": page.client.name,
            "cards": page.cards,
            "opened": request.GET.get("line", ""),
            "letters": letters_to(page.client),
            "check_in_waits": next(iter(waiting_sessions(page.client, now=now)), None),
            "has_check_ins": has_check_ins(page.client, by=request.user),
            "unanswered": unanswered[:_MOST_OPEN],
            "unanswered_more": unanswered[_MOST_OPEN:],
            "answered": answered[:_MOST_FOLDED],
            "answered_more": answered[_MOST_FOLDED:],
            "between": read_between_us(page.client, by=request.user, now=now),
            "questionnaires_wait": own_waiting(page.client),
            "has_questionnaires": page.client.questionnaires.exists(),
            "boundaries": page.boundaries,
            "taken_back": page.taken_back,
            "looks": looks_in_words(page.looks)[:_LATEST],
            "worker_names": page.worker_names,
        },
    )


@only_for(Role.CLIENT)
def looks(request: HttpRequest) -> HttpResponse:
    """Show the client everybody who looked."""
    client = own_record(request.user)
    _, entries = read_looks(client.pk, by=request.user, now=timezone.now())
    return render(request, "own/looks.html", {"looks": looks_in_words(entries)})


@require_POST
@only_for(Role.CLIENT)
def verdict(request: HttpRequest, reading_id: str) -> HttpResponse:
    """Keep the client's word on one line; answer with that line alone if asked so."""
    client = own_record(request.user)
    problem, calm = "", {}
    try:
        calm = card_for(request, _keep(request, client.pk, reading_id))
    except EditedMeanwhile as error:
        problem = str(error)
    if not problem:
        let_go_of_own_form(request)
    card = card_of(client, reading_id)
    if request.htmx and card:
        context = calm | {"card": card, "fresh": not problem, "problem": problem}
        return render(request, "own/_card.html", context)
    if problem:
        messages.error(request, problem)
    on = reverse("client:home")
    if request.htmx:  # the line is gone: show the page as it is now
        return HttpResponseClientRedirect(on)
    if card:
        on += f"?line={reading_id}#card-{reading_id}"
    return calm_page(request, calm, on) if calm else redirect(on)


def _keep(request: HttpRequest, client_id: int, reading_id: str) -> Any | None:
    """Keep the word; return the hand-off its own words started, None if none."""
    said, now = request.POST.get("verdict", ""), timezone.now()
    if said == "bring_back":
        bring_back(client_id, reading_id, by=request.user, now=now)
        return None
    try:
        word = Verdict(said)
    except ValueError:
        raise NotPossible("answer") from None
    version = whole_number(request.POST.get("version", ""))
    if version is None:  # nobody can tell which wording was answered
        raise EditedMeanwhile("line")
    return give_verdict(
        client_id,
        reading_id,
        verdict=word,
        correction=request.POST.get("correction", ""),
        version=version,
        by=request.user,
        now=now,
    )
