"""Note that the worker has read the client's answers to a letter."""

from datetime import datetime
from uuid import UUID

from holdspace.privacy.access import Verb
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Letter, Person
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of


def see_letter(
    client_id: int, letter_id: str | UUID, *, by: Person, now: datetime
) -> None:
    """Take a letter's answers from the list of what is new.

    Raises:
        NoSuchRecord: if there is no such letter, or it was not answered.
    """
    client = client_for(by, client_id, Verb.WRITE_LETTER, now=now)
    letter = one_of(Letter, client, letter_id, by=by, now=now)
    if not letter.answered_at:
        raise NoSuchRecord
    Letter.objects.filter(pk=letter.pk).update(seen_at=now)
    write_down(
        "see_letter",
        by=by,
        now=now,
        client_id=client.pk,
        record=("letter", letter.pk),
    )
