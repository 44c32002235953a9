"""Lets only the right kind of person onto a page."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from holdspace.privacy.access import Role
from holdspace_site.records.scope import NoSuchRecord

View = Callable[..., HttpResponse]


def only_for(*roles: Role) -> Callable[[View], View]:
    """Show a page to people with one of these roles; others get the unknown page."""
    values = {role.value for role in roles}

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponse:
            if request.user.role not in values:
                raise NoSuchRecord
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return decorate
