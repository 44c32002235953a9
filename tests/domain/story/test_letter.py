"""The letter "What I heard": which lines, over which words, in which order."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.codebook import codebook
from holdspace.content.letter import letter_pack
from holdspace.story.letter import MOST_LETTER_LINES, LetterWords, draft_letter
from holdspace.story.readings import (
    Certainty,
    GivenVerdict,
    NoticedBy,
    Passage,
    Reading,
    Sensitivity,
    Verdict,
    put_anew,
    said_once,
)
from holdspace.vocabulary.text import Span

WORDS = LetterWords(letter_pack(), codebook(), name="Amara", worker="Ruth")
DAY = date(2026, 11, 17)
CODES = [code.id for code in codebook().codes]


def draft(readings, **asked):
    return draft_letter(readings, WORDS, **asked)


def quotes(letter):
    return [line.quote for line in letter.lines]


def codes(letter):
    return [line.reading.code for line in letter.lines]


# --- Which lines ------------------------------------------------------------------


def test_nothing_told_makes_no_line():
    assert draft([]).lines == ()


def test_a_line_is_the_sentence_of_the_code_over_the_clients_own_words(told):
    (line,) = draft(told("so", "T.DISTRACT|she typed all hour")).lines
    assert line.text == "When I type or look away, you lose me."
    assert line.quote == "she typed all hour"


def test_what_is_only_implied_may_be_asked_and_says_that_it_may_be_wrong(told):
    (line,) = draft(told("F.SHAME|I thought", certainty=Certainty.IMPLIED)).lines
    assert line.text.startswith("I may have this wrong. ")


def test_a_guess_is_never_asked(told):
    assert not draft(told("F.SHAME|I thought", certainty=Certainty.GUESSED)).lines


def test_what_was_taken_back_is_not_asked_again(told, said):
    assert not draft(told("N.PACE|slowly", verdicts=(said("taken_back"),))).lines


def test_what_has_no_answer_yet_goes_before_what_has_one(told, said):
    answered = [
        reading
        for code in ("X.RAW", "T.GAP", "F.FEAR", "P.QUIET", "N.PACE", "H.WARM")
        for reading in told(f"{code}|{code} yes", verdicts=(said("yes"),), strength=4)
    ]
    open_ones = told("X.PUSHED|a", "F.SHAME|b", "P.MASK|c", "H.HEARD|d")
    letter = draft([*answered, *open_ones])
    assert {reading.id for reading in open_ones} <= {
        line.reading.id for line in letter.lines
    }


def test_it_starts_and_ends_with_something_good(told):
    letter = draft(
        told("X.RAW|a", "H.HEARD|b", "T.GAP|c", "F.FEAR|d", "N.PACE|e", "P.QUIET|f")
    )
    assert codes(letter) == ["H.HEARD", "X.RAW", "T.GAP", "F.FEAR", "P.QUIET", "N.PACE"]


def test_the_one_good_thing_there_is_comes_first(told):
    assert codes(draft(told("X.RAW|a", "H.HEARD|b")))[0] == "H.HEARD"


def test_the_same_words_are_in_one_line_only():
    whole = Passage("p", "she typed all hour", DAY)
    twice = [
        Reading("1", whole, Span(0, 9), "X.NOTHEARD"),
        Reading("2", whole, Span(4, 18), "T.DISTRACT"),
    ]
    assert len(draft(twice).lines) == 1


def test_what_is_tender_is_asked_only_where_somebody_said_so(told):
    easy = told("N.PACE|slowly")
    (hard,) = told("X.RAW|left me")
    tender = dataclasses.replace(
        hard, passage=dataclasses.replace(hard.passage, sensitivity=Sensitivity.TENDER)
    )
    crossed = told("X.SEXUAL|he did")
    assert codes(draft([*easy, tender, *crossed])) == ["N.PACE"]
    assert set(codes(draft([*easy, tender, *crossed], tender=True))) == {
        "N.PACE",
        "X.RAW",
        "X.SEXUAL",
    }


def test_the_opening_says_no_more_than_was_told(told):
    hurt = "That should not have happened"
    assert hurt in draft(told("X.RAW|left me")).opening
    assert hurt not in draft(told("H.WARM|kind")).opening
    assert draft(told("H.WARM|kind")).opening.startswith("Dear Amara,")
    assert draft(told("H.WARM|kind")).closing.endswith("\nRuth")


def test_nobodys_words_stand_in_a_repr(told):
    letter = draft(told("N.PACE|quetzalcoatlus", passage_id="p"))
    for thing in (letter, *letter.lines, WORDS):
        assert "quetzalcoatlus" not in repr(thing)
        assert "Amara" not in repr(thing)


# --- What holds for every letter --------------------------------------------------


@st.composite
def records(draw):
    made = []
    for place in range(draw(st.integers(0, 4))):
        said = [f"quote{place}{letter}" for letter in "abcdef"]
        passage = Passage(
            f"passage {place}",
            " ".join(said),
            DAY,
            sensitivity=draw(st.sampled_from(Sensitivity)),
        )
        for number in range(draw(st.integers(0, 6))):
            start = draw(st.integers(0, 40))
            verdicts = draw(st.lists(st.sampled_from(Verdict), max_size=2))
            made.append(
                Reading(
                    f"reading {place} {number}",
                    passage,
                    Span(start, draw(st.integers(start + 1, 47))),
                    draw(st.sampled_from(CODES)),
                    draw(st.sampled_from(Certainty)),
                    strength=draw(st.integers(0, 4)),
                    verdicts=tuple(GivenVerdict(one, DAY) for one in verdicts),
                )
            )
    return made


@given(records(), st.booleans(), st.sets(st.sampled_from(["passage 0", "passage 1"])))
def test_laws_of_every_draft(readings, tender, held_back):
    letter = draft(readings, held_back=held_back, tender=tender)
    assert len(letter.lines) <= MOST_LETTER_LINES
    for line in letter.lines:
        reading = line.reading
        assert reading in readings
        assert not reading.taken_back
        assert reading.certainty is not Certainty.GUESSED
        assert reading.passage.id not in held_back
        assert line.quote in reading.passage.words
        assert WORDS.pack.sentence(reading.code) in line.text
        if not tender:
            assert reading.passage.sensitivity is not Sensitivity.TENDER
            assert codebook().code(reading.code).level < 3
    for one in letter.lines:
        for other in letter.lines:
            if one is not other and one.reading.passage == other.reading.passage:
                first, second = sorted([one.reading.span, other.reading.span])
                assert first.end <= second.start
    good = [line for line in letter.lines if line.reading.domain in "HMN"]
    if good:
        assert letter.lines[0] in good
    if len(good) > 1:
        assert letter.lines[-1] in good


@given(records())
def test_the_order_of_the_record_changes_nothing(readings):
    assert draft(readings).lines == draft(readings[::-1]).lines


# --- A correction that became a reading of its own --------------------------------


@pytest.fixture
def put_better(told, said):
    """A need, the client's not quite, and their own words read the same way."""
    words = "only for the first ten minutes"
    (first,) = told(
        "N.LISTEN|put the laptop away", verdicts=(said("not_quite", 3, words),)
    )
    own = Reading(
        "own",
        Passage("own", words, first.latest.given_on),
        Span(0, len(words)),
        "N.LISTEN",
        noticed_by=NoticedBy.CLIENT,
        verdicts=(said("yes"),),
    )
    return first, own


