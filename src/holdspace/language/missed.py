"""Asks of something hard that a client told: was this picked up later?"""

from collections.abc import Sequence
from dataclasses import dataclass

from holdspace.language.listed import ListedMoves
from holdspace.language.moves import (
    ACKNOWLEDGING,
    QUESTIONS,
    HowSure,
    Mark,
    Speaker,
    Turn,
)
from holdspace.language.tokens import Token, is_word, tokens_in
from holdspace.vocabulary.text import Span

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


def missed_in(
    turns: Sequence[Turn],
    tokens: Sequence[Sequence[tuple[Span, tuple[Token, ...]]]],
    marks: Sequence[Sequence[Mark]],
    listed: ListedMoves,
) -> dict[int, tuple[Missed, ...]]:
    """Return what may have been missed, by the place of the client's turn.

    At most three a conversation: those told in the most words come first. Nothing is
    asked where the worker spoke no more after it.
    """
    found: list[tuple[int, int, Missed]] = []
    for at, turn in enumerate(turns):
        if turn.speaker is not Speaker.CLIENT:
            continue
        told = [
            one
            for _, sentence in tokens[at]
            for one in listed.tellings_in(listed.sentence(sentence))
        ]
        after = _next_of_worker(turns, at)
        if told and after and not _acknowledged(turns, after, marks, at, listed):
            rule, span = told[0]
            question = Missed(span, rule, listed.pack.missed_question)
            found.append((len(told), at, question))
    found.sort(key=lambda one: (-one[0], one[1]))
    return {at: (question,) for _, at, question in found[:MOST_A_SESSION]}


def _next_of_worker(turns: Sequence[Turn], at: int) -> list[int]:
    own = [
        later
        for later in range(at + 1, len(turns))
        if turns[later].speaker is Speaker.WORKER
    ]
    return own[:WITHIN_TURNS]


def _acknowledged(
    turns: Sequence[Turn],
    after: Sequence[int],
    marks: Sequence[Sequence[Mark]],
    at: int,
    listed: ListedMoves,
) -> bool:
    """Return whether one of the next turns acknowledges.

    What is only a maybe counts where it takes up a word of the client's that is not
    common; so does a question.
    """
    told = _words(turns[at]) - listed.pack.common_words
    for later in after:
        takes_up = bool(told & _words(turns[later]))
        for mark in marks[later]:
            if mark.move in ACKNOWLEDGING and (
                takes_up or mark.how_sure is HowSure.CLEAR
            ):
                return True
            if mark.move in QUESTIONS and takes_up:
                return True
    return False


def _words(turn: Turn) -> frozenset[str]:
    return frozenset(
        token.text
        for token in tokens_in(turn.words, Span(0, len(turn.words)))
        if is_word(token)
    )
