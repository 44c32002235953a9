"""How a supervisor's workers follow through, and the check-ins clients shared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdspace.privacy.access import Role
from holdspace_site.actions.read_questionnaires import read_shared_questionnaires
from holdspace_site.actions.read_supervision import read_supervisee, read_supervisees
from holdspace_site.web.hand_offs import panel
from holdspace_site.web.people import only_for
from holdspace_site.web.questionnaire_words import results_in_words


@require_GET
@only_for(Role.SUPERVISOR)
def home(request: HttpRequest) -> HttpResponse:
    """Show each supervisee's counts, by name and never by rank."""
    now = timezone.now()
    workers = read_supervisees(by=request.user, on=timezone.localdate(now), now=now)
    context = {"workers": workers} | panel(request)
    return render(request, "supervision/home.html", context)


@require_GET
@only_for(Role.SUPERVISOR)
def worker(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show one supervisee's counts and the check-ins shared with the supervisor."""
    now = timezone.now()
    counts, check_ins = read_supervisee(
        person_id, by=request.user, on=timezone.localdate(now), now=now
    )
    shared = read_shared_questionnaires(person_id, by=request.user, now=now)
    context = {
        "worker": counts,
        "check_ins": check_ins,
        "questionnaires": [
            {
                "week_of": one.week_of,
                "title": one.title,
                "results": results_in_words(one.results),
            }
            for one in shared
        ],
    }
    return render(request, "supervision/worker.html", context)
