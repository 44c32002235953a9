"""The brief of one client, as a page and as a PDF."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from holdspace.privacy.access import Role
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_quotes import read_quotes
from holdspace_site.web.brief_forms import (
    brief_pdf,
    check_in_answers,
    cycle_in_brief,
    trust_in_words,
)
from holdspace_site.web.people import only_for


@only_for(Role.WORKER)
def brief(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show the one page to read before a client walks in."""
    client, made = read_brief(
        client_id, by=request.user, on=_day(request), now=timezone.now()
    )
    return render(
        request,
        "worker/brief.html",
        {
            "client": client,
            "brief": made,
            "printed_by": request.user.name,
            "check_in_answers": check_in_answers(made),
        }
        | trust_in_words(made)
        | cycle_in_brief(made),
    )


@only_for(Role.WORKER)
def brief_as_pdf(request: HttpRequest, client_id: int) -> HttpResponse:
    """Hand out the brief as one printable page."""
    _, made = read_brief(
        client_id, by=request.user, on=_day(request), now=timezone.now()
    )
    return HttpResponse(
        brief_pdf(made, printed_by=request.user.name),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="brief.pdf"'},
    )


@only_for(Role.WORKER)
def quotes(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show every quote behind a line that has more of them than the brief shows."""
    codes = [code for code in request.GET.get("codes", "").split(",") if code]
    client, groups = read_quotes(client_id, codes, by=request.user, now=timezone.now())
    context = {"client": client, "groups": groups}
    return render(request, "worker/quotes.html", context)


def _day(request: HttpRequest) -> date:
    """Return the day asked for, today when none was.

    Raises:
        NotPossible: if the address asks for something that is no day.
    """
    try:
        asked = request.GET.get("on")
        return date.fromisoformat(asked) if asked else timezone.localdate()
    except ValueError:
        raise NotPossible("date; write it like 2026-11-24") from None
