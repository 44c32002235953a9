"""Give the client's word on a reading: yes, not quite, or take it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace.story.readings import Verdict
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import GivenVerdict, Person, Reading
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of


def give_verdict(
    client_id: int,
    reading_id: str | UUID,
    *,
    verdict: Verdict,
    correction: str = "",
    by: Person,
    now: datetime,
) -> Reading:
    """Keep the client's word on one of their readings; earlier ones stay as history.

    Only the client gives it. From this moment nothing rests on a reading taken back.

    Raises:
        NoSuchRecord: if it is not this client's reading, or it was removed.
    """
    client = client_for(by, client_id, Verb.GIVE_VERDICT, now=now)
    reading = one_of(Reading, client, reading_id)
    if reading.ended_at:
        raise NoSuchRecord
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
