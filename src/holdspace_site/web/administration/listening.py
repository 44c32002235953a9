"""Whether workers of this agency may have their own words looked over."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.privacy.access import Role
from holdspace_site.actions.rehearse import is_listening_on, switch_listening
from holdspace_site.web.people import only_for


class ListeningForm(forms.Form):
    """On or off."""

    on = forms.BooleanField(
        label=gettext_lazy("Workers may rehearse their own words"),
        required=False,
    )


@only_for(Role.ADMINISTRATOR)
def listening(request: HttpRequest) -> HttpResponse:
    """Explain the choice, and keep it."""
    kept, is_sent = is_listening_on(request.user), request.method == "POST"
    form = ListeningForm(request.POST if is_sent else None, initial={"on": kept})
    if form.is_valid():
        chosen = form.cleaned_data["on"]
        switch_listening(on=chosen, by=request.user, now=timezone.now())
        said = _("Rehearsing is on.") if chosen else _("Rehearsing is off.")
        messages.success(request, said)
        return redirect("administration:listening")
    context = {"form": form, "is_on": kept}
    return render(request, "administration/listening.html", context)
