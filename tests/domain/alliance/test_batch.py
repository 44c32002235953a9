"""Many clients at once get what one client after the other gets."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.alliance.batch import lines_of_many
from holdspace.alliance.batch_signals import SIGNALS
from holdspace.alliance.packed import Ragged, packed
from holdspace.alliance.practice_prior import default_prior, learned_prior
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.trajectory import trajectory

AGREE_POINTS = 1e-9
AGREE_IN_SINGLE = 1e-3  # of the scale's error, in float32


def made_series(seed: int, clients: int):
    """Clients with ruptures, ceilings, silences and irregular gaps."""
    random = np.random.default_rng(seed)
    for _ in range(clients):
        count = int(random.integers(1, 30))
        level = random.normal(33, 5)
        drop = np.where(np.arange(count) >= random.integers(2, 30), 9, 0)
        slide = random.choice([0.0, 0.0, 0.8]) * np.arange(count)
        scores = np.round(level - drop - slide + random.normal(0, 2, count), 1)
        if random.random() < 0.1:
            scores[:] = 40
        missing = random.random(count) < random.choice([0.1, 0.5])
        gaps = np.round(7 * np.exp(0.5 * random.standard_normal(count)), 3)
        yield [
            (0.0 if place == 0 else float(gaps[place]), None if out else float(score))
            for place, (score, out) in enumerate(
                zip(np.clip(scores, 0, 40), missing, strict=True)
            )
        ]


def ragged_of(series) -> Ragged:
    steps = [step for line in series for step in line]
    starts = np.concatenate([[0], np.cumsum([len(line) for line in series])])
    return Ragged(
        np.array([gap for gap, _ in steps]),
        np.array([np.nan if score is None else score for _, score in steps]),
        starts.astype(np.int64),
    )


def one_by_one(scale, prior, series):
    return [point for line in series for point in trajectory(scale, prior, line)]


def word_of(point) -> str:
    return "" if point.signal is None else str(point.signal.kind)


@pytest.mark.slow  # the first time, it is compiled
@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("higher_is_better", [True, False])
@pytest.mark.parametrize("leap_bound", [2.5, 0.7])
def test_levels_intervals_and_signals_are_those_of_single_clients(
    higher_is_better, leap_bound, compiled
):
    scale = RatingScale(0, 40, 2.0, higher_is_better=higher_is_better)
    series = [
        [(gap, None if y is None else scale.turned(y)) for gap, y in line]
        for line in made_series(5, 150)
    ]
    prior = replace(learned_prior(scale, series), leap_bound=leap_bound)
    expected = one_by_one(scale, prior, series)
    lines = lines_of_many(scale, prior, ragged_of(series), compiled=compiled)
    for name in ("level", "lower", "upper"):
        of_one = np.array([getattr(point, name) for point in expected])
        assert np.abs(getattr(lines, name) - of_one).max() < AGREE_POINTS
    words = [word_of(point) for point in expected]
    assert [SIGNALS[place] for place in lines.signal] == words
    assert set(words) == set(SIGNALS), "the example has to show every signal"


def test_single_precision_is_off_by_less_than_a_thousandth_of_the_error():
    scale = RatingScale(0, 40, 2.0)
    series = list(made_series(6, 100))
    prior = default_prior(scale)
    exact = lines_of_many(scale, prior, ragged_of(series))
    single = lines_of_many(scale, prior, ragged_of(series), np.float32)
    for name in ("level", "lower", "upper"):
        off = np.abs(getattr(single, name) - getattr(exact, name)).max()
        assert off < AGREE_IN_SINGLE * scale.error_points
    assert single.level.dtype == np.float32


@given(
    lengths=st.lists(st.integers(0, 9), max_size=12),
    width=st.integers(1, 5),
)
def test_what_is_packed_comes_back_in_its_place(lengths, width):
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    count = int(starts[-1])
    ragged = Ragged(np.zeros(count), np.arange(count, dtype=float), starts)
    back = np.full(count, -1.0)
    for block in packed(ragged, np.float64, width=width):
        assert list(block.running) == sorted(block.running, reverse=True)
        block.unpack_into(back, block.scores)
    assert back.tolist() == list(range(count))


@given(seed=st.integers(0, 99), width=st.integers(1, 40))
def test_who_stands_beside_whom_changes_nothing(seed, width):
    scale = RatingScale(0, 40, 2.0)
    prior = default_prior(scale)
    series = list(made_series(seed, 12))
    together = lines_of_many(scale, prior, ragged_of(series))
    alone = [lines_of_many(scale, prior, ragged_of([line])) for line in series]
    assert together.level.tolist() == [x for one in alone for x in one.level.tolist()]
    assert together.signal.tolist() == [x for one in alone for x in one.signal.tolist()]


def test_nobody_at_all_is_no_error():
    scale = RatingScale(0, 10, 1.0)
    lines = lines_of_many(scale, default_prior(scale), ragged_of([]))
    assert len(lines.level) == 0
