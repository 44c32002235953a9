"""What is not finished stays in the brief until somebody closes it."""

from datetime import timedelta

import pytest

from holdspace.alliance.notices import AdvanceNotice, NoticeKind
from holdspace.alliance.repairs import (
    UNFINISHED,
    Ground,
    Repair,
    RepairStatus,
    RepairStep,
    Rupture,
    RuptureKind,
)
from holdspace.approach.brief_json import brief_json
from holdspace.approach.lines import mend_lines
from holdspace.content.lessons import lessons


def repair(opened_on, *steps):
    rupture = Rupture(RuptureKind.UNCLEAR, Ground.CHECK_IN, opened_on)
    return Repair("r", (rupture,), opened_on, steps)


@pytest.mark.parametrize("status", sorted(UNFINISHED))
def test_an_unfinished_repair_stands_in_the_brief_however_old(brief, days_ago, status):
    old = repair(days_ago(300), RepairStep(status, days_ago(299)))
    (line,) = brief(repairs=[old]).unfinished
    assert "28 January" in line


@pytest.mark.parametrize("status", [RepairStatus.REPAIRED, RepairStatus.LET_GO])
def test_a_closed_repair_does_not(brief, days_ago, status):
    closed = repair(days_ago(30), RepairStep(status, days_ago(3)))
    assert brief(repairs=[closed]).unfinished == ()
    before = brief(repairs=[closed], on=days_ago(4)).unfinished
    assert len(before) == 1


def test_what_was_left_open_comes_first(brief, held, days_ago):
    made = brief(
        sessions=[held(7, left_open="The letter.")], repairs=[repair(days_ago(7))]
    )
    assert made.unfinished[0] == "The letter."
    assert len(made.unfinished) == 2
    assert brief_json(made)["unfinished"] == list(made.unfinished)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_what_is_coming_stands_in_the_brief_until_it_is_over(brief, on, days_ago, kind):
    notice = AdvanceNotice("n", kind, days_ago(-7), days_ago(-9), days_ago(7))
    (line,) = brief(notices=[notice]).coming
    assert "1 December" in line
    assert "17 November" in line  # since when the client knows
    assert brief_json(brief(notices=[notice]))["coming"] == [line]
    assert brief(notices=[notice], on=on + timedelta(10)).coming == ()


def test_a_running_break_says_when_it_is_over(brief, days_ago):
    notice = AdvanceNotice(
        "n", NoticeKind.BREAK, days_ago(2), days_ago(-3), days_ago(20)
    )
    (line,) = brief(notices=[notice]).coming
    assert "until 27 November" in line


# --- What helps to mend it with this person ---------------------------------------


def test_what_mended_it_before_goes_before_any_suggestion(told, on):
    readings = [
        *told("X.JUDGED|he blamed me"),
        *told("M.OWN|she said sorry for her part"),
    ]
    (line,) = mend_lines(readings, lessons(), on)
    assert line.line == lessons().first_move("M.OWN")
    assert [one.quote for one in line.because] == ["she said sorry for her part"]


def test_where_nothing_mended_was_told_what_hurt_suggests_and_says_so(told, on):
    lines = mend_lines(told("X.DISMISSED|at least Mum had a long life"), lessons(), on)
    assert {line.line for line in lines} == {
        lessons().first_move("M.NAME"),
        lessons().first_move("M.OWN"),
    }
    assert all(line.from_hurt_alone and line.because for line in lines)


def test_nothing_told_suggests_nothing(on):
    assert mend_lines([], lessons(), on) == ()
