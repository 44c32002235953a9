"""A client's cycles: shown once, with their evidence, and only beyond chance."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.patterns.blocks import block_ends, shuffled
from holdspace.patterns.chance import Chance, searched_by, strengths_of
from holdspace.patterns.cycles import cycles_of
from holdspace.patterns.operating_points import SHOWN_P, SHUFFLES
from holdspace.patterns.sequences import Miner, Reach, days_of, numbered
from holdspace.patterns.surprise import Mixture, chance_in_order, surprise
from holdspace.patterns.timeline import CodedEvent, timeline_of

DISMISSED = ["T.SLIGHT", "X.DISMISSED", "P.QUIET", "E.FADED"]
OTHER = [f"other {number}" for number in range(30)]


def told(codes, episodes=None):
    return timeline_of(
        CodedEvent(code, row, float(row), None if episodes is None else episodes[row])
        for row, code in enumerate(codes)
    )


def with_three_dismissals():
    """What happened three times, with something else between."""
    codes = []
    for at in range(0, 15, 5):
        codes += [*OTHER[at : at + 4], *DISMISSED[:2], OTHER[at + 4], *DISMISSED[2:]]
    return codes + OTHER[15:22]


def drawn(seed, size, codes, episodes=1):
    """A history in which nothing follows from anything."""
    random = np.random.default_rng(seed)
    of = [f"c{code}" for code in random.integers(0, codes, size)]
    return told(of, [str(at * episodes // size) for at in range(size)])


def test_what_came_three_times_is_shown_once_with_its_rows():
    (cycle,) = cycles_of(told(with_three_dismissals()))
    assert list(cycle.codes) == DISMISSED
    assert (cycle.support, cycle.episodes, cycle.running) == (3, 1, None)
    assert cycle.occurrences == ((4, 5, 7, 8), (13, 14, 16, 17), (22, 23, 25, 26))
    assert 0 < cycle.p_value <= SHOWN_P


def test_across_episodes_they_are_counted():
    codes = with_three_dismissals()
    episodes = [str(row // 9) for row in range(27)] + ["3"] * 7
    (cycle,) = cycles_of(told(codes, episodes))
    assert cycle.episodes == 3


def test_it_has_begun_again():
    codes = [*with_three_dismissals(), *DISMISSED[:2], OTHER[29]]
    (cycle,) = cycles_of(told(codes))
    running = cycle.running
    assert (running.matched, running.of, running.next) == (2, 4, "P.QUIET")
    assert running.rows == (34, 35)


def test_two_cycles_stand_on_events_of_their_own():
    other = ["N.LISTEN", "H.HEARD", "P.SPEAKUP", "M.OWN"]
    codes = []
    for at in range(0, 30, 8):
        first, second = (DISMISSED, other) if at % 16 else (other, DISMISSED)
        codes += [*first, *OTHER[at : at + 4], *second, *OTHER[at + 4 : at + 8]]
    found = cycles_of(told(codes))
    assert {cycle.codes for cycle in found} == {tuple(DISMISSED), tuple(other)}


@pytest.mark.parametrize(
    "codes",
    [
        [],
        ["X.DISMISSED"],
        ["X.DISMISSED"] * 1000,
        DISMISSED,
        DISMISSED * 2,
        ["A", "B"] * 2 + ["B", "A"] * 2,
    ],
    ids=["nothing", "one event", "a thousand the same", "once", "twice", "both ways"],
)
def test_too_little_is_said_to_be_nothing(codes):
    assert cycles_of(told(codes)) == []


def test_the_same_history_gets_the_same_answer():
    first, again = (cycles_of(told(with_three_dismissals())) for _ in range(2))
    assert first == again


@pytest.mark.slow
def test_stopping_early_changes_no_verdict():
    """What is stopped is what would have had no p small enough."""
    for seed in range(12):
        timeline = drawn(seed, 40, 9)
        history, reach = numbered(timeline), Reach()
        miner = Miner(history.ends, days_of(timeline, reach), reach)
        mixture = Mixture(history, reach.gap_events)
        found = miner.recurring(history.codes)
        if not found:
            continue
        search = searched_by(miner, mixture)
        all_of_them = np.vstack([search(some) for some in shuffled(history, 200)])
        chance = Chance(strengths_of(found, mixture), all_of_them)
        clear = [
            steps
            for steps, support in found
            if chance.p_value(len(steps), surprise(support, mixture.expected(steps)))
            <= SHOWN_P
        ]
        assert bool(clear) == bool(cycles_of(timeline, shuffles=200))


@pytest.mark.slow
@pytest.mark.parametrize("episodes", [1, 4])
def test_where_nothing_follows_from_anything_nothing_is_shown(episodes):
    shown = [
        bool(cycles_of(drawn(seed, 44, 10, episodes), shuffles=100))
        for seed in range(40)
    ]
    assert sum(shown) <= 4  # 2 in 100 expected


# --- Shuffles -----------------------------------------------------------------


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_blocks_fill_episodes(lengths):
    episode_ends = np.cumsum(lengths).tolist()
    ends = block_ends(episode_ends)
    assert set(episode_ends) <= set(ends)
    sizes = [stop - start for start, stop in pairwise([0, *ends])]
    assert min(sizes) >= min(min(lengths), 7)
    assert max(sizes) <= 15


def test_a_shuffle_keeps_what_lies_in_each_block():
    history = numbered(drawn(3, 47, 9, episodes=2))
    for places in shuffled(history, 60):
        for start, stop in pairwise([0, *block_ends(history.episode_ends)]):
            expected = sorted(history.codes[start:stop])
            assert (np.sort(places[:, start:stop], axis=1) == expected).all()
    rows = np.vstack(list(shuffled(history, 60)))
    assert rows.shape == (60, 47)
    assert len({tuple(row) for row in rows.tolist()}) == 60


# --- Surprise and p -----------------------------------------------------------


def test_how_likely_given_events_stand_in_order():
    assert chance_in_order(3, 2, 0) == pytest.approx(2 / 6)
    assert chance_in_order(3, 2, 1) == pytest.approx(3 / 6)
    assert chance_in_order(4, 3, 0) == pytest.approx(2 / 24)
    assert chance_in_order(2, 3, 5) == 0
    assert chance_in_order(5, 0, 1) == 1


def test_only_more_than_expected_surprises():
    assert surprise(3, 3.5) == 0
    assert surprise(3, 0.5) > surprise(3, 1.0) > 0


def test_no_more_is_expected_than_is_possible():
    mixture = Mixture(numbered(told(["A", "B", "C"] * 20)), 2)
    assert 10 < mixture.expected((0, 1, 2)) < 20
    assert mixture.expected((0, 1, 0)) < 10


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(5, 40))
def test_of_equals_each_gets_its_share_of_p(seed, count):
    """A history that is like its shuffles is at most as often surprising as p says."""
    strengths = np.random.default_rng(seed).random((count + 1, 7)).round(1)
    p_values = []
    for own in range(count + 1):
        chance = Chance(strengths[own], np.delete(strengths, own, axis=0))
        p_values.append(min(chance.p_value(k, strengths[own, k]) for k in range(2, 7)))
    for level in (0.05, 0.2, 0.5):
        assert np.mean(np.array(p_values) <= level) <= level + 1e-12


def test_no_p_is_zero():
    assert Chance(np.ones(7), np.zeros((99, 7))).p_value(3, 1.0) == 0.01
    assert SHUFFLES == 1000
