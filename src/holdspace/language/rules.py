"""Finds the listed rules in a sentence; leaves out what is denied, quoted, reported."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from holdspace.language.patterns import (
    Pattern,
    Sentence,
    pattern_of,
    places_in,
    places_of,
)


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A listed rule with its patterns ready to be looked for."""

    id: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    guarded: bool


@dataclass(frozen=True, slots=True)
class FoundRule:
    """A rule that a sentence meets: the number of its first and of its last word."""

    rule: str
    first: int
    last: int


def ready_rule(
    rule_id: str,
    patterns: Iterable[str],
    unless: Iterable[str],
    lists: Mapping[str, frozenset[str]],
    *,
    guarded: bool,
) -> ReadyRule:
    """Return a rule as it is looked for. Raises PatternUnreadable if it cannot be."""
    return ReadyRule(
        rule_id,
        tuple(pattern_of(one, lists) for one in patterns),
        tuple(pattern_of(one, lists) for one in unless),
        guarded,
    )


class WordIndex:
    """Says which of many patterns have all their words in a sentence.

    Each place of a pattern that has to be filled is a bit of one long number, and each
    pattern has one bit more above its own. The words of a sentence set the bits of the
    places they can fill. One added at the lowest bit of a pattern is then carried to
    the bit above exactly if all its places are filled: one sum sees all patterns.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        places: dict[str, list[int]] = {}
        self._number_at: dict[int, int] = {}
        lowest = above = bit = 0
        for number, pattern in enumerate(patterns):
            lowest |= 1 << bit
            for words in pattern.needed:
                for word in words:
                    places.setdefault(word, []).append(bit)
                bit += 1
            above |= 1 << bit
            bit += 1
            self._number_at[bit] = number
        self._lowest, self._above = lowest, above
        self._fills = {word: _bits(here, bit) for word, here in places.items()}

    def in_question(self, sentence: Sentence) -> Iterator[int]:
        """Yield the numbers of the patterns, the lowest first."""
        filled = 0
        for word in sentence.at:
            filled |= self._fills.get(word, 0)
        whole = (filled + self._lowest) & self._above
        while whole:
            first = whole & -whole
            whole ^= first
            yield self._number_at[first.bit_length()]


def _bits(places: Iterable[int], length: int) -> int:
    """Return a number with these bits set, made in one go."""
    written = bytearray(length // 8 + 1)
    for bit in places:
        written[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(written, "little")


class ReadyGuards:
    """What undoes a rule behind it, ready to be looked for.

    The `patterns` reach to a word of `contrasts`; those words to the next word.
    """

    def __init__(
        self,
        patterns: Sequence[Pattern],
        contrasts: frozenset[str],
        directly_before: frozenset[str],
    ) -> None:
        self._patterns = tuple(patterns)
        self._index = WordIndex(self._patterns)
        self._contrasts = contrasts
        self._directly_before = directly_before

    def hold(self, sentence: Sentence, first: int) -> bool:
        """Return whether what begins here is denied, quoted or somebody else's."""
        if first and sentence.words[first - 1] in self._directly_before:
            return True
        if sentence.is_quoted(first):
            return True
        reach_from = max(
            (at for at in range(first) if sentence.words[at] in self._contrasts),
            default=-1,
        )
        return any(
            reach_from < start and end <= first
            for number in self._index.in_question(sentence)
            for start, end in places_of(self._patterns[number], sentence)
        )


class RuleList:
    """Rules that are looked for together."""

    def __init__(self, rules: Iterable[ReadyRule], guards: ReadyGuards) -> None:
        self._guards = guards
        self._rules = {rule.id: rule for rule in rules}
        self._patterns = [
            (rule, pattern)
            for rule in self._rules.values()
            for pattern in rule.patterns
        ]
        self._index = WordIndex([pattern for _, pattern in self._patterns])

    def found_in(self, sentence: Sentence) -> Iterator[FoundRule]:
        """Yield the rules that a sentence meets, each once."""
        places: dict[str, list[tuple[int, int]]] = {}
        for number in self._index.in_question(sentence):
            rule, pattern = self._patterns[number]
            if here := places_of(pattern, sentence):
                places.setdefault(rule.id, []).extend(here)
        for rule_id, here in places.items():
            found = self._first(self._rules[rule_id], sorted(here), sentence)
            if found is not None:
                yield found

    def _first(
        self, rule: ReadyRule, places: Iterable[tuple[int, int]], sentence: Sentence
    ) -> FoundRule | None:
        if any(_stands(one, sentence) for one in rule.unless):
            return None
        for first, end in places:
            if not rule.guarded or not self._guards.hold(sentence, first):
                return FoundRule(rule.id, first, end - 1)
        return None


def _stands(pattern: Pattern, sentence: Sentence) -> bool:
    return next(places_in(pattern, sentence), None) is not None
