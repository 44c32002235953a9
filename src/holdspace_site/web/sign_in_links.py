"""Shows a new sign-in link once, ready to hand over."""

import re
from datetime import datetime, timedelta

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from holdspace_site.actions.sign_in_link import LASTS

_ONLY_HERE = ("localhost", "127.0.0.1", "[::1]")


def link_context(
    request: HttpRequest,
    secret: str,
    *,
    now: datetime,
    for_name: str = "",
    lasts: timedelta = LASTS,
) -> dict[str, object]:
    """Return what the page of a new link says; the secret is kept nowhere else."""
    path = reverse("sign-in-link", args=[secret])
    link = request.build_absolute_uri(path)
    return {
        "link": link,
        "link_for": for_name,
        "link_until": timezone.localtime(now + lasts),
        "link_square": square_of(link),
        "link_only_here": request.get_host().rsplit(":", 1)[0] in _ONLY_HERE
        or request.get_host() in _ONLY_HERE,
    }


def square_of(link: str) -> dict[str, object]:
    """Return a link as a square to scan: its size, and its dark parts as SVG lines.

    One line a run of dark modules, so that the page can draw it with no image file.
    """
    rows = [
        "".join("1" if dark else "0" for dark in row)
        for row in segno.make(link, error="m", micro=False).matrix_iter(border=4)
    ]
    runs = (
        f"M{run.start()} {y}h{len(run.group())}v1h-{len(run.group())}z"
        for y, row in enumerate(rows)
        for run in re.finditer("1+", row)
    )
    return {"size": len(rows), "path": "".join(runs)}
