"""What makes it hard and what helps, for the client: their words, their word on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from holdspace.privacy.access import Role
from holdspace.story.readings import Verdict
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.word_trigger import (
    answer_wording,
    read_trigger_map,
    word_trigger,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.client.drafts import let_go_of_own_form
from holdspace_site.web.client.hand_off import calm_page, card_for
from holdspace_site.web.people import only_for
from holdspace_site.web.trigger_forms import map_context, part_in, typed_in


@only_for(Role.CLIENT)
def trigger_map(request: HttpRequest) -> HttpResponse:
    """Show the client each of their triggers; keep a part as they put it."""
    client, now = own_record(request.user), timezone.now()
    typed: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        typed = typed_in(request)
        try:
            hand_off = word_trigger(
                client.pk,
                typed["code"],
                part_in(typed),
                typed["words"],
                by=request.user,
                now=now,
            )
        except HoldspaceError as refusal:
            problem = str(refusal)
        else:
            let_go_of_own_form(request)
            messages.success(request, _("Kept, in your words."))
            on, card = reverse("client:trigger-map"), card_for(request, hand_off)
            return calm_page(request, card, on) if card else redirect(on)
    found = read_trigger_map(client.pk, by=request.user, now=now)
    context = map_context(found, typed, problem, to_client=True)
    status = 400 if problem else 200
    return render(request, "own/trigger_map.html", context, status=status)


@require_POST
@only_for(Role.CLIENT)
def answer(request: HttpRequest, wording_id: str) -> HttpResponse:
    """Keep the client's word on how a part is put."""
    try:
        verdict = Verdict(request.POST.get("verdict", ""))
    except ValueError:
        raise NotPossible("answer") from None
    client = own_record(request.user)
    now = timezone.now()
    try:
        answer_wording(client.pk, wording_id, verdict, by=request.user, now=now)
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Saved. Thank you."))
    return redirect("client:trigger-map")
