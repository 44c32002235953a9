"""A client's record in the administrator's hands: a copy to take out, and erasing."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.read_administration import (
    read_client_care,
    read_erased,
)
from holdspace_site.actions.read_record import read_looks
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.exports import json_export, readable_export
from holdspace_site.web.looks import looks_in_words
from holdspace_site.web.people import only_for
from holdspace_site.web.secret_fields import PasswordAgainForm


class ExportForm(PasswordAgainForm):
    """How the copy should be."""

    form = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            ("page", gettext_lazy("As a page to read or print")),
            ("json", gettext_lazy("As a file for another program (JSON)")),
        ],
        widget=forms.RadioSelect,
        initial="page",
    )
    field_order = ("form", "password")


class EraseForm(PasswordAgainForm):
    """The client's number, typed again."""

    number = forms.CharField(
        label=gettext_lazy("The number of this record"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        ),
        max_length=20,
    )
    field_order = ("number", "password")

    def __init__(self, *args: object, client_id: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._client_id = client_id

    def clean_number(self) -> str:
        """Refuse another number."""
        typed = self.cleaned_data["number"].strip()
        if typed != str(self._client_id):
            raise forms.ValidationError(
                _("This is not the number of this record. Nothing was erased.")
            )
        return typed


@sensitive_post_parameters()
@only_for(Role.ADMINISTRATOR)
def record(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show who looked; hand out a copy once the password was typed again."""
    now = timezone.now()
    form = ExportForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        exported = export_client(client_id, by=request.user, now=now)
        if form.cleaned_data["form"] == "json":
            return json_export(exported)
        return readable_export(
            request,
            exported,
            frame="administration/base.html",
            back=reverse("administration:record", args=[client_id]),
        )
    client, entries = read_looks(client_id, by=request.user, now=now)
    return render(
        request,
        "administration/record.html",
        {
            "client": client,
            "form": form,
            "looks": looks_in_words(entries, own=False),
        },
    )


@sensitive_post_parameters()
@only_for(Role.ADMINISTRATOR)
def erase(request: HttpRequest, client_id: int) -> HttpResponse:
    """Say what erasing does; erase once the number and the password were typed."""
    now = timezone.now()
    care = read_client_care(client_id, by=request.user, now=now)
    form = EraseForm(request.POST or None, person=request.user, client_id=client_id)
    if request.method == "POST" and form.is_valid():
        try:
            erase_client(
                client_id,
                typed_number=form.cleaned_data["number"],
                by=request.user,
                now=now,
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("administration:erased", client_id)
    return render(
        request,
        "administration/erase.html",
        {"client": care.client, "form": form, "team": care.team},
    )


@only_for(Role.ADMINISTRATOR)
def erased(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show the trace that is left of an erased record."""
    trace = read_erased(client_id, by=request.user)
    return render(request, "administration/erased.html", {"trace": trace})
