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
from holdspace_site.records.cycles import cycles_kept, shut_since, words_of_cycle
from holdspace_site.records.models import (
    Client,
    Cycle,
    HandOff,
    Person,
    StepOfCycle,
)
from holdspace_site.records.scope import client_for, one_of


def answer_cycle(
    client_id: int,
    cycle_id: str | UUID,
    *,
    verdict: Verdict,
    own_words: str | None = None,
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep the client's own word on a cycle; the newest counts.

    What they take back is gone for everybody else at once, with the words drawn for
    it, and can be brought back. None for `own_words` leaves theirs as they are.
    Returns the hand-off their words started, None if none.

    Raises:
        TooLong: if they wrote more than `LONGEST_WORDS` characters.
        NoSuchRecord: if it is not theirs.
    """
    client = client_for(by, client_id, Verb.ANSWER_CYCLE, now=now)
    words = _checked(own_words)
    found = one_of(Cycle, client, cycle_id, by=by, now=now)
    with transaction.atomic():
        cycle = Cycle.objects.select_for_update().get(pk=found.pk)
        return _answer(cycle, verdict, words, client=client, by=by, now=now)


def answer_found(
    client_id: int,
    codes: Sequence[str],
    *,
    verdict: Verdict,
    own_words: str | None = None,
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep the client's word on a cycle that was found: from now on it is kept.

    "No" is kept as well, so that nobody asks it again. The same answer sent twice is
    one. Returns the hand-off their words started, None if none.

    Raises:
        NotPossible: if it is not seen any more, or they said no to it before.
        TooLong: if they wrote more than `LONGEST_WORDS` characters.
        NoSuchRecord: if this is not the client's own record.
    """
    client = client_for(by, client_id, Verb.ANSWER_CYCLE, now=now)
    words = _checked(own_words)
    asked = found_now(client, by=by, on=timezone.localdate(now))
    is_asked = tuple(codes) in {one.codes for one in asked}
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        cycle = _answered_before(client, tuple(codes), verdict, by)
        if cycle is None and not is_asked:
            raise NotPossible("question: it is not asked any more")
        cycle = cycle or _keep_found(client, codes, by=by, now=now)
        return _answer(cycle, verdict, words, client=client, by=by, now=now)


def _answered_before(
    client: Client, codes: tuple[str, ...], verdict: Verdict, by: Person
) -> Cycle | None:
    """Return a found cycle that was answered; not one they said no to, but with no."""
    kept = cycles_kept(client, by)
    for one, row in zip(kept.cycles, kept.rows, strict=True):
        is_no = one.verdict is Verdict.TAKEN_BACK and verdict is not one.verdict
        if one.found and one.codes == codes and not is_no:
            return row
    return None


def _keep_found(
    client: Client, codes: Sequence[str], *, by: Person, now: datetime
) -> Cycle:
    cycle = Cycle.objects.create(client=client, found=True, made_by=by, made_at=now)
    for place, code in enumerate(codes):
        StepOfCycle.objects.create(
            client=client, cycle=cycle, position=place, code=code
        )
    return cycle


def keep_cycle_back(
    client_id: int, cycle_id: str | UUID, *, held_back: bool, by: Person, now: datetime
) -> Cycle:
    """Keep a cycle and the words drawn for it to oneself, or open them again.

    Words that were held back by themselves stay so.

    Raises:
        NoSuchRecord: if it is not theirs.
    """
    client = client_for(by, client_id, Verb.ANSWER_CYCLE, now=now)
    found = one_of(Cycle, client, cycle_id, by=by, now=now)
    with transaction.atomic():
        cycle = Cycle.objects.select_for_update().get(pk=found.pk)
        if (cycle.held_back_at is not None) == held_back:
            return cycle
        shut_before = shut_since(cycle)
        cycle.held_back_at = now if held_back else None
        cycle.save(update_fields=("held_back_at",))
        _shut_words(cycle, before=shut_before)
        _log(cycle, by=by, now=now)
    return cycle


def _shut_words(cycle: Cycle, *, before: datetime | None) -> None:
    """Let the words that belong to a cycle follow it, as of the moment it was shut.

    `before` is since when it was shut, None for not. Words that are held back since
    another moment were held back by themselves, and stay so.
    """
    with_it = words_of_cycle(cycle).filter(held_back_at=before)
    with_it.update(held_back_at=shut_since(cycle))


def _checked(own_words: str | None) -> str | None:
    if own_words is None:
        return None
    words = as_kept(own_words).strip()
    if len(words) > LONGEST_WORDS:
        raise TooLong(LONGEST_WORDS)
    return words


def _answer(
    cycle: Cycle,
    verdict: Verdict,
    words: str | None,
    *,
    client: Client,
    by: Person,
    now: datetime,
) -> HandOff | None:
    shut_before, before = shut_since(cycle), cycle.own_words
    is_gone = verdict is Verdict.TAKEN_BACK
    if not is_gone or cycle.verdict != verdict.value:
        cycle.answered_at = now
    cycle.verdict = verdict.value
    cycle.own_words = before if words is None else words
    cycle.save(update_fields=("verdict", "own_words_sealed", "answered_at"))
    _shut_words(cycle, before=shut_before)
    _log(cycle, by=by, now=now)
    if shut_since(cycle) or not words or words == before:
        return None
    return hand_over_words(client, words, beside=cycle.pk, by=by, now=now)


def _log(cycle: Cycle, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.ANSWER_CYCLE.value,
        by=by,
        now=now,
        client_id=cycle.client_id,
        record=("cycle", cycle.pk),
    )
