"""Shows a new sign-in link once, ready to hand over."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from holdspace_site.actions.sign_in_link import LASTS

_ONLY_HERE = ("localhost", "127.0.0.1", "[::1]")


def link_context(
    request: HttpRequest, secret: str, *, now: datetime, for_name: str
) -> dict[str, object]:
    """Return what the page of a new link says; the secret is kept nowhere else."""
    path = reverse("sign-in-link", args=[secret])
    return {
        "link": request.build_absolute_uri(path),
        "link_for": for_name,
        "link_until": timezone.localtime(now + LASTS),
        "link_only_here": request.get_host().rsplit(":", 1)[0] in _ONLY_HERE
        or request.get_host() in _ONLY_HERE,
    }
