"""Draws the trust lines of many clients at once; the same numbers as `trajectory`.

Each step is taken for thousands of series together (see `packed`), with numpy alone.
In float64 levels and intervals agree with the filter for single clients to 1e-9 points
and signals are the same. In float32 levels agree to 1e-3 of the scale's error, and a
signal whose statistic lies that close to its bound may differ.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from holdspace.alliance.batch_signals import SignalsOfMany, Usuals
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
from holdspace.alliance.packed import Block, Floats, Ragged, packed
from holdspace.alliance.practice_prior import DAYS_A_WEEK, PracticePrior
from holdspace.alliance.rating_scale import RatingScale

Kind = type[np.float32] | type[np.float64]


@dataclass(frozen=True, slots=True)
class LinesOfMany:
    """Trust lines, one value a rating, in points of the measure.

    `signal` holds places in `batch_signals.SIGNALS`, 0 where nothing begins.
    """

    level: Floats
    lower: Floats
    upper: Floats
    signal: NDArray[np.int8]


def lines_of_many(
    scale: RatingScale,
    prior: PracticePrior,
    ragged: Ragged,
    kind: Kind = np.float64,
    *,
    compiled: bool = False,
) -> LinesOfMany:
    """Return the line of each series, in the order of the ratings given.

    Scores have to be on the scale and gaps not negative. `kind` is how exactly it is
    computed; `compiled` needs the extra `fast` and gives the same sooner.
    """
    count = len(ragged.scores)
    level, lower, upper = (np.empty(count, kind) for _ in range(3))
    lines = LinesOfMany(level, lower, upper, np.zeros(count, np.int8))
    for block in packed(ragged, kind, mirror=mirror_of(scale)):
        drawn = block_lines(scale, prior, block, compiled=compiled)
        block.unpack_into(lines.level, drawn.level)
        block.unpack_into(lines.lower, drawn.lower)
        block.unpack_into(lines.upper, drawn.upper)
        block.unpack_into(lines.signal, drawn.signal)
    return turned_back(scale, lines)


def mirror_of(scale: RatingScale) -> float | None:
    """Return what scores are taken from so that higher is better; None if it is."""
    return None if scale.higher_is_better else scale.low + scale.high


def turned_back(scale: RatingScale, lines: LinesOfMany) -> LinesOfMany:
    """Return lines of a scale on which lower is better in its own direction."""
    mirror = mirror_of(scale)
    if mirror is None:
        return lines
    return LinesOfMany(
        mirror - lines.level, mirror - lines.upper, mirror - lines.lower, lines.signal
    )


def block_lines(
    scale: RatingScale, prior: PracticePrior, block: Block, *, compiled: bool = False
) -> LinesOfMany:
    """Return the lines of one block, laid out as its scores, higher being better."""
    signals = SignalsOfMany(prior, block, scale.best_from)
    steps = _steps(scale, prior, block, compiled)
    for step, running in enumerate(block.running):
        steps.step(step, running)
        signals.step(step, running, steps.level, steps)
    return LinesOfMany(steps.level, steps.lower, steps.upper, signals.signal)


class _Steps(Usuals, Protocol):
    level: Floats
    lower: Floats
    upper: Floats

    def step(self, step: int, running: int) -> None: ...


def _steps(
    scale: RatingScale, prior: PracticePrior, block: Block, compiled: bool
) -> _Steps:
    if compiled:
        from holdspace.alliance.compiled import CompiledSteps

        return CompiledSteps(scale, prior, block)
    return _StepsOfMany(scale, prior, block)


def block_levels(scale: RatingScale, prior: PracticePrior, block: Block) -> LinesOfMany:
    """Return levels and intervals of one block, without looking for signals."""
    levels = _LevelsOfMany(scale, prior, block)
    for step, running in enumerate(block.running):
        levels.move(step, running)
        levels.step_level(step, running)
    none = np.zeros((0, 0), np.int8)
    return LinesOfMany(levels.level, levels.lower, levels.upper, none)


class _LevelsOfMany:
    """The level filter for the series of a block side by side (see `level`).

    With G the variance of a rating around what was expected and a = G - error, what
    is shown has the gain a/G and the variance a - a*a/G, or a where none was given.
    """

    def __init__(self, scale: RatingScale, prior: PracticePrior, block: Block) -> None:
        self._scale, self._prior, self._block = scale, prior, block
        kind, width = block.scores.dtype, block.width
        self.lasting = np.full(width, prior.mean, kind)
        self.moved = np.empty(width, kind)  # how the lasting level may have moved
        self.level, self.lower, self.upper = (block.empty(kind) for _ in range(3))
        self._variance = np.full(width, prior.spread, kind)
        self._room = [np.empty(width, kind) for _ in range(4)]

    def move(self, step: int, running: int) -> None:
        """Let the time pass that lies before a step."""
        gap_days = self._block.gap_days[step, :running]
        moved = self.moved[:running]
        np.multiply(gap_days, self._prior.drift / DAYS_A_WEEK, out=moved)
        self._variance[:running] += moved

    def step_level(self, step: int, running: int) -> None:
        """Take in one rating of each running series (`LevelFilter.step`)."""
        prior, block = self._prior, self._block
        lasting, variance = self.lasting[:running], self._variance[:running]
        score, given = block.scores[step, :running], block.given[step, :running]
        off, total, shown, spare = (room[:running] for room in self._room)
        np.subtract(score, lasting, out=off)
        off *= given
        np.add(variance, prior.noise, out=total)
        self._hold_leaps(score, off, total)
        np.multiply(off, off, out=spare)
        spare *= 1.0 / (SURPRISE_SDS * SURPRISE_SDS)
        spare -= total
        np.maximum(spare, 0.0, out=spare)
        variance += spare
        total += spare
        np.divide(off, total, out=off)  # from here on, and `given`: a share of G
        np.divide(given, total, out=total)
        np.add(variance, prior.wobble, out=shown)
        level, lower = self.level[step, :running], self.lower[step, :running]
        np.multiply(shown, off, out=level)
        level += lasting
        np.multiply(shown, shown, out=spare)
        spare *= total
        shown -= spare
        off *= variance
        lasting += off
        np.multiply(variance, variance, out=spare)
        spare *= total
        variance -= spare
        np.sqrt(shown, out=shown)
        shown *= INTERVAL_SDS
        np.subtract(level, shown, out=lower)
        np.maximum(lower, self._scale.low, out=lower)
        shown += level
        np.minimum(shown, self._scale.high, out=self.upper[step, :running])

    def _hold_leaps(self, score: Floats, off: Floats, total: Floats) -> None:
        best = np.flatnonzero(score >= self._scale.best_from)
        if len(best):  # few are: cheaper one by one than a root for all
            bound = self._prior.leap_bound * np.sqrt(total[best])
            off[best] = np.minimum(off[best], bound)


class _StepsOfMany(_LevelsOfMany):
    """Level and usual level of a block side by side, a step at a time."""

    def __init__(self, scale: RatingScale, prior: PracticePrior, block: Block) -> None:
        super().__init__(scale, prior, block)
        kind, width = block.scores.dtype, block.width
        self.usual = np.full(width, prior.mean, kind)
        self.before = np.empty(width, kind)
        self.is_abrupt, self.is_low, self.is_under = (
            np.empty(width, np.bool_) for _ in range(3)
        )
        self._around = np.full(width, prior.spread, kind)  # the variance of usual

    def step(self, step: int, running: int) -> None:
        """Take in one rating of each running series.

        Usual first: what is expected depends on the level until now.
        """
        self.move(step, running)
        self._step_usual(step, running)
        self.step_level(step, running)

    def _step_usual(self, step: int, running: int) -> None:
        """Follow what is usual (`UsualLevel.step`)."""
        prior, block = self._prior, self._block
        self.usual, self.before = self.before, self.usual
        usual, now = self.before[:running], self.usual[:running]
        score, given = block.scores[step, :running], block.given[step, :running]
        variance = self._around[:running]
        deviation, under, expected, spare = (room[:running] for room in self._room)
        np.multiply(self.moved[:running], USUAL_DRIFT_SHARE, out=under)
        variance += under
        self._deviation(usual, variance, deviation)
        np.subtract(usual, score, out=under)
        np.subtract(self.lasting[:running], usual, out=expected)
        expected *= SHARE_OF_NOW
        expected += under  # from here on: how far the score is under what was expected
        # In shares of the deviation all along, which spares two divisions.
        np.multiply(deviation, WITHDRAWAL_SDS, out=spare)
        np.greater_equal(under, spare, out=self.is_low[:running])
        np.multiply(deviation, SLIDE_SDS, out=spare)
        np.greater_equal(under, spare, out=self.is_under[:running])
        np.multiply(deviation, RUPTURE_SDS, out=spare)
        np.greater_equal(expected, spare, out=self.is_abrupt[:running])
        np.multiply(deviation, USUAL_HELD_DOWN_SDS, out=spare)
        pull = np.minimum(expected, spare, out=expected)
        np.multiply(deviation, -USUAL_HELD_UP_SDS, out=spare)
        np.maximum(pull, spare, out=pull)
        if prior.leap_bound != USUAL_HELD_UP_SDS:
            best = np.flatnonzero(score >= self._scale.best_from)
            pull[best] = np.maximum(pull[best], -prior.leap_bound * deviation[best])
        np.add(variance, prior.noise, out=under)
        np.divide(variance, under, out=under)
        under *= given
        pull *= under
        np.subtract(usual, pull, out=now)
        under *= variance
        variance -= under

    def _deviation(self, usual: Floats, variance: Floats, deviation: Floats) -> None:
        """Work out how far ratings lie around the usual level."""
        noise = self._prior.noise
        np.subtract(self._scale.high, usual, out=deviation)
        deviation *= noise**0.5  # in shares of the noise, times the noise
        np.maximum(deviation, ROOM_LEAST * noise, out=deviation)
        np.minimum(deviation, noise, out=deviation)
        deviation += variance
        np.sqrt(deviation, out=deviation)
