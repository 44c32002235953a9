"""Word given before a break, a change of worker or an ending."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.alliance.notices import (
    AdvanceNotice,
    AlreadyOver,
    EndsBeforeItBegins,
    NoticeKind,
    check_days,
    coming,
)

TODAY = date(2026, 11, 24)


def notice(begins=7, ends=None, *, kind=NoticeKind.ENDING, given=-7, name="n"):
    days = [None if one is None else TODAY + timedelta(one) for one in (begins, ends)]
    return AdvanceNotice(name, kind, *days, TODAY + timedelta(given))


def check(kind, begins, ends):
    ends_on = None if ends is None else TODAY + timedelta(ends)
    check_days(kind, TODAY + timedelta(begins), ends_on, today=TODAY)


@pytest.mark.parametrize("ends", [None, 6, -1])
def test_a_break_ends_on_the_day_it_begins_or_later(ends):
    with pytest.raises(EndsBeforeItBegins):
        check(NoticeKind.BREAK, 7, ends)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_nothing_is_told_in_advance_once_it_has_come(kind):
    with pytest.raises(AlreadyOver):
        check(kind, -1, 7)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_today_is_still_in_advance(kind):
    check(kind, 0, 0)


def test_a_break_is_told_of_until_its_last_day_and_not_longer():
    one = notice(1, 5, kind=NoticeKind.BREAK)
    assert coming([one], TODAY + timedelta(5)) == (one,)
    assert coming([one], TODAY + timedelta(6)) == ()


def test_an_ending_is_told_of_until_it_has_come():
    one = notice(7)
    assert coming([one], TODAY + timedelta(7)) == (one,)
    assert coming([one], TODAY + timedelta(8)) == ()


def test_it_is_in_no_brief_of_a_day_before_it_was_given():
    assert coming([notice(given=1)], TODAY) == ()


@given(st.permutations([3, 1, 2]))
def test_the_soonest_comes_first(days):
    told = [notice(day, name=str(day)) for day in days]
    assert [one.id for one in coming(told, TODAY)] == ["1", "2", "3"]


def test_how_many_days_are_left_is_never_less_than_none():
    assert notice(7).days_ahead(TODAY) == 7
    assert notice(7).days_ahead(TODAY + timedelta(9)) == 0
