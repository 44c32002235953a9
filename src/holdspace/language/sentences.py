"""Cuts what somebody wrote into sentences without changing a character of it."""

import re
from collections.abc import Iterator
from unicodedata import combining

from holdspace.vocabulary.text import Span

LONGEST_SENTENCE = 2_000
"""Characters. Text without any sentence end is cut between words before this many."""

_HARD_WRAPPED = 50  # characters; a line broken earlier than this was ended on purpose

# Where a sentence may end: its marks, what closes around them, and white space after.
# Nothing here looks back at what it has passed, so that a million dots take no longer
# than a million letters. The marks of Chinese and Japanese need no space after them.
_WIDE_MARKS = "\u3002\uff01\uff1f"
_MARKS = f".?!…\u061f\u0964{_WIDE_MARKS}"
_END = re.compile(
    rf"(?<![{_MARKS}])[{_MARKS}]++[\"'”’»)\]]*+(?=\s|\Z)|[{_WIDE_MARKS}]++"
)
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\v\f]")
_BULLET = re.compile(r"[-*•–]\s|\d{1,2}[.)]\s")

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "prof",
        "st",
        "rev",
        "sr",
        "jr",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "vs",
    ]
)
_SHORT_FORMS = frozenset(
    [
        "etc",
        "approx",
        "appt",
        "appts",
        "dept",
        "tel",
        "hr",
        "hrs",
        "mins",
        "a.m",
        "p.m",
        "tue",
        "tues",
        "thu",
        "thur",
        "thurs",
        "fri",
        "feb",
        "apr",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘]*\Z")
_INITIAL = re.compile(r"[A-Z]")  # J. Smith
_BEFORE = 24  # characters looked back at for a short form


def sentences_of(words: str) -> tuple[Span, ...]:
    """Return where the sentences stand, in their order, without white space around.

    Together they hold every character that is not white space. A short form such as
    "Dr." ends no sentence. A line ends one where it was ended on purpose: before an
    empty line, before a list mark, or well before the width of a page.

    >>> [span.words_in("Hi. How are you?") for span in sentences_of("Hi. How are you?")]
    ['Hi.', 'How are you?']
    """
    found: list[Span] = []
    start = 0
    for end in (*_ends(words), len(words)):
        found.extend(_without_space(words, start, end))
        start = end
    return tuple(found)


def _ends(words: str) -> list[int]:
    ends = {end for end in _ends_by_marks(words)} | set(_ends_by_lines(words))
    return sorted(ends)


def _ends_by_marks(words: str) -> Iterator[int]:
    for found in _END.finditer(words):
        if not _goes_on(words, found):
            yield found.end()


def _goes_on(words: str, found: re.Match[str]) -> bool:
    """Return whether the sentence goes on after these marks."""
    marks, end = found.group(), found.end()
    after = words[end : end + 2].strip()[:1]
    if marks[-1] in "\"'”’»)]":
        return after.islower()  # “Really?” she said.
    if marks.startswith(("..", "…")):
        return after.islower()
    if marks != ".":
        return False
    last = _LAST_WORD.search(words[max(0, found.start() - _BEFORE) : found.start()])
    word = "" if last is None else last.group()
    if word.lower() in _TITLES or (_INITIAL.fullmatch(word) and word != "I"):
        return bool(after)
    return word.lower() in _SHORT_FORMS and (after.islower() or after.isdigit())


def _ends_by_lines(words: str) -> Iterator[int]:
    line_start = 0
    for found in _LINE_END.finditer(words):
        length = found.start() - line_start
        following = words[found.end() : found.end() + 4]
        if (
            length < _HARD_WRAPPED
            or not following.strip()
            or _LINE_END.match(following)
            or _BULLET.match(following)
        ):
            yield found.end()
        line_start = found.end()


def _without_space(words: str, start: int, end: int) -> Iterator[Span]:
    """Yield the part from `start` to `end`, in pieces where it is too long."""
    while start < end:
        while start < end and words[start].isspace():
            start += 1
        stop = end if end - start <= LONGEST_SENTENCE else _cut(words, start)
        last = stop
        while last > start and words[last - 1].isspace():
            last -= 1
        if last > start:
            yield Span(start, last)
        start = stop


def _cut(words: str, start: int) -> int:
    """Return where to cut a piece off: between words, or else between characters."""
    end = start + LONGEST_SENTENCE
    for place in range(end, start + LONGEST_SENTENCE // 2, -1):
        if words[place].isspace():
            return place
    while end > start + 1 and combining(words[end]):
        end -= 1
    return end
