"""The compiled search is the plain one, sooner."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.patterns.blocks import shuffled
from holdspace.patterns.chance import searched_by
from holdspace.patterns.compiled import compiled_search
from holdspace.patterns.cycles import cycles_of
from holdspace.patterns.sequences import Miner, Reach, days_of, numbered
from holdspace.patterns.surprise import Mixture
from holdspace.patterns.timeline import CodedEvent, timeline_of

events = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from(["then", "now", None]),
        st.one_of(st.none(), st.integers(0, 40)),
    ),
    min_size=1,
    max_size=60,
)


def timeline(given_events):
    return timeline_of(
        CodedEvent(f"c{code}", row, day, episode)
        for row, (code, episode, day) in enumerate(given_events)
    )


@pytest.mark.slow  # the first time, it is compiled
@given(events, st.integers(0, 5), st.sampled_from([None, 0.0, 7.0]))
@settings(max_examples=60)
def test_each_shuffle_is_as_surprising(given_events, gap, window):
    history_of, reach = timeline(given_events), Reach(gap, window)
    history, days = numbered(history_of), days_of(history_of, reach)
    mixture = Mixture(history, gap)
    plain = searched_by(Miner(history.ends, days, reach), mixture)
    compiled = compiled_search(history, days, reach, mixture)
    for some in shuffled(history, 10):
        assert np.abs(plain(some) - compiled(some)).max() < 1e-10


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_verdicts_are_the_same(seed):
    random = np.random.default_rng(seed)
    noise = [(int(code), None, None) for code in random.integers(0, 6, 40)]
    planted = [(code, None, None) for code in (0, 5, 3, 1)]
    whole = [*noise[:9], *planted, *noise[9:20], *planted, *noise[20:31], *planted]
    history = timeline(whole if seed % 3 else noise)
    plain, compiled = (
        cycles_of(history, shuffles=200, compiled=way) for way in (False, True)
    )
    assert plain == compiled
