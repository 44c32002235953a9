from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.errors import UnreadableDate


@st.composite
def partial_dates(draw):
    day = draw(st.dates())
    known_to = draw(st.sampled_from(["year", "month", "day"]))
    return PartialDate(
        day.year,
        day.month if known_to != "year" else None,
        day.day if known_to == "day" else None,
        about=draw(st.booleans()),
    )


@given(partial_dates())
def test_what_is_stored_is_read_back_the_same(told):
    assert PartialDate.read(told.canonical) == told


@given(partial_dates())
def test_what_is_shown_is_read_back_the_same(told):
    assert PartialDate.read(str(told)) == told


@given(partial_dates())
def test_a_date_can_mean_the_days_between_its_first_and_its_last(told):
    assert told.earliest_on <= told.latest_on
    assert told.earliest_on.year == told.latest_on.year == told.year
    if told.latest_on < date.max:
        after = told.latest_on + timedelta(days=1)
        assert (after.year, after.month) > (told.year, told.month or 0) or told.day


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2019", "2019"),
        ("about 2019", "~2019"),
        ("~2019", "~2019"),
        ("ca. 2019", "~2019"),
        ("Around March 2019", "~2019-03"),
        ("2019-3", "2019-03"),
        ("Mar 2019", "2019-03"),
        (" 14 march 2019 ", "2019-03-14"),
        ("2019-03-14", "2019-03-14"),
        ("29 February 2020", "2020-02-29"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, stored):
    assert PartialDate.read(typed).canonical == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "about",
        "long ago",
        "March",
        "14 Marsh 2019",
        "2019-13",
        "2019-00",
        "2019-03-00",
        "0 March 2019",
        "30 February 2020",
        "0000",
        "20190314",
    ],
)
def test_a_day_that_never_was_is_refused_with_what_to_write(typed):
    with pytest.raises(UnreadableDate, match='Write it like "2019", "about 2019"'):
        PartialDate.read(typed)


def test_a_day_needs_its_month():
    with pytest.raises(UnreadableDate):
        PartialDate(2019, day=14)


def test_february_ends_when_it_ends():
    assert PartialDate(2020, 2).latest_on == date(2020, 2, 29)
    assert PartialDate(2021, 2).latest_on == date(2021, 2, 28)
