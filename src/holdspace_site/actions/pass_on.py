"""Let a hand-over go to the next worker, or keep it: the client's own choice."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace.story.letter import LetterKind
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Letter, Person
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of


def pass_on(
    client_id: int, letter_id: str | UUID, *, allowed: bool, by: Person, now: datetime
) -> None:
    """Keep the client's tick on a hand-over; it counts from the next request on.

    Raises:
        NoSuchRecord: if it is no hand-over that was given to this client.
    """
    client = client_for(by, client_id, Verb.CHOOSE_SHARING, now=now)
    letter = one_of(Letter, client, letter_id, by=by, now=now)
    if letter.kind != LetterKind.HAND_OVER.value or not letter.given_at:
        raise NoSuchRecord
    with transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(
            passed_on_at=now if allowed else None
        )
        write_down(
            Verb.CHOOSE_SHARING.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("letter", letter.pk),
        )
