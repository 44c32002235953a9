"""Read what a client asked, and what was answered."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from holdspace.privacy.access import Verb
from holdspace_site.actions.ask_about import AskedAbout, check_asks_about_own
from holdspace_site.actions.read_record import Look, card_of, look_of, own_record
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, ClientQuestion, Person, Reading
from holdspace_site.records.scope import NoSuchRecord, looks_at
from holdspace_site.records.sharing import passages_open_to


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answer; the last three are None until somebody answered.

    `look` is what it asks about, where that is a look. `passage_id` is where the words
    it asks about stand, None where there are none, or not for this reader.
    """

    id: str
    about: AskedAbout = field(repr=False)
    words: str = field(repr=False)
    asked_at: datetime
    look: Look | None
    passage_id: str | None
    answer: str | None = field(default=None, repr=False)
    answered_by: str | None = None
    answered_at: datetime | None = None


def questions_of(client: Client, by: Person) -> tuple[Question, ...]:
    """Return a client's questions, those without an answer first, then the newest."""
    rows = list(client.questions.select_related("answered_by"))
    looks = {
        str(entry.pk): look_of(entry)
        for entry in looks_at(client).filter(
            pk__in=[int(row.record_id) for row in rows if row.about == AskedAbout.LOOK]
        )
    }
    places = _places(client, rows, by)
    rows.sort(key=lambda row: row.answered_at is not None)
    return tuple(
        Question(
            id=str(row.pk),
            about=AskedAbout(row.about),
            words=row.words,
            asked_at=row.asked_at,
            look=looks.get(row.record_id) if row.about == AskedAbout.LOOK else None,
            passage_id=places.get(row.record_id),
            answer=row.answer if row.answered_at else None,
            answered_by=row.answered_by.name if row.answered_by else None,
            answered_at=row.answered_at,
        )
        for row in rows
    )


def _places(client: Client, rows: list[ClientQuestion], by: Person) -> dict[str, str]:
    """Return the passage each thing asked about stands in, if open to this reader."""
    asked = [row.record_id for row in rows if row.about != AskedAbout.LOOK]
    if not asked:
        return {}
    open_now = {
        str(pk) for pk in passages_open_to(client, by).values_list("pk", flat=True)
    }
    readings = Reading.objects.filter(client=client, pk__in=asked)
    found = {str(pk): str(place) for pk, place in readings.values_list("pk", "passage")}
    found |= {one: one for one in asked if one in open_now}
    return {one: place for one, place in found.items() if place in open_now}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a client is about to ask about; `quote` is empty where it is no reading."""

    client: Client
    look: Look | None = None
    told_on: date | None = None
    quote: str = field(default="", repr=False)
    language: str = ""


def read_subject(
    about: AskedAbout, record_id: str | UUID | int, *, by: Person, now: datetime
) -> Subject:
    """Return what the client is about to ask about, and write the look down.

    Raises:
        NoSuchRecord: if there is no such thing in their own record.
    """
    client = own_record(by)
    check_asks_about_own(client, about, record_id, by=by, now=now)
    write_down(Verb.READ_ACCESS_LOG.value, by=by, now=now, client_id=client.pk)
    if about is AskedAbout.LOOK:
        return Subject(client, look=look_of(looks_at(client).get(pk=record_id)))
    if about is AskedAbout.PASSAGE:
        told = passages_open_to(client, by).get(pk=record_id)
        return Subject(client, told_on=told.told_on)
    card = card_of(client, record_id)
    if card is None:
        raise NoSuchRecord
    return Subject(
        client, told_on=card.told_on, quote=card.quote, language=card.language
    )
