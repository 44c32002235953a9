"""Read letters: the worker's own drafts, what was given, what was passed on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db.models import QuerySet

from holdspace.privacy.access import Role, Verb
from holdspace.story.letter import LetterKind
from holdspace.story.readings import Reading, Verdict
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    Client,
    Letter,
    LetterLine,
    Passage,
    Person,
)
from holdspace_site.records.scope import NoSuchRecord, Who, client_for, one_of
from holdspace_site.records.sharing import (
    held_back_from,
    own_words_id,
    passages_open_to,
    passages_passed_on,
)

READ = "read_letter"
"""What the access log calls it, whoever reads."""


@dataclass(frozen=True, slots=True)
class HeardLine:
    """One line of a letter, as far as whoever reads it may see it.

    `stands` says that the reading under it is still there and open to them; otherwise,
    and to all but the client when it was taken back, there is no text and no quote.
    """

    id: UUID
    text: str = field(repr=False)
    quote: str = field(repr=False)
    language: str
    told_on: date | None
    verdict: str
    correction: str = field(repr=False)
    left_out: bool
    stands: bool

    @property
    def taken_back(self) -> bool:
        """Whether the client took it back."""
        return self.verdict == Verdict.TAKEN_BACK.value


@dataclass(frozen=True, slots=True)
class LetterInList:
    """A letter by its moments, without a word of it.

    `kept` says that it is a hand-over the client keeps from whoever reads this.
    """

    id: UUID
    worker_name: str = field(repr=False)
    made_at: datetime
    given_at: datetime | None
    answered_at: datetime | None
    seen_at: datetime | None
    lines_count: int
    answered_count: int
    kind: LetterKind = LetterKind.HEARD
    kept: bool = False
    passed_on: bool = False


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """One letter; `missed` is what the client added that was not in it."""

    client: Client
    id: UUID
    worker_name: str = field(repr=False)
    opening: str = field(repr=False)
    closing: str = field(repr=False)
    lines: tuple[HeardLine, ...]
    missed: str = field(repr=False)
    made_at: datetime
    given_at: datetime | None
    answered_at: datetime | None
    seen_at: datetime | None
    version: int
    kind: LetterKind = LetterKind.HEARD
    passed_on: bool = False

    @property
    def in_it(self) -> tuple[HeardLine, ...]:
        """The lines that are in the letter, in order."""
        return tuple(line for line in self.lines if not line.left_out)

    @property
    def left_out(self) -> tuple[HeardLine, ...]:
        """The lines the worker left out."""
        return tuple(line for line in self.lines if line.left_out)

    @property
    def answered_count(self) -> int:
        """How many lines have the client's word."""
        return sum(bool(line.verdict) for line in self.in_it)


def read_letters(
    client_id: int, *, by: Person, now: datetime
) -> tuple[Client, tuple[LetterInList, ...]]:
    """Return the letters of a client that a worker may see, newest first."""
    client = client_for(by, client_id, Verb.WRITE_LETTER, now=now)
    letters = tuple(
        _kept(row) if is_kept_from(row, by) else _in_list(row)
        for row in client.letters.select_related("worker").prefetch_related("lines")
        if row.given_at or row.worker_id == by.pk
    )
    write_down(READ, by=by, now=now, client_id=client.pk)
    return client, letters


def read_letter(
    client_id: int, letter_id: str | UUID, *, by: Person, now: datetime
) -> OpenLetter:
    """Return one letter, and write the look down.

    A draft is for the worker who writes it; a given letter for the client and whoever
    works with them. A hand-over goes to another worker only once the client ticked it.

    Raises:
        NoSuchRecord: if there is none, or it is not for this person.
    """
    own = by.role == Role.CLIENT.value
    verb = Verb.READ_LETTER if own else Verb.WRITE_LETTER
    client = client_for(by, client_id, verb, now=now)
    row = one_of(Letter, client, letter_id, by=by, now=now)
    if (row.given_at is None and row.worker_id != by.pk) or is_kept_from(row, by):
        raise NoSuchRecord
    opened = open_letter(row, client, by)
    write_down(READ, by=by, now=now, client_id=client.pk, record=("letter", row.pk))
    return opened


def open_for_client(client: Client, letter_id: str | UUID, *, by: Person) -> OpenLetter:
    """Return a letter right after its client answered in it."""
    row = client.letters.get(pk=letter_id, given_at__isnull=False)
    return open_letter(row, client, by)


