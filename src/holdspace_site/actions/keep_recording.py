"""Keep what somebody said aloud, and let it be heard by whom it is for.

Until a passage holds it, it is a draft: its writer's alone, and in no access log, whose
lines would count what somebody says and does not tell.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import NotPossible, TooLongToHear
from holdspace_site.actions.keep_draft import slot_of
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import AccessEntry, Client, Person, Recording
from holdspace_site.records.scope import client_for, one_of

MOST_BYTES = 20 * 1024 * 1024
MOST_SECONDS = 30 * 60

_ONE_LISTENING = timedelta(minutes=30)
_LONGEST_KEY = 200

# Where a kind of sound says what it is, and with which bytes.
_MARKS = {
    "audio/webm": (0, b"\x1a\x45\xdf\xa3"),
    "audio/ogg": (0, b"OggS"),
    "audio/mp4": (4, b"ftyp"),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording as it was sent.

    `recording_id` is made where it was recorded, so that one sent twice is one. `key`
    says what question it answers; `kind` is its media type.
    """

    recording_id: UUID
    key: str
    kind: str
    seconds: int
    sound: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording as it was made, to be listened to; `kind` is its media type."""

    kind: str
    sound: bytes = field(repr=False)


def keep_recording(
    client_id: int, recorded: Recorded, *, by: Person, now: datetime
) -> None:
    """Keep a recording as a draft of whoever made it; one sent twice is one.

    Raises:
        TooLongToHear: if it is longer, or takes more room, than one may.
        NotPossible: if it is no sound of a kind we keep, or says not what it answers.
        NoSuchRecord: if this is not the person's own record.
    """
    client = client_for(by, client_id, Verb.TELL, now=now)
    _check(recorded)
    if _is_there(client, recorded, by):
        return
    row = Recording(
        pk=recorded.recording_id,
        client=client,
        writer=by,
        slot=slot_of(client, recorded.key),
        kind=recorded.kind,
        seconds=recorded.seconds,
        made_at=now,
    )
    row.sound = recorded.sound
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # sent twice at the same moment
        _is_there(client, recorded, by)


def hear_recording(
    client_id: int, recording_id: str | UUID, *, by: Person, now: datetime
) -> Sound:
    """Return a recording to whoever may hear it: its writer, or a passage's readers.

    A look is written down, but a draft's writer listening to it is none. A player asks
    for a recording in pieces: what the same person hears of it within half an hour is
    one look.

    Raises:
        NoSuchRecord: if there is none, or it is not for this person.
    """
    client = client_for(by, client_id, Verb.READ_STORY, now=now)
    row = one_of(Recording, client, recording_id, by=by, now=now)
    if row.passage_id and not _is_being_heard(row, by, now):
        write_down(
            Verb.READ_STORY.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("recording", row.pk),
        )
    return Sound(row.kind, row.sound)


def let_go_recording(
    client_id: int, recording_id: str | UUID, *, by: Person, now: datetime
) -> None:
    """Delete a recording that was not told yet, for good.

    Raises:
        NotPossible: if it was told: then it is part of a passage.
        NoSuchRecord: if there is none, or it is not for this person.
    """
    client = client_for(by, client_id, Verb.TELL, now=now)
    row = one_of(Recording, client, recording_id, by=by, now=now)
    deleted, _ = Recording.objects.filter(pk=row.pk, passage=None).delete()
    if not deleted:
        raise NotPossible("recording to let go: it was told already")


def _check(recorded: Recorded) -> None:
    if recorded.kind not in _MARKS:
        raise NotPossible("kind of recording")
    start, mark = _MARKS[recorded.kind]
    if recorded.sound[start : start + len(mark)] != mark:
        raise NotPossible("recording")
    if not 0 < len(recorded.key) <= _LONGEST_KEY or recorded.seconds < 0:
        raise NotPossible("recording")
    if len(recorded.sound) > MOST_BYTES or recorded.seconds > MOST_SECONDS:
        raise TooLongToHear


def _is_there(client: Client, recorded: Recorded, by: Person) -> bool:
    """Whether it was kept before. Raises NotPossible if the id is of something else."""
    found = Recording.objects.filter(pk=recorded.recording_id)
    row = found.only("client_id", "writer_id").first()
    if row and (row.client_id, row.writer_id) != (client.pk, by.pk):
        raise NotPossible("recording")
    return row is not None


def _is_being_heard(row: Recording, by: Person, now: datetime) -> bool:
    return AccessEntry.objects.filter(
        client_id=row.client_id,
        who_id=by.pk,
        record_kind="recording",
        record_id=str(row.pk),
        refused=False,
        at__gt=now - _ONE_LISTENING,
    ).exists()
