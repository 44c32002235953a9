"""Mark what a passage says; change or remove such a reading."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from holdspace.content.codebook import Code, codebook
from holdspace.privacy.access import Verb
from holdspace.story.readings import Certainty, NoticedBy
from holdspace.vocabulary.text import Span
from holdspace_site.actions.errors import (
    AlreadyMarked,
    EditedMeanwhile,
    HasVerdict,
    InGivenLetter,
    TakenBackBefore,
    WordsNotFound,
)
from holdspace_site.actions.open_repair import open_after_reading
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    Client,
    Letter,
    LetterLine,
    Passage,
    Person,
    Reading,
)
from holdspace_site.records.scope import client_for, one_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """The words somebody chose: their place, or, without a place, the words alone.

    `quote` guards against a passage that changed meanwhile: the place must hold it.
    """

    quote: str = field(repr=False)
    start: int | None = None
    end: int | None = None

    def span_in(self, words: str) -> Span:
        """Return where the chosen words stand in `words`.

        Raises:
            SpanOutsidePassage: if the place is outside the passage.
            WordsNotFound: if the words are not there.
        """
        if self.start is None or self.end is None or self.end <= self.start:
            quote = self.quote.strip()
            found = words.find(quote) if quote else -1
            if found < 0:
                raise WordsNotFound
            return Span(found, found + len(quote))
        span = Span(self.start, self.end)
        there = span.words_in(words)
        if not there.strip() or (self.quote and there != self.quote):
            raise WordsNotFound
        return span


@dataclass(frozen=True, slots=True)
class Meaning:
    """What somebody reads in the words: a code, how sure, how strong (0 not told)."""

    code: str
    certainty: Certainty = Certainty.SAID
    strength: int = 0


def mark_reading(
    client_id: int,
    passage_id: str | UUID,
    *,
    chosen: Chosen,
    meaning: Meaning,
    by: Person,
    now: datetime,
) -> Reading:
    """Keep a reading of the chosen words.

    Raises:
        AlreadyMarked: if the same words have a reading of the code's domain.
        TakenBackBefore: if the client took this very reading back.
        NoSuchRecord, UnknownCode, SpanOutsidePassage, WordsNotFound.
    """
    client = client_for(by, client_id, Verb.MARK_READING, now=now)
    code = codebook().code(meaning.code)
    one_of(Passage, client, passage_id, by=by, now=now)
    with transaction.atomic():
        passage = Passage.objects.select_for_update().get(pk=passage_id)
        span = chosen.span_in(passage.words)
        _check_new(passage, span, code)
        reading = Reading.objects.create(
            client=client,
            passage=passage,
            episode_id=passage.episode_id,
            code=code.id,
            start=span.start,
            end=span.end,
            certainty=meaning.certainty.value,
            strength=meaning.strength,
            noticed_by=NoticedBy.WORKER.value,
            marked_by=by,
            marked_at=now,
        )
        open_after_reading(reading, by=by, now=now)
        _log(reading, by=by, now=now)
    return reading


def _check_new(passage: Passage, span: Span, code: Code) -> None:
    """Refuse a second reading of a kind on the same words, and one taken back."""
    for kept in as_library.readings_in(passage):
        if kept.reading.span != span:
            continue
        if not kept.reading.taken_back and kept.reading.domain == code.domain:
            raise AlreadyMarked
        if kept.reading.taken_back and kept.reading.code == code.id:
            raise TakenBackBefore


def change_reading(
    client_id: int,
    reading_id: str | UUID,
    *,
    meaning: Meaning,
    version: int,
    by: Person,
    now: datetime,
) -> None:
    """Change what a reading says, unless somebody else did since it was opened.

    Its line in letters that are not given yet says what it said before, so it is left
    out of them; its words stay for the worker to put right.

    Raises:
        EditedMeanwhile: if `version` is not the one on record any more.
        HasVerdict: if the client already gave their word on it.
        InGivenLetter: if they were asked about it as it is.
        NoSuchRecord, UnknownCode.
    """
    client = client_for(by, client_id, Verb.MARK_READING, now=now)
    code = codebook().code(meaning.code)
    one_of(Reading, client, reading_id, by=by, now=now)
    with transaction.atomic():
        reading = Reading.objects.select_for_update().get(pk=reading_id)
        if reading.verdicts.exists():
            raise HasVerdict
        _leave_out_of_drafts(reading)
        _save_if_unchanged(
            reading,
            version,
            code=code.id,
            certainty=meaning.certainty.value,
            strength=meaning.strength,
        )
        reading.code = code.id
        open_after_reading(reading, by=by, now=now)
        _log(reading, by=by, now=now)


def _leave_out_of_drafts(reading: Reading) -> None:
    """Take a reading that changes out of letters; InGivenLetter if one was given."""
    lines = LetterLine.objects.filter(reading=reading, left_out=False)
    if lines.filter(letter__given_at__isnull=False).exists():
        raise InGivenLetter
    drafts = Letter.objects.filter(pk__in=lines.values("letter"))
    drafts.update(version=F("version") + 1)
    lines.update(left_out=True)


def remove_reading(
    client_id: int,
    reading_id: str | UUID,
    *,
    version: int,
    by: Person,
    now: datetime,
) -> Client:
    """End a reading; it stays in the history and counts for nothing any more."""
    client = client_for(by, client_id, Verb.MARK_READING, now=now)
    reading = one_of(Reading, client, reading_id, by=by, now=now)
    with transaction.atomic():
        _save_if_unchanged(reading, version, ended_at=now)
        _log(reading, by=by, now=now)
    return client


def _save_if_unchanged(reading: Reading, version: int, **values: object) -> None:
    changed = Reading.objects.filter(
        pk=reading.pk, version=version, ended_at__isnull=True
    ).update(version=F("version") + 1, **values)
    if not changed:
        raise EditedMeanwhile("reading")


def _log(reading: Reading, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.MARK_READING.value,
        by=by,
        now=now,
        client_id=reading.client_id,
        record=("reading", reading.pk),
    )
