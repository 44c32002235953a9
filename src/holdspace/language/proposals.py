"""Proposes what words in a passage may say, by fixed rules that anybody can read.

Nothing here is kept or counted. A proposal is a question to the person who reads; what
they mark is a reading like any other, and the client has the last word on it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from holdspace.content.proposals import ProposalPack, ProposalRule, RuleKind
from holdspace.language.clauses import Clause, ClauseKind, clauses_of, trimmed
from holdspace.language.patterns import (
    Pattern,
    Sentence,
    ShortForms,
    found_at,
    pattern_of,
    sentence_of,
)
from holdspace.language.sentences import sentences_of
from holdspace.language.subjects import Subject, Subjects
from holdspace.vocabulary.text import Span

_NO_REACHES = 4  # words
_FULL_STOPS = frozenset(".?!…")
_RULES_IN = {
    ClauseKind.NEED: frozenset({RuleKind.NEED}),
    ClauseKind.CUE: frozenset({RuleKind.CUE}),
    ClauseKind.TOLD: frozenset({RuleKind.HELPER, RuleKind.SELF, RuleKind.ANY}),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Words that may say what a code says, and why a rule thinks so.

    `because` is where the words stand that the rule is about; `weight` is how many
    they are: more words, a surer find. It compares proposals and means nothing else.
    """

    code: str
    span: Span
    rule: str
    because: Span
    weight: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A rule that fits: over which clauses of a sentence, and by which words."""

    rule: ProposalRule
    first: int
    last: int
    because: Span
    weight: int
    order: int

    @property
    def gives_way(self) -> bool:
        """Whether what else the clause says comes first: circumstances are context."""
        return self.rule.code.startswith("C.")


def proposals_in(words: str, pack: ProposalPack) -> tuple[Proposal, ...]:
    """Return what `words` may say, the surest first; no two share a character.

    Empty where no rule fits, which says nothing about the words: most ways of saying
    something are in no list.
    """
    book = _rulebook(pack)
    subjects = Subjects(pack.lists)
    found: list[Proposal] = []
    for sentence in sentences_of(words):
        clauses = clauses_of(words, sentence, pack.clauses, book.short_forms)
        in_sentence = list(_in_sentence(clauses, book, subjects))
        found.extend(_without_overlap(in_sentence, clauses, words, pack))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.span)))


@dataclass(frozen=True, slots=True)
class _Wording:
    """One pattern of a rule; `order` is the place of the rule in the pack.

    One of the words in `telling` has to be there. They are those of the place whose
    words are in the fewest patterns, so that most are passed over at a glance.
    """

    rule: ProposalRule
    pattern: Pattern
    order: int
    telling: frozenset[str]

    @property
    def weight(self) -> int:
        """How many words have to stand there for it."""
        return len(_needed(self.pattern))


class _Rulebook:
    """The rules of a pack, ready to be looked for by the word they begin with."""

    def __init__(self, pack: ProposalPack) -> None:
        self.pack = pack
        self.short_forms = ShortForms(
            pack.short_forms, pack.short_forms_with_apostrophe
        )
        self.no = pack.lists["no"]
        self._wordings: dict[tuple[ClauseKind, str], list[_Wording]] = {}
        patterns = [
            (order, rule, pattern_of(written, pack.lists))
            for order, rule in enumerate(pack.rules)
            for written in rule.patterns
        ]
        common = Counter(
            word
            for _, _, pattern in patterns
            for place in pattern.places
            for word in place.words
        )
        for order, rule, pattern in patterns:
            telling = min(_needed(pattern), key=lambda one: sum(common[w] for w in one))
            wording = _Wording(rule, pattern, order, telling)
            stands_in = next(kind for kind, of in _RULES_IN.items() if rule.kind in of)
            for word in _first_words(pattern):
                self._wordings.setdefault((stands_in, word), []).append(wording)

    def that_may_fit(
        self, kind: ClauseKind, word: str, there: frozenset[str]
    ) -> Iterator[_Wording]:
        """Yield what may begin with a word in a sentence that has the words `there`."""
        for wording in self._wordings.get((kind, word), ()):
            if not wording.telling.isdisjoint(there):
                yield wording


@lru_cache(maxsize=8)
def _rulebook(pack: ProposalPack) -> _Rulebook:
    return _Rulebook(pack)


def _needed(pattern: Pattern) -> list[frozenset[str]]:
    """Return the words of each place that has to be filled."""
    return [one.words for one in pattern.places if one.words and not one.optional]


def _first_words(pattern: Pattern) -> frozenset[str]:
    """Return the words a pattern may begin with."""
    places = pattern.places
    first = next(n for n, one in enumerate(places) if one.words and not one.optional)
    return frozenset[str]().union(*(one.words for one in places[: first + 1]))


def _in_sentence(
    clauses: Sequence[Clause], book: _Rulebook, subjects: Subjects
) -> Iterator[_Found]:
    """Yield what the rules find in one sentence, clause by clause."""
    text = f" {' '.join(word for clause in clauses for word in clause.words)} "
    if any(f" {phrase} " in text for phrase in book.pack.clauses.unreal):
        return
    whole, before = _joined(clauses), 0
    there = frozenset(whole.words)
    subjects.begin_sentence()
    for number, clause in enumerate(clauses):
        subjects.enter(clause.words)
        own = sentence_of(clause.told, frozenset())
        for start, word in enumerate(clause.words):
            for wording in book.that_may_fit(clause.kind, word, there):
                rule = wording.rule
                sentence, at = (own, start)
                if rule.whole_sentence:
                    sentence, at = (whole, before + start)
                end = found_at(wording.pattern, sentence, at)
                if end is None or _guarded(rule, text):
                    continue
                if _stands(rule, sentence, (at, end), book.no, subjects):
                    because = sentence.span_of(at, end - 1)
                    last = _clause_at(clauses, because.end)
                    yield _Found(
                        rule, number, last, because, wording.weight, wording.order
                    )
        before += len(clause.told)


def _joined(clauses: Sequence[Clause]) -> Sentence:
    return sentence_of([t for one in clauses for t in one.told], frozenset())


def _clause_at(clauses: Sequence[Clause], end: int) -> int:
    return next(n for n, one in enumerate(clauses) if end <= one.told[-1].end)


def _guarded(rule: ProposalRule, text: str) -> bool:
    return any(f" {guard} " in text for guard in rule.guards)


def _stands(
    rule: ProposalRule,
    sentence: Sentence,
    place: tuple[int, int],
    no: frozenset[str],
    subjects: Subjects,
) -> bool:
    """Return whether nobody says no to it, and the right person does it."""
    start, end = place
    before = sentence.words[max(0, start - _NO_REACHES) : start]
    if not rule.with_no and no & set(before):
        return False
    who = subjects.of(sentence.words, start, end)
    if rule.kind is RuleKind.HELPER:
        return who in {Subject.HELPER, Subject.UNKNOWN}
    if rule.kind is RuleKind.SELF:
        return who in {Subject.SELF, Subject.UNKNOWN}
    return True


def _without_overlap(
    found: Iterable[_Found], clauses: Sequence[Clause], words: str, pack: ProposalPack
) -> Iterator[Proposal]:
    """Yield the surest of what shares words; what one code says twice is one."""
    taken: dict[int, _Found] = {}
    for one in sorted(
        found, key=lambda f: (f.gives_way, -f.weight, f.order, f.because)
    ):
        places = range(one.first, one.last + 1)
        if not any(place in taken for place in places):
            taken.update(dict.fromkeys(places, one))
    for run in _runs(taken):
        best = max((taken[place] for place in run), key=lambda one: one.weight)
        start = trimmed(clauses[run[0]], pack.clauses).start
        last = run[-1]
        while _goes_on(clauses, last + 1, taken):
            last += 1
        end = _with_stop(words, clauses[last].told[-1].end)
        span = Span(min(start, best.because.start), end)
        yield Proposal(best.rule.code, span, best.rule.id, best.because, best.weight)


def _goes_on(
    clauses: Sequence[Clause], place: int, taken: Mapping[int, _Found]
) -> bool:
    """Return whether a clause is the rest of one asking that says nothing else."""
    return place < len(clauses) and clauses[place].goes_on and place not in taken


def _runs(taken: Mapping[int, _Found]) -> list[list[int]]:
    """Return the numbers of the clauses that together say one thing."""
    runs: list[list[int]] = []
    for place in sorted(taken):
        run = runs[-1] if runs else []
        if run and run[-1] == place - 1 and _same(taken[run[-1]], taken[place]):
            run.append(place)
        else:
            runs.append([place])
    return runs


def _same(one: _Found, other: _Found) -> bool:
    """Return whether two finds side by side are one; two cues are two."""
    return one.rule.code == other.rule.code and one.rule.kind is not RuleKind.CUE


def _with_stop(words: str, end: int) -> int:
    """Return the end of a clause with the full stop that closes it."""
    return end + 1 if words[end : end + 1] in _FULL_STOPS else end
