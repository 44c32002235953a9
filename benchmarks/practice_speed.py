"""How long the practice report takes, and how that grows with the practice.

    python benchmarks/practice_speed.py --write

Makes synthetic practices from a thousand clients to a million
(`make_practice.py`), and reads each one in a fresh process, as `holdspace practice
--from FOLDER --format json` does. Told of each are seconds by the clock, seconds on the
processor, peak memory, and how many clients and sessions there were. Between the runs
nothing is kept. `--write` puts the table into docs/reference/practice-speed.md.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import duckdb
import ibis
from make_practice import make_practice

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "practice-speed.md"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
AIM_SECONDS = 60.0
COLUMNS = (
    *("clients", "sessions", "rows in all tables", "seconds"),
    *("seconds on the processor", "peak memory, MiB"),
    *("folder, MB", "seconds to make it"),
)

RUN_AND_TELL = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
RUN_COMMAND = (
    "import sys; from holdspace.command_line import main; sys.exit(main(sys.argv[1:]))"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One report in a process of its own."""

    seconds: float
    processor_seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Row:
    """A practice of one size, and its reports."""

    rows: dict[str, int]
    megabytes: float
    made_in_seconds: float
    runs: tuple[Run, ...]


def main() -> int:
    """Measure, print, and write the page if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    arguments = parser.parse_args()
    loads, measured = [os.getloadavg()[0]], []
    for clients in arguments.clients:
        measured.append(measure(clients, arguments.seed, arguments.rounds))
        loads.append(os.getloadavg()[0])
        print(as_row(measured[-1]), flush=True)
    page = as_page(measured, arguments, loads)
    if arguments.write:
        PAGE.write_text(page, encoding="utf-8")
    return 0


def measure(clients: int, seed: int, rounds: int) -> Row:
    """Make a practice, report on it, and remove it."""
    with tempfile.TemporaryDirectory(prefix="holdspace-practice-") as name:
        folder = Path(name) / "extract"
        begun = time.perf_counter()
        rows = make_practice(folder, clients, seed)
        made_in = time.perf_counter() - begun
        size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
        return Row(rows, size, made_in, tuple(report(folder) for _ in range(rounds)))


def report(folder: Path) -> Run:
    """Run the command once; started by a small process, whose memory is not counted."""
    asked = [sys.executable, "-c", RUN_COMMAND, "practice", "--from", str(folder)]
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", RUN_AND_TELL, *asked, "--format", "json"],
        capture_output=True,
        text=True,
        check=True,
    )
    wall, cpu, kib = (float(number) for number in told.stdout.split())
    return Run(wall, cpu, kib / 1024)


def as_row(row: Row) -> str:
    """Return one row of the table."""
    seconds = [run.seconds for run in row.runs]
    cpu = median(run.processor_seconds for run in row.runs)
    peak = max(run.peak_mib for run in row.runs)
    cells = (
        f"{row.rows['clients']:,}",
        f"{row.rows['sessions']:,}",
        f"{sum(row.rows.values()):,}",
        f"{median(seconds):.1f} ({min(seconds):.1f} to {max(seconds):.1f})",
        f"{cpu:.1f}",
        f"{peak:,.0f}",
        f"{row.megabytes:,.0f}",
        f"{row.made_in_seconds:,.0f}",
    )
    return "| " + " | ".join(cells) + " |"


def in_short(biggest: Row, loads: Sequence[float]) -> str:
    """Return what the largest practice took, and whether that can be held to the aim.

    A load above the number of cores is more than this run makes: others worked there.
    """
    seconds = median(run.seconds for run in biggest.runs)
    cpu = median(run.processor_seconds for run in biggest.runs)
    told = (
        f"The report on {biggest.rows['clients']:,} clients and "
        f"{biggest.rows['sessions']:,} sessions takes {seconds:.0f} seconds by the "
        f"clock and {cpu:.0f} seconds on the processor. The aim is "
        f"{AIM_SECONDS:.0f} seconds for a million clients and twenty million sessions "
        "on two cores"
    )
    cores = os.cpu_count() or 1
    if seconds > AIM_SECONDS and max(loads) > cores + 1:
        return (
            f"{told}. Other work held the same {cores} cores all the time (load "
            f"{min(loads):.1f} to {max(loads):.1f}), so that the clock says more about "
            "that work than about the report; whether the aim is reached has to be "
            "measured again where nothing else runs."
        )
    return f"{told}: it is {'reached' if seconds <= AIM_SECONDS else 'not reached'}."


def as_page(
    measured: Sequence[Row], arguments: argparse.Namespace, loads: Sequence[float]
) -> str:
    """Return the page."""
    sizes = " ".join(map(str, arguments.clients))
    command = (
        f"benchmarks/practice_speed.py --clients {sizes} --rounds {arguments.rounds} "
        f"--seed {arguments.seed} --write"
    )
    return f"""\
# How fast the practice report is

The practices here are made up (`benchmarks/practice_simulator.py`). What is measured is
the time of a computer, nothing about people.

{textwrap.fill(in_short(measured[-1], loads), 92)}

| {" | ".join(COLUMNS)} |
|{" ---: |" * len(COLUMNS)}
{chr(10).join(as_row(row) for row in measured)}

Seconds are the median of {arguments.rounds} runs by the clock, each in a fresh process
that starts Python, checks the whole folder and prints the report as JSON; in brackets
are the smallest and the largest. Peak memory is the largest of the runs. The files had
just been written, so that they came from the memory of the operating system and not
from the disk.

## Again

```console
$ .venv/bin/python {command}
```

Machine: {machine()}; load {loads[0]:.1f} when it began,
{loads[-1]:.1f} when it ended. Python {platform.python_version()},
DuckDB {duckdb.__version__}, Ibis {ibis.__version__}. Measured on {today()}.

## Limits

- One machine, and other work ran on it at the same time.
- Made-up clients are more alike than real ones; sessions a client are drawn from one
  distribution, with 60 at most.
- The folder is read as it lies there. Making an extract out of a practice's database is
  not in these figures.
"""


def machine() -> str:
    """Return what the report ran on."""
    model = platform.machine()
    cpu_info = Path("/proc/cpuinfo")
    if cpu_info.exists():
        names = [
            line.partition(":")[2].strip()
            for line in cpu_info.read_text("utf-8").splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    free = shutil.disk_usage(tempfile.gettempdir()).free / 2**30
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB of memory, "
        f"{free:.0f} GiB free on the disk"
    )


def today() -> str:
    """Return the day of the run."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


if __name__ == "__main__":
    sys.exit(main())
