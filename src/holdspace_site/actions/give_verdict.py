"""Give the client's word on a reading: yes, not quite, or take it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.content.safety import safety
from holdspace.privacy.access import Verb
from holdspace.safety.phrases import noticed, starts_hand_off
from holdspace.story.readings import Certainty, Verdict
from holdspace_site.actions.add_passage import as_kept
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.actions.own_words import are_told, bring_own_words_back, follow
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import GivenVerdict, HandOff, Person, Reading
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of


def give_verdict(
    client_id: int,
    reading_id: str | UUID,
    *,
    verdict: Verdict,
    correction: str = "",
    version: int | None = None,
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep the client's word on one of their readings; earlier ones stay as history.

    Only the client gives it. From this moment nothing rests on a reading taken back.
    A correction whose words may need a person becomes words of their own, so that one
    can read it; then the hand-off is returned, else None.

    Raises:
        EditedMeanwhile: if the reading says something else than when it was shown.
        NoSuchRecord: if it is not this client's reading, was removed, or is a guess.
    """
    client = client_for(by, client_id, Verb.GIVE_VERDICT, now=now)
    one_of(Reading, client, reading_id, by=by, now=now)
    with transaction.atomic():
        reading = Reading.objects.select_for_update().get(pk=reading_id)
        if version is not None and version != reading.version:
            raise EditedMeanwhile("line")
        words = as_kept(correction).strip()
        keep_verdict(reading, verdict, words, by=by, now=now)
        if are_told(reading) or starts_hand_off(noticed(words, safety())):
            return follow(reading, verdict, words, by=by, now=now)
    return None


def keep_verdict(
    reading: Reading,
    verdict: Verdict,
    correction: str = "",
    *,
    by: Person,
    now: datetime,
) -> None:
    """Keep a verdict on a reading that is the person's own, and write it down.

    Raises:
        NoSuchRecord: if it was removed, or is a guess.
    """
    _check_shown(reading)
    given = GivenVerdict(
        client=reading.client,
        reading=reading,
        verdict=verdict.value,
        given_by=by,
        given_at=now,
    )
    if verdict is Verdict.NOT_QUITE:
        given.correction = correction
    given.save(force_insert=True)
    write_down(
        f"{Verb.GIVE_VERDICT.value}_{verdict.value}",
        by=by,
        now=now,
        client_id=reading.client_id,
        record=("reading", reading.pk),
    )


def bring_back(
    client_id: int, reading_id: str | UUID, *, by: Person, now: datetime
) -> Reading:
    """Undo a taking back: the reading stands as it did before, with its verdict then.

    Raises:
        NoSuchRecord: if it is not this client's reading, or it was removed.
    """
    client = client_for(by, client_id, Verb.GIVE_VERDICT, now=now)
    reading = one_of(Reading, client, reading_id, by=by, now=now)
    with transaction.atomic():
        undo_taking_back(reading, by=by, now=now)
        bring_own_words_back(reading, now=now)
    return reading


def undo_taking_back(reading: Reading, *, by: Person, now: datetime) -> None:
    """Bring back a reading that is the person's own, and write it down.

    Raises:
        NoSuchRecord: if it was removed, or is a guess.
    """
    _check_shown(reading)
    reading.verdicts.filter(
        verdict=Verdict.TAKEN_BACK.value, undone_at__isnull=True
    ).update(undone_at=now)
    write_down(
        "bring_back",
        by=by,
        now=now,
        client_id=reading.client_id,
        record=("reading", reading.pk),
    )


def _check_shown(reading: Reading) -> None:
    """Raise NoSuchRecord for a reading its client is not asked about."""
    if reading.ended_at or reading.certainty == Certainty.GUESSED.value:
        raise NoSuchRecord
