"""The client says something aloud: it is kept, heard again, or let go."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import NotPossible, TooLongToHear
from holdspace_site.actions.keep_recording import (
    MOST_BYTES,
    Recorded,
    hear_recording,
    keep_recording,
    let_go_recording,
)
from holdspace_site.actions.read_record import own_record
from holdspace_site.web.keeping import refused
from holdspace_site.web.people import only_for
from holdspace_site.web.recordings import sound_answer


@require_POST
@only_for(Role.CLIENT)
def keep(request: HttpRequest) -> JsonResponse:
    """Keep a recording: the message is the sound itself, its headers say the rest."""
    client = own_record(request.user)
    try:
        recorded = _recorded(request)
        keep_recording(client.pk, recorded, by=request.user, now=timezone.now())
    except HoldspaceError as problem:
        return refused(problem)
    return JsonResponse({"at": f"{timezone.localtime():%H:%M}"})


@require_GET
@only_for(Role.CLIENT)
def hear(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """Let the client listen to what they said."""
    client = own_record(request.user)
    heard = hear_recording(client.pk, recording_id, by=request.user, now=timezone.now())
    return sound_answer(request, heard.sound, heard.kind)


@require_POST
@only_for(Role.CLIENT)
def drop(request: HttpRequest, recording_id: UUID) -> JsonResponse:
    """Let go of a recording that was not told."""
    client = own_record(request.user)
    try:
        let_go_recording(client.pk, recording_id, by=request.user, now=timezone.now())
    except NotPossible as problem:
        return refused(problem)
    return JsonResponse({})


def _recorded(request: HttpRequest) -> Recorded:
    said = request.headers
    try:
        recording_id = UUID(said.get("X-Holdspace-Recording", ""))
        seconds = int(said.get("X-Holdspace-Seconds", ""))
    except ValueError:
        raise NotPossible("recording") from None
    # Not `request.body`: that stops at the size of a form, and a sound is larger.
    sound = request.read(MOST_BYTES + 1)
    if len(sound) > MOST_BYTES:
        raise TooLongToHear
    return Recorded(
        recording_id=recording_id,
        key=said.get("X-Holdspace-Key", ""),
        kind=(request.content_type or "").lower(),
        seconds=seconds,
        sound=sound,
    )
