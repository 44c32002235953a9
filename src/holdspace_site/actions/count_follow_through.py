"""Count what a worker did lately: a start for a talk, never a mark.

Only the work with clients who say yes to care and to supervision counts, and no repair
that rests on nothing but what a client told the worker alone. Weeks are whole: by the
day, a look before a session and one after it would tell whether its client said yes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from holdspace.alliance.repairs import UNFINISHED, RepairStatus
from holdspace.alliance.sessions import PromiseStatus, SessionStatus
from holdspace.practice.supervision import week_of
from holdspace_site.records.models import Person, Repair, RepairGround
from holdspace_site.records.supervision import allowing_supervision, own_steps

SPANS_WEEKS = (4, 12)


@dataclass(frozen=True, slots=True)
class Weeks:
    """What one worker did in whole weeks up to the last Sunday, `until`.

    Promises count by the day they were made. So do repairs, by the day they were
    opened: how many of them the worker put down as mended, how many as let go, and how
    many as neither.
    """

    weeks: int
    until: date
    sessions_held: int
    promises_made: int
    kept: int
    cannot_keep: int
    still_open: int
    repairs_opened: int
    repaired: int
    let_go: int
    not_finished: int


def count_follow_through(
    worker: Person, followed: Mapping[Repair, RepairGround], on: date
) -> tuple[Weeks, ...]:
    """Return what a worker did in the weeks before the one `on` lies in.

    `followed` are their repairs.
    """
    of_clients = {*worker.promises.values_list("client", flat=True)}
    of_clients.update(worker.sessions.values_list("client", flat=True))
    counted = allowing_supervision(of_clients)
    repairs = _opened(worker, followed)
    made = worker.promises.filter(client__in=counted)
    promises = list(made.values_list("made_on", "status"))
    took_place = worker.sessions.filter(
        client__in=counted, status=SessionStatus.HELD.value
    )
    held = [timezone.localdate(at) for at in took_place.values_list("at", flat=True)]
    return tuple(_weeks(weeks, held, promises, repairs, on) for weeks in SPANS_WEEKS)


def _weeks(
    weeks: int,
    held: Iterable[date],
    promises: Iterable[tuple[date, str]],
    repairs: Iterable[tuple[date, RepairStatus]],
    on: date,
) -> Weeks:
    until = week_of(on) - timedelta(days=1)
    since = until - timedelta(weeks=weeks)
    opened = Counter(status for day, status in repairs if since < day <= until)
    made = Counter(status for day, status in promises if since < day <= until)
    return Weeks(
        weeks=weeks,
        until=until,
        sessions_held=sum(since < day <= until for day in held),
        promises_made=made.total(),
        kept=made[PromiseStatus.KEPT.value],
        cannot_keep=made[PromiseStatus.BROKEN.value],
        still_open=made[PromiseStatus.OPEN.value],
        repairs_opened=opened.total(),
        repaired=opened[RepairStatus.REPAIRED],
        let_go=opened[RepairStatus.LET_GO],
        not_finished=sum(opened[status] for status in UNFINISHED),
    )


def _opened(
    worker: Person, followed: Mapping[Repair, RepairGround]
) -> list[tuple[date, RepairStatus]]:
    """Return repairs by day and where the worker put them, as a supervisor may know."""
    steps = own_steps(worker, followed)
    return [
        (timezone.localdate(ground.noticed_at), steps[repair].status)
        for repair, ground in followed.items()
    ]
