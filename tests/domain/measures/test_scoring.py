"""Scores follow the rules of their scales: nothing is filled in, nothing is rated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.instrument_records import UnknownItem
from holdspace.content.instruments import instrument, instrument_from, instruments
from holdspace.content.pack import parse_pack, read_text
from holdspace.measures.scoring import (
    AnswerOutsideScale,
    NoScore,
    check_answers,
    label_of,
    needs_a_person,
    scores_of,
)

ALL = {made.id: made for made in instruments()}
SCORED = [name for name, made in ALL.items() if made.scales]


def phq_9(*values):
    return {str(n): value for n, value in enumerate(values, start=1)}


def values_of(answers):
    if answers.is_line:
        tenths = st.integers(int(answers.low * 10), int(answers.high * 10))
        return tenths.map(lambda tenth: tenth / 10)
    return st.sampled_from([option.value for option in answers.options])


@st.composite
def answered(draw, names=SCORED, whole=False):
    """An instrument and answers somebody could give, in any order."""
    made = ALL[draw(st.sampled_from(names))]
    items = draw(st.permutations(made.items))
    kept = items if whole else [item for item in items if draw(st.booleans())]
    return made, {item.id: draw(values_of(item.answers)) for item in kept}


# --- Laws -----------------------------------------------------------------------


@given(answered())
def test_a_score_is_inside_its_scale_or_says_why_there_is_none(given_answers):
    made, answers = given_answers
    for scale, score in zip(made.scales, scores_of(made, answers), strict=True):
        assert (score.value is None) == (score.why_none is not None)
        if score.value is not None:
            assert scale.low <= score.value <= scale.high
        assert all(b.is_verified and b.population for b in score.bands)


@given(answered(names=["ors"], whole=True))
def test_a_line_is_marked_to_a_tenth_so_that_no_total_falls_beside_its_band(given_to):
    made, answers = given_to
    (score,) = scores_of(made, answers)
    assert bool(score.bands) == (score.value < 25)
    with pytest.raises(AnswerOutsideScale):
        scores_of(made, answers | {next(iter(answers)): 6.25})


@given(answered(), st.randoms())
def test_the_order_of_the_answers_does_not_matter(given_answers, random):
    made, answers = given_answers
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert scores_of(made, dict(shuffled)) == scores_of(made, answers)


@given(answered(whole=True))
def test_who_answers_everything_has_every_score(given_answers):
    made, answers = given_answers
    assert all(score.value is not None for score in scores_of(made, answers))
    assert not any(score.is_prorated for score in scores_of(made, answers))


@given(answered(whole=True), st.data())
def test_an_open_question_is_borne_only_as_far_as_the_rule_goes(given_answers, data):
    made, answers = given_answers
    scale = made.scales[0]
    gates = {item.id for item in made.items if item.is_gate}
    answers |= {gate: made.item(gate).answers.high for gate in gates}
    count = data.draw(st.integers(1, len(scale.item_ids) - 1))
    for item_id in scale.item_ids[:count]:
        del answers[item_id]
    score = scores_of(made, answers)[0]
    if count <= scale.missing.most_missing:
        assert score.is_prorated
    else:
        assert score.why_none is NoScore.TOO_MANY_OPEN


@given(answered(names=["phq-9", "k10", "wai-sr"], whole=True))
def test_turning_every_question_around_turns_the_score_around(given_answers):
    made, answers = given_answers
    scale = made.main_scale
    turned = {
        item_id: made.item(item_id).answers.low
        + made.item(item_id).answers.high
        - value
        for item_id, value in answers.items()
    }
    there, back = scores_of(made, answers)[0], scores_of(made, turned)[0]
    assert there.value + back.value == scale.low + scale.high


@given(answered(whole=True))
def test_what_needs_a_person_never_changes_a_score(given_answers):
    made, answers = given_answers
    before = scores_of(made, answers)
    needs_a_person(made, answers)
    assert scores_of(made, answers) == before


def test_a_skeleton_says_question_1_and_no_more():
    for made in ALL.values():
        if made.is_skeleton:
            labels = [label_of(made, item) for item in made.items]
            count = len(made.items)
            assert labels == [f"Question {n}" for n in range(1, count + 1)]


# --- Examples -------------------------------------------------------------------


def test_ten_points_of_the_phq_9_are_moderate_for_those_it_was_made_with():
    (score,) = scores_of(ALL["phq-9"], phq_9(2, 2, 1, 1, 1, 1, 1, 1, 0))
    assert score.value == 10
    (band,) = score.bands
    assert band.words == "moderate"
    assert "Kroenke" in band.source
    assert "6,000 patients" in band.population


def test_the_question_on_difficulty_counts_for_nothing():
    answers = phq_9(0, 0, 0, 0, 0, 0, 0, 0, 0) | {"difficulty": 3}
    assert scores_of(ALL["phq-9"], answers)[0].value == 0


def test_a_low_score_has_no_band_and_no_verdict():
    assert scores_of(ALL["phq-9"], phq_9(1, 1, 0, 0, 0, 0, 0, 0, 0))[0].bands == ()


def test_one_open_question_leaves_the_phq_9_without_a_total():
    (score,) = scores_of(ALL["phq-9"], phq_9(3, 3, 3, 3, 3, 3, 3, 3))
    assert score.value is None
    assert score.why_none is NoScore.TOO_MANY_OPEN
    assert (score.answered, score.asked) == (8, 9)


def test_nothing_answered_is_said():
    assert scores_of(ALL["gad-7"], {})[0].why_none is NoScore.NOTHING_ANSWERED


def test_the_core_10_bears_one_open_question_and_says_so():
    answers = {str(n): 2.0 for n in range(1, 10)}
    (score,) = scores_of(ALL["core-10"], answers)
    assert (score.value, score.is_prorated) == (20, True)
    del answers["9"]
    assert scores_of(ALL["core-10"], answers)[0].value is None


def test_a_no_at_the_gate_ends_the_screen_with_nothing():
    (score,) = scores_of(ALL["pc-ptsd-5"], {"event": 0})
    assert (score.value, score.why_none) == (0, None)


def test_an_open_gate_gives_no_total():
    answers = {str(n): 1 for n in range(1, 6)}
    assert scores_of(ALL["pc-ptsd-5"], answers)[0].value is None
    assert scores_of(ALL["pc-ptsd-5"], answers | {"event": 1})[0].value == 5


def test_a_cut_off_is_shown_for_each_population_and_never_an_unverified_one():
    answers = {str(n): 4 for n in range(1, 21)}
    bands = scores_of(ALL["pcl-5"], answers)[0].bands
    assert [band.low for band in bands] == [31, 34]
    assert any(not band.is_verified for band in ALL["pcl-5"].main_scale.bands)


def test_the_phq_4_has_two_halves():
    total, worry, mood = scores_of(ALL["phq-4"], {"1": 3, "2": 3, "3": 0, "4": 1})
    assert (total.value, worry.value, mood.value) == (7, 6, 1)


def test_a_reversed_question_counts_from_the_other_end():
    text = read_text("k10.toml", folder="instruments")
    turned = instrument_from(
        parse_pack("k10", text.replace('words = "nervous?"',
                                       'words = "nervous?"\nreversed = true'))
    )  # fmt: skip
    answers = {str(n): 1 for n in range(1, 11)}
    assert scores_of(turned, answers)[0].value == 14


def test_a_mean_is_a_mean():
    text = read_text("phq-2.toml", folder="instruments")
    text = text.replace('method = "sum"', 'method = "mean"').replace(
        "low = 3\nhigh = 6", "low = 1.5\nhigh = 3"
    )
    made = instrument_from(parse_pack("phq-2", text))
    assert scores_of(made, {"1": 3, "2": 0})[0].value == 1.5


def test_a_line_is_marked_to_one_decimal():
    marks = {"1": 9.1, "2": 8.0, "3": 10, "4": 0.2}
    assert scores_of(ALL["srs"], marks)[0].value == 27.3
    with pytest.raises(AnswerOutsideScale):
        check_answers(ALL["srs"], {"1": 9.15})


@pytest.mark.parametrize("value", [4, -1, 1.5, float("nan"), float("inf")])
def test_an_answer_that_is_not_offered_is_refused_without_its_value(value):
    with pytest.raises(AnswerOutsideScale) as caught:
        scores_of(ALL["phq-9"], {"9": value})
    assert str(value) not in str(caught.value)


def test_an_unknown_question_is_refused():
    with pytest.raises(UnknownItem):
        scores_of(ALL["phq-9"], {"10": 1})


def test_a_score_does_not_show_its_value_in_a_traceback():
    (score,) = scores_of(ALL["phq-9"], phq_9(3, 3, 3, 3, 3, 3, 3, 3, 3))
    assert "27" not in repr(score)
    assert "severe" not in repr(score)


# --- What a person should read --------------------------------------------------


@pytest.mark.parametrize(("answer", "handed"), [(0, ()), (1, ("9",)), (3, ("9",))])
def test_question_9_of_the_phq_9_is_read_by_a_person(answer, handed):
    assert needs_a_person(ALL["phq-9"], {"9": answer}) == handed


def test_it_is_read_although_all_others_are_open():
    assert needs_a_person(ALL["phq-9"], {"1": 0, "9": 1}) == ("9",)
    assert scores_of(ALL["phq-9"], {"1": 0, "9": 1})[0].value is None


def test_any_yes_of_the_asq_is_read_by_a_person():
    assert needs_a_person(ALL["asq"], {"1": 0, "4": 1, "3": 1}) == ("3", "4")
    assert needs_a_person(ALL["asq"], {"1": 0, "2": 0}) == ()


def test_where_no_rule_is_written_nothing_is_handed_over():
    assert needs_a_person(instrument("gad-7"), {"7": 3}) == ()
