"""How the pieces hang together: the two write it down, version by version."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.approach.formulation import standing_now
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.write_formulation import (
    LONGEST,
    read_formulation,
    write_formulation,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.drafts import let_go_when_kept


class FormulationForm(forms.Form):
    """The text of a version, and the version it was written from."""

    words = forms.CharField(
        label=gettext_lazy("In plain words, as you two would say it"),
        widget=forms.Textarea(attrs={"rows": 12, "class": "words", "dir": "auto"}),
        max_length=LONGEST,
    )
    after = forms.CharField(widget=forms.HiddenInput, required=False)


@only_for(Role.WORKER)
@let_go_when_kept
def formulation(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show every version, and keep a new one."""
    now = timezone.now()
    read = read_formulation(client_id, by=request.user, now=now)
    newest = read.versions[-1] if read.versions else None
    start = {
        "words": newest.words if newest else "",
        "after": newest.id if newest else "",
    }
    form = FormulationForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            write_formulation(
                client_id,
                typed["words"],
                after=typed["after"],
                by=request.user,
                now=now,
            )
        except (NoSuchRecord, StoryClosed):
            raise
        except EditedMeanwhile as problem:
            form = with_newer(form, start, problem)
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            said = _("Kept as a new version. %(name)s can read it and answer it.")
            messages.success(request, said % {"name": read.client.name})
            return redirect("worker:formulation", client_id)
    context = {
        "client": read.client,
        "form": form,
        "now": standing_now(read.versions),
        "earlier": list(reversed(read.versions[:-1])),
    }
    return render(request, "worker/formulation.html", context)
