"""Names what a worker does with words, and where exactly it was done."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from holdspace.vocabulary.text import Span


class Speaker(StrEnum):
    """Who said a turn."""

    WORKER = "worker"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody said or wrote before the other one spoke.

    `row` counts from 1 in the file or conversation it stands in.
    """

    speaker: Speaker
    words: str = field(repr=False)
    row: int = 1


class Move(StrEnum):
    """What one sentence of a worker does."""

    QUESTION_OPEN = "question_open"
    QUESTION_CLOSED = "question_closed"
    REFLECTION = "reflection"
    VALIDATION = "validation"
    AFFIRMATION = "affirmation"
    INFORMATION = "information"
    ADVICE = "advice"
    DISMISSAL = "dismissal"
    OTHER = "other"


QUESTIONS = frozenset({Move.QUESTION_OPEN, Move.QUESTION_CLOSED})
ACKNOWLEDGING = frozenset({Move.REFLECTION, Move.VALIDATION, Move.AFFIRMATION})
TELLING = frozenset({Move.INFORMATION, Move.ADVICE})


class Main(StrEnum):
    """What a worker's turn mostly does; validation counts as reflection."""

    QUESTION = "question"
    REFLECTION = "reflection"
    INPUT = "input"
    OTHER = "other"


class HowSure(StrEnum):
    """How far a mark can be relied on; both can be wrong."""

    CLEAR = "clear"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Mark:
    """One move, where it stands in its turn, and why it was marked.

    `because` is the id of a rule, or "words: " and the words that weighed most. `kind`
    is which of the nine kinds of dismissal it is, None for other moves.
    """

    move: Move
    span: Span
    how_sure: HowSure
    because: str = field(repr=False)
    kind: str | None = None


class Detector(Protocol):
    """Anything that finds moves in a worker's turn, one sentence at a time.

    Given to `listen_to`, its marks stand beside those of the rules and the models. It
    sees the worker's words only, never the client's.
    """

    def marks(self, words: str, sentences: tuple[Span, ...]) -> tuple[Mark, ...]:
        """Return what it finds in a turn; `sentences` are spans of `words`."""
