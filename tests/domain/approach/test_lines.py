"""What to do, avoid and ask first: which lines, in which order, because of what."""

import pytest

from holdspace.story.readings import Certainty

YES, NOT_QUITE = "yes", "not_quite"


def lines(items):
    return [item.line for item in items]


def quotes(item):
    return [because.quote for because in item.because]


# --- Where lines come from ------------------------------------------------------


def test_what_the_client_asked_for_is_a_thing_to_do(brief, told):
    (line,) = brief(told("N.PACE|let me stop when I need to")).do
    assert line.line == "Go slow; offer a pause or a skip"
    assert quotes(line) == ["let me stop when I need to"]
    assert line.how is None
    assert line.asked_for


def test_what_helped_before_is_a_thing_to_do_but_nobody_asked_for_it(brief, told):
    (line,) = brief(told("H.HEARD|he let me tell it")).do
    assert line.line == "Let them tell it whole, start to end"
    assert not line.asked_for


def test_a_hurt_gives_something_to_avoid_and_a_suggestion(brief, told):
    made = brief(told("X.PUSHED|every detail, in the first hour"))
    assert lines(made.avoid) == ["Pressing for detail before they are ready"]
    assert lines(made.do) == ["Ask for the headline only; agree on a stop sign"]
    assert not made.do[0].asked_for


def test_a_hurt_stands_behind_what_was_asked_for_against_it(brief, told):
    made = brief(told("X.NOTHEARD|she typed", "N.LISTEN|put the laptop away"))
    (line,) = made.do
    assert line.line == "Hear it all before any advice"
    assert line.how == "No typing for the first ten minutes; sum up in the same words"
    assert quotes(line) == ["put the laptop away", "she typed"]


def test_a_suggestion_rests_only_on_the_hurt_it_answers(brief, told):
    made = brief(told("X.NOTHEARD|she typed", "X.DISMISSED|at least she lived long"))
    assert [quotes(line) for line in made.do] == [
        ["at least she lived long"],
        ["she typed"],
    ]


def test_a_hurt_that_two_needs_answer_is_one_suggestion(brief, told):
    made = brief(told("X.TOLD|the vice principal knew"))
    assert lines(made.do) == ["Say what must be passed on before the story starts"]


def test_a_suggestion_that_fits_two_asks_is_said_once(brief, told):
    made = brief(
        told("X.TOLD|the principal knew", "N.CLEAR|say the rules", "N.NOTES|show me")
    )
    assert len(made.do) == 2
    assert [line.how is None for line in made.do] == [False, True]


def test_feelings_alone_make_no_line(brief, told):
    made = brief(told("F.SHAME|I thought I was a bad patient"))
    assert (made.do, made.avoid, made.ask_first) == ((), (), ())


def test_everything_to_ask_first_is_there_however_much_it_is(brief, told):
    made = brief(
        told("N.NOTES|one", "N.FIT|two", "X.TOLD|three", "T.CLOSE|four", "T.DIG|five")
    )
    assert len(made.ask_first) == 5


# --- Which lines come first -----------------------------------------------------


def test_the_word_of_the_client_ranks_before_everything(brief, told, said):
    made = brief(
        [
            *told("X.PUSHED|a", strength=1, verdicts=(said(YES),)),
            *told("X.RAW|b", strength=2),
            *told("X.JUDGED|c", strength=3, verdicts=(said(NOT_QUITE, 3, "nearly"),)),
            *told("X.MISREAD|d", strength=4, verdicts=(said(NOT_QUITE),)),
        ]
    )
    assert [line.codes[0] for line in made.avoid] == ["X.PUSHED", "X.JUDGED", "X.RAW"]


def test_then_how_strong_it_was_and_then_how_often_it_came_back(brief, told):
    made = brief(
        [
            *told("X.PUSHED|a", strength=2),
            *told("X.RAW|b", strength=3),
            *told("X.JUDGED|c", strength=2),
            *told("X.JUDGED|d", strength=1),
            *told("X.ADRIFT|e", strength=2),
        ]
    )
    assert [line.codes[0] for line in made.avoid] == ["X.RAW", "X.JUDGED", "X.ADRIFT"]


def test_the_same_words_read_twice_in_one_telling_are_not_told_more_often(brief, told):
    made = brief(
        [
            *told("X.RAW|a", "X.RAW|b", "X.RAW|c", passage_id="once"),
            *told("X.ADRIFT|d"),
            *told("X.JUDGED|e"),
            *told("X.JUDGED|f"),
            *told("X.LINE|g"),
        ]
    )
    assert [line.codes[0] for line in made.avoid] == ["X.JUDGED", "X.ADRIFT", "X.LINE"]


