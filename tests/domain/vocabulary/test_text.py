import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.vocabulary.errors import HoldspaceError, SpanOutsidePassage, UnknownCode
from holdspace.vocabulary.text import Span


@st.composite
def spans(draw, longest=40):
    start = draw(st.integers(0, longest - 1))
    return Span(start, draw(st.integers(start + 1, longest)))


@given(st.text(min_size=40, max_size=60), spans())
def test_a_span_holds_exactly_its_characters(words, span):
    assert span.words_in(words) == words[span.start : span.end]
    assert len(span.words_in(words)) == span.end - span.start


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 3), (4, 2), (-1, 2)])
def test_an_empty_or_backward_span_cannot_be_made(start, end):
    with pytest.raises(ValueError, match="empty or runs backwards"):
        Span(start, end)


def test_a_span_past_the_end_is_refused_without_quoting_the_words():
    with pytest.raises(SpanOutsidePassage) as refused:
        Span(0, 15).words_in("He never asked")
    assert "0 to 15 are not inside a passage of 14" in str(refused.value)
    assert "Select the words again" in str(refused.value)
    assert "never" not in str(refused.value)


def test_the_whole_passage_is_inside_itself():
    assert Span(0, 14).words_in("He never asked") == "He never asked"


def test_an_error_says_what_happened_and_then_what_to_do():
    assert str(UnknownCode("X.NOPE")) == (
        "The codebook has no code 'X.NOPE'. Pick a code from the codebook's list."
    )


def test_an_error_without_a_next_step_says_only_what_happened():
    assert str(HoldspaceError("The room is taken.")) == "The room is taken."


def test_a_long_unknown_code_is_cut_since_it_may_be_somebodys_words():
    assert "whole hour" not in str(
        UnknownCode("She never looked at me, the whole hour")
    )
