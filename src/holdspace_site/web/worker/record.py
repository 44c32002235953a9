"""A client's record as a whole: who works with them, who looked, a copy to take."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.read_care_team import care_team_of
from holdspace_site.actions.read_record import read_looks
from holdspace_site.actions.set_up_so_far import (
    NotReadyForClients,
    check_ready_for_clients,
)
from holdspace_site.actions.sign_in_link import invite_client
from holdspace_site.web.exports import json_export, readable_export
from holdspace_site.web.looks import looks_in_words
from holdspace_site.web.people import only_for
from holdspace_site.web.sign_in_links import link_context


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
        },
    )


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
    client, _ = read_looks(client_id, by=request.user, now=now)
    context = link_context(request, secret, now=now, for_name=client.name)
    return render(request, "worker/invite.html", context | {"client": client})


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
