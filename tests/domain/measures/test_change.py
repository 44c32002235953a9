"""A change is said only where it is more than error, and by whose word."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.instruments import instrument
from holdspace.measures.change import ChangeKind, change_between
from holdspace.measures.scoring import NoScore, Score


def score(value, scale_id="total"):
    why = NoScore.TOO_MANY_OPEN if value is None else None
    return Score(scale_id, value, 9, 9, why)


def change(name, before, after):
    return change_between(instrument(name).main_scale, score(before), score(after))


@pytest.mark.parametrize(
    ("name", "before", "after", "kind"),
    [
        ("phq-9", 14, 9, ChangeKind.NO_CLEAR_CHANGE),
        ("phq-9", 14, 8, ChangeKind.BETTER),
        ("phq-9", 8, 14, ChangeKind.WORSE),
        ("gad-7", 10, 7, ChangeKind.NO_CLEAR_CHANGE),
        ("gad-7", 10, 6, ChangeKind.STUDIES_DIFFER),
        ("gad-7", 10, 4, ChangeKind.BETTER),
        ("pcl-5", 40, 36, ChangeKind.NO_CLEAR_CHANGE),
        ("pcl-5", 40, 25, ChangeKind.STUDIES_DIFFER),
        ("pcl-5", 22, 40, ChangeKind.WORSE),
        ("ors", 20, 25, ChangeKind.BETTER),
        ("k10", 20, 45, ChangeKind.NOTHING_PUBLISHED),
        ("wsas", 40, 0, ChangeKind.NOTHING_PUBLISHED),
        ("core-10", 40, 0, ChangeKind.NOTHING_PUBLISHED),
    ],
)
def test_a_change_is_named_only_beyond_error(name, before, after, kind):
    assert change(name, before, after).kind is kind


def test_a_change_names_its_source_and_what_it_needs():
    found = change("gad-7", 10, 4)
    assert (found.points, found.needed_points, found.most_points) == (-6, 4, 6)
    assert "Bischoff" in found.source
    assert "-6" not in repr(found)


def test_without_two_values_there_is_no_change():
    assert change("phq-9", None, 4) is None
    assert change("phq-9", 4, None) is None


def test_a_preference_is_higher_or_lower_and_never_better():
    scale = instrument("c-nip").scales[0]
    found = change_between(scale, score(-10, scale.id), score(10, scale.id))
    assert found.kind is ChangeKind.NOTHING_PUBLISHED


def test_where_no_end_is_better_a_change_is_higher_or_lower():
    scale = replace(
        instrument("c-nip").scales[0],
        reliable_change=instrument("phq-9").main_scale.reliable_change,
    )
    up = change_between(scale, score(-10, scale.id), score(10, scale.id))
    down = change_between(scale, score(10, scale.id), score(-10, scale.id))
    assert (up.kind, down.kind) == (ChangeKind.HIGHER, ChangeKind.LOWER)


def test_scores_of_two_scales_are_not_compared():
    with pytest.raises(ValueError, match="not both of this scale"):
        change_between(instrument("phq-9").main_scale, score(3), score(3, "worry"))


@given(st.integers(0, 27), st.integers(0, 27))
def test_back_and_forth_are_the_same_size(before, after):
    there, back = change("phq-9", before, after), change("phq-9", after, before)
    assert there.points == -back.points
    opposite = {
        ChangeKind.BETTER: ChangeKind.WORSE,
        ChangeKind.WORSE: ChangeKind.BETTER,
    }
    assert back.kind is opposite.get(there.kind, there.kind)
