"""Intervals and curves agree with published examples, and keep to their laws."""

from math import inf, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.practice.estimates import (
    Estimate,
    Measured,
    Sums,
    pooled,
    ratio_of,
    share_of,
    t_quantile,
)
from holdspace.practice.survival import Until, half_by, lasting

# Weeks of remission under 6-MP (Freireich and others, 1963, Blood 21:699-716), as used
# by Gehan (1965) and in most textbooks; True where it ended, False where still on.
FREIREICH = [
    *((6, True, 3), (6, False, 1), (7, True, 1), (9, False, 1), (10, True, 1)),
    *((10, False, 1), (11, False, 1), (13, True, 1), (16, True, 1), (17, False, 1)),
    *((19, False, 1), (20, False, 1), (22, True, 1), (23, True, 1), (25, False, 1)),
    *((32, False, 2), (34, False, 1), (35, False, 1)),
]
# Share still on, and its interval on the scale of log(-log), from the same textbooks.
IN_REMISSION = {
    6: (0.8571, 0.6197, 0.9516),
    7: (0.8067, 0.5631, 0.9228),
    10: (0.7529, 0.5032, 0.8894),
    13: (0.6902, 0.4316, 0.8491),
    16: (0.6275, 0.3675, 0.8049),
    22: (0.5378, 0.2678, 0.7468),
    23: (0.4482, 0.1881, 0.6801),
}


def remission():
    return lasting(Until(*row) for row in FREIREICH)


@pytest.mark.parametrize("week", IN_REMISSION)
def test_the_curve_of_the_remission_study_comes_out(week):
    found = remission().not_yet_at(week)
    got = [round(one, 4) for one in (found.value, found.lower, found.upper)]
    assert got == pytest.approx(list(IN_REMISSION[week]), abs=0.0001)


def test_half_is_reached_on_the_line_between_two_points():
    points = [
        (10.0, Estimate(0.2, 0.1, 0.4)),
        (20.0, Estimate(0.4, 0.3, 0.5)),
        (40.0, Estimate(0.6, 0.45, 0.7)),
    ]
    half = half_by(points)
    assert (half.value, half.lower, half.upper) == (pytest.approx(30), 20, None)
    assert half_by(points[2:]).value == pytest.approx(40 * 0.5 / 0.6)
    assert half_by(points[:2]).value is None


def test_half_is_not_reached_where_no_point_is_shown():
    assert half_by([]).value is None
    assert half_by([(7.0, Estimate(None))]) == Estimate(None)


def test_between_two_events_the_curve_keeps_its_height():
    curve = remission()
    assert curve.not_yet_at(12) == curve.not_yet_at(10)
    assert curve.not_yet_at(5).value == 1


def test_nothing_is_said_beyond_the_last_time_seen():
    assert remission().not_yet_at(35).value is not None
    assert remission().not_yet_at(36).value is None
    assert lasting([]).not_yet_at(1).value is None


def test_once_it_happened_to_all_nobody_is_left():
    gone = lasting([Until(2, True, 20)])
    assert gone.not_yet_at(3).value == 0
    assert 0 < gone.not_yet_at(3).upper < 0.2


TIMES = st.lists(
    st.builds(Until, st.integers(0, 40), st.booleans(), st.integers(1, 5)), max_size=30
)


@given(rows=TIMES, time=st.integers(0, 50))
def test_everybody_is_in_one_of_three_at_each_time(rows, time):
    curve = lasting(rows)
    parts = (curve.happened_by(time), curve.gone_by(time), curve.left_after(time))
    assert sum(parts) == curve.clients == sum(row.clients for row in rows)


@given(rows=TIMES)
def test_a_curve_only_falls_and_lies_in_its_interval(rows):
    curve, before = lasting(rows), 1.0
    for time in range(45):
        found = curve.not_yet_at(time)
        if found.value is None:
            continue
        assert found.value <= before + 1e-12
        assert 0 <= found.lower <= found.value + 1e-12
        assert found.value - 1e-12 <= found.upper <= 1
        before = found.value


@given(rows=st.lists(st.builds(Until, st.integers(0, 9), st.just(True), st.just(1))))
def test_with_everybody_seen_to_the_end_it_is_a_plain_share(rows):
    curve = lasting(rows)
    for time in range(10):
        if rows:
            plain = sum(row.time > time for row in rows) / len(rows)
            assert curve.not_yet_at(time).value == pytest.approx(plain)


