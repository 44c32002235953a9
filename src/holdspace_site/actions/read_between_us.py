"""Read what is between a client and their worker: dates, promises, repairs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from holdspace.alliance.notices import AdvanceNotice
from holdspace.alliance.sessions import PromiseStatus, SessionStatus
from holdspace_site.actions.give_notice import notices_of
from holdspace_site.actions.read_promises import PromiseShown, promises_shown
from holdspace_site.actions.read_repairs import RepairInList, repairs_in_list
from holdspace_site.records.models import Client, Person, Session

_SETTLED_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class NextSession:
    """The next planned meeting; `moved_from` is its time before the newest move."""

    id: UUID
    at: datetime
    place: str
    moved_from: datetime | None


@dataclass(frozen=True, slots=True)
class BetweenUs:
    """What a client sees of the work between the two of them.

    `settled` are the promises that were kept or not in the last three months.
    """

    next_session: NextSession | None
    coming: tuple[AdvanceNotice, ...]
    promised: tuple[PromiseShown, ...]
    settled: tuple[PromiseShown, ...]
    repairs: tuple[RepairInList, ...]


def read_between_us(client: Client, *, by: Person, now: datetime) -> BetweenUs:
    """Return it for the client's own page, whose look is written down by the page."""
    shown = promises_shown(client)
    since = now - _SETTLED_FOR
    return BetweenUs(
        next_session=_next(client, now),
        coming=notices_of(client, timezone.localdate(now)),
        promised=tuple(one for one in shown if one.status is PromiseStatus.OPEN),
        settled=tuple(
            one
            for one in shown
            if one.status is not PromiseStatus.OPEN and _settled_at(one, since) >= since
        ),
        repairs=repairs_in_list(client, by=by),
    )


def _settled_at(one: PromiseShown, unknown: datetime) -> datetime:
    return one.changes[-1].at if one.changes else unknown


def _next(client: Client, now: datetime) -> NextSession | None:
    planned = client.sessions.filter(status=SessionStatus.PLANNED.value, at__gt=now)
    row: Session | None = planned.order_by("at").first()
    if row is None:
        return None
    moved = row.moves.last()
    return NextSession(row.pk, row.at, row.place, moved.from_at if moved else None)
