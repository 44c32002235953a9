"""Keep what came of a supervision hour: when, what was agreed, when the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from holdspace_site.actions.errors import (
    EditedMeanwhile,
    NothingWritten,
    NotPossible,
    TooLong,
    WrongTime,
)
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import AgreedPoint, Person, SupervisionSession
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.supervision import pair_with

MOST_POINTS = 20
"""Points of one hour: more will not be done by anybody."""

LONGEST = 10_000
"""The most characters of the notes, and of one point."""

_FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing agreed: what, which of the two does it, and by when (None: no day)."""

    words: str = field(repr=False)
    by_worker: bool
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class HourNotes:
    """What is to be kept of an hour; `next_on` None is not set yet.

    A point without words stands for one that is to go. The points of an hour that is
    changed come in the order they stand in, with new ones after them.
    """

    held_on: date
    next_on: date | None
    words: str = field(repr=False)
    points: Sequence[Point] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it but its day."""
        said = (self.words, *(point.words for point in self.points))
        return self.next_on is not None or any(one.strip() for one in said)


def keep_supervision_hour(
    other_id: int,
    notes: HourNotes,
    *,
    hour_id: str | UUID | None = None,
    version: int = 0,
    by: Person,
    now: datetime,
) -> SupervisionSession:
    """Keep the notes of a new hour, or those of `hour_id` as they are now.

    Either of the two writes them; both read them.

    Raises:
        NothingWritten: if there is nothing but a day.
        WrongTime: if the hour lies ahead, or a day is years away.
        TooLong, NotPossible: if a text is too long, or there are too many points.
        EditedMeanwhile: if the other changed it since it was opened.
        NoSuchRecord: if the two are no pair now, or have no such hour.
    """
    supervisor, worker = pair_with(by, other_id)
    _check(notes, now)
    with transaction.atomic():
        if hour_id is None:
            row = SupervisionSession(
                agency_id=by.agency_id, supervisor=supervisor, supervisee=worker
            )
        else:
            row = _held(hour_of(by, other_id, hour_id), version)
        row.held_on, row.next_on = notes.held_on, notes.next_on
        row.words = notes.words.strip()
        row.written_by, row.written_at = by, now
        row.save()
        _keep_points(row, notes.points, worker, supervisor)
        _log("keep_supervision_hour", worker, by=by, now=now)
    return row


def hour_of(by: Person, other_id: int, hour_id: str | UUID) -> SupervisionSession:
    """Return an hour of these two.

    Raises:
        NoSuchRecord: if they are no pair now, or have no such hour.
    """
    supervisor, worker = pair_with(by, other_id)
    hours = SupervisionSession.objects.filter(supervisor=supervisor, supervisee=worker)
    try:
        found = hours.filter(pk=hour_id).first()
    except (ValueError, ValidationError):
        found = None
    if found is None:
        raise NoSuchRecord
    return found


def tick_point(
    other_id: int, point_id: str | UUID, *, done: bool, by: Person, now: datetime
) -> AgreedPoint:
    """Say that a point is done, or open after all; either of the two may.

    Raises:
        NoSuchRecord: if the two are no pair now, or agreed on no such thing.
    """
    supervisor, worker = pair_with(by, other_id)
    points = AgreedPoint.objects.filter(
        hour__supervisor=supervisor, hour__supervisee=worker
    )
    with transaction.atomic():
        point = points.select_for_update().filter(pk=point_id).first()
        if point is None:
            raise NoSuchRecord
        if bool(point.done_at) is not done:
            point.done_at, point.done_by = (now, by) if done else (None, None)
            point.save(update_fields=["done_at", "done_by"])
            _log("tick_agreed_point", worker, by=by, now=now)
    return point


def _check(notes: HourNotes, now: datetime) -> None:
    today = timezone.localdate(now)
    texts = [notes.words, *(point.words for point in notes.points)]
    if not notes.says_something:
        raise NothingWritten
    if any(len(text) > LONGEST for text in texts):
        raise TooLong(LONGEST)
    if sum(bool(point.words.strip()) for point in notes.points) > MOST_POINTS:
        raise NotPossible("number of points")
    if notes.held_on > today:
        raise WrongTime("day: the hour lies ahead")
    if notes.next_on and notes.next_on < notes.held_on:
        raise WrongTime("day: the next hour is before this one")
    days = (notes.held_on, notes.next_on, *(point.due_on for point in notes.points))
    if any(day and abs(day - today) > _FURTHEST for day in days):
        raise WrongTime("day: it is years away")


def _held(row: SupervisionSession, version: int) -> SupervisionSession:
    held = SupervisionSession.objects.select_for_update().get(pk=row.pk)
    if held.version != version:
        raise EditedMeanwhile("note")
    held.version += 1
    return held


def _keep_points(
    row: SupervisionSession,
    points: Sequence[Point],
    worker: Person,
    supervisor: Person,
) -> None:
    """Put the points as they are now; one that stays keeps whether it is done."""
    standing = list(row.agreed_points.all())
    first = max((point.position for point in standing), default=-1) + 1
    new = [
        AgreedPoint(agency_id=row.agency_id, hour=row, position=first + place)
        for place in range(len(points) - len(standing))
    ]
    for kept, point in zip([*standing, *new], points, strict=False):
        if not point.words.strip():
            if kept in standing:
                kept.delete()
            continue
        kept.words = point.words.strip()
        kept.who = worker if point.by_worker else supervisor
        kept.due_on = point.due_on
        kept.save()


def _log(verb: str, worker: Person, *, by: Person, now: datetime) -> None:
    """Write down who did it and about whose work; never a word of it."""
    write_down(verb, by=by, now=now, record=("person", worker.pk))
