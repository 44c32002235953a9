"""The repair card: what a strain rests on, what to do about it, where it stands."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.alliance.repairs import RepairStatus, RuptureKind
from holdspace.content.lessons import lessons
from holdspace.content.repair_card import repair_card
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.keep_repair import Talk, keep_talk
from holdspace_site.actions.open_repair import notice_rupture
from holdspace_site.actions.read_repairs import OpenRepair, read_repair
from holdspace_site.actions.read_sessions import read_sessions
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.people import only_for
from holdspace_site.web.repair_words import GROUNDS, KINDS, STATUSES, STEPS, WORDS
from holdspace_site.web.worker.drafts import let_go_when_kept

_KIND_CHOICES = [(kind.value, words) for kind, words in KINDS.items()]


class TalkForm(forms.Form):
    """What was said and promised, and where it stands now."""

    said = forms.CharField(
        label=gettext_lazy("What was said"),
        help_text=gettext_lazy("Your note. They can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    to = forms.ChoiceField(
        label=gettext_lazy("Where it stands now"),
        widget=forms.RadioSelect,
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How it showed"), choices=_KIND_CHOICES, required=False
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

    def offer(self, repair: OpenRepair) -> "TalkForm":
        """Offer the steps that are open from where the repair stands, if any are."""
        steps = [(step.value, STEPS[step]) for step in repair.next_steps]
        if said := repair.as_they_say:
            step = _("%(step)s, as they say") % {"step": STEPS[said]}
            steps.insert(0, (said.value, step))
            self.fields["to"].help_text = _(
                "In supervision it stands where your own steps put it. Their word is "
                "not seen there."
            )
        if not steps:
            del self.fields["to"]
            return self
        stays = _("as it was: %(status)s") % {"status": STATUSES[repair.status]}
        self.fields["to"].choices = [("", stays), *steps]
        return self


class NoticeForm(forms.Form):
    """A strain the worker noticed themselves."""

    words = forms.CharField(
        label=gettext_lazy("What you noticed, as a guess"),
        help_text=gettext_lazy(
            "Your note, in words you would say to them. They can read it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How it showed"),
        choices=_KIND_CHOICES,
        initial=RuptureKind.UNCLEAR.value,
    )
    session = forms.ChoiceField(label=gettext_lazy("When"), required=False)


@only_for(Role.WORKER)
@let_go_when_kept
def repair(request: HttpRequest, client_id: int, repair_id: str) -> HttpResponse:
    """Show a repair card; keep what was said and where it stands."""
    shown = _read(request, client_id, repair_id)
    start = {"kind": shown.kind.value, "version": shown.version, "to": ""}
    form = TalkForm(request.POST or None, initial=start).offer(shown)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, client_id, repair_id, form)
        except NoSuchRecord:
            raise
        except EditedMeanwhile as problem:
            form = _newer(form, shown, problem)
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept."))
            return redirect("worker:repair", client_id, repair_id)
    return render(request, "worker/repair.html", _context(shown, form))


def _newer(form: TalkForm, shown: OpenRepair, problem: Exception) -> TalkForm:
    newer = with_newer(form, {"version": shown.version, "to": ""}, problem)
    newer.offer(shown)
    return newer


def _read(request: HttpRequest, client_id: int, repair_id: str) -> OpenRepair:
    return read_repair(client_id, repair_id, by=request.user, now=timezone.now())


def _keep(request: HttpRequest, client_id: int, repair_id: str, form: TalkForm) -> None:
    typed = form.cleaned_data
    keep_talk(
        client_id,
        repair_id,
        talk=Talk(
            to=RepairStatus(typed["to"]) if typed.get("to") else None,
            said=typed["said"],
            kind=RuptureKind(typed["kind"]) if typed["kind"] else None,
            promise=typed["promise"],
            due_on=typed["promise_due_on"],
        ),
        version=typed["version"],
        by=request.user,
        now=timezone.now(),
    )


def _context(shown: OpenRepair, form: forms.Form) -> dict[str, object]:
    card = repair_card()
    return {
        "client": shown.client,
        "repair": shown,
        "form": form,
        "status_words": STATUSES[shown.status],
        "kind_words": KINDS[shown.kind],
        "kind_means": card.kinds[shown.kind.value],
        "word_words": WORDS[shown.word] if shown.word else "",
        "card": card,
        "caveat": lessons().caveat,
        "stages": _stages(shown),
        "grounds": [(GROUNDS[one.ground], one) for one in shown.rests_on],
        "history": [
            {
                "one": one,
                "to": STATUSES[one.to] if one.to else "",
                "word": WORDS[one.word] if one.word else "",
            }
            for one in reversed(shown.history)
        ],
    }


def _stages(shown: OpenRepair) -> list[tuple[str, bool]]:
    """Return the way a repair goes, each stage with whether it has come to it."""
    way = [RepairStatus.OPEN, RepairStatus.NAMED, RepairStatus.PARTLY]
    closed = shown.status not in way
    came_to = {RepairStatus.OPEN, *(step.to for step in shown.history)}
    so_far = way if closed else way[: way.index(shown.status) + 1]
    reached = [one for one in so_far if one in came_to]
    stages = [(str(STATUSES[one]), one in reached) for one in way]
    end = STATUSES[shown.status] if closed else _("repaired, or let go")
    return [*stages, (str(end), closed)]


@only_for(Role.WORKER)
@let_go_when_kept
def notice(request: HttpRequest, client_id: int) -> HttpResponse:
    """Open a repair because of something the worker noticed."""
    now = timezone.now()
    read = read_sessions(client_id, by=request.user, now=now)
    form = NoticeForm(request.POST or None)
    form.fields["session"].choices = [
        ("", _("not in one session")),
        *(
            (
                str(row.pk),
                _("Session %(number)s, %(day)s")
                % {
                    "number": row.number,
                    "day": f"{timezone.localtime(row.at):%d.%m.%Y}",
                },
            )
            for row in read.sessions
            if row.at <= now
        ),
    ]
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = notice_rupture(
                client_id,
                kind=RuptureKind(typed["kind"]),
                words=typed["words"],
                session_id=typed["session"] or None,
                by=request.user,
                now=now,
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("The repair is open. It stays on the brief."))
            return redirect("worker:repair", client_id, made.pk)
    context = {
        "client": read.client,
        "form": form,
        "title": _("Something felt off between you"),
        "intro": repair_card().opening,
        "submit": _("Open a repair"),
        "back": reverse("worker:sessions", args=[client_id]),
    }
    return render(request, "worker/passage_form.html", context)
