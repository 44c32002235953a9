"""Turns stored rows into the library's own words."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from holdspace.alliance import notices, repairs
from holdspace.alliance import sessions as alliance
from holdspace.story import boundaries, episodes, readings
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.text import Span
from holdspace_site.records.models import (
    AdvanceNotice,
    Boundary,
    CheckIn,
    Client,
    Episode,
    GivenVerdict,
    Passage,
    Promise,
    Reading,
    Repair,
    RepairGround,
    RepairStep,
    Session,
)
from holdspace_site.records.repairs import kind_of, since_of
from holdspace_site.records.sharing import held_back_from, own_words_id


def passage(row: Passage, place: int = 0) -> readings.Passage:
    """Return a stored passage; a higher `place` was told later on the same day."""
    return readings.Passage(
        id=str(row.pk),
        words=row.words,
        told_on=row.told_on,
        language=row.language,
        sensitivity=readings.Sensitivity(row.sensitivity),
        translation=row.translation,
        translated_into=row.translated_into,
        place=place,
    )


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A reading as the library sees it, with the version its row stands at."""

    reading: readings.Reading
    version: int


def passages_of(rows: Iterable[Passage]) -> dict[UUID, readings.Passage]:
    """Return what a client told by the row it is kept in.

    `rows` are those that `sharing.passages_open_to` gives whoever reads them, the
    newest telling first.
    """
    return {row.pk: passage(row, -place) for place, row in enumerate(rows)}


def readings_of(
    client: Client, passages: Mapping[UUID, readings.Passage]
) -> list[KeptReading]:
    """Return the standing readings in these passages of a client, with verdicts.

    `passages` are what `passages_of` gives; readings in any other are left out.
    """
    titles = {
        row.pk: (row.title or None, row.kind == episodes.EpisodeKind.PRESENT.value)
        for row in client.episodes.all()
    }
    rows = client.readings.filter(ended_at__isnull=True)
    return _with_verdicts(rows, client, passages, titles)


def readings_in(row: Passage) -> list[KeptReading]:
    """Return the standing readings of one passage, in the order of its text.

    `row` is what `scope.one_of` gave whoever reads it.
    """
    rows = row.readings.filter(ended_at__isnull=True)
    return _with_verdicts(rows, row.client, {row.pk: passage(row)}, {})


def _with_verdicts(
    rows: QuerySet[Reading],
    client: Client,
    passages: Mapping[UUID, readings.Passage],
    titles: Mapping[UUID, tuple[str | None, bool]],
) -> list[KeptReading]:
    given = _verdicts_of(client, passages)
    told_in = {told.id: told for told in passages.values()}
    about = {str(key): title for key, title in titles.items()}
    plain = rows.values_list(
        *map(_as_text, ("pk", "passage_id", "episode_id")),
        *("code", "start", "end", "certainty", "noticed_by", "strength", "version"),
    )
    kept = []
    for (
        key,
        told_key,
        about_key,
        code,
        start,
        end,
        certainty,
        by,
        strength,
        at,
    ) in plain:
        told, reading_id = told_in.get(_as_id(told_key)), _as_id(key)
        if told is None:
            continue
        episode_id = _as_id(about_key) if about_key else ""
        title, of_present = about.get(episode_id, (None, False))
        reading = readings.Reading(
            id=reading_id,
            passage=told,
            span=Span(start, end),
            code=code,
            certainty=readings.Certainty(certainty),
            noticed_by=readings.NoticedBy(by),
            strength=strength,
            about=title,
            verdicts=tuple(given.get(reading_id, ())),
            episode=episode_id,
            of_present=of_present,
        )
        kept.append(KeptReading(reading, version=at))
    return kept


def _verdicts_of(
    client: Client, readable: Container[UUID]
) -> Mapping[str, list[readings.GivenVerdict]]:
    """Return a client's verdicts by reading, oldest first, without words held back.

    Rows are read as plain values: a long record has hundreds of them, and only those
    with a correction hold words to open.
    """
    rows = GivenVerdict.objects.filter(client=client, undone_at__isnull=True)
    better = list(rows.exclude(correction_sealed=b""))
    shut = held_back_from(client, readable) if better else ()
    put_better = {
        str(row.pk): row.correction
        for row in better
        if own_words_id(row.reading_id) not in shut
    }
    here = timezone.get_current_timezone()
    given = defaultdict(list)
    plain = rows.values_list(
        _as_text("pk"), _as_text("reading_id"), "verdict", "given_at"
    )
    for key, reading_key, verdict, given_at in plain:
        given[_as_id(reading_key)].append(
            readings.GivenVerdict(
                verdict=readings.Verdict(verdict),
                given_on=given_at.astimezone(here).date(),
                correction=put_better.get(_as_id(key)) if put_better else None,
            )
        )
    return given


