"""Listens to a worker's own words: what acknowledges, what dismisses, what was missed.

It marks places and counts them. It makes no score of anybody, and that it marks nothing
does not mean that nothing hurt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from holdspace.language.features import said
from holdspace.language.figures import Figures, figures_of
from holdspace.language.listed import ListedMoves, listed_moves
from holdspace.language.missed import Missed, missed_in
from holdspace.language.models import MoveModels, move_models
from holdspace.language.moves import Detector, HowSure, Main, Mark, Move, Speaker, Turn
from holdspace.language.sentences import sentences_of
from holdspace.language.tokens import Token, is_word, tokens_in
from holdspace.language.weighing import ReadSentence, weighed_turn
from holdspace.language.which_language import is_read
from holdspace.vocabulary.text import Span


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """A turn and what was heard in it.

    `main` is None for the client, and where nothing could be read. `marks` stand in the
    order of the text, for the worker only; `missed` for the client only. `understood`
    is False where the words are not in the language of the rules.
    """

    turn: Turn
    main: Main | None
    marks: tuple[Mark, ...]
    missed: tuple[Missed, ...]
    understood: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a draft or a conversation, with its figures.

    `understood` is False if the language of the whole is another one: then nothing is
    marked, and only turns and words are counted. `is_draft` says that it was one text
    of a worker, and no conversation.
    """

    turns: tuple[HeardTurn, ...]
    figures: Figures
    understood: bool
    is_draft: bool


def listen_to(
    told: str | Sequence[Turn],
    *,
    detectors: Sequence[Detector] = (),
    language: str = "en",
    models: MoveModels | None = None,
) -> Heard:
    """Return what is heard in a worker's draft, or in the turns of a conversation.

    A string is one draft; its marks are characters of exactly that string. The models
    read the worker's turns only; of a client's turn only fixed, listed rules say
    anything. Advice in a conversation is never more than a maybe, because people who
    label it agree too little. `models` are the shipped ones unless others are given.

    Raises:
        PackNotFound: if there are no rules in this language.
    """
    is_draft = isinstance(told, str)
    turns = [Turn(Speaker.WORKER, told)] if isinstance(told, str) else list(told)
    listed = listed_moves(language)
    tokens = [_tokens(turn) for turn in turns]
    understood = is_read([one for turn in tokens for _, one in turn], listed.pack)
    heard = _Listener(listed, models or move_models(), detectors, is_draft=is_draft)
    marked = (
        heard.marked(turns, tokens) if understood else [_unmarked(one) for one in turns]
    )
    return Heard(
        tuple(marked),
        figures_of(
            [(one.turn, one.main, one.marks) for one in marked],
            [sum(is_word(one) for _, part in turn for one in part) for turn in tokens],
            heard.models.errors,
        ),
        understood,
        is_draft,
    )


_Tokens = list[tuple[Span, tuple[Token, ...]]]


def _tokens(turn: Turn) -> _Tokens:
    return [(span, tokens_in(turn.words, span)) for span in sentences_of(turn.words)]


def _unmarked(turn: Turn) -> HeardTurn:
    return HeardTurn(turn, None, (), (), understood=False)


@dataclass(frozen=True, slots=True)
class _Listener:
    listed: ListedMoves
    models: MoveModels
    detectors: Sequence[Detector]
    is_draft: bool

    def marked(
        self, turns: Sequence[Turn], tokens: Sequence[_Tokens]
    ) -> list[HeardTurn]:
        """Return the turns with what was heard in each."""
        understood = [
            is_read([one for _, one in each], self.listed.pack) for each in tokens
        ]
        read = {
            at: self._read(tokens[at])
            for at, turn in enumerate(turns)
            if turn.speaker is Speaker.WORKER and tokens[at] and understood[at]
        }
        chances = dict(
            zip(
                read,
                self.models.weighed(
                    [[one.said for one in sentences] for sentences in read.values()]
                ),
                strict=True,
            )
        )
        heard = [_unmarked(turn) for turn in turns]
        for at, sentences in read.items():
            weighed = weighed_turn(sentences, chances[at], self.models)
            marks = [
                *map(self._as_sure, weighed.marks),
                *self._found(turns[at], sentences),
            ]
            marks.sort(key=lambda mark: (mark.span, mark.move))
            heard[at] = HeardTurn(turns[at], weighed.main, tuple(marks), (), True)
        missed = missed_in(turns, tokens, [one.marks for one in heard], self.listed)
        return [
            HeardTurn(one.turn, one.main, one.marks, missed.get(at, ()), understood[at])
            for at, one in enumerate(heard)
        ]

    def _read(self, turn: _Tokens) -> list[ReadSentence]:
        sentences: list[ReadSentence] = []
        for span, tokens in turn:
            marks = self.listed.marks_in(self.listed.sentence(tokens), span)
            words = said((one.text for one in tokens), (mark.because for mark in marks))
            one = ReadSentence(span, words, marks)
            below = bool(sentences) and sentences[-1].signs_off and one.is_short
            sentences.append(replace(one, is_name=below))
        return sentences

    def _as_sure(self, mark: Mark) -> Mark:
        if self.is_draft or mark.move is not Move.ADVICE:
            return mark
        return Mark(mark.move, mark.span, HowSure.MAYBE, mark.because, mark.kind)

    def _found(self, turn: Turn, sentences: Sequence[ReadSentence]) -> list[Mark]:
        spans = tuple(one.span for one in sentences)
        return [mark for one in self.detectors for mark in one.marks(turn.words, spans)]
