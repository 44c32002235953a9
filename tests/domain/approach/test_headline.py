"""The one thing to read first."""

import pytest

from holdspace.alliance.sessions import Promise
from holdspace.approach.headline import strain_in


@pytest.fixture(scope="session")
def promise(days_ago):
    def made(due: int | None) -> Promise:
        due_on = None if due is None else days_ago(-due)
        return Promise("p", "Ask the ward", days_ago(7), due_on)

    return made


def test_a_strain_is_read_before_everything(brief, told, held, answered, promise):
    session = held(7, left_open="the phone call")
    made = brief(
        told("N.PACE|slowly"),
        sessions=[session],
        check_ins=[answered(session, off="big", before="yes", talk="next_time")],
        promises=[promise(0)],
    )
    assert made.headline.kind == "big_off_moment"
    assert made.headline.words == (
        "A big moment felt off on 17 November. It felt like a bad time from before. "
        "Amara asked to talk about it."
    )
    assert made.headline.could_say.startswith("You said you would like to talk")
    assert "check-in on 17 November" in made.headline.why
    assert made.unfinished == ("the phone call", "Amara asked to talk about it.")


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"off": "small"}, "off_moment"),
        ({"off": "small", "before": "yes"}, "off_moment"),
        ({"off": "no", "before": "yes"}, "before"),
        ({"off": "rather_not_say"}, None),
        ({"off": "no", "listened": "not_really"}, None),
        ({}, None),
    ],
)
def test_a_strain_is_only_what_the_client_called_one(held, answered, answers, kind):
    assert strain_in(answered(held(7), **answers)) == kind


def test_no_check_in_is_no_strain():
    assert strain_in(None) is None


def test_like_before_is_said_once(brief, held, answered):
    session = held(7)
    made = brief(sessions=[session], check_ins=[answered(session, before="yes")])
    assert made.headline.words == (
        "On 17 November something felt like a bad time from before."
    )


@pytest.mark.parametrize(
    ("due", "kind"),
    [(0, "promise_due"), (-3, "promise_open"), (3, "left"), (None, "left")],
)
def test_then_a_promise_that_is_due(brief, held, promise, due, kind):
    made = brief(sessions=[held(7, left_open="a call")], promises=[promise(due)])
    assert made.headline.kind == kind


def test_a_promise_says_since_when(brief, promise):
    made = brief(promises=[promise(-3)])
    assert made.headline.words == (
        "A promise to Amara was due on 21 November and is still open."
    )
    assert made.headline.why == "Because of what you promised on 17 November."


def test_then_what_was_left_open(brief, told, held):
    made = brief(told("N.PACE|slowly"), sessions=[held(7, left_open="a call")])
    assert made.headline.words == "The session on 17 November left something open."


def test_last_words_do_not_mean_that_something_was_left_open(brief, told, held):
    made = brief(told("N.PACE|slowly"), sessions=[held(7, last_words="All right.")])
    assert made.headline.kind == "first_do"
    assert made.unfinished == ()


def test_then_what_the_client_asked_for(brief, told):
    made = brief(told("N.PACE|slowly"))
    assert made.headline.words == (
        "Start with what Amara asked for: Go slow; offer a pause or a skip."
    )


def test_what_nobody_asked_for_is_not_called_an_ask(brief, told):
    made = brief(told("H.SAY|my choice"))
    assert made.headline.kind == "first_do"
    assert made.headline.words.startswith("One way to start, from what Amara told us: ")


def test_what_follows_from_a_hurt_alone_is_not_called_what_they_told(brief, told):
    made = brief(told("X.PUSHED|every detail"))
    assert made.headline.kind == "first_do"
    assert made.headline.words == (
        "A suggestion, because of something that hurt Amara before: "
        "Ask for the headline only; agree on a stop sign."
    )
    assert "you told us" not in made.headline.could_say
    assert made.headline.why == "A suggestion, not a rule."


def test_something_told_is_not_called_nothing(brief, told):
    made = brief(told("F.SHAME|I thought I was a bad patient"))
    assert made.headline.kind == "little_told"
    assert not made.nothing_told


def test_words_nobody_has_read_yet_are_not_called_nothing(brief, told):
    (reading,) = told("F.SHAME|a bad patient")
    made = brief(passages=[reading.passage])
    assert made.headline.kind == "little_told"
    (reading,) = told("F.SHAME|a bad patient", days=-1)
    assert brief(passages=[reading.passage]).headline.kind == "nothing_told"


def test_nothing_told_is_said_without_making_anything_of_it(brief):
    made = brief()
    assert made.headline.kind == "nothing_told"
    assert made.headline.words.startswith("Amara has told nothing about earlier help")
    assert "does not mean that nothing happened" in made.headline.words
