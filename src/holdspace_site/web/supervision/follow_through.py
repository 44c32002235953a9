"""What is open in a supervisee's work, and what clients shared with the supervisor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdspace.privacy.access import Role
from holdspace_site.actions.read_questionnaires import read_shared_questionnaires
from holdspace_site.actions.read_supervision import (
    read_shared_check_ins,
    read_supervisee,
    read_supervisees,
)
from holdspace_site.web.hand_offs import panel
from holdspace_site.web.people import only_for
from holdspace_site.web.questionnaire_words import results_in_words
from holdspace_site.web.supervision_page import together_context


@require_GET
@only_for(Role.SUPERVISOR)
def home(request: HttpRequest) -> HttpResponse:
    """List the supervisees by name; nothing of their work stands side by side."""
    workers = read_supervisees(by=request.user, now=timezone.now())
    context = {"workers": workers} | panel(request)
    return render(request, "supervision/home.html", context)


@require_GET
@only_for(Role.SUPERVISOR)
def worker(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show what is open in one supervisee's work, for a supervision hour."""
    by, now = request.user, timezone.now()
    together = read_supervisee(person_id, by=by, now=now)
    context = together_context(
        together, area="supervision", other_id=person_id, now=now
    )
    context |= {
        "check_ins": read_shared_check_ins(person_id, by=by, now=now),
        "questionnaires": [
            {
                "week_of": one.week_of,
                "title": one.title,
                "results": results_in_words(one.results),
            }
            for one in read_shared_questionnaires(person_id, by=by, now=now)
        ],
    }
    return render(request, "supervision/worker.html", context)