def test_the_words_said_instead_speak_for_themselves(put_better, brief):
    first, own = put_better
    (line,) = brief([first, own]).do
    assert [because.quote for because in line.because] == [own.quote]
    assert line.confirmed
    assert first.verdict is Verdict.NOT_QUITE


def test_before_they_were_said_the_first_words_still_stand(put_better, brief, days_ago):
    (line,) = brief(put_better, on=days_ago(5)).do
    assert [because.quote for because in line.because] == [put_better[0].quote]


def test_words_taken_back_do_not_bring_back_what_they_put_right(
    put_better, brief, said
):
    first, own = put_better
    gone = dataclasses.replace(own, verdicts=(*own.verdicts, said("taken_back", 2)))
    assert brief([first, gone]).do == ()


def test_a_yes_to_the_first_words_after_all_lets_both_stand(put_better, brief, said):
    first, own = put_better
    again = dataclasses.replace(first, verdicts=(*first.verdicts, said("yes", 1)))
    (line,) = brief([again, own]).do
    assert len(line.because) == 2


def test_a_cue_put_better_stays_where_it_was_told(told, said, brief):
    words = "when nobody answers for a week"
    first, felt = told("T.GAP|a late reply", "F.FEAR|scared me")
    first = dataclasses.replace(first, verdicts=(said("not_quite", 3, words),))
    own = Reading(
        "own",
        Passage("own", words, first.latest.given_on),
        Span(0, len(words)),
        "T.GAP",
        noticed_by=NoticedBy.CLIENT,
        verdicts=(said("yes"),),
    )
    (trigger,) = brief([first, felt, own]).triggers
    assert trigger.felt_reaction
    said_of_it = [b.quote for b in trigger.because] + [
        b.correction for b in trigger.because if b.correction
    ]
    assert said_of_it.count(words) == 1


def test_a_correction_nobody_made_a_reading_of_changes_nothing(put_better):
    first, _ = put_better
    assert put_anew([first]) == {}
    assert said_once([first], [first]) == (first,)


def test_a_letter_does_not_ask_about_what_was_put_anew(put_better):
    first, own = put_better
    assert quotes(draft([first, own])) == [own.quote]
