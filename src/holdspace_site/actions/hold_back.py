"""Hold one thing a client told back from all who work with them, and open it again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import NotPossible
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Passage, Person
from holdspace_site.records.scope import client_for, one_of


def hold_back(
    client_id: int,
    passage_id: str | UUID,
    *,
    held_back: bool,
    by: Person,
    now: datetime,
) -> Passage:
    """Hold a passage back or open it, from the next request on.

    Raises:
        NotPossible: if it answers a question the client has answered anew since.
        NoSuchRecord: if this is not the client's own record, or has no such passage.
    """
    client = client_for(by, client_id, Verb.CHOOSE_SHARING, now=now)
    passage = one_of(Passage, client, passage_id, by=by, now=now)
    if (passage.held_back_at is not None) == held_back:
        return passage
    if is_answered_anew(client, passage):
        raise NotPossible("change: you have given another answer since")
    with transaction.atomic():
        passage.held_back_at = now if held_back else None
        passage.save(update_fields=["held_back_at"])
        write_down(
            Verb.CHOOSE_SHARING.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("passage", passage.pk),
        )
    return passage


def is_answered_anew(client: Client, passage: Passage) -> bool:
    """Return whether a passage was set aside because its question got a new answer."""
    return (
        bool(passage.question)
        and passage.held_back_at is not None
        and client.given_answers.filter(
            question=passage.question,
            part=passage.part,
            replaced_at=passage.held_back_at,
        ).exists()
    )
