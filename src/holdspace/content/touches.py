"""Gives the listed words that may touch what sets somebody off."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from holdspace.content.moves import DISMISSALS, RULED_MOVES
from holdspace.content.pack import PackInfo, Table, read_pack


@dataclass(frozen=True, slots=True)
class TouchRule:
    """What in a worker's words may touch one cue: patterns, dismissals, other moves.

    `unless` are patterns that undo the first in the same sentence.
    """

    cue: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    kinds: frozenset[str]
    moves: frozenset[str]
    example: str
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TouchesPack:
    """The rules by the code of their cue.

    `everyday` are words that say nothing when a boundary has them too; `nots` are words
    that undo a pattern shortly behind them.
    """

    info: PackInfo
    rules: Mapping[str, TouchRule]
    everyday: frozenset[str]
    nots: frozenset[str]


@cache
def touches_pack(language: str = "en") -> TouchesPack:
    """Return the rules in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
    """
    return touches_pack_from(read_pack("touches", language))


def touches_pack_from(pack: Table) -> TouchesPack:
    """Return the rules written in `pack`. Raises PackBroken if it has a fault."""
    rules = [_rule(each) for each in pack.tables("touches")]
    by_cue = {rule.cue: rule for rule in rules}
    if len(by_cue) != len(rules):
        raise pack.broken("two rules are about the same cue")
    return TouchesPack(
        info=pack.info(),
        rules=by_cue,
        everyday=frozenset(pack.table("words").texts("everyday")),
        nots=frozenset(pack.table("words").texts("nots")),
    )


def _rule(table: Table) -> TouchRule:
    kinds, moves = frozenset(table.texts("kinds")), frozenset(table.texts("moves"))
    if not kinds <= {*DISMISSALS} or not moves <= {*RULED_MOVES}:
        raise table.broken("it names a kind or a move there is no rule for")
    return TouchRule(
        cue=table.text("cue"),
        patterns=table.texts("patterns"),
        unless=table.texts("unless"),
        kinds=kinds,
        moves=moves,
        example=table.text("example"),
        counter_examples=table.texts("counter_examples"),
    )
