import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.codebook import codebook
from holdspace.content.pack import read_text
from holdspace.content.stories import (
    StoryMarkupError,
    parse_marked,
    parse_stories,
    shipped_stories,
)

STORIES = shipped_stories()


def one(words):
    return f"### Story 1 - Ada, 40, baker\n{words}\n"


def test_four_fictional_people_tell_their_stories():
    assert [story.name for story in STORIES] == ["Amara", "Mateo", "Linh", "Jordan"]
    assert STORIES[0].about == "34, nurse, Nigerian-British, burnout and grief"


def test_the_stories_hold_fifty_three_spans_of_fifty_codes():
    spans = [gold for story in STORIES for gold in story.spans]
    assert len(spans) == 53
    assert len({gold.code for gold in spans}) == 50


def test_each_span_stands_exactly_where_its_mark_stood():
    marks = re.findall(r"\[\[([A-Z.]+)\|(.*?)\]\]", read_text("stories.md"))
    marks = [mark for mark in marks if mark[0] != "CODE"]
    found = [
        (gold.code, gold.span.words_in(story.words))
        for story in STORIES
        for gold in story.spans
    ]
    assert found == marks


def test_the_words_are_the_text_without_its_marks():
    bare = re.sub(r"\[\[[A-Z.]+\||\]\]", "", read_text("stories.md"))
    for story in STORIES:
        assert story.words in bare
        assert "[[" not in story.words


def test_the_file_says_that_it_is_fiction_and_who_may_use_it():
    head = read_text("stories.md").partition("###")[0]
    assert "made up" in head
    assert "CC-BY-4.0" in head


def test_words_are_never_in_a_repr():
    assert "laptop" not in repr(STORIES[0])


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_name_may_hold_a_hyphen_and_the_rest_may_be_missing(dash):
    stories = parse_stories(f"### Story 1 {dash} Anne-Marie\nHello.")
    assert [(story.name, story.about) for story in stories] == [("Anne-Marie", "")]


def test_a_story_ends_at_a_heading_or_a_rule():
    text = one("First.") + "---\nNot this.\n" + one("Second.") + "# Nor this\nno"
    assert [story.words for story in parse_stories(text)] == ["First.", "Second."]


def test_a_story_keeps_its_lines_and_counts_them():
    text = "\ufeff### Story 1 - Ada\r\n\r\nOne.\r\n\r\n[[H.WARM|Two]] lines.\r\n"
    (story,) = parse_stories(text)
    assert story.words == "One.\n\nTwo lines."
    assert story.spans[0].span.words_in(story.words) == "Two"


def test_a_file_without_stories_gives_none():
    assert parse_stories("Just a note.") == ()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("a [[H.WARM|never closed", "a mark is not closed"),
        ("a [[H.WARM|x and [[H.SAY|y]]", "a mark is not closed"),
        ("a [[H.WARM|x [[H.SAY|y]] z]]", "one mark stands inside another"),
        ("a closed]] b", "a mark is closed that was never opened"),
        ("a [[H.NOPE|x]]", "a code the codebook does not have"),
        ("a [[H.WARM]]", "a mark has no words"),
        ("a [[H.WARM| ]]", "a mark has no words"),
    ],
)
def test_a_mark_that_cannot_be_read_names_its_line_and_no_words(words, why):
    with pytest.raises(StoryMarkupError, match=why) as refused:
        parse_stories("A header.\n\n" + one("\nSecret.\n" + words))
    assert refused.value.line == 6
    assert str(refused.value).startswith("Line 6: ")
    assert "Secret" not in str(refused.value)
    assert "never closed" not in str(refused.value)


@pytest.mark.parametrize("heading", ["### Story 1 -", "### Story", "### Story 1 - , 3"])
def test_a_story_without_a_name_is_refused(heading):
    with pytest.raises(StoryMarkupError, match=r"Line 1: the story has no name"):
        parse_stories(f"{heading}\nHello.")


def test_a_story_without_words_is_refused():
    with pytest.raises(StoryMarkupError, match="the story has no words"):
        parse_stories(one("") + one("Hello."))


PLAIN = st.text(st.characters(exclude_characters="[]", exclude_categories=["Cs"]))
CODES = st.sampled_from([code.id for code in codebook().codes])
MARKS = st.tuples(PLAIN, CODES, PLAIN.filter(str.strip))


@given(st.lists(MARKS), PLAIN)
def test_marks_taken_out_leave_words_and_exact_places(marks, last):
    text = "".join(f"{before}[[{code}|{inside}]]" for before, code, inside in marks)
    marked = parse_marked(text + last)
    plain = "".join(before + inside for before, _, inside in marks)
    assert marked.words == plain + last
    assert [(gold.code, gold.span.words_in(marked.words)) for gold in marked.spans] == [
        (code, inside) for _, code, inside in marks
    ]
