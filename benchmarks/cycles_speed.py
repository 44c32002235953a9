"""How fast cycles and common sequences are found, beside what others offer.

Run it with a Python that has requirements/benchmark.txt and this checkout:

    python benchmarks/cycles_speed.py

One client of 300 events, mined once and held against 1,000 shuffles, with and without
the compiler; then many histories (median 40 events, 100 codes) from one seed. The peer
prefixspan has no gap limit, so both do the task without one, and the sets have to be
the same. A gap limit seq2pat does know (it is set as a limit on places); it is
GPL-2.0-only and brings a solver of 100 MB along, so no requirements file names it: it
takes part where somebody has installed it. Last, the whole task, in a process of its
own with its peak memory.

Every time is given by the clock and as time on the processor, which other work on the
same machine disturbs less; ratios are taken between times on the processor, our threads
added up. seq2pat works in a process of its own, whose time is in it.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from cycles_simulator import ARMS, Arm, one_history

from holdspace.patterns.common import (
    Common,
    CommonSearch,
    Histories,
    closed,
    common,
)
from holdspace.patterns.cycles import cycles_of
from holdspace.patterns.sequences import Miner, Reach, numbered

CODES = 100
ZIPF = 0.8
HAS_COMPILER = find_spec("numba") is not None
ONE_CLIENT = {
    "300 events, 90 codes, a cycle planted 6 times": ARMS["longest"],
    "the same, 30 codes": Arm("", events=300, codes=30, planted=6, episodes=5),
    "300 events, nothing planted": ARMS["null_300"],
}


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--peers", type=int, default=1_000, help="histories for peers")
    parser.add_argument("--more", type=int, default=10_000, help="and once more")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--only", action="store_true", help="the whole task, no more")
    asked = parser.parse_args()
    if asked.only:
        whole_task(asked.histories, asked.seed)
        return 0
    print(
        f"seed {asked.seed}, numpy {np.__version__}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f} when it began"
    )
    one_client(asked.rounds, asked.seed)
    for count in (asked.peers, asked.more):
        beside_peers(count, asked.seed, asked.rounds)
    command = [sys.executable, __file__, "--only", "--histories", str(asked.histories)]
    for _ in range(asked.rounds):
        subprocess.run([*command, "--seed", str(asked.seed)], check=True)  # noqa: S603
    print(f"load {os.getloadavg()[0]:.1f} when it ended")
    return 0


# --- One client -----------------------------------------------------------------


def one_client(rounds: int, seed: int) -> None:
    """Mine one client once, and hold it against 1,000 shuffles."""
    print("\nOne client: mined once; held against 1,000 shuffles, compiled; without")
    for told, arm in ONE_CLIENT.items():
        timeline = one_history(arm, np.random.default_rng(seed)).timeline
        history = numbered(timeline)
        miner = Miner(history.ends, None, Reach())
        work: list[Callable[[], object]] = [
            lambda m=miner, h=history: m.recurring(h.codes)
        ]
        if HAS_COMPILER:
            cycles_of(timeline, compiled=True)  # compiles, if it is the first time
            work.append(lambda t=timeline: cycles_of(t, compiled=True))
        work.append(lambda t=timeline: cycles_of(t))
        answers = [one() for one in work[1:]]
        assert all(one == answers[0] for one in answers), "answers differ"
        times = "; ".join(shown(taken(one, rounds)) for one in work)
        print(f"  {told:46s} {times}")


# --- Many histories -------------------------------------------------------------


def made(count: int, seed: int) -> Histories:
    """Return histories of 40 events (median), a cycle planted in 30 of 100."""
    random = np.random.default_rng(seed)
    sizes = np.maximum(5, np.round(40 * np.exp(0.5 * random.standard_normal(count))))
    starts = np.concatenate([[0], np.cumsum(sizes.astype(np.int64))])
    weights = 1.0 / np.arange(1, CODES + 1) ** ZIPF
    codes = random.choice(CODES, int(starts[-1]), p=weights / weights.sum())
    cycles = [random.permutation(CODES)[: random.integers(3, 7)] for _ in range(20)]
    for history in np.flatnonzero(random.random(count) < 0.3):
        cycle = cycles[random.integers(len(cycles))]
        for _ in range(int(random.integers(2, 5))):
            places = starts[history] + random.integers(0, sizes[history])
            places += np.cumsum(1 + random.integers(0, 3, len(cycle)))
            inside = places < starts[history + 1]
            codes[places[inside]] = cycle[inside]
    ends = np.repeat(starts[1:], np.diff(starts))
    names = tuple(f"c{code:02}" for code in range(CODES))
    return Histories(names, codes.astype(np.int32), starts, ends)


def beside_peers(count: int, seed: int, rounds: int) -> None:
    """Do what a peer can do, with the same set of sequences."""
    histories = made(count, seed)
    lists = [
        histories.codes[start:stop].tolist()
        for start, stop in zip(histories.starts, histories.starts[1:], strict=False)
    ]
    no_gap = CommonSearch(0.05, 3, None)
    gap = CommonSearch(0.05, 6, 4)
    print(f"\n{count:,} histories, {len(histories.codes):,} events, in 5 % of them")
    for told, search, peer, package in (
        ("up to 3 steps, any gap", no_gap, by_prefixspan, "prefixspan"),
        ("up to 6 steps, gap 4", gap, by_seq2pat, "sequential"),
    ):
        common(histories, search, compiled=HAS_COMPILER)
        ours = taken(
            lambda s=search: common(histories, s, compiled=HAS_COMPILER), rounds
        )
        found = dict(common(histories, search, compiled=HAS_COMPILER))
        print(f"  {told}: {len(found):,} sequences, {shown(ours)}")
        if find_spec(package) is None:
            print(f"    {package} is not installed")
            continue
        theirs: dict[tuple[int, ...], int] = {}
        peers = taken(lambda p=peer, s=search, t=theirs: t.update(p(lists, s)), 1)
        kept = {
            steps: support
            for steps, support in theirs.items()
            if len(steps) <= search.longest
        }
        own = {steps: n for steps, n in found.items() if len(steps) >= _least(peer)}
        same = "the same set" if kept == own else f"NOT the same: {len(kept):,}"
        ratio = peers[0][1] / statistics.median(cpu for _, cpu in ours)
        print(f"    {package}: {shown(peers)}, {ratio:.0f} x, {same}")


def _least(peer: Callable[..., object]) -> int:
    return 2 if peer is by_seq2pat else 1  # seq2pat names no single events


def by_prefixspan(
    lists: list[list[int]], search: CommonSearch
) -> dict[tuple[int, ...], int]:
    """Return what prefixspan finds."""
    from prefixspan import PrefixSpan

    miner = PrefixSpan(lists)
    miner.minlen, miner.maxlen = 1, search.longest
    least = int(np.ceil(round(search.least_share * len(lists), 6)))
    return {tuple(steps): support for support, steps in miner.frequent(least)}


def by_seq2pat(
    lists: list[list[int]], search: CommonSearch
) -> dict[tuple[int, ...], int]:
    """Return what seq2pat finds; the gap is a limit on places as an attribute.

    It takes no code 0, and has no limit on length: longer sequences are left out.
    """
    from sequential.seq2pat import Attribute, Seq2Pat

    moved = [[code + 1 for code in one] for one in lists]
    miner = Seq2Pat(moved, max_span=None)
    places = Attribute([list(range(len(one))) for one in lists])
    miner.add_constraint(1 <= places.gap() <= search.gap_events + 1)
    least = int(np.ceil(round(search.least_share * len(lists), 6)))
    return {
        tuple(code - 1 for code in row[:-1]): row[-1]
        for row in miner.get_patterns(min_frequency=least)
    }


def whole_task(count: int, seed: int) -> None:
    """Mine many histories for closed sequences; say how long and how large."""
    histories = made(count, seed)
    search = CommonSearch()
    common(made(50, seed), search, compiled=HAS_COMPILER)  # loads what is compiled
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept: list[list[Common]] = []
    times = taken(
        lambda: kept.append(closed(common(histories, search, compiled=HAS_COMPILER))), 1
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"\n{count:,} histories, {len(histories.codes):,} events, closed, up to "
        f"{search.longest} steps, gap {search.gap_events}: {len(kept[0]):,} sequences, "
        f"{shown(times)}, peak {peak / 1024:.0f} MiB ({before / 1024:.0f} before)"
    )


# --- Times ----------------------------------------------------------------------


def taken(work: Callable[[], object], rounds: int) -> list[tuple[float, float]]:
    """Return clock and processor seconds of each round, those of children added."""
    times = []
    for _ in range(rounds):
        clock, cpu = time.perf_counter(), _cpu()
        work()
        times.append((time.perf_counter() - clock, _cpu() - cpu))
    return times


def _cpu() -> float:
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def shown(times: list[tuple[float, float]]) -> str:
    """Return the median by the clock (and on the processor)."""
    clock, cpu = (statistics.median(each) for each in zip(*times, strict=True))
    return f"{clock:.3g} s ({cpu:.3g} cpu)"


if __name__ == "__main__":
    raise SystemExit(main())
