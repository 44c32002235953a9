"""A client's days are moved together, so that only the time between them is left."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdspace.practice.extract.shift import (
    LAST_DAYS,
    DateShift,
    last_day_of_last_month,
    shift_of,
)
from holdspace.practice.tables import EXTRACT_TABLES, MOST_DAYS

DAYS = st.dates(date(2015, 1, 1), date(2026, 11, 24))


@given(st.lists(DAYS, min_size=2), st.integers(-MOST_DAYS, MOST_DAYS))
def test_the_time_between_two_days_holds(days, by):
    rows = [{"client": None, "on": day, "status": "held"} for day in days]
    moved = DateShift(by, 0).moved("sessions", rows, 7)
    assert [row["on"] - day for row, day in zip(moved, days, strict=True)] == [
        timedelta(days=by)
    ] * len(days)
    assert {row["client"] for row in moved} == {7}


@given(DAYS, st.integers(-MOST_DAYS, MOST_DAYS))
def test_every_day_of_every_table_is_moved_and_nothing_else(day, by):
    for table in EXTRACT_TABLES:
        row = {
            one.name: day if one.name in table.days else "x" for one in table.columns
        }
        [moved] = DateShift(by, 0).moved(table.name, [row], 3)
        for column in table.columns[1:]:
            as_it_was = moved[column.name] == row[column.name]
            assert as_it_was is (column.name not in table.days or by == 0)


def test_a_day_nobody_knows_stays_unknown():
    [moved] = DateShift(9, 0).moved("promises", [{"made_on": date(2026, 1, 1)}], 1)
    assert moved["due_on"] is None
    assert moved["settled_on"] is None


def keys(number):
    return [n.to_bytes(32) for n in range(number)]


def test_shifts_are_from_the_whole_range_and_as_often_ahead_as_back():
    drawn = [shift_of(key) for key in keys(8000)]
    assert {min(one.days for one in drawn), max(one.days for one in drawn)} == {
        -MOST_DAYS,
        MOST_DAYS,
    }
    assert {one.left_out for one in drawn} == set(range(LAST_DAYS + 1))
    assert abs(sum(one.days for one in drawn) / len(drawn)) < 3 * 210 / 8000**0.5
    both = {(one.days > 0, one.left_out > LAST_DAYS // 2) for one in drawn}
    assert len(both) == 4


def test_a_client_has_the_same_shift_each_time_and_others_have_others():
    """Many extracts of one client say no more about their true days than one does."""
    once, again = (
        [shift_of(key) for key in keys(50)],
        [shift_of(key) for key in keys(50)],
    )
    assert once == again
    assert len({(one.days, one.left_out) for one in once}) > 45


def test_the_last_days_are_not_looked_at():
    assert DateShift(100, 12).seen_until(date(2026, 11, 24)) == date(2026, 11, 12)


@given(DAYS)
def test_all_looks_of_a_month_end_on_the_same_day(day):
    end = last_day_of_last_month(day)
    assert end == last_day_of_last_month(day.replace(day=1))
    assert end + timedelta(days=1) == day.replace(day=1)
