"""Turns a worker's sentences into the numbers that the linear models weigh.

What is counted: runs of one to three words; runs of two to five in which only common
words are kept, and of a verb that it is one; parts of words, three to five characters
long; and how a sentence is built. Each is known by a number made from it, so that no
word has to be stored.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

FILLERS = frozenset({"um", "uh", "mm", "hmm", "er", "ah", ",", "-", "--", "–", "—"})
BLOCKS = ("words", "frames", "parts", "shape")
"""The kinds of feature; each is brought to the same length of its own."""

_EDGE = "<s>"
_VERB = "<v>"
_CLAUSE_STARTS = frozenset(
    {_EDGE, ",", ".", ":", ";", "(", ")", "-", "--", '"', "and", "then", "so", "or"}
    | {"but", "please", "just", "also", "always", "never", "dont", "maybe", "first"}
    | {"definitely", "instead", "otherwise", "yes", "no", "honestly", "well", "ok"}
    | {"okay", "again", "still", "either"}
)
_ENDINGS = ("ing", "ed", "ly", "tion", "s")
_YOU = frozenset({"you", "your", "youre", "youve", "yourself", "youll", "youd"})
_OWN = frozenset({"i", "im", "ive", "my", "me", "we", "our"})
_PAST = frozenset({"was", "were", "had", "did"})

Numbers = Collection[int]
Blocks = tuple[Numbers, ...]


class WordKinds(NamedTuple):
    """The words that frames keep, and the verbs they say no more of; as numbers."""

    kept: frozenset[int]
    verbs: frozenset[int]


@dataclass(frozen=True, slots=True)
class SaidSentence:
    """A sentence as the models look at it: words and marks, and the rules it meets.

    `words` are without fillers and commas, `every` is with them.
    """

    words: tuple[str, ...] = field(repr=False)
    every: tuple[str, ...] = field(repr=False)
    rules: tuple[str, ...] = ()


def number_of(feature: str) -> int:
    """Return the number a feature is known by, from 0 to 2**32 - 1."""
    return crc32(feature.encode())


def said(words: Iterable[str], rules: Iterable[str] = ()) -> SaidSentence:
    """Return a sentence as the models look at it."""
    every = tuple(words)
    return SaidSentence(
        tuple(word for word in every if word not in FILLERS), every, tuple(rules)
    )


def sentence_blocks(sentence: SaidSentence, kinds: WordKinds) -> Blocks:
    """Return the features of one sentence, a set of numbers for each block."""
    words = sentence.words
    edged = (_EDGE, *words, _EDGE)
    framed = [_framed(word, kinds) for word in edged]
    return (
        _runs(edged, 1, 3, b"w:"),
        _runs(framed, 2, 5, b"k:"),
        frozenset().union(*(_parts(word) for word in words)),
        _numbers(
            (
                *_sentence_shape(words),
                *_clause_shape(sentence.every, kinds),
                *_listed(sentence.rules),
            )
        ),
    )


def turn_blocks(blocks: Sequence[Blocks], sentences: Sequence[SaidSentence]) -> Blocks:
    """Return the features of a whole turn: those of its sentences, and its own shape.

    `blocks` are those of its sentences.
    """
    told = [one.words for one in sentences if one.words]
    rules = [rule for one in sentences for rule in one.rules]
    return (
        *(
            _together([one[block] for one in blocks])
            for block in range(len(BLOCKS) - 1)
        ),
        _numbers((*_turn_shape(told), *_listed(rules))),
    )


def run_at(words: Sequence[str], start: int, length: int) -> int:
    """Return the number of the run of words that begins at `start`."""
    return number_of("w:" + "_".join(words[start : start + length]))


def _numbers(features: Iterable[str]) -> Numbers:
    return frozenset(map(number_of, features))


def _runs(words: Sequence[str], shortest: int, longest: int, kind: bytes) -> Numbers:
    """Return the numbers of runs of words, each made from that of the run before."""
    plain = [word.encode() for word in words]
    joined = [b"_" + word for word in plain]
    begin = crc32(kind)
    numbers = set()
    for start, word in enumerate(plain):
        number = crc32(word, begin)
        if shortest == 1:
            numbers.add(number)
        last = min(start + longest, len(plain))
        for length, at in enumerate(range(start + 1, last), start=2):
            number = crc32(joined[at], number)
            if length >= shortest:
                numbers.add(number)
    return numbers


def _together(blocks: Sequence[Numbers]) -> Numbers:
    return blocks[0] if len(blocks) == 1 else set().union(*blocks)


@lru_cache(maxsize=4096)
def _framed(word: str, kinds: WordKinds) -> str:
    """Return a common word or a mark as it is, of any other only what it is like."""
    if not word[:1].isalnum():
        return word
    number = number_of(word)
    if number in kinds.verbs:
        return _VERB
    if number in kinds.kept:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return "_" + ending
    return "_"


def _listed(rules: Iterable[str]) -> Iterator[str]:
    for rule in rules:
        yield f"r:{rule}"
        yield f"r:{rule.partition('.')[0]}"


@lru_cache(maxsize=4096)
def _parts(word: str) -> Numbers:
    edged = f" {word} "
    return _numbers(
        "c:" + edged[start : start + length]
        for length in (3, 4, 5)
        for start in range(len(edged) - length + 1)
    )


def _step(count: int, most: int) -> int:
    """Return a length in coarse steps: each is about four tenths longer."""
    return min(most, int(math.log2(count + 1) * 2))


def _sentence_shape(words: Sequence[str]) -> Iterator[str]:
    if not words:
        return
    yield f"s:{words[0]}..{words[-1]}"
    yield f"s:{'_'.join(words[:2])}..{words[-1]}"
    yield f"s:end {words[-1]}"
    yield f"s:long {_step(len(words), 8)}"
    yield f"s:long {_step(len(words), 8)} {words[-1]}"


def _clause_shape(every: Sequence[str], kinds: WordKinds) -> Iterator[str]:
    """Yield what says that a clause begins with a verb, as one that asks to do so."""
    for before, word in pairwise((_EDGE, *every)):
        if before in _CLAUSE_STARTS and number_of(word) in kinds.verbs:
            yield "s:verb first"
            yield f"s:verb after {before}"
            yield f"s:verb {word}"
    you = sum(word in _YOU for word in every)
    own = sum(word in _OWN for word in every)
    past = sum(word.endswith("ed") or word in _PAST for word in every)
    yield f"s:you {min(3, you)}"
    yield f"s:own {min(3, own)}"
    yield f"s:past {min(3, past)}"
    yield f"s:who {min(2, you)} {min(2, own)} {min(1, past)}"


def _turn_shape(told: Sequence[Sequence[str]]) -> Iterator[str]:
    if not told:
        yield "t:nothing"
        return
    count = sum(map(len, told))
    yield f"t:long {_step(count, 12)}"
    yield f"t:sentences {min(6, len(told))}"
    for place, sentence in (("first", told[0]), ("last", told[-1])):
        for length in (1, 2, 3):
            yield f"t:{place} {'_'.join(sentence[:length])}"
        yield f"t:{place} end {sentence[-1]}"
        yield f"t:{place} long {_step(len(sentence), 8)}"
    for sentence in told:
        yield from _sentence_shape(sentence)
    yield from _longest_shape(max(told, key=len), count)
    yield from _asked_shape(told, count)
    every = [word for sentence in told for word in sentence]
    yield f"t:you {20 * sum(word in _YOU for word in every) // count}"
    yield f"t:own {20 * sum(word in _OWN for word in every) // count}"


def _longest_shape(longest: Sequence[str], count: int) -> Iterator[str]:
    yield f"t:longest {longest[0]}"
    yield f"t:longest {'_'.join(longest[:2])}"
    yield f"t:longest end {longest[-1]}"
    yield f"t:longest share {4 * len(longest) // count}"


def _asked_shape(told: Sequence[Sequence[str]], count: int) -> Iterator[str]:
    asked = [sentence for sentence in told if "?" in sentence[-1]]
    yield f"t:asked {min(3, len(asked))}"
    yield f"t:asked share {4 * len(asked) // len(told)}"
    yield f"t:asked words {5 * sum(map(len, asked)) // count}"
    yield f"t:asked last {'?' in told[-1][-1]}"
