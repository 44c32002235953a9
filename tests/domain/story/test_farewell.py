"""A goodbye and a hand-over: from what the client said yes to, and nothing else."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.codebook import codebook
from holdspace.content.farewell import farewell_pack
from holdspace.content.lessons import lessons
from holdspace.content.letter import letter_pack
from holdspace.story.farewell import (
    MOST_GOODBYE_LINES,
    FarewellWords,
    Occasion,
    draft_goodbye,
    draft_hand_over,
)
from holdspace.story.readings import GivenVerdict, Sensitivity, Verdict

WORDS = FarewellWords(
    farewell_pack(), letter_pack(), lessons(), codebook(), "Amara", "Ruth"
)
ENDING = Occasion("ending", "3 May", reason="I move to another town.")
BREAK = Occasion("break", "3 May", "9 May", reason="I am away {that} week.")


@pytest.fixture
def confirmed(told, said):
    """Readings of one passage each that the client said yes to."""

    def readings(*parts, word="yes"):
        return [
            one for part in parts for one in told(part, verdicts=(said(word, days=3),))
        ]

    return readings


def quotes(draft):
    return [line.quote for line in draft.lines]


def test_a_goodbye_says_when_and_why_and_what_one_takes_along(confirmed):
    draft = draft_goodbye(confirmed("H.STEADY|you were there each week"), ENDING, WORDS)
    assert "ends on 3 May. I move to another town." in draft.opening
    assert draft.opening.startswith("Dear Amara,")
    assert draft.closing.endswith("Ruth")
    assert [line.text for line in draft.lines] == [
        "It helped to have somebody you could count on."
    ]


def test_braces_in_a_reason_are_only_braces():
    assert "I am away {that} week." in draft_goodbye([], BREAK, WORDS).opening


def test_a_goodbye_without_a_line_is_still_one():
    draft = draft_goodbye([], BREAK, WORDS)
    assert draft.lines == ()
    assert "from 3 May to 9 May there is a break" in draft.opening


@pytest.mark.parametrize("part", ["H.HEARD|he listened", "X.PUSHED|too deep"])
def test_what_the_client_has_not_said_yes_to_is_in_neither(told, confirmed, part):
    unanswered = told(part)
    assert not draft_goodbye(unanswered, ENDING, WORDS).lines
    assert not draft_hand_over(unanswered, WORDS).lines
    for word in ("not_quite", "taken_back"):
        answered = confirmed(part, word=word)
        assert not draft_goodbye(answered, ENDING, WORDS).lines
        assert not draft_hand_over(answered, WORDS).lines


def test_nothing_tender_is_in_either(confirmed):
    for reading in confirmed("H.WARM|she held my hand", "X.RAW|left in pieces"):
        passage = dataclasses.replace(reading.passage, sensitivity=Sensitivity.TENDER)
        tender = dataclasses.replace(reading, passage=passage)
        assert not draft_goodbye([tender], ENDING, WORDS).lines
        assert not draft_hand_over([tender], WORDS).lines


def test_a_goodbye_opens_nothing_that_hurt(confirmed):
    assert not draft_goodbye(confirmed("X.PUSHED|wanted the boat"), ENDING, WORDS).lines


def test_a_hand_over_says_what_to_do_to_leave_out_and_how_to_mend(confirmed):
    draft = draft_hand_over(
        confirmed("N.PACE|slowly", "X.PUSHED|the boat", "M.OWN|you said sorry"), WORDS
    )
    begins = [line.text.partition(":")[0] for line in draft.lines]
    assert begins[0] == "Do"
    assert "Leave out" in begins
    assert begins[-1] == "If something goes wrong"
    assert "Amara said yes to each line here" in draft.opening


CODES = st.sampled_from(
    ["H.HEARD", "H.WARM", "N.PACE", "N.FIT", "X.PUSHED", "M.NAME", "T.GAP", "F.FEAR"]
)


@given(
    codes=st.lists(CODES, max_size=12),
    verdicts=st.lists(st.sampled_from([None, *Verdict]), min_size=12, max_size=12),
)
def test_each_line_stands_over_words_the_client_said_yes_to(told, on, codes, verdicts):
    readings = []
    for code, verdict in zip(codes, verdicts, strict=False):
        given = (GivenVerdict(verdict, on),) if verdict else ()
        readings += told(f"{code}|words {len(readings)}", verdicts=given)
    goodbye = draft_goodbye(readings, ENDING, WORDS)
    for draft in (goodbye, draft_hand_over(readings, WORDS)):
        assert all(line.reading.verdict is Verdict.YES for line in draft.lines)
        texts = [line.text for line in draft.lines]
        assert len(texts) == len(set(texts))
    assert len(goodbye.lines) <= MOST_GOODBYE_LINES
