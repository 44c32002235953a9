"""Keeps readings on the words they were made on when a typing slip is mended."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from holdspace.vocabulary.text import Span


def spans_after_correction(
    before: str, after: str, spans: Sequence[Span]
) -> tuple[Span | None, ...]:
    """Return where each span of `before` stands in `after`, in the same order.

    None means that the words under the span themselves changed, or became part of a
    longer word ("kind" of "unkind"): nobody has read the new words, so the reading
    cannot go on standing on them.

    >>> spans_after_correction("He never asked.", "And he never asked.", [Span(3, 8)])
    (Span(start=7, end=12),)
    """
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    moved: list[Span | None] = []
    for span in spans:
        block = next(
            (b for b in blocks if b.a <= span.start and span.end <= b.a + b.size), None
        )
        shift = block.b - block.a if block else 0
        there = Span(span.start + shift, span.end + shift) if block else None
        grown = there and any(
            _inside_a_word(after, now) and not _inside_a_word(before, then)
            for then, now in ((span.start, there.start), (span.end, there.end))
        )
        moved.append(None if grown else there)
    return tuple(moved)


def _inside_a_word(text: str, at: int) -> bool:
    """Return whether a letter stands on both sides of the place `at`."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
