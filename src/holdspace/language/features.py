"""Turns a worker's sentences into the numbers that the linear models weigh.

What is counted: runs of one to three words; runs of two to five in which only common
words are kept, and of a verb that it is one; parts of words, three to five characters
long; and how a sentence is built. Each is known by a number made from it, so that no
word has to be stored.
"""

import math
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, field
from typing import NamedTuple
from zlib import crc32

FILLERS = frozenset({"um", "uh", "mm", "hmm", "er", "ah", ",", "-", "--", "–", "—"})
BLOCKS = ("words", "frames", "parts", "shape")
"""The kinds of feature; each is brought to the same length of its own."""

LONGEST_RUN, LONGEST_FRAME = 3, 5  # words
KEPT_WORDS, KEPT_FEATURES = 1 << 14, 1 << 15
"""Of how many words, and of how many features besides, it is kept how they are read."""
_NOT_READ = -1

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
SAYS_LITTLE = (
    _YOU
    | _OWN
    | frozenset({"of", "am", "is", "are", "was", "were", "be", "been", "it", "that"})
    | frozenset({"this", "there", "here", "the", "a", "an", "to", "in", "on", "at"})
    | frozenset({"and", "or", "but", "so", "for", "with", "as", "by", "he", "she"})
    | frozenset({"they", "him", "her", "them", "his", "their", "us", "do", "did"})
)
"""Words that explain nothing to a reader where they stand alone as a reason."""
_PAST = frozenset({"was", "were", "had", "did"})

Runs = dict[int, tuple[int, int]]
Numbers = Collection[int]
Blocks = tuple[Runs, Numbers, Numbers, Numbers]


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


@dataclass(frozen=True, slots=True)
class _Word:
    """What is counted of one word, wherever it stands.

    `begins` is the number of a run that begins with it, `row` what a run of it alone is
    read as, `goes_on` what it adds to one; the same for frames. `parts` are the numbers
    of its parts. `verb` says that frames know it as one; `you`, `own` and `past` that
    it speaks of the other, of oneself, or of what was.
    """

    begins: int
    row: int | None
    goes_on: bytes
    frame_begins: int
    frame_goes_on: bytes
    parts: frozenset[int] = field(repr=False)
    verb: bool
    you: bool
    own: bool
    past: bool


