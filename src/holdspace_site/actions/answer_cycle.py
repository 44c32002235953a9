"""Give the client's word on what goes round: yes, not quite, or take it back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.privacy.access import Verb
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import as_kept
from holdspace_site.actions.draw_cycle import LONGEST_WORDS
from holdspace_site.actions.errors import NotPossible, TooLong
from holdspace_site.actions.hand_over_words import hand_over_words
from holdspace_site.actions.read_cycles import found_now
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Cycle, HandOff, Passage, Person, StepOfCycle
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.sharing import passages_open_to


def answer_cycle(
    client_id: int,
    cycle_id: str | UUID,
    *,
    verdict: Verdict,
    own_words: str = "",
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep the client's own word on a cycle; the newest counts.

    What they take back is gone for everybody else at once, and can be brought back.
    Returns the hand-off their words started, None if none.

    Raises:
        TooLong: if they wrote more than `LONGEST_WORDS` characters.
        NoSuchRecord: if it is not theirs.
    """
    client = client_for(by, client_id, Verb.ANSWER_CYCLE, now=now)
    words = _checked(own_words)
    cycle = one_of(Cycle, client, cycle_id, by=by, now=now)
    with transaction.atomic():
        _answer(cycle, verdict, words, by=by, now=now)
        return hand_over_words(client, words, by=by, now=now)


def answer_found(
    client_id: int,
    codes: Sequence[str],
    *,
    verdict: Verdict,
    own_words: str = "",
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep the client's word on a cycle that was found: from now on it is kept.

    "No" is kept as well, so that nobody asks it again. Returns the hand-off their words
    started, None if none.

    Raises:
        NotPossible: if it is not seen any more, or was answered already.
        TooLong: if they wrote more than `LONGEST_WORDS` characters.
        NoSuchRecord: if this is not the client's own record.
    """
    client = client_for(by, client_id, Verb.ANSWER_CYCLE, now=now)
    words = _checked(own_words)
    asked = found_now(client, by=by, on=timezone.localdate(now))
    if tuple(codes) not in {one.codes for one in asked}:
        raise NotPossible("question: it is not asked any more")
    with transaction.atomic():
        cycle = Cycle.objects.create(client=client, found=True, made_by=by, made_at=now)
        for place, code in enumerate(codes):
            StepOfCycle.objects.create(
                client=client, cycle=cycle, position=place, code=code
            )
        _answer(cycle, verdict, words, by=by, now=now)
        return hand_over_words(client, words, by=by, now=now)


def keep_cycle_back(
    client_id: int, cycle_id: str | UUID, *, held_back: bool, by: Person, now: datetime
) -> Cycle:
    """Keep a cycle and the words drawn for it to oneself, or open them again.

    Raises:
        NoSuchRecord: if it is not theirs.
    """
    client = client_for(by, client_id, Verb.ANSWER_CYCLE, now=now)
    cycle = one_of(Cycle, client, cycle_id, by=by, now=now)
    since = now if held_back else None
    drawn: list[Passage] = list(
        passages_open_to(client, by).filter(readings__in=_readings_of(cycle)).distinct()
    )
    with transaction.atomic():
        cycle.held_back_at = since
        cycle.save(update_fields=("held_back_at",))
        for passage in drawn:
            passage.held_back_at = since
            passage.save(update_fields=("held_back_at",))
        _log(cycle, by=by, now=now)
    return cycle


def _readings_of(cycle: Cycle) -> list[UUID]:
    drawn = cycle.steps.filter(reading__isnull=False)
    return list(drawn.values_list("reading", flat=True))


def _checked(own_words: str) -> str:
    words = as_kept(own_words).strip()
    if len(words) > LONGEST_WORDS:
        raise TooLong(LONGEST_WORDS)
    return words


def _answer(
    cycle: Cycle, verdict: Verdict, words: str, *, by: Person, now: datetime
) -> None:
    cycle.verdict, cycle.answered_at = verdict.value, now
    cycle.own_words = words
    cycle.save(update_fields=("verdict", "own_words_sealed", "answered_at"))
    _log(cycle, by=by, now=now)


def _log(cycle: Cycle, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.ANSWER_CYCLE.value,
        by=by,
        now=now,
        client_id=cycle.client_id,
        record=("cycle", cycle.pk),
    )
