"""Rehearse: a worker's own words, looked over before they are sent or said."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.rehearse import LONGEST, open_rehearsal, rehearse
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.web.people import only_for
from holdspace_site.web.rehearse_words import page_context
from holdspace_site.web.worker.drafts import let_go_when_kept
from holdspace_site.web.worker.supervision import share_context


class RehearseForm(forms.Form):
    """What is to be said, or what was said."""

    words = forms.CharField(
        label=gettext_lazy("Your words"),
        help_text=gettext_lazy(
            "A message, a letter, or what you plan to say. For a conversation, begin "
            "each line with “Worker:” or “Client:”, and put in only what they "
            "agreed to. It is kept for you alone until you press Done."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "class": "words", "dir": "auto"}),
        max_length=LONGEST,
        strip=False,
    )


@only_for(Role.WORKER)
@let_go_when_kept
def rehearse_page(request: HttpRequest, client_id: int) -> HttpResponse:
    """Take words, and show what was found in them; nothing becomes of them."""
    by, now = request.user, timezone.now()
    if "done" in request.POST:
        return redirect("worker:rehearse", client_id)
    client = open_rehearsal(client_id, by=by, now=now)
    form = RehearseForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"client": client, "form": form}
    if form.is_valid():
        try:
            done = rehearse(client_id, form.cleaned_data["words"], by=by, now=now)
        except (NoSuchRecord, StoryClosed):
            raise
        except HoldspaceError as problem:
            form.add_error("words", str(problem))
        else:
            context |= page_context(done) | share_context(done, request)
    return render(request, "worker/rehearse.html", context)
