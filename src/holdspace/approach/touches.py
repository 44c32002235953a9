"""Finds where a worker's words may touch what this client told: a cue, or a boundary.

Only fixed, listed words are looked for (the pack `touches`), and only for what this
client told themselves. Nothing here says that something hurts: it says where to look.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from holdspace.approach.brief import Brief
from holdspace.approach.lines import Because
from holdspace.approach.triggers import TriggerPart
from holdspace.content.touches import TouchRule, touches_pack
from holdspace.language.listed import listed_moves
from holdspace.language.listening import Heard, HeardTurn
from holdspace.language.moves import HowSure, Speaker
from holdspace.language.patterns import Pattern, Sentence, pattern_of, places_in
from holdspace.language.sentences import sentences_of
from holdspace.language.tokens import tokens_in
from holdspace.story.boundaries import Boundary
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.text import Span

SAME_PERSON = (
    frozenset({"mum", "mom", "mother", "mummy", "mommy"}),
    frozenset({"dad", "father", "daddy"}),
    frozenset({"ex", "husband", "wife", "partner", "boyfriend", "girlfriend"}),
)
"""Words that name the same one, so that a boundary "Mum" hears "your mother"."""

NO_REACHES = 4  # words
_MAY_BE_SPOKEN_OF = frozenset({Answer.ALREADY_TOLD})


@dataclass(frozen=True, slots=True)
class KnownCue:
    """Something that sets this client off, or hurt them before, as they told it.

    `what_helps` is None where nothing is known; `suggested` says that it is ours and
    not the client's. `because` are their words, never empty.
    """

    code: str
    words: str = field(repr=False)
    because: tuple[Because, ...]
    what_helps: str | None = field(default=None, repr=False)
    suggested: bool = False

    @property
    def hurt_before(self) -> bool:
        """Whether it is an experience that hurt, and no cue of its own."""
        return self.code.startswith("X.")


@dataclass(frozen=True, slots=True)
class Touch:
    """Words of a worker that may touch one cue or one boundary of this client.

    `turn` counts from 0; `span` cuts the words out of that turn. Exactly one of `cue`
    and `boundary` is there.
    """

    turn: int
    span: Span
    cue: KnownCue | None = None
    boundary: Boundary | None = None


def cues_of(brief: Brief) -> tuple[KnownCue, ...]:
    """Return what a brief knows to set its client off, and what hurt them before."""
    return (
        *(
            KnownCue(
                one.code,
                one.said(TriggerPart.CUE) or one.cue,
                one.because,
                one.said(TriggerPart.WHAT_HELPS),
                one.helps_is_suggested,
            )
            for one in brief.triggers
        ),
        *(KnownCue(one.code, one.plain_words, one.because) for one in brief.hurt),
    )


def touches_in(
    heard: Heard,
    cues: Sequence[KnownCue],
    boundaries: Sequence[Boundary],
    language: str = "en",
) -> tuple[Touch, ...]:
    """Return what may be touched, in the order of the text.

    Each cue and each boundary is named once a turn, where it comes first. Nothing is
    looked for in a client's turn, or in words of another language than the rules.

    Raises:
        PackNotFound: if there are no rules in this language.
    """
    if not heard.understood:
        return ()
    found = [
        touch
        for number, turn in enumerate(heard.turns)
        if turn.turn.speaker is Speaker.WORKER and turn.understood
        for touch in (
            *_cues_in(number, turn, cues, language),
            *_boundaries_in(number, turn, boundaries, language),
        )
    ]
    return tuple(sorted(found, key=lambda one: (one.turn, one.span)))


@dataclass(frozen=True, slots=True)
class NotLookedFor:
    """What no listed word can show: cues, and boundaries of common words only.

    A silence is no word, and a limit such as "that thing" has none that tells it apart.
    """

    cues: tuple[KnownCue, ...]
    boundaries: tuple[Boundary, ...]


def not_looked_for(
    cues: Sequence[KnownCue], boundaries: Sequence[Boundary], language: str = "en"
) -> NotLookedFor:
    """Return the cues and boundaries that `touches_in` can never find.

    Raises:
        PackNotFound: if there are no rules in this language.
    """
    rules = touches_pack(language).rules
    return NotLookedFor(
        tuple(cue for cue in cues if cue.code not in rules),
        tuple(
            one
            for one in boundaries
            if one.kind not in _MAY_BE_SPOKEN_OF
            and not _telling_words(one.topic, language)
        ),
    )


def _cues_in(
    number: int, turn: HeardTurn, cues: Sequence[KnownCue], language: str
) -> Iterator[Touch]:
    rules = touches_pack(language).rules
    read = list(_read(turn.turn.words, language))
    for cue in cues:
        rule = rules.get(cue.code)
        if rule is None:
            continue
        spans = [*_listed_in(rule, read, language), *_moves_in(rule, turn)]
        if spans:
            yield Touch(number, min(spans), cue=cue)


def _read(words: str, language: str) -> Iterator[Sentence]:
    listed = listed_moves(language)
    for span in sentences_of(words):
        yield listed.sentence(tokens_in(words, span))


def _listed_in(
    rule: TouchRule, read: Sequence[Sentence], language: str
) -> Iterator[Span]:
    """Yield the listed words, but for those that are quoted or behind a no."""
    patterns, unless = _ready(rule.cue, language)
    for sentence in read:
        if any(_stands(one, sentence) for one in unless):
            continue
        for pattern in patterns:
            for first, end in places_in(pattern, sentence):
                if not _is_undone(sentence, first, language):
                    yield sentence.span_of(first, end - 1)


def _is_undone(sentence: Sentence, first: int, language: str) -> bool:
    before = sentence.words[max(0, first - NO_REACHES) : first]
    if not touches_pack(language).nots.isdisjoint(before):
        return True
    return listed_moves(language).guards.hold(sentence, first)


def _stands(pattern: Pattern, sentence: Sentence) -> bool:
    return next(places_in(pattern, sentence), None) is not None


@cache
def _ready(cue: str, language: str) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    rule = touches_pack(language).rules[cue]
    return (
        tuple(pattern_of(one, {}) for one in rule.patterns),
        tuple(pattern_of(one, {}) for one in rule.unless),
    )


def _moves_in(rule: TouchRule, turn: HeardTurn) -> Iterator[Span]:
    for mark in turn.marks:
        is_sure = mark.how_sure is HowSure.CLEAR
        if mark.kind in rule.kinds or (is_sure and mark.move.value in rule.moves):
            yield mark.span


def _boundaries_in(
    number: int, turn: HeardTurn, boundaries: Sequence[Boundary], language: str
) -> Iterator[Touch]:
    said = [
        (word, span)
        for sentence in _read(turn.turn.words, language)
        for word, span in zip(sentence.words, sentence.spans, strict=True)
    ]
    for boundary in boundaries:
        topic = _telling_words(boundary.topic, language)
        if boundary.kind in _MAY_BE_SPOKEN_OF or not topic:
            continue
        shared = [(word, span) for word, span in said if _root(word) in topic]
        if len({_root(word) for word, _ in shared}) >= min(2, (len(topic) + 1) // 2):
            yield Touch(number, min(span for _, span in shared), boundary=boundary)


def _telling_words(topic: str, language: str) -> frozenset[str]:
    """Return the words of a topic that say what it is about."""
    common = listed_moves(language).pack.common_words | touches_pack(language).everyday
    return frozenset(
        _root(word)
        for sentence in _read(topic, language)
        for word in sentence.words
        if len(word) > 1 and word not in common
    )


def _root(word: str) -> str:
    """Return a word without the s of many; of words for the same person, one."""
    for same in SAME_PERSON:
        if word in same:
            return min(same)
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
