"""What a line of ratings is measured on: its range, its error, its better end."""

from dataclasses import dataclass
from math import isfinite

from holdspace.vocabulary.errors import ScaleCannotBeUsed, ScoreOutsideScale

BEST_WITHIN_SHARE = 0.02
"""A score this close to the best one, as a share of the range, counts as the best."""


@dataclass(frozen=True, slots=True)
class RatingScale:
    """A scale somebody rates on, in its own points.

    `error_points` is its standard error of measurement: SD x sqrt(1 - reliability).

    >>> RatingScale(0, 27, error_points=2.0, higher_is_better=False).turned(5)
    22

    Raises:
        ScaleCannotBeUsed: if it has no range, or an error that is not above 0.
    """

    low: float
    high: float
    error_points: float
    higher_is_better: bool = True

    def __post_init__(self) -> None:
        numbers = (self.low, self.high, self.error_points)
        if not all(isfinite(number) for number in numbers) or self.low >= self.high:
            raise ScaleCannotBeUsed
        if self.error_points <= 0:
            raise ScaleCannotBeUsed

    @property
    def best_from(self) -> float:
        """From here on a score that is turned (`turned`) counts as the best one."""
        return self.high - BEST_WITHIN_SHARE * (self.high - self.low)

    def turned(self, score: float) -> float:
        """Return `score` so that higher is better: mirrored within the range if not.

        It is its own way back.
        """
        return score if self.higher_is_better else self.low + self.high - score

    def inside(self, score: float) -> float:
        """Return the point of the range that is nearest to `score`."""
        return min(self.high, max(self.low, score))

    def check_score(self, score: float) -> None:
        """Raise ScoreOutsideScale if nobody can have given `score` on this scale."""
        if not self.low <= score <= self.high:  # NaN is neither
            raise ScoreOutsideScale(self.low, self.high)
