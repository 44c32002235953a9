"""The intake on paper: a client's own booklet, and an empty one for anybody."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdspace.privacy.access import Role
from holdspace_site.actions.read_telling import Telling, read_telling
from holdspace_site.web.booklet import booklet_context, booklet_pdf
from holdspace_site.web.context import practice
from holdspace_site.web.people import only_for


@require_GET
@only_for(Role.WORKER)
def booklet(request: HttpRequest, client_id: int) -> HttpResponse:
    """Hand out a client's own booklet, without what is not to be asked."""
    told = read_telling(client_id, by=request.user, now=timezone.now(), together=True)
    return _handed_out(request, told)


@require_GET
@only_for(Role.WORKER)
def blank(request: HttpRequest) -> HttpResponse:
    """Hand out an empty booklet."""
    return _handed_out(request, None)


def _handed_out(request: HttpRequest, told: Telling | None) -> HttpResponse:
    made = booklet_pdf(booklet_context(told, practice(request)["practice"]))
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="booklet.pdf"'},
    )
