"""The one gate to repairs: who sees which now, and what each rests on for them.

A repair is seen through its grounds. Where the last of them is kept from somebody, the
repair never was for them: on the very next request, and without a trace of its own.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from holdspace.alliance.repairs import UNFINISHED, Ground, RuptureKind
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.records.check_ins import check_ins_open_to
from holdspace_site.records.models import (
    Client,
    GivenVerdict,
    Person,
    Reading,
    Repair,
    RepairGround,
)
from holdspace_site.records.sharing import passages_open_to, purposes_allowed
from holdspace_site.records.who import AtTheMachine

STRAIN = "R."
"""How the codes of a strain between client and worker begin."""


def repairs_of(by: Person | AtTheMachine, client: Client) -> QuerySet[Repair]:
    """Return the repairs of one client that this person may see now, oldest first.

    The client sees all of their own. Each row has `since`: when the first thing was
    noticed of those it rests on for this person.
    """
    grounds = grounds_open_to(client, by)
    first = grounds.filter(repair=OuterRef("pk")).order_by("noticed_at")
    since = Coalesce(Subquery(first.values("noticed_at")[:1]), "opened_at")
    rows = Repair.objects.filter(client=client).annotate(since=since)
    if by.role == Role.CLIENT.value:
        return rows.filter(client__person=by.pk)
    return rows.filter(pk__in=grounds.values("repair"))


def grounds_open_to(
    client: Client, by: Person | AtTheMachine
) -> QuerySet[RepairGround]:
    """Return what the repairs of one client rest on, as far as somebody may see it.

    There are few, so that their ids make a shorter query than the rules they follow.
    """
    seen = [ground.pk for ground in open_grounds(client, by)]
    return RepairGround.objects.filter(pk__in=seen)


def open_grounds(client: Client, by: Person | AtTheMachine) -> list[RepairGround]:
    """Return the rows of `grounds_open_to`, oldest first."""
    rows = RepairGround.objects.filter(client=client)
    if by.role == Role.CLIENT.value:
        return list(rows.filter(client__person=by.pk))
    allowed = purposes_allowed(client)
    if by.role == Role.SUPERVISOR.value or Purpose.CARE not in allowed:
        return []
    since = None
    if by.role == Role.WORKER.value and Purpose.NEXT_WORKER not in allowed:
        parts = client.team.filter(person=by.pk, until__isnull=True)
        since = parts.values_list("since", flat=True).first() or client.added_at
    return _open_among(list(rows), client, by, since)


def _open_among(
    rows: list[RepairGround],
    client: Client,
    by: Person | AtTheMachine,
    since: datetime | None,
) -> list[RepairGround]:
    """Return which of these grounds somebody may see.

    What others noticed before `since` is not among them; None leaves out nothing.
    """
    given = {row.check_in_id for row in rows if row.check_in_id}
    told = {row.reading_id for row in rows if row.reading_id}
    seen: set[UUID] = set()
    if given:
        open_now = check_ins_open_to(client, by).filter(pk__in=given)
        seen.update(open_now.values_list("pk", flat=True))
    if told:
        strains = _strains_told(client, by).filter(pk__in=told)
        seen.update(strains.values_list("pk", flat=True))
    return [
        row
        for row in rows
        if not seen.isdisjoint((row.check_in_id, row.reading_id))
        or (
            row.ground == Ground.NOTICED.value
            and (since is None or row.noticed_by_id == by.pk or row.noticed_at >= since)
        )
    ]


def since_of(row: Repair, grounds: Iterable[RepairGround]) -> datetime:
    """Return when a repair opened for whoever may see these of its grounds."""
    return min((one.noticed_at for one in grounds), default=row.opened_at)


def kind_of(row: Repair, grounds: Iterable[RepairGround]) -> RuptureKind:
    """Return how a strain shows to whoever may see these of the repair's grounds.

    What its worker says counts; while they have not, the newest signal that says it.
    """
    said = RuptureKind(row.kind)
    if said is not RuptureKind.UNCLEAR:
        return said
    signals = [one for one in grounds if one.ground == Ground.SIGNAL.value]
    kinds = [RuptureKind(one.words) for one in signals if one.words]
    return kinds[-1] if kinds else said


def _strains_told(client: Client, by: Person | AtTheMachine) -> QuerySet[Reading]:
    """Return the standing readings of a strain that somebody may see."""
    given = GivenVerdict.objects.filter(reading=OuterRef("pk"), undone_at__isnull=True)
    newest = given.order_by("-given_at").values("verdict")[:1]
    return (
        Reading.objects.filter(
            passage__in=passages_open_to(client, by),
            code__startswith=STRAIN,
            ended_at__isnull=True,
        )
        .annotate(newest=Subquery(newest))
        .filter(Q(newest=None) | ~Q(newest=Verdict.TAKEN_BACK.value))
    )


def unfinished_of(
    by: Person | AtTheMachine, clients: Iterable[Client]
) -> dict[int, list[Repair]]:
    """Return the repairs nobody closed, by client; only clients who have any."""
    by_id = {client.pk: client for client in clients}
    unfinished = [status.value for status in UNFINISHED]
    having = Repair.objects.filter(client__in=by_id, status__in=unfinished)
    found = {}
    for client_id in sorted({*having.values_list("client", flat=True)}):
        rows = repairs_of(by, by_id[client_id]).filter(status__in=unfinished)
        if seen := list(rows):
            found[client_id] = seen
    return found


def sees(by: Person | AtTheMachine, client: Client, repair_id: UUID) -> bool:
    """Return whether somebody may see a repair now."""
    return repairs_of(by, client).filter(pk=repair_id).exists()
