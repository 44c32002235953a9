"""The search of shuffled histories as machine code; needs the extra `fast`.

The same walk and the same arithmetic as `sequences.Miner` and `surprise`, without a
list for every step. Compiled the first time it is used (some seconds), then kept on
disk. Other threads run meanwhile.
"""

from collections.abc import Callable, Sequence
from math import exp, log
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from holdspace.patterns.blocks import Places
from holdspace.patterns.chance import Searched, Strengths
from holdspace.patterns.operating_points import LONGEST, SHORTEST
from holdspace.patterns.sequences import Numbered, Reach, least_support
from holdspace.patterns.surprise import Mixture

_Function = TypeVar("_Function", bound=Callable[..., object])
_Ints = NDArray[np.int32]
_Floats = NDArray[np.float64]
_Mixture = tuple[_Floats, _Floats, NDArray[np.int64]]
"""What `Mixture` calls `counts`, `chances` and `totals`."""
_Reach = tuple[NDArray[np.int64], _Floats, float, int, int]
"""Where each place's episode ends, its day, the window, the gap, the least support."""


def _compiled(function: _Function) -> _Function:
    return cast(_Function, numba.njit(nogil=True, cache=True)(function))


def compiled_search(
    history: Numbered, days: Sequence[float] | None, reach: Reach, mixture: Mixture
) -> Searched:
    """Return the search that `chance.searched_by` returns, compiled."""
    ends = np.array(history.ends, np.int64)
    at_day = np.zeros(len(ends)) if days is None else np.array(days, np.float64)
    window = np.inf if days is None else float(reach.window_days or 0.0)
    gap = min(reach.gap_events, len(ends))
    least = least_support(len(ends))
    counts = np.array(mixture.counts, np.float64)
    chances = np.array(mixture.chances, np.float64)
    mix = (counts, chances, np.array(mixture.totals, np.int64))

    def searched(places: Places) -> Strengths:
        strengths = np.zeros((len(places), LONGEST + 1))
        codes = places.astype(np.int32)
        _search(codes, (ends, at_day, window, gap, least), mix, strengths)
        return strengths

    return searched


@_compiled
def _search(
    shuffles: _Ints,
    reach: _Reach,
    mixture: _Mixture,
    strengths: _Floats,
) -> None:
    size, names = shuffles.shape[1], mixture[0].shape[1]
    # One row of room for each number of steps, the places of a shuffle wide.
    reached = np.empty((LONGEST + 1, size), np.int32)
    began = np.empty((LONGEST + 1, size), np.int32)
    next_codes = np.empty((LONGEST + 1, size), np.int32)
    next_support = np.empty((LONGEST + 1, size), np.int32)
    ways = np.ones((LONGEST + 1, len(mixture[0])))
    room = (reached, began, next_codes, next_support)
    support = np.zeros(names, np.int32)
    last = np.empty(names, np.int32)
    for row in range(len(shuffles)):
        _walk(
            shuffles[row],
            reach,
            mixture,
            strengths[row],
            room,
            ways,
            (support, last),
        )


@_compiled
def _walk(
    codes: _Ints,
    reach: _Reach,
    mixture: _Mixture,
    strength: _Floats,
    room: tuple[_Ints, _Ints, _Ints, _Ints],
    ways: _Floats,
    tally: tuple[_Ints, _Ints],
) -> None:
    """Go through all sequences depth first; note the greatest surprise of a length."""
    reached, began, next_codes, next_support = room
    count = np.zeros(LONGEST + 1, np.int32)
    choices = np.zeros(LONGEST + 1, np.int32)
    chosen = np.zeros(LONGEST + 1, np.int32)
    steps = np.empty(LONGEST + 1, np.int32)
    least = reach[4]
    for place in range(len(codes)):
        if reach[1][place] - reach[1][place] <= reach[2]:
            reached[0, count[0]] = began[0, count[0]] = place
            count[0] += 1
    choices[0] = _choices(codes, count[0], room, 0, least, tally)
    depth = 0
    while depth >= 0:
        if chosen[depth] == choices[depth]:
            depth -= 1
            continue
        code = next_codes[depth, chosen[depth]]
        support = next_support[depth, chosen[depth]]
        chosen[depth] += 1
        steps[depth] = code
        length = depth + 1
        value = _surprise(steps, length, support, mixture, ways)
        if length >= SHORTEST and value > strength[length]:
            strength[length] = value
        if length < LONGEST:
            count[length] = _reach(codes, reach, room, depth, count[depth], code)
            depth = length
            chosen[depth] = 0
            choices[depth] = _choices(codes, count[depth], room, depth, least, tally)


@_compiled
def _choices(
    codes: _Ints,
    count: int,
    room: tuple[_Ints, _Ints, _Ints, _Ints],
    depth: int,
    least: int,
    tally: tuple[_Ints, _Ints],
) -> int:
    """Note each code that comes next often enough; return how many there are."""
    support, last = tally
    reached, began = room[0][depth], room[1][depth]
    next_codes, next_support = room[2][depth], room[3][depth]
    met = 0
    for at in range(count):
        code = codes[reached[at]]
        if support[code] == 0:
            next_codes[met] = code
            met += 1
            last[code] = -1
        if began[at] > last[code]:
            support[code] += 1
            last[code] = reached[at]
    enough = 0
    for at in range(met):
        code = next_codes[at]
        if support[code] >= least:
            next_codes[enough], next_support[enough] = code, support[code]
            enough += 1
        support[code] = 0
    return enough


@_compiled
def _reach(
    codes: _Ints,
    reach: _Reach,
    room: tuple[_Ints, _Ints, _Ints, _Ints],
    depth: int,
    count: int,
    code: int,
) -> int:
    """Note where a sequence can go next (`Miner._next`); return how many places."""
    ends, days, window, gap, _ = reach
    places, began = room[0][depth], room[1][depth]
    to, to_began = room[0][depth + 1], room[1][depth + 1]
    met, place, start = 0, -1, -1
    for at in range(count + 1):
        if at < count and codes[places[at]] != code:
            continue
        if place >= 0:
            stop = min(place + gap + 2, ends[place])
            if at < count:
                stop = min(stop, places[at] + 1)
            for near in range(place + 1, stop):
                if codes[near] != code and days[near] - days[start] <= window:
                    to[met], to_began[met] = near, start
                    met += 1
        if at < count:
            place, start = places[at], began[at]
    return met


@_compiled
def _surprise(
    steps: _Ints,
    length: int,
    support: int,
    mixture: _Mixture,
    ways: _Floats,
) -> float:
    """Return how surprising a support is (`surprise.surprise`)."""
    counts, chances, totals = mixture
    code = steps[length - 1]
    used, most = 0, totals[code]
    for at in range(length):
        again = 0
        for before in range(at):
            if steps[before] == steps[at]:
                again += 1
        most = min(most, totals[steps[at]] // (again + 1))
        used = again
    expected: float = 0.0
    for part in range(len(counts)):
        ways[length, part] = ways[length - 1, part] * (counts[part, code] - used)
        expected += ways[length, part] * chances[length, part]
    expected = float(most) * (1.0 - exp(-expected / most))
    if support <= expected:
        return 0.0
    return support * log(support / expected) - (support - expected)
