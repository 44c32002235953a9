"""Read who looked at a client's record, and the client's own cards."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from holdspace.content.codebook import codebook
from holdspace.privacy.access import Role, Verb
from holdspace.story.boundaries import Boundary
from holdspace.story.readings import Certainty, Verdict
from holdspace.vocabulary.text import Span
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import AccessEntry, Client, Person
from holdspace_site.records.scope import (
    MAKE_EXTRACT,
    NoSuchRecord,
    client_for,
    clients_of,
    looks_at,
)
from holdspace_site.records.sharing import passages_open_to


@dataclass(frozen=True, slots=True)
class Card:
    """One reading as its client sees it: their words and what we read in them."""

    reading_id: str
    passage_id: str
    quote: str = field(repr=False)
    language: str
    plain_words: str
    told_on: date
    verdict: str | None
    correction: str | None = field(repr=False)
    version: int
    translation: str = field(default="", repr=False)
    translated_into: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a record, or change of it; `role` is empty for a command's user."""

    at: datetime
    who_id: int | None
    name: str
    role: str
    os_user: str
    verb: str
    refused: bool
    position: int = 0
    record_kind: str = ""
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a client sees of what they told, and of who looked."""

    client: Client
    cards: tuple[Card, ...]
    taken_back: tuple[Card, ...]
    boundaries: tuple[Boundary, ...]
    looks: tuple[Look, ...]
    worker_names: tuple[str, ...]


NOT_FOR_OTHERS = (
    Verb.CHOOSE_SHARING.value,
    Verb.CHECK_IN.value,
    Verb.ANSWER_REPAIR.value,
    Verb.DRAW_CYCLE.value,
    Verb.ANSWER_CYCLE.value,
    "share_check_in",
    "take_back_check_in",
    "read_shared_check_ins",
    Verb.ANSWER_QUESTIONNAIRE.value,
    "share_questionnaire",
    "take_back_questionnaire",
    "read_shared_questionnaires",
    MAKE_EXTRACT,
)
"""What only the client finds in the access log: their choices, and their answers that
somebody else was not to see."""


def own_record(by: Person) -> Client:
    """Return the record of the client who is signed in.

    Raises:
        NoSuchRecord: if they are no client, or their record was erased.
    """
    client = clients_of(by).filter(person=by.pk).first()
    if client is None:
        raise NoSuchRecord
    return client


def read_own_page(*, by: Person, now: datetime) -> OwnPage:
    """Return the client's own page, and write the look down."""
    client = own_record(by)
    cards = cards_of(client)
    looks = tuple(latest_looks(client, 60))
    write_down(Verb.READ_STORY.value, by=by, now=now, client_id=client.pk)
    team = client.team.filter(until__isnull=True).select_related("person")
    return OwnPage(
        client=client,
        cards=tuple(c for c in cards if c.verdict != Verdict.TAKEN_BACK.value),
        taken_back=tuple(c for c in cards if c.verdict == Verdict.TAKEN_BACK.value),
        boundaries=tuple(
            as_library.boundary(row)
            for row in client.boundaries.filter(lifted_at__isnull=True)
        ),
        looks=looks,
        worker_names=tuple(member.person.name for member in team),
    )


def read_looks(
    client_id: int, *, by: Person, now: datetime
) -> tuple[Client, list[Look]]:
    """Return a client and everybody who looked at their record, newest first."""
    client = client_for(by, client_id, Verb.READ_ACCESS_LOG, now=now)
    own = by.role == Role.CLIENT.value
    looks = latest_looks(client, 500, own=own)
    write_down(Verb.READ_ACCESS_LOG.value, by=by, now=now, client_id=client.pk)
    return client, looks


def card_of(client: Client, reading_id: str | UUID) -> Card | None:
    """Return one card of a client's by its reading; None if it is shown no more."""
    wanted = str(reading_id)
    return next((c for c in cards_of(client) if c.reading_id == wanted), None)


def cards_of(client: Client) -> list[Card]:
    """Return a card a reading, in the order of telling; a guess is never shown.

    They are the client's own: what they hold back from others is among them.
    """
    passages = as_library.passages_of(passages_open_to(client, client.person))
    told = [
        kept
        for kept in as_library.readings_of(client, passages)
        if kept.reading.certainty is not Certainty.GUESSED
    ]
    told.sort(key=_order_of_telling)
    return [
        Card(
            reading_id=kept.reading.id,
            passage_id=kept.reading.passage.id,
            quote=kept.reading.quote,
            language=kept.reading.passage.language,
            plain_words=codebook().code(kept.reading.code).plain_words,
            told_on=kept.reading.passage.told_on,
            verdict=kept.reading.verdict.value if kept.reading.verdict else None,
            correction=kept.reading.latest.correction if kept.reading.latest else None,
            version=kept.version,
            translation=kept.reading.passage.translation,
            translated_into=kept.reading.passage.translated_into,
        )
        for kept in told
    ]


def _order_of_telling(kept: as_library.KeptReading) -> tuple[date, str, Span]:
    passage = kept.reading.passage
    return passage.told_on, passage.id, kept.reading.span


def latest_looks(
    client: Client, most: int | None = None, *, own: bool = True
) -> list[Look]:
    """Return who looked at a client's record, newest first; the caller writes down.

    `own` says that the client reads them. Nobody else sees when they chose who may
    read what, or that they answered after a session: what they may see is enough.
    """
    rows = looks_at(client)
    if not own:
        rows = rows.exclude(verb__in=NOT_FOR_OTHERS)
    return [look_of(entry) for entry in rows[:most]]


def look_of(entry: AccessEntry) -> Look:
    """Return one entry of the access log."""
    return Look(
        at=entry.at,
        who_id=entry.who_id,
        name=entry.who.name if entry.who else "",
        role=entry.who.role if entry.who else "",
        os_user=entry.os_user,
        verb=entry.verb,
        refused=entry.refused,
        position=entry.position,
        record_kind=entry.record_kind,
        record_id=entry.record_id,
    )
