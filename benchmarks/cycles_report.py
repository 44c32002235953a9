"""How well cycles are found that are known, beside rules that need no shuffles.

`.venv/bin/python benchmarks/cycles_report.py` draws every arm of the simulator and
writes `docs/reference/cycles-accuracy.md` (some minutes; needs the extra `fast`).
`--quick` draws few histories and writes nothing: it prints the page.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import cycles_page
from cycles_rules import LEAST, MOST, RULES, shown_by
from cycles_simulator import ARMS, NULL, TARGET, Made, drawn

from holdspace.patterns.cycles import cycles_of

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "cycles-accuracy.md"
CALIBRATION_SEEDS, REPORT_SEEDS = (901, 902, 903), range(1, 11)
OURS = "ours"

Steps = tuple[str, ...]
Bounds = Mapping[str, tuple[int, int]]


def main() -> int:
    """Set the rules, draw every arm, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, writes nothing")
    parser.add_argument("--clients", type=int, default=60, help="of an arm and seed")
    parser.add_argument("--null-clients", type=int, default=200)
    asked = parser.parse_args()
    seeds = REPORT_SEEDS[:2] if asked.quick else REPORT_SEEDS
    clients = 10 if asked.quick else asked.clients
    null_clients = 10 if asked.quick else asked.null_clients
    page = report(clients, null_clients, seeds, compiled=True)
    if asked.quick:
        print(page)
    else:
        PAGE.write_text(page, encoding="utf-8")
    return 0


def report(
    clients: int, null_clients: int, seeds: Sequence[int], *, compiled: bool
) -> str:
    """Return the page."""
    bounds = calibrated(clients)
    results: cycles_page.Results = defaultdict(list)
    for name, seed in product(ARMS, seeds):
        count = null_clients if name in NULL else clients
        made = drawn(name, clients=count, seed=seed)
        results[OURS, name].append(score(made, shown_of(made, compiled=compiled)))
        for rule, (least, most) in bounds.items():
            some = made[: cycles_page.RULES_ON]
            shown = [
                shown_by(RULES[rule](one.timeline), least=least, most=most)
                for one in some
            ]
            results[rule, name].append(score(some, shown))
        print(f"{name} {seed}", file=sys.stderr)
    return cycles_page.page(
        results, bounds, clients=clients, null_clients=null_clients, seeds=len(seeds)
    )


def shown_of(made: Sequence[Made], *, compiled: bool) -> list[list[Steps]]:
    """Return the cycles that the library shows of each history."""
    return [
        [cycle.codes for cycle in cycles_of(one.timeline, compiled=compiled)]
        for one in made
    ]


def calibrated(clients: int) -> Bounds:
    """Return the count and number for each rule with which it finds most.

    On the arm the target is about, on seeds of their own.
    """
    made = [
        one
        for seed in CALIBRATION_SEEDS
        for one in drawn(TARGET, clients=min(clients, cycles_page.RULES_ON), seed=seed)
    ]
    bounds: dict[str, tuple[int, int]] = {}
    for rule, count in RULES.items():
        counted = [count(one.timeline) for one in made]

        def f1(bound: tuple[int, int], counted: Sequence = counted) -> float:
            shown = [shown_by(one, least=bound[0], most=bound[1]) for one in counted]
            return score(made, shown).f1

        bounds[rule] = max(product(LEAST[rule], MOST), key=f1)
    return bounds


def score(made: Sequence[Made], shown: Sequence[Sequence[Steps]]) -> cycles_page.Score:
    """Count what was found: to the step, and nearly (one step more or less)."""
    pairs = list(zip(made, shown, strict=True))
    planted = sum(len(one.planted) for one, _ in pairs)
    return cycles_page.Score(
        clients=len(pairs),
        planted=planted,
        shown=sum(len(cycles) for _, cycles in pairs),
        exact=sum(len(set(one.planted) & set(cycles)) for one, cycles in pairs),
        near=sum(_near_found(one.planted, cycles) for one, cycles in pairs),
        false=sum(_false(one.planted, cycles) for one, cycles in pairs),
        any_shown=sum(bool(cycles) for _, cycles in pairs),
        any_false=sum(bool(_false(one.planted, cycles)) for one, cycles in pairs),
    )


def _near_found(planted: Sequence[Steps], shown: Sequence[Steps]) -> int:
    return sum(any(is_near(one, cycle) for cycle in shown) for one in planted)


def _false(planted: Sequence[Steps], shown: Sequence[Steps]) -> int:
    return sum(not any(is_near(one, cycle) for one in planted) for cycle in shown)


def is_near(one: Steps, other: Steps) -> bool:
    """Say whether two sequences are the same but for one step that one has more."""
    return one == other or one in _shorter(other) or other in _shorter(one)


def _shorter(steps: Steps) -> Iterator[Steps]:
    return (steps[:at] + steps[at + 1 :] for at in range(len(steps)))


if __name__ == "__main__":
    raise SystemExit(main())