def test_wilsons_interval_of_a_published_example():
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
    for (some, of), (lower, upper) in {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0000, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }.items():
        found = share_of(some, of)
        assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=6e-5)
    assert share_of(0, 0).value is None


def sums_of(clients):
    each = [(some, of) for some, of in clients if of]
    return Sums(
        len(each),
        sum(some for some, _ in each),
        sum(of for _, of in each),
        sum(some**2 for some, _ in each),
        sum(of**2 for _, of in each),
        sum(some * of for some, of in each),
    )


CLIENTS = st.lists(
    st.integers(1, 8).flatmap(
        lambda of: st.tuples(st.integers(0, of), st.just(of)),
    ),
    min_size=2,
    max_size=30,
)


@given(clients=CLIENTS)
def test_a_ratio_lies_in_its_interval_inside_0_and_1(clients):
    found = ratio_of(sums_of(clients))
    assert 0 <= found.lower <= found.value + 1e-9
    assert found.value - 1e-9 <= found.upper <= 1


@given(clients=CLIENTS)
def test_the_groups_of_a_practice_add_up(clients):
    half = len(clients) // 2
    one, two = sums_of(clients[:half]), sums_of(clients[half:])
    assert one + two == sums_of(clients)


def test_clients_who_are_alike_inside_make_a_ratio_less_sure():
    mixed = ratio_of(sums_of([(5, 10)] * 10 + [(4, 10), (6, 10)] * 5))
    apart = ratio_of(sums_of([(0, 10), (10, 10)] * 10))
    assert mixed.value == apart.value == 0.5
    assert apart.upper - apart.lower > 3 * (mixed.upper - mixed.lower)


def test_one_of_each_client_is_nearly_a_plain_share():
    clustered = ratio_of(sums_of([(1, 1)] * 300 + [(0, 1)] * 700))
    plain = share_of(300, 1000)
    assert clustered.lower == pytest.approx(plain.lower, abs=0.001)
    assert clustered.upper == pytest.approx(plain.upper, abs=0.001)


def test_a_rate_may_be_above_1_and_nothing_comes_of_nobody():
    rate = ratio_of(sums_of([(3, 1), (2, 1), (4, 1)]), is_share=False)
    assert rate.value == 3
    assert 0 < rate.lower < 3 < rate.upper
    assert ratio_of(sums_of([])).value is None
    assert ratio_of(sums_of([(0, 2)] * 20), is_share=False).value == 0


def test_few_clients_need_a_wider_reach():
    # two-sided 95 % points of Student's t, from any table
    for freedom, reach in {5: 2.571, 10: 2.228, 30: 2.042, 1000: 1.962}.items():
        assert t_quantile(freedom) == pytest.approx(reach, abs=0.005)


MEASURED = st.lists(
    st.builds(Measured, st.floats(-1, 1), st.floats(0.001, 1)), min_size=1, max_size=8
)


@given(measured=MEASURED)
def test_a_group_is_drawn_towards_the_others_and_not_past_them(measured):
    values = [one.value for one in measured]
    for one, found in zip(measured, pooled(measured, spread=0.1), strict=True):
        assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9
        assert found.lower < found.value < found.upper
        assert found.upper - found.lower < 8 * sqrt(one.variance) + 2


def test_the_fewer_stand_behind_a_group_the_further_it_is_drawn():
    sure, unsure = Measured(1.0, 0.001), Measured(1.0, 0.5)
    rest = [Measured(0.0, 0.01)] * 6
    strong, *_ = pooled([sure, *rest], spread=0.5)
    weak, *_ = pooled([unsure, *rest], spread=0.5)
    assert weak.value < 0.5 < strong.value


def test_what_all_share_widens_the_interval_and_draws_nothing():
    bare = pooled([Measured(0.2, 0.01), Measured(0.4, 0.01)], spread=0.1)
    wide = pooled([Measured(0.2, 0.01, 1.0), Measured(0.4, 0.01, 1.0)], spread=0.1)
    for one, other in zip(bare, wide, strict=True):
        assert one.value == pytest.approx(other.value)
        assert other.upper - other.lower > one.upper - one.lower
    assert pooled([], spread=0.1) == ()
    assert all(one.upper < inf for one in wide)
