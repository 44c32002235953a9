"""What sets this person off, and each part of it in plain words, put with them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.word_trigger import read_trigger_map, word_trigger
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.web.people import only_for
from holdspace_site.web.trigger_forms import map_context, part_in, typed_in
from holdspace_site.web.worker.drafts import let_go_when_kept


@only_for(Role.WORKER)
@let_go_when_kept
def trigger_map(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show each trigger with its quotes; keep how a part is put in plain words."""
    by, now = request.user, timezone.now()
    typed: dict[str, str] = {}
    problem = ""
    if request.method == "POST":
        typed = typed_in(request)
        try:
            word_trigger(
                client_id, typed["code"], part_in(typed), typed["words"], by=by, now=now
            )
        except (NoSuchRecord, StoryClosed):
            raise
        except HoldspaceError as refusal:
            problem = str(refusal)
        else:
            messages.success(
                request, _("Kept. It counts once they say yes on their page.")
            )
            return redirect("worker:trigger-map", client_id)
    found = read_trigger_map(client_id, by=by, now=now)
    context = map_context(found, typed, problem, to_client=False)
    status = 400 if problem else 200
    return render(request, "worker/trigger_map.html", context, status=status)
