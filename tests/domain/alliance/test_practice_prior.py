"""A practice's ratings tell what they tell, and few of them tell little."""

import random
from dataclasses import astuple

import pytest

from holdspace.alliance.practice_prior import (
    PracticePrior,
    default_prior,
    estimated_error,
    learned_prior,
)
from holdspace.alliance.rating_scale import RatingScale

SCALE = RatingScale(-40.0, 110.0, error_points=2.0)
TRUE = PracticePrior(33.5, 18.0, wobble=2.5, error=4.0, drift=0.3)


def practice(clients, *, seed=7, sessions=14, leap=0.0):
    draw = random.Random(seed)  # noqa: S311 -- nothing is kept secret by it
    for _ in range(clients):
        lasting, steps = draw.gauss(TRUE.mean, TRUE.spread**0.5), []
        for session in range(sessions):
            lasting += draw.gauss(0, TRUE.drift**0.5) if session else 0.0
            rating = lasting + draw.gauss(0, TRUE.noise**0.5)
            rating = 110.0 if draw.random() < leap else rating
            steps.append((7.0, None if draw.random() < 0.1 else rating))
        yield steps


@pytest.mark.slow
def test_a_large_practice_is_learned():
    prior = learned_prior(SCALE, practice(1500))
    assert prior.mean == pytest.approx(TRUE.mean, abs=0.5)
    assert prior.spread == pytest.approx(TRUE.spread, rel=0.25)
    assert prior.noise == pytest.approx(TRUE.noise, rel=0.05)
    assert prior.drift == pytest.approx(TRUE.drift, abs=0.1)
    assert (prior.error, prior.leap_bound) == (4.0, 2.5)


def test_no_ratings_tell_nothing():
    default = pytest.approx(astuple(default_prior(SCALE)))
    assert astuple(learned_prior(SCALE, [])) == default
    assert astuple(learned_prior(SCALE, [[(0.0, None)]])) == default


def test_one_client_moves_the_defaults_a_little():
    default, prior = default_prior(SCALE), learned_prior(SCALE, practice(1))
    assert abs(prior.mean - default.mean) < 0.5 * abs(TRUE.mean - default.mean)


@pytest.mark.slow
def test_the_more_clients_the_nearer():
    far = [
        abs(learned_prior(SCALE, practice(clients)).mean - TRUE.mean)
        for clients in (3, 30, 1000)
    ]
    assert far == sorted(far, reverse=True)


def test_the_order_of_clients_does_not_matter():
    clients = [*practice(40)]
    assert learned_prior(SCALE, reversed(clients)) == learned_prior(SCALE, clients)


@pytest.mark.slow
def test_an_error_stated_too_large_is_not_believed():
    """Ratings two apart cannot differ by less than error alone would make them."""
    wrong = RatingScale(-40.0, 110.0, error_points=4.0)
    prior = learned_prior(wrong, practice(400))
    assert prior.error < TRUE.noise < 16.0
    assert prior.noise == pytest.approx(TRUE.noise, rel=0.1)


def test_an_error_nobody_states_is_estimated():
    assert estimated_error(SCALE, practice(400)) == pytest.approx(2.0, rel=0.1)


def test_a_few_ratings_estimate_no_error():
    assert estimated_error(SCALE, practice(3)) is None
    constant = [[(7.0, 30.0)] * 100]
    assert estimated_error(SCALE, constant) is None


def test_a_mirrored_scale_is_learned_mirrored():
    mirrored = RatingScale(-40.0, 110.0, 2.0, higher_is_better=False)
    turned = [
        [(gap, None if score is None else 70.0 - score) for gap, score in steps]
        for steps in practice(60)
    ]
    here, there = learned_prior(SCALE, practice(60)), learned_prior(mirrored, turned)
    assert there.mean == pytest.approx(here.mean)
    assert there.noise == pytest.approx(here.noise)


def test_leaps_to_the_best_score_are_noticed():
    assert learned_prior(SCALE, practice(200, leap=0.3)).leap_bound < 1.0


def test_constant_ratings_still_make_a_prior():
    prior = learned_prior(SCALE, [[(7.0, 30.0)] * 20] * 50)
    assert min(prior.spread, prior.wobble, prior.error, prior.drift) > 0
