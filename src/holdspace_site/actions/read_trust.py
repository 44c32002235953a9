"""Read a client's answers over time, with what happened between the two of you."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from holdspace.alliance.repairs import Repair
from holdspace.alliance.sessions import Promise, PromiseStatus, Session
from holdspace.approach.trust import LINES, TrustLine, trust_line
from holdspace.content.check_in import check_in
from holdspace.content.wording import wording
from holdspace.privacy.access import Verb
from holdspace_site.actions.read_check_ins import check_ins_told, earlier_sessions
from holdspace_site.actions.read_repairs import repairs_for_line
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person
from holdspace_site.records.scope import Who, client_for

_SETTLED = (PromiseStatus.KEPT, PromiseStatus.BROKEN)


@dataclass(frozen=True, slots=True)
class TrustOverTime:
    """The lines of one client, one a question, and what else happened.

    `sessions` are all there were, oldest first. `promises` are those kept or broken,
    each with the day that was said.
    """

    client: Client
    lines: tuple[TrustLine, ...]
    sessions: tuple[Session, ...]
    repairs: tuple[Repair, ...]
    promises: tuple[tuple[Promise, date], ...] = field(repr=False)


def read_trust(client_id: int, *, by: Person, now: datetime) -> TrustOverTime:
    """Return a client's answers over time, and write the look down.

    What the client keeps from whoever reads is in no line, signal or count.

    Raises:
        NoSuchRecord: if this person works with no such client.
        StoryClosed: while the client says no to care.
    """
    client = client_for(by, client_id, Verb.READ_TRUST, now=now)
    write_down(Verb.READ_TRUST.value, by=by, now=now, client_id=client.pk)
    on = timezone.localdate(now)
    sessions = tuple(earlier_sessions(client, on=on))
    return TrustOverTime(
        client=client,
        lines=trust_lines(client, sessions, by=by, on=on),
        sessions=sessions,
        repairs=tuple(repairs_for_line(client, by=by)),
        promises=_promises(client),
    )


def trust_lines(
    client: Client, sessions: tuple[Session, ...], *, by: Who, on: date
) -> tuple[TrustLine, ...]:
    """Return a line for each question that has numbers, for one reader."""
    told = check_ins_told(client, by=by)
    return tuple(
        trust_line(measure, told, sessions, on=on, pack=check_in(), wording=wording())
        for measure in LINES
    )


def _promises(client: Client) -> tuple[tuple[Promise, date], ...]:
    rows = client.promises.filter(
        status__in=[one.value for one in _SETTLED], settled_at__isnull=False
    )
    return tuple(
        (as_library.promise(row), timezone.localdate(row.settled_at))
        for row in rows.order_by("settled_at")
    )
