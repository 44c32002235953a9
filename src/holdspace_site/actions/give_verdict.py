"""Give the client's word on a reading: yes, not quite, or take it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace.story.readings import Verdict
from holdspace_site.actions.errors import EditedMeanwhile
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, GivenVerdict, Person, Reading
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
) -> Reading:
    """Keep the client's word on one of their readings; earlier ones stay as history.

    Only the client gives it. From this moment nothing rests on a reading taken back.

    Raises:
        EditedMeanwhile: if the reading says something else than when it was shown.
        NoSuchRecord: if it is not this client's reading, or it was removed.
    """
    client = client_for(by, client_id, Verb.GIVE_VERDICT, now=now)
    reading = _standing(client, reading_id)
    if version is not None and version != reading.version:
        raise EditedMeanwhile("line")
    with transaction.atomic():
        given = GivenVerdict(
            client=client,
            reading=reading,
            verdict=verdict.value,
            given_by=by,
            given_at=now,
        )
        if verdict is Verdict.NOT_QUITE:
            given.correction = correction.strip()
        given.save(force_insert=True)
        write_down(
            f"{Verb.GIVE_VERDICT.value}_{verdict.value}",
            by=by,
            now=now,
            client_id=client.pk,
            record=("reading", reading.pk),
        )
    return reading


def bring_back(
    client_id: int, reading_id: str | UUID, *, by: Person, now: datetime
) -> Reading:
    """Undo a taking back: the reading stands as it did before, with its verdict then.

    Raises:
        NoSuchRecord: if it is not this client's reading, or it was removed.
    """
    client = client_for(by, client_id, Verb.GIVE_VERDICT, now=now)
    reading = _standing(client, reading_id)
    with transaction.atomic():
        reading.verdicts.filter(
            verdict=Verdict.TAKEN_BACK.value, undone_at__isnull=True
        ).update(undone_at=now)
        write_down(
            "bring_back",
            by=by,
            now=now,
            client_id=client.pk,
            record=("reading", reading.pk),
        )
    return reading


def _standing(client: Client, reading_id: str | UUID) -> Reading:
    reading = one_of(Reading, client, reading_id)
    if reading.ended_at:
        raise NoSuchRecord
    return reading
