"""The check-in after a session as a worker offers it: hand over, print, type in."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from holdspace.content.check_in import check_in as pack
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.give_check_in import can_be_answered, type_in_check_in
from holdspace_site.actions.kept_lines import lines_of, lines_on_paper
from holdspace_site.actions.read_check_ins import read_session_check_in
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.check_in_form import answered_in, answers_in, form_context
from holdspace_site.web.check_in_paper import check_in_pdf
from holdspace_site.web.check_in_words import in_words
from holdspace_site.web.context import practice
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.drafts import let_go_when_kept

_PAPERS = ("a5", "a4")


@require_GET
@only_for(Role.WORKER)
def check_in(
    request: HttpRequest, client_id: int, session_id: uuid.UUID
) -> HttpResponse:
    """Show how the client can answer about one session, and what they shared."""
    now = timezone.now()
    client, session, given = read_session_check_in(
        client_id, session_id, by=request.user, now=now
    )
    context = {
        "client": client,
        "session": session,
        "open": can_be_answered(session, now=now),
        "given": given,
        "told": _told(client, given, request),
        "label": pack().label,
    }
    return render(request, "worker/check_in.html", context)


def _told(client: Any, given: Any, request: HttpRequest) -> list[dict[str, object]]:
    if given is None:
        return []
    lines = lines_of(client, given.answers, by=request.user)
    return in_words(given.answers, lines=lines)


@only_for(Role.WORKER)
@let_go_when_kept
def from_paper(
    request: HttpRequest, client_id: int, session_id: uuid.UUID
) -> HttpResponse:
    """Type in what a client answered on paper."""
    now = timezone.now()
    client, session, _given = read_session_check_in(
        client_id, session_id, by=request.user, now=now
    )
    lines = lines_on_paper(client, session, by=request.user)
    context = form_context((), lines=lines)
    if request.method == "POST":
        try:
            answered = answered_in(request, session.pk)
            type_in_check_in(client_id, answered, by=request.user, now=now)
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            sent = answers_in(request.POST)
            context = form_context((), lines=lines, answers=sent)
            context["problem"] = str(problem)
        else:
            messages.success(request, _("Kept, and marked as typed in from paper."))
            return redirect("worker:check-in", client_id, session_id)
    context |= {
        "client": client,
        "session": session,
        "check_in_id": request.POST.get("check_in_id") or uuid.uuid4(),
        "without_who": True,
    }
    status = 400 if "problem" in context else 200
    return render(request, "worker/check_in_paper.html", context, status=status)


@require_GET
@only_for(Role.WORKER)
def on_paper(request: HttpRequest) -> HttpResponse:
    """Hand out an empty check-in to fill in by hand; no name stands on it."""
    return _pdf(request)


@require_GET
@only_for(Role.WORKER)
def of_session_on_paper(
    request: HttpRequest, client_id: int, session_id: uuid.UUID
) -> HttpResponse:
    """Hand out the same for one session, with the agreed lines it asks about."""
    client, session, _given = read_session_check_in(
        client_id, session_id, by=request.user, now=timezone.now()
    )
    lines = lines_on_paper(client, session, by=request.user)
    return _pdf(request, lines.values())


def _pdf(request: HttpRequest, lines: Iterable[str] = ()) -> HttpResponse:
    paper = request.GET.get("paper", _PAPERS[0])
    if paper not in _PAPERS:
        raise NotPossible("size of paper")
    return HttpResponse(
        check_in_pdf(paper, practice(request)["practice"], lines),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="check-in.pdf"'},
    )
