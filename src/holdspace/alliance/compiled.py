"""The step of `batch` as machine code, for very large files; needs the extra `fast`.

The same arithmetic, all of it done while a number is in the processor instead of one
operation after another. Compiled the first time it is used (some seconds), then kept
on disk. Other threads run meanwhile.
"""

from collections.abc import Callable
from math import sqrt
from typing import TypeVar, cast

import numba
import numpy as np

from holdspace.alliance.operating_points import (
    INTERVAL_SDS,
    ROOM_LEAST,
    RUPTURE_SDS,
    SHARE_OF_NOW,
    SLIDE_SDS,
    SURPRISE_SDS,
    USUAL_DRIFT_SHARE,
    USUAL_HELD_DOWN_SDS,
    USUAL_HELD_UP_SDS,
    WITHDRAWAL_SDS,
)
from holdspace.alliance.packed import Block, Bools, Floats, Integers, Ragged
from holdspace.alliance.practice_prior import DAYS_A_WEEK, PracticePrior
from holdspace.alliance.rating_scale import RatingScale

_Function = TypeVar("_Function", bound=Callable[..., object])
_FAST = {"contract", "nsz", "arcp", "nnan", "ninf"}
_Numbers = tuple[float, ...]


def _compiled(function: _Function) -> _Function:
    made = numba.njit(nogil=True, cache=True, fastmath=_FAST, error_model="numpy")
    return cast(_Function, made(function))


def numbers_of(
    scale: RatingScale, prior: PracticePrior, kind: type[np.floating]
) -> tuple[_Numbers, _Numbers]:
    """Return what the level and the usual level are worked out with.

    All of one kind: a single wider number would make the processor take half as many
    at once.
    """
    level = (
        prior.drift / DAYS_A_WEEK,
        prior.noise,
        prior.wobble,
        1.0 / SURPRISE_SDS**2,
        prior.leap_bound,
        scale.best_from,
        scale.low,
        scale.high,
        INTERVAL_SDS,
        0.0,
        1.0,
    )
    usual = (
        prior.noise**0.5,
        ROOM_LEAST * prior.noise,
        USUAL_DRIFT_SHARE,
        SHARE_OF_NOW,
        USUAL_HELD_DOWN_SDS,
        USUAL_HELD_UP_SDS,
        RUPTURE_SDS,
        WITHDRAWAL_SDS,
        SLIDE_SDS,
    )
    return (
        tuple(cast(float, kind(number)) for number in level),
        tuple(cast(float, kind(number)) for number in usual),
    )


@_compiled
def _level(
    score: float, given: float, lasting: float, variance: float, numbers: _Numbers
) -> tuple[float, float, float, float, float]:
    """Take in one rating (`LevelFilter.step`); see `batch` for the algebra."""
    _, noise, wobble, surprise, leap, best_from, low, high, sds, zero, one = numbers
    off = (score - lasting) * given
    total = variance + noise
    off = min(off, leap * sqrt(total) if score >= best_from else off)
    opened = max(zero, off * off * surprise - total)
    variance += opened
    share = one / (total + opened)
    around = variance + wobble
    level = lasting + around * share * off
    half = sds * sqrt(around - around * around * share * given)
    gain = variance * share
    return (
        level,
        max(low, level - half),
        min(high, level + half),
        lasting + gain * off,
        variance - gain * variance * given,
    )


@_compiled
def _levels_of_block(
    gap_days: Floats,
    scores: Floats,
    given: Floats,
    running: Integers,
    state: tuple[Floats, Floats],
    out: tuple[Floats, Floats, Floats],
    numbers: _Numbers,
) -> None:
    lasting, variance = state
    level, lower, upper = out
    drift = numbers[0]
    for step in range(len(running)):
        for at in range(running[step]):
            moved = variance[at] + gap_days[step, at] * drift
            (
                level[step, at],
                lower[step, at],
                upper[step, at],
                lasting[at],
                variance[at],
            ) = _level(scores[step, at], given[step, at], lasting[at], moved, numbers)


@_compiled
def _levels_of_ragged(
    ragged: tuple[Floats, Floats, Integers],
    start: tuple[float, float],
    out: tuple[Floats, Floats, Floats],
    numbers: _Numbers,
) -> None:
    gap_days, scores, starts = ragged
    level, lower, upper = out
    drift, zero, one = numbers[0], numbers[9], numbers[10]
    for series in range(len(starts) - 1):
        lasting, variance = start
        for at in range(starts[series], starts[series + 1]):
            moved = variance + gap_days[at] * drift
            score, given = scores[at], one
            if score != score:
                score, given = zero, zero
            level[at], lower[at], upper[at], lasting, variance = _level(
                score, given, lasting, moved, numbers
            )


