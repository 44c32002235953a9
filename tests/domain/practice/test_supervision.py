"""What two colleagues look at together tells what is open, and nothing that is kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.alliance.repairs import RepairStatus
from holdspace.content.supervision import Situation, supervision_pack
from holdspace.practice.supervision import (
    MOST_PROMPTS,
    Due,
    FollowUp,
    FollowUpKind,
    due_of,
    in_order,
    promise_follow_up,
    prompts_for,
    repair_follow_up,
    short_name_of,
    situations_of,
    week_of,
)

ON = date(2026, 11, 26)  # a Thursday
DAYS = st.integers(0, 400).map(lambda back: ON - timedelta(days=back))
OPEN = st.sampled_from([RepairStatus.OPEN, RepairStatus.NAMED, RepairStatus.PARTLY])


def repair(status=RepairStatus.OPEN, *, noticed=ON, stepped=()):
    return repair_follow_up(
        "KT42", status, noticed_on=noticed, stepped_on=stepped, on=ON
    )


def days_back(number):
    return ON - timedelta(days=number)


def test_a_repair_is_told_by_weeks():
    one = repair(RepairStatus.NAMED, noticed=days_back(24), stepped=[days_back(15)])
    assert one.week_of == date(2026, 11, 2)
    assert one.open_weeks(ON) == 3
    assert one.quiet_weeks == 2


@pytest.mark.parametrize("status", [RepairStatus.REPAIRED, RepairStatus.LET_GO])
def test_a_closed_repair_is_not_open(status):
    assert repair(status) is None


@given(OPEN, DAYS, st.lists(DAYS))
def test_what_was_done_before_it_was_noticed_leaves_no_trace(status, noticed, stepped):
    """Such steps came after a ground that is kept."""
    later = [day for day in stepped if day >= noticed]
    assert repair(status, noticed=noticed, stepped=stepped) == repair(
        status, noticed=noticed, stepped=later
    )


@given(OPEN, DAYS, st.lists(DAYS))
def test_no_day_of_a_repair_stands_in_it(status, noticed, stepped):
    """Days of one week cannot be told from each other."""
    weeks = [week_of(day) for day in stepped]
    assert repair(status, noticed=noticed, stepped=stepped) == repair(
        status, noticed=week_of(noticed), stepped=weeks
    )


@pytest.mark.parametrize(
    ("due_on", "due"),
    [
        (None, Due.NO_DAY),
        (days_back(1), Due.OVERDUE),
        (ON, Due.TODAY),
        (days_back(-1), Due.LATER),
    ],
)
def test_the_day_of_a_promise_lies_somewhere_to_today(due_on, due):
    assert due_of(due_on, ON) is due
    promise = promise_follow_up("KT42", made_on=days_back(9), due_on=due_on, on=ON)
    assert (promise.stands, promise.due_on) == (due.value, due_on)


@given(st.binary(min_size=8, max_size=32))
def test_a_short_name_is_short_and_no_word(digest):
    name = short_name_of(digest)
    assert len(name) == 4
    assert name[:2].isupper()
    assert not set(name[:2]) & set("AEIOUQY")
    assert name[2:].isdigit()


def test_every_letter_and_digit_comes_up():
    names = [short_name_of(number.to_bytes(8, "big")) for number in range(36_100)]
    assert len(set(names)) == 36_100


def items():
    return st.lists(
        st.builds(
            FollowUp,
            kind=st.sampled_from(FollowUpKind),
            short_name=st.sampled_from(["BB00", "KT42", "ZZ99"]),
            week_of=DAYS.map(week_of),
            stands=st.sampled_from(["open", "named", "overdue", ""]),
            quiet_weeks=st.integers(0, 5),
        ),
        max_size=8,
    )


@given(items(), st.randoms())
def test_only_what_is_shown_decides_the_order(found, chance):
    key = [(one.kind, one.week_of, one.short_name) for one in in_order(found)]
    chance.shuffle(found)
    again = [(one.kind, one.week_of, one.short_name) for one in in_order(found)]
    assert again == key


@given(items())
def test_a_few_questions_are_asked_each_about_what_is_open(found):
    prompts = prompts_for(found, supervision_pack(), ON)
    assert len(prompts) <= MOST_PROMPTS
    if found:
        asked_about = situations_of(found)
        assert [one.situation for one in prompts] == list(asked_about[:MOST_PROMPTS])


def test_where_nothing_is_open_that_is_asked_about():
    (prompt,) = prompts_for([], supervision_pack(), ON)
    assert prompt.situation is Situation.NOTHING_OPEN


def test_with_the_next_week_other_questions_come():
    named = [repair(RepairStatus.NAMED, noticed=days_back(30))]
    weeks = [ON + timedelta(weeks=number) for number in range(3)]
    asked = {prompts_for(named, supervision_pack(), on)[0].words for on in weeks}
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("status", "quiet", "situation"),
    [
        (RepairStatus.OPEN, 0, Situation.REPAIR_NOT_NAMED),
        (RepairStatus.NAMED, 7, Situation.REPAIR_ON_ITS_WAY),
        (RepairStatus.NAMED, 14, Situation.REPAIR_NOT_FOLLOWED_UP),
        (RepairStatus.PARTLY, 14, Situation.REPAIR_NOT_FOLLOWED_UP),
    ],
)
def test_a_repair_is_asked_about_by_where_it_stands(status, quiet, situation):
    one = repair(status, noticed=days_back(21), stepped=[days_back(quiet)])
    assert situations_of([one]) == (situation,)


def test_a_promise_that_is_not_late_is_not_asked_about():
    later = promise_follow_up("KT42", made_on=ON, due_on=None, on=ON)
    assert situations_of([later]) == ()
