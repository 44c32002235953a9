"""What two people agreed on about working together, line by line, and what was kept.

A line counts as agreed while both stand behind its present words, the client has said
yes to them, and words of the client's it rests on are still there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2s

from holdspace.approach.lines import Because, may_have_changed
from holdspace.story.readings import Verdict

MOST_ASKED = 2
"""Lines a client is asked about after one session: more would be a form."""


class LineKind(StrEnum):
    """What a line is: four kinds a worker keeps, and what the client will try."""

    DO = "do"
    AVOID = "avoid"
    ASK_FIRST = "ask_first"
    IF_THEN = "if_then"
    CLIENT_TRIES = "client_tries"


class LineStanding(StrEnum):
    """Where a line stands between the two people."""

    DRAFTED = "drafted"
    WAITS = "waits"
    PROPOSED = "proposed"
    NOT_QUITE = "not_quite"
    AGREED = "agreed"
    LOOK_AGAIN = "look_again"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class KeptToday:
    """The client's answer whether a line was kept in one session."""

    session_number: int
    on: date
    answer: str


@dataclass(frozen=True, slots=True)
class WayLine:
    """One line of an agreement, as far as whoever reads it may see it.

    `by_worker` says that the worker stands behind the present words, `shown` that they
    are on the client's page; a line the client proposed has only the second. `instead`
    is how the client would say it, `draft` what the worker is about to put in its
    place; both empty where there is none. `lost` says that words it rested on were
    taken back or are not open any more, since the client's last word on it. `because`
    holds what is left, `codes` what those words were read as. `agreed_on` is the day
    of the client's newest yes, None without one.
    """

    id: str
    kind: LineKind
    words: str = field(repr=False)
    because: tuple[Because, ...] = ()
    codes: tuple[str, ...] = ()
    verdict: Verdict | None = None
    agreed_on: date | None = None
    by_worker: bool = True
    shown: bool = True
    lost: bool = False
    draft: str = field(default="", repr=False)
    instead: str = field(default="", repr=False)
    kept: tuple[KeptToday, ...] = ()

    @property
    def standing(self) -> LineStanding:
        """Where it stands; taken back is stronger than lost, and lost than a yes."""
        if self.verdict is Verdict.TAKEN_BACK:
            return LineStanding.TAKEN_BACK
        if self.verdict is Verdict.NOT_QUITE and self.instead:
            return LineStanding.NOT_QUITE
        if self.lost or not self.because:
            return LineStanding.LOOK_AGAIN
        if not self.shown:
            return LineStanding.DRAFTED
        if self.verdict is Verdict.NOT_QUITE:
            return LineStanding.NOT_QUITE
        if not self.by_worker:
            return LineStanding.PROPOSED
        agreed = self.verdict is Verdict.YES
        return LineStanding.AGREED if agreed else LineStanding.WAITS

    @property
    def mark(self) -> str:
        """The mark of its words, for an answer to say which words it is about."""
        return mark_of(self.words)

    @property
    def said_mark(self) -> str:
        """The mark of how the client says it: instead, or as they proposed it."""
        return mark_of(self.instead or self.words)

    @property
    def agreed(self) -> bool:
        """Whether both stand behind it now."""
        return self.standing is LineStanding.AGREED

    def still_so(self, on: date) -> bool:
        """Return whether the client last said yes to it more than four weeks ago."""
        agreed = self.agreed and self.agreed_on is not None
        return agreed and may_have_changed(self.agreed_on or on, on)


@dataclass(frozen=True, slots=True)
class WayOfWorking:
    """The agreement of one client: its lines in order, and which version it is.

    A new version comes each time the worker puts new or changed lines to the client:
    `version` counts them, 0 before the first; `put_on` is the day of the newest.
    """

    lines: tuple[WayLine, ...]
    version: int = 0
    put_on: date | None = None

    def agreed(self, on: date) -> tuple[WayLine, ...]:
        """Return what is agreed; what nobody confirmed for four weeks comes last."""
        agreed = (line for line in self.lines if line.agreed)
        return tuple(sorted(agreed, key=lambda line: line.still_so(on)))

    def at(self, *standings: LineStanding) -> tuple[WayLine, ...]:
        """Return the lines that stand at one of these."""
        return tuple(line for line in self.lines if line.standing in standings)


def mark_of(words: str) -> str:
    """Return a short mark that is the same for the same words alone."""
    return blake2s(words.encode(), digest_size=8).hexdigest()


def asked_after(
    lines: Sequence[WayLine], session_number: int, most: int = MOST_ASKED
) -> tuple[WayLine, ...]:
    """Return the agreed lines a client may be asked about after a session, in turn.

    What the client tries themselves is never asked about. Whose turn it is follows
    from the number of the session alone, so that it tells nothing of earlier answers.

    >>> asked_after((), 3)
    ()
    """
    agreed = [
        line for line in lines if line.agreed and line.kind is not LineKind.CLIENT_TRIES
    ]
    if len(agreed) <= most:
        return tuple(agreed)
    first = session_number * most
    return tuple(agreed[(first + n) % len(agreed)] for n in range(most))
