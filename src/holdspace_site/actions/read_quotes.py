"""Read every quote of some codes: what a line of the brief rests on, in full."""

from collections.abc import Sequence
from datetime import datetime

from holdspace.approach.lines import Because, because
from holdspace.content.codebook import codebook
from holdspace.privacy.access import Verb
from holdspace.story.readings import readings_that_count, said_once
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person
from holdspace_site.records.scope import client_for
from holdspace_site.records.sharing import passages_open_to


def read_quotes(
    client_id: int, codes: Sequence[str], *, by: Person, now: datetime
) -> tuple[Client, list[tuple[str, list[Because]]]]:
    """Return, for each code, its plain words and all quotes, newest telling first.

    Raises:
        UnknownCode: if the codebook has no such code.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.READ_STORY, now=now)
    book = codebook()
    passages = as_library.passages_of(passages_open_to(client, by))
    kept = [one.reading for one in as_library.readings_of(client, passages)]
    counting = said_once(readings_that_count(kept), kept)
    found = [
        (
            book.code(code).plain_words,
            [because(one) for one in reversed(counting) if one.code == code],
        )
        for code in codes
    ]
    write_down(Verb.READ_STORY.value, by=by, now=now, client_id=client.pk)
    return client, found
