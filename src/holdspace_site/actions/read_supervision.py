"""Read how a supervisor's workers follow through: counts, and what clients shared.

Nothing here names a client or quotes one. Only the work with clients who said yes to
supervision is counted. Sharing one check-in with the supervisor is a yes of its own: of
such a check-in only the answers picked from the list are shown, and the week it was
given in.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from holdspace.alliance.repairs import UNFINISHED, RepairStatus
from holdspace.alliance.sessions import PromiseStatus, SessionStatus, SharedWith
from holdspace.content.check_in import check_in
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace_site.records.access_log import write_down
from holdspace_site.records.check_ins import standing
from holdspace_site.records.keyring import read_keys
from holdspace_site.records.models import CheckIn, Client, Person
from holdspace_site.records.repairs import repairs_of
from holdspace_site.records.scope import NoSuchRecord, supervisees_of
from holdspace_site.records.sharing import allowing

SPANS_WEEKS = (4, 12)
_SHARED_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Weeks:
    """What one worker did lately; promises count by the day they were made.

    So do repairs, by the day they were opened: how many of them were mended, how many
    let go, and how many nobody has closed.
    """

    weeks: int
    sessions_held: int
    promises_made: int
    kept: int
    cannot_keep: int
    still_open: int
    repairs_opened: int
    repaired: int
    let_go: int
    not_finished: int


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """How one worker follows through; `overdue_now` is a part of `open_now`."""

    person_id: int
    name: str
    weeks: tuple[Weeks, ...]
    open_now: int
    overdue_now: int
    shared: int


@dataclass(frozen=True, slots=True)
class SharedCheckIn:
    """One check-in a client shared with the supervisor; `answers` in words."""

    week_of: date
    answers: tuple[tuple[str, str], ...]


def read_supervisees(
    *, by: Person, on: date, now: datetime
) -> tuple[FollowThrough, ...]:
    """Return the supervisor's workers by name, and write down whose counts were read.

    Raises:
        NoSuchRecord: if this person is no supervisor.
    """
    workers = _workers(by)
    for worker in workers:
        write_down("read_supervision", by=by, now=now, record=("person", worker.pk))
    return tuple(_follow_through(worker, on) for worker in workers)


def read_supervisee(
    person_id: int, *, by: Person, on: date, now: datetime
) -> tuple[FollowThrough, tuple[SharedCheckIn, ...]]:
    """Return one supervisee's counts and the check-ins their clients shared.

    Each client whose answers are shown finds the look in their own access log.

    Raises:
        NoSuchRecord: if this is not a worker of this supervisor.
    """
    worker = next((one for one in _workers(by) if one.pk == person_id), None)
    if worker is None:
        raise NoSuchRecord
    rows = list(_shared(worker, on))
    read_keys(row.client_id for row in rows)
    write_down("read_supervision", by=by, now=now, record=("person", worker.pk))
    for client_id in sorted({row.client_id for row in rows}):
        write_down(
            "read_shared_check_ins",
            by=by,
            now=now,
            client_id=client_id,
            record=("person", worker.pk),
        )
    told = tuple(SharedCheckIn(_week_of(row), _picked(row.answers)) for row in rows)
    return _follow_through(worker, on), told


def _workers(by: Person) -> list[Person]:
    if by.role != Role.SUPERVISOR.value:
        raise NoSuchRecord
    workers = supervisees_of(by).filter(is_active=True, agency_id=by.agency_id)
    return sorted(workers.distinct(), key=lambda one: (one.name.casefold(), one.pk))


def _follow_through(worker: Person, on: date) -> FollowThrough:
    of_clients = {*worker.promises.values_list("client", flat=True)}
    of_clients.update(worker.sessions.values_list("client", flat=True))
    counted = allowing(Purpose.SUPERVISION, of_clients)
    repairs = _repairs(worker, counted)
    made = worker.promises.filter(client__in=counted)
    promises = list(made.values_list("made_on", "due_on", "status"))
    took_place = worker.sessions.filter(
        client__in=counted, status=SessionStatus.HELD.value
    )
    held = [timezone.localdate(at) for at in took_place.values_list("at", flat=True)]
    still_open = [due for _, due, status in promises if status == PromiseStatus.OPEN]
    return FollowThrough(
        person_id=worker.pk,
        name=worker.name,
        weeks=tuple(
            _weeks(weeks, held, promises, repairs, on) for weeks in SPANS_WEEKS
        ),
        open_now=len(still_open),
        overdue_now=sum(due is not None and due < on for due in still_open),
        shared=_shared(worker, on).count(),
    )


def _weeks(
    weeks: int,
    held: Iterable[date],
    promises: Iterable[tuple[date, date | None, str]],
    repairs: Iterable[tuple[date, str]],
    on: date,
) -> Weeks:
    since = on - timedelta(weeks=weeks)
    opened = Counter(status for day, status in repairs if since < day <= on)
    made = Counter(status for day, _, status in promises if since < day <= on)
    return Weeks(
        weeks=weeks,
        sessions_held=sum(since < day <= on for day in held),
        promises_made=made.total(),
        kept=made[PromiseStatus.KEPT.value],
        cannot_keep=made[PromiseStatus.BROKEN.value],
        still_open=made[PromiseStatus.OPEN.value],
        repairs_opened=opened.total(),
        repaired=opened[RepairStatus.REPAIRED.value],
        let_go=opened[RepairStatus.LET_GO.value],
        not_finished=sum(opened[status.value] for status in UNFINISHED),
    )


def _repairs(worker: Person, counted: Collection[int]) -> list[tuple[date, str]]:
    """Return a worker's repairs by day and status: those the worker sees themselves."""
    having = Client.objects.filter(pk__in=counted, repairs__worker=worker).distinct()
    return [
        (timezone.localdate(since), status)
        for client in having
        for since, status in repairs_of(worker, client)
        .filter(worker=worker)
        .values_list("since", "status")
    ]


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


def _week_of(row: CheckIn) -> date:
    given_on = timezone.localdate(row.given_at)
    return given_on - timedelta(days=given_on.weekday())


def _picked(answers: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the answers picked from a list, each with its question; no own words."""
    pack = check_in()
    return tuple(
        (question.words, question.answer(answers[question.id]).words)
        for question in (*pack.questions, *pack.follow_ups)
        if question.answers and question.id in answers
    )
