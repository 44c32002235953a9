"""Form fields for passwords and passphrases: paste allowed, spaces kept."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST = 500


class SecretField(forms.CharField):
    """A password as it was typed, to the last space."""

    def __init__(self, *, autocomplete: str = "new-password", **kwargs: object) -> None:
        super().__init__(
            strip=False,
            max_length=LONGEST,
            widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
            **kwargs,
        )


class PasswordAgainForm(forms.Form):
    """Asks for the password once more before something that matters.

    Somebody who signs in by links alone has none and is not asked.
    """

    password = SecretField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy("To be sure that it is you."),
        autocomplete="current-password",
    )

    def __init__(self, *args: object, person: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        if not person.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """Refuse a wrong password."""
        typed = self.cleaned_data["password"]
        if not self._person.check_password(typed):
            raise forms.ValidationError(_("This is not your password."))
        return typed


def check_same(form: forms.Form, name: str) -> None:
    """Add an error unless a secret was typed the same way twice."""
    typed = form.cleaned_data
    again = f"{name}_again"
    if name in typed and again in typed and typed[name] != typed[again]:
        form.add_error(again, _("The two are not the same. Please type both again."))
