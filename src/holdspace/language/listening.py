"""Listens to a worker's own words: what acknowledges, what dismisses, what was missed.

It marks places and counts them. It makes no score of anybody, and that it marks nothing
does not mean that nothing hurt.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from holdspace.language.features import said
from holdspace.language.figures import Figures, figures_of
from holdspace.language.listed import ListedMoves, listed_moves
from holdspace.language.missed import Missed, missed_in
from holdspace.language.models import MoveModels, TurnChances, move_models
from holdspace.language.moves import Detector, HowSure, Main, Mark, Move, Speaker, Turn
from holdspace.language.sentences import sentences_of
from holdspace.language.tokens import Token, quote, tokens_in
from holdspace.language.weighing import ADDRESS, ReadSentence, weighed_turn
from holdspace.language.which_language import read_in
from holdspace.vocabulary.text import Span


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """A turn and what was heard in it.

    `main` is None for the client, and where nothing could be read. `marks` stand in the
    order of the text, for the worker only; `missed` for the client only. `understood`
    is False where no sentence is in the language of the rules; `unread` is how many of
    the worker's are not.
    """

    turn: Turn
    main: Main | None
    marks: tuple[Mark, ...]
    missed: tuple[Missed, ...]
    understood: bool
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a draft or a conversation, with its figures.

    `understood` is False if all the worker said is in another language: then nothing is
    marked, and only turns and words are counted. `is_draft` says that it was one text
    of a worker, and no conversation.
    """

    turns: tuple[HeardTurn, ...]
    figures: Figures
    understood: bool
    is_draft: bool

    @property
    def unread(self) -> int:
        """How many sentences of the worker are in another language, and not read."""
        return sum(one.unread for one in self.turns)


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
        SpanOutsidePassage: if a detector marks what is no part of its turn.
    """
    is_draft = isinstance(told, str)
    turns = [Turn(Speaker.WORKER, told)] if isinstance(told, str) else list(told)
    listed = listed_moves(language)
    tokens = [_tokens(turn) for turn in turns]
    read = read_in(
        [(turn.words, each) for turn, each in zip(turns, tokens, strict=True)],
        listed.pack,
    )
    heard = _Listener(listed, models or move_models(), detectors, is_draft=is_draft)
    marked = heard.marked(turns, tokens, read)
    own = [one for one in marked if one.turn.speaker is Speaker.WORKER]
    return Heard(
        tuple(marked),
        figures_of(
            [(one.turn, one.main, one.marks) for one in marked],
            [sum(one.is_word for _, part in turn for one in part) for turn in tokens],
            heard.models.errors,
        ),
        understood=not own or any(one.understood for one in own),
        is_draft=is_draft,
    )


def _paragraphs(
    words: str, sentences: Sequence[ReadSentence]
) -> list[list[ReadSentence]]:
    """Return sentences by paragraph: a line break between two begins a new one."""
    parts: list[list[ReadSentence]] = []
    end = 0
    for one in sentences:
        if not parts or "\n" in words[end : one.span.start]:
            parts.append([])
        parts[-1].append(one)
        end = one.span.end
    return parts


_Tokens = list[tuple[Span, tuple[Token, ...]]]


def _tokens(turn: Turn) -> _Tokens:
    words = turn.words
    told = [(span, tokens_in(words, span, alone=False)) for span in sentences_of(words)]
    quote(words, (token for _, tokens in told for token in tokens))
    return told


@dataclass(frozen=True, slots=True)
class _Listener:
    listed: ListedMoves
    models: MoveModels
    detectors: Sequence[Detector]
    is_draft: bool

    def marked(
        self,
        turns: Sequence[Turn],
        tokens: Sequence[_Tokens],
        understood: Sequence[tuple[bool, ...]],
    ) -> list[HeardTurn]:
        """Return the turns with what was heard in each."""
        read = {
            at: self._read(list(compress(tokens[at], understood[at])))
            for at, turn in enumerate(turns)
            if turn.speaker is Speaker.WORKER and any(understood[at])
        }
        own = self._weighed(turns, read)
        nothing: tuple[Main | None, tuple[Mark, ...]] = (None, ())
        found = [own.get(at, nothing) for at in range(len(turns))]
        missed = missed_in(turns, tokens, [marks for _, marks in found], self.listed)
        return [
            HeardTurn(
                turn,
                *found[at],
                missed.get(at, ()),
                understood=any(understood[at]) or not understood[at],
                unread=understood[at].count(False)
                if turn.speaker is Speaker.WORKER
                else 0,
            )
            for at, turn in enumerate(turns)
        ]

    def _weighed(
        self, turns: Sequence[Turn], read: Mapping[int, list[ReadSentence]]
    ) -> dict[int, tuple[Main | None, tuple[Mark, ...]]]:
        chances = self._chances(list(read.values()))
        return {
            at: self._of_turn(turns[at], sentences, likely)
            for (at, sentences), likely in zip(read.items(), chances, strict=True)
        }

    def _chances(
        self, parts: Sequence[Sequence[ReadSentence]]
    ) -> Iterator[TurnChances]:
        return self.models.weighed([[one.said for one in part] for part in parts])

    def _of_turn(
        self, turn: Turn, sentences: Sequence[ReadSentence], chances: TurnChances
    ) -> tuple[Main, tuple[Mark, ...]]:
        """Return what a turn mostly does, and its marks.

        The paragraphs of a draft are weighed apart: a letter that mostly informs may
        end with a question.
        """
        weighed = weighed_turn(sentences, chances, self.models)
        marks: Iterable[Mark] = weighed.marks
        parts = _paragraphs(turn.words, sentences) if self.is_draft else []
        if len(parts) > 1:
            marks = [
                mark
                for part, likely in zip(parts, self._chances(parts), strict=True)
                for mark in weighed_turn(part, likely, self.models).marks
            ]
        found = [*map(self._as_sure, marks), *self._found(turn, sentences)]
        found.sort(key=lambda mark: (mark.span, mark.move))
        return weighed.main, tuple(found)

    def _read(self, turn: _Tokens) -> list[ReadSentence]:
        sentences: list[ReadSentence] = []
        ends = False
        for span, tokens in turn:
            marks = self.listed.marks_in(self.listed.sentence(tokens), span)
            words = said([one.text for one in tokens], [mark.because for mark in marks])
            one = ReadSentence(
                span, words, marks, is_name=ends and len(tokens) <= ADDRESS
            )
            sentences.append(one)
            ends = one.signs_off
        return sentences

    def _as_sure(self, mark: Mark) -> Mark:
        if self.is_draft or mark.move is not Move.ADVICE:
            return mark
        return Mark(mark.move, mark.span, HowSure.MAYBE, mark.because, mark.kind)

    def _found(self, turn: Turn, sentences: Sequence[ReadSentence]) -> list[Mark]:
        if not self.detectors:
            return []
        spans = tuple(one.span for one in sentences)
        found = [
            mark for one in self.detectors for mark in one.marks(turn.words, spans)
        ]
        for mark in found:
            mark.span.check_inside(turn.words)
        return found
