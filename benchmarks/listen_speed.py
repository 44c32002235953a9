"""Measures how fast a worker's sentences are read, and how soon the command answers.

`.venv/bin/python benchmarks/listen_speed.py` reads the open part of the challenge set
in benchmarks/dismissal over and over as one conversation, on one core: once all of it
as the worker's, once with every second turn as the client's, of whom only rules read.
With `--talks FILE` it also reads whole transcripts, each as one conversation: a CSV
with `transcript_id`, `utterance_id`, `interlocutor` and `utterance_text`.
It starts `holdspace listen` on a short draft in a new process. It prints medians, and
the least and most of the transcripts.
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
    parser.add_argument("--talks", type=Path, help="a CSV of whole transcripts")
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
        pace = statistics.median(paces([turns], asked.rounds))
        print(f"sentences a second of one core, {name}: {pace:,.0f}")
    if asked.talks:
        found = paces(talks_in(asked.talks), asked.rounds)
        print(
            "sentences a second of one core, both people's, whole transcripts: "
            f"{statistics.median(found):,.0f} ({min(found):,.0f} to {max(found):,.0f})"
        )
    starts = [started() for _ in range(asked.rounds)]
    print(f"from the command to its answer: {statistics.median(starts):.2f} s")
    return 0


def paces(talks: list[list[Turn]], rounds: int) -> list[float]:
    """Return how many sentences a second are read, one figure a round."""
    count = sum(len(sentences_of(turn.words)) for talk in talks for turn in talk)
    found = []
    for _ in range(rounds):
        began = time.process_time()
        for talk in talks:
            listen_to(talk)
        found.append(count / (time.process_time() - began))
    return found


def talks_in(file: Path) -> list[list[Turn]]:
    """Return each transcript as a conversation; some turns have several rows."""
    talks: dict[str, dict[int, Turn]] = {}
    with file.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            at = int(row["utterance_id"])
            speaker = "client" if row["interlocutor"] == "client" else "worker"
            turn = Turn(Speaker(speaker), row["utterance_text"], at + 1)
            talks.setdefault(row["transcript_id"], {})[at] = turn
    return [[talk[at] for at in sorted(talk)] for talk in talks.values()]


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
