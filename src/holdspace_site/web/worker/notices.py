"""Word given before a break, a change of worker or an ending, and what goes with it."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holdspace.alliance.notices import NoticeKind
from holdspace.approach.unfinished import notice_line
from holdspace.content.wording import wording
from holdspace.privacy.access import Role
from holdspace.story.letter import LetterKind
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile, NothingToHear
from holdspace_site.actions.give_notice import (
    NewNotice,
    change_notice,
    give_notice,
    read_notice,
)
from holdspace_site.actions.read_sessions import read_sessions
from holdspace_site.actions.write_farewell import CalledOff, start_farewell
from holdspace_site.records import as_library
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.notice_words import KINDS
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.drafts import let_go_when_kept


def _day_field(label: str, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=required,
    )


class NoticeForm(forms.Form):
    """What is coming, when, and why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is coming"),
        choices=[(kind.value, words) for kind, words in KINDS.items()],
    )
    begins_on = _day_field(gettext_lazy("First day"))
    ends_on = _day_field(gettext_lazy("Last day of a break"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why, in words for them"),
        help_text=gettext_lazy("They read it as you write it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def new(self) -> NewNotice:
        """Return what was typed."""
        typed = self.cleaned_data
        return NewNotice(
            kind=NoticeKind(typed["kind"]),
            begins_on=typed["begins_on"],
            ends_on=typed["ends_on"],
            reason=typed["reason"],
        )


class ChangeForm(NoticeForm):
    """The same, to be changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


@only_for(Role.WORKER)
@let_go_when_kept
def give(request: HttpRequest, client_id: int) -> HttpResponse:
    """Give word of something that is coming."""
    now = timezone.now()
    read = read_sessions(client_id, by=request.user, now=now)
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = give_notice(client_id, form.new(), by=request.user, now=now)
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _given(made.begins_on))
            return redirect("worker:notice", client_id, made.pk)
    context = {
        "client": read.client,
        "form": form,
        "title": _("Before a break, a change or an ending"),
        "intro": _(
            "It is on their page at once, and on the brief until it is over. Tell them "
            "in person too."
        ),
        "submit": _("Give notice"),
        "back": reverse("worker:sessions", args=[client_id]),
    }
    return render(request, "worker/passage_form.html", context)


def _given(begins_on: date) -> str:
    days = (begins_on - timezone.localdate()).days
    return _("Given. They know %(days)s days ahead.") % {"days": days}


@only_for(Role.WORKER)
@let_go_when_kept
def notice(request: HttpRequest, client_id: int, notice_id: str) -> HttpResponse:
    """Show a notice; change it or call it off; write a goodbye and a hand-over."""
    now = timezone.now()
    client, row = read_notice(client_id, notice_id, by=request.user, now=now)
    start = {
        "kind": row.kind,
        "begins_on": row.begins_on,
        "ends_on": row.ends_on,
        "reason": row.reason,
        "version": row.version,
    }
    form = ChangeForm(request.POST or None, initial=start)
    calls_off = request.POST.get("do") == "call_off"
    if request.method == "POST" and form.is_valid():
        try:
            change_notice(
                client_id,
                notice_id,
                None if calls_off else form.new(),
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
            said = _("Called off. It is gone from their page.")
            messages.success(request, said if calls_off else _("Changed."))
            if calls_off:
                return redirect("worker:sessions", client_id)
            return redirect("worker:notice", client_id, notice_id)
    return render(request, "worker/notice.html", _context(client, row, form))


def _context(client: object, row: object, form: forms.Form) -> dict[str, object]:
    told, today = as_library.notice(row), timezone.localdate()
    return {
        "client": client,
        "form": form,
        "notice": row,
        "line": notice_line(client.name, told, on=today, wording=wording()),
        "days_ahead": told.days_ahead(today),
        "hands_over": told.kind is not NoticeKind.BREAK,
    }


@require_POST
@only_for(Role.WORKER)
def goodbye(request: HttpRequest, client_id: int, notice_id: str) -> HttpResponse:
    """Draft a goodbye, or open the one there is."""
    return _start(request, client_id, notice_id, LetterKind.GOODBYE)


@require_POST
@only_for(Role.WORKER)
def hand_over(request: HttpRequest, client_id: int, notice_id: str) -> HttpResponse:
    """Draft a hand-over, or open the one there is."""
    return _start(request, client_id, notice_id, LetterKind.HAND_OVER)


def _start(
    request: HttpRequest, client_id: int, notice_id: str, kind: LetterKind
) -> HttpResponse:
    now = timezone.now()
    try:
        made = start_farewell(client_id, notice_id, kind=kind, by=request.user, now=now)
    except (NothingToHear, CalledOff) as problem:
        messages.warning(request, str(problem))
        return redirect("worker:notice", client_id, notice_id)
    return redirect("worker:letter", client_id, made.pk)
