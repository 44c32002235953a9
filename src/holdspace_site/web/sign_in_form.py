"""The form to sign in with."""

from typing import ClassVar

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Name and password; the same answer whichever of them is wrong."""

    error_messages: ClassVar = {
        "invalid_login": _(
            "This name and password do not go together. Please try again."
        ),
        "inactive": _("This name and password do not go together. Please try again."),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name")
