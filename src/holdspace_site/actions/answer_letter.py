"""Answer a letter: yes, not quite or take it back, and what it missed."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import as_kept
from holdspace_site.actions.errors import NothingWritten
from holdspace_site.actions.give_verdict import keep_verdict, undo_taking_back
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.actions.own_words import (
    bring_own_words_back,
    follow,
    keep_own_words,
)
from holdspace_site.actions.read_letters import missed_passage_id
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    HandOff,
    Letter,
    LetterLine,
    Passage,
    Person,
    Reading,
)
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """The client's word on a line; `verdict` None brings back a line taken back.

    `words` are how they would say it: empty for none, None when they were not asked,
    so that words given before stay.
    """

    verdict: Verdict | None
    words: str | None = field(default=None, repr=False)


def answer_line(
    client_id: int,
    letter_id: str | UUID,
    line_id: str | UUID,
    *,
    answer: LineAnswer,
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep the client's word on one line, and with it on the reading under it.

    What they say instead is a passage of their own, read the same way and confirmed by
    them, so that it stands in the brief instead of the line it puts right. Words that
    may need a person are handed to one; None if there were none.

    Raises:
        NoSuchRecord: if it is not this client's letter, or nothing is under the line.
    """
    client = client_for(by, client_id, Verb.GIVE_VERDICT, now=now)
    letter = one_of(Letter, client, letter_id, by=by, now=now)
    found = one_of(LetterLine, client, line_id, by=by, now=now)
    if not letter.given_at or found.letter_id != letter.pk or found.left_out:
        raise NoSuchRecord
    with transaction.atomic():
        line = LetterLine.objects.select_for_update().get(pk=found.pk)
        reading = Reading.objects.select_for_update().get(pk=line.reading_id)
        hand_off = None
        if answer.verdict is None:
            _bring_back(line, reading, by=by, now=now)
        else:
            hand_off = _answer(line, reading, answer, by=by, now=now)
        line.answered_at = now
        line.save()
    return hand_off


def _answer(
    line: LetterLine,
    reading: Reading,
    answer: LineAnswer,
    *,
    by: Person,
    now: datetime,
) -> HandOff | None:
    not_quite = answer.verdict is Verdict.NOT_QUITE
    words = as_kept(answer.words or "").strip() if not_quite else ""
    if not_quite and answer.words is None and line.verdict == Verdict.NOT_QUITE.value:
        words = line.correction
    keep_verdict(reading, answer.verdict, words, by=by, now=now)
    hand_off = follow(reading, answer.verdict, words, by=by, now=now)
    line.verdict = answer.verdict.value
    if answer.verdict is not Verdict.TAKEN_BACK:
        line.correction = words
    return hand_off


def _bring_back(
    line: LetterLine, reading: Reading, *, by: Person, now: datetime
) -> None:
    undo_taking_back(reading, by=by, now=now)
    bring_own_words_back(reading, now=now)
    before = reading.verdicts.filter(undone_at=None).order_by("given_at").last()
    line.verdict = before.verdict if before else ""
    line.correction = before.correction if before else ""


def tell_missed(
    client_id: int, letter_id: str | UUID, *, words: str, by: Person, now: datetime
) -> HandOff | None:
    """Keep what a letter missed; emptied again, it is for the client's eyes alone.

    Words that may need a person are handed to one; None if there were none.

    Raises:
        NothingWritten: if there are no words, and were none.
        NoSuchRecord: if it is not this client's letter.
    """
    client = client_for(by, client_id, Verb.TELL, now=now)
    letter = one_of(Letter, client, letter_id, by=by, now=now)
    if not letter.given_at:
        raise NoSuchRecord
    told = as_kept(words).strip()
    passage_id = missed_passage_id(letter)
    hand_off = None
    with transaction.atomic():
        if told:
            newest = client.passages.exclude(pk=passage_id).first()
            language = newest.language if newest else "en"
            new = Passage(pk=passage_id, client=client, language=language)
            kept = keep_own_words(new, told, by=by, now=now)
            hand_off = hand_off_for(kept, by=by, now=now)
        elif not client.passages.filter(pk=passage_id).update(held_back_at=now):
            raise NothingWritten
        write_down(
            Verb.TELL.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("passage", passage_id),
        )
    return hand_off


def send_answers(
    client_id: int, letter_id: str | UUID, *, by: Person, now: datetime
) -> None:
    """Tell the worker that the client is done for now; answers still change after.

    Raises:
        NoSuchRecord: if it is not this client's letter.
    """
    client = client_for(by, client_id, Verb.READ_LETTER, now=now)
    letter = one_of(Letter, client, letter_id, by=by, now=now)
    if not letter.given_at:
        raise NoSuchRecord
    Letter.objects.filter(pk=letter.pk).update(answered_at=now, seen_at=None)
    write_down(
        "answer_letter",
        by=by,
        now=now,
        client_id=client.pk,
        record=("letter", letter.pk),
    )
