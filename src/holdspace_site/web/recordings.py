"""Hands out a recording so that a player can start, stop and go back in it."""

import re

from django.http import HttpRequest, HttpResponse

_PIECE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})", re.ASCII)


def sound_answer(request: HttpRequest, sound: bytes, kind: str) -> HttpResponse:
    """Return a recording, or the piece of it that the player asked for.

    It is to be heard on the page it stands in, and no copy of it is to stay.
    """
    wanted = _piece(request.headers.get("Range", ""), len(sound))
    if wanted == range(0):
        answer = HttpResponse(status=416)
        answer.headers["Content-Range"] = f"bytes */{len(sound)}"
        return answer
    if wanted is None:
        answer = HttpResponse(sound, content_type=kind)
    else:
        piece = sound[wanted.start : wanted.stop]
        answer = HttpResponse(piece, content_type=kind, status=206)
        answer.headers["Content-Range"] = (
            f"bytes {wanted.start}-{wanted.stop - 1}/{len(sound)}"
        )
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _piece(asked: str, length: int) -> range | None:
    """Return the bytes asked for; None for all of them, none where there are none."""
    found = _PIECE.fullmatch(asked.strip())
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:  # the last so many
        return range(max(0, length - int(last)), length) if int(last) else range(0)
    start = int(first)
    stop = min(int(last) + 1, length) if last else length
    return range(start, stop) if start < stop else range(0)
