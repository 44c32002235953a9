"""The fields and forms of a PIN: six digits, typed on a phone, pasted if one likes."""

import unicodedata

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdspace.privacy.pin import is_easy_to_guess, is_pin
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import (
    NotOpenToPin,
    PinHasToWait,
    PinTooEasy,
    PinWrong,
    TooManyTries,
)
from holdspace_site.web.secret_fields import check_same

_LONGEST_TYPED = 40  # room for a PIN pasted with spaces round it
_MINUTE = 60


class PinField(forms.CharField):
    """Six digits; spaces, and digits of another script, are put right."""

    def __init__(self, **kwargs: object) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "pin"}
        super().__init__(
            max_length=_LONGEST_TYPED, widget=forms.PasswordInput(attrs=attrs), **kwargs
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        """Set no length on the page: what is pasted would be cut short unseen."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: object) -> str:
        """Return what was typed as plain digits."""
        typed = "".join(super().to_python(value).split())
        return "".join(str(unicodedata.digit(one, one)) for one in typed)


def check_new(field: str) -> str:
    """Return a new PIN; say plainly what is wrong with it."""
    if not is_pin(field):
        raise forms.ValidationError(_("A PIN is six digits, like on a phone."))
    if is_easy_to_guess(field):
        raise forms.ValidationError(
            _(
                "This PIN is easy to guess: the digits stand in a row, or are often "
                "the same. Please choose six that do not."
            )
        )
    return field


class NewPinForm(forms.Form):
    """A new PIN, twice."""

    pin = PinField(
        label=gettext_lazy("Your PIN"),
        help_text=gettext_lazy(
            "Six digits. Not a birthday: somebody who knows you would try that first."
        ),
    )
    pin_again = PinField(label=gettext_lazy("The same PIN again"))

    def clean_pin(self) -> str:
        """Refuse a PIN that is easy to guess."""
        return check_new(self.cleaned_data["pin"])

    def clean(self) -> None:
        """Ask for the same PIN twice."""
        check_same(self, "pin")


class FirstPinForm(NewPinForm):
    """What a client says when they open their link: a PIN, and whose phone this is."""

    shared = forms.TypedChoiceField(
        label=gettext_lazy("Do other people use this phone?"),
        help_text=gettext_lazy(
            "If they do, this page closes after half an hour of rest."
        ),
        choices=[
            ("no", gettext_lazy("No, only I use it")),
            ("yes", gettext_lazy("Yes, others use it too")),
        ],
        coerce=lambda said: said == "yes",
        error_messages={"required": gettext_lazy("Please choose one of the two.")},
        widget=forms.RadioSelect,
    )


class ChangePinForm(NewPinForm):
    """The old PIN, and a new one twice."""

    old_pin = PinField(label=gettext_lazy("Your PIN until now"))
    pin = PinField(
        label=gettext_lazy("Your new PIN"), help_text=gettext_lazy("Six digits.")
    )
    field_order = ("old_pin", "pin", "pin_again")


class PinForm(forms.Form):
    """The PIN, to come back."""

    pin = PinField(label=gettext_lazy("Your PIN"))


def in_words(problem: HoldspaceError) -> str:
    """Say why a PIN was not taken; never on whose account."""
    if isinstance(problem, PinHasToWait):
        return _(
            "There were some wrong tries. Please wait %(time)s, then try again."
        ) % {"time": time_in_words(problem.left.total_seconds())}
    said = {
        PinWrong: _("This PIN does not fit. Please try again."),
        PinTooEasy: _("This PIN is easy to guess. Please choose another."),
        NotOpenToPin: _("This phone cannot be opened with a PIN."),
        TooManyTries: _(
            "There were too many wrong tries from here. Please wait a quarter of an "
            "hour."
        ),
    }
    return said[type(problem)]


def time_in_words(seconds: float) -> str:
    """Return a short time in words, rounded up."""
    whole = max(int(-(-seconds // 1)), 1)
    if whole < _MINUTE:
        return ngettext("%(n)s second", "%(n)s seconds", whole) % {"n": whole}
    minutes = -(-whole // _MINUTE)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
