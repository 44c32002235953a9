"""Mend a typing slip in a passage, keeping how it read before."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from holdspace.privacy.access import Verb
from holdspace.story.corrections import spans_after_correction
from holdspace.vocabulary.text import Span
from holdspace_site.actions.add_passage import as_kept
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Passage, PassageRevision, Person, Session
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.sharing import session_words_id


def correct_passage(
    client_id: int,
    passage_id: str | UUID,
    *,
    words: str,
    version: int,
    by: Person,
    now: datetime,
) -> int:
    """Put `words` in place of a passage's and return how many readings had to end.

    Readings move with their words. A reading whose own words changed ends: nobody has
    read the new ones yet.

    Raises:
        EditedMeanwhile: if somebody else changed the passage since it was opened.
        NothingWritten, NoSuchRecord.
    """
    client = client_for(by, client_id, Verb.CORRECT_PASSAGE, now=now)
    words = as_kept(words)
    if not words.strip():
        raise NothingWritten
    one_of(Passage, client, passage_id, by=by, now=now)
    with transaction.atomic():
        passage = Passage.objects.select_for_update().get(pk=passage_id)
        if passage.version != version:
            raise EditedMeanwhile("passage")
        if words == passage.words:
            return 0
        ended = put_words(passage, words, by=by, now=now)
        if passage.session_id and passage.pk == session_words_id(passage.session_id):
            # A wrap-up that is open somewhere holds the words as they were.
            newer = F("version") + 1
            Session.objects.filter(pk=passage.session_id).update(version=newer)
        write_down(
            Verb.CORRECT_PASSAGE.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("passage", passage.pk),
        )
    return ended


def put_words(passage: Passage, words: str, *, by: Person, now: datetime) -> int:
    """Put other words in a passage held by the caller; the earlier ones stay.

    Returns how many readings had to end.
    """
    before = PassageRevision(
        client_id=passage.client_id,
        passage=passage,
        version=passage.version,
        replaced_at=now,
        replaced_by=by,
    )
    before.words = passage.words
    before.save(force_insert=True)
    ended = _move_readings(passage, words, now)
    passage.words = words
    passage.version += 1
    passage.save()
    return ended


def _move_readings(passage: Passage, words: str, now: datetime) -> int:
    readings = list(passage.readings.filter(ended_at__isnull=True))
    spans = [Span(reading.start, reading.end) for reading in readings]
    moved = spans_after_correction(passage.words, words, spans)
    for reading, span in zip(readings, moved, strict=True):
        if span is None:
            reading.ended_at = now
        else:
            reading.start, reading.end = span.start, span.end
        reading.version += 1
        reading.save()
    return sum(span is None for span in moved)
