"""How many characters are lost when something breaks while somebody writes.

Run it with `.venv/bin/python benchmarks/lost_characters.py --times 350`. It serves the
demo practice, writes as one of its clients at a real Chromium (Debian's `chromium`),
and at a random moment of each text kills the browser, the server or the network, two of
them at once, or closes the tab. Then it mends what broke, comes back as a person would,
and compares what is on the page with what was typed, letter by letter.

A letter counts as lost when it was typed and is not there again. One exception, counted
and printed apart: a letter typed less than a quarter of a second before the browser
itself was killed, which no page can promise to have kept.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser.accidents import ACCIDENTS, Writer, trial
from tests.browser.served import MadePractice, ServedPractice

TRIALS_A_CLIENT = 30  # a new client then, so that there are questions left


def main() -> int:
    """Break things, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=350)
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    seeds = random.Random(arguments.seed)
    counts: dict[str, Counter[str]] = {name: Counter() for name in ACCIDENTS}
    with tempfile.TemporaryDirectory(prefix="holdspace-lost-") as folder:
        made = MadePractice.make(Path(folder) / "made")
        with sync_playwright() as playwright:
            for begun in range(0, arguments.times, TRIALS_A_CLIENT):
                home = Path(folder) / str(begun)
                home.mkdir()
                practice = ServedPractice.copy_of(made, home / "practice")
                practice.start()
                writer = Writer(playwright, practice, home / "profile")
                writer.sign_in(made.link_of("Amara"))
                until = min(begun + TRIALS_A_CLIENT, arguments.times)
                for number in range(begun, until):
                    seed = seeds.randrange(2**32)
                    accident = ACCIDENTS[number % len(ACCIDENTS)]
                    add(counts[accident], trial(writer, accident, seed))
                writer.close()
                practice.stop()
                print(f"{until} of {arguments.times} times", file=sys.stderr)
    return report(counts, arguments.seed)


def add(count, outcome) -> None:  # noqa: ANN001
    """Add one outcome to the counts of its accident."""
    count["times"] += 1
    count["typed"] += outcome.typed
    count["in flight"] += outcome.typed - outcome.certain
    count["not back in flight"] += max(
        0, outcome.typed - max(outcome.certain, outcome.back)
    )
    count["lost"] += outcome.lost


def report(counts: dict[str, Counter[str]], seed: int) -> int:
    """Print a line for each kind of accident; 1 if anything was lost."""
    heads = ("times", "typed", "lost", "in flight", "not back in flight")
    print(f"seed {seed}; characters")
    print(f"{'what broke':<34}" + "".join(f"{head:>20}" for head in heads))
    total: Counter[str] = Counter()
    for name, count in counts.items():
        total.update(count)
        print(f"{name:<34}" + "".join(f"{count[head]:>20}" for head in heads))
    print(f"{'all':<34}" + "".join(f"{total[head]:>20}" for head in heads))
    return 1 if total["lost"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
