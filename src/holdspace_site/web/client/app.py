"""Makes the client's pages an app on their phone that also works without a network."""

import hashlib
import json
from functools import cache

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

_SCRIPTS = ("store.js", "sending.js")  # what the service worker itself needs
_PARTS = (
    "tokens.css",
    "frame.css",
    "parts.css",
    "forms.css",
    "own.css",
    "telling.css",
    "check-in.css",
    "voice.css",
    "calm.css",
    "print.css",
    "frame.js",
    "own.js",
    "leaving.js",
    "route.js",
    "store.js",
    "sending.js",
    "telling-words.js",
    "keeper.js",
    "phrases.js",
    "check-in.js",
    "telling.js",
    "voice.js",
    "service-worker.js",
    "logo.svg",
)


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """Hand out the script that keeps the page at hand and sends what waits."""
    kept = [static(f"holdspace/{name}") for name in _PARTS if _found(name)]
    kept.append(static("django_htmx/htmx-2.min.js"))
    settings = {
        "cache": f"page-{_version()}",
        "scripts": [static(f"holdspace/{name}") for name in _SCRIPTS],
        "parts": kept,
        "telling": reverse("client:telling"),
        "checkInPage": reverse("client:check-in"),
        "home": reverse("client:home"),
        "state": reverse("client:telling-state"),
        "keep": reverse("client:keep"),
        "answer": reverse("client:answer"),
        "checkIn": reverse("client:check-in-answer"),
        "recordings": reverse("client:keep-recording"),
    }
    with open(_found("service-worker.js"), encoding="utf-8") as script:
        body = f"self.settings = {json.dumps(settings)};\n{script.read()}"
    return HttpResponse(
        body,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """Say how the app is called on a phone's screen: nothing anybody could guess from.

    Icons are the page's own mark (docs/icons.py draws them); colours are the paper's.
    """
    return JsonResponse(
        {
            "name": _("My page"),
            "short_name": _("My page"),
            "start_url": reverse("client:telling"),
            "scope": reverse("client:home"),
            "display": "standalone",
            "background_color": "#faf7f1",
            "theme_color": "#faf7f1",
            "icons": [
                {
                    "src": static("holdspace/logo.svg"),
                    "type": "image/svg+xml",
                    "sizes": "any",
                    "purpose": "any",
                },
                *(
                    {
                        "src": static(f"holdspace/icon-{size}.png"),
                        "type": "image/png",
                        "sizes": f"{size}x{size}",
                        "purpose": purpose,
                    }
                    for size in (192, 512)
                    for purpose in ("any", "maskable")
                ),
            ],
        },
        content_type="application/manifest+json",
    )


def _found(name: str) -> str | None:
    return finders.find(f"holdspace/{name}")


@cache
def _version() -> str:
    """Return a name for this state of all parts: another one when any changes."""
    digest = hashlib.sha256()
    for name in _PARTS:
        if place := _found(name):
            with open(place, "rb") as part:
                digest.update(part.read())
    return digest.hexdigest()[:12]
