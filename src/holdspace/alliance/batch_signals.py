"""Says for many clients at once in which session something begins (`trust_signals`)."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from holdspace.alliance.operating_points import (
    ASKED_BEFORE,
    CEILING_RATINGS,
    DEEPER_ERRORS,
    ENOUGH_RATINGS,
    MISSED_BEFORE,
    REPAIRED_SHARE,
    SETTLED_ERRORS,
    THINNING_CHANCE,
)
from holdspace.alliance.packed import Block, Bools, Floats
from holdspace.alliance.practice_prior import PracticePrior
from holdspace.vocabulary.signals import SignalKind

SIGNALS = ("", *(str(kind) for kind in SignalKind))
"""What a number in `LinesOfMany.signal` says."""

RUPTURE, WITHDRAWAL, REPAIRED, CEILING = (
    SIGNALS.index(kind)
    for kind in (
        SignalKind.RUPTURE,
        SignalKind.WITHDRAWAL,
        SignalKind.REPAIRED,
        SignalKind.CEILING,
    )
)
NOTHING, STRAIN, SILENCE = range(3)


class Usuals(Protocol):
    """What is usual, before and after a step, and how its rating stands to it.

    `is_abrupt` says that it is far under what was expected; of two in a row that are
    `is_low` a signal is set, and one of two in a row that are `is_under` is a slide.
    """

    usual: Floats
    before: Floats
    is_abrupt: Bools
    is_low: Bools
    is_under: Bools


class SignalsOfMany:
    """Watches the series of a block side by side.

    Few series have anything to tell at any step, so only those are looked at one by
    one; the others cost a handful of yes-or-no operations.
    """

    def __init__(self, prior: PracticePrior, block: Block, best_from: float) -> None:
        self._block, self._best_from = block, best_from
        width, kind = block.width, block.scores.dtype
        self.signal = np.zeros((block.steps, width), np.int8)
        self._settled = SETTLED_ERRORS * prior.error**0.5
        self._deeper = DEEPER_ERRORS * prior.error**0.5
        self._given = np.zeros(width, np.int32)
        self._open = np.zeros(width, np.int8)
        self._was_abrupt = np.zeros(width, np.bool_)
        self._was_slow = np.zeros(width, np.bool_)
        self._was_low = np.zeros(width, np.bool_)
        self._was_under = np.zeros(width, np.bool_)
        self._all_best = np.ones(width, np.bool_)
        self._silent = np.zeros(width, np.bool_)
        self._chance = np.ones(width)
        self._own_rate = np.zeros(width)
        self._reference = np.zeros(width, kind)
        self._lowest = np.zeros(width, kind)

    def step(self, step: int, running: int, levels: Floats, usuals: Usuals) -> None:
        """Take in one rating of each running series, or that it was missed."""
        given = self._block.given[step, :running] > 0
        level, signal = levels[step, :running], self.signal[step, :running]
        self._miss(step, np.flatnonzero(~given), signal)
        self._given[:running] += given
        open_now, silent = self._open[:running], self._silent[:running]
        heard_again = np.flatnonzero(given & silent)
        if len(heard_again):
            silent[heard_again] = False
            self._chance[heard_again] = 1.0
            again = heard_again[open_now[heard_again] == SILENCE]
            open_now[again] = NOTHING
        best = self._block.scores[step, :running] >= self._best_from
        self._all_best[:running] &= best | ~given
        enough = given & (self._given[:running] >= ENOUGH_RATINGS)
        low, under = usuals.is_low[:running], usuals.is_under[:running]
        abrupt = usuals.is_abrupt[:running] & enough
        slow = low & self._was_low[:running] & enough
        strained = enough & (open_now == STRAIN)
        begins = abrupt & ~self._was_abrupt[:running]
        begins |= slow & ~self._was_slow[:running]
        begins &= ~strained
        begun = np.flatnonzero(begins)
        slid = under[begun] & self._was_under[begun]
        signal[begun] = np.where(slid, WITHDRAWAL, RUPTURE)
        open_now[begun] = STRAIN
        self._reference[begun] = usuals.before[begun]
        self._lowest[begun] = level[begun]
        full = self._all_best[:running] & (self._given[:running] == CEILING_RATINGS)
        full &= given & ~strained & ~begins
        signal[full] = CEILING
        on = self._deepen(np.flatnonzero(strained), abrupt, level, signal)
        self._mend(on, level, usuals.usual, signal)
        missed = ~given
        for was, now in (
            (self._was_abrupt, abrupt),
            (self._was_slow, slow),
            (self._was_low, low & given),
            (self._was_under, under & given),
        ):
            was[:running] &= missed  # who gave no rating stays as before
            was[:running] |= now

    def _miss(
        self, step: int, missed: NDArray[np.intp], signal: NDArray[np.int8]
    ) -> None:
        """Take in which series were not rated at this step."""
        if not len(missed):
            return
        new = missed[~self._silent[missed]]
        missed_before = step - self._given[new]
        self._own_rate[new] = (MISSED_BEFORE + missed_before) / (ASKED_BEFORE + step)
        self._silent[new] = True
        before = self._chance[missed]
        now = before * self._own_rate[missed]
        self._chance[missed] = now
        thin = (now <= THINNING_CHANCE) & (before > THINNING_CHANCE)
        thin &= (self._given[missed] >= ENOUGH_RATINGS) & (
            self._open[missed] == NOTHING
        )
        self._open[missed[thin]] = SILENCE
        signal[missed[thin]] = WITHDRAWAL

    def _deepen(
        self,
        strained: NDArray[np.intp],
        abrupt: Bools,
        level: Floats,
        signal: NDArray[np.int8],
    ) -> NDArray[np.intp]:
        """See which open strains went clearly deeper; return the others."""
        deeper = abrupt[strained]
        deeper &= level[strained] < self._lowest[strained] - self._deeper
        fallen = strained[deeper]
        signal[fallen] = RUPTURE
        self._lowest[fallen] = level[fallen]
        return strained[~deeper]

    def _mend(
        self,
        strained: NDArray[np.intp],
        level: Floats,
        usual: Floats,
        signal: NDArray[np.int8],
    ) -> None:
        """See which open strains are over."""
        if not len(strained):
            return
        here = level[strained]
        lowest = np.minimum(self._lowest[strained], here)
        self._lowest[strained] = lowest
        way_down = self._reference[strained] - lowest
        down = way_down > 0
        regained = np.divide(
            here - lowest, way_down, out=np.ones_like(here), where=down
        )
        repaired = regained >= REPAIRED_SHARE
        settled = usual[strained] - here < self._settled
        signal[strained[repaired]] = REPAIRED
        self._open[strained[repaired | settled]] = NOTHING
