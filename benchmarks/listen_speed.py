"""Measures how fast a worker's sentences are read, and how soon the command answers.

`.venv/bin/python benchmarks/listen_speed.py` reads the open part of the challenge set
in benchmarks/dismissal over and over as one conversation, on one core: once all of it
as the worker's, once with every second turn as the client's, of whom only rules read.
It starts `holdspace listen` on a short draft in a new process. It prints medians.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from holdspace.language.listening import listen_to
from holdspace.language.moves import Speaker, Turn
from holdspace.language.sentences import sentences_of

OPEN = Path(__file__).parent / "dismissal" / "open.csv"
TIMES = 5
SPOKEN = {
    "all of them the worker's": (Speaker.WORKER, Speaker.WORKER),
    "every second turn a client's": (Speaker.WORKER, Speaker.CLIENT),
}
DRAFT = "Thank you for telling me. At least you have a job now. What would help?\n"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with OPEN.open(encoding="utf-8", newline="") as file:
        words = [row["text"] for row in csv.DictReader(file)]
    count = sum(len(sentences_of(one)) for one in words)
    print(f"words a sentence: {sum(len(one.split()) for one in words) / count:.1f}")
    listen_to("Hello.")
    for name, speakers in SPOKEN.items():
        turns = [
            Turn(speakers[row % 2], one, row)
            for row, one in enumerate(words * TIMES, start=1)
        ]
        paces = []
        for _ in range(asked.rounds):
            began = time.process_time()
            listen_to(turns)
            paces.append(TIMES * count / (time.process_time() - began))
        pace = statistics.median(paces)
        print(f"sentences a second of one core, {name}: {pace:,.0f}")
    starts = [started() for _ in range(asked.rounds)]
    print(f"from the command to its answer: {statistics.median(starts):.2f} s")
    return 0


def started() -> float:
    """Return the seconds one call of the command takes on a short draft."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, "draft.txt")
        draft.write_text(DRAFT, encoding="utf-8")
        began = time.perf_counter()
        subprocess.run(  # noqa: S603
            [Path(sys.executable).with_name("holdspace"), "listen", draft],
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
