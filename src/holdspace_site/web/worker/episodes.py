"""Help a client told of: write down an earlier one, put right what is written."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.content.codebook import codebook
from holdspace.privacy.access import Role
from holdspace.story.episodes import EpisodeKind
from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.keep_episode import (
    ToldOfHelp,
    add_episode,
    change_episode,
    read_episode,
)
from holdspace_site.actions.read_story import read_story
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.drafts import let_go_when_kept

CHOSEN = {
    "": gettext_lazy("not told"),
    "yes": gettext_lazy("they chose to go"),
    "no": gettext_lazy("they had to go"),
}


class RememberedDateField(forms.CharField):
    """A date as people remember it, kept as they would write it again."""

    def clean(self, value: object) -> str:
        """Return the date as it is stored. Raises ValidationError beside the field."""
        typed = super().clean(value)
        try:
            return PartialDate.read(typed).canonical if typed else ""
        except HoldspaceError as problem:
            raise ValidationError(str(problem)) from None


class EpisodeForm(forms.Form):
    """One period of help, as it was told; nothing but its kind is needed."""

    title = forms.CharField(
        label=gettext_lazy("What kind of help"),
        help_text=gettext_lazy(
            "By what it was, not by a name: a counsellor at school, a hospital ward."
        ),
        max_length=200,
    )
    began = RememberedDateField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy("As they remember it: 2019, about 2019, March 2019."),
        max_length=40,
        required=False,
    )
    ended = RememberedDateField(label=gettext_lazy("To"), max_length=40, required=False)
    chosen = forms.ChoiceField(
        label=gettext_lazy("Whether they chose it"),
        choices=list(CHOSEN.items()),
        required=False,
    )
    ending = forms.ChoiceField(label=gettext_lazy("How it ended"), required=False)
    hoped_for = forms.CharField(
        label=gettext_lazy("What they had hoped for"),
        help_text=gettext_lazy("In their own words."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "words", "dir": "auto"}),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        endings = codebook().in_domain("E")
        self.fields["ending"].choices = [("", _("not told"))] + [
            (code.id, code.plain_words) for code in endings
        ]

    def as_told(self) -> ToldOfHelp:
        """Return what was typed as help to keep."""
        typed = self.cleaned_data
        return ToldOfHelp(
            title=typed["title"],
            began=typed["began"],
            ended=typed["ended"],
            chosen={"yes": True, "no": False}.get(typed["chosen"]),
            ending=typed["ending"],
            hoped_for=typed["hoped_for"],
        )


class ChangedEpisodeForm(EpisodeForm):
    """A period of help that is written down already."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PresentEpisodeForm(ChangedEpisodeForm):
    """The help going on here; it needs no title."""

    title = forms.CharField(
        label=gettext_lazy("What kind of help"), max_length=200, required=False
    )


@only_for(Role.WORKER)
@let_go_when_kept
def add(request: HttpRequest, client_id: int) -> HttpResponse:
    """Write down help a client had before."""
    told = read_story(client_id, by=request.user, now=timezone.now())
    form = EpisodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_episode(client_id, form.as_told(), by=request.user, now=timezone.now())
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept."))
            return redirect("worker:story", client_id)
    return _page(request, told.client, form, _("Earlier help they told of"))


@only_for(Role.WORKER)
@let_go_when_kept
def episode(request: HttpRequest, client_id: int, episode_id: str) -> HttpResponse:
    """Put right what is written of one period of help."""
    now = timezone.now()
    client, row = read_episode(client_id, episode_id, by=request.user, now=now)
    present = row.kind == EpisodeKind.PRESENT.value
    kind = PresentEpisodeForm if present else ChangedEpisodeForm
    start = _as_kept(row)
    form = kind(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            change_episode(
                client_id,
                episode_id,
                form.as_told(),
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
            messages.success(request, _("Kept."))
            return redirect("worker:story", client_id)
    title = _("The help here") if present else _("Earlier help they told of")
    return _page(request, client, form, title)


def _as_kept(row: object) -> dict[str, object]:
    return {
        "title": row.title,
        "began": _as_written(row.began),
        "ended": _as_written(row.ended),
        "chosen": {True: "yes", False: "no"}.get(row.chosen, ""),
        "ending": row.ending,
        "hoped_for": row.hoped_for,
        "version": row.version,
    }


def _as_written(kept: str) -> str:
    return str(PartialDate.read(kept)) if kept else ""


def _page(
    request: HttpRequest, client: object, form: forms.Form, title: str
) -> HttpResponse:
    return render(
        request,
        "worker/passage_form.html",
        {
            "client": client,
            "form": form,
            "title": title,
            "submit": _("Keep this"),
            "back": reverse("worker:story", args=[client.pk]),
        },
    )
