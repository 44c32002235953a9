"""What recurs is what the definition says, tried one by one on small histories."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.patterns.operating_points import LEAST_SUPPORT, LONGEST, SHORTEST
from holdspace.patterns.sequences import (
    Miner,
    Reach,
    TooMuchRecurs,
    days_of,
    disjoint,
    least_support,
    numbered,
)
from holdspace.patterns.timeline import CodedEvent, timeline_of


def told(codes, episodes=None, days=None):
    """A timeline of codes, one event a row."""
    count = len(codes)
    return timeline_of(
        CodedEvent(code, row + 1, day, episode)
        for row, (code, day, episode) in enumerate(
            zip(codes, days or range(count), episodes or [None] * count, strict=True)
        )
    )


def every_occurrence(timeline, steps, reach):
    """All ways to lay the steps on places, by the definition alone."""
    events = timeline.events
    for places in combinations(range(len(events)), len(steps)):
        inside = [events[place] for place in places]
        if [event.code for event in inside] != list(steps):
            continue
        if len({event.episode for event in inside}) > 1:
            continue
        gaps = [b - a - 1 for a, b in pairwise(places)]
        if any(gap > reach.gap_events for gap in gaps):
            continue
        if reach.window_days is not None:
            days = [event.day for event in inside]
            if None in days or days[-1] - days[0] > reach.window_days:
                continue
        yield places


def most_disjoint(occurrences):
    """The most of these that touch nowhere, by trying every choice."""
    windows = sorted({(places[0], places[-1]) for places in occurrences})

    def most(after, left):
        chances = [
            1 + most(end, left[place + 1 :])
            for place, (start, end) in enumerate(left)
            if start > after
        ]
        return max(chances, default=0)

    return most(-1, windows)


def by_definition(timeline, reach):
    names = sorted({event.code for event in timeline.events})
    found, growing = {}, [(name,) for name in names]
    for length in range(SHORTEST, LONGEST + 1):
        longer = [
            (*steps, name) for steps in growing for name in names if name != steps[-1]
        ]
        every = {
            steps: list(every_occurrence(timeline, steps, reach)) for steps in longer
        }
        growing = [steps for steps in longer if every[steps]]  # others never go on
        for steps in growing:
            assert len(steps) == length
            if (support := most_disjoint(every[steps])) >= LEAST_SUPPORT:
                found[steps] = support
    return found


def by_miner(timeline, reach):
    history = numbered(timeline)
    miner = Miner(history.ends, days_of(timeline, reach), reach)
    found = miner.recurring(history.codes)
    assert len({one.steps for one in found}) == len(found)
    return miner, history, found


histories = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.sampled_from(["then", "then", "later", None]),
        st.one_of(st.none(), st.integers(0, 12)),
    ),
    max_size=12,
)


@pytest.mark.slow  # every way to lay every sequence is tried
@given(histories, st.integers(0, 3), st.sampled_from([None, 1, 4, 30]))
@settings(max_examples=40)
def test_what_recurs_is_what_the_definition_says(history, gap, window):
    timeline = told(
        [code for code, _, _ in history],
        [episode for _, episode, _ in history],
        [day for _, _, day in history],
    )
    days = [event.day for event in timeline.events if event.day is not None]
    reach = Reach(gap, window if days == sorted(days) else None)
    miner, numbers, found = by_miner(timeline, reach)
    expected = by_definition(timeline, reach)
    named = {
        tuple(numbers.names[step] for step in steps): support
        for steps, support in found
    }
    assert named == expected
    for steps, support in found:
        taken = miner.occurrences(numbers.codes, steps)
        assert len(taken) == support
        assert all(a[-1] < b[0] for a, b in pairwise(taken))
        names = [numbers.names[step] for step in steps]
        allowed = set(every_occurrence(timeline, names, reach))
        assert set(taken) <= allowed


def test_a_stretch_of_life_is_counted_once():
    """Woven into each other: NOSEP counts two, disjoint windows one."""
    _, _, found = by_miner(told("AABB" * 3), Reach(2))
    assert {one.steps: one.support for one in found}[(0, 1)] == 3


def test_the_one_that_ends_first_leaves_the_most_room():
    assert disjoint([(2, 0), (3, 1), (5, 3), (9, 4)]) == 2
    assert disjoint([]) == 0


def test_steps_lie_in_one_episode():
    codes, episodes = "AB" * 4, ["then"] * 3 + ["later"] * 5
    _, _, found = by_miner(told(codes, episodes), Reach())
    assert {one.steps: one.support for one in found}[(0, 1)] == 3


def test_the_same_thing_again_and_again_is_no_cycle():
    _, _, found = by_miner(told("A" * 1000), Reach())
    assert found == []


def test_a_step_without_a_day_is_in_no_window():
    days = [0, 1, 10, None, 20, 21, 30, 31]
    timeline = told("AB" * 4, days=days)
    assert by_miner(timeline, Reach(2, 5))[2][0].support == 3
    assert by_miner(timeline, Reach(2))[2][0].support == 4


def test_more_than_anybody_could_judge_is_refused():
    codes = [chr(65 + (7 * n * n + n // 3) % 20) for n in range(300)]
    with pytest.raises(TooMuchRecurs, match="Allow fewer"):
        by_miner(told(codes), Reach(50))


@pytest.mark.parametrize("wrong", [(-1, None), (2, -1.0)])
def test_a_gap_is_never_negative(wrong):
    with pytest.raises(ValueError, match="never negative"):
        Reach(*wrong)


def test_episodes_that_overlap_stand_apart():
    timeline = told("ABCD", ["then", "now", "then", "now"])
    assert [event.code for event in timeline.events] == ["A", "C", "B", "D"]
    assert (timeline.episode_ends, timeline.newest) == ((2, 4), 3)
    assert timeline_of([]).newest is None
    assert len(told("ABC")) == 3


def test_long_histories_need_more():
    assert [least_support(size) for size in (0, 399, 400)] == [3, 3, 4]
