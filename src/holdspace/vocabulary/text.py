"""Where exactly in a passage somebody's words stand."""

from dataclasses import dataclass

from holdspace.vocabulary.errors import SpanOutsidePassage


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Part of a passage: characters from `start` up to, not including, `end`.

    >>> Span(3, 8).words_in("He never asked.")
    'never'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(
                f"Span({self.start}, {self.end}) is empty or runs backwards."
            )

    def words_in(self, passage: str) -> str:
        """Return the characters of `passage` under this span.

        Raises:
            SpanOutsidePassage: if the span ends after the passage does.
        """
        self.check_inside(passage)
        return passage[self.start : self.end]

    def check_inside(self, passage: str) -> None:
        """Raise SpanOutsidePassage if the span ends after `passage` does."""
        if self.end > len(passage):
            raise SpanOutsidePassage(self.start, self.end, len(passage))
