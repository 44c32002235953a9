"""Puts rules and models together: what each sentence of a worker's turn does."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from holdspace.language.features import Runs, SaidSentence
from holdspace.language.models import MAINS, SENTENCE_HEADS, MoveModels, TurnChances
from holdspace.language.moves import (
    ACKNOWLEDGING,
    QUESTIONS,
    TELLING,
    HowSure,
    Main,
    Mark,
    Move,
)
from holdspace.vocabulary.text import Span

_REFLECTING = frozenset({Move.REFLECTION, Move.VALIDATION})
_OPEN, _ADVICE = SENTENCE_HEADS.index("open"), SENTENCE_HEADS.index("advice")
_QUESTION, _REFLECTION, _INPUT, _OTHER = range(len(MAINS))
_HALF = 0.5
ADDRESS = 5
"""Words and marks of the longest address or name below a letter."""
_SIGN_OFFS = frozenset(
    {("take", "care"), ("best", "wishes"), ("kind", "regards"), ("warm", "regards")}
    | {("best", "regards"), ("warm", "wishes"), ("yours", "sincerely")}
    | {("kind", "wishes"), ("many", "thanks"), ("all", "best"), ("yours", ",")}
    | {("with", word) for word in ("best", "care", "kind", "kindest", "love", "warm")}
    | {(word, ",") for word in ("warmly", "best", "love", "regards", "sincerely")}
)
_FEW_WORDS = 3  # fewer say too little for the models to see advice in them
_LEAST = 0.35  # a chance below which a sentence is marked as nothing rather than wrong


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """One sentence of a worker: where it stands, its words, what the rules found.

    `is_name` says that it can be the name below a letter.
    """

    span: Span
    said: SaidSentence
    marks: tuple[Mark, ...]
    is_name: bool = False

    def ruled(self, *moves: Move) -> Mark | None:
        """Return the mark a rule set for one of these moves, if any did."""
        return next((mark for mark in self.marks if mark.move in moves), None)

    @property
    def has_question_mark(self) -> bool:
        """Whether a question mark stands in it."""
        return any("?" in mark for mark in self.said.every)

    @property
    def only_greets(self) -> bool:
        """Whether it is no more than "Dear Amara," or "Take care, Ruth"."""
        addresses = self.is_short and self.said.every[-1:] == (",",)
        return addresses or self.signs_off or self.is_name

    @property
    def may_advise(self) -> bool:
        """Whether it has words enough to advise."""
        words = sum(word[:1].isalnum() for word in self.said.every)
        return words >= _FEW_WORDS and not self.only_greets

    @property
    def signs_off(self) -> bool:
        """Whether it ends a letter."""
        return self.is_short and self.said.every[:2] in _SIGN_OFFS

    @property
    def is_short(self) -> bool:
        """Whether it is no longer than an address."""
        return len(self.said.every) <= ADDRESS


@dataclass(frozen=True, slots=True)
class _Own:
    """How likely each move of one sentence is, and its known runs of words."""

    chances: list[float]
    runs: Runs = field(repr=False)


@dataclass(frozen=True, slots=True)
class WeighedTurn:
    """What a worker's turn mostly does, and every mark in it."""

    main: Main
    marks: tuple[Mark, ...]


def weighed_turn(
    sentences: Sequence[ReadSentence], chances: TurnChances, models: MoveModels
) -> WeighedTurn:
    """Return what a turn does. It has at least one sentence."""
    main = chances.main.index(max(chances.main))
    own = list(map(_Own, chances.sentences, chances.runs))
    asks = chances.asked >= models.bounds["asked"] or main == _QUESTION
    asking = _asking(sentences, own, asks=asks)
    moves = [
        _moves_of(sentence, own[at], models, asks=at in asking)
        for at, sentence in enumerate(sentences)
    ]
    _let_main_be_there(main, moves, sentences, own, models)
    marks = [
        mark
        for sentence, found in zip(sentences, moves, strict=True)
        for mark in _all_marks(sentence, found)
    ]
    if main == _REFLECTION and _only_tells_by_rule(sentences, marks):
        main = _INPUT
    return WeighedTurn(MAINS[main], tuple(marks))


def _only_tells_by_rule(
    sentences: Sequence[ReadSentence], marks: Sequence[Mark]
) -> bool:
    """Return whether a rule says that it tells, and nothing that it says back."""
    tells = any(one.ruled(*TELLING) for one in sentences)
    return tells and all(mark.move not in _REFLECTING for mark in marks)


