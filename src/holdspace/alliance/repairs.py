"""Follows a strain between two people until it is mended, or let go.

A repaired rupture goes with better outcomes (Eubanks, Muran & Safran, 2018,
Psychotherapy 55:508-519: r = .29). What is followed is where the repair stands, never
how many strains there were.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from holdspace.vocabulary.errors import HoldspaceError


class RuptureKind(StrEnum):
    """How a strain shows: moving away, moving against, or nobody can say yet.

    Source: Eubanks, Muran & Safran (2015), Rupture Resolution Rating System manual.
    """

    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"
    UNCLEAR = "unclear"


class Ground(StrEnum):
    """What a rupture rests on."""

    CHECK_IN = "check_in"
    SIGNAL = "signal"
    READING = "reading"
    NOTICED = "noticed"


class RepairStatus(StrEnum):
    """Where a repair stands."""

    OPEN = "open"
    NAMED = "named"
    PARTLY = "partly"
    REPAIRED = "repaired"
    LET_GO = "let_go"


UNFINISHED = frozenset({RepairStatus.OPEN, RepairStatus.NAMED, RepairStatus.PARTLY})
"""What stays in the brief until somebody closes it."""


class ClientsWord(StrEnum):
    """The client's own answer to whether it is mended for them."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    RATHER_NOT_SAY = "rather_not_say"
    LET_IT_GO = "let_it_go"


NEXT: Mapping[RepairStatus, frozenset[RepairStatus]] = {
    RepairStatus.OPEN: frozenset({RepairStatus.NAMED, RepairStatus.LET_GO}),
    RepairStatus.NAMED: frozenset(
        {RepairStatus.PARTLY, RepairStatus.REPAIRED, RepairStatus.LET_GO}
    ),
    RepairStatus.PARTLY: frozenset({RepairStatus.REPAIRED, RepairStatus.LET_GO}),
    RepairStatus.REPAIRED: frozenset({RepairStatus.PARTLY}),
    RepairStatus.LET_GO: frozenset({RepairStatus.OPEN}),
}
"""The steps there are: nothing is repaired that was not named first."""

_AGAINST: Mapping[ClientsWord, frozenset[RepairStatus]] = {
    ClientsWord.YES: UNFINISHED | {RepairStatus.LET_GO},
    ClientsWord.PARTLY: frozenset({RepairStatus.REPAIRED}),
    ClientsWord.NO: frozenset(
        {RepairStatus.PARTLY, RepairStatus.REPAIRED, RepairStatus.LET_GO}
    ),
    ClientsWord.RATHER_NOT_SAY: frozenset(),
    ClientsWord.LET_IT_GO: frozenset(RepairStatus) - {RepairStatus.LET_GO},
}
"""What would speak against the client's newest word."""


class NoSuchStep(HoldspaceError):
    """A repair cannot go from where it stands to where somebody wants to put it."""

    next_step = "Take one of the steps on the page. Nothing was saved."

    def __init__(self, status: RepairStatus, to: RepairStatus) -> None:
        super().__init__(f"A repair does not go from {status.value} to {to.value}.")


class AgainstTheirWord(HoldspaceError):
    """A worker wants to put a repair where the client's own word says it is not."""

    next_step = "Their word counts. Ask once, and leave the rest to them."

    def __init__(self) -> None:
        super().__init__("The client said something else about this repair.")


@dataclass(frozen=True, slots=True)
class Rupture:
    """A strain, and what it rests on.

    `session_id` None means that it belongs to no one meeting. `words` are the client's
    own where there are any, or else the worker's note; "" where there are none.
    """

    kind: RuptureKind
    ground: Ground
    noticed_on: date
    session_id: str | None = None
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RepairStep:
    """One step of a repair; `by_client` says that it follows their own word."""

    status: RepairStatus
    on: date
    by_client: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """What is done about a rupture, from the day it opened to its end.

    `steps` run from oldest to newest. `word` is the client's newest one, None while
    they have not been asked or have not answered.
    """

    id: str
    ruptures: tuple[Rupture, ...]
    opened_on: date
    steps: tuple[RepairStep, ...] = ()
    word: ClientsWord | None = None

    @property
    def status(self) -> RepairStatus:
        """Where it stands now."""
        return self.steps[-1].status if self.steps else RepairStatus.OPEN

    def status_on(self, on: date) -> RepairStatus | None:
        """Return where it stood on a day; None before it was opened."""
        if on < self.opened_on:
            return None
        by_then = [step.status for step in self.steps if step.on <= on]
        return by_then[-1] if by_then else RepairStatus.OPEN


def steps_open(
    status: RepairStatus, word: ClientsWord | None
) -> tuple[RepairStatus, ...]:
    """Return where a worker may put a repair next, in the order of the statuses.

    What would speak against the client's newest `word` is not among them.
    """
    against = _AGAINST[word] if word else frozenset()
    open_now = NEXT[status] - against
    return tuple(each for each in RepairStatus if each in open_now)


def check_may_step(
    status: RepairStatus, to: RepairStatus, word: ClientsWord | None
) -> None:
    """Raise unless a worker may put a repair from `status` to `to`.

    Raises:
        NoSuchStep: if there is no such step.
        AgainstTheirWord: if it would speak against the client's newest word.
    """
    if to not in NEXT[status]:
        raise NoSuchStep(status, to)
    if word and to in _AGAINST[word]:
        raise AgainstTheirWord


def after_their_word(status: RepairStatus, word: ClientsWord) -> RepairStatus:
    """Return where a repair stands once the client gave this word.

    "Rather not say" moves nothing. A "no" opens again what was closed, and never
    undoes that it was named.

    >>> after_their_word(RepairStatus.REPAIRED, ClientsWord.NO).value
    'named'
    """
    match word:
        case ClientsWord.YES:
            return RepairStatus.REPAIRED
        case ClientsWord.PARTLY:
            return RepairStatus.PARTLY
        case ClientsWord.LET_IT_GO:
            return RepairStatus.LET_GO
        case ClientsWord.RATHER_NOT_SAY:
            return status
        case ClientsWord.NO:
            was_named = {RepairStatus.NAMED, RepairStatus.PARTLY, RepairStatus.REPAIRED}
            return RepairStatus.NAMED if status in was_named else RepairStatus.OPEN


def unfinished_on(repairs: Sequence[Repair], on: date) -> tuple[Repair, ...]:
    """Return the repairs nobody had closed by a day, in the order they were opened."""
    still = (repair for repair in repairs if repair.status_on(on) in UNFINISHED)
    return tuple(sorted(still, key=lambda repair: (repair.opened_on, repair.id)))
