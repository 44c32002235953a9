"""Notices words that a person should read, by a list everybody can read too.

It rates nothing and predicts nothing. A miss is expected: that nothing was noticed
never means that somebody is safe.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from holdspace.content.safety import Cues, PhraseGroup, SafetyPack
from holdspace.vocabulary.text import Span

_WORD = re.compile(r"[^\W_]+(?:['’‘\u02bc\u00b4`][^\W_]+)*")
_APOSTROPHE = re.compile(r"['’‘\u02bc\u00b4`]")
_SENTENCE_ENDS = re.compile(r"[.?!…;]|\n\s*\n")
_CLAUSE_ENDS = re.compile(r"[,:()–—\"“”]|\s-\s")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEGATION_REACHES = 5
_REPORT_REACHES = 2


class About(StrEnum):
    """When and whom noticed words seem to be about, by the words around them."""

    NOW = "now"
    BEFORE = "before"
    SOMEBODY_ELSE = "somebody_else"


@dataclass(frozen=True, slots=True)
class Noticed:
    """Words a person should read: by which group of phrases, and where they stand."""

    rule: str
    span: Span
    about: About


@dataclass(frozen=True, slots=True)
class _Word:
    """One word as the list writes it, and where it stands."""

    text: str
    start: int
    end: int
    sentence: int
    clause: int


_Places = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One phrase, each place with the words that fit there."""

    group: PhraseGroup
    kind: str
    places: _Places


def noticed(words: str, rules: SafetyPack) -> tuple[Noticed, ...]:
    """Return what in `words` a person should read, in the order of the text.

    Words somebody says no to are not noticed. Words about earlier days or about
    somebody else are, and say so. What carries no time is taken as about now.
    """
    told = _split(words, rules.cues)
    found = []
    for pattern, first, last in _matches(told, rules):
        about = _about(pattern, told, first, last, rules.cues)
        if about is not None:
            span = Span(told[first].start, told[last].end)
            found.append(Noticed(pattern.group.id, span, about))
    return tuple(sorted(found, key=lambda one: (one.span, one.rule)))


def starts_hand_off(found: Iterable[Noticed]) -> bool:
    """Return whether any of what was noticed is about now, and the writer."""
    return any(one.about is About.NOW for one in found)


def asks_gently(question: str, picked: Iterable[str], rules: SafetyPack) -> bool:
    """Return whether the cards or choices picked at a question lead to a gentle ask."""
    chosen = set(picked)
    return any(
        rule.question == question and chosen & {*rule.cards, *rule.choices}
        for rule in rules.item_rules
    )


def phrases_for_page(pack: SafetyPack) -> dict[str, object]:
    """Return the phrases as a page without a connection can look for them.

    Words in small letters without apostrophes, one space between them, `fillers` left
    out. Nothing here knows a no or an earlier day: the page shows help too often
    rather than too seldom, and hands nothing over.
    """
    return {
        "version": pack.info.version,
        "fillers": sorted(pack.cues.fillers),
        "phrases": {
            group.id: sorted({p for one in group.phrases for p in written_out(one)})
            for group in pack.groups
        },
    }


def written_out(phrase: str) -> Iterator[str]:
    """Return every wording of a phrase of the list.

    >>> list(written_out("end/ending my life"))
    ['end my life', 'ending my life']
    """
    places = (place.split("/") for place in phrase.split(" "))
    return (" ".join(one) for one in product(*places))


def _split(words: str, cues: Cues) -> tuple[_Word, ...]:
    """Return the words of a text, each with its sentence and its part of it."""
    sentences = [found.end() for found in _SENTENCE_ENDS.finditer(words)]
    clauses = [found.end() for found in _CLAUSE_ENDS.finditer(words)]
    told: list[_Word] = []
    breaks = 0
    for found in _WORD.finditer(words):
        text = _APOSTROPHE.sub("", found.group()).lower()
        breaks += text in cues.breaks
        start = found.start()
        sentence = bisect_right(sentences, start)
        clause = breaks + sentence + bisect_right(clauses, start)
        told.append(_Word(text, start, found.end(), sentence, clause))
    return tuple(told)


@cache
def _patterns(pack: SafetyPack) -> dict[str, tuple[_Pattern, ...]]:
    """Return the phrases by the words they can begin with."""
    by_first: dict[str, list[_Pattern]] = {}
    for group in pack.groups:
        for kind in ("phrases", "told_as_past", "about_others"):
            for phrase in getattr(group, kind):
                pattern = _Pattern(group, kind, _places(phrase))
                for word in pattern.places[0]:
                    by_first.setdefault(word, []).append(pattern)
    return {word: tuple(found) for word, found in by_first.items()}


@cache
def _idioms(pack: SafetyPack) -> tuple[_Places, ...]:
    return tuple(_places(idiom) for idiom in pack.cues.idioms)


def _places(phrase: str) -> _Places:
    return tuple(frozenset(place.split("/")) for place in phrase.split(" "))


