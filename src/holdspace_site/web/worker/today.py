"""The worker's day and their clients."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from holdspace.privacy.access import Role
from holdspace_site.actions.read_clients import read_clients
from holdspace_site.actions.read_today import read_today
from holdspace_site.actions.see_tried_pins import tried_pins
from holdspace_site.web.hand_offs import panel
from holdspace_site.web.people import only_for


@only_for(Role.WORKER)
def today(request: HttpRequest) -> HttpResponse:
    """Show who comes, whom to think about first, and what was promised."""
    now = timezone.now()
    day = read_today(by=request.user, on=timezone.localdate(now), now=now)
    tried = tried_pins(by=request.user)
    context = {"today": day, "tried_pins": tried} | panel(request)
    return render(request, "worker/today.html", context)


@only_for(Role.WORKER)
def clients(request: HttpRequest) -> HttpResponse:
    """List the worker's clients, or those with some letters in their name.

    The letters come by POST: a name does not belong in an address.
    """
    wanted = request.POST.get("q", "").strip()
    listed = read_clients(by=request.user, now=timezone.now())
    found = [one for one in listed if wanted.casefold() in one.name.casefold()]
    context = {"clients": found, "wanted": wanted}
    return render(request, "worker/clients.html", context)