def _asking(
    sentences: Sequence[ReadSentence], own: Sequence[_Own], *, asks: bool
) -> frozenset[int]:
    """Return which sentences ask, by their places; `asks` if the turn is one that does.

    In one that does not, only those ask that a rule takes for it, and the models or a
    question mark, too. What a rule takes for validation asks only with such a mark.
    """
    ruled = {at for at, one in enumerate(sentences) if one.ruled(*QUESTIONS)}
    marked = {at for at, one in enumerate(sentences) if one.has_question_mark}
    may_ask = [
        at
        for at, one in enumerate(sentences)
        if at in ruled | marked or not one.ruled(Move.VALIDATION)
    ]
    asking = {at for at in may_ask if own[at].chances[_QUESTION] >= _HALF}
    if not asks:
        return frozenset(ruled & (asking | marked))
    likeliest = sorted(may_ask, key=lambda at: -own[at].chances[_QUESTION])[:1]
    return frozenset(ruled | asking or likeliest)


def _moves_of(
    sentence: ReadSentence, own: _Own, models: MoveModels, *, asks: bool
) -> list[Mark]:
    """Return what one sentence does by its words; the rules' marks go first."""
    found: list[Mark] = []
    if asks:
        found.append(_question(sentence, own, models))
    ruled = sentence.ruled(*_REFLECTING)
    if ruled is not None and not asks:
        found.append(ruled)
    advised = sentence.ruled(Move.ADVICE)
    informed = None if asks else sentence.ruled(Move.INFORMATION)
    if informed is not None and advised is None:
        found.append(informed)
    elif advised is not None or (
        own.chances[_ADVICE] >= models.bounds["advice"]
        and sentence.may_advise
        and not asks
        and sentence.ruled(*ACKNOWLEDGING) is None
    ):
        found.append(advised or _by_words(Move.ADVICE, sentence, own, models, "advice"))
    if not found:
        found.extend(_likeliest(sentence, own, models))
    return found


def _question(sentence: ReadSentence, own: _Own, models: MoveModels) -> Mark:
    ruled = sentence.ruled(*QUESTIONS)
    if ruled is not None:
        sure = HowSure.CLEAR if sentence.has_question_mark else ruled.how_sure
        return replace(ruled, how_sure=sure)
    move = Move.QUESTION_OPEN if own.chances[_OPEN] >= _HALF else Move.QUESTION_CLOSED
    return _by_words(move, sentence, own, models, "question")


def _likeliest(sentence: ReadSentence, own: _Own, models: MoveModels) -> list[Mark]:
    """Return the likeliest of the moves that are no question; none for "other"."""
    rest = (_REFLECTION, _INPUT, _OTHER)
    best = max(rest, key=lambda head: own.chances[head])
    if own.chances[best] < _LEAST or sentence.only_greets:
        best = _OTHER
    if best == _REFLECTION:
        return [_by_words(Move.REFLECTION, sentence, own, models, "reflection")]
    if best == _INPUT:
        return [_by_words(Move.INFORMATION, sentence, own, models, "input")]
    return []


def _by_words(
    move: Move,
    sentence: ReadSentence,
    own: _Own,
    models: MoveModels,
    head: str,
) -> Mark:
    sure = own.chances[SENTENCE_HEADS.index(head)] >= models.bounds[f"clear {head}"]
    runs = models.weightiest(sentence.said.words, own.runs, head)
    return Mark(
        move,
        sentence.span,
        HowSure.CLEAR if sure else HowSure.MAYBE,
        "words: " + ", ".join(runs) if runs else "words: how it is built",
    )


def _let_main_be_there(
    main: int,
    moves: list[list[Mark]],
    sentences: Sequence[ReadSentence],
    chances: Sequence[_Own],
    models: MoveModels,
) -> None:
    """Mark what the turn mostly does in the sentence where it is likeliest."""
    there = {mark.move for found in moves for mark in found}
    may_be = [
        at
        for at, one in enumerate(sentences)
        if not one.only_greets
        and chances[at].chances[main] >= _LEAST
        and one.ruled(*Move) is None
    ]
    if not may_be:
        return
    likely = max(may_be, key=lambda at: chances[at].chances[main])
    sentence, own = sentences[likely], chances[likely]
    if main == _REFLECTION and not there & _REFLECTING:
        moves[likely].append(
            _by_words(Move.REFLECTION, sentence, own, models, "reflection")
        )
    if main == _INPUT and not there & {Move.INFORMATION, Move.ADVICE}:
        moves[likely].append(
            _by_words(Move.INFORMATION, sentence, own, models, "input")
        )


def _all_marks(sentence: ReadSentence, found: Sequence[Mark]) -> list[Mark]:
    """Return the marks of a sentence, with those that only rules find beside them."""
    affirmed = sentence.ruled(Move.AFFIRMATION)
    dismissed = [mark for mark in sentence.marks if mark.move is Move.DISMISSAL]
    marks = [*found, *([affirmed] if affirmed else []), *dismissed]
    if not marks:
        return [Mark(Move.OTHER, sentence.span, HowSure.MAYBE, "no pattern we know")]
    return marks