def _matches(
    told: Sequence[_Word], pack: SafetyPack
) -> Iterator[tuple[_Pattern, int, int]]:
    """Yield each phrase found with its first and last word; one a group and place."""
    places = [n for n, word in enumerate(told) if word.text not in pack.cues.fillers]
    in_idioms = {
        number
        for at in range(len(places))
        for idiom in _idioms(pack)
        for number in _fits(idiom, told, places, at)
    }
    ends: dict[str, int] = {}
    for at, first in enumerate(places):
        for group_id, (pattern, last) in _longest(told, places, at, pack).items():
            overlaps = first <= ends.get(group_id, -1)
            if not overlaps and not in_idioms & {first, last}:
                ends[group_id] = last
                yield pattern, first, last


def _longest(
    told: Sequence[_Word], places: Sequence[int], at: int, pack: SafetyPack
) -> dict[str, tuple[_Pattern, int]]:
    """Return the longest phrase of each group that begins here, with its last word."""
    longest: dict[str, tuple[_Pattern, int]] = {}
    for pattern in _patterns(pack).get(told[places[at]].text, ()):
        fit = _fits(pattern.places, told, places, at)
        before = longest.get(pattern.group.id)
        if fit and (before is None or fit[-1] > before[1]):
            longest[pattern.group.id] = pattern, fit[-1]
    return longest


def _fits(
    wanted: _Places, told: Sequence[_Word], places: Sequence[int], at: int
) -> Sequence[int]:
    """Return the words a phrase covers if it stands here in one sentence, else none."""
    here = places[at : at + len(wanted)]
    fits = len(here) == len(wanted) and all(
        told[number].text in allowed
        for number, allowed in zip(here, wanted, strict=True)
    )
    one_sentence = fits and told[here[0]].sentence == told[here[-1]].sentence
    return here if one_sentence else ()


def _about(
    pattern: _Pattern, told: Sequence[_Word], first: int, last: int, cues: Cues
) -> About | None:
    """Return what a phrase found is about; None where somebody says no to it."""
    here = told[first]
    sentence = [word for word in told if word.sentence == here.sentence]
    before = [word for word in told[:first] if word.sentence == here.sentence]
    clause = [word for word in sentence if told[first].clause <= word.clause]
    clause = [word for word in clause if word.clause <= told[last].clause]
    if pattern.kind == "about_others":
        return About.SOMEBODY_ELSE
    if _has(sentence, cues.comes_back):
        return About.NOW
    if _denied([word for word in before if word.clause == here.clause], cues):
        return None
    if pattern.group.own and _of_others(before, here.clause, cues):
        return About.SOMEBODY_ELSE
    return _when(pattern, sentence, clause, cues)


def _denied(before: Sequence[_Word], cues: Cues) -> bool:
    """Return whether a no stands close before, and is one."""
    near = before[-_NEGATION_REACHES:]
    if not any(word.text in cues.negations for word in near):
        return False
    return not _has(before, cues.not_negations)


def _of_others(before: Sequence[_Word], clause: int, cues: Cues) -> bool:
    """Return whether it is somebody else's wish, or somebody else's words."""
    for place, word in enumerate(before):
        follow = before[place + 1 : place + 1 + _REPORT_REACHES]
        said = any(later.text in cues.reports for later in follow)
        if said and _is_other(word, cues) and not _has_self(follow, cues):
            return True
    for word in reversed(before):
        if word.clause != clause:
            return False
        if word.text in cues.selves:
            return False
        if _is_other(word, cues):
            return True
    return False


def _has_self(words: Sequence[_Word], cues: Cues) -> bool:
    """Return whether the writer speaks before it is said who said it."""
    until = next((n for n, one in enumerate(words) if one.text in cues.reports), 0)
    return any(one.text in cues.selves for one in words[:until])


def _is_other(word: _Word, cues: Cues) -> bool:
    return bool({word.text, word.text.removesuffix("s")} & cues.others)


def _when(
    pattern: _Pattern,
    sentence: Sequence[_Word],
    clause: Sequence[_Word],
    cues: Cues,
) -> About:
    """Return whether it is told of now or of earlier days; undated means now."""
    if _has(_side(sentence, clause, cues), cues.just_now):
        return About.NOW
    if _is_past(clause, cues):
        return About.BEFORE
    if _has(clause, cues.recent):
        return About.NOW
    if _is_past(sentence, cues) or pattern.kind == "told_as_past":
        return About.BEFORE
    return About.NOW


def _side(
    sentence: Sequence[_Word], clause: Sequence[_Word], cues: Cues
) -> Sequence[_Word]:
    """Return the part of a sentence on this side of a "but"."""
    turns = [word.start for word in sentence if word.text in cues.contrasts]
    here = bisect_right(turns, clause[0].start)
    return [one for one in sentence if bisect_right(turns, one.start) == here]


def _is_past(words: Sequence[_Word], cues: Cues) -> bool:
    return _has(words, cues.past) or any(_YEAR.fullmatch(one.text) for one in words)


def _has(words: Sequence[_Word], cues: Iterable[str]) -> bool:
    text = f" {' '.join(word.text for word in words)} "
    return any(f" {cue} " in text for cue in cues)