def test_among_equals_the_newest_is_read_first(brief, told):
    made = brief([*told("X.ADRIFT|a", days=20), *told("X.RAW|b", days=2)])
    assert [line.codes[0] for line in made.avoid] == ["X.RAW", "X.ADRIFT"]


def test_among_equals_what_was_asked_for_is_kept(brief, told):
    made = brief(told("H.FEEL|a", "H.HEARD|b", "H.SAY|c", "N.PACE|d"))
    assert "Go slow; offer a pause or a skip" in lines(made.do)


def test_not_quite_to_the_ask_is_not_outweighed_by_yes_to_a_hurt(brief, told, said):
    made = brief(
        [
            *told("N.LISTEN|hear me out", verdicts=(said(NOT_QUITE),)),
            *told("X.NOTHEARD|she typed", verdicts=(said(YES),)),
            *told("N.PACE|slowly"),
        ]
    )
    assert [line.codes[0] for line in made.do] == ["N.PACE", "N.LISTEN"]
    assert not made.do[1].confirmed


def test_a_line_is_confirmed_when_the_client_said_yes_to_one_of_its_quotes(
    brief, told, said
):
    made = brief([*told("N.PACE|slowly"), *told("N.PACE|wait", verdicts=(said(YES),))])
    assert made.do[0].confirmed
    assert quotes(made.do[0]) == ["wait", "slowly"]


def test_words_put_another_way_are_kept_beside_the_quote(brief, told, said, days_ago):
    made = brief(told("N.PACE|slowly", verdicts=(said(NOT_QUITE, 2, "at my speed"),)))
    (because,) = made.do[0].because
    assert (because.quote, because.correction) == ("slowly", "at my speed")
    assert because.corrected_on == days_ago(2)


# --- Age ------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "asks"), [(27, False), (28, False), (29, True)])
def test_after_four_weeks_without_a_word_a_line_asks_whether_it_holds(
    brief, told, days, asks
):
    assert brief(told("N.PACE|slowly", days=days)).do[0].still_so is asks


def test_a_strong_old_line_is_kept_and_stands_below(brief, told):
    made = brief(
        [
            *told("X.RAW|old and strong", strength=4, days=400),
            *told("X.JUDGED|new", days=1),
            *told("X.ADRIFT|new as well", days=1),
            *told("X.PUSHED|newest", days=0),
        ]
    )
    assert made.avoid[-1].codes == ("X.RAW",)
    assert [line.still_so for line in made.avoid] == [False, False, True]


def test_saying_yes_again_makes_an_old_line_fresh(brief, told, said):
    made = brief(told("N.PACE|slowly", days=200, verdicts=(said(YES, days=28),)))
    assert not made.do[0].still_so


def test_saying_it_in_other_words_makes_an_old_line_fresh(brief, told, said):
    made = brief(
        told("N.PACE|slowly", days=200, verdicts=(said(NOT_QUITE, 1, "at my speed"),))
    )
    assert not made.do[0].still_so


# --- What counts ----------------------------------------------------------------


def test_what_is_only_implied_waits_for_a_yes(brief, told, said):
    implied = Certainty.IMPLIED
    assert not brief(told("N.PACE|slowly", certainty=implied)).do
    yes_today = told("N.PACE|slowly", certainty=implied, verdicts=(said(YES, 0),))
    assert brief(yes_today).do
    yes_tomorrow = told("N.PACE|slowly", certainty=implied, verdicts=(said(YES, -1),))
    assert not brief(yes_tomorrow).do


# --- Not quite ------------------------------------------------------------------


def test_a_line_the_client_put_otherwise_says_so(brief, told, said):
    made = brief(
        told("N.PACE|slowly", verdicts=(said("not_quite", correction="At my speed"),))
    )
    assert (made.do[0].not_quite, made.do[0].confirmed) == (True, False)


def test_a_yes_to_one_of_the_quotes_counts_more_than_a_not_quite(brief, told, said):
    made = brief(
        told("N.PACE|slowly", verdicts=(said("not_quite"),))
        + told("N.PACE|let me stop", verdicts=(said("yes"),))
    )
    assert (made.do[0].not_quite, made.do[0].confirmed) == (False, True)


def test_a_trigger_the_client_put_otherwise_says_so(brief, told, said):
    (trigger,) = brief(
        told("T.GAP|a late reply", verdicts=(said("not_quite"),))
    ).triggers
    assert trigger.not_quite


def test_a_line_nobody_answered_is_neither(brief, told):
    (line,) = brief(told("N.PACE|slowly")).do
    assert (line.not_quite, line.confirmed) == (False, False)
