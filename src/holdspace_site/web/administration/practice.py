"""The report on the whole practice: a page, and the same on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdspace.privacy.access import Role
from holdspace_site.actions.read_practice import read_practice
from holdspace_site.web.people import only_for
from holdspace_site.web.practice_forms import practice_pdf
from holdspace_site.web.practice_words import report_in_words


@require_GET
@only_for(Role.ADMINISTRATOR)
def practice(request: HttpRequest) -> HttpResponse:
    """Show the report as it stands now."""
    report = read_practice(by=request.user, now=timezone.now())
    return render(request, "practice/report.html", {"report": report_in_words(report)})


@require_GET
@only_for(Role.ADMINISTRATOR)
def paper(request: HttpRequest) -> HttpResponse:
    """Give the report as a tagged PDF."""
    now = timezone.now()
    report = read_practice(by=request.user, now=now)
    name = f"practice-{timezone.localdate(now):%Y-%m-%d}.pdf"
    return HttpResponse(
        practice_pdf(report, on=timezone.localdate(now)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
