"""An agency's licensed text fits its skeleton, or is refused as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.instruments import instrument
from holdspace.measures.licensed import (
    LicensedTextRefused,
    read_licensed_text,
    with_licensed_text,
    without_words,
)
from holdspace.measures.questionnaire import to_fhir_questionnaire
from holdspace.measures.scoring import scores_of

SECRET = "zebrafish"
ANSWERS = "\n".join(f"{n} = {SECRET} {n}" for n in range(1, 6))
QUESTIONS = "\n".join(f"{n}. {SECRET} question {n}" for n in range(1, 13))
WHOLE = f"""Instrument: WAI-SR
Notice: © {SECRET}. Used with permission.
Before: Think of your {SECRET}.
Reversed: none
Answers:
{ANSWERS}

Questions:
{QUESTIONS}
"""


def refused(text, name="wai-sr"):
    with pytest.raises(LicensedTextRefused) as caught:
        read_licensed_text(instrument(name), text)
    assert SECRET not in str(caught.value)
    return str(caught.value)


def loaded(text=WHOLE, name="wai-sr"):
    skeleton = instrument(name)
    fitted = read_licensed_text(skeleton, text)
    return with_licensed_text(skeleton, fitted, held_by="Elm Street Agency")


def test_a_text_that_fits_fills_the_skeleton():
    made = loaded()
    assert not made.is_skeleton
    assert made.licensed_to == "Elm Street Agency"
    assert made.items[11].words == f"{SECRET} question 12"
    assert made.items[0].answers.words_of(5) == f"{SECRET} 5"
    assert made.stem == f"Think of your {SECRET}."
    assert made.notices == (f"© {SECRET}. Used with permission.",)
    assert scores_of(made, {str(n): 5 for n in range(1, 13)})[0].value == 60


def test_what_we_ship_stays_as_it_was():
    loaded()
    assert instrument("wai-sr").is_skeleton
    assert SECRET not in str(to_fhir_questionnaire(instrument("wai-sr")))


def test_after_the_licence_the_words_are_gone_and_the_score_is_not():
    made = loaded(WHOLE.replace("none", "2"))
    bare = without_words(made)
    answers = {str(n): 5 for n in range(1, 13)}
    assert bare.is_skeleton
    assert SECRET not in f"{bare}{bare.items}{bare.stem}{bare.notices}"
    assert scores_of(bare, answers) == scores_of(made, answers)


def test_questions_from_the_other_end_are_as_the_form_says():
    made = loaded(WHOLE.replace("none", "2, 12"))
    answers = {str(n): 1 for n in range(1, 13)}
    assert scores_of(made, answers)[0].value == 12 + 4 + 4


def test_lines_to_mark_need_no_words_for_their_answers():
    text = f"Instrument: srs\nNotice: © {SECRET}\nReversed: none\nQuestions:\n"
    made = loaded(text + "\n".join(f"{n}) {SECRET}" for n in range(1, 5)), "srs")
    assert not made.is_skeleton
    assert made.items[0].answers.is_line


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("WAI-SR", "WAI", "Instrument: wai-sr"),
        ("Instrument: WAI-SR\n", "", "Instrument: wai-sr"),
        (f"Notice: © {SECRET}. Used with permission.\n", "", "no notice"),
        ("Reversed: none\n", "", "count from the other end"),
        ("Reversed: none", "Reversed: 13", "a question that is not there"),
        (f"5 = {SECRET} 5\n", "", "the numbers 1 to 5"),
        (f"5 = {SECRET} 5", f"6 = {SECRET} 5", "the numbers 1 to 5"),
        (f"5 = {SECRET} 5", f"four: {SECRET}", "line 10 is not written as an answer"),
        (f"5 = {SECRET} 5", f"4 = {SECRET} 5", "line 10 is an answer"),
        (f"12. {SECRET} question 12\n", "", "12 questions, numbered from 1, and this"),
        (f"12. {SECRET}", f"13. {SECRET}", "12 questions"),
        (f"12. {SECRET}", f"{SECRET}", "line 24 is not written as a question"),
        (f"12. {SECRET}", f"11. {SECRET}", "line 24 is a question"),
        (f"12. {SECRET}", f"12. {SECRET * 100}", "line 24 is too long"),
        ("Instrument", f"{SECRET}\nInstrument", "line 1 stands before any heading"),
    ],
)
def test_a_text_that_does_not_fit_is_refused_by_line(old, new, why):
    assert old in WHOLE
    assert why in refused(WHOLE.replace(old, new, 1))


def test_a_text_is_refused_where_words_are_there_already():
    assert "PHQ-9 has its words already" in refused(WHOLE, "phq-9")


def test_a_very_long_text_is_refused_before_it_is_read():
    assert "longer than" in refused("x" * 20_001)


def test_somebody_has_to_hold_the_licence():
    skeleton = instrument("wai-sr")
    fitted = read_licensed_text(skeleton, WHOLE)
    with pytest.raises(ValueError, match="holder of its licence"):
        with_licensed_text(skeleton, fitted, held_by=" ")
    with pytest.raises(ValueError, match="its own skeleton"):
        with_licensed_text(instrument("wai-s"), fitted, held_by="us")


def test_the_text_is_not_in_a_traceback():
    assert SECRET not in repr(read_licensed_text(instrument("wai-sr"), WHOLE))


@given(st.text(max_size=200))
def test_any_file_is_read_or_refused(text):
    with pytest.raises(LicensedTextRefused):
        read_licensed_text(instrument("wai-sr"), text)
