"""What goes round: the helps side by side, the cycles, and drawing one together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.draw_cycle import draw_cycle
from holdspace_site.actions.read_cycles import read_cycles
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.web.cycle_form import DrawForm
from holdspace_site.web.cycle_words import seen_in_words
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.drafts import let_go_when_kept


@require_GET
@only_for(Role.WORKER)
def cycles(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show what goes round for one client."""
    seen = read_cycles(client_id, by=request.user, now=timezone.now())
    return render(request, "worker/cycles.html", seen_in_words(seen))


@only_for(Role.WORKER)
@let_go_when_kept
def draw(request: HttpRequest, client_id: int) -> HttpResponse:
    """Let the two draw a cycle; it waits for the client's word."""
    now = timezone.now()
    seen = read_cycles(client_id, by=request.user, now=now, looks_for_more=False)
    form = DrawForm(seen.own_codes, request.POST or None)
    del form.fields["only_me"]
    if request.method == "POST" and form.is_valid():
        try:
            draw_cycle(client_id, form.steps(), by=request.user, now=now)
        except (NoSuchRecord, StoryClosed):
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            said = _("Kept. %(name)s has the last word on it, on their own page.")
            messages.success(request, said % {"name": seen.client.name})
            return redirect("worker:cycles", client_id)
    context = {"client": seen.client, "form": form, "rows": form.rows()}
    return render(request, "worker/draw_cycle.html", context)
