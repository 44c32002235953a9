"""What a browser is asked to forget when a visit ends on it.

What several people keep sealed on one device lies in one place, and a browser can only
be asked to empty all of it. So it is asked to where `leaving.js` found nobody else's
there; otherwise the script took away what was the person's own, and the rest stays.
"""

from django.http import HttpRequest, HttpResponse

ALONE = "alone"
"""The field that says nothing of anybody else is kept on the device."""


def empty_device(request: HttpRequest, response: HttpResponse) -> None:
    """Ask the browser to forget what it kept, and nothing that is somebody else's."""
    everything = '"cache", "storage"'
    is_alone = request.POST.get(ALONE) == "yes"
    response.headers["Clear-Site-Data"] = everything if is_alone else '"cache"'
