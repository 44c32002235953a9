"""Read how a client and their worker work together: the lines, why, what was kept."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

from holdspace.approach.lines import Because, because
from holdspace.approach.way_of_working import WayLine, WayOfWorking
from holdspace.privacy.access import Role, Verb
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person, WayStep
from holdspace_site.records.scope import Who, client_for
from holdspace_site.records.way_of_working import (
    Told,
    left_out_open_to,
    told_to,
    way_open_to,
)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One thing that was done with a line; `words` are empty where not open."""

    step: str
    words: str = field(repr=False)
    version: int
    by_client: bool
    by_name: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenWay:
    """A way of working as somebody may see it, with the history of each line.

    `revision` is 0 before there is any. `quotes` are what the worker can pick a reason
    from, the newest telling first; empty for the client. Of the lines left out, the
    client sees those that were on their page. `hidden` is how many lines the worker
    had a part in and may not read any more; of others there is no trace.
    """

    client: Client
    way: WayOfWorking
    revision: int
    put_by: str = field(repr=False)
    history: dict[str, tuple[StepTaken, ...]] = field(repr=False)
    left_out: tuple[WayLine, ...] = ()
    quotes: tuple[Because, ...] = ()
    hidden: int = 0

    @property
    def to_put(self) -> int:
        """How many lines have words the client has not seen yet."""
        return sum(bool(line.draft) or not line.shown for line in self.way.lines)


def read_way_of_working(client_id: int, *, by: Person, now: datetime) -> OpenWay:
    """Return the way of working as this person may see it, and write the look down.

    Raises:
        NoSuchRecord: if this person works with no such client.
        StoryClosed: while the client says no to care.
    """
    verb = Verb.READ_WAY_OF_WORKING
    client = client_for(by, client_id, verb, now=now)
    opened = open_way(client, by)
    write_down(verb.value, by=by, now=now, client_id=client.pk)
    return opened


def open_way(client: Client, by: Who) -> OpenWay:
    """Return the way of working as somebody may see it, without writing it down."""
    told = told_to(client, by)
    own = by.role == Role.CLIENT.value
    way = way_open_to(client, by, told, with_drafts=not own)
    kept = getattr(client, "way_of_working", None)
    shut = [line.id for line in way.lines if not line.words]
    known = _had_a_part_in(shut, by)
    way = replace(way, lines=tuple(_known(way.lines, known)))
    shown = {line.id: bool(line.words) for line in way.lines}
    return OpenWay(
        client=client,
        way=way,
        revision=kept.revision if kept else 0,
        put_by=kept.put_by.name if kept and kept.put_by else "",
        history=_history(client, told, shown),
        left_out=left_out_open_to(client, told),
        quotes=() if own else _quotes(told),
        hidden=len(known),
    )


def _had_a_part_in(line_ids: Sequence[str], by: Who) -> set[str]:
    """Return those of some lines that somebody ever did something with."""
    taken = WayStep.objects.filter(line__in=line_ids, taken_by=by.pk)
    return {str(pk) for pk in taken.values_list("line", flat=True)}


def _known(lines: Iterable[WayLine], known: Container[str]) -> Iterable[WayLine]:
    return (one for one in lines if one.words or one.instead or one.id in known)


_BEFORE_IT_WAS_PUT = frozenset({"drafted", "added", "put_back"})
"""Steps of the worker alone: their words are nobody's but theirs until they are put."""


def _history(
    client: Client, told: Told, shown: dict[str, bool]
) -> dict[str, tuple[StepTaken, ...]]:
    """Return what was done with each line; the words of it as far as they are open."""
    rows = WayStep.objects.filter(client=client, line__left_out_at__isnull=True)
    history: dict[str, list[StepTaken]] = {}
    for row in rows.select_related("taken_by"):
        line_id = str(row.line_id)
        if line_id not in shown:
            continue
        by_client = row.taken_by_id == client.person_id
        is_open = shown[line_id] and not by_client
        if told.own:
            is_open = by_client or row.step not in _BEFORE_IT_WAS_PUT
        history.setdefault(line_id, []).append(
            StepTaken(
                step=row.step,
                words=row.words if is_open else "",
                version=row.version,
                by_client=by_client,
                by_name=row.taken_by.name,
                at=timezone.localtime(row.taken_at),
            )
        )
    return {line_id: tuple(steps) for line_id, steps in history.items()}


def _quotes(told: Told) -> tuple[Because, ...]:
    newest = sorted(
        told.readings,
        key=lambda one: (-one.passage.told_on.toordinal(), one.passage.id, one.span),
    )
    return tuple(because(one) for one in newest)
