"""Hand a client's words to a person where they are kept beside something else.

A question, a word on a version or on a cycle is no part of the story. Where such words
may need a person they become words told, too, so that one can read them soon.
"""

from datetime import datetime
from uuid import UUID

from holdspace.content.safety import safety
from holdspace.safety.phrases import noticed, starts_hand_off
from holdspace_site.actions.add_passage import Setting
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.actions.own_words import keep_own_words
from holdspace_site.records.models import Client, HandOff, Passage, Person
from holdspace_site.records.sharing import handed_words_id


def hand_over_words(
    client: Client, words: str, *, beside: UUID, by: Person, now: datetime
) -> HandOff | None:
    """Hand them over if they are the client's own and may need a person, else None.

    `beside` is the id of what they are kept beside: there is one such passage of each,
    whatever words it is told in. Called in the transaction that keeps them.
    """
    is_own = by.pk == client.person_id
    if not is_own or not starts_hand_off(noticed(words, safety())):
        return None
    passage = Passage(
        pk=handed_words_id(beside),
        client_id=client.pk,
        setting=Setting.ALONE.value,
        sensitivity=2,
    )
    kept = keep_own_words(passage, words, by=by, now=now, opens=False)
    return hand_off_for(kept, by=by, now=now)
