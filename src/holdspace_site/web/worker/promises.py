"""One promise: kept, put in other words or on another day, or said to be broken."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holdspace.alliance.sessions import PromiseStatus
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile, NotPossible
from holdspace_site.actions.make_promise import (
    NewPromise,
    renegotiate_promise,
    settle_promise,
)
from holdspace_site.actions.read_promises import PromiseShown, read_promise
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.numbers import whole_number
from holdspace_site.web.people import only_for
from holdspace_site.web.promise_words import STATUSES, STEPS
from holdspace_site.web.worker.drafts import let_go_when_kept


class RenegotiateForm(forms.Form):
    """A promise in new words or on a new day."""

    words = forms.CharField(
        label=gettext_lazy("What you will do"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@only_for(Role.WORKER)
@let_go_when_kept
def page(request: HttpRequest, client_id: int, promise_id: str) -> HttpResponse:
    """Show a promise with its history; keep it in new words or on a new day."""
    now = timezone.now()
    client, shown = read_promise(client_id, promise_id, by=request.user, now=now)
    start = {"words": shown.words, "due_on": shown.due_on, "version": shown.version}
    form = RenegotiateForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            renegotiate_promise(
                client_id,
                promise_id,
                new=NewPromise(typed["words"], typed["due_on"]),
                version=typed["version"],
                by=request.user,
                now=now,
            )
        except NoSuchRecord:
            raise
        except EditedMeanwhile as problem:
            form = with_newer(form, start, problem)
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, _("Kept. They see the new words and the old ones.")
            )
            return redirect("worker:promise-page", client_id, promise_id)
    context = {"client": client, "promise": shown, "form": form} | _in_words(shown)
    return render(request, "worker/promise.html", context)


def _in_words(shown: PromiseShown) -> dict[str, object]:
    return {
        "status_words": STATUSES[shown.status],
        "is_open": shown.status is PromiseStatus.OPEN,
        "history": [(STEPS[one.step], one) for one in reversed(shown.changes)],
    }


@require_POST
@only_for(Role.WORKER)
def settle(request: HttpRequest, client_id: int, promise_id: str) -> HttpResponse:
    """Say what became of a promise."""
    try:
        status = PromiseStatus(request.POST.get("status", ""))
    except ValueError:
        raise NotPossible("answer to a promise") from None
    try:
        settle_promise(
            client_id,
            promise_id,
            status=status,
            instead=request.POST.get("instead", ""),
            version=whole_number(request.POST.get("version", "")),
            by=request.user,
            now=timezone.now(),
        )
    except EditedMeanwhile as problem:
        messages.error(request, str(problem))
        return redirect("worker:promise-page", client_id, promise_id)
    messages.success(request, _SETTLED[status])
    if request.POST.get("back") == "sessions":
        return redirect("worker:sessions", client_id)
    return redirect("home")


_SETTLED = {
    PromiseStatus.KEPT: gettext_lazy("Noted as kept."),
    PromiseStatus.BROKEN: gettext_lazy(
        "Noted. It helps to tell them before they have to ask."
    ),
    PromiseStatus.OPEN: gettext_lazy("It is open again."),
}
