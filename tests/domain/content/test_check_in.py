import pytest

from holdspace.content.check_in import (
    UnknownAnswer,
    UnknownQuestion,
    check_in,
    check_in_from,
)
from holdspace.content.pack import PackBroken, parse_pack, read_text

PACK = check_in()


def test_there_are_seven_questions_in_their_order():
    ids = [question.id for question in PACK.questions]
    assert ids == [
        "listened",
        "speed",
        "say",
        "between",
        "off",
        "before",
        "keep_change",
    ]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("listened", ["not really", "a bit", "mostly", "yes"]),
        ("speed", ["too fast", "right", "too slow"]),
        ("say", ["not really", "a bit", "mostly", "yes"]),
        ("off", ["no", "yes, small", "yes, big", "rather not say"]),
        ("talk", ["now", "next time", "write it", "not now"]),
        ("before", ["no", "yes"]),
        ("keep_change", []),
    ],
)
def test_the_answers_are_worded_exactly(question, answers):
    assert [each.words for each in PACK.question(question).answers] == answers


def test_only_three_questions_have_numbers():
    numbered = {
        question.id: [answer.value for answer in question.answers]
        for question in PACK.questions + PACK.follow_ups
        if any(answer.value is not None for answer in question.answers)
    }
    assert numbered == {
        "listened": [0, 1, 2, 3],
        "say": [0, 1, 2, 3],
        "between": [*range(11)],
    }


def test_a_row_of_numbers_has_words_at_its_ends_and_says_each_number():
    between = PACK.question("between")
    assert between.words == "How was it between us today?"
    assert between.ends == ("hard", "good")
    assert between.answer("7").words == "7 of 10"
    assert between.values == (*range(11),)
    assert PACK.question("listened").ends == ("", "")
    assert PACK.question("speed").values == ()


def test_it_says_that_it_is_no_scale():
    assert PACK.label == "Conversation starter, not a validated scale"


@pytest.mark.parametrize("answer", ["small", "big"])
def test_a_moment_that_felt_off_may_be_talked_about(answer):
    following = PACK.follow_up("off", answer)
    assert following is not None
    assert following.words == "Do you want to talk about it?"


@pytest.mark.parametrize("answer", ["no", "rather_not_say", None])
def test_an_answer_that_closes_the_subject_is_left_alone(answer):
    assert PACK.follow_up("off", answer) is None


def test_strain_opens_the_repair_card():
    assert PACK.question("off").opens_repair_on == ("small", "big")
    assert PACK.question("before").opens_repair_on == ("yes",)


def test_an_unknown_answer_or_question_is_refused():
    with pytest.raises(UnknownAnswer, match="has no answer 'huge'"):
        PACK.question("off").answer("huge")
    with pytest.raises(UnknownQuestion, match="no question 'mood'"):
        PACK.question("mood")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('opens_repair_on = ["yes"]', 'opens_repair_on = ["perhaps"]'),
        ('follows = "off"', 'follows = "mood"'),
        ("lowest = 0", "lowest = 10"),
    ],
)
def test_a_check_in_with_a_loose_end_is_refused(was, becomes):
    text = read_text("check_in.toml").replace(was, becomes)
    with pytest.raises(PackBroken, match="check_in"):
        check_in_from(parse_pack("check_in", text))


def test_a_newer_check_in_takes_away_only_what_it_answers():
    earlier = {"off": "big", "talk": "now", "before": "yes", "before_cue": "the keys"}
    newer = {"before": "no", "listened": "yes"}
    assert check_in().newest_of([earlier, newer]) == {
        "off": "big",
        "talk": "now",
        "before": "no",
        "listened": "yes",
    }
    assert check_in().newest_of([]) == {}
