"""Going through the intake at the client's own pace."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given as law
from hypothesis import strategies as st

from holdspace.content.codebook import codebook
from holdspace.content.intake import UnknownIntakeQuestion, intake
from holdspace.story.telling import (
    Given,
    Kept,
    Pace,
    Step,
    UnreadableStep,
    Way,
    extra_cards,
    extra_words,
    helpers,
    kept_for_later,
    offered_if_wanted,
    open_steps,
    opens,
    route,
    rules_for_page,
    sitting,
)
from holdspace.vocabulary.answers import Answer

ON = date(2026, 11, 24)
INTAKE = intake()
ALONE, TOGETHER = Way(), Way(together=True)
REFUSALS = [answer for answer in Answer if answer is not Answer.TOLD]


def told(key, *choices, cards=(), days=0):
    return Given(
        Step.read(key), Answer.TOLD, ON - timedelta(days=days), choices, tuple(cards)
    )


def said(answer, *keys, days=0):
    on = ON - timedelta(days=days)
    return [Given(Step.read(key), Answer(answer), on) for key in keys]


def keys(steps):
    return [step.key for step in steps]


def sections(steps):
    return {step.question[0] for step in steps}


# --- Steps ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "key"),
    [(Step("D1"), "D1"), (Step("B2", 1), "B2.1"), (Step("D12", 10), "D12.10")],
)
def test_a_step_has_a_name_that_can_be_read_back(step, key):
    assert step.key == key
    assert Step.read(key) == step


@pytest.mark.parametrize("key", ["", "B", "B2.", "B2.0", "B02", "b2", "B2.1.1", "B٢"])
def test_a_name_that_is_no_step_is_refused_with_what_to_do(key):
    with pytest.raises(UnreadableStep, match="Name it like"):
        Step.read(key)


def test_a_step_cannot_be_about_less_than_the_first_time_of_help():
    with pytest.raises(UnreadableStep):
        Step("B2", -1)


def test_what_was_tapped_does_not_show_when_an_answer_is_printed():
    assert "hurt_myself" not in repr(told("D12", "hurt_myself", cards=["P.QUIET"]))
    assert "QUIET" not in repr(told("D12", cards=["P.QUIET"]))


# --- The route ------------------------------------------------------------------


def test_first_comes_what_makes_it_easier_and_a_map_of_earlier_help():
    first = sitting([], ALONE, ON)
    assert keys(first)[:6] == ["A1", "A2", "A3", "A4", "A5", "B1"]
    assert keys(first)[6:] == [f"B{number}.1" for number in range(2, 8)]
    assert len(first) == 12


def test_each_kind_of_helper_is_asked_about_on_its_own():
    given = [told("B1", "group", "doctor")]
    assert helpers(given) == {5: "doctor", 9: "group"}
    loop = [step for step in route(given, ALONE) if step.part]
    assert keys(loop)[:7] == [
        *("B2.5", "B3.5", "B4.5", "B5.5", "B6.5", "B7.5"),
        "B2.9",
    ]
    assert len(loop) == 12


@pytest.mark.parametrize("b1", [[], [told("B1")], said("never", "B1")])
def test_help_nobody_put_a_name_to_is_one_time_of_help(b1):
    assert helpers(b1) == {1: ""}
    assert {step.part for step in route(b1, ALONE)} == {0, 1}


def test_there_was_another_one():
    given = [told("B1", "doctor"), told("B2.5", "another_episode")]
    assert helpers(given) == {5: "doctor", 11: ""}
    given += [told("B2.11", "another_episode")]
    assert helpers(given) == {5: "doctor", 11: "", 12: ""}
    assert "B7.12" in keys(route(given, ALONE))


def test_what_was_told_of_one_help_stays_with_it_whatever_else_is_tapped_later():
    given = [
        told("B1", "doctor"),
        told("B5.5", "hurt"),
        told("B2.5", "another_episode"),
    ]
    later = [*given, told("B1", "therapist", "doctor")]
    assert helpers(later) == {2: "therapist", 5: "doctor", 11: ""}
    assert "B5.2" in keys(open_steps(later, ALONE, ON))
    assert "B5.5" not in keys(open_steps(later, ALONE, ON))


def test_no_help_before_asks_the_short_list_and_then_the_rest_of_the_last_parts():
    given = [told("B1", "none")]
    assert helpers(given) == {}
    assert keys(route(given, ALONE)) == [
        *("A1", "A2", "A3", "A4", "A5", "B1"),
        *("C4", "F1", "F3", "F5", "F6", "G1", "G2", "G3"),
        *("F2", "F4", "F7"),
    ]
    assert offered_if_wanted(given, ALONE) == ()


def test_a_helper_tapped_beside_none_counts():
    assert helpers([told("B1", "none", "faith")]) == {8: "faith"}


def test_what_was_tapped_before_a_refusal_does_not_count():
    refused = Given(Step("B1"), Answer.SKIP, ON, ("none",))
    assert helpers([refused]) == {1: ""}


def test_the_newest_answer_counts():
    none, doctor = told("B1", "none", days=3), told("B1", "doctor", days=1)
    assert helpers([doctor, none]) == helpers([none, doctor]) == {5: "doctor"}


@pytest.mark.parametrize("valence", ["helped", "hurt", "both", "neither"])
def test_what_helped_is_always_asked_too(valence):
    assert "C" in sections(route([told("B5.1", valence)], ALONE))


def test_no_good_moment_is_not_asked_about_further():
    asked = keys(route([told("C1", "none")], ALONE))
    assert [key for key in asked if key[0] == "C"] == ["C1", "C4", "C5"]


@pytest.mark.parametrize("valence", ["helped", "neither"])
def test_hard_parts_are_only_offered_when_nothing_hurt(valence):
    given = [told("B5.1", valence)]
    assert not {"D", "E"} & sections(route(given, ALONE))
    offered = offered_if_wanted(given, ALONE)
    assert sections(offered) == {"D", "E"}
    assert "D9" not in keys(offered)


@pytest.mark.parametrize(
    "b5",
    [
        [],
        [told("B5.1")],
        said("skip", "B5.1"),
        [told("B5.5", "helped", "hurt"), told("B5.7", "helped")],
        [told("B5.5", "helped")],
    ],
)
def test_hard_parts_stay_while_any_help_may_have_hurt(b5):
    given = [told("B1", "doctor", "school"), *b5]
    assert {"D", "E"} <= sections(route(given, ALONE))
    assert offered_if_wanted(given, ALONE) == ()


def test_offered_parts_are_asked_when_they_are_wanted():
    given = [told("B5.1", "helped")]
    asked = sitting(given, ALONE, ON, offered_if_wanted(given, ALONE))
    assert asked[0] == Step("D1")
    assert len(asked) == 12


def test_an_offered_part_that_was_refused_is_not_offered_again():
    given = [told("B5.1", "helped"), *said("never", "D1"), *said("not_now", "D3")]
    assert not {"D1", "D3"} & {*keys(offered_if_wanted(given, ALONE))}
    kept = kept_for_later(given, ALONE, ON + timedelta(days=100))
    assert kept == (Kept(Step("D3"), None, due=False),)


def test_what_they_did_is_asked_only_when_something_felt_wrong():
    assert "D2" not in keys(route([], ALONE))
    assert "D2" not in keys(route(said("skip", "D1"), ALONE))
    assert "D2" in keys(route([told("D1", cards=["X.DISMISSED"])], ALONE))
    assert "D2" in keys(route([told("D1")], ALONE))


def test_what_made_it_hard_to_tell_is_not_asked_of_somebody_who_told():
    assert "E2" in keys(route([], ALONE))
    assert "E2" in keys(route([told("E1", "no")], ALONE))
    assert "E2" not in keys(route([told("E1", "yes")], ALONE))


def test_a_crossed_line_is_asked_about_only_after_a_yes_to_that():
    assert "D9" not in keys(route([], TOGETHER))
    assert "D9" in keys(route([], Way(tender_yes=True)))


@pytest.mark.parametrize(
    ("age", "together", "asked"),
    [(17, False, False), (17, True, True), (18, False, True), (None, False, True)],
)
def test_a_person_asks_young_people_about_a_crossed_line(age, together, asked):
    way = Way(tender_yes=True, age=age, together=together)
    assert ("D9" in keys(route([], way))) is asked


def test_a_child_is_asked_less_and_only_with_an_adult_near():
    assert route([], Way(age=9)) == ()
    asked = keys(route([], Way(age=9, together=True)))
    assert asked == [
        *("A1", "A2", "A3", "A4", "A5", "B1", "B5.1", "C1", "F1", "F2", "F3"),
        *("G1", "G2", "G3"),
    ]


def test_nothing_is_asked_of_a_child_too_young_for_it():
    assert route([], Way(age=7, together=True)) == ()


def test_young_people_are_asked_whose_idea_it_was():
    assert extra_words("B3", Way(age=14)) == "Whose idea was it?"
    assert extra_words("B3", ALONE) == extra_words("B4", Way(age=14)) == ""


def test_a_way_may_add_cards_to_what_felt_wrong():
    way = Way(age=14, interpreter=True)
    assert [card.words for card in extra_cards("D1", way)] == [
        "Grown-ups talked about me without me",
        "They took their side",
        "The interpreter was the problem",
    ]
    assert extra_cards("D1", ALONE) == extra_cards("A1", way) == ()


# --- Not now --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "days"),
    [(Pace.NEXT_TIME, 1), (Pace.AFTER_A_WEEK, 7), (Pace.AFTER_A_MONTH, 30)],
)
def test_not_now_comes_back_at_the_clients_pace_and_last(pace, days):
    given, way = said("not_now", "A3"), Way(pace=pace)
    day_before = ON + timedelta(days=days - 1)
    assert Step("A3") not in open_steps(given, way, day_before)
    due_on = ON + timedelta(days=days)
    assert open_steps(given, way, due_on)[-1] == Step("A3")
    assert kept_for_later(given, way, ON) == (Kept(Step("A3"), due_on, due=False),)
    assert kept_for_later(given, way, due_on) == (Kept(Step("A3"), due_on, due=True),)


def test_not_now_may_mean_only_if_i_ask():
    given, way = said("not_now", "F4"), Way(pace=Pace.ONLY_IF_I_ASK)
    later = ON + timedelta(days=1000)
    assert Step("F4") not in open_steps(given, way, later)
    assert kept_for_later(given, way, later) == (Kept(Step("F4"), None, due=False),)
    assert sitting(given, way, later, [Step("F4")])[0] == Step("F4")


@pytest.mark.parametrize("answer", [a for a in Answer if a is not Answer.NOT_NOW])
def test_what_was_answered_otherwise_cannot_be_asked_again(answer):
    given = said(answer, "A3", days=1000)
    assert Step("A3") not in open_steps(given, Way(pace=Pace.NEXT_TIME), ON)
    assert Step("A3") not in sitting(given, ALONE, ON, [Step("A3")])


def test_asking_for_the_tender_question_needs_its_own_yes():
    assert Step("D9") not in sitting([], ALONE, ON, [Step("D9")])
    assert sitting([], Way(tender_yes=True), ON, [Step("D9")])[0] == Step("D9")


# --- Sittings -------------------------------------------------------------------


def asked_alone(given):
    """Each sitting of somebody who answers all of it, by the letters of sections."""
    given, sittings = list(given), []
    while steps := sitting(given, ALONE, ON):
        sittings.append("".join(sorted(sections(steps))))
        given += [told(step.key) for step in steps if step.key != "B1"]
        given += said("skip", *[step.key for step in steps if step.key == "B1"])
    return sittings


def test_a_sitting_ends_where_the_intake_has_a_stop():
    assert asked_alone([]) == ["AB", "C", "D", "D", "E", "FG"]


def test_after_no_help_before_the_short_list_is_a_sitting_of_its_own():
    assert asked_alone([told("B1", "none")]) == ["A", "CFG", "F"]


def test_many_helpers_take_more_sittings_and_not_longer_ones():
    helped = [told("B1", "doctor", "school", "faith")]
    assert asked_alone(helped)[:3] == ["AB", "B", "C"]


def test_what_the_client_asked_for_comes_first():
    given = said("not_now", "F4", "A5")
    asked = sitting(given, ALONE, ON, [Step("F4"), Step("A5"), Step("F4")])
    assert keys(asked)[:3] == ["F4", "A5", "A1"]
    assert len(asked) == 12


# --- Where an answer leads ------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "choices", "cards", "leads_to"),
    [
        ("A2", ["interpreter"], [], ("interpreter_rules",)),
        ("B1", ["none"], [], ()),
        ("B2.1", ["another_episode"], [], ()),
        ("B5.1", ["hurt"], [], ()),
        ("D1", [], ["X.DISMISSED"], ()),
        ("D4", ["yes"], [], ("N.FIT",)),
        ("D9", ["yes"], [], ("options_page",)),
        ("D9", ["rather_not_say"], [], ()),
        ("D10", ["yes"], [], ("check_in_offer",)),
        ("D11", [], ["F.HURT", "F.HOPELESS"], ("gentle_check",)),
        ("D12", ["hurt_myself"], [], ("gentle_check",)),
        ("D12", ["drank"], ["P.QUIET"], ("gentle_check",)),
        ("D12", [], ["P.SOOTHE"], ()),
        ("G2", ["ok"], [], ()),
        ("G2", ["low"], [], ("pause_card", "person_offer")),
        ("G2", [], ["X.RAW"], ("pause_card", "person_offer")),
        ("G2", ["calm"], [], ("pause_card",)),
    ],
)
def test_an_answer_opens_what_it_should(key, choices, cards, leads_to):
    assert opens(Step.read(key), choices, cards) == leads_to


def test_an_answer_to_no_question_opens_nothing():
    with pytest.raises(UnknownIntakeQuestion):
        opens(Step("Z9"), [], [])


# --- Rules for a page -----------------------------------------------------------


def test_a_page_gets_rules_and_no_words():
    rules = rules_for_page(INTAKE, ALONE)
    assert json.loads(json.dumps(rules)) == rules
    assert [each["id"] for each in rules["questions"]] == [
        question.id for question in INTAKE.questions
    ]
    assert rules["questions"][18] == {
        "id": "D2",
        "section": "D",
        "group": 2,
        "level": 2,
        "looped": False,
        "hard": True,
        "only_if": {"question": "D1", "choices": []},
        "unless": None,
    }
    assert "Did you" not in json.dumps(rules)


def test_a_page_gets_no_question_that_is_not_for_this_age():
    ids = [each["id"] for each in rules_for_page(INTAKE, Way(age=14))["questions"]]
    assert len(ids) == 43
    assert "D9" not in ids
    assert rules_for_page(INTAKE, Way(age=9))["questions"] == []


# --- Laws -----------------------------------------------------------------------

ways = st.builds(
    Way,
    pace=st.sampled_from(Pace),
    tender_yes=st.booleans(),
    age=st.none() | st.integers(6, 90),
    interpreter=st.booleans(),
    together=st.booleans(),
)
days = st.integers(-40, 2).map(lambda day: ON + timedelta(days=day))
all_steps = st.sampled_from(
    [Step(q.id) for q in INTAKE.questions if q.id not in INTAKE.loop.questions]
    + [Step(each, part) for each in INTAKE.loop.questions for part in (1, 2, 3)]
)


@st.composite
def answers(draw, steps=all_steps):
    step = draw(steps)
    ids = [choice.id for choice in INTAKE.question(step.question).choices]
    some = st.lists(st.sampled_from(ids), max_size=2) if ids else st.just([])
    cards = draw(
        st.lists(st.sampled_from([c.id for c in codebook().codes]), max_size=1)
    )
    answer = draw(st.sampled_from(Answer))
    return Given(step, answer, draw(days), tuple(draw(some)), tuple(cards))


givens = st.lists(answers(), max_size=30, unique_by=lambda given: given.step)
wishes = st.lists(all_steps, max_size=15)


@law(givens, ways, wishes)
def test_a_sitting_is_never_longer_than_twelve(given, way, wanted):
    assert len(sitting(given, way, ON, wanted)) <= 12


@law(givens, ways, wishes)
def test_nothing_answered_is_asked_again_but_a_not_now_that_is_due(given, way, wanted):
    by_step = {each.step: each for each in given}
    for step in (*open_steps(given, way, ON), *sitting(given, way, ON)):
        if step in by_step:
            assert by_step[step].answer is Answer.NOT_NOW
            assert way.pace.back_on(by_step[step].on) <= ON
    for step in sitting(given, way, ON, wanted):
        assert step not in by_step or by_step[step].answer is Answer.NOT_NOW


@law(givens, ways, wishes)
def test_nothing_tender_is_asked_without_its_own_yes(given, way, wanted):
    asked = {
        *route(given, way),
        *offered_if_wanted(given, way),
        *open_steps(given, way, ON),
        *sitting(given, way, ON, wanted),
    }
    levels = {INTAKE.question(step.question).level for step in asked}
    assert way.tender_yes or 3 not in levels


@law(givens, ways, st.lists(st.sampled_from(REFUSALS), min_size=1))
def test_refusing_everything_comes_to_an_end(given, way, refusals):
    for number in range(100):
        steps = sitting(given, way, ON)
        if not steps:
            break
        answer = refusals[number % len(refusals)]
        answered = {each.step: each for each in given}
        answered.update({step: Given(step, answer, ON) for step in steps})
        given = list(answered.values())
    assert open_steps(given, way, ON) == ()


@law(givens, ways, wishes, st.randoms(use_true_random=False))
def test_the_order_of_what_was_given_does_not_matter(given, way, wanted, chance):
    mixed = chance.sample(given, len(given))
    for find in (route, offered_if_wanted):
        assert find(mixed, way) == find(given, way)
    for find in (open_steps, kept_for_later, sitting):
        assert find(mixed, way, ON) == find(given, way, ON)
    assert sitting(mixed, way, ON, wanted) == sitting(given, way, ON, wanted)


@law(givens, ways)
def test_every_step_is_a_question_of_the_intake_and_comes_once(given, way):
    steps = route(given, way)
    assert len({*steps}) == len(steps)
    for step in steps:
        assert INTAKE.question(step.question)
        assert (step.part > 0) is (step.question in INTAKE.loop.questions)
        assert Step.read(step.key) == step


@law(givens, ways)
def test_whatever_is_open_is_on_the_route_and_gets_its_sitting(given, way):
    still_open = open_steps(given, way, ON)
    assert {*still_open} <= {*route(given, way)}
    assert bool(still_open) is bool(sitting(given, way, ON))
