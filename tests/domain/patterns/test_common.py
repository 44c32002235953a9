"""What many histories have in common, tried against the definition."""

from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.patterns.common import (
    Common,
    CommonSearch,
    closed,
    common,
    common_sequences,
    packed_histories,
)
from holdspace.patterns.timeline import CodedEvent, timeline_of


def packed(histories, episodes=None):
    return packed_histories(
        timeline_of(
            CodedEvent(code, row, None, None if episodes is None else episode)
            for row, (code, episode) in enumerate(
                zip(codes, (episodes or {}).get(number, codes), strict=True)
            )
        )
        for number, codes in enumerate(histories)
    )


def by_definition(histories, search):
    """In how many histories is each sequence, tried at every place."""
    least = search.least_of(histories)
    found = {}
    names = range(len(histories.names))
    for length in range(1, search.longest + 1):
        for steps in product(names, repeat=length):
            support = sum(
                _has(histories, start, stop, steps, search.gap_events)
                for start, stop in pairwise(histories.starts.tolist())
            )
            if support >= least:
                found[steps] = support
    return found


def _has(histories, start, stop, steps, gap):
    for places in combinations(range(start, stop), len(steps)):
        if [histories.codes[place] for place in places] != list(steps):
            continue
        if len({histories.ends[place] for place in places}) > 1:
            continue
        if gap is None or all(b - a - 1 <= gap for a, b in pairwise(places)):
            return True
    return False


many = st.lists(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["then", "now"]))),
    min_size=1,
    max_size=8,
)


@pytest.mark.slow  # the first time, it is compiled
@given(many, st.sampled_from([None, 0, 1, 3]), st.sampled_from([0.2, 0.5, 1.0]))
@settings(max_examples=30)
def test_both_ways_find_what_the_definition_says(told, gap, share):
    told = [history[:7] for history in told]
    histories = packed_histories(
        timeline_of(
            CodedEvent(code, row, None, episode)
            for row, (code, episode) in enumerate(history)
        )
        for history in told
    )
    search = CommonSearch(share, 3, gap)
    expected = by_definition(histories, search)
    plain = common(histories, search)
    assert dict(plain) == expected
    assert len(plain) == len(expected)
    assert common(histories, search, compiled=True) == sorted(plain)
    told_all = {one.steps for one in closed(plain)}
    for steps, support in expected.items():
        says_more = any(
            count == support
            and len(longer) == len(steps) + 1
            and any(
                longer[:at] + longer[at + 1 :] == steps for at in range(len(longer))
            )
            for longer, count in expected.items()
        )
        assert (steps in told_all) is not says_more


@pytest.mark.slow
def test_many_histories_compiled_are_those_without():
    random = np.random.default_rng(4)
    histories = packed(
        [f"{code:02}" for code in random.integers(0, 12, random.integers(5, 60))]
        for _ in range(150)
    )
    for search in (CommonSearch(0.3), CommonSearch(0.6, 3, None)):
        plain = common(histories, search)
        assert len(plain) > 100
        assert common(histories, search, compiled=True) == sorted(plain)


def test_what_a_longer_one_says_as_well_is_left_out():
    found = common_sequences(packed(["ABC", "ABC", "AB", "XC"]), CommonSearch(0.5))
    assert [(one.codes, one.support) for one in found] == [
        (("A", "B"), 3),
        (("C",), 3),
        (("A", "B", "C"), 2),
    ]
    assert found[0].share == 0.75


def test_steps_lie_in_one_episode():
    apart = packed(["AB", "AB"], {0: ["then", "now"], 1: ["then", "then"]})
    codes = [one.codes for one in common_sequences(apart, CommonSearch(1.0))]
    assert codes == [("A",), ("B",)]


def test_nothing_is_common_to_nobody():
    for compiled in (False, True):
        assert common_sequences(packed([]), compiled=compiled) == []
        assert common_sequences(packed([""]), compiled=compiled) == []


def test_a_share_is_counted_without_its_last_bit():
    histories = packed(["A"] * 100)
    assert CommonSearch(0.07).least_of(histories) == 7
    assert CommonSearch(0.071).least_of(histories) == 8


def test_closed_keeps_the_most_common_first():
    found = [Common((0,), 5), Common((1,), 3), Common((0, 1), 3)]
    assert closed(found) == [Common((0,), 5), Common((0, 1), 3)]


@pytest.mark.parametrize("wrong", [(0.0,), (1.1,), (0.5, 0), (0.5, 3, -1)])
def test_what_cannot_be_searched_is_refused(wrong):
    with pytest.raises(ValueError, match=r"is never negative|A share is above 0"):
        CommonSearch(*wrong)
