"""Notes of a supervision hour: written, mended and ticked by either of the two.

The worker and the supervisor have the same pages, each among their own.
"""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from holdspace.content.supervision import supervision_pack
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.keep_supervision_draft import (
    keep_supervision_draft,
    let_supervision_draft_go,
    read_supervision_drafts,
)
from holdspace_site.actions.keep_supervision_hour import (
    LONGEST,
    MOST_POINTS,
    HourNotes,
    Point,
    keep_supervision_hour,
    tick_point,
)
from holdspace_site.actions.read_supervision import Hour, read_hour, read_pair
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.keeping import (
    as_json,
    body_of,
    kept_answer,
    lanes_from,
    refused,
    writing_from,
)
from holdspace_site.web.people import View, only_for

_FRAMES = {"worker": "base_staff.html", "supervision": "supervision/base.html"}
_START = {"worker": "worker:supervision-with", "supervision": "supervision:worker"}
_FEWEST_ROWS = 3
_EMPTY_ROWS = 2


class HourForm(forms.Form):
    """When it was, what was agreed, when the next one is; one row a thing agreed."""

    held_on = forms.DateField(
        label=gettext_lazy("The day of this hour"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    words = forms.CharField(
        label=gettext_lazy("What you talked about"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )
    next_on = forms.DateField(
        label=gettext_lazy("The day of the next one"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: object, names: tuple[str, str], rows: int, **kwargs: object
    ) -> None:
        """Take the names of worker and supervisor, and how many rows to show."""
        super().__init__(*args, **kwargs)
        self._rows = rows
        for n in range(rows):
            self.fields[f"point_{n}"] = forms.CharField(
                label=gettext_lazy("What"),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=LONGEST,
                required=False,
            )
            self.fields[f"who_{n}"] = forms.ChoiceField(
                label=gettext_lazy("Who does it"),
                choices=list(zip(("worker", "supervisor"), names, strict=True)),
            )
            self.fields[f"due_{n}"] = forms.DateField(
                label=gettext_lazy("By when"),
                widget=forms.DateInput(attrs={"type": "date"}),
                required=False,
            )

    def rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        """Yield the three fields of each thing agreed."""
        for n in range(self._rows):
            yield self[f"point_{n}"], self[f"who_{n}"], self[f"due_{n}"]

    def notes(self) -> HourNotes:
        """Return what was typed."""
        typed = self.cleaned_data
        return HourNotes(
            held_on=typed["held_on"],
            next_on=typed["next_on"],
            words=typed["words"],
            points=[
                Point(
                    words=typed[f"point_{n}"],
                    by_worker=typed[f"who_{n}"] == "worker",
                    due_on=typed[f"due_{n}"],
                )
                for n in range(self._rows)
            ],
        )


def _new(request: HttpRequest, other_id: int) -> HttpResponse:
    """Write down an hour that was."""
    return _page(request, other_id, None)


def _mend(request: HttpRequest, other_id: int, hour_id: UUID) -> HttpResponse:
    """Read the notes of an hour, and mend them."""
    hour = read_hour(other_id, hour_id, by=request.user, now=timezone.now())
    return _page(request, other_id, hour)


def _page(request: HttpRequest, other_id: int, hour: Hour | None) -> HttpResponse:
    now = timezone.now()
    supervisor, worker = read_pair(other_id, by=request.user)
    names = (worker, supervisor)
    start = _start_of(hour, timezone.localdate(now))
    rows = _rows_in(request) or max(
        _FEWEST_ROWS, _EMPTY_ROWS + (len(hour.points) if hour else 0)
    )
    data = request.POST if request.method == "POST" else None
    form = HourForm(data, initial=start, names=names, rows=rows)
    if form.is_valid():
        try:
            keep_supervision_hour(
                other_id,
                form.notes(),
                hour_id=hour.id if hour else None,
                version=form.cleaned_data["version"] or 0,
                by=request.user,
                now=now,
            )
        except NoSuchRecord:
            raise
        except EditedMeanwhile as problem:
            form = _with_newer(form, start, names, problem)
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            _let_go_of_form(request, other_id)
            messages.success(request, _("Kept. You both can read it."))
            return redirect(_START[_area(request)], other_id)
    area = _area(request)
    context = {
        "frame": _FRAMES[area],
        "form": form,
        "hour": hour,
        "other": supervisor if area == "worker" else worker,
        "no_names": supervision_pack().no_names,
        "back": _START[area],
        "other_id": other_id,
        "drafts": f"{area}:supervision-drafts",
        "drafts_gone": f"{area}:supervision-drafts-gone",
    }
    return render(request, "supervision_hour.html", context)


def _start_of(hour: Hour | None, today: date) -> dict[str, object]:
    if hour is None:
        return {"held_on": today.isoformat(), "version": 0}
    start: dict[str, object] = {
        "held_on": hour.held_on.isoformat(),
        "next_on": hour.next_on.isoformat() if hour.next_on else "",
        "words": hour.words,
        "version": hour.version,
    }
    for n, point in enumerate(hour.points):
        start[f"point_{n}"] = point.words
        start[f"who_{n}"] = "worker" if point.by_worker else "supervisor"
        start[f"due_{n}"] = point.due_on.isoformat() if point.due_on else ""
    return start


def _rows_in(request: HttpRequest) -> int:
    """Return how many rows were sent; those that are too many are not read."""
    most = MOST_POINTS + _EMPTY_ROWS
    return sum(f"point_{n}" in request.POST for n in range(most))


def _with_newer(
    form: HourForm, start: dict[str, object], names: tuple[str, str], problem: Exception
) -> HourForm:
    """Return what is kept now; what was typed otherwise stands beside it."""
    points = sum(key.startswith("point_") for key in start)
    rows = max(_FEWEST_ROWS, points + _EMPTY_ROWS)
    unlike = {f"who_{n}": "worker" for n in range(rows)}
    newer = HourForm(unlike | start, names=names, rows=rows)
    newer.is_valid()
    newer.add_error(None, str(problem))
    texts = [form["words"], *(row[0] for row in form.rows())]
    newer.typed_before = [
        (str(field.label), typed)
        for field in texts
        if (typed := form.cleaned_data[field.name]) and typed not in start.values()
    ]
    return newer


def _tick(request: HttpRequest, other_id: int, point_id: UUID) -> HttpResponse:
    """Say that something agreed is done, or open after all."""
    done = request.POST.get("done", "yes") == "yes"
    tick_point(other_id, point_id, done=done, by=request.user, now=timezone.now())
    said = _("Noted as done.") if done else _("Noted as open.")
    messages.success(request, said)
    return redirect(_START[_area(request)], other_id)


def _drafts(request: HttpRequest, other_id: int) -> JsonResponse:
    """Hand out what somebody is writing of an hour; keep one text of it."""
    by = request.user
    if request.method != "POST":
        found = read_supervision_drafts(other_id, by=by)
        return JsonResponse({"drafts": as_json(found)})
    read_pair(other_id, by=by)
    try:
        writing = writing_from(body_of(request))
        kept = keep_supervision_draft(other_id, writing, by=by, now=timezone.now())
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        return refused(problem)
    return kept_answer(kept)


def _gone(request: HttpRequest, other_id: int) -> JsonResponse:
    """Let go of what some windows left of one text."""
    name, lanes = lanes_from(request)
    let_supervision_draft_go(other_id, name, lanes, by=request.user)
    return JsonResponse({})


def _let_go_of_form(request: HttpRequest, other_id: int) -> None:
    if lanes := request.POST.getlist("kept-lane"):
        name = request.POST.get("kept-name", "")
        let_supervision_draft_go(other_id, name, lanes, by=request.user)


def _area(request: HttpRequest) -> str:
    return request.resolver_match.namespace


def _for_supervisor(view: View) -> View:
    def beside(request: HttpRequest, person_id: int, **ids: object) -> HttpResponse:
        return view(request, person_id, **ids)

    return only_for(Role.SUPERVISOR)(beside)


def _for_worker(view: View) -> View:
    def beside(request: HttpRequest, supervisor_id: int, **ids: object) -> HttpResponse:
        return view(request, supervisor_id, **ids)

    return only_for(Role.WORKER)(beside)


_only_posted: Callable[[View], View] = require_POST
_read_or_posted: Callable[[View], View] = require_http_methods(["GET", "HEAD", "POST"])

supervisor_new, worker_new = _for_supervisor(_new), _for_worker(_new)
supervisor_mend, worker_mend = _for_supervisor(_mend), _for_worker(_mend)
supervisor_tick = _only_posted(_for_supervisor(_tick))
worker_tick = _only_posted(_for_worker(_tick))
supervisor_drafts = _read_or_posted(_for_supervisor(_drafts))
worker_drafts = _read_or_posted(_for_worker(_drafts))
supervisor_gone = _only_posted(_for_supervisor(_gone))
worker_gone = _only_posted(_for_worker(_gone))
