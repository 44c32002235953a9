"""Ratings as they come, put in order: when, and which score or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise

from holdspace.alliance.rating_scale import RatingScale
from holdspace.vocabulary.errors import TwoRatingsAtOneTime

SECONDS_A_DAY = 86_400.0

Step = tuple[float, float | None]
"""Days since the rating before (0 for the first), and the score or None."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One asking of one measure; `score` is None if it was asked and not given.

    `at` without a time zone is read as UTC, a date as its midnight.
    """

    at: date | datetime
    score: float | None = field(repr=False)


def steps_of(scale: RatingScale, ratings: Iterable[Rating]) -> tuple[Step, ...]:
    """Return the steps of one client's ratings of one measure, oldest first.

    `ratings` may come in any order.

    Raises:
        ScoreOutsideScale: if a score is outside the scale or not a number.
        TwoRatingsAtOneTime: if two are of the same moment; counts from the first given.
    """
    given = list(ratings)
    for rating in given:
        if rating.score is not None:
            scale.check_score(rating.score)
    days = [days_of(rating.at) for rating in given]
    order = sorted(range(len(given)), key=days.__getitem__)
    _check_apart(order, days)
    return tuple(
        (days[at] - days[order[max(0, place - 1)]], given[at].score)
        for place, at in enumerate(order)
    )


def days_of(at: date | datetime) -> float:
    """Return a moment as days since 1 January 1970, UTC."""
    if not isinstance(at, datetime):
        at = datetime(at.year, at.month, at.day, tzinfo=UTC)
    elif at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return at.timestamp() / SECONDS_A_DAY


def _check_apart(order: Sequence[int], days: Sequence[float]) -> None:
    for one, next_one in pairwise(order):
        if days[one] == days[next_one]:
            raise TwoRatingsAtOneTime(min(one, next_one), max(one, next_one))
