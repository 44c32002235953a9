"""The form to sign in with."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace_site.actions.count_tries import count_try, forget_tries
from holdspace_site.actions.errors import TooManyTries


class SignInForm(AuthenticationForm):
    """Name and password; the same answer whichever of them is wrong."""

    error_messages: ClassVar = {
        "invalid_login": _(
            "This name and password do not go together. Please try again."
        ),
        "inactive": _("This name and password do not go together. Please try again."),
    }

    def clean(self) -> dict[str, object]:
        """Count the try before the password is looked at."""
        name = self.cleaned_data.get("username")
        if not (name and self.cleaned_data.get("password")):
            return super().clean()
        address = self.request.META.get("REMOTE_ADDR", "")
        try:
            count_try(name, address=address, now=timezone.now())
        except TooManyTries as problem:
            raise forms.ValidationError(str(problem)) from None
        cleaned = super().clean()
        forget_tries(name, address=address)
        return cleaned

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name")
