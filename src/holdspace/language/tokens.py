"""Gives the words of a sentence as rules and models compare them."""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import normalize

from holdspace.vocabulary.text import Span

_APOSTROPHES = "'’‘\u02bc\u00b4`"
_TOKEN = re.compile(
    rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*|[?!.,;:…]+|[\"“”«»()\[\]]|[-–—]+"
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
LONGEST_TOKEN = 40
"""Characters a token is compared by; no word of a rule is longer."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark as it is compared: small letters, no apostrophe, digits as 0.

    `quoted` says that it stands between single quotation marks.
    """

    text: str = field(repr=False)
    span: Span
    quoted: bool = False


def tokens_in(words: str, span: Span) -> tuple[Token, ...]:
    """Return the words and marks of one sentence.

    What a tokenizer has cut apart ("do n't", "I 'd") is one word again.
    """
    found: list[Token] = []
    quotations = _single_quotations(words, span)
    for match in _TOKEN.finditer(words, span.start, span.end):
        start, end = match.span()
        raw = match.group()[:LONGEST_TOKEN]
        text = _compared(raw)
        if found and _belongs_to_last(words, start, raw, text, found):
            last = found.pop()
            start, text = last.span.start, last.text + text
        while quotations and quotations[0].end <= start:
            quotations.popleft()
        quoted = bool(quotations) and quotations[0].start < start
        found.append(Token(text, Span(start, end), quoted))
    return tuple(found)


def _single_quotations(words: str, span: Span) -> deque[Span]:
    """Return what stands between single quotation marks, in its order.

    A mark that is never closed is an apostrophe. One after an s closes only where no
    other does: in 'the kids' room is warm' it is the kids'.
    """
    found: deque[Span] = deque()
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
    if not found[-1].text.isalpha():
        return False
    if text == "nt" and raw != text:
        return True
    after_apostrophe = start > 0 and words[start - 1] in _APOSTROPHES
    return after_apostrophe and text in _LOOSE_ENDS and start - found[-1].span.end < 3


def is_word(token: Token) -> bool:
    """Return whether a token is a word and not a mark."""
    return token.text[:1].isalnum()
