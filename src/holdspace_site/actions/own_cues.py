"""Find what sets a client off, in their own words, so that they can point at it."""

from dataclasses import dataclass, field

from holdspace.story.readings import Certainty, Verdict
from holdspace_site.records import as_library
from holdspace_site.records.models import Client
from holdspace_site.records.sharing import passages_open_to

_TRIGGERS = "T"


@dataclass(frozen=True, slots=True)
class Cue:
    """One of a client's own triggers: the words, and the reading they stand in."""

    reading_id: str
    words: str = field(repr=False)


def own_cues(client: Client) -> tuple[Cue, ...]:
    """Return a client's own triggers in the order of telling, each wording once.

    What they took back or hold back is not among them, nor what somebody guessed.
    """
    own = passages_open_to(client, client.person)
    rows = own.filter(held_back_at__isnull=True)
    found: dict[str, Cue] = {}
    for kept in as_library.readings_of(client, as_library.passages_of(rows)):
        reading = kept.reading
        counts = reading.verdict is not Verdict.TAKEN_BACK
        is_sure = reading.certainty is not Certainty.GUESSED
        if reading.domain == _TRIGGERS and counts and is_sure:
            found.setdefault(reading.quote.casefold(), Cue(reading.id, reading.quote))
    return tuple(found.values())
