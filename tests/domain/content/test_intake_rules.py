"""What the intake says about its own route, and what it refuses to say."""

import pytest

from holdspace.content.codebook import codebook
from holdspace.content.intake import Condition, intake, intake_from
from holdspace.content.pack import PackBroken, parse_pack, read_text

INTAKE = intake()


def test_each_slider_has_its_ends_where_the_codebook_has_them():
    sliders = INTAKE.question("F5").sliders
    assert tuple(slider.code for slider in sliders) == INTAKE.question("F5").feeds_codes
    for slider in sliders:
        meant = codebook().code(slider.code).ends
        assert meant is not None
        for shown, end in zip(slider.ends, meant, strict=True):
            assert end in shown.lower() or shown.lower() == end.lower()


def test_a_question_says_when_it_makes_sense():
    assert INTAKE.question("D2").only_if == Condition("D1")
    assert INTAKE.question("C2").unless == Condition("C1", ("none",))
    assert INTAKE.question("A1").only_if is INTAKE.question("A1").unless is None


def test_what_may_harm_is_named_by_the_client_and_never_guessed_from_a_card():
    risky = [question for question in INTAKE.questions if question.risky]
    assert [question.id for question in risky] == ["D12"]
    assert INTAKE.next_of("D12", risky[0].risky) == ("gentle_check",)
    assert INTAKE.next_of("D12", risky[0].feeds_codes) == ()


def test_somebody_without_earlier_help_is_not_asked_as_if_they_had_some():
    reworded = [each.id for each in INTAKE.questions if each.lite_words]
    assert reworded == ["C4", "F1"]
    assert {*reworded} <= {*INTAKE.c_lite}


def test_what_comes_after_the_short_list_is_what_it_left_out():
    rest = [each for each in INTAKE.c_lite_then if each not in INTAKE.c_lite]
    assert rest == ["F2", "F4", "F7"]


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('if = ["had_to"]', 'if = ["had"]', "B3 has no answer 'had'"),
        ('"hurt_myself"]', '"hurt"]', "D12 calls something risky"),
        ('risky = ["drank", "hurt_myself"]', "", "D12 has no answer 'risky'"),
        ('code = "N.LEAD"', 'code = "N.FIT"', "F5 has a slider for no code"),
        ('ends = ["I lead", "You lead"]', 'ends = ["I lead"]', "two ends"),
        ('only_if = { question = "D1"', 'only_if = { question = "D0"', "D2 waits"),
        (
            'unless = { question = "C1", choices = ["none"]',
            'unless = { question = "C1", choices = ["no"]',
            "C2 waits",
        ),
        ('asked_in = "B1"', 'asked_in = "B0"', "the loop names"),
        ('another_in = "B2"', 'another_in = "C1"', "the loop names"),
        ('asked_in = "B5"', 'asked_in = "D5"', "the loop names"),
        ('another = "another_episode"', 'another = "more"', "B2 has not the choices"),
        ('nothing_hard = ["helped"', 'nothing_hard = ["help"', "B5 has not"),
        ('then = ["F", "G"]', 'then = ["F", "Z"]', "no question 'Z'"),
    ],
)
def test_rules_that_point_nowhere_are_refused(was, becomes, why):
    text = read_text("intake.toml")
    assert was in text
    with pytest.raises(PackBroken, match=why):
        intake_from(parse_pack("intake", text.replace(was, becomes, 1)))
