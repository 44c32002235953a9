"""How the pieces hang together, as a client and their worker wrote it down together.

It is theirs alone to write: nothing here is made from readings, and no reading is made
from it. It is a guess the two share for now, so it comes in versions, and the client
has a word on each.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from holdspace.story.readings import Verdict


@dataclass(frozen=True, slots=True)
class Formulation:
    """One version. `verdict` is the client's word on it; None while they gave none.

    `own_words` are what they said beside it, "" for nothing. `by_client` says that the
    client wrote this version down themselves.
    """

    id: str
    words: str = field(repr=False)
    written_on: date
    by_client: bool
    writer_name: str = field(repr=False)
    verdict: Verdict | None = None
    own_words: str = field(default="", repr=False)
    answered_on: date | None = None

    @property
    def stands(self) -> bool:
        """Whether it may be read as what the two think now."""
        return self.verdict is not Verdict.TAKEN_BACK


def standing_now(versions: Iterable[Formulation]) -> Formulation | None:
    """Return the newest version that stands, None where there is none.

    `versions` are in the order they were written.
    """
    return next((one for one in reversed(list(versions)) if one.stands), None)
