"""Reads marked stories into plain words and the exact places their codes point at."""

import re
from dataclasses import dataclass, field
from functools import cache

from holdspace.content.codebook import codebook
from holdspace.content.pack import read_text
from holdspace.vocabulary.errors import HoldspaceError
from holdspace.vocabulary.text import Span

_HEADING = re.compile(
    r"### +Story +\d+ *[-–—] *(?P<name>[^,\s][^,]*?) *(?:, *(?P<about>.*?))? *$"
)
_BRACKETS = re.compile(r"\[\[|\]\]")


class StoryMarkupError(HoldspaceError):
    """The marks of a story cannot be read; the line is named, never its words."""

    next_step = "Write each mark like [[X.DISMISSED|the words]], one inside none."

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"Line {line}: {why}.")
        self.line = line


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A code and the exact characters it was given to by hand."""

    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class Story:
    """One fictional story: whose it is, its words without marks, and its spans.

    `about` is the rest of the heading after the name, "" if there is none. The
    spans count characters of `words` and run in its order.
    """

    name: str
    about: str
    words: str = field(repr=False)
    spans: tuple[GoldSpan, ...]


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Words with their marks taken out, and the spans that were marked."""

    words: str = field(repr=False)
    spans: tuple[GoldSpan, ...]


@cache
def shipped_stories(language: str = "en") -> tuple[Story, ...]:
    """Return the fictional stories that ship; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        StoryMarkupError: if they cannot be read.
    """
    return parse_stories(read_text("stories.md", language))


def parse_stories(text: str) -> tuple[Story, ...]:
    """Return the stories of a file in their order, empty if it holds none.

    A story begins at a heading `### Story N - Name, about` and ends at the next
    heading or rule; what stands before the first one is not read.

    Raises:
        StoryMarkupError: for an unclosed, nested or empty mark, an unknown code, a
            heading without a name, or a story without words.
    """
    found: list[Story] = []
    lines = text.removeprefix("\ufeff").splitlines()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if not line.startswith("### Story"):
            continue
        heading = _HEADING.match(line)
        if heading is None:
            raise StoryMarkupError(number, "the story has no name")
        first = number
        while number < len(lines) and not _ends_a_story(lines[number]):
            number += 1
        marked = _marked_block(lines[first:number], first + 1)
        found.append(
            Story(heading["name"], heading["about"] or "", marked.words, marked.spans)
        )
    return tuple(found)


def parse_marked(text: str, first_line: int = 1) -> MarkedText:
    """Return the words of `text` without its marks, and the spans of the marks.

    `first_line` is the line number of the first line, used in messages.

    Raises:
        StoryMarkupError: for an unclosed, nested or empty mark or an unknown code.
    """
    words: list[str] = []
    spans: list[GoldSpan] = []
    length = position = 0
    while (opens := _BRACKETS.search(text, position)) is not None:
        line = first_line + text.count("\n", 0, opens.start())
        code, inside, after = _mark(text, opens, line)
        before = text[position : opens.start()]
        start = length + len(before)
        words += [before, inside]
        length = start + len(inside)
        spans.append(GoldSpan(code, Span(start, length)))
        position = after
    words.append(text[position:])
    return MarkedText("".join(words), tuple(spans))


def _mark(text: str, opens: re.Match[str], line: int) -> tuple[str, str, int]:
    """Return the code and words of the mark that `opens`, and where it has ended."""
    if opens.group() == "]]":
        raise StoryMarkupError(line, "a mark is closed that was never opened")
    closes = _BRACKETS.search(text, opens.end())
    if closes is None:
        raise StoryMarkupError(line, "a mark is not closed")
    if closes.group() == "[[":
        raise StoryMarkupError(line, _why_two_open(text, closes))
    code, bar, inside = text[opens.end() : closes.start()].partition("|")
    if not bar or not inside.strip():
        raise StoryMarkupError(line, "a mark has no words")
    if not codebook().has(code):
        raise StoryMarkupError(line, "a mark names a code the codebook does not have")
    return code, inside, closes.end()


def _why_two_open(text: str, second: re.Match[str]) -> str:
    following = [found.group() for found in _BRACKETS.finditer(text, second.end())]
    if following[:2] == ["]]", "]]"]:
        return "one mark stands inside another"
    return "a mark is not closed"


def _marked_block(lines: list[str], first_line: int) -> MarkedText:
    while lines and not lines[0].strip():
        lines, first_line = lines[1:], first_line + 1
    block = "\n".join(lines).strip()
    if not block:
        raise StoryMarkupError(first_line, "the story has no words")
    return parse_marked(block, first_line)


def _ends_a_story(line: str) -> bool:
    return line.startswith("#") or line.rstrip() == "---"