def levels_of_block(
    scale: RatingScale, prior: PracticePrior, block: Block
) -> tuple[Floats, Floats, Floats]:
    """Return level, lower and upper as `batch.block_levels` does."""
    kind = block.scores.dtype.type
    state = (
        np.full(block.width, prior.mean, kind),
        np.full(block.width, prior.spread, kind),
    )
    out = (block.empty(kind), block.empty(kind), block.empty(kind))
    running = np.array(block.running)
    level, _ = numbers_of(scale, prior, kind)
    _levels_of_block(
        block.gap_days, block.scores, block.given, running, state, out, level
    )
    return out


def levels_of_ragged(
    scale: RatingScale, prior: PracticePrior, ragged: Ragged, kind: type[np.floating]
) -> tuple[Floats, Floats, Floats]:
    """Return level, lower and upper of series where they lie, higher being better."""
    count = len(ragged.scores)
    out = (np.empty(count, kind), np.empty(count, kind), np.empty(count, kind))
    level, _ = numbers_of(scale, prior, kind)
    start = cast(tuple[float, float], (kind(prior.mean), kind(prior.spread)))
    _levels_of_ragged(
        (ragged.gap_days, ragged.scores, ragged.starts), start, out, level
    )
    return out


@_compiled
def _usual(
    score: float,
    given: float,
    lasting: float,
    state: tuple[float, float],
    leap: float,
    numbers: tuple[_Numbers, _Numbers],
) -> tuple[float, float, bool, bool, bool]:
    """Take in one rating (`UsualLevel.step`); `leap` is how far it may lift."""
    usual, variance = state
    noise, high = numbers[0][1], numbers[0][7]
    noise_sd, least, _, share_of_now, held_down, _, rupture, withdrawal, slide = (
        numbers[1]
    )
    room = min(noise, max(least, (high - usual) * noise_sd))
    deviation = sqrt(variance + room)
    under = usual - score
    expected = (lasting - usual) * share_of_now + under
    pull = max(-leap * deviation, min(held_down * deviation, expected))
    gain = variance / (variance + noise) * given
    return (
        usual - gain * pull,
        variance - gain * variance,
        expected >= rupture * deviation,
        under >= withdrawal * deviation,
        under >= slide * deviation,
    )


@_compiled
def _step_of_block(
    ratings: tuple[Floats, Floats, Floats],
    levels: tuple[Floats, Floats],
    usuals: tuple[Floats, Floats, Floats],
    out: tuple[Floats, Floats, Floats],
    flags: tuple[Bools, Bools, Bools],
    numbers: tuple[_Numbers, _Numbers],
) -> None:
    gap_days, scores, given = ratings
    lasting, variance = levels
    before, now, around = usuals
    level, lower, upper = out
    is_abrupt, is_low, is_under = flags
    of_level, of_usual = numbers
    for at in range(len(scores)):
        moved = gap_days[at] * of_level[0]
        leap = of_level[4] if scores[at] >= of_level[5] else of_usual[5]
        state = (before[at], around[at] + moved * of_usual[2])
        now[at], around[at], is_abrupt[at], is_low[at], is_under[at] = _usual(
            scores[at], given[at], lasting[at], state, leap, numbers
        )
        level[at], lower[at], upper[at], lasting[at], variance[at] = _level(
            scores[at], given[at], lasting[at], variance[at] + moved, of_level
        )


class CompiledSteps:
    """Level and usual level of a block side by side, a step at a time."""

    def __init__(self, scale: RatingScale, prior: PracticePrior, block: Block) -> None:
        kind, width = block.scores.dtype.type, block.width
        self._block, self._numbers = block, numbers_of(scale, prior, kind)
        self.level, self.lower, self.upper = (block.empty(kind) for _ in range(3))
        self.usual, self.before = (np.full(width, prior.mean, kind) for _ in range(2))
        self.is_abrupt, self.is_low, self.is_under = (
            np.empty(width, np.bool_) for _ in range(3)
        )
        self._lasting = np.full(width, prior.mean, kind)
        self._variances = [np.full(width, prior.spread, kind) for _ in range(2)]

    def step(self, step: int, running: int) -> None:
        """Take in one rating of each running series."""
        block, here = self._block, slice(0, running)
        self.usual, self.before = self.before, self.usual
        of_level, of_usual = (variance[here] for variance in self._variances)
        _step_of_block(
            (
                block.gap_days[step, here],
                block.scores[step, here],
                block.given[step, here],
            ),
            (self._lasting[here], of_level),
            (self.before[here], self.usual[here], of_usual),
            (self.level[step, here], self.lower[step, here], self.upper[step, here]),
            (self.is_abrupt[here], self.is_low[here], self.is_under[here]),
            self._numbers,
        )
