"""Read a client's passages, their readings and the help they had before."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from holdspace.content.codebook import Codebook, codebook
from holdspace.privacy.access import Verb
from holdspace.story.episodes import EpisodeOfCare
from holdspace.story.readings import Reading, layers, stretches
from holdspace.vocabulary.text import Span
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.episodes import episodes_shown_to
from holdspace_site.records.models import Client, Passage, Person, Recording
from holdspace_site.records.models import Reading as ReadingRow
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.sharing import (
    passages_open_to,
    told_to_earlier_workers,
    wordings_open_to,
)


@dataclass(frozen=True, slots=True)
class ToldPassage:
    """A passage in the list of a story; counts leave out what was taken back."""

    row: Passage
    words: str = field(repr=False)
    about: str | None = field(repr=False)
    readings_count: int
    unconfirmed_count: int


@dataclass(frozen=True, slots=True)
class ToldEpisode:
    """An episode of care with its ending in plain words, None when not told."""

    episode: EpisodeOfCare
    ending_words: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """What a client told so far, newest first, and the help they had before.

    `kept_back` counts what was told to an earlier worker and is not open to this one.
    """

    client: Client
    passages: tuple[ToldPassage, ...]
    episodes: tuple[ToldEpisode, ...]
    kept_back: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A reading as it is drawn in the text; `number` counts from 1 in the text.

    `layer` counts from 1: the readings of a layer do not overlap each other.
    """

    reading_id: str
    number: int
    layer: int
    code: str
    domain: str
    plain_words: str


@dataclass(frozen=True, slots=True)
class MarkedStretch:
    """A run of characters under the same marks; `begins` are those that start here."""

    words: str = field(repr=False)
    start: int
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ReadReading:
    """A reading beside the text, with what is needed to change it."""

    mark: Mark
    reading: Reading
    version: int


@dataclass(frozen=True, slots=True)
class EarlierWording:
    """How a passage read before a slip was mended, until when, and who mended it."""

    words: str = field(repr=False)
    replaced_at: datetime
    replaced_by: str


@dataclass(frozen=True, slots=True)
class OpenPassage:
    """One passage with its readings marked; what was taken back is not in it.

    `earlier` are its former wordings, newest first. `recording` is what was said aloud,
    None where it was not.
    """

    client: Client
    row: Passage
    words: str = field(repr=False)
    about: str | None = field(repr=False)
    stretches: tuple[MarkedStretch, ...]
    readings: tuple[ReadReading, ...]
    earlier: tuple[EarlierWording, ...]
    recording: UUID | None = None


def read_story(client_id: int, *, by: Person, now: datetime) -> Story:
    """Return a client's story for the list page, and write the look down."""
    client = client_for(by, client_id, Verb.READ_STORY, now=now)
    episodes = {row.pk: row for row in episodes_shown_to(client, by)}
    passages = list(passages_open_to(client, by))
    readings = [
        kept.reading
        for kept in as_library.readings_of(client, as_library.passages_of(passages))
        if not kept.reading.taken_back
    ]
    marked = Counter(reading.passage.id for reading in readings)
    unseen = Counter(r.passage.id for r in readings if r.verdict is None)
    write_down(Verb.READ_STORY.value, by=by, now=now, client_id=client.pk)
    return Story(
        client=client,
        passages=tuple(
            ToldPassage(
                row=row,
                words=row.words,
                about=_title(episodes, row),
                readings_count=marked[str(row.pk)],
                unconfirmed_count=unseen[str(row.pk)],
            )
            for row in passages
        ),
        episodes=tuple(
            ToldEpisode(
                episode=as_library.episode(row),
                ending_words=codebook().code(row.ending).plain_words
                if row.ending
                else None,
            )
            for row in episodes.values()
        ),
        kept_back=told_to_earlier_workers(client, by),
    )


def read_passage(
    client_id: int, passage_id: str | UUID, *, by: Person, now: datetime
) -> OpenPassage:
    """Return one passage with its readings marked, and write the look down."""
    client = client_for(by, client_id, Verb.READ_STORY, now=now)
    row = one_of(Passage, client, passage_id, by=by, now=now)
    about = row.episode.title if row.episode else None
    kept = [one for one in as_library.readings_in(row) if not one.reading.taken_back]
    spans = [one.reading.span for one in kept]
    marks = [
        _mark(number, layer, one.reading, codebook())
        for number, (layer, one) in enumerate(
            zip(layers(spans), kept, strict=True), start=1
        )
    ]
    write_down(
        Verb.READ_STORY.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("passage", row.pk),
    )
    return OpenPassage(
        client=client,
        row=row,
        words=row.words,
        about=about,
        stretches=_marked(row.words, spans, marks),
        readings=tuple(
            ReadReading(mark=mark, reading=one.reading, version=one.version)
            for mark, one in zip(marks, kept, strict=True)
        ),
        earlier=tuple(
            EarlierWording(old.words, old.replaced_at, old.replaced_by.name)
            for old in wordings_open_to(
                row.revisions.select_related("replaced_by"), client, by
            )
        ),
        recording=Recording.objects.filter(client=client, passage=row)
        .values_list("pk", flat=True)
        .first(),
    )


def read_passage_of(
    client_id: int, reading_id: str | UUID, *, by: Person, now: datetime
) -> OpenPassage:
    """Return the passage one reading stands in, and write the look down."""
    client = client_for(by, client_id, Verb.READ_STORY, now=now)
    reading = one_of(ReadingRow, client, reading_id, by=by, now=now)
    return read_passage(client_id, reading.passage_id, by=by, now=now)


def _title(episodes: dict[UUID, object], row: Passage) -> str | None:
    episode = episodes.get(row.episode_id)
    return getattr(episode, "title", None)


def _mark(number: int, layer: int, reading: Reading, book: Codebook) -> Mark:
    return Mark(
        reading_id=reading.id,
        number=number,
        layer=layer,
        code=reading.code,
        domain=reading.domain,
        plain_words=book.code(reading.code).plain_words,
    )


def _marked(
    words: str, spans: list[Span], marks: list[Mark]
) -> tuple[MarkedStretch, ...]:
    return tuple(
        MarkedStretch(
            words=stretch.words,
            start=stretch.start,
            marks=tuple(marks[i] for i in stretch.readings),
            begins=tuple(marks[i] for i in stretch.begins),
        )
        for stretch in stretches(words, spans)
    )
