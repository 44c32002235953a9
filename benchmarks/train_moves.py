"""Trains the models of a worker's moves, and says how well they do on unseen talks.

`.venv/bin/python benchmarks/train_moves.py --data DIR` reads `annomi-train.csv` and
`advice-train.csv` there, tries the models on transcripts they have not seen, prints
what came out and writes src/holdspace/language/moves.npz. It needs
requirements/benchmark.txt. `--try-only` writes nothing. The same data and seed give
the same file.
"""

import argparse
from pathlib import Path

import moves_data
import moves_page
import moves_trial
import numpy as np

CHECKOUT = Path(__file__).parents[1]
FILE = CHECKOUT / "src" / "holdspace" / "language" / "moves.npz"
PAGE = CHECKOUT / "docs" / "reference" / "moves-accuracy.md"
SEED = 20261126


def main() -> int:
    """Try, print, train on everything, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--try-only", action="store_true", help="write nothing")
    asked = parser.parse_args()
    talks = moves_data.talks_in(asked.data / "annomi-train.csv")
    posts = moves_data.posts_in(asked.data / "advice-train.csv")
    trial = moves_trial.tried(talks, posts, folds=asked.folds, seed=asked.seed)
    page = moves_page.page(trial)
    print(page)
    if asked.try_only:
        return 0
    np.savez_compressed(FILE, **trial.arrays)
    PAGE.write_text(page, encoding="utf-8")
    print(f"{FILE.name}: {FILE.stat().st_size / 1e6:.2f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
