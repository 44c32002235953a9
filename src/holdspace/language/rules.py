"""Finds the listed rules in a sentence; leaves out what is denied, quoted, reported."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from holdspace.language.patterns import Pattern, Sentence, pattern_of, places_in


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


@dataclass(frozen=True, slots=True)
class ReadyGuards:
    """What undoes a rule behind it, ready to be looked for."""

    patterns: tuple[Pattern, ...]
    contrasts: frozenset[str]
    directly_before: frozenset[str]

    def hold(self, sentence: Sentence, first: int) -> bool:
        """Return whether what begins here is denied, quoted or somebody else's."""
        if first and sentence.words[first - 1] in self.directly_before:
            return True
        reach_from = max(
            (at for at in range(first) if sentence.words[at] in self.contrasts),
            default=-1,
        )
        return sentence.is_quoted(first) or any(
            reach_from < start and end <= first
            for guard in self.patterns
            for start, end in places_in(guard, sentence)
        )


class RuleList:
    """Rules that are looked for together, each pattern only where its rarest word is.

    `common` are words that nearly every sentence has.
    """

    def __init__(
        self,
        rules: Iterable[ReadyRule],
        guards: ReadyGuards,
        common: frozenset[str],
    ) -> None:
        self._guards = guards
        self._rules = {rule.id: rule for rule in rules}
        self._patterns = [
            (rule.id, pattern)
            for rule in self._rules.values()
            for pattern in rule.patterns
        ]
        self._by_word: dict[str, list[int]] = {}
        for number, (_, pattern) in enumerate(self._patterns):
            for word in min(
                pattern.needed, key=lambda words: (len(words & common), len(words))
            ):
                self._by_word.setdefault(word, []).append(number)

    def found_in(self, sentence: Sentence) -> Iterator[FoundRule]:
        """Yield the rules that a sentence meets, each once."""
        numbers: set[int] = set()
        for word in sentence.there:
            numbers.update(self._by_word.get(word, ()))
        places: dict[str, list[tuple[int, int]]] = {}
        for number in sorted(numbers):
            rule_id, pattern = self._patterns[number]
            for words in pattern.needed:
                if sentence.there.isdisjoint(words):
                    break
            else:
                if here := list(places_in(pattern, sentence)):
                    places.setdefault(rule_id, []).extend(here)
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
