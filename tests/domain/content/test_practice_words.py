"""The words of the practice report are whole, or it is said where they are not."""

import re

import pytest

from holdspace.content.pack import PackBroken, parse_pack, read_text
from holdspace.content.practice import practice_words, practice_words_from

PACK = read_text("practice.toml")


def test_each_part_has_figures_and_each_figure_a_part():
    words = practice_words()
    assert {one.part for one in words.figures.values()} == {p.id for p in words.parts}


def test_no_sentence_says_cause_without_not():
    for sentence in re.findall(r'"([^"]*)"', PACK):
        for found in re.finditer(r"\bcauses?\b", sentence):
            before = sentence[: found.start()].casefold()
            assert before.endswith(("not a ", "none of them is a ", "nothing is a "))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (('part = "who"\nlabel', 'part = "nowhere"\nlabel'), "in no part"),
        (('id = "staying.day"', 'id = "who.came"'), "there twice"),
        (('unit = "clients"', 'units = "clients"'), "no key of this format"),
        (("How many clients said yes", "How many } clients"), "braces"),
    ],
)
def test_a_fault_is_named_with_its_place(change, why):
    old, new = change
    assert old in PACK
    with pytest.raises(PackBroken, match=why):
        practice_words_from(parse_pack("practice", PACK.replace(old, new, 1)))
