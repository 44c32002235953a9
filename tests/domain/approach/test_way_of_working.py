"""What two people agreed on: drafted from words, agreed by both, first in the brief."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.approach.brief_json import brief_json
from holdspace.approach.brief_text import brief_text
from holdspace.approach.lines import because
from holdspace.approach.way_draft import WayContent, draft_way, slider_side
from holdspace.approach.way_of_working import (
    LineKind,
    LineStanding,
    WayLine,
    WayOfWorking,
    asked_after,
)
from holdspace.content.codebook import codebook
from holdspace.content.intake import intake
from holdspace.content.lessons import lessons
from holdspace.content.way_of_working import way_pack
from holdspace.story.readings import Verdict, readings_that_count

SLIDERS = intake().question("F5").sliders
CONTENT = WayContent(way_pack(), lessons(), codebook(), SLIDERS)


@pytest.fixture(scope="session")
def drafted(on):
    return lambda readings, **more: draft_way(
        readings_that_count(readings), CONTENT, on=on, **more
    )


@pytest.fixture(scope="session")
def agreed(told, days_ago):
    """A line the client said yes to, so many days ago."""

    def made(words, kind=LineKind.DO, *, code="N.PACE", days=3, **changes):
        (reading,) = told(f"{code}|what they said about it")
        line = WayLine(
            id=words,
            kind=kind,
            words=words,
            because=(because(reading),),
            codes=(code,),
            verdict=Verdict.YES,
            agreed_on=days_ago(days),
        )
        return replace(line, **changes)

    return made


def worded(lines, kind=None):
    return [line.words for line in lines if kind in {None, line.kind}]


# --- Drafting --------------------------------------------------------------------


def test_nothing_told_drafts_nothing(drafted):
    assert drafted([]) == ()


def test_every_kind_of_line_comes_from_words(drafted, told):
    lines = drafted(
        told(
            "X.NOTHEARD|she typed",
            "T.DISTRACT|the sound of the keys",
            "P.QUIET|I stop",
            "N.LISTEN|put the laptop away",
            "N.FIT|ask me",
        )
    )
    assert [(line.kind.value, line.key.partition(":")[2]) for line in lines] == [
        ("do", "N.FIT"),
        ("do", "N.LISTEN"),
        ("avoid", "X.NOTHEARD"),
        ("ask_first", "N.FIT"),
        ("if_then", "T.DISTRACT"),
        ("client_tries", "P.QUIET"),
    ]
    by_kind = {line.kind: line for line in lines}
    if_then = by_kind[LineKind.IF_THEN]
    assert if_then.words == "If I type or look away, I stop and hear you out."
    quotes = [one.quote for one in if_then.because]
    assert quotes == ["the sound of the keys", "put the laptop away"]


def test_a_line_rests_on_what_says_it_and_not_on_a_hurt_beside_it(drafted, told):
    lines = drafted(told("X.NOTHEARD|she typed", "N.LISTEN|put the laptop away"))
    do = next(line for line in lines if line.kind is LineKind.DO)
    assert [one.quote for one in do.because] == ["put the laptop away"]


def test_what_only_hurt_gives_something_to_avoid_and_nothing_to_do(drafted, told):
    lines = drafted(told("X.PUSHED|every detail, in the first hour"))
    assert worded(lines) == ["I do not press you for details."]


def test_what_helps_by_the_lessons_map_is_its_first_repair(drafted, told):
    lines = drafted(told("X.DISMISSED|at least, she said", "T.SLIGHT|a quick but"))
    assert worded(lines, LineKind.IF_THEN) == [
        "If I brush something off, I say what I noticed, as a guess, and ask you."
    ]


def test_a_taken_back_or_guessed_reading_drafts_nothing(drafted, told, said):
    back = told("N.PACE|slowly", verdicts=(said("taken_back"),))
    assert drafted(back) == ()


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("I lead", "You lead, and I follow."),
        ("rather: I lead", "You lead, and I follow."),
        ("in the middle", "We ask each time who leads."),
        ("rather: You lead", "I lead, and you can stop me at any time."),
    ],
)
def test_a_slider_says_which_way(drafted, told, place, line):
    assert worded(drafted(told(f"N.LEAD|Who leads?: {place}"))) == [line]


def test_where_a_slider_was_moved_the_newest_place_counts(drafted, told):
    readings = [
        *told("N.TONE|Gentle, or a challenge?: Be gentle", days=20),
        *told("N.TONE|Gentle, or a challenge?: Challenge me", days=2),
    ]
    (line,) = drafted(readings)
    assert line.words.startswith("I challenge you")
    assert len(line.because) == 1


def test_a_preference_in_own_words_says_no_place_of_a_slider(drafted, told):
    (line,) = drafted(told("N.LEAD|I want to lead this"))
    assert line.words == "I ask you who leads today."


def test_a_confirmed_cycle_becomes_something_to_say_aloud(drafted, told):
    steps = told("X.DISMISSED|brushed off", "P.QUIET|I stop", "E.FADED|I was gone")
    lines = worded(drafted([], cycles=[steps, ()]), LineKind.IF_THEN)
    assert lines == [
        "If this starts again, “They brushed it off”, "
        "we say so aloud before it goes on."
    ]


@given(st.text(max_size=20))
def test_every_answer_leans_to_one_side_or_none(answer):
    assert slider_side(answer, SLIDERS[0]) in {"first", "middle", "second"}


# --- Where a line stands -----------------------------------------------------------


def test_a_line_is_agreed_when_both_stand_behind_it_and_words_are_under_it(agreed):
    assert agreed("slowly").standing is LineStanding.AGREED
    for changes, standing in (
        ({"verdict": None}, LineStanding.WAITS),
        ({"shown": False, "verdict": None}, LineStanding.DRAFTED),
        ({"by_worker": False}, LineStanding.PROPOSED),
        ({"verdict": Verdict.NOT_QUITE}, LineStanding.NOT_QUITE),
        ({"verdict": Verdict.TAKEN_BACK}, LineStanding.TAKEN_BACK),
        ({"because": ()}, LineStanding.LOOK_AGAIN),
        ({"lost": True}, LineStanding.LOOK_AGAIN),
    ):
        assert agreed("slowly", **changes).standing is standing
        assert not agreed("slowly", **changes).agreed


def test_after_four_weeks_a_line_asks_whether_it_is_still_so(agreed, on):
    assert not agreed("slowly", days=28).still_so(on)
    assert agreed("slowly", days=29).still_so(on)
    assert not agreed("slowly", days=29, verdict=None).still_so(on)


def test_what_nobody_confirmed_for_long_moves_below(agreed, on):
    way = WayOfWorking((agreed("old", days=40), agreed("new")), 1)
    assert worded(way.agreed(on)) == ["new", "old"]
    assert worded(way.at(LineStanding.AGREED)) == ["old", "new"]


def test_what_the_client_tries_is_never_asked_about(agreed):
    tries = agreed("a word", LineKind.CLIENT_TRIES)
    assert asked_after([tries, agreed("b", verdict=None)], 3) == ()


@given(st.integers(1, 9), st.integers(0, 50))
def test_at_most_two_are_asked_about_and_every_line_has_its_turn(number, start):
    lines = [
        WayLine(str(n), LineKind.DO, str(n), verdict=Verdict.YES) for n in range(number)
    ]
    lines = [replace(line, because=(None,)) for line in lines]
    asked = [asked_after(lines, start + n) for n in range(number)]
    assert all(1 <= len(one) <= 2 for one in asked)
    assert all(len({line.id for line in one}) == len(one) for one in asked)
    assert {line.id for one in asked for line in one} == {line.id for line in lines}


# --- In the brief -------------------------------------------------------------------


def test_agreed_lines_go_first_and_the_limit_of_three_holds(brief, told, agreed):
    readings = told("N.LISTEN|hear me", "N.FIT|ask me", "X.PUSHED|too fast")
    made = brief(readings, way=[agreed("We go slowly.")])
    assert made.do[0].line == "We go slowly"
    assert len(made.do) == 3
    assert made.do[0].confirmed
    many = [agreed(f"line {n}") for n in range(5)]
    assert len(brief(readings, way=many).do) == 3


def test_what_an_agreed_line_speaks_of_is_not_said_twice(brief, told, agreed):
    made = brief(told("N.PACE|slowly"), way=[agreed("We go slowly.")])
    assert [line.line for line in made.do] == ["We go slowly"]


def test_an_agreed_line_that_may_have_changed_stands_below(brief, told, agreed):
    made = brief(told("N.FIT|ask me"), way=[agreed("We go slowly.", days=40)])
    assert [line.line for line in made.do] == [
        "Ask what fits; do not guess",
        "We go slowly",
    ]
    assert made.do[1].still_so


@pytest.mark.parametrize(
    "changes",
    [
        {"verdict": None},
        {"verdict": Verdict.NOT_QUITE},
        {"verdict": Verdict.TAKEN_BACK},
        {"lost": True},
        {"because": ()},
        {"by_worker": False},
        {"shown": False},
    ],
)
def test_what_is_not_agreed_is_in_no_brief(brief, agreed, content, changes):
    for kind in LineKind:
        made = brief(way=[agreed("quetzalcoatlus", kind, **changes)])
        assert "quetzalcoatlus" not in str(brief_json(made))
        assert "quetzalcoatlus" not in brief_text(made, content.wording)


def test_what_was_agreed_later_is_not_in_the_brief_of_a_day_before(brief, agreed):
    assert brief(way=[agreed("later", days=-1)]).do == ()


def test_every_kind_stands_in_its_place_in_all_forms(brief, agreed, content):
    made = brief(way=[agreed(f"a {kind.value} line.", kind) for kind in LineKind])
    told = brief_json(made)
    for kind in LineKind:
        name = "tries" if kind is LineKind.CLIENT_TRIES else kind.value
        assert [one["line"] for one in told[name]] == [f"a {kind.value} line"]
        assert told[name][0]["agreed_on"] == "2026-11-21"
        assert told[name][0]["because"]
    text = brief_text(made, content.wording)
    assert "a if_then line (agreed 21 November)" in text
    assert "WHAT AMARA TRIES" in text


def test_where_something_is_agreed_the_brief_begins_with_it(brief, agreed):
    headline = brief(way=[agreed("We go slowly.")]).headline
    assert headline.words == "Start with what you agreed with Amara: “We go slowly”."


def test_a_page_of_agreed_lines_alone_suggests_nothing(brief, told, agreed):
    assert not brief(way=[agreed("We go slowly.")]).suggests
    assert brief(told("N.FIT|ask me"), way=[agreed("We go slowly.")]).suggests
