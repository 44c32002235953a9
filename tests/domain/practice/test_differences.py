"""How far two shares are apart: against worked examples from a paper, and by chance."""

from random import Random

import pytest

from holdspace.practice.differences import difference_of
from holdspace.practice.estimates import NOTHING, Estimate, share_of


@pytest.mark.parametrize(
    ("some", "of", "other_some", "other_of", "lower", "upper"),
    [  # Newcombe (1998), Stat Med 17:873-890, Table II, method 10
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
    ],
)
def test_two_plain_shares_are_as_in_the_paper(
    some, of, other_some, other_of, lower, upper
):
    found = difference_of(share_of(some, of), share_of(other_some, other_of))
    assert found.lower == pytest.approx(lower, abs=5e-5)
    assert found.upper == pytest.approx(upper, abs=5e-5)


def test_intervals_may_overlap_and_the_difference_be_clear():
    one, other = share_of(60, 100), share_of(45, 100)
    assert one.lower < other.upper
    assert difference_of(one, other).lower > 0


def test_turned_round_it_has_the_other_sign():
    one, other = share_of(30, 40), share_of(11, 60)
    found, turned = difference_of(one, other), difference_of(other, one)
    assert (found.lower, found.upper) == pytest.approx((-turned.upper, -turned.lower))


def test_without_a_share_there_is_none_and_an_open_end_is_that_of_the_scale():
    assert difference_of(NOTHING, share_of(3, 4)) == NOTHING
    open_end = difference_of(Estimate(0.9, 0.8, None), Estimate(0.9, 0.8, 1.0))
    assert open_end == difference_of(Estimate(0.9, 0.8, 1.0), Estimate(0.9, 0.8, 1.0))


def test_of_a_hundred_intervals_about_ninety_five_hold_the_true_difference():
    drawn, held = Random(5), 0  # noqa: S311

    def share(chance, of):
        return share_of(sum(drawn.random() < chance for _ in range(of)), of)

    for _ in range(600):
        found = difference_of(share(0.75, 60), share(0.6, 90))
        held += found.lower <= 0.15 <= found.upper
    assert 0.93 < held / 600 < 0.975
