"""The practice report: what a whole practice can learn, ready to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from holdspace.practice.figure import Part, PracticeFigure, TeamQuestion
from holdspace.practice.small_numbers import SMALLEST


@dataclass(frozen=True, slots=True)
class PracticeReport:
    """All figures of a practice, part by part, and what they may be asked to mean.

    `notes` are sentences to read before the figures: what is missing and what is
    not shown. `epsilon` is the whole privacy budget of a noisy release, None where the
    figures are exact. Nothing says when or where: days in an extract are shifted.
    """

    parts: tuple[Part, ...]
    questions: tuple[TeamQuestion, ...] = ()
    notes: tuple[str, ...] = ()
    smallest: int = SMALLEST
    epsilon: float | None = None

    @property
    def figures(self) -> tuple[PracticeFigure, ...]:
        """Every figure, in the order of the parts."""
        return tuple(self._each())

    def _each(self) -> Iterator[PracticeFigure]:
        for part in self.parts:
            yield from part.figures
