"""The agency's clients: add one, say who works with them, hand out their link."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.add_people import (
    add_client,
    join_care_team,
    leave_care_team,
)
from holdspace_site.actions.read_administration import (
    list_clients,
    list_erased,
    read_client_care,
)
from holdspace_site.actions.set_up_so_far import (
    NotReadyForClients,
    check_ready_for_clients,
)
from holdspace_site.actions.sign_in_link import invite_client
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.people import only_for
from holdspace_site.web.sign_in_links import link_context

_A_PAGE = 50


class ClientForm(forms.Form):
    """A new client."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy(
            "The name they want to be called by. It is sealed like their story."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        max_length=200,
    )


class MemberForm(forms.Form):
    """A worker who joins a care team."""

    worker = forms.TypedChoiceField(
        label=gettext_lazy("Add a worker"), coerce=int, required=True
    )

    def __init__(self, *args: object, others: tuple, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [("", _("Choose"))] + [
            (one.pk, one.name) for one in others
        ]


@only_for(Role.ADMINISTRATOR)
def clients(request: HttpRequest) -> HttpResponse:
    """List the agency's clients and who works with each."""
    wanted = request.GET.get("q", "").strip().casefold()
    listed = list_clients(by=request.user, now=timezone.now())
    alone = request.GET.get("alone") == "1"
    found = [
        one
        for one in listed
        if (wanted in one.name.casefold() or wanted == str(one.id))
        and not (alone and one.worker_names)
    ]
    return render(
        request,
        "administration/clients.html",
        {
            "page": Paginator(found, _A_PAGE).get_page(request.GET.get("page")),
            "found_count": len(found),
            "any": bool(listed),
            "alone": alone,
            "alone_count": sum(not one.worker_names for one in listed),
            "erased": list_erased(by=request.user),
        },
    )


@only_for(Role.ADMINISTRATOR)
def add(request: HttpRequest) -> HttpResponse:
    """Open a client's record, then go on to who works with them."""
    form = ClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            client = add_client(
                name=form.cleaned_data["name"], by=request.user, now=timezone.now()
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Added. Now say who works with them."))
            return redirect("administration:client", client.pk)
    return render(request, "administration/add_client.html", {"form": form})


@only_for(Role.ADMINISTRATOR)
def client(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show who works with a client, and add somebody to their care team."""
    now = timezone.now()
    care = read_client_care(client_id, by=request.user, now=now)
    form = MemberForm(request.POST or None, others=care.others)
    if request.method == "POST" and form.is_valid():
        try:
            join_care_team(
                client_id, form.cleaned_data["worker"], by=request.user, now=now
            )
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            form.add_error("worker", str(problem))
        else:
            messages.success(request, _("Saved. They can open the record now."))
            return redirect("administration:client", client_id)
    return render(
        request,
        "administration/client.html",
        {
            "client": care.client,
            "team": care.team,
            "others": care.others,
            "form": form,
        },
    )


@require_POST
@only_for(Role.ADMINISTRATOR)
def leave(request: HttpRequest, client_id: int, worker_id: int) -> HttpResponse:
    """End a worker's part in a client's care."""
    leave_care_team(client_id, worker_id, by=request.user, now=timezone.now())
    messages.success(request, _("Saved. They cannot open the record any more."))
    return redirect("administration:client", client_id)


@require_POST
@only_for(Role.ADMINISTRATOR)
def link(request: HttpRequest, client_id: int) -> HttpResponse:
    """Make a sign-in link for the client and show it, this once."""
    now = timezone.now()
    try:
        check_ready_for_clients(request.user)
    except NotReadyForClients as problem:
        messages.warning(request, str(problem))
        return redirect("administration:client", client_id)
    care = read_client_care(client_id, by=request.user, now=now)
    secret = invite_client(client_id, by=request.user, now=now)
    context = link_context(request, secret, now=now, for_name=care.client.name)
    return render(
        request, "administration/client_link.html", context | {"client": care.client}
    )
