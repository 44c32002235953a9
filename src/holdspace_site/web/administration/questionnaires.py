"""Which questionnaires an agency uses, whose they are, and its own licensed words."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from holdspace.measures.licensed import MOST_CHARACTERS
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.set_up_instruments import (
    LONGEST_HOLDER,
    drop_licensed_text,
    load_licensed_text,
    read_instrument,
    read_instruments,
    switch_instrument,
)
from holdspace_site.actions.set_up_so_far import telling_is_on
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.people import only_for


class LicensedTextForm(forms.Form):
    """The words of a questionnaire, and who holds the licence until when."""

    text = forms.FileField(
        label=gettext_lazy("The file with the words"),
        help_text=gettext_lazy(
            "A plain text file. How it is written stands in Holdspace’s documentation "
            "under “The licensed text of an agency”. A file that does not fit is "
            "refused as a whole."
        ),
    )
    held_by = forms.CharField(
        label=gettext_lazy("Who holds the licence"),
        help_text=gettext_lazy("It is shown under the questions."),
        max_length=LONGEST_HOLDER,
    )
    until = forms.DateField(
        label=gettext_lazy("The last day of the licence"),
        help_text=gettext_lazy("After it, the questionnaire is not shown any more."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    holds_licence = forms.BooleanField(
        label=gettext_lazy("We hold a licence to use these words in this practice.")
    )

    def clean_text(self) -> str:
        """Take a short file of plain text."""
        file = self.cleaned_data["text"]
        if file.size > 4 * MOST_CHARACTERS:
            raise forms.ValidationError(_("This file is too long for a questionnaire."))
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("This is not a plain text file. Save it as text (UTF-8).")
            ) from None


@require_GET
@only_for(Role.ADMINISTRATOR)
def questionnaires(request: HttpRequest) -> HttpResponse:
    """Show what ships, what is switched on, and what has no words."""
    now = timezone.now()
    kept = read_instruments(by=request.user, now=now)
    context = {
        "whole": [one for one in kept if not one.instrument.is_skeleton],
        "skeletons": [one for one in kept if one.instrument.is_skeleton],
        "ready": telling_is_on(request.user, now=now),
    }
    return render(request, "administration/questionnaires.html", context)


@only_for(Role.ADMINISTRATOR)
def questionnaire(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """Show one with its rights in plain words; load licensed words for a skeleton."""
    now = timezone.now()
    kept = read_instrument(instrument_id, by=request.user, now=now)
    takes_words = kept.instrument.is_skeleton or kept.has_own_words
    form = LicensedTextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and takes_words and form.is_valid():
        try:
            load_licensed_text(
                instrument_id,
                form.cleaned_data["text"],
                held_by=form.cleaned_data["held_by"],
                until=form.cleaned_data["until"],
                by=request.user,
                now=now,
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error("text", str(problem))
        else:
            messages.success(request, _("The words are loaded. You can switch it on."))
            return redirect("administration:questionnaire", instrument_id)
    context = {
        "kept": kept,
        "instrument": kept.instrument,
        "takes_words": takes_words,
        "form": form,
        "ready": telling_is_on(request.user, now=now),
    }
    return render(request, "administration/questionnaire.html", context)


@require_POST
@only_for(Role.ADMINISTRATOR)
def switch(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """Switch one on or off."""
    on = request.POST.get("on") == "yes"
    try:
        switch_instrument(instrument_id, on=on, by=request.user, now=timezone.now())
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        messages.error(request, str(problem))
    else:
        said = _("It is switched on.") if on else _("It is switched off.")
        messages.success(request, said)
    return redirect("administration:questionnaire", instrument_id)


@require_POST
@only_for(Role.ADMINISTRATOR)
def drop(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """Delete the words that were loaded."""
    drop_licensed_text(instrument_id, by=request.user, now=timezone.now())
    messages.success(request, _("The words are deleted, and it is switched off."))
    return redirect("administration:questionnaire", instrument_id)
