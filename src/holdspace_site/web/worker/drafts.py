"""What a worker is writing and has not saved: kept while they type, theirs alone."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.keep_draft import (
    Writing,
    keep_draft,
    let_go,
    read_drafts,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.web.keeping import (
    as_json,
    body_of,
    kept_answer,
    lanes_from,
    refused,
    writing_from,
)
from holdspace_site.web.people import View, only_for


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(Role.WORKER)
def drafts(request: HttpRequest, client_id: int) -> JsonResponse:
    """Hand out what this worker is writing in this record; keep one text of it."""
    now = timezone.now()
    if request.method != "POST":
        found = read_drafts(client_id, by=request.user, now=now)
        return JsonResponse({"drafts": as_json(found)})
    return _answered(
        lambda: kept_answer(
            keep_draft(client_id, _writing(request), by=request.user, now=now)
        )
    )


@require_POST
@only_for(Role.WORKER)
def gone(request: HttpRequest, client_id: int) -> JsonResponse:
    """Let go of what some windows left of one text."""

    def work() -> JsonResponse:
        name, lanes = lanes_from(request)
        let_go(client_id, name, lanes, by=request.user, now=timezone.now())
        return JsonResponse({})

    return _answered(work)


def let_go_when_kept(view: View) -> View:
    """Let go of a form's draft once the form was kept, which a redirect says.

    The page sends the draft's name and lanes in the form itself; see kept.js.
    """

    @wraps(view)
    def wrapped(
        request: HttpRequest, client_id: int, *args: object, **kwargs: object
    ) -> HttpResponse:
        response = view(request, client_id, *args, **kwargs)
        if response.status_code == 302:
            let_go_of_form(request, client_id)
        return response

    return wrapped


def let_go_of_form(request: HttpRequest, client_id: int) -> None:
    """Let go of the draft of a form that was kept just now; of none without a page."""
    lanes = request.POST.getlist("kept-lane")
    if lanes:
        name, now = request.POST.get("kept-name", ""), timezone.now()
        with suppress(StoryClosed):  # closed meanwhile; the form was still kept
            let_go(client_id, name, lanes, by=request.user, now=now)


def _answered(work: Callable[[], JsonResponse]) -> JsonResponse:
    try:
        return work()
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        return refused(problem)


def _writing(request: HttpRequest) -> Writing:
    """Return what was sent; what cannot be read is refused after who may write is."""
    try:
        return writing_from(body_of(request))
    except NotPossible:
        return Writing(name="", lane="", step=0, based_on=0, written={})
