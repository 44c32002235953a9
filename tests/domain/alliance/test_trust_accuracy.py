"""The published figures are of the code and the numbers in use."""

import sys
from pathlib import Path

import numpy as np
import pytest

from holdspace.alliance import operating_points
from holdspace.alliance.practice_prior import learned_prior
from holdspace.alliance.trajectory import trajectory

CHECKOUT = Path(__file__).parents[3]
PAGE = CHECKOUT / "docs" / "reference" / "trust-accuracy.md"


@pytest.fixture(scope="module")
def bench():
    """The modules behind `benchmarks/trust_report.py`."""
    sys.path.insert(0, str(CHECKOUT / "benchmarks"))
    try:
        import trust_page
        import trust_rules
        import trust_scores
        import trust_simulator
    finally:
        sys.path.pop(0)

    class Bench:
        page, rules, scores = trust_page, trust_rules, trust_scores
        simulator = trust_simulator

    return Bench


@pytest.fixture(scope="module")
def plain(bench):
    practice = bench.simulator.practice_of("plain")
    return bench.simulator.simulate(practice, clients=120, seed=3)


def test_the_page_shows_the_numbers_in_use(bench):
    """Write it anew with `.venv/bin/python benchmarks/trust_report.py`."""
    page = PAGE.read_text("utf-8")
    for name in bench.page.SET_NUMBERS:
        assert f"| `{name}` | {getattr(operating_points, name):.3g} |" in page


def test_every_arm_is_on_the_page(bench):
    page = PAGE.read_text("utf-8")
    for told, _ in bench.simulator.ARMS.values():
        assert f"| {told} |" in page


def test_the_report_looks_at_what_the_trajectory_gives(bench, plain):
    scale, clients = bench.rules.scale_of(plain), bench.rules.steps_of_clients(plain)
    prior = learned_prior(scale, clients)
    seen = bench.rules.followed(plain)
    signals = bench.rules.signals_of(plain, [prior] * len(clients))
    for client in range(0, 120, 7):
        for at, point in enumerate(trajectory(scale, prior, clients[client])):
            level, variance = seen.level[at, client], seen.variance[at, client]
            half = operating_points.INTERVAL_SDS * variance**0.5
            assert point.level == pytest.approx(scale.inside(level))
            assert point.lower == pytest.approx(scale.inside(level - half))
            assert point.abrupt == pytest.approx(seen.abrupt[at, client])
            assert point.slow == pytest.approx(seen.slow[at, client])
            assert (point.signal is None) == (signals[at, client] == 0)


def test_a_seed_is_a_practice(bench, plain):
    practice = bench.simulator.practice_of("plain")
    again = bench.simulator.simulate(practice, clients=120, seed=3)
    other = bench.simulator.simulate(practice, clients=120, seed=4)
    assert np.array_equal(plain.score, again.score, equal_nan=True)
    assert not np.array_equal(plain.score, other.score, equal_nan=True)


def test_without_ruptures_nothing_is_torn(bench):
    practice = bench.simulator.practice_of("no_ruptures")
    ratings = bench.simulator.simulate(practice, clients=120, seed=3)
    assert not ratings.strain.any()


def test_another_scale_is_in_its_own_points(bench):
    practice = bench.simulator.practice_of("other_scale")
    ratings = bench.simulator.simulate(practice, clients=120, seed=3)
    given = ratings.score[ratings.given]
    assert given.min() >= 12
    assert given.max() <= 60
    assert np.array_equal(given, np.round(given))
    assert ratings.strain.min() < 0 == ratings.strain.max()  # worse is higher


def test_an_alarm_begins_once(bench):
    ready = np.ones((6, 1), bool)
    ready[2] = False  # not rated
    over = np.array([0, 3, 0, 3, 0, 3.0])[:, None]
    begins = bench.scores.alarms(over, ready, 2.0)
    assert begins[:, 0].tolist() == [False, True, False, False, False, True]


def test_a_bound_gives_just_the_false_alarms_asked_for(bench, plain):
    sessions = bench.scores.Sessions.of(plain)
    own_mean = bench.rules.rule_statistics(plain)["own_mean"]
    bounds = bench.scores.bounds_at(own_mean, sessions, 0.02)
    found = bench.scores.found_at(own_mean, sessions, bounds)
    assert found["false"] == pytest.approx(2.0)
