"""Holds what recurs in a history against many shuffles of the same history.

Each shuffle is searched as the history itself was, and the greatest surprise of each
length is noted. Of a sequence of length k that gives a p: how many shuffles show
something as surprising among all their sequences of length k (max statistic). As there
are several lengths to be surprised by, the least p of each shuffle over all lengths is
worked out as well, and what is told is how many shuffles reach a p as small at any
length (Westfall & Young, 1993, step-down left out: it would show a little more).
Both count the history itself among the shuffles, so no p is ever 0.
"""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from holdspace.patterns.blocks import Places
from holdspace.patterns.operating_points import LONGEST, SHORTEST, SHOWN_P
from holdspace.patterns.sequences import Found, Miner
from holdspace.patterns.surprise import SAME, Mixture, surprise

Strengths = NDArray[np.float64]
"""The greatest surprise of each length: a row a history, a column a length."""

Searched = Callable[[Places], Strengths]
"""Returns what is most surprising in each of some shuffled histories."""


class Chance:
    """What shuffles of one history show; says how likely a sequence is by chance."""

    def __init__(self, own: Strengths, shuffles: Strengths) -> None:
        lengths = slice(SHORTEST, LONGEST + 1)
        everything = np.vstack([own, shuffles])[:, lengths]
        self._of_length = np.sort(shuffles[:, lengths], axis=0)
        least = np.ones(len(shuffles))
        for column, of_all in zip(
            everything.T, np.sort(everything, axis=0).T, strict=True
        ):
            below = np.searchsorted(of_all, column[1:] - SAME)
            np.minimum(least, (len(of_all) - below) / len(of_all), out=least)
        self._least = np.sort(least)

    def p_value(self, length: int, surprise: float) -> float:
        """Return the corrected p of one sequence, above 0 and up to 1."""
        count = len(self._least)
        of_length = self._of_length[:, length - SHORTEST]
        as_surprising = count - int(np.searchsorted(of_length, surprise - SAME))
        p_of_length = (1 + as_surprising) / (1 + count)
        as_small = int(np.searchsorted(self._least, p_of_length + SAME))
        return (1 + as_small) / (1 + count)


def chance_of(
    own: Strengths, shuffles: Iterable[Places], count: int, searched: Searched
) -> Chance | None:
    """Return what `count` shuffles show; None once nothing can be shown any more.

    That is so when for each length so many shuffles were as surprising that no p can
    get small enough: those that are left would not change what is shown.
    """
    noted: list[Strengths] = []
    as_surprising = np.zeros(LONGEST + 1, np.int64)
    for places in shuffles:
        strengths = searched(places)
        noted.append(strengths)
        as_surprising += np.count_nonzero(strengths >= own - SAME, axis=0)
        if (1 + as_surprising[SHORTEST:].min()) / (1 + count) > SHOWN_P:
            return None
    return Chance(own, np.vstack(noted))


def strengths_of(found: Sequence[Found], mixture: Mixture) -> Strengths:
    """Return the greatest surprise of each length among what was found."""
    strengths = np.zeros(LONGEST + 1)
    for steps, support in found:
        value = surprise(support, mixture.expected(steps))
        if value > strengths[len(steps)]:
            strengths[len(steps)] = value
    return strengths


def searched_by(miner: Miner, mixture: Mixture) -> Searched:
    """Return the search without a compiler."""

    def searched(places: Places) -> Strengths:
        rows = places.tolist()
        return np.array([strengths_of(miner.recurring(row), mixture) for row in rows])

    return searched
