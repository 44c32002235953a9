"""Gives the words of a sentence as rules and models compare them."""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from holdspace.vocabulary.text import Span

_APOSTROPHES = "'’‘\u02bc\u00b4`"
_TOKEN = re.compile(
    rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*|[?!.,;:…]+|[\"“”„«»()\[\]]|[-–—]+"
)
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
# A single quotation mark is an apostrophe unless it leads into a word or ends one; some
# words begin with an apostrophe.
_OPENS = re.compile(
    r"(?<![^\s(\[\"“«])['‘](?=[^\W_])"
    r"(?!(?:bout|cause|cos|d|em|ll|m|n|re|s|t|til|tis|twas|ve)(?![^\W_]))",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"(?<=[^\s(\[\"“«])['’](?![^\W_])")
_LOOSE_ENDS = frozenset({"d", "ll", "m", "re", "s", "ve", "t"})
_QUOTATION_MARKS = frozenset('"“”„«»')
LONGEST_QUOTATION = 1_000
"""Characters; of two marks further apart, the first was never closed."""
_MAY_BELONG = _LOOSE_ENDS | {"nt"}
LONGEST_TOKEN = 40
"""Characters a token is compared by; no word of a rule is longer."""


@dataclass(slots=True, unsafe_hash=True)
class Token:
    """A word or a mark as it is compared: small letters, no apostrophe, digits as 0.

    It stands from character `start` up to, not including, `end`. `is_word` says that it
    is no mark, `quoted` that it is between quotation marks, which may be found later.
    Apart from that it is never changed; that it is not frozen makes it three times as
    fast to make, and there is one for each word that is read.
    """

    text: str = field(repr=False)
    start: int
    end: int
    quoted: bool = False
    is_word: bool = True

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


def tokens_in(words: str, span: Span, *, alone: bool = True) -> tuple[Token, ...]:
    """Return the words and marks of one sentence.

    What a tokenizer has cut apart ("do n't", "I 'd") is one word again. A quotation may
    go over several sentences: where one does not stand `alone`, `quote` comes after.
    """
    found: list[Token] = []
    quotations = _single_quotations(words, span)
    for match in _TOKEN.finditer(words, span.start, span.end):
        start, end = match.span()
        raw = match.group()
        text = _compared(raw[:LONGEST_TOKEN])
        if text in _MAY_BELONG and _belongs_to_last(words, start, raw, text, found):
            last = found.pop()
            start, text = last.start, last.text + text
        while quotations and quotations[0].end <= start:
            quotations.popleft()
        quoted = bool(quotations) and quotations[0].start < start
        found.append(Token(text, start, end, quoted, text[:1].isalnum()))
    if alone:
        quote(words, found)
    return tuple(found)


def quote(words: str, tokens: Iterable[Token]) -> None:
    """Mark the words between two double quotation marks of one paragraph as quoted.

    A mark that is never closed quotes nothing.
    """
    inside: list[Token] = []
    opened: int | None = None
    for token in tokens:
        if _QUOTATION_MARKS.isdisjoint(token.text):
            if opened is not None:
                inside.append(token)
        elif opened is None or _is_far(words, opened, token.start):
            opened, inside = token.end, []
        else:
            for one in inside:
                one.quoted = True
            opened, inside = None, []


def _is_far(words: str, start: int, end: int) -> bool:
    return end - start > LONGEST_QUOTATION or "\n\n" in words[start:end]


def _single_quotations(words: str, span: Span) -> deque[Span]:
    """Return what stands between single quotation marks, in its order.

    A mark that is never closed is an apostrophe. One after an s closes only where no
    other does: in 'the kids' room is warm' it is the kids'.
    """
    found: deque[Span] = deque()
    if all(words.find(one, span.start, span.end) < 0 for one in "'‘"):
        return found
    opened = [each.start() for each in _OPENS.finditer(words, span.start, span.end)]
    if not opened:
        return found
    closed = [each.start() for each in _CLOSES.finditer(words, span.start, span.end)]
    for start, following in pairwise([*opened, span.end]):
        here = closed[bisect_right(closed, start) : bisect_left(closed, following)]
        sure = (end for end in here if words[end - 1] not in "sS")
        if here:
            found.append(Span(start, next(sure, here[0])))
    return found


@lru_cache(maxsize=1 << 14)
def _compared(raw: str) -> str:
    if raw.isascii() and raw.isalpha():
        return raw.lower()
    text = _APOSTROPHE.sub("", normalize("NFKC", raw).lower())
    if text.isdigit():
        return "0"
    return "..." if text in {"…", "...", ".."} else text


def _belongs_to_last(
    words: str, start: int, raw: str, text: str, found: Sequence[Token]
) -> bool:
    if not found or not found[-1].text.isalpha():
        return False
    if text == "nt" and raw != text:
        return True
    after_apostrophe = start > 0 and words[start - 1] in _APOSTROPHES
    return after_apostrophe and text in _LOOSE_ENDS and start - found[-1].end < 3
