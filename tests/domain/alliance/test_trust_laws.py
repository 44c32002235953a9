"""What holds of every line, whatever the ratings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from holdspace.alliance.level import LevelFilter, looked_back
from holdspace.alliance.practice_prior import PracticePrior
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.ratings import Rating, steps_of
from holdspace.alliance.trajectory import Trajectory, look_back, trajectory
from holdspace.vocabulary.errors import (
    ScaleCannotBeUsed,
    ScoreOutsideScale,
    TwoRatingsAtOneTime,
)

SCALE = RatingScale(0.0, 40.0, error_points=2.0)
PRIOR = PracticePrior(33.5, 18.0, wobble=2.5, error=4.0, drift=0.3)

scores = st.one_of(st.none(), st.integers(0, 400).map(lambda tenths: tenths / 10))
gaps = st.integers(1, 60).map(float)
lines = st.lists(st.tuples(gaps, scores), min_size=1, max_size=20)


def started(steps):
    """The same steps with the clock started at the first asking."""
    return [(gap if at else 0.0, score) for at, (gap, score) in enumerate(steps)]


def numbers(point):
    return (point.level, point.lower, point.upper, point.usual)


def kinds(points):
    return [point.signal and point.signal.kind for point in points]


@given(lines)
def test_a_line_stays_within_its_scale_and_its_interval(steps):
    for point in (*trajectory(SCALE, PRIOR, steps), *look_back(SCALE, PRIOR, steps)):
        assert 0 <= point.lower <= point.level <= point.upper <= 40


@given(lines, st.randoms(use_true_random=False))
def test_the_order_ratings_come_in_does_not_matter(steps, random):
    day, ratings = date(2026, 1, 1), []
    for gap, score in steps:
        day += timedelta(days=int(gap))
        ratings.append(Rating(day, score))
    shuffled = random.sample(ratings, len(ratings))
    assert steps_of(SCALE, shuffled) == steps_of(SCALE, ratings)


@given(lines, st.sampled_from([0.25, 0.5, 2.0, 8.0]), st.integers(-50, 50))
def test_another_measure_of_the_same_thing_has_the_same_line(steps, per_point, start):
    scale = RatingScale(start, start + 40 * per_point, 2.0 * per_point)
    prior = PracticePrior(
        start + PRIOR.mean * per_point,
        *(number * per_point**2 for number in (18.0, 2.5, 4.0, 0.3)),
    )
    moved = [
        (gap, None if score is None else start + score * per_point)
        for gap, score in steps
    ]
    here = trajectory(SCALE, PRIOR, steps)
    there = trajectory(scale, prior, moved)
    assume(all(clear_of_bounds(point) for point in here))
    assert kinds(there) == kinds(here)
    for one, other in zip(here, there, strict=True):
        assert numbers(other) == pytest.approx(
            [start + number * per_point for number in numbers(one)], abs=1e-6
        )


def clear_of_bounds(point):
    """Whether no comparison hangs on the last digit."""
    return all(
        abs(statistic - bound) > 1e-6
        for statistic, bound in ((point.abrupt, 2.45), (point.slow, 2.05))
    ) and (abs(point.slow - 1.0) > 1e-6)


@given(lines)
def test_a_mirrored_scale_mirrors_the_line_and_keeps_its_signals(steps):
    mirrored = replace(SCALE, higher_is_better=False)
    turned = [(gap, None if score is None else 40 - score) for gap, score in steps]
    here = trajectory(SCALE, PRIOR, steps)
    there = trajectory(mirrored, PRIOR, turned)
    assume(all(clear_of_bounds(point) for point in here))
    assert kinds(there) == kinds(here)
    for one, other in zip(here, there, strict=True):
        assert (40 - other.level, 40 - other.upper) == pytest.approx(
            (one.level, one.lower), abs=1e-6
        )


def variances(steps, prior=PRIOR):
    filter_ = LevelFilter.starting(SCALE, prior)
    return [filter_.step(*step).variance for step in steps]


@given(lines, gaps)
def test_a_missed_rating_never_narrows_the_interval(steps, gap):
    *_, before, missed = variances([*steps, (gap, None)])
    assert missed >= before


@given(lines, gaps, st.integers(1, 60), scores)
def test_a_longer_gap_never_narrows_the_interval(steps, gap, longer, score):
    soon, late = (variances([*steps, (gap + more, score)]) for more in (0, longer))
    assert late[-1] >= soon[-1]


@given(st.integers(1, 30), st.floats(1.0, 3.0))
def test_a_less_exact_scale_never_moves_the_level_more(ratings, times):
    """As long as nothing surprises: every rating is 1 point above what is expected."""
    moved = []
    for error in (4.0, 4.0 * times):
        filter_ = LevelFilter.starting(SCALE, replace(PRIOR, error=error))
        for _ in range(ratings):
            step = filter_.step(7.0, filter_.lasting + 1.0)
        moved.append(step.level - step.expected)
    assert moved[1] <= moved[0] + 1e-12


@given(lines)
def test_the_newest_level_is_the_same_looking_back(steps):
    filter_ = LevelFilter.starting(SCALE, PRIOR)
    *_, newest = (filter_.step(*step) for step in started(steps))
    back = looked_back(SCALE, PRIOR, steps)[-1]
    assert (back.level, back.variance) == pytest.approx(
        (newest.level, newest.variance), abs=1e-9
    )


@given(lines)
def test_looking_back_the_lasting_level_is_never_less_sure(steps):
    filter_ = LevelFilter.starting(SCALE, PRIOR)
    for step, back in zip(
        started(steps), looked_back(SCALE, PRIOR, steps), strict=True
    ):
        assert back.lasting_variance <= filter_.step(*step).lasting_variance + 1e-9


@given(lines, st.data())
def test_a_rating_that_is_taken_away_leaves_nothing_behind(steps, data):
    """Missed or never asked: levels are the same, now and looking back."""
    at = data.draw(st.integers(0, len(steps) - 1))
    missed = [(g, None if place == at else s) for place, (g, s) in enumerate(steps)]
    gone = [*steps[:at], *steps[at + 1 :]]
    if at == 0 and len(gone):  # the first asking starts the clock
        gone[0] = (0.0, gone[0][1])
        missed[1] = (0.0, missed[1][1])
    elif at < len(gone):
        gone[at] = (gone[at][0] + steps[at][0], gone[at][1])
    for line in (trajectory, look_back):
        left = [*line(SCALE, PRIOR, missed)]
        del left[at]
        for one, other in zip(left, line(SCALE, PRIOR, gone), strict=True):
            assert numbers(one) == pytest.approx(numbers(other), abs=1e-9)


@given(lines)
def test_a_line_does_not_depend_on_what_comes_later(steps):
    whole = trajectory(SCALE, PRIOR, steps)
    assert trajectory(SCALE, PRIOR, steps[:-1]) == whole[:-1]


@given(lines)
def test_a_signal_rests_on_ratings_that_are_there(steps):
    for at, point in enumerate(trajectory(SCALE, PRIOR, steps)):
        if point.signal:
            assert point.signal.evidence
            assert max(point.signal.evidence) == at
            assert list(point.signal.evidence) == sorted({*point.signal.evidence})


# --- Ratings that cannot be used ------------------------------------------------


@pytest.mark.parametrize("score", [-0.1, 40.1, float("nan"), float("inf")])
def test_a_score_off_the_scale_is_refused(score):
    with pytest.raises(ScoreOutsideScale):
        Trajectory(SCALE, PRIOR).add(0.0, score)
    with pytest.raises(ScoreOutsideScale):
        steps_of(SCALE, [Rating(date(2026, 1, 1), score)])


@pytest.mark.parametrize("gap", [-1.0, float("nan")])
def test_time_does_not_run_backwards(gap):
    with pytest.raises(ValueError, match="backwards"):
        Trajectory(SCALE, PRIOR).add(gap, 30.0)


def test_two_ratings_at_one_time_are_named_by_their_places():
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    same = datetime(2026, 1, 1, 12)  # noqa: DTZ001 -- no zone is read as UTC
    ratings = [Rating(noon, 30.0), Rating(date(2026, 1, 2), 31.0), Rating(same, None)]
    with pytest.raises(TwoRatingsAtOneTime, match="Ratings 1 and 3"):
        steps_of(SCALE, ratings)


@pytest.mark.parametrize(
    ("low", "high", "error"),
    [(5, 5, 1), (6, 5, 1), (0, 5, 0), (0, 5, -1), (0, float("inf"), 1)],
)
def test_a_scale_needs_a_range_and_an_error(low, high, error):
    with pytest.raises(ScaleCannotBeUsed):
        RatingScale(low, high, error)


def test_an_error_says_no_score():
    with pytest.raises(ScoreOutsideScale) as caught:
        SCALE.check_score(123.25)
    assert "123" not in str(caught.value)
    assert "40" in str(caught.value)


def test_no_ratings_make_no_line():
    assert trajectory(SCALE, PRIOR, []) == ()
    assert look_back(SCALE, PRIOR, []) == ()


def test_a_constant_line_stays_where_it_is():
    points = trajectory(SCALE, PRIOR, [(7.0, 30.0)] * 30)
    assert points[-1].level == pytest.approx(30.0, abs=0.1)
    assert kinds(points) == [None] * 30
