"""What a line over time is told of a measure."""

import math

import pytest

from holdspace.content.instruments import instruments
from holdspace.measures.lines import OWN_SEM_POINTS, measure_named


@pytest.mark.parametrize("name", ["PHQ-9", "phq-9", "phq9", "PHQ 9"])
def test_an_instrument_is_found_however_it_is_written(name):
    found = measure_named(name)
    assert (found.name, found.low, found.high) == ("phq-9", 0, 27)
    assert (found.sem_points, found.better) == (2.5, "lower")
    assert "Löwe" in found.sem_source
    assert not found.sem_is_assumed


def test_one_scale_of_it_is_found():
    found = measure_named("PHQ-4.anxiety")
    assert (found.name, found.low, found.high) == ("phq-4.anxiety", 0, 6)


@pytest.mark.parametrize(
    "name", ["", "mood", "phq-9.mood", "c-ssrs", "listened.x", "."]
)
def test_an_unknown_name_is_none(name):
    assert measure_named(name) is None


@pytest.mark.parametrize(
    ("name", "high"), [("listened", 3), ("say", 3), ("between", 10)]
)
def test_our_own_questions_have_an_error_that_says_it_is_assumed(name, high):
    found = measure_named(name)
    assert (found.low, found.high, found.better) == (0, high, "higher")
    assert found.sem_points == OWN_SEM_POINTS[name]
    assert found.sem_is_assumed


def test_the_assumed_errors_are_worked_out_as_they_say():
    assert OWN_SEM_POINTS["say"] == round(math.sqrt(1 / 12 + 0.25), 1)
    assert OWN_SEM_POINTS["between"] == math.sqrt(2**2 / 4)


def test_where_nothing_is_published_the_error_is_not_known():
    assert measure_named("k10").sem_points is None


def test_a_preference_has_no_better_end():
    assert measure_named("c-nip").better is None


def test_every_instrument_that_is_scored_can_be_drawn():
    for made in instruments():
        found = measure_named(made.id)
        assert (found is not None) == bool(made.scales)
        assert found is None or found.low < found.high


@pytest.mark.parametrize(("name", "reliable_change"), [("gad-7", 5.59), ("pcl-5", 15)])
def test_an_error_taken_from_a_reliable_change_is_worked_out_right(
    name, reliable_change
):
    sem_points = reliable_change / (1.96 * math.sqrt(2))
    assert measure_named(name).sem_points == round(sem_points, 1)
