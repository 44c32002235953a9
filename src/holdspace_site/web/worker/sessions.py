"""A client's sessions: see them, plan and move them, set boundaries."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holdspace.alliance.sessions import PromiseStatus, SessionStatus
from holdspace.approach.unfinished import notice_line
from holdspace.content.wording import wording
from holdspace.privacy.access import Role
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.plan_session import move_session, plan_session
from holdspace_site.actions.read_sessions import read_session, read_sessions
from holdspace_site.actions.set_boundary import lift_boundary, set_boundary
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.people import only_for
from holdspace_site.web.promise_words import STATUSES as PROMISE_STATUSES
from holdspace_site.web.repair_words import STATUSES
from holdspace_site.web.session_words import went_words
from holdspace_site.web.worker.drafts import let_go_when_kept

BOUNDARY_KINDS = {
    Answer.NOT_NOW: gettext_lazy("Not now"),
    Answer.NEVER: gettext_lazy("Never"),
    Answer.IN_PERSON: gettext_lazy("Only in person"),
    Answer.ALREADY_TOLD: gettext_lazy("Told once; do not ask again"),
}


class PlanForm(forms.Form):
    """When and where a session is, or was."""

    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    place = forms.CharField(
        label=gettext_lazy("Room, phone or video"), max_length=100, required=False
    )

    def at(self) -> datetime:
        """Return the moment that was chosen, in the practice's own time."""
        return timezone.make_aware(
            datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        )


class MoveForm(PlanForm):
    """When and where a planned session is now."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class BoundaryForm(forms.Form):
    """Something they asked us to leave alone."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[(key.value, words) for key, words in BOUNDARY_KINDS.items()],
    )
    topic = forms.CharField(
        label=gettext_lazy("What to leave alone"),
        help_text=gettext_lazy("A title is enough."),
        max_length=300,
    )


@only_for(Role.WORKER)
def sessions(request: HttpRequest, client_id: int) -> HttpResponse:
    """List a client's sessions, promises and boundaries."""
    now = timezone.now()
    today = timezone.localdate(now)
    read = read_sessions(client_id, by=request.user, now=now)
    return render(
        request,
        "worker/sessions.html",
        {
            "client": read.client,
            "closed": read.closed,
            "sessions": [
                {
                    "row": row,
                    "went": went_words(row.status, row.course, row.side),
                }
                for row in read.sessions
            ],
            "promises": [
                {
                    "one": one,
                    "status_words": PROMISE_STATUSES[one.status],
                    "is_open": one.status is PromiseStatus.OPEN,
                }
                for one in read.promises
            ],
            "repairs": [(STATUSES[one.status], one) for one in read.repairs],
            "coming": [
                (one, notice_line(read.client.name, one, on=today, wording=wording()))
                for one in read.coming
            ],
            "boundaries": [
                {
                    "id": row.pk,
                    "topic": row.topic,
                    "kind_words": BOUNDARY_KINDS[Answer(row.kind)],
                    "set_on": row.set_on,
                }
                for row in read.boundaries
            ],
        },
    )


@only_for(Role.WORKER)
@let_go_when_kept
def plan(request: HttpRequest, client_id: int) -> HttpResponse:
    """Plan a session, or write down one that was."""
    read = read_sessions(client_id, by=request.user, now=timezone.now())
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = plan_session(
                client_id,
                at=form.at(),
                place=form.cleaned_data["place"],
                by=request.user,
                now=timezone.now(),
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            if kept.status == SessionStatus.HELD.value:
                messages.success(request, _("Kept. You can write down what it left."))
                return redirect("worker:session", client_id, kept.pk)
            messages.success(request, _("The session is planned."))
            return redirect("worker:sessions", client_id)
    title = _("Plan or write down a session")
    return _form_page(request, read.client, form, title, client_id)


@only_for(Role.WORKER)
@let_go_when_kept
def move(request: HttpRequest, client_id: int, session_id: str) -> HttpResponse:
    """Change the time or the place of a planned session."""
    now = timezone.now()
    client, row, _kept = read_session(client_id, session_id, by=request.user, now=now)
    at = timezone.localtime(row.at)
    start = {
        "day": at.date(),
        "time": f"{at:%H:%M}",
        "place": row.place,
        "version": row.version,
    }
    form = MoveForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            move_session(
                client_id,
                session_id,
                at=form.at(),
                place=form.cleaned_data["place"],
                version=form.cleaned_data["version"],
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
            messages.success(request, _("Moved. Their own page says so too."))
            return redirect("worker:sessions", client_id)
    title = _("Change session %(number)s") % {"number": row.number}
    return _form_page(request, client, form, title, client_id)


@only_for(Role.WORKER)
@let_go_when_kept
def boundary(request: HttpRequest, client_id: int) -> HttpResponse:
    """Keep what a client asked to leave alone."""
    read = read_sessions(client_id, by=request.user, now=timezone.now())
    form = BoundaryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_boundary(
            client_id,
            kind=Answer(form.cleaned_data["kind"]),
            topic=form.cleaned_data["topic"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Kept. It stands on the brief."))
        return redirect("worker:sessions", client_id)
    title = _("Something to leave alone")
    return _form_page(request, read.client, form, title, client_id)


@require_POST
@only_for(Role.WORKER)
def lift(request: HttpRequest, client_id: int, boundary_id: str) -> HttpResponse:
    """End a boundary because the client said so."""
    lift_boundary(client_id, boundary_id, by=request.user, now=timezone.now())
    messages.success(request, _("It does not stand on the brief any more."))
    return redirect("worker:sessions", client_id)


def _form_page(
    request: HttpRequest, client: object, form: forms.Form, title: str, client_id: int
) -> HttpResponse:
    return render(
        request,
        "worker/passage_form.html",
        {
            "client": client,
            "form": form,
            "title": title,
            "back": reverse("worker:sessions", args=[client_id]),
        },
    )
