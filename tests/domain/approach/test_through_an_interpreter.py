"""What came through an interpreter keeps both languages, as far as the brief."""

from dataclasses import replace
from datetime import date

from holdspace.approach.brief_json import _because
from holdspace.approach.brief_text import _quote
from holdspace.approach.lines import because
from holdspace.content.wording import wording
from holdspace.story.readings import Passage, Reading
from holdspace.vocabulary.text import Span

OWN, MADE_OF_IT = "Cô ấy nhớ tên tôi.", "She remembered my name."
PASSAGE = Passage(
    id="p1",
    words=OWN,
    told_on=date(2026, 1, 2),
    language="vi",
    translation=MADE_OF_IT,
    translated_into="en",
)
READING = Reading(id="r1", passage=PASSAGE, span=Span(0, len(OWN)), code="H.HEARD")


def test_the_evidence_of_a_line_carries_the_translation():
    rests_on = because(READING)
    assert (rests_on.quote, rests_on.language) == (OWN, "vi")
    assert (rests_on.translation, rests_on.translated_into) == (MADE_OF_IT, "en")
    assert _because(rests_on)["translation"] == MADE_OF_IT


def test_without_an_interpreter_there_is_none():
    plain = replace(PASSAGE, translation="", translated_into="")
    rests_on = because(replace(READING, passage=plain))
    assert _because(rests_on)["translation"] is None


def test_no_word_of_it_is_printed_by_chance():
    printed = repr((PASSAGE, READING, because(READING)))
    assert MADE_OF_IT not in printed
    assert OWN not in printed


def test_the_brief_as_text_says_it_came_through_an_interpreter():
    said = " ".join(_quote(because(READING), wording()))
    assert OWN in said
    assert f"through an interpreter: “{MADE_OF_IT}”" in said
