"""Let a client take along what they choose of what they told, to tell it once."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from holdspace.approach.brief import Told
from holdspace.approach.summary import Summary, summary_of
from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import NothingChosen
from holdspace_site.actions.read_brief import brief_content, told_by
from holdspace_site.actions.read_record import own_record
from holdspace_site.records.access_log import write_down
from holdspace_site.records.cycles import cycles_kept
from holdspace_site.records.models import Client, Person
from holdspace_site.records.scope import client_for
from holdspace_site.records.sharing import passages_open_to


def read_summary(*, by: Person, now: datetime) -> Summary:
    """Return all that the client may take along, and write the look down."""
    client = own_record(by)
    write_down(Verb.READ_STORY.value, by=by, now=now, client_id=client.pk)
    return _offered(client, by, now)


def take_summary(
    client_id: int, ids: Collection[str], *, by: Person, now: datetime
) -> Summary:
    """Return what the client chose to take along, and write it down.

    Raises:
        NothingChosen: if they chose nothing that is there.
        NoSuchRecord: if this is not the client's own record.
    """
    client = client_for(by, client_id, Verb.EXPORT, now=now)
    chosen = _offered(client, by, now).only(ids)
    if chosen.is_empty:
        raise NothingChosen
    write_down("take_summary", by=by, now=now, client_id=client.pk)
    return chosen


def _offered(client: Client, by: Person, now: datetime) -> Summary:
    """Leave out what they hold back: it is not among what they agreed to share."""
    on = timezone.localdate(now)
    told = told_by(client, by=by, on=on)
    shared = passages_open_to(client, by).filter(held_back_at__isnull=True)
    ids = {str(pk) for pk in shared.values_list("pk", flat=True)}
    kept_back = {
        str(row.pk) for row in cycles_kept(client, by).rows if row.held_back_at
    }
    told = replace(told, cycles=[c for c in told.cycles if c.id not in kept_back])
    return summary_of(_without(told, ids), on=on, content=brief_content())


def _without(told: Told, shared: Collection[str]) -> Told:
    return Told(
        name=told.name,
        readings=[one for one in told.readings if one.passage.id in shared],
        passages=[one for one in told.passages if one.id in shared],
        boundaries=told.boundaries,
        cycles=told.cycles,
        drawn=told.drawn,
        way=told.way,
        wordings=told.wordings,
    )
