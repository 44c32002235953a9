"""Keep what a client says instead of a line as words of their own, read the same way.

There is one such passage a reading, whatever letter or page it was said on.
"""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from holdspace.story.readings import Certainty, NoticedBy, Verdict
from holdspace_site.actions.add_passage import Setting, ToldBy
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.records.models import (
    GivenVerdict,
    HandOff,
    Passage,
    PassageRevision,
    Person,
    Reading,
)
from holdspace_site.records.sharing import own_reading_id, own_words_id


def own_words_ids(reading_id: UUID) -> tuple[UUID, UUID]:
    """Return the ids of the passage and the reading that a correction makes."""
    return own_words_id(reading_id), own_reading_id(reading_id)


def follow(
    reading: Reading, verdict: Verdict, words: str, *, by: Person, now: datetime
) -> HandOff | None:
    """Let a client's own words follow their newest verdict on what they put right.

    Taken back, they go with it and are for the client's eyes alone; after a yes, or a
    not quite without words, they are no reading any more. Words that may need a person
    are handed to one; None if there were none.
    """
    if verdict is Verdict.NOT_QUITE and words:
        passage = _tell_anew(reading, words, by=by, now=now)
        return hand_off_for(passage, by=by, now=now)
    if verdict is Verdict.TAKEN_BACK:
        _take_back(reading, by=by, now=now)
    else:
        own = Reading.objects.filter(pk=own_words_ids(reading.pk)[1], ended_at=None)
        own.update(ended_at=now)
    return None


def are_told(reading: Reading) -> bool:
    """Return whether a correction of this reading was ever made a passage."""
    return Passage.objects.filter(pk=own_words_ids(reading.pk)[0]).exists()


def bring_own_words_back(reading: Reading, *, now: datetime) -> None:
    """Undo that the client's own words went with a line taken back.

    What they held back themselves stays held back until they open it.
    """
    passage_id, reading_id = own_words_ids(reading.pk)
    back = GivenVerdict.objects.filter(
        reading_id=reading_id, verdict=Verdict.TAKEN_BACK.value, undone_at=None
    )
    stays = _is_held_back_by_switch(reading)
    if back.update(undone_at=now) and not stays:
        Passage.objects.filter(pk=passage_id).update(held_back_at=None)


def keep_own_words(
    new: Passage, words: str, *, by: Person, now: datetime, opens: bool = True
) -> Passage:
    """Keep what a client wrote in answer to a letter, or change it; return the passage.

    Earlier wordings stay in its history. `new` says what it is if it is not kept yet.
    Held back before, it is open again with new words; with the same ones if `opens`.
    """
    kept = Passage.objects.select_for_update().filter(pk=new.pk).first()
    if kept is None:
        new.told_by, new.typed_by = ToldBy.CLIENT.value, by
        new.told_on, new.added_at = timezone.localdate(now), now
        new.setting, new.words = new.setting or Setting.LETTER.value, words
        new.save(force_insert=True)
        return new
    if kept.words != words:
        before = PassageRevision(
            client_id=kept.client_id,
            passage=kept,
            version=kept.version,
            replaced_at=now,
            replaced_by=by,
        )
        before.words = kept.words
        before.save(force_insert=True)
        kept.words = words
        kept.version += 1
        opens = True
    if opens:
        kept.held_back_at = None
    kept.save()
    return kept


def set_aside(passage_id: UUID, *, now: datetime) -> None:
    """Keep own words for the client's eyes alone, as of now; None there is fine."""
    Passage.objects.filter(pk=passage_id, held_back_at__isnull=True).update(
        held_back_at=now
    )


def open_again(passage_id: UUID, *, set_aside_at: datetime | None) -> None:
    """Open own words that were set aside at that moment, and not those held back."""
    Passage.objects.filter(pk=passage_id, held_back_at=set_aside_at).update(
        held_back_at=None
    )


def _tell_anew(reading: Reading, words: str, *, by: Person, now: datetime) -> Passage:
    passage_id, reading_id = own_words_ids(reading.pk)
    passage = keep_own_words(
        Passage(
            pk=passage_id,
            client_id=reading.client_id,
            episode_id=reading.episode_id,
            language=reading.passage.language,
            sensitivity=reading.passage.sensitivity,
        ),
        words,
        by=by,
        now=now,
        opens=not _is_held_back_by_switch(reading),
    )
    own = Reading.objects.filter(pk=reading_id).first() or Reading(
        pk=reading_id,
        client_id=reading.client_id,
        passage=passage,
        episode_id=reading.episode_id,
        code=reading.code,
        start=0,
        certainty=Certainty.SAID.value,
        strength=reading.strength,
        noticed_by=NoticedBy.CLIENT.value,
        marked_by=by,
        marked_at=now,
        version=0,
    )
    own.end, own.ended_at = len(passage.words), None
    own.version += 1
    own.save()
    _give(own, Verdict.YES, by=by, now=now)
    return passage


def _is_held_back_by_switch(reading: Reading) -> bool:
    """Return whether a client's own words are held back, and not with their line."""
    passage_id, reading_id = own_words_ids(reading.pk)
    with_line = GivenVerdict.objects.filter(
        reading_id=reading_id, verdict=Verdict.TAKEN_BACK.value, undone_at=None
    )
    held = Passage.objects.filter(pk=passage_id, held_back_at__isnull=False)
    return held.exclude(held_back_at__in=with_line.values("given_at")).exists()


def _take_back(reading: Reading, *, by: Person, now: datetime) -> None:
    passage_id, reading_id = own_words_ids(reading.pk)
    for own in Reading.objects.filter(pk=reading_id, ended_at=None):
        _give(own, Verdict.TAKEN_BACK, by=by, now=now)
        told = Passage.objects.filter(pk=passage_id, held_back_at__isnull=True)
        told.update(held_back_at=now)


def _give(reading: Reading, verdict: Verdict, *, by: Person, now: datetime) -> None:
    """Keep a verdict that follows from the one that was written down."""
    GivenVerdict.objects.create(
        client_id=reading.client_id,
        reading=reading,
        verdict=verdict.value,
        given_by=by,
        given_at=now,
    )
