import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.story.corrections import spans_after_correction
from holdspace.vocabulary.text import Span

TEXT = st.text(alphabet="ab .", min_size=1, max_size=25)


@st.composite
def corrected(draw):
    before = draw(TEXT)
    spans = []
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(before) - 1))
        spans.append(Span(start, draw(st.integers(start + 1, len(before)))))
    return before, draw(TEXT), spans


@given(corrected())
def test_a_reading_that_stays_stands_on_exactly_its_words(told):
    before, after, spans = told
    moved = spans_after_correction(before, after, spans)
    assert len(moved) == len(spans)
    for span, there in zip(spans, moved, strict=True):
        assert there is None or there.words_in(after) == span.words_in(before)


@given(corrected())
def test_a_text_that_did_not_change_moves_nothing(told):
    before, _, spans = told
    assert spans_after_correction(before, before, spans) == tuple(spans)


@given(corrected(), st.sampled_from([" ", "a ", "so. "]))
def test_words_added_in_front_only_push_readings_along(told, added):
    before, _, spans = told
    moved = spans_after_correction(before, added + before, spans)
    for span, there in zip(spans, moved, strict=True):
        assert there is None or there.words_in(added + before) == span.words_in(before)


def test_a_slip_before_the_words_leaves_the_reading_on_them():
    moved = spans_after_correction(
        "Teh burial. Nobody came.", "The burial. Nobody came.", [Span(12, 23)]
    )
    assert moved == (Span(12, 23),)


def test_words_that_were_changed_lose_their_reading():
    assert spans_after_correction(
        "He never asked.", "He always asked.", [Span(3, 8)]
    ) == (None,)


@pytest.mark.parametrize(
    ("before", "after"),
    [("She was kind.", "She was unkind."), ("She was kind.", "She was kindly.")],
)
def test_a_word_that_grew_into_another_loses_its_reading(before, after):
    assert spans_after_correction(before, after, [Span(8, 12)]) == (None,)


def test_a_reading_of_part_of_a_word_stays_where_it_was():
    assert spans_after_correction("unkind", "so unkind", [Span(2, 6)]) == (Span(5, 9),)