def _as_text(column: str) -> Cast:
    """Return a column of ids as text.

    To make a UUID of each takes longer than reading the hundreds of rows themselves.
    """
    return Cast(column, CharField())


def _as_id(text: str) -> str:
    """Return an id as the library writes it; SQLite keeps it without dashes."""
    if "-" in text:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def episode(row: Episode) -> episodes.EpisodeOfCare:
    """Return a stored episode of care."""
    return episodes.EpisodeOfCare(
        id=str(row.pk),
        kind=episodes.EpisodeKind(row.kind),
        title=row.title,
        began=PartialDate.read(row.began) if row.began else None,
        ended=PartialDate.read(row.ended) if row.ended else None,
        chosen=row.chosen,
        ending=row.ending or None,
        hoped_for=row.hoped_for,
    )


def session(row: Session) -> alliance.Session:
    """Return a stored session."""
    return alliance.Session(
        id=str(row.pk),
        number=row.number,
        at=timezone.localtime(row.at),
        status=alliance.SessionStatus(row.status),
        place=row.place,
        left_open=row.left_open,
        last_words=row.last_words,
        course=alliance.Course(row.course),
        side=alliance.Side(row.side) if row.side else None,
    )


def check_in(
    row: CheckIn, answers: Mapping[str, str], cue_of: str = ""
) -> alliance.CheckIn:
    """Return a stored check-in of a session; `answers` are those open to a reader.

    `cue_of` names the reading that was picked; who may not see it finds none by it.
    """
    return alliance.CheckIn(
        id=str(row.pk),
        session_id=str(row.session_id),
        session_number=row.session.number,
        session_on=timezone.localdate(row.session.at),
        given_on=timezone.localdate(row.given_at),
        answers=answers,
        shared_with=alliance.SharedWith(row.shared_with),
        cue_of=cue_of,
    )


def promise(row: Promise) -> alliance.Promise:
    """Return a stored promise."""
    return alliance.Promise(
        id=str(row.pk),
        words=row.words,
        made_on=row.made_on,
        due_on=row.due_on,
        status=alliance.PromiseStatus(row.status),
        said_not_kept=row.not_kept_at is not None,
    )


def repair(row: Repair, grounds: Iterable[RepairGround]) -> repairs.Repair:
    """Return a stored repair; `grounds` are those that whoever reads it may see."""
    words = [each.word for each in row.client_words.all()]
    grounds = list(grounds)
    kind = kind_of(row, grounds)
    return repairs.Repair(
        id=str(row.pk),
        ruptures=tuple(_rupture(row, each, kind) for each in grounds),
        opened_on=timezone.localdate(since_of(row, grounds)),
        steps=tuple(
            repairs.RepairStep(
                status=repairs.RepairStatus(step.to_status),
                on=timezone.localdate(step.taken_at),
                by_client=step.taken_by_id == row.client.person_id,
            )
            for step in _moves(row.steps.all())
        ),
        word=repairs.ClientsWord(words[-1]) if words else None,
    )


def _moves(steps: Iterable[RepairStep]) -> Iterator[RepairStep]:
    """Yield the steps that put a repair elsewhere.

    Words alone do not, nor does what a worker says after the client's word said it.
    """
    stood = repairs.RepairStatus.OPEN.value
    for step in steps:
        if step.to_status != stood:
            stood = step.to_status
            yield step


def _rupture(
    row: Repair, ground: RepairGround, kind: repairs.RuptureKind
) -> repairs.Rupture:
    noticed = ground.ground == repairs.Ground.NOTICED.value
    return repairs.Rupture(
        kind=kind,
        ground=repairs.Ground(ground.ground),
        noticed_on=timezone.localdate(ground.noticed_at),
        session_id=str(row.session_id) if row.session_id else None,
        words=ground.words if noticed else "",
    )


def notice(row: AdvanceNotice) -> notices.AdvanceNotice:
    """Return word given in advance."""
    return notices.AdvanceNotice(
        id=str(row.pk),
        kind=notices.NoticeKind(row.kind),
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        given_on=timezone.localdate(row.given_at),
        reason=row.reason,
    )


def boundary(row: Boundary) -> boundaries.Boundary:
    """Return a stored boundary."""
    return boundaries.Boundary(
        id=str(row.pk),
        kind=Answer(row.kind),
        topic=row.topic,
        set_on=row.set_on,
        question=row.question or None,
    )
