"""A client's answers as lines: never added up, never more than was shared."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.alliance.trajectory import Trend
from holdspace.approach.brief_json import brief_json
from holdspace.approach.brief_text import brief_text
from holdspace.approach.trust import now_words, trust_line, trust_now
from holdspace.approach.trust_sentences import points_in_words
from holdspace.content.check_in import check_in
from holdspace.content.wording import wording
from holdspace.vocabulary.signals import SignalKind

PACK, SAY = check_in(), wording()
ENOUGH = (6, 7, 7, 8, 7)


@pytest.fixture(scope="module")
def line(held, answered, days_ago):
    """The line of weekly answers, oldest first; None is a session without one."""

    def made(*values, measure="between", on=None, **more):
        sessions = [held(7 * back) for back in range(len(values), 0, -1)]
        ids = [one.id for one in PACK.question(measure).answers]
        given = [
            answered(session, **{measure: ids[value]})
            for session, value in zip(sessions, values, strict=True)
            if value is not None
        ]
        day = on or days_ago(0)
        return trust_line(
            measure, given, sessions, on=day, pack=PACK, wording=SAY, **more
        )

    return made


def kinds(one):
    return [signal.kind for signal in one.signals]


def test_a_line_shows_each_answer_as_it_was_shown(line):
    one = line(3, None, 2, measure="listened")
    assert one.question == "Did you feel listened to today?"
    assert [point.answer for point in one.points] == ["yes", None, "mostly"]
    assert [point.value for point in one.points] == [3, None, 2]
    assert one.scale[0] == (0, "not really")


@pytest.mark.parametrize("values", [(), (7,), (7, None, 6), (None, None, None)])
def test_it_is_too_early_under_three_answers(line, values):
    one = line(*values)
    assert one.too_early
    assert one.trend is Trend.TOO_EARLY
    assert not one.signals
    assert now_words(one, SAY) == SAY.say("too_early")


def test_three_answers_are_enough(line):
    one = line(7, 6, 7)
    assert not one.too_early
    assert "somewhere between" in now_words(one, SAY)


def test_before_the_first_answer_nothing_is_said_of_a_level(line):
    one = line(None, None, 7)
    assert [point.level for point in one.points[:2]] == [None, None]
    assert one.points[2].level is not None


def test_a_drop_is_said_with_its_numbers_and_the_answer_it_rests_on(line):
    one = line(*ENOUGH, 1)
    (signal,) = one.signals
    assert signal.kind is SignalKind.RUPTURE
    assert signal.points == pytest.approx(6.1, abs=0.5)
    assert f"by {points_in_words(signal.points, SAY)}" in signal.words
    (rests_on,) = signal.because
    assert (rests_on.quote, rests_on.start, rests_on.end) == ("1 of 10", 0, 7)
    assert rests_on.session_number == signal.number == one.points[-1].number


def test_coming_back_is_said_too(line):
    one = line(*ENOUGH, 1, 6, 8, 8)
    assert kinds(one) == [SignalKind.RUPTURE, SignalKind.REPAIRED]
    assert "1 of 10" in [because.quote for because in one.signals[1].because]


def test_a_slow_slide_is_said(line):
    one = line(9, 9, 9, 8, 7, 6, 5, 5, 4)
    assert kinds(one)[0] in {SignalKind.WITHDRAWAL, SignalKind.RUPTURE}


def test_answers_that_get_fewer_rest_on_the_last_there_was(line):
    one = line(*ENOUGH, None, None, None, None, None)
    (signal,) = one.signals
    assert signal.kind is SignalKind.WITHDRAWAL
    assert signal.points is None
    assert signal.because[0].quote == "7 of 10"
    assert "says nothing by itself" in signal.words


def test_always_the_best_reads_as_no_information(line):
    one = line(10, 10, 10, 10, 10)
    (signal,) = one.signals
    assert signal.kind is SignalKind.CEILING
    assert signal.words == PACK.when_always_best
    assert "ask about something small" in signal.words


def test_a_signal_without_an_answer_behind_it_is_none(line):
    assert not any(
        not signal.because
        for values in ((*ENOUGH, 1), (*ENOUGH, None, None, None, None, None))
        for signal in line(*values).signals
    )


@given(st.lists(st.none() | st.integers(0, 10), max_size=15))
def test_levels_stay_inside_the_answers_and_their_interval(line, values):
    for point in line(*values).points:
        if point.level is not None:
            assert 0 <= point.lower <= point.level <= point.upper <= 10


@given(st.lists(st.none() | st.integers(0, 3), max_size=10))
def test_nothing_after_the_day_of_a_line_changes_it(line, days_ago, values):
    whole = line(*values, 1, measure="say", on=days_ago(8))
    without = line(*values, 3, measure="say", on=days_ago(8))
    assert whole == without


def test_sessions_that_did_not_take_place_are_not_on_the_line(held, answered, days_ago):
    missed, met = held(14, status="missed"), held(7)
    one = trust_line(
        "between",
        [answered(met, between="7")],
        [missed, met],
        on=days_ago(0),
        pack=PACK,
        wording=SAY,
    )
    assert [point.session_id for point in one.points] == [met.id]


def test_an_answer_no_question_offers_any_more_is_left_out(held, answered, days_ago):
    session = held(7)
    one = trust_line(
        "between",
        [answered(session, between="eleven")],
        [session],
        on=days_ago(0),
        pack=PACK,
        wording=SAY,
    )
    assert one.points[0].answer is None


# --- In the brief -----------------------------------------------------------------


def weekly(held, answered, **answers):
    """Sessions and check-ins, oldest first, each answer a list."""
    count = len(next(iter(answers.values())))
    sessions = [held(7 * back) for back in range(count, 0, -1)]
    given = [
        answered(session, **{key: values[at] for key, values in answers.items()})
        for at, session in enumerate(sessions)
    ]
    return {"sessions": sessions, "check_ins": given}


def test_the_brief_shows_how_it_was_between_the_two(brief, held, answered):
    record = weekly(
        held, answered, between=["6", "7", "8"], listened=["yes", "yes", "yes"]
    )
    told = brief_json(brief(**record))["trust"]
    assert told["measure"] == "between"
    assert told["lower"] < told["level"] < told["upper"]
    assert told["trend"] in {"growing", "steady"}
    assert told["signals"] == []


def test_without_that_it_shows_being_listened_to(brief, held, answered):
    record = weekly(held, answered, listened=["yes", "mostly", "yes"])
    assert brief_json(brief(**record))["trust"]["measure"] == "listened"


def test_too_few_answers_are_null(brief, held, answered):
    record = weekly(held, answered, between=["6", "7"])
    assert brief_json(brief(**record))["trust"] is None


def test_a_signal_points_at_the_answer_as_it_was_shown(brief, held, answered):
    record = weekly(held, answered, between=["7", "8", "7", "8", "1"])
    (signal,) = brief_json(brief(**record))["trust"]["signals"]
    assert signal["kind"] == "rupture"
    (because,) = signal["because"]
    assert (because["quote"], because["start"], because["end"]) == ("1 of 10", 0, 7)
    assert because["session"] == signal["session"]


def test_a_strain_the_line_shows_is_read_first(brief, held, answered):
    record = weekly(held, answered, between=["7", "8", "7", "8", "1"])
    made = brief(**record)
    assert made.headline.kind == "trust_rupture"
    assert "1 of 10" in made.headline.words
    assert "lower than the answers before" in " ".join(brief_text(made, SAY).split())


def test_a_strain_the_client_reported_goes_before_it(brief, held, answered):
    record = weekly(held, answered, between=["7", "8", "7", "8", "1"])
    record["check_ins"][-1] = answered(record["sessions"][-1], between="1", off="big")
    assert brief(**record).headline.kind == "big_off_moment"


def test_an_older_signal_is_not_read_first(brief, held, answered):
    record = weekly(held, answered, between=["7", "8", "7", "8", "1", "2"])
    assert brief(**record).headline.kind != "trust_rupture"


@pytest.mark.parametrize("shared_with", ["supervisor", "nobody"])
def test_what_is_kept_from_the_worker_is_in_no_line(brief, held, answered, shared_with):
    record = weekly(held, answered, between=["7", "8", "7", "8", "1"])
    kept = answered(record["sessions"][-1], shared_with, between="1")
    made = brief(**record | {"check_ins": [*record["check_ins"][:-1], kept]})
    assert made == brief(**record | {"check_ins": record["check_ins"][:-1]})


def test_two_lines_are_never_added(held, answered, days_ago):
    record = weekly(held, answered, listened=["yes"] * 3, say=["not_really"] * 3)
    now = trust_now(
        record["check_ins"],
        record["sessions"],
        on=days_ago(0),
        pack=PACK,
        wording=SAY,
    )
    assert now.line.measure == "listened"
    assert [point.value for point in now.line.points] == [3, 3, 3]


def test_of_two_check_ins_about_one_session_the_newer_counts(held, answered, days_ago):
    session = held(7)
    first = answered(session, between="2")
    later = replace(answered(session, between="8"), given_on=days_ago(0))
    one = trust_line(
        "between", [later, first], [session], on=days_ago(0), pack=PACK, wording=SAY
    )
    assert one.points[0].value == 8
    before = days_ago(0) - timedelta(days=1)
    one = trust_line(
        "between", [later, first], [session], on=before, pack=PACK, wording=SAY
    )
    assert one.points[0].value == 2


@pytest.mark.parametrize(("points", "words"), [(1.0, "1 point"), (-2.54, "2.5 points")])
def test_a_distance_is_said_with_one_digit(points, words):
    assert points_in_words(points, SAY) == words
