"""Which scale each measure of a file has: declared, shipped, or estimated from it."""

import argparse
import math
from collections.abc import Mapping
from dataclasses import dataclass

from holdspace.measures.lines import measure_named

FORM = "NAME:LOW:HIGH:SEM[:higher|lower]"


@dataclass(frozen=True, slots=True)
class MeasureInFile:
    """The scale of one measure, in its own points.

    `low` and `high` are None when nobody said them, `sem_points` (the standard error
    of measurement) when it is to be estimated from the file.
    """

    name: str
    low: float | None = None
    high: float | None = None
    sem_points: float | None = None
    higher_is_better: bool = True

    def allows(self, score: float) -> bool:
        """Say whether a score lies on the scale."""
        return (self.low is None or score >= self.low) and (
            self.high is None or score <= self.high
        )

    @property
    def is_known(self) -> bool:
        """Say whether nothing of it has to be estimated from the file."""
        return None not in (self.low, self.high, self.sem_points)


def scale_from(text: str) -> MeasureInFile:
    """Return the scale that `--measure` declares.

    >>> scale_from("mood:0:10:1.2") == MeasureInFile("mood", 0, 10, 1.2)
    True

    Raises:
        argparse.ArgumentTypeError: if it is not written as it should be.
    """
    rest, _, better = text.rpartition(":")
    if better not in {"higher", "lower"}:
        rest, better = text, "higher"
    name, *numbers = rest.rsplit(":", 3)
    try:
        low, high, sem_points = (float(number) for number in numbers)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"write a measure as {FORM}, for example mood:0:10:1.2"
        ) from None
    if not name.strip() or not all(map(math.isfinite, (low, high, sem_points))):
        raise argparse.ArgumentTypeError(f"write a measure as {FORM}")
    if low >= high:
        raise argparse.ArgumentTypeError("LOW has to be smaller than HIGH")
    if not 0 < sem_points <= high - low:
        raise argparse.ArgumentTypeError(
            "SEM is an error in points: more than 0, no more than HIGH - LOW"
        )
    return MeasureInFile(name.strip(), low, high, sem_points, better == "higher")


def scale_of(name: str, declared: Mapping[str, MeasureInFile]) -> MeasureInFile:
    """Return the scale of a measure: as declared, as shipped, or still to estimate."""
    if name in declared:
        return declared[name]
    return _shipped(name) or MeasureInFile(name)


def _shipped(name: str) -> MeasureInFile | None:
    measure = measure_named(name)
    if measure is None:
        return None
    return MeasureInFile(
        name, measure.low, measure.high, measure.sem_points, measure.better != "lower"
    )
