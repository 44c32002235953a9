"""Who works here: add somebody, let them in, end their account, pair them."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.add_people import add_person, end_account, supervise
from holdspace_site.actions.end_supervision import end_supervision
from holdspace_site.actions.read_administration import (
    read_pairs,
    read_people,
    read_person,
)
from holdspace_site.actions.sign_in_link import invite_staff
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.administration.words import ROLE_WORDS, with_role_words
from holdspace_site.web.people import only_for
from holdspace_site.web.sign_in_links import link_context


class PersonForm(forms.Form):
    """Somebody who works here."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As clients know them."),
        max_length=200,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What they do here"),
        choices=[
            (
                Role.WORKER.value,
                gettext_lazy("Worker: meets clients and reads what those clients tell"),
            ),
            (
                Role.SUPERVISOR.value,
                gettext_lazy("Supervisor: helps workers, sees no client’s story"),
            ),
            (
                Role.ADMINISTRATOR.value,
                gettext_lazy("Administrator: looks after accounts and the agency"),
            ),
        ],
        widget=forms.RadioSelect,
    )
    sign_in_name = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        help_text=gettext_lazy(
            "What they type to sign in, such as a work e-mail address. Capitals do not "
            "matter."
        ),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
        max_length=150,
    )


class PairForm(forms.Form):
    """A supervisor and a worker they help."""

    supervisor = forms.TypedChoiceField(label=gettext_lazy("Supervisor"), coerce=int)
    worker = forms.TypedChoiceField(label=gettext_lazy("Worker"), coerce=int)

    def __init__(self, *args: object, people: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        active = [one for one in people if one.is_active]
        for name, role in (("supervisor", Role.SUPERVISOR), ("worker", Role.WORKER)):
            self.fields[name].choices = [("", _("Choose"))] + [
                (one.pk, one.name) for one in active if one.role == role.value
            ]


@only_for(Role.ADMINISTRATOR)
def people(request: HttpRequest) -> HttpResponse:
    """List who works here and who supervises whom."""
    everybody = read_people(by=request.user)
    return render(
        request,
        "administration/people.html",
        {
            "people": with_role_words(one for one in everybody if one.is_active),
            "ended": with_role_words(one for one in everybody if not one.is_active),
            "pairs": read_pairs(by=request.user),
        },
    )


@only_for(Role.ADMINISTRATOR)
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody who works here, then show the link that lets them in."""
    form = PersonForm(request.POST or None, initial={"role": Role.WORKER.value})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            person = add_person(
                name=typed["name"],
                role=Role(typed["role"]),
                sign_in_name=typed["sign_in_name"],
                by=request.user,
                now=timezone.now(),
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error("sign_in_name", str(problem))
        else:
            return _show_link(request, person.pk, person.name, added=True)
    return render(request, "administration/add_person.html", {"form": form})


@require_POST
@only_for(Role.ADMINISTRATOR)
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    """Make a new link for somebody who cannot get in."""
    person = read_person(person_id, by=request.user)
    return _show_link(request, person.pk, person.name)


def _show_link(
    request: HttpRequest, person_id: int, name: str, *, added: bool = False
) -> HttpResponse:
    now = timezone.now()
    secret = invite_staff(person_id, by=request.user, now=now)
    context = link_context(request, secret, now=now, for_name=name)
    return render(
        request, "administration/person_link.html", context | {"added": added}
    )


@only_for(Role.ADMINISTRATOR)
def end(request: HttpRequest, person_id: int) -> HttpResponse:
    """Ask once more, then end somebody's account."""
    person = read_person(person_id, by=request.user)
    if person.pk == request.user.pk:
        raise NoSuchRecord
    if request.method == "POST":
        end_account(person_id, by=request.user, now=timezone.now())
        messages.success(
            request,
            _("The account of %(name)s is ended.") % {"name": person.name},
        )
        return redirect("administration:people")
    return render(
        request,
        "administration/end_account.html",
        {"person": person, "role_words": ROLE_WORDS[Role(person.role)]},
    )


@only_for(Role.ADMINISTRATOR)
def add_pair(request: HttpRequest) -> HttpResponse:
    """Say which supervisor helps which worker."""
    form = PairForm(request.POST or None, people=read_people(by=request.user))
    if request.method == "POST" and form.is_valid():
        try:
            supervise(
                form.cleaned_data["supervisor"],
                form.cleaned_data["worker"],
                by=request.user,
                now=timezone.now(),
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("administration:people")
    return render(request, "administration/add_pair.html", {"form": form})


@require_POST
@only_for(Role.ADMINISTRATOR)
def end_pair(request: HttpRequest, pair_id: int) -> HttpResponse:
    """End a supervisor's part in a worker's work."""
    end_supervision(pair_id, by=request.user, now=timezone.now())
    messages.success(request, _("Ended. It takes effect at once."))
    return redirect("administration:people")
