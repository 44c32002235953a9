"""Read what a supervisor and their worker look at together in a supervision hour.

Nothing here names a client or quotes one. Only the work with clients who said yes to
supervision is told of, and of that only what records/supervision.py lets through. The
worker reads the same of themselves, with the way to each record. Sharing one check-in
with the supervisor is a yes of its own: of such a check-in only the answers picked from
the list are shown, and the week it was given in; the worker learns nothing of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from holdspace.alliance.sessions import SharedWith
from holdspace.content.check_in import check_in
from holdspace.content.supervision import ReflectionPrompt, supervision_pack
from holdspace.practice.supervision import FollowUp, in_order, prompts_for, week_of
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.count_follow_through import Weeks, count_follow_through
from holdspace_site.actions.find_follow_ups import Found, find_follow_ups
from holdspace_site.actions.share_figures import Counts
from holdspace_site.records.access_log import write_down
from holdspace_site.records.check_ins import standing
from holdspace_site.records.keyring import read_keys
from holdspace_site.records.models import (
    AgreedPoint,
    CheckIn,
    Person,
    SupervisionSession,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import allowing
from holdspace_site.records.supervision import (
    figures_followed,
    pair_with,
    repairs_followed,
    supervisors_of,
    unread_hand_offs,
    workers_supervised_by,
)

_SHARED_WEEKS = 12
_HOURS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Agreed:
    """One thing agreed in an hour; `late` says that its day has passed undone."""

    id: str
    words: str = field(repr=False)
    who: str = field(repr=False)
    by_worker: bool
    due_on: date | None
    is_done: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Hour:
    """One supervision hour that was written down."""

    id: str
    held_on: date
    next_on: date | None
    words: str = field(repr=False)
    points: tuple[Agreed, ...]
    written_by: str = field(repr=False)
    version: int


@dataclass(frozen=True, slots=True)
class SharedFigure:
    """Counts the worker shared: the week it was in, and what was counted."""

    id: str
    week_of: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class Colleague:
    """The other of a pair, with the days of the last hour and the next one."""

    person_id: int
    name: str
    last_on: date | None
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Together:
    """What the two see of one worker's work: the same for both of them.

    `places` says where a thing stands in the record; it is empty for the supervisor.
    `hand_offs` are words the worker was asked to read first and that are the
    supervisor's to read now.
    """

    worker: Person
    supervisor: Person
    items: tuple[FollowUp, ...]
    places: Mapping[FollowUp, Found]
    prompts: tuple[ReflectionPrompt, ...]
    rest: str
    weeks: tuple[Weeks, ...]
    hours: tuple[Hour, ...]
    figures: tuple[SharedFigure, ...]
    hand_offs: int

    @property
    def open_points(self) -> tuple[Agreed, ...]:
        """What was agreed and is not done yet, the longest agreed first."""
        points = [one for hour in reversed(self.hours) for one in hour.points]
        return tuple(one for one in points if not one.is_done)


@dataclass(frozen=True, slots=True)
class SharedCheckIn:
    """One check-in a client shared with the supervisor; `answers` in words."""

    week_of: date
    answers: tuple[tuple[str, str], ...]


def read_supervisees(*, by: Person, now: datetime) -> tuple[Colleague, ...]:
    """Return the supervisor's workers by name, and write the look down.

    Nothing of their work stands here: side by side it would compare them.

    Raises:
        NoSuchRecord: if this person is no supervisor.
    """
    workers = workers_supervised_by(by)
    write_down("list_supervisees", by=by, now=now)
    return tuple(_colleague(worker, by, worker) for worker in workers)


def read_supervisee(person_id: int, *, by: Person, now: datetime) -> Together:
    """Return what is open in one supervisee's work, and write the look down.

    Raises:
        NoSuchRecord: if this is not a worker of this supervisor.
    """
    if by.role != Role.SUPERVISOR.value:
        raise NoSuchRecord
    supervisor, worker = pair_with(by, person_id)
    write_down("read_supervision", by=by, now=now, record=("person", worker.pk))
    return _together(supervisor, worker, now)


def read_own_supervision(supervisor_id: int, *, by: Person, now: datetime) -> Together:
    """Return what this supervisor sees of the worker who asks; they see as much.

    Raises:
        NoSuchRecord: if this is no supervisor of theirs.
    """
    if by.role != Role.WORKER.value:
        raise NoSuchRecord
    supervisor, worker = pair_with(by, supervisor_id)
    write_down("read_own_supervision", by=by, now=now, record=("person", worker.pk))
    return _together(supervisor, worker, now, with_places=True)


def read_supervisors(*, by: Person) -> tuple[Colleague, ...]:
    """Return who helps a worker work well, by name."""
    return tuple(_colleague(one, one, by) for one in supervisors_of(by))


def read_past_hours(*, by: Person, now: datetime) -> tuple[tuple[str, Hour], ...]:
    """Return a worker's hours with whoever supervises them no more, newest first.

    Each stands with the supervisor's name. They are the worker's to read for good;
    nobody mends them.
    """
    current = [one.pk for one in supervisors_of(by)]
    rows = SupervisionSession.objects.filter(supervisee=by)
    rows = rows.exclude(supervisor__in=current)
    rows = rows.select_related("written_by", "supervisor")
    on = timezone.localdate(now)
    return tuple(
        (row.supervisor.name, _hour(row, on))
        for row in rows.prefetch_related("agreed_points__who")
    )


def read_pair(other_id: int, *, by: Person) -> tuple[str, str]:
    """Return the names of the supervisor and the worker of a pair.

    Raises:
        NoSuchRecord: if the two are no pair now.
    """
    supervisor, worker = pair_with(by, other_id)
    return supervisor.name, worker.name


def read_hour(other_id: int, hour_id: str | UUID, *, by: Person, now: datetime) -> Hour:
    """Return one hour of two people to mend its notes, and write the look down.

    Raises:
        NoSuchRecord: if they are no pair now, or have no such hour.
    """
    supervisor, worker = pair_with(by, other_id)
    today = timezone.localdate(now)
    hours = {hour.id: hour for hour in _hours(supervisor, worker, today)}
    if str(hour_id) not in hours:
        raise NoSuchRecord
    write_down("read_supervision_hour", by=by, now=now, record=("person", worker.pk))
    return hours[str(hour_id)]


def read_shared_check_ins(
    person_id: int, *, by: Person, now: datetime
) -> tuple[SharedCheckIn, ...]:
    """Return the check-ins one supervisee's clients shared with their supervisor.

    Each client whose answers are shown finds the look in their own access log.

    Raises:
        NoSuchRecord: if this is not a worker of this supervisor.
    """
    if by.role != Role.SUPERVISOR.value:
        raise NoSuchRecord
    _, worker = pair_with(by, person_id)
    rows = list(_shared(worker, timezone.localdate(now)))
    read_keys(row.client_id for row in rows)
    for client_id in sorted({row.client_id for row in rows}):
        write_down(
            "read_shared_check_ins",
            by=by,
            now=now,
            client_id=client_id,
            record=("person", worker.pk),
        )
    return tuple(
        SharedCheckIn(week_of(timezone.localdate(row.given_at)), _picked(row.answers))
        for row in rows
    )


def _together(
    supervisor: Person, worker: Person, now: datetime, *, with_places: bool = False
) -> Together:
    on = timezone.localdate(now)
    followed = repairs_followed(worker)
    found = find_follow_ups(worker, followed, now=now)
    items = in_order(one.item for one in found)
    pack = supervision_pack()
    return Together(
        worker=worker,
        supervisor=supervisor,
        items=items,
        places={one.item: one for one in found} if with_places else {},
        prompts=prompts_for(items, pack, on),
        rest=pack.rest_of(on.isocalendar().week),
        weeks=count_follow_through(worker, followed, on),
        hours=_hours(supervisor, worker, on),
        figures=_figures(worker),
        hand_offs=unread_hand_offs(supervisor, worker, now).count(),
    )


def _colleague(other: Person, supervisor: Person, worker: Person) -> Colleague:
    hours = SupervisionSession.objects.filter(supervisor=supervisor, supervisee=worker)
    newest = hours.values_list("held_on", "next_on").first()
    last_on, next_on = newest or (None, None)
    return Colleague(other.pk, other.name, last_on, next_on)


def _hours(supervisor: Person, worker: Person, on: date) -> tuple[Hour, ...]:
    """Return the hours of these two, the newest first; those long past once no more.

    An hour of which something is not done yet stays.
    """
    rows = SupervisionSession.objects.filter(supervisor=supervisor, supervisee=worker)
    rows = rows.select_related("written_by").prefetch_related("agreed_points__who")
    hours = [_hour(row, on) for row in rows]
    return tuple(
        hour
        for place, hour in enumerate(hours)
        if place < _HOURS_SHOWN or not all(one.is_done for one in hour.points)
    )


def _hour(row: SupervisionSession, on: date) -> Hour:
    return Hour(
        id=str(row.pk),
        held_on=row.held_on,
        next_on=row.next_on,
        words=row.words,
        points=tuple(_agreed(point, on) for point in row.agreed_points.all()),
        written_by=row.written_by.name,
        version=row.version,
    )


def _agreed(point: AgreedPoint, on: date) -> Agreed:
    is_done = point.done_at is not None
    return Agreed(
        id=str(point.pk),
        words=point.words,
        who=point.who.name,
        by_worker=point.who.role == Role.WORKER.value,
        due_on=point.due_on,
        is_done=is_done,
        late=not is_done and point.due_on is not None and point.due_on < on,
    )


def _figures(worker: Person) -> tuple[SharedFigure, ...]:
    rows = list(figures_followed(worker))
    read_keys(row.client_id for row in rows)
    return tuple(
        SharedFigure(
            str(row.pk), week_of(timezone.localdate(row.shared_at)), row.counts
        )
        for row in rows
    )


def _shared(worker: Person, on: date) -> QuerySet[CheckIn]:
    """Return what clients shared lately; nothing of one who says no to care."""
    rows = standing().filter(
        session__worker=worker,
        client__erased_at__isnull=True,
        shared_with=SharedWith.SUPERVISOR.value,
        session__at__date__gt=on - timedelta(weeks=_SHARED_WEEKS),
    )
    open_now = allowing(Purpose.CARE, {*rows.values_list("client", flat=True)})
    return rows.filter(client__in=open_now).order_by("-given_at")


def _picked(answers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the answers picked from a list, each with its question; no own words."""
    pack = check_in()
    return tuple(
        (question.words, question.answer(answers[question.id]).words)
        for question in (*pack.questions, *pack.follow_ups)
        if question.answers and question.id in answers
    )
