"""Keep what a client asks about a look, a line or something they told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import NothingWritten
from holdspace_site.actions.hand_over_words import hand_over_words
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    AccessEntry,
    Client,
    ClientQuestion,
    HandOff,
    Passage,
    Person,
    Reading,
)
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of, refuse


class AskedAbout(StrEnum):
    """What a question can be about."""

    LOOK = "look"
    READING = "reading"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was kept; `hand_off` is there if its words may need a person."""

    question: ClientQuestion
    hand_off: HandOff | None


def ask_about(
    client_id: int,
    about: AskedAbout,
    record_id: str | UUID | int,
    *,
    words: str,
    by: Person,
    now: datetime,
) -> Asked:
    """Keep a question; those who work with the client see it from now on.

    If its words may need a person they become words told, too, so that one can read
    them soon.

    Raises:
        NothingWritten: if there are no words.
        NoSuchRecord: if there is no such thing in the client's own record.
    """
    client = client_for(by, client_id, Verb.ASK_ABOUT, now=now)
    check_asks_about_own(client, about, record_id, by=by, now=now)
    if not words.strip():
        raise NothingWritten
    with transaction.atomic():
        question = ClientQuestion(
            client=client, about=about.value, record_id=str(record_id), asked_at=now
        )
        question.words = words.strip()
        question.save(force_insert=True)
        write_down(
            Verb.ASK_ABOUT.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("question", question.pk),
        )
        hand_off = hand_over_words(
            client, question.words, beside=question.pk, by=by, now=now
        )
        return Asked(question, hand_off)


def check_asks_about_own(
    client: Client,
    about: AskedAbout,
    record_id: str | UUID | int,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Raise NoSuchRecord unless this is in the client's own record."""
    if about is AskedAbout.READING:
        one_of(Reading, client, record_id, by=by, now=now)
    elif about is AskedAbout.PASSAGE:
        one_of(Passage, client, record_id, by=by, now=now)
    else:
        entry = AccessEntry.objects.filter(pk=record_id).first()
        if entry is None or entry.client_id is None:
            raise NoSuchRecord
        if entry.client_id != client.pk:
            refuse(by, entry.client_id, now=now)
