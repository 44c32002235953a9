"""A client's own phones and PIN: see them, end them, change it, open another."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from holdspace.privacy.access import Role
from holdspace_site.actions.errors import NotOpenToPin, PinHasToWait, PinWrong
from holdspace_site.actions.own_devices import (
    OWN_LINK_LASTS,
    change_pin,
    end_device,
    end_other_devices,
    open_another_device,
    read_own_devices,
)
from holdspace_site.actions.set_up_so_far import (
    NotReadyForClients,
    check_ready_for_clients,
)
from holdspace_site.web.known_device import begin_visit, forget, visit_device_id
from holdspace_site.web.leaving import empty_device
from holdspace_site.web.people import only_for
from holdspace_site.web.pin_forms import ChangePinForm, in_words
from holdspace_site.web.sign_in_links import link_context
from holdspace_site.web.whose import nobodys


@only_for(Role.CLIENT)
def devices(request: HttpRequest) -> HttpResponse:
    """Show a client their phones; nothing is known of one but its days."""
    kept, here = _devices_and_here(request)
    others = any(one is not here for one in kept)
    context = {"devices": kept, "here": here, "others": others}
    return render(request, "own/devices.html", context)


@require_POST
@only_for(Role.CLIENT)
def end(request: HttpRequest, device_id: int) -> HttpResponse:
    """End one phone; on the phone itself that is forgetting it."""
    end_device(device_id, by=request.user, now=timezone.now())
    if device_id == visit_device_id(request):
        return _gone(request)
    messages.success(request, _("That phone is ended. Nobody gets in on it now."))
    return redirect("client:devices")


@require_POST
@only_for(Role.CLIENT)
def end_others(request: HttpRequest) -> HttpResponse:
    """End every phone but this one."""
    ended = end_other_devices(
        visit_device_id(request), by=request.user, now=timezone.now()
    )
    said = ngettext("%(n)s phone is ended.", "%(n)s phones are ended.", ended)
    messages.success(request, said % {"n": ended})
    return redirect("client:devices")


@require_POST
@only_for(Role.CLIENT)
def forget_this(request: HttpRequest) -> HttpResponse:
    """End the phone in their hand, and sign out on it."""
    _kept, here = _devices_and_here(request)
    if here is not None:
        end_device(here.id, by=request.user, now=timezone.now())
    return _gone(request)


@sensitive_post_parameters()
@only_for(Role.CLIENT)
def change(request: HttpRequest) -> HttpResponse:
    """Change the PIN, with the old one; other phones ask for the new one."""
    _kept, here = _devices_and_here(request)
    if here is None:
        messages.warning(request, _("This visit began without a PIN."))
        return devices(request)
    form = ChangePinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_pin(
                here.id,
                old=form.cleaned_data["old_pin"],
                new=form.cleaned_data["pin"],
                by=request.user,
                now=timezone.now(),
            )
        except NotOpenToPin:
            return _gone(request)
        except (PinWrong, PinHasToWait) as problem:
            form.add_error("old_pin", in_words(problem))
        else:
            update_session_auth_hash(request, request.user)
            begin_visit(request, here)
            messages.success(request, _("Your new PIN holds from now on."))
            return redirect("client:devices")
    return render(request, "own/change_pin.html", {"form": form})


@require_POST
@only_for(Role.CLIENT)
def another(request: HttpRequest) -> HttpResponse:
    """Make a short-lived link for another phone of theirs and show it, this once."""
    try:
        check_ready_for_clients(request.user)
    except NotReadyForClients:
        messages.warning(request, _("This is not possible yet. Ask your worker."))
        return redirect("client:devices")
    now = timezone.now()
    secret = open_another_device(by=request.user, now=now)
    context = link_context(request, secret, now=now, lasts=OWN_LINK_LASTS)
    return render(request, "own/another_device.html", context)


def _devices_and_here(request: HttpRequest) -> tuple[tuple, object]:
    """Return the client's phones, and the one this visit is on if it is known."""
    kept = read_own_devices(by=request.user, now=timezone.now())
    here = visit_device_id(request)
    return kept, next((one for one in kept if one.id == here), None)


def _gone(request: HttpRequest) -> HttpResponse:
    """Sign out and take the device secret out of the browser."""
    logout(request)
    response = redirect("signed-out")
    forget(response)
    nobodys(response)
    empty_device(request, response)
    return response
