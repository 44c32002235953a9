"""The wrap-up of a session, in half a minute: what we did, their words, promises."""

from collections.abc import Iterable, Iterator

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.alliance.sessions import Course, SessionStatus, Side
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.make_promise import NewPromise
from holdspace_site.actions.plan_session import Leavings, record_session
from holdspace_site.actions.read_sessions import read_session
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.people import only_for
from holdspace_site.web.session_words import SIDES, STATUSES
from holdspace_site.web.worker.drafts import let_go_when_kept

_COURSES = {
    Course.AS_PLANNED: gettext_lazy("on time"),
    Course.LATE: gettext_lazy("it began late"),
    Course.ENDED_EARLY: gettext_lazy("it ended early"),
}


def _due_field() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("By when"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )


class WrapUpForm(forms.Form):
    """What a session left, in the order one thinks of it."""

    status = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[(key.value, words) for key, words in STATUSES.items()],
    )
    course = forms.ChoiceField(
        label=gettext_lazy("By the clock"),
        choices=[(key.value, words) for key, words in _COURSES.items()],
        required=False,
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Late, short, called off: by whom"),
        choices=[
            ("", gettext_lazy("not said")),
            *((key.value, words) for key, words in SIDES.items()),
        ],
        required=False,
    )
    did = forms.CharField(
        label=gettext_lazy("What you did together"),
        help_text=gettext_lazy("Your note. They can read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    last_words = forms.CharField(
        label=gettext_lazy("What stood out, in their words"),
        help_text=gettext_lazy(
            "Only their own words, as they said them. They see them on their page and "
            "can keep them back."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "class": "words", "dir": "auto"}),
        required=False,
    )
    promise = forms.CharField(
        label=gettext_lazy("Something you said you would do"),
        max_length=500,
        required=False,
    )
    promise_due_on = _due_field()
    promise_2 = forms.CharField(
        label=gettext_lazy("Something else you said you would do"),
        max_length=500,
        required=False,
    )
    promise_2_due_on = _due_field()
    left_open = forms.CharField(
        label=gettext_lazy("Next time: what was left open"),
        help_text=gettext_lazy("Your note. They can read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def promises(self) -> Iterator[NewPromise]:
        """Yield what was promised, where anything was."""
        for name in ("promise", "promise_2"):
            if words := self.cleaned_data[name].strip():
                yield NewPromise(words, self.cleaned_data[f"{name}_due_on"])

    def without(self, kept_back: Iterable[str]) -> "WrapUpForm":
        """Leave out what the client keeps back; a field with a text in it stays."""
        for name in kept_back:
            if not self.data.get(name, "").strip():
                del self.fields[name]
        return self


@only_for(Role.WORKER)
@let_go_when_kept
def session(request: HttpRequest, client_id: int, session_id: str) -> HttpResponse:
    """Write down how a session went and what it left."""
    now = timezone.now()
    client, row, kept_back = read_session(
        client_id, session_id, by=request.user, now=now
    )
    over = row.at <= now
    planned = row.status == SessionStatus.PLANNED.value
    start = {
        "status": SessionStatus.HELD.value if over and planned else row.status,
        "course": row.course,
        "side": row.side,
        "did": row.did,
        "last_words": row.last_words,
        "left_open": row.left_open,
        "version": row.version,
    }
    form = WrapUpForm(request.POST or None, initial=start).without(kept_back)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, client_id, session_id, form)
        except NoSuchRecord:
            raise
        except EditedMeanwhile as problem:
            form = with_newer(form, start | {"status": row.status}, problem)
            form.without(kept_back)
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept."))
            return redirect("worker:sessions", client_id)
    context = {"client": client, "session": row, "form": form, "planned": planned}
    return render(request, "worker/session.html", context)


def _keep(
    request: HttpRequest, client_id: int, session_id: str, form: WrapUpForm
) -> None:
    typed = form.cleaned_data
    record_session(
        client_id,
        session_id,
        left=Leavings(
            status=SessionStatus(typed["status"]),
            course=Course(typed["course"] or Course.AS_PLANNED.value),
            side=Side(typed["side"]) if typed["side"] else None,
            did=typed.get("did", ""),
            left_open=typed.get("left_open", ""),
            last_words=typed.get("last_words", ""),
            promises=tuple(form.promises()),
        ),
        version=typed["version"],
        by=request.user,
        now=timezone.now(),
    )
