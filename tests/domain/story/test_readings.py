from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.story.readings import (
    Certainty,
    GivenVerdict,
    Passage,
    Reading,
    Verdict,
    readings_that_count,
    stretches,
)
from holdspace.vocabulary.errors import SpanOutsidePassage
from holdspace.vocabulary.text import Span

WORDS = "She typed the whole hour and hardly looked up."
PASSAGE = Passage("p", WORDS, date(2026, 11, 1))
TYPED = Reading("r", PASSAGE, Span(0, 24), "X.NOTHEARD")


def answered(*verdicts: Verdict, certainty: Certainty = Certainty.SAID) -> Reading:
    given_verdicts = tuple(
        GivenVerdict(verdict, date(2026, 11, 2 + place))
        for place, verdict in enumerate(verdicts)
    )
    return replace(TYPED, certainty=certainty, verdicts=given_verdicts)


def counts(reading: Reading) -> bool:
    return readings_that_count([reading]) == (reading,)


# --- One reading --------------------------------------------------------------


def test_a_reading_quotes_the_words_it_stands_on():
    assert TYPED.quote == "She typed the whole hour"
    assert TYPED.domain == "X"


def test_a_reading_cannot_point_past_its_passage():
    with pytest.raises(SpanOutsidePassage):
        replace(TYPED, span=Span(0, len(WORDS) + 1))


@pytest.mark.parametrize("strength", [-1, 5])
def test_strength_runs_from_nothing_told_to_very_strong(strength):
    with pytest.raises(ValueError, match="from 0 to 4"):
        replace(TYPED, strength=strength)


def test_the_latest_verdict_is_the_one_that_counts():
    assert TYPED.verdict is None
    assert answered(Verdict.YES, Verdict.NOT_QUITE).verdict is Verdict.NOT_QUITE
    assert answered(Verdict.TAKEN_BACK, Verdict.YES).verdict is Verdict.YES


def test_words_are_affirmed_when_told_said_yes_to_or_put_in_other_words():
    assert TYPED.affirmed_on == date(2026, 11, 1)
    assert answered(Verdict.NOT_QUITE).affirmed_on == date(2026, 11, 1)
    assert answered(Verdict.YES, Verdict.NOT_QUITE).affirmed_on == date(2026, 11, 2)
    put_better = GivenVerdict(Verdict.NOT_QUITE, date(2026, 11, 9), "half of it")
    assert replace(TYPED, verdicts=(put_better,)).affirmed_on == date(2026, 11, 9)


def test_a_verdict_is_not_known_before_the_day_it_is_given():
    reading = answered(Verdict.YES, Verdict.NOT_QUITE)
    assert reading.as_known_on(date(2026, 11, 1)).verdict is None
    assert reading.as_known_on(date(2026, 11, 2)).verdict is Verdict.YES
    assert reading.as_known_on(date(2026, 11, 3)) == reading


# --- Which readings count -----------------------------------------------------


@pytest.mark.parametrize("verdict", [Verdict.YES, Verdict.NOT_QUITE])
def test_what_was_said_counts_whatever_the_verdict(verdict):
    assert counts(TYPED)
    assert counts(answered(verdict))


def test_what_is_only_implied_counts_once_the_client_says_yes():
    assert not counts(answered(certainty=Certainty.IMPLIED))
    assert not counts(answered(Verdict.NOT_QUITE, certainty=Certainty.IMPLIED))
    assert counts(answered(Verdict.YES, certainty=Certainty.IMPLIED))
    assert not counts(
        answered(Verdict.YES, Verdict.NOT_QUITE, certainty=Certainty.IMPLIED)
    )


def test_a_guess_never_counts():
    assert not counts(answered(Verdict.YES, certainty=Certainty.GUESSED))


@given(st.lists(st.sampled_from(Verdict)), st.sampled_from(Certainty))
def test_what_was_taken_back_never_counts(verdicts, certainty):
    assert not counts(answered(*verdicts, Verdict.TAKEN_BACK, certainty=certainty))


@st.composite
def some_readings(draw):
    passages = [
        Passage(name, WORDS, draw(st.dates(date(2026, 1, 1), date(2026, 1, 3))))
        for name in "ab"
    ]
    start = st.integers(0, 20)
    return [
        replace(
            answered(*draw(st.lists(st.sampled_from(Verdict), max_size=2))),
            id=f"r{place}",
            passage=draw(st.sampled_from(passages)),
            span=Span(first := draw(start), first + draw(st.integers(1, 5))),
            certainty=draw(st.sampled_from(Certainty)),
        )
        for place in range(draw(st.integers(0, 6)))
    ]


@given(some_readings(), st.randoms(use_true_random=False))
def test_the_order_they_come_in_does_not_matter(readings, chance):
    shuffled = chance.sample(readings, len(readings))
    assert readings_that_count(shuffled) == readings_that_count(readings)


@given(some_readings())
def test_those_that_count_are_told_oldest_first(readings):
    counting = readings_that_count(readings)
    told = [reading.passage.told_on for reading in counting]
    assert told == sorted(told)
    assert readings_that_count(counting) == counting


# --- Overlapping readings side by side ----------------------------------------


@st.composite
def words_and_spans(draw):
    words = draw(st.text(max_size=30))
    spans = []
    for _ in range(draw(st.integers(0, 6)) if words else 0):
        start = draw(st.integers(0, len(words) - 1))
        spans.append(Span(start, draw(st.integers(start + 1, len(words)))))
    return words, spans


@given(words_and_spans())
def test_the_stretches_are_the_text_without_a_gap(told):
    words, spans = told
    cut = stretches(words, spans)
    assert "".join(stretch.words for stretch in cut) == words
    at = 0
    for stretch in cut:
        assert stretch.words
        assert stretch.start == at
        at += len(stretch.words)


@given(words_and_spans())
def test_every_reading_covers_exactly_its_stretches_and_begins_once(told):
    words, spans = told
    cut = stretches(words, spans)
    for place, span in enumerate(spans):
        under = [s.words for s in cut if place in s.readings]
        assert "".join(under) == span.words_in(words)
        assert [s.start for s in cut if place in s.begins] == [span.start]


def test_of_two_readings_the_longer_one_lies_outside():
    inner, outer = Span(3, 5), Span(3, 8)
    assert stretches("0123456789", [inner, outer])[1].readings == (1, 0)


def test_a_text_without_readings_is_one_stretch():
    (only,) = stretches(WORDS, [])
    assert (only.words, only.readings, only.begins) == (WORDS, (), ())


def test_a_span_that_is_not_in_the_text_is_refused():
    with pytest.raises(SpanOutsidePassage):
        stretches("short", [Span(0, 6)])
