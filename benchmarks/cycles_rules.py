"""What else could be shown as a cycle: three rules that need no shuffles.

Each counts sequences of 3 to 5 steps in one history, and shows those that reach a
count, leaves out what is part of a longer one shown, and shows at most so many, those
first that tell most (count times steps). Count and number are set for each rule so
that it finds as much as it can (`cycles_report.calibrated`).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from holdspace.patterns.timeline import Timeline

Sequence_ = tuple[str, ...]
Counted = Mapping[Sequence_, int]

WINDOW_EVENTS = 10
LENGTHS = (3, 4, 5)


def runs(timeline: Timeline) -> Counted:
    """Count runs: steps right after one another, each stretch once."""
    counts: Counter[Sequence_] = Counter()
    free: dict[Sequence_, int] = {}
    for start, stop in _episodes(timeline):
        codes = [event.code for event in timeline.events[start:stop]]
        for length in LENGTHS:
            for at in range(len(codes) - length + 1):
                run = tuple(codes[at : at + length])
                if start + at >= free.get(run, 0):
                    counts[run] += 1
                    free[run] = start + at + length
    return counts


def prefixspan(timeline: Timeline) -> Counted:
    """Count in how many stretches of ten events a sequence is, gaps of any size.

    That is what PrefixSpan's support is when a history is cut into sequences.
    """
    counts: Counter[Sequence_] = Counter()
    for start, stop in _episodes(timeline):
        for at in range(start, stop, WINDOW_EVENTS):
            counts.update(_inside(timeline, at, min(stop, at + WINDOW_EVENTS)))
    return counts


def windows(timeline: Timeline) -> Counted:
    """Count the sliding windows of ten events that hold a sequence.

    Source: Mannila, Toivonen & Verkamo (1997), serial episodes (WINEPI).
    """
    counts: Counter[Sequence_] = Counter()
    for start, stop in _episodes(timeline):
        for at in range(start, max(start + 1, stop - WINDOW_EVENTS + 1)):
            counts.update(_inside(timeline, at, min(stop, at + WINDOW_EVENTS)))
    return counts


RULES: Mapping[str, Callable[[Timeline], Counted]] = {
    "frequent runs": runs,
    "PrefixSpan support": prefixspan,
    "windows that hold it": windows,
}
LEAST: Mapping[str, Sequence[int]] = {
    "frequent runs": (2, 3),
    "PrefixSpan support": (2, 3, 4),
    "windows that hold it": (6, 9, 12, 15, 18),
}
MOST = (1, 2, 5, 100)


def shown_by(counts: Counted, *, least: int, most: int) -> list[Sequence_]:
    """Return what a rule shows."""
    enough = sorted(
        (steps for steps, count in counts.items() if count >= least),
        key=lambda steps: (-counts[steps] * len(steps), steps),
    )
    shown: list[Sequence_] = []
    for steps in enough:
        if len(shown) == most:
            break
        if not any(_is_part(steps, longer) for longer in shown):
            shown.append(steps)
    return shown


def _is_part(steps: Sequence_, longer: Sequence_) -> bool:
    rest = iter(longer)
    return all(step in rest for step in steps)


def _inside(timeline: Timeline, start: int, stop: int) -> set[Sequence_]:
    codes = [event.code for event in timeline.events[start:stop]]
    return {steps for length in LENGTHS for steps in combinations(codes, length)}


def _episodes(timeline: Timeline) -> Iterator[tuple[int, int]]:
    yield from zip([0, *timeline.episode_ends], timeline.episode_ends, strict=False)
