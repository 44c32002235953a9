"""How fast trust lines are drawn, beside the filters that others offer.

Run it with a Python that has requirements/benchmark.txt and this checkout:

    python benchmarks/trust_speed.py

All in one run, from one seed, in rounds that take turns, with medians and the smallest
and largest: a plain memory copy of the same bytes; the filter pass in numpy and
compiled; packing, filter and unpacking together; statsmodels, pykalman and simdkalman
on the same series with the same matrices, and how far their levels are from ours; one
client online; and the command as a process, with its peak memory and its cold start.

Every time is given twice: by the clock, and as time on the processor, which other work
on the same machine disturbs less. Ratios are taken between medians on the processor.
What the peers are compared with is the level filter alone, without signals, and with
an error so large that no rating surprises it: they know no opening on surprise.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from trust_files import HIGH, LOW, MEASURE, SEM, Made, made, written
from trust_peers import peers

from holdspace.alliance.batch import block_levels, block_lines
from holdspace.alliance.packed import Block, Ragged, packed
from holdspace.alliance.practice_prior import PracticePrior, learned_prior
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.trajectory import Trajectory

SCALE = RatingScale(LOW, HIGH, SEM)
HAS_COMPILER = find_spec("numba") is not None
WALL, CPU = 0, 1
Times = dict[str, list[tuple[float, float]]]


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200_000, help="for the passes")
    parser.add_argument("--file-clients", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--file-rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--no-files", action="store_true", help="only the passes")
    arguments = parser.parse_args()
    print(
        f"seed {arguments.seed}, numpy {np.__version__}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f} when it began"
    )
    ratings = made(arguments.clients, arguments.seed)
    prior = prior_of(ratings)
    passes(ratings, prior, arguments.rounds)
    against_peers(arguments, prior)
    online(ratings, prior, arguments.rounds)
    if not arguments.no_files:
        as_a_process(arguments)
    print(f"load {os.getloadavg()[0]:.1f} when it ended")
    return 0


def ragged_of(ratings: Made) -> Ragged:
    """Return made ratings as series."""
    return Ragged(ratings.gap_days, ratings.score, ratings.starts)


def prior_of(ratings: Made) -> PracticePrior:
    """Return what the first 500 clients tell."""
    series = []
    for begin, end in zip(ratings.starts[:500], ratings.starts[1:501], strict=True):
        gaps, scores = ratings.gap_days[begin:end], ratings.score[begin:end]
        series.append(
            [
                (float(gap), None if np.isnan(score) else float(score))
                for gap, score in zip(gaps, scores, strict=True)
            ]
        )
    return learned_prior(SCALE, series)


# --- Passes -------------------------------------------------------------------


def passes(ratings: Made, prior: PracticePrior, rounds: int) -> None:
    """Compare a pass over packed series with a copy of the bytes it moves."""
    ragged, count = ragged_of(ratings), len(ratings.score)
    per_million = 1e6 / (len(ratings.starts) - 1)
    for kind in (np.float32, np.float64):
        blocks = list(packed(ragged, kind))
        work: dict[str, Callable[[], object]] = {
            "memory copy of the same bytes": copy_of(count, kind),
            "numpy: level filter": lambda b=blocks: run(b, prior, block_levels),
            "numpy: level, usual, signals": lambda b=blocks: run(b, prior, block_lines),
        }
        if HAS_COMPILER:
            from holdspace.alliance.compiled import levels_of_block

            work |= {
                "compiled: level filter": lambda b=blocks: run(
                    b, prior, levels_of_block
                ),
                "compiled: level, usual, signals": lambda b=blocks: [
                    block_lines(SCALE, prior, block, compiled=True) for block in b
                ],
            }
        name = np.dtype(kind).name
        print(f"\nThe pass over packed series, {name}, a million clients x 20")
        times = taken(work, rounds)
        copies = times["memory copy of the same bytes"]
        for what, each in times.items():
            ratio = middle(each, CPU) / middle(copies, CPU)
            least = least_of(each) / least_of(copies)
            print(
                f"  {what:34s} {shown(each, per_million)}  {ratio:6.1f} x copy "
                f"(least by least {least:.1f})"
            )


def copy_of(count: int, kind: type[np.floating]) -> Callable[[], None]:
    """Return a copy that moves what a pass moves: two values in, three out, a rating.

    Copying one value reads one and writes one, so two and a half are copied.
    """
    source = [np.ones(count, kind) for _ in range(3)]
    target = [np.zeros(count, kind) for _ in range(3)]
    half = count // 2

    def copy() -> None:
        np.copyto(target[0], source[0])
        np.copyto(target[1], source[1])
        np.copyto(target[2][:half], source[2][:half])

    return copy


def run(
    blocks: Sequence[Block], prior: PracticePrior, one: Callable[..., object]
) -> None:
    """Take one pass."""
    for block in blocks:
        one(SCALE, prior, block)


# --- Peers --------------------------------------------------------------------


def end_to_end(ragged: Ragged, prior: PracticePrior) -> NDArray[np.float32]:
    """Pack, filter and unpack in numpy: level and interval of each rating."""
    level, lower, upper = (np.empty(len(ragged.scores), np.float32) for _ in range(3))
    for block in packed(ragged, np.float32):
        lines = block_levels(SCALE, prior, block)
        block.unpack_into(level, lines.level)
        block.unpack_into(lower, lines.lower)
        block.unpack_into(upper, lines.upper)
    return level


def compiled_end_to_end(ragged: Ragged, prior: PracticePrior) -> NDArray[np.float32]:
    """The same compiled, where the series lie."""
    from holdspace.alliance.compiled import levels_of_ragged

    return levels_of_ragged(SCALE, prior, ragged, np.float32)[0]


def against_peers(arguments: argparse.Namespace, prior: PracticePrior) -> None:
    """Draw the same lines with the filters of others, from ragged series to levels."""
    calm = replace(prior, error=400 * prior.error, spread=20 * prior.spread)
    for regular in (0, 20):
        ratings = made(arguments.clients, arguments.seed + 1, regular=regular)
        ragged = ragged_of(ratings)
        work: dict[str, tuple[int, Callable[[], object]]] = {
            "ours, numpy": (len(ragged), lambda r=ragged: end_to_end(r, calm))
        }
        if HAS_COMPILER:
            work["ours, compiled"] = (
                len(ragged),
                lambda r=ragged: compiled_end_to_end(r, calm),
            )
        ours = end_to_end(ragged, calm)
        off = {}
        for peer in peers(regular=bool(regular)):
            some = first_of(ragged, peer.clients)
            levels = peer.levels(some, calm)
            off[peer.name] = float(np.abs(levels - ours[: len(levels)]).max())
            work[peer.name] = (
                peer.clients,
                lambda p=peer, s=some: p.levels(s, calm),
            )
        grid = "20 ratings a week apart" if regular else "3 to 60 ratings, irregular"
        print(f"\nLevels end to end with packing, {grid}, 10 % missed")
        times = taken({name: do for name, (_, do) in work.items()}, arguments.rounds)
        a_client = {name: middle(times[name], CPU) / n for name, (n, _) in work.items()}
        for name, (clients, _) in work.items():
            line = f"  {name:34s} {shown(times[name], 1e3 / clients, 'ms a client')}"
            for mine in ("ours, numpy", "ours, compiled"):
                if name in off and mine in a_client:
                    line += f"  {a_client[name] / a_client[mine]:8.0f} x {mine}"
            if name in off:
                line += f"  levels differ by at most {off[name]:.1e} points"
            print(line)


def first_of(ragged: Ragged, clients: int) -> Ragged:
    """Return the first so many series."""
    clients = min(clients, len(ragged))
    end = int(ragged.starts[clients])
    return Ragged(
        ragged.gap_days[:end], ragged.scores[:end], ragged.starts[: clients + 1]
    )


# --- One client, and the command ----------------------------------------------


def online(ratings: Made, prior: PracticePrior, rounds: int) -> None:
    """Take in ratings one by one, as the practice does."""
    clients = 500
    end = int(ratings.starts[clients])
    scores = [None if np.isnan(s) else float(s) for s in ratings.score[:end]]
    gaps, starts = ratings.gap_days[:end].tolist(), set(ratings.starts.tolist())

    def one_by_one() -> None:
        line = Trajectory(SCALE, prior)
        for at in range(end):
            if at in starts:
                line = Trajectory(SCALE, prior)
            line.add(gaps[at], scores[at])

    times = taken({"one": one_by_one}, rounds)["one"]
    print(f"\nOne client online: {shown(times, 1e3 / end, 'ms a rating')}")


def as_a_process(arguments: argparse.Namespace) -> None:
    """Run the command on files: a million clients sorted and shuffled, and a few."""
    with tempfile.TemporaryDirectory(prefix="holdspace-benchmark-") as name:
        folder = Path(name)
        big = made(arguments.file_clients, arguments.seed)
        files = [("sorted.parquet", None), ("shuffled.parquet", 1)]
        for file, order in files:
            written(big, folder / file, shuffled=order)
        rows = len(big.score)
        del big
        few = made(20, arguments.seed)
        written(few, folder / "few.csv")
        print(f"\nThe command, {rows:,} ratings of {arguments.file_clients:,} clients")
        for file, _ in files:
            extras = (False, True) if HAS_COMPILER and file != files[1][0] else (False,)
            for extra in extras:
                rounds = arguments.file_rounds if file.startswith("sorted") else 1
                told = [command(folder, file, extra) for _ in range(rounds)]
                how = "with the extra" if extra else "without a compiler"
                report(f"{file}, {how}", told)
        told = [command(folder, "few.csv", False) for _ in range(arguments.rounds)]
        report(f"cold start, {len(few.score)} ratings in CSV", told)


def command(folder: Path, file: str, extra: bool) -> tuple[float, float, float]:
    """Run `holdspace trust`; return seconds by the clock, on the processor, and MiB."""
    measure = f"{MEASURE}:{LOW:g}:{HIGH:g}:{SEM:g}"
    out = folder / f"out{Path(file).suffix}"
    line = (
        RUN_COMMAND
        if extra
        else "import sys; sys.modules['numba'] = None; "
        + (
            "import holdspace.command_line.trust.large as l; "
            "l._has_compiler = lambda: False; "
        )
        * file.endswith(".parquet")
        + RUN_COMMAND
    )
    given = ["trust", str(folder / file), "--measure", measure, "--out", str(out)]
    # Started by a small process: what this one once held would count as theirs.
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", RUN_AND_TELL, sys.executable, "-c", line, *given],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name not in THREADS},
    )
    wall, cpu, kib = (float(number) for number in told.stdout.split())
    return wall, cpu, kib / 1024


THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")  # for the peers, not for it

RUN_AND_TELL = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
RUN_COMMAND = (
    "import sys; from holdspace.command_line import main; sys.exit(main(sys.argv[1:]))"
)


def report(what: str, told: Sequence[tuple[float, float, float]]) -> None:
    """Print the runs of one command."""
    walls, cpus, mibs = zip(*told, strict=True)
    print(
        f"  {what:44s} {statistics.median(walls):6.2f} s "
        f"({min(walls):.2f} to {max(walls):.2f}), processor "
        f"{statistics.median(cpus):6.2f} s, peak memory {max(mibs):,.0f} MiB"
    )


# --- Taking and showing times -------------------------------------------------


def taken(work: dict[str, Callable[[], object]], rounds: int) -> Times:
    """Return the times of each piece of work, the pieces taking turns."""
    times: Times = {name: [] for name in work}
    for turn in range(rounds + 1):
        for name, do in work.items():
            wall, cpu = time.perf_counter(), time.process_time()
            do()
            each = time.perf_counter() - wall, time.process_time() - cpu
            if turn:  # the first one warms up
                times[name].append(each)
    return times


def middle(times: list[tuple[float, float]], which: int) -> float:
    """Return the median by the clock or on the processor."""
    return statistics.median(each[which] for each in times)


def least_of(times: list[tuple[float, float]]) -> float:
    """Return the smallest on the processor: the one least disturbed."""
    return min(each[CPU] for each in times)


def shown(times: list[tuple[float, float]], scale: float, unit: str = "s") -> str:
    """Return a time on the processor with its spread, and by the clock."""
    cpus = [each[CPU] * scale for each in times]
    return (
        f"{statistics.median(cpus):9.5f} {unit} ({min(cpus):.5f} to {max(cpus):.5f}), "
        f"by the clock {middle(times, WALL) * scale:.5f}"
    )


if __name__ == "__main__":
    sys.exit(main())
