"""How well the trust trajectory finds ruptures that are known, beside today's rules.

`.venv/bin/python benchmarks/trust_report.py` runs every arm of the simulator and writes
`docs/reference/trust-accuracy.md` (some minutes). `--quick` runs small practices and
writes nothing: it prints the page.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import trust_page
from trust_rules import (
    OURS,
    RULES,
    Followed,
    first_clients,
    followed,
    followed_unpooled,
    followed_with,
    own_statistic,
    priors_of,
    rule_statistics,
    signals_of,
)
from trust_scores import (
    Sessions,
    alarms,
    as_shipped,
    bounds_at,
    coverage,
    early_error,
    found,
    found_at,
    next_rating,
    pit,
)
from trust_simulator import (
    ARMS,
    Numbers,
    Ratings,
    practice_of,
    simulate,
    simulate_own_model,
)

from holdspace.alliance.operating_points import RUPTURE_SDS, WITHDRAWAL_SDS
from holdspace.alliance.practice_prior import PracticePrior

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "trust-accuracy.md"
SMALL_AGENCY = 30
SIGNALS_FROM = 1000
FALSE_PER_100 = (1, 2, 5)
BOUNDS = (RUPTURE_SDS, WITHDRAWAL_SDS)
CALIBRATION_SEEDS, REPORT_SEEDS = (901, 902, 903, 904, 905, 906), range(1, 11)
OWN_MODEL = PracticePrior(33.5, 18.0, wobble=2.5, error=4.0, drift=0.3)
OWN_MODEL_ARMS = {"own_known": "its model, known", "own_learned": "its model, learned"}

Bounds = Mapping[tuple[str, int], float]


@dataclass(frozen=True, slots=True)
class Task:
    """One practice to draw and to look at."""

    arm: str
    seed: int
    clients: int
    bounds: Bounds


def main() -> int:
    """Calibrate, run every arm on other seeds, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, writes nothing")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--clients", type=int, default=6000, help="a practice")
    asked = parser.parse_args()
    clients = 400 if asked.quick else asked.clients
    seeds = REPORT_SEEDS[:2] if asked.quick else REPORT_SEEDS
    bounds = calibrated(clients)
    arms = [*ARMS, *OWN_MODEL_ARMS]
    tasks = [Task(arm, seed, clients, bounds) for arm, seed in product(arms, seeds)]
    results: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with ProcessPoolExecutor(asked.processes) as pool:
        for task, numbers in zip(tasks, pool.map(looked_at, tasks), strict=True):
            for name, number in numbers.items():
                results[task.arm][name].append(number)
            print(f"{task.arm} {task.seed}", file=sys.stderr)
    page = trust_page.page(results, clients=clients, seeds=len(seeds))
    if asked.quick:
        print(page)
    else:
        PAGE.write_text(page, encoding="utf-8")
    return 0


def calibrated(clients: int) -> Bounds:
    """Return each rule's bound for each rate of false alarms, on seeds of their own."""
    practices = [
        simulate(practice_of("plain"), clients=clients, seed=seed)
        for seed in CALIBRATION_SEEDS
    ]
    looked = [statistics(practice, followed(practice)) for practice in practices]
    sessions = [Sessions.of(practice) for practice in practices]
    beside = Sessions(
        *(
            np.concatenate([getattr(one, name) for one in sessions], axis=1)
            for name in ("ready", "calm", "abrupt", "slow")
        )
    )
    return {
        (rule, rate): bounds_at(
            np.concatenate([one[rule] for one in looked], axis=1), beside, rate / 100.0
        )[0]
        for rule, rate in product(looked[0], FALSE_PER_100)
    }


def statistics(ratings: Ratings, seen: Followed) -> Mapping[str, Numbers]:
    """Return what each rule, and the trajectory, makes of ratings."""
    own = own_statistic(seen, ratings.given, BOUNDS)
    return {OURS: own, **rule_statistics(ratings)}


def looked_at(task: Task) -> dict[str, float]:
    """Return all numbers of one practice, each under a name of its own."""
    if task.arm in OWN_MODEL_ARMS:
        return dict(_own_model(task))
    ratings = simulate(practice_of(task.arm), clients=task.clients, seed=task.seed)
    agency = SMALL_AGENCY if task.arm == "small_agency" else None
    priors = priors_of(ratings, agency)
    seen = followed_with(ratings, priors)
    numbers = dict(_intervals(ratings, seen))
    some = first_clients(ratings, SIGNALS_FROM)
    signals = signals_of(some, priors[: some.days.shape[1]])
    numbers |= _prefixed("shipped", as_shipped(some, signals))
    numbers |= _prefixed("next", next_rating(ratings, seen))
    alone = followed_unpooled(ratings)
    numbers |= _prefixed("pooled", early_error(ratings, seen))
    numbers |= _prefixed("alone", early_error(ratings, alone))
    numbers |= _rules(ratings, seen, task.bounds)
    return numbers


def _rules(ratings: Ratings, seen: Followed, bounds: Bounds) -> dict[str, float]:
    sessions = Sessions.of(ratings)
    numbers: dict[str, float] = {}
    for rule, statistic in statistics(ratings, seen).items():
        for rate in FALSE_PER_100:
            begins = alarms(statistic, sessions.ready, bounds[rule, rate])
            numbers |= _prefixed(f"fixed:{rate}:{rule}", found(begins, sessions))
            if sessions.abrupt.any():
                equal = bounds_at(statistic, sessions, rate / 100.0)
                at_equal = found_at(statistic, sessions, equal)
                numbers |= _prefixed(f"equal:{rate}:{rule}", at_equal)
    return numbers


def _own_model(task: Task) -> Iterator[tuple[str, float]]:
    ratings = simulate_own_model(OWN_MODEL, clients=task.clients, seed=task.seed)
    prior = OWN_MODEL
    if task.arm == "own_learned":
        prior = priors_of(ratings)[0]
    yield from _intervals(ratings, followed_with(ratings, [prior] * task.clients))


def _intervals(ratings: Ratings, seen: Followed) -> Iterator[tuple[str, float]]:
    yield from coverage(ratings, seen).items()
    for tenth, share in enumerate(pit(ratings, seen)):
        yield f"pit:{tenth}", float(share)
    if ratings.strain.any():
        torn = (ratings.strain != 0) & ratings.asked
        yield "clients_torn", float(100.0 * torn.any(axis=0).mean())
    yield "left_early", float(100.0 * ratings.left_early.mean())
    yield "sessions", float(np.median(ratings.asked.sum(axis=0)))
    yield "score_mean", float(np.nanmean(ratings.score))
    yield "score_sd", float(np.nanstd(ratings.score))


def _prefixed(prefix: str, numbers: Mapping[str, float]) -> dict[str, float]:
    return {f"{prefix}:{name}": number for name, number in numbers.items()}


def rules_in_order() -> Sequence[str]:
    """Return the trajectory and the rules, as tables list them."""
    return (OURS, *RULES)


if __name__ == "__main__":
    raise SystemExit(main())
