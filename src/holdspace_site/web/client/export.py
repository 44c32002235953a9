"""The client's own copy of everything we keep of them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from holdspace.privacy.access import Role
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.read_record import own_record
from holdspace_site.web.exports import json_export, readable_export
from holdspace_site.web.people import only_for


@require_GET
@only_for(Role.CLIENT)
def export_json(request: HttpRequest) -> HttpResponse:
    """Hand the client their whole record as a file."""
    client = own_record(request.user)
    return json_export(export_client(client.pk, by=request.user, now=timezone.now()))


@require_GET
@only_for(Role.CLIENT)
def export_readable(request: HttpRequest) -> HttpResponse:
    """Show the client their whole record as one page."""
    client = own_record(request.user)
    return readable_export(
        request,
        export_client(client.pk, by=request.user, now=timezone.now()),
        frame="base_own.html",
        back=reverse("client:home"),
        as_json=reverse("client:export"),
    )
