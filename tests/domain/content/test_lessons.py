import re

import pytest

from holdspace.content.codebook import codebook
from holdspace.content.lessons import lessons, lessons_from
from holdspace.content.pack import parse_pack, read_text
from holdspace.vocabulary.errors import UnknownCode

LESSONS = lessons()
BOOK = codebook()


def test_every_hurt_has_a_lesson():
    assert [lesson.code for lesson in LESSONS.lessons] == [
        code.id for code in BOOK.in_domain("X")
    ]


def test_every_lesson_is_whole():
    for lesson in LESSONS.lessons:
        assert lesson.watch
        assert lesson.offers
        assert lesson.first_repair
        assert lesson.offer
        assert lesson.avoid
        assert LESSONS.lesson(lesson.code) is lesson


def test_a_lesson_names_codes_of_the_right_domains():
    for lesson in LESSONS.lessons:
        assert {code[0] for code in lesson.watch} == {"T"}
        assert {code[0] for code in lesson.offers} == {"N"}
        assert {code[0] for code in lesson.first_repair} == {"M"}


@pytest.mark.parametrize(
    ("look_up", "letters"),
    [
        (LESSONS.do, "NH"),
        (LESSONS.early_sign, "P"),
        (LESSONS.cue, "T"),
        (LESSONS.feels, "F"),
        (LESSONS.first_move, "M"),
    ],
)
def test_each_kind_of_line_covers_its_domains_and_no_other(look_up, letters):
    covered = {code.id for code in BOOK.codes if look_up(code.id) is not None}
    assert covered == {code.id for code in BOOK.codes if code.domain in letters}


def test_some_codes_call_for_asking_first():
    asking = {code.id for code in BOOK.codes if LESSONS.ask_first(code.id)}
    assert asking == {
        "N.NOTES",
        "N.FIT",
        "T.DIG",
        "T.CLOSE",
        "T.PAPER",
        "T.IDENTITY",
        "X.TOLD",
    }


def test_lines_are_short_and_say_they():
    lines = [line for by_code in LESSONS.lines.values() for line in by_code.values()]
    lines += [lesson.avoid for lesson in LESSONS.lessons]
    for line in lines:
        assert len(line.split()) <= 9, line
    for line in lines + [lesson.offer for lesson in LESSONS.lessons]:
        assert not re.search(r"\b(he|she|him|her|his|hers)\b", line.casefold()), line


def test_a_feeling_takes_two_to_four_words():
    for code in BOOK.in_domain("F"):
        assert 2 <= len(str(LESSONS.feels(code.id)).split()) <= 4


def test_a_cue_points_to_the_lessons_that_watch_it():
    watching = [lesson.code for lesson in LESSONS.lessons_that_watch("T.PAPER")]
    assert watching == ["X.MISREAD", "X.RETELL", "X.TOLD", "X.WORSE"]
    assert LESSONS.lessons_that_watch("T.NOPE") == ()


def test_a_suggestion_says_what_it_is():
    assert "not an evidence-tested rule" in LESSONS.caveat


def test_a_code_that_is_no_hurt_has_no_lesson():
    assert LESSONS.lesson("H.HEARD") is None


@pytest.mark.parametrize(
    ("was", "becomes"),
    [('watch = ["T.SLIGHT"]', 'watch = ["T.NOPE"]'), ('"N.PACE" =', '"N.NOPE" =')],
)
def test_a_lesson_about_an_unknown_code_is_refused(was, becomes):
    text = read_text("lessons.toml").replace(was, becomes)
    with pytest.raises(UnknownCode):
        lessons_from(parse_pack("lessons", text))
