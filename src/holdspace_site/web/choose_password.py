"""Choose a password of one's own, the first time and later."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from holdspace.privacy.access import Role
from holdspace_site.actions.choose_password import choose_password as keep_password
from holdspace_site.web.people import only_for
from holdspace_site.web.secret_fields import SecretField, check_same


class ChoosePasswordForm(forms.Form):
    """A new password, twice; the old one too where there is one."""

    old_password = SecretField(
        label=gettext_lazy("Your password until now"), autocomplete="current-password"
    )
    password = SecretField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy(
            "At least 15 characters. A few words in a row are easy to remember. You "
            "can paste it from a password manager."
        ),
    )
    password_again = SecretField(label=gettext_lazy("New password again"))

    def __init__(self, *args: object, person: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        if not person.has_usable_password():
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        """Refuse a wrong old password."""
        typed = self.cleaned_data["old_password"]
        if not self._person.check_password(typed):
            raise forms.ValidationError(_("This is not your password until now."))
        return typed

    def clean(self) -> None:
        """Ask for the same password twice."""
        check_same(self, "password")


@sensitive_post_parameters()
@only_for(Role.WORKER, Role.SUPERVISOR, Role.ADMINISTRATOR)
def choose_password(request: HttpRequest) -> HttpResponse:
    """Let somebody who works here choose the password they sign in with."""
    form = ChoosePasswordForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            keep_password(
                form.cleaned_data["password"], by=request.user, now=timezone.now()
            )
        except ValidationError as problem:
            form.add_error("password", problem)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("Your password is kept."))
            return redirect("home")
    return render(request, "choose_password.html", {"form": form})
