"""Something to look at and ask about, with the numbers it rests on."""

from dataclasses import dataclass
from enum import StrEnum


class SignalKind(StrEnum):
    """What a line of ratings can say. These four words and no others."""

    RUPTURE = "rupture"
    WITHDRAWAL = "withdrawal"
    REPAIRED = "repaired"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing to look at in a line of ratings, set where it begins.

    It says something about sessions, never about a person's worth, and it can be wrong.

    `evidence` are the ratings it rests on, counted from 0 at the oldest of the line.
    `usual_points` is where the client's ratings were before, `now_points` where they
    are now, both in points of the measure. `statistic` is what was compared with
    `bound`: it reached it (for thinning answers: fell to it).
    """

    kind: SignalKind
    evidence: tuple[int, ...]
    usual_points: float
    now_points: float
    statistic: float
    bound: float

    @property
    def change_points(self) -> float:
        """From usual to now, in points of the measure; below 0 is a lower score."""
        return self.now_points - self.usual_points
