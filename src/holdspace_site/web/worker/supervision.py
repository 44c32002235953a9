"""A worker's own side of supervision: what their supervisor sees of their work."""

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.read_supervision import (
    read_own_supervision,
    read_past_hours,
    read_supervisors,
)
from holdspace_site.actions.rehearse import Rehearsed, open_rehearsal
from holdspace_site.actions.share_figures import (
    share_figures,
    share_offer,
    take_figures_back,
)
from holdspace_site.web.people import only_for
from holdspace_site.web.supervision_page import together_context

_SALT = "counts of a rehearsal"
_OPEN_FOR_SECONDS = 12 * 60 * 60  # as long as the page may lie open


@require_GET
@only_for(Role.WORKER)
def supervision(request: HttpRequest, supervisor_id: int | None = None) -> HttpResponse:
    """Show the same page the supervisor sees, with the way into each record."""
    by, now = request.user, timezone.now()
    supervisors = read_supervisors(by=by)
    past = read_past_hours(by=by, now=now)
    if supervisor_id is None and not supervisors:
        return render(request, "worker/no_supervision.html", {"past": past})
    other_id = supervisors[0].person_id if supervisor_id is None else supervisor_id
    together = read_own_supervision(other_id, by=by, now=now)
    context = together_context(together, area="worker", other_id=other_id, now=now)
    context |= {"supervisors": supervisors, "past": past}
    return render(request, "worker/supervision.html", context)


def share_context(done: Rehearsed, request: HttpRequest) -> dict[str, object]:
    """Return what of a rehearsal could be shared, as its page carries it back.

    It is signed: counts that were changed on the way are refused.
    """
    offer = share_offer(done.client, done.heard.figures, by=request.user)
    signed = signing.dumps([done.client.pk, offer.counts], salt=_SALT)
    return {"offer": offer, "counts_signed": signed} if done.heard.understood else {}


@require_POST
@only_for(Role.WORKER)
def share(request: HttpRequest, client_id: int) -> HttpResponse:
    """Let the worker's supervisor see the counts of a rehearsal."""
    by, now = request.user, timezone.now()
    open_rehearsal(client_id, by=by, now=now)
    try:
        of_client, counts = signing.loads(
            request.POST.get("counts", ""), salt=_SALT, max_age=_OPEN_FOR_SECONDS
        )
    except signing.BadSignature:
        raise NotPossible("set of counts: look your words over again") from None
    if of_client != client_id:
        raise NotPossible("set of counts")
    share_figures(client_id, counts, by=by, now=now)
    messages.success(request, _("Shared. You can take it back here at any time."))
    return redirect("worker:supervision")


@require_POST
@only_for(Role.WORKER)
def take_back(request: HttpRequest, figures_id: UUID) -> HttpResponse:
    """Take counts back that were shared."""
    take_figures_back(figures_id, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. Your supervisor sees it no more."))
    return redirect("worker:supervision")
