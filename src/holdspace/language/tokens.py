"""Gives the words of a sentence as rules and models compare them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from holdspace.vocabulary.text import Span

_APOSTROPHES = "'’‘\u02bc\u00b4`"
_TOKEN = re.compile(
    rf"[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*|[?!.,;:…]+|[\"“”«»()\[\]]|[-–—]+"
)
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_LOOSE_ENDS = frozenset({"d", "ll", "m", "re", "s", "ve", "t"})
LONGEST_TOKEN = 40
"""Characters a token is compared by; no word of a rule is longer."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark as it is compared: small letters, no apostrophe, digits as 0."""

    text: str = field(repr=False)
    span: Span


def tokens_in(words: str, span: Span) -> tuple[Token, ...]:
    """Return the words and marks of one sentence.

    What a tokenizer has cut apart ("do n't", "I 'd") is one word again.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(words, span.start, span.end):
        start, end = match.span()
        raw = match.group()[:LONGEST_TOKEN]
        text = _compared(raw)
        if found and _belongs_to_last(words, start, raw, text, found):
            last = found.pop()
            start, text = last.span.start, last.text + text
        found.append(Token(text, Span(start, end)))
    return tuple(found)


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
