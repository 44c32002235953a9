"""Say what helps at the steps of what goes round, in the client's own words."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace_site.actions.add_passage import Setting, as_kept
from holdspace_site.actions.draw_cycle import LONGEST_WORDS
from holdspace_site.actions.errors import TooLong
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.actions.own_words import keep_own_words, set_aside
from holdspace_site.records.access_log import write_down
from holdspace_site.records.cycles import shut_since, what_helps_id
from holdspace_site.records.models import Cycle, HandOff, Passage, Person, StepOfCycle
from holdspace_site.records.scope import client_for, one_of


def say_what_helps(
    client_id: int,
    cycle_id: str | UUID,
    words: Sequence[str],
    *,
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep what the client says would help, a text for each step in order, "" for none.

    Each is words told, for whoever sees the cycle; a text they empty is from then on
    for their own eyes. Returns the hand-off their words started, None if none.

    Raises:
        TooLong: if a text is longer than `LONGEST_WORDS`.
        NoSuchRecord: if it is not theirs.
    """
    client = client_for(by, client_id, Verb.ANSWER_CYCLE, now=now)
    texts = [as_kept(one).strip() for one in words]
    if any(len(one) > LONGEST_WORDS for one in texts):
        raise TooLong(LONGEST_WORDS)
    found = one_of(Cycle, client, cycle_id, by=by, now=now)
    with transaction.atomic():
        cycle = Cycle.objects.select_for_update().get(pk=found.pk)
        steps = cycle.steps.order_by("position")
        handed = [
            _keep(step, said, cycle, by=by, now=now)
            for step, said in zip(steps, texts, strict=False)
        ]
        write_down(
            Verb.ANSWER_CYCLE.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("cycle", cycle.pk),
        )
    return next((one for one in handed if one), None)


def _keep(
    step: StepOfCycle, said: str, cycle: Cycle, *, by: Person, now: datetime
) -> HandOff | None:
    passage_id = what_helps_id(step.pk)
    if not said:
        set_aside(passage_id, now=now)
        return None
    new = Passage(
        pk=passage_id,
        client_id=cycle.client_id,
        setting=Setting.ALONE.value,
        sensitivity=2,
    )
    kept = keep_own_words(new, said, by=by, now=now)
    if since := shut_since(cycle):
        set_aside(passage_id, now=since)
        return None
    return hand_off_for(kept, by=by, now=now)