def letters_to(client: Client) -> tuple[LetterInList, ...]:
    """Return the letters a client was given, newest first, for their own page."""
    rows = client.letters.filter(given_at__isnull=False)
    rows = rows.select_related("worker").prefetch_related("lines").order_by("-given_at")
    return tuple(_in_list(row) for row in rows)


def open_letter(row: Letter, client: Client, by: Who) -> OpenLetter:
    """Return a letter as far as somebody may see it, without writing it down."""
    open_passages = as_library.passages_of(_passages_under(row, client, by))
    readings = {
        kept.reading.id: kept.reading
        for kept in as_library.readings_of(client, open_passages)
    }
    shut = held_back_from(client, open_passages)
    missed = passages_open_to(client, by).filter(
        pk=missed_passage_id(row), held_back_at__isnull=True
    )
    return OpenLetter(
        client=client,
        id=row.pk,
        worker_name=row.worker.name,
        opening=row.opening,
        closing=row.closing,
        lines=tuple(
            _line(
                one,
                readings,
                by,
                has_open_words=own_words_id(one.reading_id) not in shut,
            )
            for one in row.lines.all()
        ),
        missed="".join(passage.words for passage in missed),
        made_at=row.made_at,
        given_at=row.given_at,
        answered_at=row.answered_at,
        seen_at=row.seen_at,
        version=row.version,
        kind=LetterKind(row.kind),
        passed_on=row.passed_on_at is not None,
    )


def is_kept_from(row: Letter, by: Who) -> bool:
    """Return whether a letter is a hand-over that its client keeps from a worker."""
    return _hands_over_to(row, by) and row.passed_on_at is None


def _hands_over_to(row: Letter, by: Who) -> bool:
    other = by.role == Role.WORKER.value and row.worker_id != by.pk
    return other and row.kind == LetterKind.HAND_OVER.value


def _passages_under(row: Letter, client: Client, by: Who) -> QuerySet[Passage]:
    if _hands_over_to(row, by) and row.passed_on_at:
        return passages_passed_on(client)
    return passages_open_to(client, by)


def missed_passage_id(letter: Letter) -> UUID:
    """Return the id of the passage that holds what a letter missed."""
    return uuid5(letter.pk, "missed")


def _line(
    row: LetterLine, readings: Mapping[str, Reading], by: Who, *, has_open_words: bool
) -> HeardLine:
    reading = readings.get(str(row.reading_id))
    verdict = _verdict(row, reading)
    own = by.role == Role.CLIENT.value
    hidden = not own and (reading is None or verdict == Verdict.TAKEN_BACK.value)
    quoted = reading if not hidden else None
    return HeardLine(
        id=row.pk,
        text="" if hidden else row.text,
        quote=quoted.quote if quoted else "",
        language=quoted.passage.language if quoted else "",
        told_on=quoted.passage.told_on if quoted else None,
        verdict=verdict,
        correction="" if hidden or not has_open_words else row.correction,
        left_out=row.left_out,
        stands=reading is not None,
    )


def _verdict(row: LetterLine, reading: Reading | None) -> str:
    """Return the client’s word on a line; taken back anywhere is taken back here."""
    taken_back = Verdict.TAKEN_BACK.value
    if reading is None:
        return row.verdict
    if reading.taken_back:
        return taken_back
    return "" if row.verdict == taken_back else row.verdict


def _in_list(row: Letter) -> LetterInList:
    lines = [line for line in row.lines.all() if not line.left_out]
    return LetterInList(
        id=row.pk,
        worker_name=row.worker.name,
        made_at=row.made_at,
        given_at=row.given_at,
        answered_at=row.answered_at,
        seen_at=row.seen_at,
        lines_count=len(lines),
        answered_count=sum(bool(line.verdict) for line in lines),
        kind=LetterKind(row.kind),
        passed_on=row.passed_on_at is not None,
    )


def _kept(row: Letter) -> LetterInList:
    """Return a hand-over of which a worker sees no more than that it is kept."""
    told = {"answered_at": None, "seen_at": None, "lines_count": 0, "answered_count": 0}
    return replace(_in_list(row), kept=True, **told)


def answered_letters(by: Person, client_ids: Collection[int]) -> list[Letter]:
    """Return a worker's answered letters whose answers are not noted, oldest first.

    Their words stay sealed; the clients are those who were found to be theirs.
    """
    rows = by.letters.filter(
        client__in=client_ids, answered_at__isnull=False, seen_at__isnull=True
    )
    sealed = ("opening_sealed", "closing_sealed")
    return list(rows.defer(*sealed).order_by("answered_at"))
