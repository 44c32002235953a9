"""The questions of a supervision hour: plain, sourced, and about the work alone."""

import re

import pytest

from holdspace.content.pack import PackBroken, parse_pack, read_pack, read_text
from holdspace.content.supervision import (
    Situation,
    supervision_pack,
    supervision_pack_from,
)

from .test_readability import WORST, grade, sentences, words

PACK = supervision_pack()
PROMPTS = [one for several in PACK.prompts.values() for one in several]


def test_about_each_thing_that_can_be_open_there_are_two_questions_or_more():
    assert all(len(PACK.prompts[situation]) >= 2 for situation in Situation)


def test_each_question_asks_and_tells_nobody_what_to_do():
    assert all("?" in one.words for one in PROMPTS)
    assert not any(
        re.search(r"\b(must|should have|always)\b", p.words) for p in PROMPTS
    )


def test_no_question_asks_why():
    assert not any(re.search(r"\bwhy\b", one.words, re.I) for one in PROMPTS)


@pytest.mark.parametrize(
    "text", [PACK.opening, PACK.no_names, *PACK.rest, *(one.words for one in PROMPTS)]
)
def test_it_is_read_with_ease(text):
    long_enough = [one for one in sentences(text) if len(words(one)) >= 8]
    assert all(grade(one) <= WORST for one in long_enough)


def test_no_mark_of_what_was_checked_is_shown():
    assert not re.search(r"\[(K|V|V2)\b", read_text("supervision.toml"))


def changed(**parts):
    pack = read_pack("supervision")
    return type(pack)(pack.pack, pack.where, pack.values | parts)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"prompts": []}, "nothing is asked about"),
        ({"prompts": [{"situation": "mood", "words": "So?"}]}, "none we know"),
        ({"hour": {"opening": "a", "no_names": "b", "rest_source": "c"}}, "no hint"),
    ],
)
def test_a_pack_with_a_part_missing_is_refused(parts, why):
    with pytest.raises(PackBroken, match=why):
        supervision_pack_from(changed(**parts))


def test_another_week_has_another_hint():
    assert len({PACK.rest_of(week) for week in range(len(PACK.rest))}) == len(PACK.rest)


def test_a_broken_pack_names_its_place():
    with pytest.raises(PackBroken, match="hour"):
        supervision_pack_from(parse_pack("supervision", "[pack]\nname = 'x'"))
