"""Hand a client's words to a person where they are kept beside something else.

A question, a word on a version or on a cycle is no part of the story. Where such words
may need a person they become words told, too, so that one can read them soon.
"""

from datetime import datetime

from django.utils import timezone

from holdspace.content.safety import safety
from holdspace.safety.phrases import noticed, starts_hand_off
from holdspace_site.actions.add_passage import Setting, ToldBy
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.records.models import Client, HandOff, Passage, Person


def hand_over_words(
    client: Client, words: str, *, by: Person, now: datetime
) -> HandOff | None:
    """Hand them over if they are the client's own and may need a person, else None.

    Called in the transaction that keeps them.
    """
    is_own = by.pk == client.person_id
    if not is_own or not starts_hand_off(noticed(words, safety())):
        return None
    passage = Passage(
        client=client,
        told_by=ToldBy.CLIENT.value,
        typed_by=by,
        told_on=timezone.localdate(now),
        setting=Setting.ALONE.value,
        sensitivity=2,
        added_at=now,
    )
    passage.words = words
    passage.save(force_insert=True)
    return hand_off_for(passage, by=by, now=now)
