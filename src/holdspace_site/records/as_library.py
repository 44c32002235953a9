"""Turns stored rows into the library's own words."""

from collections.abc import Iterable

from django.utils import timezone

from holdspace.alliance import sessions as alliance
from holdspace.story import boundaries, episodes, readings
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.text import Span
from holdspace_site.records.models import (
    Boundary,
    CheckIn,
    Episode,
    Passage,
    Promise,
    Reading,
    Session,
)


def passage(row: Passage) -> readings.Passage:
    """Return a stored passage."""
    return readings.Passage(
        id=str(row.pk),
        words=row.words,
        told_on=row.told_on,
        language=row.language,
        sensitivity=readings.Sensitivity(row.sensitivity),
    )


def reading(
    row: Reading, of: readings.Passage, about: str | None = None
) -> readings.Reading:
    """Return a stored reading of the passage `of`, with its verdicts, oldest first.

    `about` is the title of the episode its words tell of, None if there is none.
    """
    return readings.Reading(
        id=str(row.pk),
        passage=of,
        span=Span(row.start, row.end),
        code=row.code,
        certainty=readings.Certainty(row.certainty),
        noticed_by=readings.NoticedBy(row.noticed_by),
        strength=row.strength,
        about=about,
        verdicts=tuple(
            readings.GivenVerdict(
                verdict=readings.Verdict(given.verdict),
                given_on=timezone.localdate(given.given_at),
                correction=given.correction or None,
            )
            for given in row.verdicts.all()
            if given.undone_at is None
        ),
    )


def readings_of(
    rows: Iterable[Reading], passages: Iterable[Passage], told_of: Iterable[Episode]
) -> list[readings.Reading]:
    """Return readings with their passages, each passage opened once."""
    titles = {episode.pk: episode.title or None for episode in told_of}
    opened = {row.pk: passage(row) for row in passages}
    return [
        reading(row, opened[row.passage_id], titles.get(row.episode_id)) for row in rows
    ]


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
    )


def check_in(row: CheckIn) -> alliance.CheckIn:
    """Return a stored check-in."""
    return alliance.CheckIn(
        session_id=str(row.session_id),
        given_on=timezone.localdate(row.given_at),
        answers=row.answers,
        shared_with=alliance.SharedWith(row.shared_with),
    )


def promise(row: Promise) -> alliance.Promise:
    """Return a stored promise."""
    return alliance.Promise(
        id=str(row.pk),
        words=row.words,
        made_on=row.made_on,
        due_on=row.due_on,
        status=alliance.PromiseStatus(row.status),
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
