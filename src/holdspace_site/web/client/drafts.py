"""What a client is writing in a form of their own pages: kept while they type."""

from contextlib import suppress

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.keep_draft import (
    drafts_in,
    keep_own_draft,
    let_go,
)
from holdspace_site.actions.read_record import own_record
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.keeping import (
    as_json,
    body_of,
    kept_answer,
    refused,
    writing_from,
)
from holdspace_site.web.people import only_for


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(Role.CLIENT)
def drafts(request: HttpRequest) -> JsonResponse:
    """Hand out what the client is writing; keep one text of it."""
    if request.method != "POST":
        found = drafts_in(own_record(request.user), request.user)
        return JsonResponse({"drafts": as_json(found)})
    try:
        writing = writing_from(body_of(request))
        kept = keep_own_draft(writing, by=request.user, now=timezone.now())
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        return refused(problem)
    return kept_answer(kept)


@require_POST
@only_for(Role.CLIENT)
def gone(request: HttpRequest) -> JsonResponse:
    """Let go of what some windows left of one text."""
    try:
        body = body_of(request)
    except HoldspaceError as problem:
        return refused(problem)
    lanes = body.get("lanes")
    known = lanes if isinstance(lanes, list) else []
    _let_go(request, str(body.get("name", "")), [str(lane) for lane in known])
    return JsonResponse({})


def let_go_of_own_form(request: HttpRequest) -> None:
    """Let go of the draft of a form that was kept just now; see kept.js."""
    if lanes := request.POST.getlist("kept-lane"):
        with suppress(HoldspaceError):
            _let_go(request, request.POST.get("kept-name", ""), lanes)


def _let_go(request: HttpRequest, name: str, lanes: list[str]) -> None:
    client = own_record(request.user)
    let_go(client.pk, name, lanes, by=request.user, now=timezone.now())
