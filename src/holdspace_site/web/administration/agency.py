"""What the agency tells people, and what is still to be set up."""

import re
from urllib.parse import urlsplit

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
from holdspace_site.actions.change_agency import FIELDS, change_agency
from holdspace_site.actions.read_administration import list_clients, read_people
from holdspace_site.actions.set_up_so_far import Missing, missing_for
from holdspace_site.records.scope import NoSuchRecord, agency_of
from holdspace_site.web.administration.readers import on_the_overview
from holdspace_site.web.administration.words import with_role_words
from holdspace_site.web.people import only_for

_NUMBER = re.compile(r"(?:[Ss][Mm][Ss] )?\+?[0-9][0-9 ()./-]*")
_SHOWN = 10

STEPS = {
    Missing.OPENING_HOURS: (
        gettext_lazy("Opening hours"),
        gettext_lazy("Clients read when somebody sees what they write, and when not."),
    ),
    Missing.HELP_NUMBERS: (
        gettext_lazy("Help numbers"),
        gettext_lazy("Whom clients can call when they are in danger."),
    ),
    Missing.PASSED_ON_BY_LAW: (
        gettext_lazy("What must be passed on by law"),
        gettext_lazy("Clients read it before they tell anything."),
    ),
    Missing.KEY_COPY_KEPT: (
        gettext_lazy("Where the copy of the key is kept"),
        gettext_lazy("Without a copy, a lost disk means that every word is lost."),
    ),
    Missing.WORKER: (
        gettext_lazy("A worker"),
        gettext_lazy("Somebody has to be there for the clients."),
    ),
    Missing.CLIENT: (
        gettext_lazy("A client"),
        gettext_lazy("Add the first one and say who works with them."),
    ),
    Missing.CARE_TEAM: (
        gettext_lazy("A worker for every client"),
        gettext_lazy("At least one client has nobody who works with them."),
    ),
}
_ADD = {
    Missing.WORKER: "administration:add-person",
    Missing.CLIENT: "administration:add-client",
    Missing.CARE_TEAM: "administration:clients",
}
_SEE = {
    Missing.WORKER: "administration:people",
    Missing.CLIENT: "administration:clients",
}


class AgencyForm(forms.Form):
    """What the agency tells the people who come to it."""

    name = forms.CharField(label=gettext_lazy("Name of the agency"), max_length=200)
    opening_hours = forms.CharField(
        label=gettext_lazy("When somebody reads what clients write"),
        help_text=gettext_lazy(
            "It ends the sentence “People read this page …”. For example: Monday to "
            "Friday, 9 to 17."
        ),
        max_length=500,
        required=False,
    )
    help_numbers = forms.CharField(
        label=gettext_lazy("Help numbers"),
        help_text=gettext_lazy(
            "Whom clients can call at any hour. One a line, with a colon between the "
            "name and the number. For example: Emergency: 112. Where a text is better "
            "than a call, write sms before the number, like “Text line: sms 12345”."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    passed_on_by_law = forms.CharField(
        label=gettext_lazy("What must be passed on by law"),
        help_text=gettext_lazy(
            "When a worker has to tell others, even if the client says no. Write it in "
            "plain words; clients read it. The law differs from place to place, so ask "
            "somebody who knows yours."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    leave_address = forms.CharField(
        label=gettext_lazy("Where “Leave now” goes"),
        help_text=gettext_lazy(
            "A page nobody wonders about, such as a weather page. Left empty, it goes "
            "to a blank page."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "dir": "ltr"}),
        max_length=200,
        required=False,
    )
    key_copy_kept = forms.CharField(
        label=gettext_lazy("Where the copy of the key is kept"),
        help_text=gettext_lazy(
            "The place only, never the key itself. For example: sealed envelope in the "
            "safe, second floor."
        ),
        max_length=300,
        required=False,
    )

    def clean_help_numbers(self) -> str:
        """Ask for a name, a colon and a number on each line."""
        lines = [
            line.strip() for line in self.cleaned_data["help_numbers"].splitlines()
        ]
        kept = [line for line in lines if line]
        problems = [
            _("Line %(line)s: write a name, a colon and a number, like “%(like)s”.")
            % {"line": number, "like": "Emergency: 112"}
            for number, line in enumerate(kept, start=1)
            if not _is_help_number(line)
        ]
        if problems:
            raise forms.ValidationError(problems)
        return "\n".join(kept)

    def clean_leave_address(self) -> str:
        """Take a web address or nothing."""
        typed = self.cleaned_data["leave_address"].strip()
        if typed and not _is_web_address(typed):
            raise forms.ValidationError(
                _(
                    "This is not a web address. It begins with https:// or http://, "
                    "like https://www.example.org/"
                )
            )
        return typed


def _is_help_number(line: str) -> bool:
    label, _colon, number = line.rpartition(":")
    return bool(label.strip() and _NUMBER.fullmatch(number.strip()))


def _is_web_address(typed: str) -> bool:
    try:
        parts = urlsplit(typed)
    except ValueError:
        return False
    plain = not re.search(r"\s", typed)
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _where(step: Missing, *, missing: bool) -> str:
    """Return the page where a step is done, or seen once it is."""
    if step in _ADD:
        return reverse((_ADD if missing else _SEE)[step])
    return reverse("administration:agency") + f"#id_{step.value}"


@only_for(Role.ADMINISTRATOR)
def home(request: HttpRequest) -> HttpResponse:
    """Show what is set up and what is not, the people, and the clients."""
    missing = missing_for(request.user)
    listed = list_clients(by=request.user, now=timezone.now())
    steps = [
        {
            "title": title,
            "why": why,
            "missing": step in missing,
            "url": _where(step, missing=step in missing),
        }
        for step, (title, why) in STEPS.items()
        if step in missing or step is not Missing.CARE_TEAM
    ]
    return render(
        request,
        "administration/home.html",
        {
            "steps": steps,
            "next_step": next((step for step in steps if step["missing"]), None),
            "missing_count": len(missing),
            "people": with_role_words(
                one for one in read_people(by=request.user) if one.is_active
            ),
            "clients": listed[:_SHOWN],
            "clients_count": len(listed),
        }
        | on_the_overview(request),
    )


@only_for(Role.ADMINISTRATOR)
def agency(request: HttpRequest) -> HttpResponse:
    """Change what the agency tells people."""
    kept = agency_of(request.user)
    start = {field: getattr(kept, field) for field in FIELDS}
    form = AgencyForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            change_agency(form.cleaned_data, by=request.user, now=timezone.now())
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved. Clients see it from now on."))
            return redirect("administration:home")
    return render(request, "administration/agency.html", {"form": form})
