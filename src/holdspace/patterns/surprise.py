"""Says how surprising it is that a sequence recurs so often in one history.

Frequent codes meet by chance more often than rare ones. So what is compared with
shuffled histories is no bare count, but how far it exceeds what the mix of codes lets
expect: the log likelihood ratio of a Poisson count, s ln(s/e) - (s - e) for s
occurrences where e are expected, 0 where there are no more than that.

What is expected cannot be more than the rarest step allows: where the mix of codes lets
expect `e` and at most `m` are possible, it is m (1 - exp(-e / m)).

What is expected is worked out block by block and, as neighbouring blocks touch,
episode by episode, and added. It depends on which codes lie in which block alone, which
no shuffle changes; so it is the same for a history and its shuffles.
"""

from functools import cache
from itertools import accumulate, pairwise
from math import exp, log

from holdspace.patterns.blocks import block_ends
from holdspace.patterns.operating_points import LONGEST
from holdspace.patterns.sequences import Numbered, Steps

SAME = 1e-9
"""Surprises closer than this are the same: ways to compute one differ in a last bit."""

REMEMBERED = 100_000
"""Sequences whose expected count is kept: shuffles show the same ones again."""


class Mixture:
    """The mix of codes in each block and each episode of a history.

    `counts[b][c]` is how often code `c` is in part `b`; `chances[k][b]` is how likely
    `k` given events of part `b` lie in order and near enough to be an occurrence.
    """

    def __init__(self, history: Numbered, gap_events: int) -> None:
        self.counts: list[list[int]] = []
        sizes: list[int] = []
        for ends in (block_ends(history.episode_ends), history.episode_ends):
            for start, stop in pairwise([0, *ends]):
                count = [0] * len(history.names)
                for code in history.codes[start:stop]:
                    count[code] += 1
                self.counts.append(count)
                sizes.append(stop - start)
        self.chances = [
            [chance_in_order(size, steps, gap_events) for size in sizes]
            for steps in range(LONGEST + 1)
        ]
        self.totals = [history.codes.count(code) for code in range(len(history.names))]
        """How often each code is in the whole history."""
        self._known: dict[Steps, float] = {}

    def expected(self, steps: Steps) -> float:
        """Return how many occurrences of a sequence its mix of codes lets expect."""
        known = self._known.get(steps)
        if known is None:
            known = self._expected(steps)
            if len(self._known) < REMEMBERED:
                self._known[steps] = known
        return known

    def _expected(self, steps: Steps) -> float:
        total = 0.0
        chances = self.chances[len(steps)]
        for part, count in enumerate(self.counts):
            ways = 1.0
            for place, code in enumerate(steps):
                ways *= count[code] - steps[:place].count(code)
            total += ways * chances[part]
        most = min(
            self.totals[code] // (steps[:place].count(code) + 1)
            for place, code in enumerate(steps)
        )
        return most * (1.0 - exp(-total / most))


@cache
def chance_in_order(size: int, steps: int, gap_events: int) -> float:
    """Return how likely `steps` given events among `size` stand in one given order.

    With at most `gap_events` others between two of them; 0 if there are too few.

    >>> chance_in_order(2, 2, 0), chance_in_order(1, 2, 0)
    (0.5, 0.0)
    """
    if steps > size:
        return 0.0
    ways = [1] * size
    orders = size
    for step in range(1, steps):
        before = [0, *accumulate(ways)]  # ways to have come to any earlier place
        ways = [before[at] - before[max(0, at - gap_events - 1)] for at in range(size)]
        orders *= size - step
    return sum(ways) / orders if steps else 1.0


def surprise(support: int, expected: float) -> float:
    """Return how far a count exceeds what was expected, 0 if it does not."""
    if support <= expected:
        return 0.0
    return support * log(support / expected) - (support - expected)
