"""Reads the patterns of the listed rules and finds them in a sentence.

A pattern is words with spaces between: `a/b` one of these words, `(a/b)` one of them or
none, `{feeling}` a word of that list, `_` any one word, `...` up to four words, `^` the
beginning of a sentence (words such as "well" may stand before), `$` its end, `?` a
question mark. Marks other than that are passed over. There is no way to write a
pattern that takes longer than its length times the few words it may leave out.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from holdspace.language.tokens import Token, is_word
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

    def fits(self, word: str) -> bool:
        """Return whether a word fits here."""
        return self.sign == _ANY or word in self.words


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


_QUOTATION_MARKS = frozenset('"“”«»')


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, without marks; `asked` if it has a question mark.

    `there` are its words in no order; `opening` is how many words stand before its
    beginning proper; `quoted` are the numbers of the words inside quotation marks.
    """

    words: tuple[str, ...] = field(repr=False)
    there: frozenset[str] = field(repr=False)
    spans: tuple[Span, ...]
    opening: int
    asked: bool
    quoted: frozenset[int]

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

    def written_out(self, token: Token) -> list[str]:
        """Return the words of a token: one, or those of a short form."""
        full = self.always.get(token.text)
        if full is None and token.span.end - token.span.start > len(token.text):
            full = self.with_apostrophe.get(token.text)
        return [token.text] if full is None else full.split()


AS_WRITTEN = ShortForms({}, {})


def sentence_of(
    tokens: Sequence[Token],
    openers: frozenset[str],
    short_forms: ShortForms = AS_WRITTEN,
) -> Sentence:
    """Return a sentence as patterns look at it; `openers` may stand before it."""
    told = [
        Token(word, token.span, token.quoted)
        for token in tokens
        if is_word(token)
        for word in short_forms.written_out(token)
    ]
    words = tuple(token.text for token in told)
    opening = 0
    while opening < len(words) and words[opening] in openers:
        opening += 1
    marks = [token for token in tokens if not is_word(token)]
    spans = tuple(token.span for token in told)
    return Sentence(
        words,
        frozenset(words),
        spans,
        opening,
        asked=any("?" in mark.text for mark in marks),
        quoted=_quoted(spans, marks)
        | {number for number, token in enumerate(told) if token.quoted},
    )


def _quoted(spans: Sequence[Span], marks: Sequence[Token]) -> frozenset[int]:
    """Return the numbers of the words between two quotation marks."""
    at = [one.span.start for one in marks if _QUOTATION_MARKS & set(one.text)]
    return frozenset(
        number
        for number, span in enumerate(spans)
        if (before := bisect_left(at, span.start)) % 2 and before < len(at)
    )


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
    # Where each place may begin, place after place: no going back, so no blow-up.
    reached = {start}
    for place in pattern.places:
        reached = _step(place, sentence, reached)
        if not reached:
            return None
    return max(reached)


def _step(place: Place, sentence: Sentence, reached: set[int]) -> set[int]:
    words, length = sentence.words, len(sentence.words)
    if place.sign == _START:
        return {at for at in reached if at <= sentence.opening}
    if place.sign == _END:
        return {at for at in reached if at == length}
    if place.sign == _ASKED:
        return reached if sentence.asked else set()
    if place.sign == _GAP:
        return {
            at + more
            for at in reached
            for more in range(GAP_WORDS + 1)
            if at + more <= length
        }
    further = {at + 1 for at in reached if at < length and place.fits(words[at])}
    return further | reached if place.optional else further


def places_in(pattern: Pattern, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a pattern stands: its first word, and the one after its last."""
    if any(sentence.there.isdisjoint(words) for words in pattern.needed):
        return
    length = len(sentence.words)
    for start in range(
        min(sentence.opening + 1, length) if pattern.at_start else length
    ):
        if pattern.begins and sentence.words[start] not in pattern.begins:
            continue
        end = found_at(pattern, sentence, start)
        if end is not None and end > start:
            yield start, end
