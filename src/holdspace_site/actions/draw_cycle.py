"""Draw what goes round: the client alone, or the two together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from holdspace.approach.cycles import LONGEST_CYCLE
from holdspace.content.codebook import codebook
from holdspace.patterns.running import WORTH_SAYING
from holdspace.privacy.access import Role, Verb
from holdspace.story.readings import Certainty, NoticedBy, Verdict, counts
from holdspace_site.actions.add_passage import Setting, ToldBy, as_kept
from holdspace_site.actions.errors import NotPossible, TooLong
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.actions.read_cycles import codes_told, cycles_shown
from holdspace_site.records.access_log import write_down
from holdspace_site.records.as_library import passages_of, readings_of
from holdspace_site.records.models import (
    Client,
    Cycle,
    GivenVerdict,
    HandOff,
    Passage,
    Person,
    Reading,
    StepOfCycle,
)
from holdspace_site.records.scope import client_for
from holdspace_site.records.sharing import passages_open_to

LONGEST_WORDS = 300
"""The most characters one step may have."""

WISHES = "N"
"""The domain of what should happen next time: no step of what goes round."""


@dataclass(frozen=True, slots=True)
class NewStep:
    """One step as it was placed: a code, and the client's own words, "" for none."""

    code: str
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cycle that was kept, and the hand-off its words started, if any."""

    cycle: Cycle
    hand_off: HandOff | None


def draw_cycle(
    client_id: int,
    steps: Sequence[NewStep],
    *,
    only_me: bool = False,
    by: Person,
    now: datetime,
) -> Drawn:
    """Keep a cycle as it was drawn; own words become told words, each step its reading.

    A card the client picks is an answer too: where nothing that was told stands under
    it, its words are told as they were shown.

    Drawn by the client it is confirmed: they said it. Drawn by the two together it
    waits for the client's word, and a card needs words of theirs under it. `only_me`
    keeps it from all who work with the client.

    Raises:
        NotPossible: if it has too few or too many steps, the same step twice in a row,
            a step that names no code or that no words of theirs are under, or there is
            the same one already.
        TooLong: if the words of a step are longer than `LONGEST_WORDS`.
        NoSuchRecord: if this person works with no such client.
    """
    own = by.role == Role.CLIENT.value
    verb = Verb.DRAW_CYCLE if own else Verb.DRAW_CYCLE_TOGETHER
    client = client_for(by, client_id, verb, now=now)
    steps = [NewStep(one.code, as_kept(one.words).strip()) for one in steps]
    _check(steps)
    held_back_at = now if own and only_me else None
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        _check_is_new(client, steps, by, now)
        if not own:
            _check_words(client, steps, by, now)
        cycle = Cycle.objects.create(
            client=client,
            made_by=by,
            made_at=now,
            verdict=Verdict.YES.value if own else "",
            answered_at=now if own else None,
            held_back_at=held_back_at,
        )
        passage = _keep_steps(cycle, steps, by=by, now=now)
        write_down(
            verb.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("cycle", cycle.pk),
        )
        said = passage if any(step.words for step in steps) else None
        hand_off = hand_off_for(said, by=by, now=now) if said else None
    return Drawn(cycle, hand_off)


def _keep_steps(
    cycle: Cycle, steps: Sequence[NewStep], *, by: Person, now: datetime
) -> Passage | None:
    """Keep the steps of a cycle; return the words told for them, None if none were."""
    client, own = cycle.client, by.role == Role.CLIENT.value
    steps = _with_cards(client, steps, by) if own else steps
    passage, readings = _told(client, steps, cycle.held_back_at, by=by, now=now)
    for place, step in enumerate(steps):
        StepOfCycle.objects.create(
            client=client,
            cycle=cycle,
            position=place,
            code=step.code,
            reading=readings.get(place),
        )
    return passage


def _check(steps: Sequence[NewStep]) -> None:
    if not WORTH_SAYING <= len(steps) <= LONGEST_CYCLE:
        raise NotPossible(f"drawing: it takes {WORTH_SAYING} to {LONGEST_CYCLE} steps")
    for step in steps:
        is_known = codebook().has(step.code)
        if not is_known or codebook().code(step.code).domain == WISHES:
            raise NotPossible("step: pick what kind of step it is")
        if len(step.words) > LONGEST_WORDS:
            raise TooLong(LONGEST_WORDS)
    if any(one.code == other.code for one, other in pairwise(steps)):
        raise NotPossible("drawing: two steps in a row are of the same kind")


def _check_is_new(
    client: Client, steps: Sequence[NewStep], by: Person, now: datetime
) -> None:
    """Refuse what is shown to whoever draws; of others they learn nothing."""
    codes = tuple(step.code for step in steps)
    _, shown = cycles_shown(client, by=by, on=timezone.localdate(now))
    for kept, cycle in shown:
        is_shown = cycle is not None and kept.verdict is not Verdict.TAKEN_BACK
        if is_shown and kept.codes == codes:
            raise NotPossible("drawing: the same one is there already")


def _check_words(
    client: Client, steps: Sequence[NewStep], by: Person, now: datetime
) -> None:
    told = codes_told(client, by=by, on=timezone.localdate(now))
    for number, step in enumerate(steps, start=1):
        if not step.words and step.code not in told:
            raise NotPossible(
                f"step {number}: they told nothing of it yet, so write their words"
                " beside it"
            )


def _with_cards(client: Client, steps: Sequence[NewStep], by: Person) -> list[NewStep]:
    """Put its card under a step that nothing else stands under."""
    kept = readings_of(client, passages_of(passages_open_to(client, by)))
    told = {one.reading.code for one in kept if counts(one.reading)}
    return [
        step
        if step.words or step.code in told
        else NewStep(step.code, codebook().code(step.code).plain_words)
        for step in steps
    ]


def _told(
    client: Client,
    steps: Sequence[NewStep],
    held_back_at: datetime | None,
    *,
    by: Person,
    now: datetime,
) -> tuple[Passage | None, dict[int, Reading]]:
    """Keep the own words as one passage, a line a step; None where there are none."""
    written = [(place, step) for place, step in enumerate(steps) if step.words]
    if not written:
        return None, {}
    own = by.role == Role.CLIENT.value
    passage = Passage(
        client=client,
        told_by=ToldBy.CLIENT.value,
        typed_by=by,
        told_on=timezone.localdate(now),
        setting=(Setting.ALONE if own else Setting.SESSION).value,
        sensitivity=2,
        held_back_at=held_back_at,
        added_at=now,
    )
    passage.words = "\n".join(step.words for _, step in written)
    passage.save(force_insert=True)
    readings, start = {}, 0
    for place, step in written:
        readings[place] = Reading.objects.create(
            client=client,
            passage=passage,
            code=step.code,
            start=start,
            end=start + len(step.words),
            certainty=Certainty.SAID.value,
            noticed_by=(NoticedBy.CLIENT if own else NoticedBy.WORKER).value,
            marked_by=by,
            marked_at=now,
        )
        if own:  # what they draw they said: nobody asks them again
            GivenVerdict.objects.create(
                client=client,
                reading=readings[place],
                verdict=Verdict.YES.value,
                given_by=by,
                given_at=now,
            )
        start += len(step.words) + 1
    return passage, readings
