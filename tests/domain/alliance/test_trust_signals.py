"""Signals on lines made by hand: where they begin, and the numbers they rest on."""

import pytest

from holdspace.alliance.operating_points import RUPTURE_SDS, THINNING_CHANCE
from holdspace.alliance.practice_prior import PracticePrior
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.trajectory import trajectory
from holdspace.vocabulary.signals import SignalKind

RUPTURE, WITHDRAWAL, REPAIRED, CEILING = SignalKind
SCALE = RatingScale(0.0, 40.0, error_points=2.0)
PRIOR = PracticePrior(33.5, 18.0, wobble=2.5, error=4.0, drift=0.3)
STEADY = (35, 36, 34, 35, 36)


def line(*scores, scale=SCALE, prior=PRIOR):
    return trajectory(scale, prior, [(7.0, score) for score in scores])


def signals(*scores, **more):
    return {
        at: point.signal.kind
        for at, point in enumerate(line(*scores, **more))
        if point.signal
    }


def test_the_words_are_these_four():
    assert [*SignalKind] == ["rupture", "withdrawal", "repaired", "ceiling"]


def test_an_abrupt_drop_is_a_rupture_where_it_begins():
    assert signals(*STEADY, 24, 24, 25, 23) == {5: RUPTURE}


def test_a_rupture_says_what_it_rests_on():
    signal = line(*STEADY, 24)[5].signal
    assert signal.evidence == (5,)
    assert signal.usual_points == pytest.approx(35, abs=0.5)
    assert signal.now_points == pytest.approx(25, abs=1.5)
    assert signal.change_points == signal.now_points - signal.usual_points
    assert signal.statistic > signal.bound == RUPTURE_SDS


def test_a_drop_that_error_explains_is_none():
    assert signals(*STEADY, 31, 35, 33) == {}


def test_the_same_drop_is_less_on_a_less_exact_scale():
    rough = PracticePrior(33.5, 18.0, wobble=2.5, error=25.0, drift=0.3)
    assert signals(*STEADY, 26)
    assert signals(*STEADY, 26, prior=rough) == {}


def test_a_slide_is_a_withdrawal():
    found = signals(*STEADY, 33, 31, 29, 27, 25)
    assert list(found.values()) == [WITHDRAWAL]
    assert 6 <= min(found) <= 9


def test_two_in_a_row_say_what_one_does_not():
    point = line(*STEADY, 28.7, 28.7)[-1]
    assert point.abrupt < RUPTURE_SDS
    assert point.signal.kind is WITHDRAWAL
    assert point.signal.evidence == (5, 6)


def test_a_return_is_a_repair():
    points = line(*STEADY, 24, 25, 34, 35)
    assert points[7].signal.kind is REPAIRED
    assert points[7].signal.evidence == (5, 7)
    assert signals(*STEADY, 24, 25, 34, 35) == {5: RUPTURE, 7: REPAIRED}


def test_half_a_return_is_none_yet():
    assert signals(*STEADY, 24, 25, 29) == {5: RUPTURE}


def test_after_a_repair_the_next_rupture_is_seen():
    assert signals(*STEADY, 24, 34, 35, 36, 35, 24) == {
        5: RUPTURE,
        6: REPAIRED,
        10: RUPTURE,
    }


def test_while_it_is_open_only_a_much_deeper_fall_is_said_again():
    assert signals(*STEADY, 26, 25, 26, 24, 25, 23) == {5: RUPTURE}
    assert signals(*STEADY, 26, 25, 26, 25, 14) == {5: RUPTURE, 9: RUPTURE}


def test_a_low_level_becomes_usual_without_a_word():
    found = signals(*STEADY, *[28] * 50, 18)
    assert found == {5: RUPTURE, 55: RUPTURE}
    assert line(*STEADY, *[28] * 50)[-1].usual < 29.5


def test_no_repair_without_a_rupture():
    assert signals(30, 31, 30, 29, 30, 38, 39) == {}


def test_under_three_ratings_it_is_too_early_to_say():
    points = line(36, 20)
    assert [point.too_early for point in points] == [True, True]
    assert [point.signal for point in points] == [None, None]
    assert all(point.lower < point.level < point.upper for point in points)
    assert not line(36, 20, 21)[2].too_early


def test_a_fall_at_the_second_rating_that_lasts_is_said_at_the_third():
    assert list(signals(38, 20, 20)) == [2]


def test_answers_that_stop_are_a_withdrawal():
    found = signals(*STEADY, None, None, None, None, None)
    assert found == {7: WITHDRAWAL}


def test_thinning_answers_say_how_unlikely_they_are():
    """No miss in 5: each next one is taken as likely as 1 in 15."""
    signal = line(*STEADY, None, None, None)[7].signal
    assert signal.evidence == (5, 6, 7)
    assert signal.statistic == pytest.approx((1 / 15) ** 3)
    assert signal.bound == THINNING_CHANCE


def test_somebody_who_often_misses_is_not_withdrawing():
    often = (35, None, 36, None, None, 35, None, 34, None, None, 35)
    assert signals(*often, None, None, None) == {}


def test_answers_that_come_back_close_it_without_a_word():
    gone = (None, None, None)
    found = signals(*STEADY, *gone, 35, 36, 35, 36, 35, *gone, None)
    assert list(found.values()) == [WITHDRAWAL, WITHDRAWAL]


def test_silence_from_the_start_is_no_signal():
    assert signals(None, None, None, None, 35) == {}


def test_always_the_best_score_says_nothing():
    points = line(40, 40, 39.5, 40, 40, 40)
    assert signals(40, 40, 39.5, 40, 40, 40) == {4: CEILING}
    assert points[4].signal.evidence == (0, 1, 2, 3, 4)


def test_once_less_than_the_best_is_no_ceiling():
    assert signals(40, 40, 38, 40, 40, 40, 40) == {}


def test_a_drop_from_the_ceiling_is_a_rupture():
    assert signals(40, 40, 40, 40, 40, 31) == {4: CEILING, 5: RUPTURE}


def test_close_to_the_best_score_a_smaller_drop_counts():
    low, high = line(*[30] * 6, 25)[-1], line(*[40] * 6, 35)[-1]
    assert high.abrupt > low.abrupt


def test_where_lower_is_better_a_rise_is_the_rupture():
    scale = RatingScale(0.0, 27.0, error_points=1.5, higher_is_better=False)
    prior = PracticePrior(18.0, 20.0, wobble=1.4, error=2.2, drift=0.1)
    points = line(6, 7, 6, 5, 6, 16, 17, 7, scale=scale, prior=prior)
    assert points[5].signal.kind is RUPTURE
    assert points[5].signal.change_points > 5
    assert points[7].signal.kind is REPAIRED
    assert points[5].lower <= points[5].level <= points[5].upper


def test_a_polite_leap_hardly_counts_where_the_practice_is_polite():
    polite = PracticePrior(33.5, 18.0, 2.5, 4.0, 0.3, leap_bound=0.5)
    plain, held = (line(30, 29, 30, 29, 40, prior=p)[-1] for p in (PRIOR, polite))
    assert held.level < plain.level - 2
