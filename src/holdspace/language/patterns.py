"""Reads the patterns of the listed rules and finds them in a sentence.

A pattern is words with spaces between: `a/b` one of these words, `(a/b)` one of them or
none, `{feeling}` a word of that list, `_` any one word, `...` up to four words, `^` the
beginning of a sentence (words such as "well" may stand before), `$` its end, `?` a
question mark. Marks other than that are passed over. There is no way to write a
pattern that takes longer than its length times the few words it may leave out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from holdspace.language.tokens import Token
from holdspace.vocabulary.text import Span

GAP_WORDS = 4

_ANY, _GAP, _START, _END, _ASKED = "_", "...", "^", "$", "?"
_SIGNS = frozenset({_GAP, _START, _END, _ASKED})


class PatternUnreadable(ValueError):
    """A pattern of a rule is not written as patterns are."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a pattern: the words that fit, or what else has to be there."""

    words: frozenset[str]
    sign: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern, ready to be looked for.

    `needed` are the words of each place that has to be there. `begins` are the words
    it can begin with, empty where any can be the first; `at_start` if it only stands at
    the beginning of a sentence.
    """

    places: tuple[Place, ...]
    needed: tuple[frozenset[str], ...]
    begins: frozenset[str]
    at_start: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, without marks; `asked` if it has a question mark.

    `at` says of each word where it stands, as a number with a bit for each place;
    `tokens` is the token each word comes from; `opening` is how many words stand before
    its beginning proper; `quoted` are the places of the words inside quotation marks.
    """

    words: tuple[str, ...] = field(repr=False)
    at: Mapping[str, int] = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)
    opening: int
    asked: bool
    quoted: frozenset[int]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where each word stands in the text."""
        return tuple(token.span for token in self.tokens)

    def span_of(self, first: int, last: int) -> Span:
        """Return where the words from one place to another stand in the text."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def is_quoted(self, number: int) -> bool:
        """Return whether a word stands inside quotation marks."""
        return number in self.quoted


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What short forms are written out as, so that a pattern needs one wording only.

    Those in `with_apostrophe` are words of their own without it: "ill", "were".
    """

    always: Mapping[str, str]
    with_apostrophe: Mapping[str, str]

    def written_out(self, token: Token) -> str | None:
        """Return the words of a short form; None of any other word."""
        full = self.always.get(token.text)
        if full is None and token.end - token.start > len(token.text):
            full = self.with_apostrophe.get(token.text)
        return full


AS_WRITTEN = ShortForms({}, {})


def sentence_of(
    tokens: Sequence[Token],
    openers: frozenset[str],
    short_forms: ShortForms = AS_WRITTEN,
) -> Sentence:
    """Return a sentence as patterns look at it; `openers` may stand before it."""
    words: list[str] = []
    told: list[Token] = []
    asked = False
    for token in tokens:
        if not token.is_word:
            asked = asked or "?" in token.text
        elif (full := short_forms.written_out(token)) is None:
            words.append(token.text)
            told.append(token)
        else:
            parts = full.split()
            words += parts
            told += [token] * len(parts)
    opening = 0
    while opening < len(words) and words[opening] in openers:
        opening += 1
    return Sentence(
        tuple(words),
        _places(words),
        tuple(told),
        opening,
        asked=asked,
        quoted=frozenset(n for n, token in enumerate(told) if token.quoted),
    )


def _places(words: Sequence[str]) -> dict[str, int]:
    at: dict[str, int] = {}
    bit = 1
    for word in words:
        at[word] = at.get(word, 0) | bit
        bit <<= 1
    return at


def pattern_of(written: str, lists: Mapping[str, frozenset[str]]) -> Pattern:
    """Return a written pattern, ready to be looked for.

    Raises:
        PatternUnreadable: if it is not written as patterns are.
    """
    places = tuple(_place(part, lists) for part in written.split())
    needed = tuple(one.words for one in places if one.words and not one.optional)
    if not needed:
        raise PatternUnreadable(f"{written!r} has no word that has to be there")
    if places[0].sign == _GAP or places[-1].sign == _GAP:
        raise PatternUnreadable(f"{written!r} begins or ends with a gap")
    at_start = places[0].sign == _START
    return Pattern(places, needed, _begins(places[at_start:]), at_start)


def _begins(places: Sequence[Place]) -> frozenset[str]:
    """Return the words a pattern can begin with; none where any word can be first."""
    words: frozenset[str] = frozenset()
    for place in places:
        if place.sign:
            return frozenset()
        words |= place.words
        if not place.optional:
            return words
    return frozenset()


def _place(part: str, lists: Mapping[str, frozenset[str]]) -> Place:
    if part in _SIGNS:
        return Place(frozenset(), part)
    if part == _ANY:
        return Place(frozenset(), _ANY)
    if part == f"({_ANY})":
        return Place(frozenset(), _ANY, optional=True)
    optional = part.startswith("(") and part.endswith(")")
    words: set[str] = set()
    for word in (part[1:-1] if optional else part).split("/"):
        if word.startswith("{") and word.endswith("}"):
            if word[1:-1] not in lists:
                raise PatternUnreadable(f"there is no list of words {word!r}")
            words |= lists[word[1:-1]]
        elif word.isalnum() and word == word.lower():
            words.add(word)
        else:
            raise PatternUnreadable(f"{part!r} is no word")
    return Place(frozenset(words), optional=optional)


def found_at(pattern: Pattern, sentence: Sentence, start: int) -> int | None:
    """Return the word after the last one it covers if it stands here, else None."""
    reached = _reached(pattern, sentence, 1 << start)
    return reached.bit_length() - 1 if reached else None


def _reached(pattern: Pattern, sentence: Sentence, starts: int) -> int:
    """Return after which words a pattern can have come to its end.

    Words are bits of a number, the first the lowest; one after the last stands for the
    end. Place after place it is kept where each may begin: no going back, no blow-up.
    """
    reached = starts
    for place in pattern.places:
        if place.sign:
            reached = _after_sign(place, sentence, reached)
        else:
            here = 0
            for word in place.words.intersection(sentence.at):
                here |= sentence.at[word]
            further = (reached & here) << 1
            reached = further | reached if place.optional else further
        if not reached:
            return 0
    return reached


def _after_sign(place: Place, sentence: Sentence, reached: int) -> int:
    length = len(sentence.words)
    if place.sign == _START:
        return reached & ((2 << sentence.opening) - 1)
    if place.sign == _END:
        return reached & (1 << length)
    if place.sign == _ASKED:
        return reached if sentence.asked else 0
    if place.sign == _GAP:
        for _ in range(GAP_WORDS):
            reached |= reached << 1
        return reached & ((2 << length) - 1)
    further = (reached & ((1 << length) - 1)) << 1  # any one word
    return further | reached if place.optional else further


def places_in(pattern: Pattern, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a pattern stands: its first word, and the one after its last."""
    for words in pattern.needed:
        if words.isdisjoint(sentence.at):
            return
    yield from places_of(pattern, sentence)


def places_of(pattern: Pattern, sentence: Sentence) -> list[tuple[int, int]]:
    """Return the same of a pattern whose words are known to be there."""
    starts = _starts(pattern, sentence)
    if not starts or not _reached(pattern, sentence, starts):
        return []
    places = []
    while starts:
        first = starts & -starts
        starts ^= first
        reached = _reached(pattern, sentence, first)
        start, end = first.bit_length() - 1, reached.bit_length() - 1
        if end > start:
            places.append((start, end))
    return places


def _starts(pattern: Pattern, sentence: Sentence) -> int:
    """Return at which words a pattern can begin, as bits."""
    length = len(sentence.words)
    starts = (1 << length) - 1
    if pattern.at_start:
        starts &= (2 << sentence.opening) - 1
    if pattern.begins:
        here = 0
        for word in pattern.begins.intersection(sentence.at):
            here |= sentence.at[word]
        starts &= here
    return starts
