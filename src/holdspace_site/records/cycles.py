"""The one gate to a client's cycles: who sees which now.

A cycle holds codes and a verdict. The words under its steps have a gate of their own,
`sharing.passages_open_to`: where a step has no words for somebody, nobody shows them
the cycle. So while a client says no to care, none is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from holdspace.approach.cycles import KeptCycle, KeptStep
from holdspace.approach.lines import in_full
from holdspace.patterns.operating_points import LEAST_SUPPORT
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Passage as Told
from holdspace.story.readings import Verdict
from holdspace_site.records.models import (
    CareTeamMember,
    Client,
    Cycle,
    Passage,
    Person,
    StepOfCycle,
)
from holdspace_site.records.sharing import (
    handed_words_id,
    held_back_from,
    own_reading_id,
    purposes_allowed,
)
from holdspace_site.records.who import AtTheMachine


@dataclass(frozen=True, slots=True)
class Kept:
    """The cycles somebody may see, and the readings that name a step of any drawing.

    `answered` are those that are not to be asked again, taken back or not.
    """

    cycles: tuple[KeptCycle, ...] = ()
    drawn: frozenset[str] = frozenset()
    rows: tuple[Cycle, ...] = ()
    answered: tuple[KeptCycle, ...] = ()


def cycles_kept(client: Client, by: Person | AtTheMachine) -> Kept:
    """Return the cycles of one client that this person may see now, oldest first.

    One query, and none is asked a second time while the client has no cycle. The
    client sees all of their own. For others one taken back or kept to themselves never
    was, and the next worker sees those of before only with the client's yes to that.
    """
    steps = _with_parts(StepOfCycle.objects.filter(client=client), by)
    by_cycle: dict[UUID, list[StepOfCycle]] = {}
    for step in steps.select_related("cycle").order_by("cycle__made_at", "position"):
        step.cycle.client = client
        by_cycle.setdefault(step.cycle_id, []).append(step)
    if not by_cycle or by.role == Role.SUPERVISOR.value:
        return Kept()
    fewest = 1 if by.role == Role.CLIENT.value else LEAST_SUPPORT
    every = {pk: _as_kept(of, fewest) for pk, of in by_cycle.items()}
    named = [s.reading_id for of in by_cycle.values() for s in of if s.reading_id]
    drawn = {str(pk) for one in named for pk in (one, own_reading_id(one))}
    open_to = _open(by_cycle, client, by)
    return Kept(
        cycles=tuple(every[pk] for pk in open_to),
        drawn=frozenset(drawn),
        rows=tuple(by_cycle[pk][0].cycle for pk in open_to),
        answered=tuple(
            every[pk]
            for pk, of in by_cycle.items()
            if pk in open_to or of[0].cycle.held_back_at is None
        ),
    )


def what_helps_id(step_id: UUID) -> UUID:
    """Return the id of the passage in which a client says what helps at a step."""
    return uuid5(step_id, "what helps")


def with_what_helps(
    kept: Kept, client: Client, by: Person | AtTheMachine, told: Mapping[UUID, Told]
) -> tuple[KeptCycle, ...]:
    """Return cycles with what helps at their steps, as far as it is in what was `told`.

    What the client put aside is in none, unless the cycle is for their own eyes anyway.
    """
    own = by.role == Role.CLIENT.value and bool(kept.rows)
    aside = held_back_from(client, ()) if own else frozenset()
    made = []
    for one, row in zip(kept.cycles, kept.rows, strict=True):
        shut = frozenset() if shut_since(row) else aside
        steps = tuple(_with_help(step, told, shut) for step in one.steps)
        made.append(replace(one, steps=steps))
    return tuple(made)


def _with_help(
    step: KeptStep, told: Mapping[UUID, Told], shut: frozenset[UUID]
) -> KeptStep:
    passage_id = what_helps_id(UUID(step.id))
    said = None if passage_id in shut else told.get(passage_id)
    return replace(step, helps=in_full(said)) if said else step


def shut_since(cycle: Cycle) -> datetime | None:
    """Return since when only the client sees a cycle, None while others do."""
    taken_back = cycle.verdict == Verdict.TAKEN_BACK.value
    return cycle.held_back_at or (cycle.answered_at if taken_back else None)


def words_of_cycle(cycle: Cycle) -> QuerySet[Passage]:
    """Return the words drawn for it, what helps at its steps, and words handed over."""
    steps = cycle.steps.values_list("pk", "reading__passage")
    beside = [handed_words_id(pk) for pk in (cycle.pk, *(pk for pk, _ in steps))]
    helps = [what_helps_id(pk) for pk, _ in steps]
    drawn = [passage for _, passage in steps if passage]
    return Passage.objects.filter(pk__in=[*drawn, *helps, *beside])


def _with_parts(
    steps: QuerySet[StepOfCycle], by: Person | AtTheMachine
) -> QuerySet[StepOfCycle]:
    """Add when a worker joined, and whether somebody else was there before them."""
    parts = CareTeamMember.objects.filter(client=OuterRef("client_id"))
    own = parts.filter(person=by.pk, until__isnull=True).order_by("since")
    others = parts.exclude(person=by.pk).filter(since__lt=OuterRef("joined_at"))
    joined_at = Subquery(own.values("since")[:1], output_field=DateTimeField())
    return steps.annotate(joined_at=joined_at).annotate(told_to_another=Exists(others))


def _open(
    by_cycle: dict[UUID, list[StepOfCycle]], client: Client, by: Person | AtTheMachine
) -> list[UUID]:
    if by.role == Role.CLIENT.value:
        return list(by_cycle) if client.person_id == by.pk else []
    seen = [steps[0] for steps in by_cycle.values() if _is_shared(steps[0].cycle)]
    if by.role == Role.WORKER.value:
        before = {one.cycle_id for one in seen if _is_of_before(one, by)}
        if before and Purpose.NEXT_WORKER not in purposes_allowed(client):
            seen = [one for one in seen if one.cycle_id not in before]
    return [one.cycle_id for one in seen]


def _is_shared(cycle: Cycle) -> bool:
    taken_back = cycle.verdict == Verdict.TAKEN_BACK.value
    return cycle.held_back_at is None and not taken_back


def _is_of_before(step: StepOfCycle, by: Person | AtTheMachine) -> bool:
    """Return whether a cycle was kept before a worker came, while another was there."""
    if step.joined_at is None:
        return True
    is_earlier = step.cycle.made_at < step.joined_at
    return is_earlier and step.told_to_another and step.cycle.made_by_id != by.pk


def _as_kept(steps: Iterable[StepOfCycle], fewest: int) -> KeptCycle:
    rows = list(steps)
    cycle = rows[0].cycle
    return KeptCycle(
        id=str(cycle.pk),
        steps=tuple(
            KeptStep(
                row.code, str(row.reading_id) if row.reading_id else "", str(row.pk)
            )
            for row in rows
        ),
        said_on=timezone.localdate(cycle.answered_at or cycle.made_at),
        found=cycle.found,
        fewest=fewest,
        verdict=Verdict(cycle.verdict) if cycle.verdict else None,
        own_words=cycle.own_words,
    )
