"""The first page of an empty practice: agency, first administrator, and the key."""

import ipaddress
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.change_agency import FIELDS, change_agency
from holdspace_site.actions.protect_key import is_protected, key_on_paper, protect_key
from holdspace_site.actions.set_up_practice import (
    FirstRun,
    is_set_up,
    set_up_practice,
)
from holdspace_site.home import Home
from holdspace_site.records.scope import agency_of
from holdspace_site.web.secret_fields import SecretField, check_same

_BACKEND = "holdspace_site.records.visits.people.PeopleBackend"
_PASSPHRASE_CHARACTERS = 15
_PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED")


@dataclass(frozen=True, slots=True)
class KeyPage:
    """What the page of the key shows; `on_paper` is empty if it cannot be read."""

    place: str
    on_paper: tuple[str, ...] = field(repr=False)
    protected: bool
    problem: str = ""


class FirstRunForm(forms.Form):
    """The agency, its first administrator, and whether the key has a passphrase."""

    agency_name = forms.CharField(
        label=gettext_lazy("Name of the agency"),
        help_text=gettext_lazy("Clients see it. You can change it later."),
        max_length=200,
    )
    administrator_name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("You become the first administrator."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        max_length=200,
    )
    sign_in_name = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        help_text=gettext_lazy("What you type to sign in. Capitals do not matter."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
        max_length=150,
    )
    password = SecretField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy(
            "At least 15 characters. A few words in a row are easy to remember. You "
            "can paste it from a password manager."
        ),
    )
    password_again = SecretField(label=gettext_lazy("Password again"))
    passphrase = SecretField(
        label=gettext_lazy("Passphrase for the key"),
        help_text=gettext_lazy(
            "Without one, whoever copies the whole folder can read everything in it. "
            "With one, it is asked each time Holdspace starts, and nobody can recover "
            "it for you. At least 15 characters."
        ),
        required=False,
    )
    passphrase_again = SecretField(
        label=gettext_lazy("Passphrase again"), required=False
    )

    def clean_passphrase(self) -> str:
        """Take a long one or none."""
        typed = self.cleaned_data["passphrase"]
        if typed and len(typed) < _PASSPHRASE_CHARACTERS:
            raise forms.ValidationError(
                _("This is too short. Use at least 15 characters, or leave it empty.")
            )
        return typed

    def clean(self) -> None:
        """Ask for the same password and the same passphrase twice."""
        check_same(self, "password")
        check_same(self, "passphrase")


class KeyCopyForm(forms.Form):
    """Where the copy of the key is kept."""

    key_copy_kept = forms.CharField(
        label=gettext_lazy("Where is the copy kept?"),
        help_text=gettext_lazy(
            "The place only, never the key itself. For example: sealed envelope in the "
            "safe, second floor. If there is no copy yet, leave it empty; the overview "
            "will remind you."
        ),
        max_length=300,
        required=False,
    )


@never_cache
@sensitive_post_parameters()
def first_run(request: HttpRequest) -> HttpResponse:
    """Set up an empty practice, from this machine alone, and show its key once."""
    if is_set_up():
        return _after_set_up(request)
    if not _from_this_machine(request):
        return render(request, "first_run/elsewhere.html", status=403)
    home = Home.chosen()
    form = FirstRunForm(request.POST or None)
    if is_protected(home):
        del form.fields["passphrase"], form.fields["passphrase_again"]
    if request.method == "POST" and form.is_valid() and _set_up(request, form):
        key = _key_page(home, form.cleaned_data.get("passphrase", ""))
        return render(
            request, "first_run/key.html", {"key": key, "form": KeyCopyForm()}
        )
    return render(request, "first_run/start.html", {"form": form})


def _set_up(request: HttpRequest, form: FirstRunForm) -> bool:
    """Make the practice and sign its administrator in; else put on the form why not."""
    typed = form.cleaned_data
    first = FirstRun(
        agency_name=typed["agency_name"],
        administrator_name=typed["administrator_name"],
        sign_in_name=typed["sign_in_name"],
        password=typed["password"],
    )
    try:
        administrator = set_up_practice(first, now=timezone.now())
    except ValidationError as problem:
        form.add_error("password", problem)
    except HoldspaceError as problem:
        form.add_error(None, str(problem))
    else:
        login(request, administrator, backend=_BACKEND)
        return True
    return False


def _key_page(home: Home, passphrase: str) -> KeyPage:
    """Read the key for paper, then lock it; what fails is said, the practice stands."""
    on_paper, problem = "", ""
    try:
        on_paper = key_on_paper(home)
        if passphrase:
            protect_key(home, passphrase)
    except HoldspaceError as error:
        problem = str(error)
    except OSError:
        problem = _(
            "The passphrase could not be put on the key: its file cannot be written."
        )
    return KeyPage(
        place=str(home.key_file),
        on_paper=tuple(on_paper.split()),
        protected=is_protected(home),
        problem=problem,
    )


def _after_set_up(request: HttpRequest) -> HttpResponse:
    """Note where the copy of the key is kept; show nobody the first page again."""
    person = request.user
    if not person.is_authenticated or person.role != Role.ADMINISTRATOR.value:
        return redirect("home")
    form = KeyCopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agency = agency_of(person)
        kept = {field: getattr(agency, field) for field in FIELDS}
        change_agency(kept | form.cleaned_data, by=person, now=timezone.now())
        messages.success(request, _("Your practice is ready to be filled."))
    return redirect("administration:home")


def _from_this_machine(request: HttpRequest) -> bool:
    """Return whether the browser is on this machine, and nothing stands between.

    A proxy on this machine would make the whole network look local; it tells by its
    headers.
    """
    if any(request.META.get(name) for name in _PASSED_ON):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
