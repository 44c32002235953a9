"""What is expected of each measure in a file: its scale, and what is usual in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from holdspace.alliance.practice_prior import (
    PracticePrior,
    estimated_error,
    learned_prior,
)
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.ratings import Step
from holdspace.command_line.trust.scales import FORM, MeasureInFile

ASSUMED_ERROR_SHARE = 0.1
"""Of the range: the error taken where a file has too few ratings to estimate it."""

NAMED_MEASURES = 20


@dataclass(frozen=True, slots=True)
class LineModel:
    """What the trust lines of one measure are drawn with.

    `said` is what standard error says of how it was found; empty if all was known.
    """

    scale: RatingScale
    prior: PracticePrior
    said: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file shows of one measure: its lowest and highest score, some series.

    The ends are None where no rating was given.
    """

    lowest: float | None
    highest: float | None
    series: Sequence[Sequence[Step]]


def model_of(scale: MeasureInFile, seen: Seen) -> LineModel | None:
    """Return what to draw with, None if nothing is known and nothing was ever rated."""
    low = seen.lowest if scale.low is None else scale.low
    high = seen.highest if scale.high is None else scale.high
    if low is None or high is None:
        return None
    if low == high:  # all the same score: it lies in the middle of some scale
        low, high = low - 1, high + 1
    rated = RatingScale(
        low, high, scale.sem_points or 1.0, higher_is_better=scale.higher_is_better
    )
    if scale.sem_points:
        return LineModel(rated, learned_prior(rated, seen.series))
    error = estimated_error(rated, seen.series)
    points = error or ASSUMED_ERROR_SHARE * (high - low)
    rated = RatingScale(low, high, points, higher_is_better=scale.higher_is_better)
    return LineModel(
        rated, learned_prior(rated, seen.series), _said(scale, rated, error is None)
    )


def _said(scale: MeasureInFile, rated: RatingScale, assumed: bool) -> str:
    name = scale.name[:40]
    parts = []
    if scale.low is None:
        parts.append(
            f"its range is taken from the file, {rated.low:g} to {rated.high:g}"
        )
    error = f"{rated.error_points:.3g} points"
    if assumed:
        parts.append(
            f"it has too few ratings to estimate its error, so {error} is taken"
        )
    else:
        parts.append(f"its error is estimated from the file, {error}")
    return (
        f"measure {name!r} is not known in full: {', and '.join(parts)}. "
        f"Say them with --measure {FORM}."
    )


def say_how(models: Sequence[LineModel | None], say: Callable[[str], None]) -> None:
    """Say which models were estimated, the first of them by name."""
    sentences = [model.said for model in models if model is not None and model.said]
    for sentence in sentences[:NAMED_MEASURES]:
        say(sentence)
    if len(sentences) > NAMED_MEASURES:
        say(f"{len(sentences):,} measures in all are not known in full.")
