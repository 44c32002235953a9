"""The search of `common` as machine code, for very many histories; extra `fast`.

Depth first, so that only the places of one sequence at each length are kept: no more
memory than a few copies of all events for each core. Two walks for each sequence: the
first counts in how many histories each next step would be, the second keeps the places
of those steps that are in enough.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from holdspace.patterns.common import Common, CommonSearch, Histories

_Function = TypeVar("_Function", bound=Callable[..., object])
_Ints = NDArray[np.int32]
_Bounds = NDArray[np.int64]
_Events = tuple[_Ints, _Bounds, _Ints]
"""The code of each event, where its episode ends, and whose it is."""

ANY_GAP = -1
ROOM_SEQUENCES = 1024


def _compiled(function: _Function) -> _Function:
    return cast(_Function, numba.njit(nogil=True, cache=True)(function))


def common_compiled(histories: Histories, search: CommonSearch) -> list[Common]:
    """Return what `common.common` returns; a thread for each core."""
    owners = np.repeat(
        np.arange(len(histories), dtype=np.int32), np.diff(histories.starts)
    )
    events = (histories.codes, histories.ends, owners)
    numbers = (
        len(histories.names),
        search.least_of(histories),
        search.longest,
        ANY_GAP if search.gap_events is None else search.gap_events,
    )

    def beginning_with(code: int) -> list[Common]:
        steps, supports = _grow(events, code, numbers)
        return [
            Common(tuple(step for step in row if step >= 0), support)
            for row, support in zip(steps.tolist(), supports.tolist(), strict=True)
        ]

    often = np.argsort(-np.bincount(histories.codes, minlength=numbers[0]))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        parts = list(threads.map(beginning_with, often.tolist()))
    found = [one for part in parts for one in part]
    return sorted(found, key=lambda one: one.steps)


@_compiled
def _grow(
    events: _Events,
    first: int,
    numbers: tuple[int, int, int, int],
) -> tuple[_Ints, _Ints]:
    """Return all sequences that begin with one code; -1 fills up the steps."""
    codes, _, owners = events
    names, least, longest, gap = numbers
    mine = np.flatnonzero(codes == first).astype(np.int32)
    room_steps = np.full((ROOM_SEQUENCES, longest), -1, np.int32)
    room_support = np.empty(ROOM_SEQUENCES, np.int32)
    support = _owners_of(mine, owners)
    if support < least:
        return room_steps[:0], room_support[:0]
    room_steps[0, 0], room_support[0] = first, support
    found = 1
    tally = (
        np.zeros(names, np.int32),
        np.full(names, -1, np.int32),
        np.zeros(names, np.int64),
    )
    # For each length: places of all next steps, and which step has which of them.
    places = [mine]
    offsets = np.zeros((longest + 1, names + 1), np.int64)
    supports = np.zeros((longest + 1, names), np.int32)
    nexts = np.zeros((longest + 1, names), np.int32)
    count = np.zeros(longest + 1, np.int64)
    chosen = np.zeros(longest + 1, np.int64)
    steps = np.full(longest, -1, np.int32)
    steps[0] = first
    depth = 1 if longest > 1 else 0
    if depth:
        out = (nexts[1], supports[1], offsets[1])
        count[1], kept = _nexts(events, mine, (gap, least), tally, out)
        places.append(kept)
    while depth >= 1:
        if chosen[depth] == count[depth]:
            places.pop()
            steps[depth] = -1
            depth -= 1
            continue
        at = chosen[depth]
        chosen[depth] += 1
        steps[depth] = nexts[depth, at]
        if found == len(room_support):
            room_steps, room_support = _wider(room_steps, room_support)
        room_steps[found] = steps
        room_support[found] = supports[depth, at]
        found += 1
        if depth + 1 < longest:
            own = places[depth][offsets[depth, at] : offsets[depth, at + 1]]
            depth += 1
            chosen[depth] = 0
            out = (nexts[depth], supports[depth], offsets[depth])
            count[depth], kept = _nexts(events, own, (gap, least), tally, out)
            places.append(kept)
    return room_steps[:found], room_support[:found]


@_compiled
def _owners_of(places: _Ints, owners: _Ints) -> int:
    count, last = 0, -1
    for place in places:
        if owners[place] != last:
            count += 1
            last = owners[place]
    return count


@_compiled
def _wider(steps: _Ints, supports: _Ints) -> tuple[_Ints, _Ints]:
    size = len(supports)
    wider_steps = np.full((2 * size, steps.shape[1]), -1, np.int32)
    wider_supports = np.empty(2 * size, np.int32)
    wider_steps[:size], wider_supports[:size] = steps, supports
    return wider_steps, wider_supports


@_compiled
def _walk_from(
    places: _Ints, at: int, ends: _Bounds, gap: int, walked: int
) -> tuple[int, int]:
    """Return which places to walk to from one place, none that was walked to before."""
    place = places[at]
    end = ends[place]
    if gap == ANY_GAP:
        if at > 0 and ends[places[at - 1]] == end:
            return 0, 0
        return place + 1, end
    return max(place + 1, walked), min(place + gap + 2, end)


@_compiled
def _nexts(
    events: _Events,
    places: _Ints,
    limits: tuple[int, int],
    tally: tuple[_Ints, _Ints, _Bounds],
    out: tuple[_Ints, _Ints, _Bounds],
) -> tuple[int, _Ints]:
    """Note the next steps that are in enough histories, and the places of each."""
    gap, least = limits
    count = _count(events, places, gap, least, tally, out)
    return count, _keep(events, places, gap, tally, out[2][count])


@_compiled
def _count(
    events: _Events,
    places: _Ints,
    gap: int,
    least: int,
    tally: tuple[_Ints, _Ints, _Bounds],
    out: tuple[_Ints, _Ints, _Bounds],
) -> int:
    """Note the next steps that are in enough histories, with room for their places.

    Leaves in `tally` where the next place of each such step goes, -1 for others.
    """
    codes, ends, owners = events
    support, last, visits = tally
    nexts, supports, offsets = out
    support[:] = 0
    last[:] = -1
    visits[:] = 0
    walked = 0
    for at in range(len(places)):
        begin, stop = _walk_from(places, at, ends, gap, walked)
        owner = owners[places[at]]
        for near in range(begin, stop):
            code = codes[near]
            visits[code] += 1
            if last[code] != owner:
                last[code] = owner
                support[code] += 1
        walked = max(walked, stop)
    enough, offset = 0, 0
    for code in range(len(support)):
        if support[code] < least:
            visits[code] = -1
            continue
        nexts[enough], supports[enough] = code, support[code]
        offsets[enough] = offset
        offset, visits[code] = offset + visits[code], offset
        enough += 1
    offsets[enough] = offset
    return enough


@_compiled
def _keep(
    events: _Events,
    places: _Ints,
    gap: int,
    tally: tuple[_Ints, _Ints, _Bounds],
    room: int,
) -> _Ints:
    """Return the places of the next steps, one step after the other."""
    codes, ends, _ = events
    fill = tally[2]
    kept = np.empty(room, np.int32)
    walked = 0
    if room:
        for at in range(len(places)):
            begin, stop = _walk_from(places, at, ends, gap, walked)
            for near in range(begin, stop):
                code = codes[near]
                if fill[code] >= 0:
                    kept[fill[code]] = near
                    fill[code] += 1
            walked = max(walked, stop)
    return kept
