import pytest

from holdspace.content.codebook import codebook
from holdspace.content.intake import UnknownIntakeQuestion, intake, intake_from
from holdspace.content.pack import PackBroken, parse_pack, read_text

INTAKE = intake()


def test_there_are_forty_four_questions_in_seven_sections():
    assert len(INTAKE.questions) == 44
    counts = {
        each.letter: len(INTAKE.in_section(each.letter)) for each in INTAKE.sections
    }
    assert counts == {"A": 5, "B": 7, "C": 5, "D": 12, "E": 5, "F": 7, "G": 3}


def test_every_question_says_why_it_is_asked():
    for question in INTAKE.questions:
        assert question.words
        assert question.why
        assert question.level in (1, 2, 3)
        assert INTAKE.question(question.id) is question


def test_the_hard_part_opens_by_asking():
    opening = INTAKE.section("D").opening
    assert opening == "Is it OK to ask about the hard parts? Headlines only."


def test_the_frame_says_that_anything_can_be_skipped():
    assert "You can skip anything. You can stop any time." in INTAKE.frame
    assert [link.id for link in INTAKE.frame_links] == ["who_sees", "law", "help_now"]


def test_only_the_crossed_line_is_tender_and_it_asks_for_no_words():
    tender = [question for question in INTAKE.questions if question.level == 3]
    assert [question.id for question in tender] == ["D9"]
    assert not tender[0].free_text
    assert [choice.id for choice in tender[0].choices] == [
        "yes",
        "no",
        "rather_not_say",
    ]
    assert INTAKE.cards_of("D9") == ()


def test_a_tender_card_needs_its_own_yes():
    shown = [code.id for code in INTAKE.cards_of("D1")]
    assert len(shown) == 15
    assert "X.SEXUAL" not in shown
    asked_for = INTAKE.cards_of("D1", with_level_3=True)
    assert asked_for == codebook().in_domain("X")


def test_alone_nobody_gets_more_than_twelve_in_a_sitting():
    sizes = []
    number = 1
    while asked := INTAKE.sitting(number):
        sizes.append(len(asked))
        number += 1
    assert max(sizes) <= INTAKE.alone.most_questions == 12
    assert sizes[0] == 12
    assert sum(sizes) == 43


def test_alone_the_tender_question_comes_only_when_asked_for():
    assert "D9" not in [question.id for question in INTAKE.sitting(3)]
    asked_for = INTAKE.sitting(3, with_level_3=True)
    assert "D9" in [question.id for question in asked_for]


@pytest.mark.parametrize("number", [0, -1, 6])
def test_there_is_no_sitting_beyond_the_last(number):
    assert INTAKE.sitting(number) == ()


@pytest.mark.parametrize(
    ("question", "answers", "leads_to"),
    [
        ("B1", ["none"], ("c_lite", "F")),
        ("B3", ["had_to"], ("B6",)),
        ("B3", ["chose"], ()),
        ("B5", ["both"], ("D", "C")),
        ("B5", ["helped"], ("C",)),
        ("D9", ["yes"], ("options_page",)),
        ("D11", ["F.HOPELESS", "F.HURT"], ("gentle_check",)),
        ("A1", [], ()),
    ],
)
def test_an_answer_leads_where_it_should(question, answers, leads_to):
    assert INTAKE.next_of(question, answers) == leads_to


def test_a_worker_spreads_every_question_over_the_visits_once():
    asked = [each for visit in INTAKE.worker_led.visits for each in visit.questions]
    assert sorted(asked) == sorted(question.id for question in INTAKE.questions)
    assert "F5" in INTAKE.worker_led.visits[0].questions
    assert "F4" in INTAKE.worker_led.visits[1].questions


def test_without_earlier_help_eight_questions_are_enough():
    assert INTAKE.c_lite == ("C4", "F1", "F3", "F5", "F6", "G1", "G2", "G3")


def test_a_child_is_asked_less_with_an_adult_near():
    band = INTAKE.youth.band(9)
    assert band is not None
    assert band.with_adult
    assert "D1" not in band.questions
    assert "A5" in band.questions


def test_a_person_asks_young_people_about_a_crossed_line():
    assert INTAKE.youth.asked_by_a_person == ("D9",)
    assert INTAKE.youth.asked_by_a_person_until_age == 17
    assert INTAKE.youth.band(18) is None


def test_every_card_stands_for_a_code():
    cards = INTAKE.youth.extra_cards + INTAKE.interpreter.extra_cards
    assert [card.codes for card in cards] == [
        ("X.TOLD", "X.CONTROLLED"),
        ("X.JUDGED",),
        ("X.TOLD", "X.MISMATCH"),
    ]


def test_the_worker_has_lines_to_say():
    assert "You do not need to trust me yet." in INTAKE.worker_led.validation
    assert len(INTAKE.worker_led.reflect_back) == 3


@pytest.mark.parametrize("ask", [INTAKE.question, INTAKE.section, INTAKE.cards_of])
def test_an_unknown_question_is_refused(ask):
    with pytest.raises(UnknownIntakeQuestion, match="has no question 'Z9'"):
        ask("Z9")


@pytest.mark.parametrize(
    ("was", "becomes", "why"),
    [
        ('id = "A2"', 'id = "A1"', "a question is there twice"),
        ('section = "A"', 'section = "Z"', "A1 is in no section"),
        ('then = ["B6"]', 'then = ["B66"]', "B3 leads to 'B66'"),
        ('person = ["D9"]', 'person = ["D99"]', "youth rules"),
        ('"A B", "C"', '"A B", "Z"', "a sitting names"),
        ('questions = ["C4"', 'questions = ["C44"', "no question 'C44'"),
    ],
)
def test_an_intake_with_a_fault_is_refused(was, becomes, why):
    text = read_text("intake.toml")
    assert was in text
    with pytest.raises(PackBroken, match=why):
        intake_from(parse_pack("intake", text.replace(was, becomes, 1)))
