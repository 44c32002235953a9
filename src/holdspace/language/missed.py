"""Asks of something hard that a client told: was this picked up later?"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from holdspace.language.listed import ListedMoves
from holdspace.language.moves import (
    ACKNOWLEDGING,
    QUESTIONS,
    HowSure,
    Mark,
    Speaker,
    Turn,
)
from holdspace.language.tokens import Token
from holdspace.vocabulary.text import Span

_Tokens = Sequence[tuple[Span, tuple[Token, ...]]]

MOST_A_SESSION = 3
WITHIN_TURNS = 2
"""Turns of the worker within which an acknowledgement is looked for."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Something a client told after which no acknowledgement was found, as a question.

    `span` is a part of the client's turn, found by `rule`.
    """

    span: Span
    rule: str
    question: str


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a worker's turn takes up: its words, and whether it acknowledges or asks."""

    words: frozenset[str] = field(repr=False)
    is_clear: bool
    may_be: bool

    def takes_up(self, told: frozenset[str]) -> bool:
        """Return whether it acknowledges what was told in these words.

        What is only a maybe counts where it takes up one of them; so does a question.
        """
        return self.is_clear or (self.may_be and not told.isdisjoint(self.words))


def missed_in(
    turns: Sequence[Turn],
    tokens: Sequence[_Tokens],
    marks: Sequence[Sequence[Mark]],
    listed: ListedMoves,
) -> dict[int, tuple[Missed, ...]]:
    """Return what may have been missed, by the place of the client's turn.

    At most three a conversation. What stands first in the pack's list of tellings goes
    first, then what was told in most ways, then what was told earliest. Nothing is
    asked where the worker spoke no more after it.
    """
    weight = {rule.id: at for at, rule in enumerate(listed.pack.tellings)}
    found: list[tuple[int, int, int, Missed]] = []
    # From the last turn to the first, so that each is looked at once.
    after: deque[_Answer] = deque(maxlen=WITHIN_TURNS)
    for at in range(len(turns) - 1, -1, -1):
        if turns[at].speaker is Speaker.WORKER:
            after.appendleft(_answer(tokens[at], marks[at]))
            continue
        told = _told(tokens[at], listed) if after else []
        if not told or _is_taken_up(tokens[at], after, listed):
            continue
        rule, span = min(told, key=lambda one: weight[one[0]])
        question = Missed(span, rule, listed.pack.missed_question)
        found.append((weight[rule], -len(told), at, question))
    found.sort(key=lambda one: one[:3])
    return {at: (question,) for _, _, at, question in found[:MOST_A_SESSION]}


def _told(tokens: _Tokens, listed: ListedMoves) -> list[tuple[str, Span]]:
    return [
        one
        for _, sentence in tokens
        for one in listed.tellings_in(listed.sentence(sentence))
    ]


def _answer(tokens: _Tokens, marks: Sequence[Mark]) -> _Answer:
    acknowledging = [mark for mark in marks if mark.move in ACKNOWLEDGING]
    return _Answer(
        _words(tokens),
        is_clear=any(mark.how_sure is HowSure.CLEAR for mark in acknowledging),
        may_be=bool(acknowledging) or any(mark.move in QUESTIONS for mark in marks),
    )


def _is_taken_up(
    tokens: _Tokens, after: Iterable[_Answer], listed: ListedMoves
) -> bool:
    """Return whether one of the next turns takes up a word that is not common."""
    words = _words(tokens) - listed.pack.common_words
    return any(one.takes_up(words) for one in after)


def _words(tokens: _Tokens) -> frozenset[str]:
    return frozenset(
        token.text for _, sentence in tokens for token in sentence if token.is_word
    )