class Reader:
    """Reads sentences into the numbers of their features.

    With `rows` only those that a model knows are read, each as its row there. What is
    counted of a word is kept for the next time it stands somewhere.
    """

    def __init__(self, kinds: WordKinds, rows: Mapping[int, int] | None = None) -> None:
        self._kinds = kinds
        self._read: Callable[[int], int | None] = _itself if rows is None else rows.get
        self._words: dict[str, _Word] = {}
        self._kept: dict[str, int | None] = {}
        self._small: dict[tuple[int, ...], list[int]] = {}
        self._rules: dict[str, list[int]] = {}

    def sentence(self, sentence: SaidSentence) -> Blocks:
        """Return the features of one sentence, a collection for each block.

        The first, of its runs of words, also says where each stands in `words`: from
        which word, counted from 1, up to and not including which.
        """
        words = [self._word(word) for word in sentence.words]
        edge = self._word(_EDGE)
        edged = [edge, *words, edge]
        shape = self._numbers(_sentence_shape(sentence.words))
        shape += self._clauses(sentence)
        shape += self._listed(sentence.rules)
        parts = set[int]().union(*[word.parts for word in words])
        return self._runs(edged), self._frames(edged), parts, set(shape)

    def turn(
        self, blocks: Sequence[Blocks], sentences: Sequence[SaidSentence]
    ) -> Blocks:
        """Return the features of a whole turn: its sentences', and its own shape.

        `blocks` are those of its sentences.
        """
        told = [one.words for one in sentences if one.words]
        rules = [rule for one in sentences for rule in one.rules]
        shape = set(self._numbers(_turn_shape(told)) + self._listed(rules))
        if len(blocks) == 1:
            return (*blocks[0][:-1], shape)
        runs: Runs = {}
        for one in blocks:
            runs |= one[0]
        frames, parts = (
            set[int]().union(*[one[at] for one in blocks]) for at in (1, 2)
        )
        return runs, frames, parts, shape

    def _word(self, word: str) -> _Word:
        kept = self._words.get(word)
        if kept is None:
            if len(self._words) >= KEPT_WORDS:
                self._words.clear()
            kept = self._words[word] = self._looked_at(word)
        return kept

    def _looked_at(self, word: str) -> _Word:
        plain, framed = word.encode(), _framed(word, self._kinds).encode()
        begins = crc32(b"w:" + plain)
        return _Word(
            begins,
            self._read(begins),
            b"_" + plain,
            crc32(b"k:" + framed),
            b"_" + framed,
            frozenset(self._parts(word)),
            number_of(word) in self._kinds.verbs,
            word in _YOU,
            word in _OWN,
            word.endswith("ed") or word in _PAST,
        )

    def _parts(self, word: str) -> Iterator[int]:
        for part in _parts(word):
            row = self._read(crc32(part.encode()))
            if row is not None:
                yield row

    def _numbers(self, features: Iterable[str]) -> list[int]:
        kept, found = self._kept, []
        if len(kept) > KEPT_FEATURES:
            kept.clear()
        for feature in features:
            row = kept.get(feature, _NOT_READ)
            if row == _NOT_READ:
                row = kept[feature] = self._read(crc32(feature.encode()))
            if row is not None:
                found.append(row)
        return found

    def _runs(self, words: Sequence[_Word]) -> Runs:
        """Return runs of one to three words, each made from that of the run before.

        Where a run is not known, no longer one that begins with it can be.
        """
        read, found = self._read, Runs()
        for start, word in enumerate(words):
            number, end = word.begins, start + 1
            row = word.row
            while row is not None:
                found.setdefault(row, (start, end))
                if end - start == LONGEST_RUN or end == len(words):
                    break
                number = crc32(words[end].goes_on, number)
                row = read(number)
                end += 1
        return found

    def _frames(self, words: Sequence[_Word]) -> set[int]:
        """Return runs of two to five words of which only what is common is kept."""
        read, found = self._read, set()
        for start, word in enumerate(words):
            number = word.frame_begins
            for after in words[start + 1 : start + LONGEST_FRAME]:
                number = crc32(after.frame_goes_on, number)
                row = read(number)
                if row is None:
                    break
                found.add(row)
        return found

    def _clauses(self, sentence: SaidSentence) -> list[int]:
        """Return what says that a clause begins with a verb, as one that asks to do so.

        And how often the sentence speaks of you, of oneself, and of what was.
        """
        found: list[int] = []
        you = own = past = 0
        before = _EDGE
        for word in sentence.every:
            kept = self._word(word)
            if kept.verb and before in _CLAUSE_STARTS:
                found += self._numbers(
                    ("s:verb first", f"s:verb after {before}", f"s:verb {word}")
                )
            you += kept.you
            own += kept.own
            past += kept.past
            before = word
        counts = min(3, you), min(3, own), min(3, past)
        if counts not in self._small:
            self._small[counts] = self._numbers(_who(*counts))
        return found + self._small[counts]

    def _listed(self, rules: Iterable[str]) -> list[int]:
        found: list[int] = []
        for rule in rules:
            if rule not in self._rules:
                listed = f"r:{rule}", f"r:{rule.partition('.')[0]}"
                self._rules[rule] = self._numbers(listed)
            found += self._rules[rule]
        return found


def _itself(number: int) -> int:
    return number


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


def _parts(word: str) -> Iterator[str]:
    edged = f" {word} "
    for length in (3, 4, 5):
        for start in range(len(edged) - length + 1):
            yield "c:" + edged[start : start + length]


def _who(you: int, own: int, past: int) -> Iterator[str]:
    yield f"s:you {you}"
    yield f"s:own {own}"
    yield f"s:past {past}"
    yield f"s:who {min(2, you)} {min(2, own)} {min(1, past)}"


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
