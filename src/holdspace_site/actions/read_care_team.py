"""Read who works with a client now."""

from dataclasses import dataclass
from datetime import datetime

from holdspace_site.records.models import Client


@dataclass(frozen=True, slots=True)
class Member:
    """One worker in a client's care team."""

    person_id: int
    name: str
    since: datetime


def care_team_of(client: Client) -> tuple[Member, ...]:
    """Return who works with a client now, the longest first."""
    rows = client.team.filter(until__isnull=True).select_related("person")
    return tuple(
        Member(row.person_id, row.person.name, row.since)
        for row in rows.order_by("since", "pk")
    )
