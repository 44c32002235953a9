"""Lets only the right kind of person onto a page."""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from holdspace.privacy.access import Role
from holdspace_site.records.scope import NoSuchRecord, refuse

View = Callable[..., HttpResponse]


def _refuse(request: HttpRequest, client_id: object) -> NoReturn:
    """Answer as for a page that never was; a look at a client is written down."""
    if isinstance(client_id, int):
        refuse(request.user, client_id, now=timezone.now())
    raise NoSuchRecord


def only_for(*roles: Role) -> Callable[[View], View]:
    """Show a page to people with one of these roles; others get the unknown page."""
    values = {role.value for role in roles}

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponse:
            if request.user.role not in values:
                _refuse(request, kwargs.get("client_id"))
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate
