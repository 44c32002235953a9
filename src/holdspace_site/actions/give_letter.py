"""Give a letter to the client; from then on it changes no more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace.story.letter import LetterKind
from holdspace_site.actions.errors import NothingToHear
from holdspace_site.actions.read_letters import open_letter
from holdspace_site.actions.write_letter import own_draft
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Letter, Person
from holdspace_site.records.scope import client_for, one_of


def give_letter(
    client_id: int, letter_id: str | UUID, *, version: int, by: Person, now: datetime
) -> None:
    """Put a draft on the client's page.

    Lines without words, taken back meanwhile or resting on nothing any more are left
    out of it. A goodbye may go without any line.

    Raises:
        EditedMeanwhile: if it was changed or given since it was opened.
        NothingToHear: if no line is left.
        NoSuchRecord: if it is not this person's draft.
    """
    client = client_for(by, client_id, Verb.WRITE_LETTER, now=now)
    one_of(Letter, client, letter_id, by=by, now=now)
    with transaction.atomic():
        letter = own_draft(letter_id, version=version, by=by)
        said = {one.id for one in open_letter(letter, client, by).in_it if one.text}
        if not said and letter.kind != LetterKind.GOODBYE.value:
            raise NothingToHear
        letter.lines.exclude(pk__in=said).update(left_out=True)
        letter.given_at = now
        letter.version += 1
        letter.save()
        write_down(
            "give_letter",
            by=by,
            now=now,
            client_id=client.pk,
            record=("letter", letter.pk),
        )
