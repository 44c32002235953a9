"""Marks moves in a worker's sentences by the rules of the content pack."""

from dataclasses import dataclass
from functools import cache

from holdspace.content.moves import MoveRule, MovesPack, TellingRule, moves_pack
from holdspace.language.moves import HowSure, Mark, Move
from holdspace.language.patterns import Sentence, ShortForms, pattern_of, sentence_of
from holdspace.language.rules import FoundRule, ReadyGuards, RuleList, ready_rule
from holdspace.language.tokens import Token
from holdspace.vocabulary.text import Span


@dataclass(frozen=True, slots=True)
class ListedMoves:
    """The rules of a pack, ready to be looked for in sentences."""

    pack: MovesPack
    short_forms: ShortForms
    guards: ReadyGuards
    moves: RuleList
    tellings: RuleList
    rules: dict[str, MoveRule]

    def sentence(self, tokens: tuple[Token, ...]) -> Sentence:
        """Return a sentence as these rules look at it."""
        return sentence_of(tokens, self.pack.openers, self.short_forms)

    def marks_in(self, sentence: Sentence, span: Span) -> tuple[Mark, ...]:
        """Return the moves the rules find in one sentence, each move and kind once.

        `span` is where the sentence stands; a dismissal is marked on its own words.
        """
        found: dict[tuple[Move, str | None], Mark] = {}
        for one in self.moves.found_in(sentence):
            mark = self._mark(one, sentence, span)
            found.setdefault((mark.move, mark.kind), mark)
        return tuple(found.values())

    def _mark(self, found: FoundRule, sentence: Sentence, span: Span) -> Mark:
        rule = self.rules[found.rule]
        move = Move(rule.move)
        return Mark(
            move=move,
            span=_words_of(found, sentence) if move is Move.DISMISSAL else span,
            how_sure=HowSure.MAYBE if rule.maybe else HowSure.CLEAR,
            because=rule.id,
            kind=rule.kind,
        )

    def tellings_in(self, sentence: Sentence) -> tuple[tuple[str, Span], ...]:
        """Return what a client's sentence tells, by rule, on its own words."""
        return tuple(
            (one.rule, _words_of(one, sentence))
            for one in self.tellings.found_in(sentence)
        )


def _words_of(found: FoundRule, sentence: Sentence) -> Span:
    return sentence.span_of(found.first, found.last)


@cache
def listed_moves(language: str = "en") -> ListedMoves:
    """Return the rules in `language`, made ready once.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
        PatternUnreadable: if one is not written as patterns are.
    """
    return listed_moves_from(moves_pack(language))


def listed_moves_from(pack: MovesPack) -> ListedMoves:
    """Return the rules of a pack, ready to be looked for."""
    guards = ReadyGuards(
        tuple(pattern_of(one, pack.words) for one in pack.guards.patterns),
        pack.guards.contrasts,
        pack.guards.directly_before,
    )

    def ready(rules: tuple[MoveRule, ...] | tuple[TellingRule, ...]) -> RuleList:
        return RuleList(
            [
                ready_rule(
                    rule.id,
                    rule.patterns,
                    rule.unless,
                    pack.words,
                    guarded=isinstance(rule, MoveRule) and rule.guarded,
                )
                for rule in rules
            ],
            guards,
        )

    return ListedMoves(
        pack,
        ShortForms(pack.short_forms, pack.with_apostrophe),
        guards,
        moves=ready(pack.rules),
        tellings=ready(pack.tellings),
        rules={rule.id: rule for rule in pack.rules},
    )
