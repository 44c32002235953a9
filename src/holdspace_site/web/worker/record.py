"""A client's record as a whole: who works with them, who looked, a copy to take."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace_site.actions.answer_question import answer_question
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.read_care_team import care_team_of
from holdspace_site.actions.read_questions import questions_of
from holdspace_site.actions.read_record import read_looks
from holdspace_site.actions.see_tried_pins import see_tried_pin, tried_pins
from holdspace_site.actions.set_up_so_far import (
    NotReadyForClients,
    check_ready_for_clients,
)
from holdspace_site.actions.sign_in_link import invite_client
from holdspace_site.records.sharing import purposes_allowed
from holdspace_site.web.exports import json_export, readable_export
from holdspace_site.web.looks import looks_in_words
from holdspace_site.web.people import only_for
from holdspace_site.web.sharing_words import allows_in_words
from holdspace_site.web.sign_in_links import link_context
from holdspace_site.web.worker.drafts import let_go_of_form


@only_for(Role.WORKER)
def record(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show who works with a client and who looked, with the ways to take it out."""
    client, entries = read_looks(client_id, by=request.user, now=timezone.now())
    return render(
        request,
        "worker/record.html",
        {
            "client": client,
            "team": care_team_of(client),
            "looks": looks_in_words(entries, own=False),
            "questions": _questions(client, request.user),
            "allows": allows_in_words(purposes_allowed(client)),
            "tried_pins": tried_pins(by=request.user, only=client_id),
        },
    )


def _questions(client: object, reader: object) -> list[dict[str, object]]:
    """Return what the client asked, each look it is about put in words."""
    told = []
    for question in questions_of(client, reader):
        look = looks_in_words([question.look], own=False)[0] if question.look else {}
        fields = {name: getattr(question, name) for name in question.__slots__}
        told.append(
            fields | {"look_who": look.get("who"), "look_what": look.get("what")}
        )
    return told


@require_POST
@only_for(Role.WORKER)
def answer(request: HttpRequest, client_id: int, question_id: UUID) -> HttpResponse:
    """Answer what the client asked."""
    words, now = request.POST.get("words", ""), timezone.now()
    try:
        answer_question(client_id, question_id, words=words, by=request.user, now=now)
    except (NothingWritten, EditedMeanwhile) as problem:
        messages.warning(request, f"{problem} {problem.next_step}")
    else:
        let_go_of_form(request, client_id)
        messages.success(request, _("Sent. They read it on their own page."))
    return redirect("worker:record", client_id)


@require_POST
@only_for(Role.WORKER)
def invite(request: HttpRequest, client_id: int) -> HttpResponse:
    """Make a sign-in link for the client and show it, this once."""
    try:
        check_ready_for_clients(request.user)
    except NotReadyForClients as problem:
        messages.warning(request, str(problem))
        return redirect("worker:record", client_id)
    now = timezone.now()
    secret = invite_client(client_id, by=request.user, now=now)
    client, __ = read_looks(client_id, by=request.user, now=now)
    context = link_context(request, secret, now=now, for_name=client.name)
    context |= {"ask": request.user.name}
    return render(request, "worker/invite.html", context | {"client": client})


@require_POST
@only_for(Role.WORKER)
def seen_pin(request: HttpRequest, client_id: int) -> HttpResponse:
    """Note that the worker has seen that somebody kept trying the client's PIN."""
    see_tried_pin(client_id, by=request.user, now=timezone.now())
    if request.POST.get("back") == "today":
        return redirect("home")
    return redirect("worker:record", client_id)


@require_GET
@only_for(Role.WORKER)
def export(request: HttpRequest, client_id: int) -> HttpResponse:
    """Hand out the record as JSON."""
    return json_export(export_client(client_id, by=request.user, now=timezone.now()))


@require_GET
@only_for(Role.WORKER)
def export_readable(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show the record as one page to read and print."""
    exported = export_client(client_id, by=request.user, now=timezone.now())
    return readable_export(
        request,
        exported,
        frame="base_client_record.html",
        back=reverse("worker:record", args=[client_id]),
        as_json=reverse("worker:export", args=[client_id]),
    )
