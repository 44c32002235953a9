"""Cuts a history into blocks whose events may change places, and shuffles them.

What a shuffle keeps decides what counts as chance. Each episode has a mix of codes of
its own, and inside an episode one week is not like another: events come in bursts. So
only neighbours change places, some ten events of one episode at a time. Whatever lies
in a burst stays in it; what a shuffle destroys is the order, and that is what a cycle
claims.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from holdspace.patterns.operating_points import BLOCK_EVENTS, SEED
from holdspace.patterns.sequences import Numbered

Places = NDArray[np.int32]

SHUFFLED_AT_ONCE = 50


def block_ends(episode_ends: Sequence[int]) -> tuple[int, ...]:
    """Return where each block ends: each episode in equal parts of about ten events.

    >>> block_ends([4, 34])
    (4, 14, 24, 34)
    """
    ends: list[int] = []
    for start, stop in pairwise([0, *episode_ends]):
        length = stop - start
        parts = max(1, (length + BLOCK_EVENTS // 2) // BLOCK_EVENTS)
        ends += [start + length * (part + 1) // parts for part in range(parts)]
    return tuple(ends)


def shuffled(history: Numbered, count: int) -> Iterator[Places]:
    """Return `count` shuffles of a history, some rows at a time.

    The same history gets the same shuffles in every run: they begin at a checksum of
    its codes and episodes.
    """
    codes = np.array(history.codes, np.int32)
    ends = block_ends(history.episode_ends)
    block = np.repeat(np.arange(len(ends)), np.diff([0, *ends]))
    random = np.random.default_rng([SEED, checksum_of(history)])
    for begin in range(0, count, SHUFFLED_AT_ONCE):
        rows = min(SHUFFLED_AT_ONCE, count - begin)
        places = np.argsort(random.random((rows, len(codes))) + block, axis=1)
        yield codes[places]


def checksum_of(history: Numbered) -> int:
    """Return a number that depends on codes, their order and episodes alone."""
    named = [history.names[code] for code in history.codes]
    ends = map(str, history.episode_ends)
    return crc32("\n".join([*named, "", *ends]).encode())
