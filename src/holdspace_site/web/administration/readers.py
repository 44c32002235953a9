"""Who reads words that may need a person, who covers, and the agency's own steps."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.change_readers import (
    LONGEST_WAIT_MINUTES,
    Readers,
    change_readers,
    read_readers,
    who_can_read,
)
from holdspace_site.actions.read_hand_offs import read_unread_hand_offs
from holdspace_site.actions.set_up_so_far import TellingNeeds, missing_for_telling
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.people import only_for

NEEDS = {
    TellingNeeds.OPENING_HOURS: gettext_lazy("the opening hours"),
    TellingNeeds.HELP_NUMBERS: gettext_lazy("the help numbers"),
    TellingNeeds.PASSED_ON_BY_LAW: gettext_lazy("what must be passed on by law"),
    TellingNeeds.ESCALATION_STEPS: gettext_lazy("your steps when words need a person"),
    TellingNeeds.PROTECTION_STEPS: gettext_lazy("your steps when somebody is hurt"),
    TellingNeeds.DUTY_PERSON: gettext_lazy("who reads first"),
    TellingNeeds.COVER_PERSON: gettext_lazy("who covers, somebody else"),
    TellingNeeds.REVIEW_DUE_ON: gettext_lazy("a day to look at this again"),
}
_ON_THE_AGENCY_PAGE = {
    TellingNeeds.OPENING_HOURS,
    TellingNeeds.HELP_NUMBERS,
    TellingNeeds.PASSED_ON_BY_LAW,
}
_FIELDS = {
    TellingNeeds.DUTY_PERSON: "duty_person_id",
    TellingNeeds.COVER_PERSON: "cover_person_id",
}


class ReadersForm(forms.Form):
    """Who reads, who covers after how long, and what the agency does then."""

    escalation_steps = forms.CharField(
        label=gettext_lazy("What you do when words may need a person soon"),
        help_text=gettext_lazy(
            "Your own steps, one a line. They stand beside the client’s words when "
            "somebody reads them. For example: Call the client. Ask how they are."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    protection_steps = forms.CharField(
        label=gettext_lazy("What you do when a child or an adult is being hurt"),
        help_text=gettext_lazy(
            "Your own steps, in plain words. Clients read this too, before they tell "
            "of such harm. The law differs from place to place: ask somebody who knows "
            "yours."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    duty_person_id = forms.TypedChoiceField(
        label=gettext_lazy("Who reads first"),
        help_text=gettext_lazy(
            "A worker or a supervisor. They see the client’s name and the one text, "
            "and nothing else the client told."
        ),
        coerce=int,
        empty_value=None,
        required=False,
    )
    cover_person_id = forms.TypedChoiceField(
        label=gettext_lazy("Who covers"),
        help_text=gettext_lazy("Somebody else, who reads when the first one does not."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    cover_after_minutes = forms.IntegerField(
        label=gettext_lazy("After how many minutes the cover is asked"),
        min_value=1,
        max_value=LONGEST_WAIT_MINUTES,
    )
    review_due_on = forms.DateField(
        label=gettext_lazy("When you look at this again"),
        help_text=gettext_lazy(
            "Once this day is past, clients cannot tell on their own until you set a "
            "new one."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )

    def __init__(self, *args: object, able: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Nobody yet")), *((one.pk, one.name) for one in able)]
        for field in _FIELDS.values():
            self.fields[field].choices = choices

    def clean(self) -> dict[str, object]:
        """Ask for two different people."""
        cleaned = super().clean()
        duty = cleaned.get("duty_person_id")
        if duty and duty == cleaned.get("cover_person_id"):
            self.add_error("cover_person_id", _("Pick somebody else as cover."))
        return cleaned


@only_for(Role.ADMINISTRATOR)
def readers(request: HttpRequest) -> HttpResponse:
    """Change who reads words that may need a person, and what is done then."""
    kept = read_readers(by=request.user)
    able = who_can_read(by=request.user)
    start = {name: getattr(kept, name) for name in ReadersForm.base_fields}
    form = ReadersForm(request.POST or None, initial=start, able=able)
    if request.method == "POST" and form.is_valid():
        try:
            wanted = Readers(**form.cleaned_data)
            change_readers(wanted, by=request.user, now=timezone.now())
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("administration:home")
    return render(request, "administration/readers.html", {"form": form})


def on_the_overview(request: HttpRequest) -> dict[str, object]:
    """Return what the overview says: what is missing, and how many wait, in numbers."""
    now = timezone.now()
    return {
        "telling_needs": [
            {"words": NEEDS[need], "url": _where(need)}
            for need in missing_for_telling(request.user, now=now)
        ],
        "unread": read_unread_hand_offs(by=request.user, now=now),
    }


def _where(need: TellingNeeds) -> str:
    if need in _ON_THE_AGENCY_PAGE:
        return reverse("administration:agency") + f"#id_{need.value}"
    field = _FIELDS.get(need, need.value)
    return reverse("administration:readers") + f"#id_{field}"
