"""What a client told, and the marking of what it says."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.privacy.access import Role
from holdspace.story.readings import Sensitivity
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.add_passage import (
    NewPassage,
    Setting,
    ToldBy,
    add_passage,
)
from holdspace_site.actions.correct_passage import correct_passage
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.read_story import (
    ToldPassage,
    read_passage,
    read_story,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.languages import LANGUAGES
from holdspace_site.web.newer_version import with_newer
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.drafts import let_go_when_kept
from holdspace_site.web.worker.sittings import sittings

TOLD_BY = {
    ToldBy.CLIENT: gettext_lazy("the client"),
    ToldBy.WORKER: gettext_lazy("you, in your own words"),
    ToldBy.OTHER: gettext_lazy("somebody else"),
}
SETTINGS = {
    Setting.SESSION: gettext_lazy("in a session"),
    Setting.ALONE: gettext_lazy("alone"),
    Setting.PHONE: gettext_lazy("on the phone"),
    Setting.PAPER: gettext_lazy("on paper"),
    Setting.LETTER: gettext_lazy("in answer to a letter"),
}
_ONLY_BY_CLIENT = {Setting.LETTER}
SENSITIVITIES = {
    Sensitivity.EASY: gettext_lazy("easy"),
    Sensitivity.STIRRING: gettext_lazy("may stir feelings"),
    Sensitivity.TENDER: gettext_lazy("tender"),
}


class PassageForm(forms.Form):
    """Something a client told, in their own words."""

    words = forms.CharField(
        label=gettext_lazy("What was said"),
        help_text=gettext_lazy(
            "As they said it. You can mark what it says afterwards."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "class": "words", "dir": "auto"}),
        strip=False,
    )
    told_on = forms.DateField(
        label=gettext_lazy("When it was said"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    told_by = forms.ChoiceField(
        label=gettext_lazy("Whose words these are"),
        choices=[(key.value, words) for key, words in TOLD_BY.items()],
    )
    setting = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[
            (key.value, words)
            for key, words in SETTINGS.items()
            if key not in _ONLY_BY_CLIENT
        ],
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    translation = forms.CharField(
        label=gettext_lazy("What an interpreter made of it"),
        help_text=gettext_lazy("Only where somebody interpreted. Both are kept."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "words", "dir": "auto"}),
        required=False,
        strip=False,
    )
    supported_by = forms.CharField(
        label=gettext_lazy("Somebody there to support them"),
        max_length=200,
        required=False,
    )
    sensitivity = forms.TypedChoiceField(
        label=gettext_lazy("How tender this is"),
        choices=[(key.value, words) for key, words in SENSITIVITIES.items()],
        coerce=lambda value: Sensitivity(int(value)),
    )
    episode = forms.ChoiceField(
        label=gettext_lazy("Which help it tells of"), required=False
    )

    def __init__(self, *args: object, episodes: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["episode"].choices = [("", _("none, or several"))] + [
            (told.episode.id, told.episode.title or _("the help here"))
            for told in episodes
        ]

    def as_new(self) -> NewPassage:
        """Return what was typed as a passage to keep."""
        typed = self.cleaned_data
        return NewPassage(
            words=typed["words"],
            told_on=typed["told_on"],
            told_by=ToldBy(typed["told_by"]),
            setting=Setting(typed["setting"]),
            language=typed["language"],
            sensitivity=typed["sensitivity"],
            episode_id=typed["episode"] or None,
            translation=typed["translation"],
            supported_by=typed["supported_by"],
        )


class CorrectionForm(forms.Form):
    """A passage with a typing slip, to be mended."""

    words = forms.CharField(
        label=gettext_lazy("The words"),
        help_text=gettext_lazy(
            "Mend only slips of the keyboard. The earlier wording is kept. A marked "
            "phrase that changes loses its mark."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "class": "words", "dir": "auto"}),
        strip=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@only_for(Role.WORKER)
def story(request: HttpRequest, client_id: int) -> HttpResponse:
    """List what a client told, and the help they had."""
    told = read_story(client_id, by=request.user, now=timezone.now())
    return render(
        request,
        "worker/story.html",
        {
            "client": told.client,
            "kept_back": told.kept_back,
            "sittings": sittings(_as_listed(one) for one in told.passages),
            "episodes": [
                {
                    "id": one.episode.id,
                    "title": one.episode.title or _("The help here"),
                    "began": one.episode.began,
                    "ended": one.episode.ended,
                    "chosen": one.episode.chosen,
                    "ending_words": one.ending_words,
                    "hoped_for": one.episode.hoped_for,
                }
                for one in told.episodes
            ],
        },
    )


def _as_listed(one: ToldPassage) -> dict[str, object]:
    return {
        "id": one.row.pk,
        "words": one.words,
        "told_on": one.row.told_on,
        "told_by": TOLD_BY[ToldBy(one.row.told_by)],
        "setting": SETTINGS[Setting(one.row.setting)],
        "language": one.row.language,
        "translation": one.row.translation,
        "translated_into": one.row.translated_into,
        "supported_by": one.row.supported_by,
        "question": one.row.question,
        "part": one.row.part,
        "sensitivity": one.row.sensitivity,
        "about": one.about,
        "readings_count": one.readings_count,
        "unconfirmed_count": one.unconfirmed_count,
    }


@only_for(Role.WORKER)
@let_go_when_kept
def add(request: HttpRequest, client_id: int) -> HttpResponse:
    """Write down something a client told."""
    told = read_story(client_id, by=request.user, now=timezone.now())
    start = {"told_on": timezone.localdate(), "language": "en"}
    form = PassageForm(
        request.POST or None, initial=start, episodes=list(told.episodes)
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = add_passage(
                client_id, form.as_new(), by=request.user, now=timezone.now()
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Kept. You can mark what it says now."))
            return redirect("worker:passage", client_id, kept.pk)
    return render(
        request,
        "worker/passage_form.html",
        {
            "client": told.client,
            "title": _("Something they told you"),
            "form": form,
            "submit": _("Keep these words"),
            "back": reverse("worker:story", args=[client_id]),
        },
    )


@only_for(Role.WORKER)
@let_go_when_kept
def correct(request: HttpRequest, client_id: int, passage_id: str) -> HttpResponse:
    """Mend a typing slip in a passage."""
    now = timezone.now()
    opened = read_passage(client_id, passage_id, by=request.user, now=now)
    start = {"words": opened.words, "version": opened.row.version}
    form = CorrectionForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            lost = correct_passage(
                client_id,
                passage_id,
                words=form.cleaned_data["words"],
                version=form.cleaned_data["version"],
                by=request.user,
                now=now,
            )
        except EditedMeanwhile as problem:
            form = with_newer(form, start, problem)
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _correction_note(lost))
            return redirect("worker:passage", client_id, passage_id)
    return render(
        request,
        "worker/passage_form.html",
        {
            "client": opened.client,
            "title": _("Correct a slip"),
            "form": form,
            "submit": _("Keep the correction"),
            "back": reverse("worker:passage", args=[client_id, passage_id]),
        },
    )


def _correction_note(lost: int) -> str:
    if lost:
        return _(
            "Corrected. Some marked words changed, so their marks are gone: please "
            "mark them again."
        )
    return _("Corrected. The earlier wording is kept.")
