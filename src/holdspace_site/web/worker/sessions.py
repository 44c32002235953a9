"""A client's sessions: plan them, write down what they left, set boundaries."""

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
from holdspace.privacy.access import Role
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.make_promise import make_promise
from holdspace_site.actions.plan_session import Leavings, plan_session, record_session
from holdspace_site.actions.read_sessions import read_session, read_sessions
from holdspace_site.actions.set_boundary import lift_boundary, set_boundary
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.drafts import let_go_when_kept

STATUSES = {
    SessionStatus.PLANNED: gettext_lazy("planned"),
    SessionStatus.HELD: gettext_lazy("took place"),
    SessionStatus.MISSED: gettext_lazy("they did not come"),
    SessionStatus.CANCELLED: gettext_lazy("called off"),
}
BOUNDARY_KINDS = {
    Answer.NOT_NOW: gettext_lazy("Not now"),
    Answer.NEVER: gettext_lazy("Never"),
    Answer.IN_PERSON: gettext_lazy("Only in person"),
    Answer.ALREADY_TOLD: gettext_lazy("Told once; do not ask again"),
}
PROMISE_STATUSES = {
    PromiseStatus.OPEN: gettext_lazy("open"),
    PromiseStatus.KEPT: gettext_lazy("kept"),
    PromiseStatus.CANNOT_KEEP: gettext_lazy("could not be kept"),
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


class SessionForm(forms.Form):
    """What a session left."""

    status = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[(key.value, words) for key, words in STATUSES.items()],
    )
    last_words = forms.CharField(
        label=gettext_lazy("Their words to take up next time"),
        help_text=gettext_lazy("Only their own words, as they said them."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "words", "dir": "auto"}),
        required=False,
    )
    left_open = forms.CharField(
        label=gettext_lazy("What was left open"),
        help_text=gettext_lazy("Your note. They can read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    promise = forms.CharField(
        label=gettext_lazy("Something you said you would do"),
        max_length=500,
        required=False,
    )
    promise_due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ClosedSessionForm(SessionForm):
    """The same while the client has closed their story: none of its words."""

    last_words = None
    left_open = None


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
    read = read_sessions(client_id, by=request.user, now=timezone.now())
    return render(
        request,
        "worker/sessions.html",
        {
            "client": read.client,
            "closed": read.closed,
            "sessions": [
                {
                    "id": row.pk,
                    "number": row.number,
                    "at": row.at,
                    "place": row.place,
                    "status": row.status,
                    "status_words": STATUSES[SessionStatus(row.status)],
                    "left_open": row.left_open,
                    "last_words": row.last_words,
                }
                for row in read.sessions
            ],
            "promises": [
                {
                    "id": row.pk,
                    "words": row.words,
                    "made_on": row.made_on,
                    "due_on": row.due_on,
                    "status": row.status,
                    "status_words": PROMISE_STATUSES[PromiseStatus(row.status)],
                }
                for row in read.promises
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
def session(request: HttpRequest, client_id: int, session_id: str) -> HttpResponse:
    """Write down whether a session took place and what it left."""
    now = timezone.now()
    client, row, closed = read_session(client_id, session_id, by=request.user, now=now)
    over = row.at <= now
    planned = row.status == SessionStatus.PLANNED.value
    start = {
        "status": SessionStatus.HELD.value if over and planned else row.status,
        "last_words": row.last_words,
        "left_open": row.left_open,
        "version": row.version,
    }
    kind = ClosedSessionForm if closed else SessionForm
    form = kind(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            _keep_session(request, client_id, session_id, form)
        except NoSuchRecord:
            raise
        except EditedMeanwhile as problem:
            form = with_newer(form, start | {"status": row.status}, problem)
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept."))
            return redirect("worker:sessions", client_id)
    title = _("Session %(number)s") % {"number": row.number}
    return _form_page(request, client, form, title, client_id)


def _keep_session(
    request: HttpRequest, client_id: int, session_id: str, form: SessionForm
) -> None:
    typed, now = form.cleaned_data, timezone.now()
    record_session(
        client_id,
        session_id,
        left=Leavings(
            status=SessionStatus(typed["status"]),
            left_open=typed.get("left_open", ""),
            last_words=typed.get("last_words", ""),
        ),
        version=typed["version"],
        by=request.user,
        now=now,
    )
    if typed["promise"]:
        make_promise(
            client_id,
            words=typed["promise"],
            due_on=typed["promise_due_on"],
            by=request.user,
            now=now,
        )


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
