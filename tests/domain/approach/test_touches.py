"""Where a worker's words may touch what this client told, by listed words alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.approach.touches import KnownCue, not_looked_for, touches_in
from holdspace.content.codebook import codebook
from holdspace.content.touches import touches_pack
from holdspace.language.listening import listen_to
from holdspace.language.moves import Speaker, Turn
from holdspace.story.boundaries import Boundary
from holdspace.vocabulary.answers import Answer

RULES = touches_pack().rules.values()
TODAY = date(2026, 11, 26)


def cue(code):
    return KnownCue(code, codebook("en").code(code).plain_words, because=())


def boundary(topic, kind=Answer.NEVER):
    return Boundary(id="b", kind=kind, topic=topic, set_on=TODAY)


def touched(told, *, cues=(), boundaries=()):
    heard = listen_to(told)
    return [
        one.span.words_in(heard.turns[one.turn].turn.words)
        for one in touches_in(heard, cues, boundaries)
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.cue)
def test_each_cue_is_touched_by_its_example_and_not_by_its_counter_examples(rule):
    assert touched(rule.example, cues=[cue(rule.cue)])
    touching = [
        one for one in rule.counter_examples if touched(one, cues=[cue(rule.cue)])
    ]
    assert (len(rule.counter_examples) > 2, touching) == (True, [])


def test_every_cue_with_words_is_in_the_codebook():
    known = {code.id for code in codebook("en").codes}
    assert {rule.cue for rule in RULES} <= known


def test_only_what_this_client_told_is_looked_for():
    words = "Please bring the form with you."
    assert touched(words, cues=[cue("T.PAPER")]) == ["form"]
    assert touched(words, cues=[cue("T.GAP")]) == []
    assert touched(words) == []


def test_a_dismissal_touches_the_cue_it_is_of():
    words = "It was long ago. It's not that bad, is it?"
    assert touched(words, cues=[cue("X.DISMISSED")])


@pytest.mark.parametrize(
    "words",
    ["How was it in Peckham?", "Did you go back to that flat?", "THE FLATS in peckham"],
)
def test_a_boundary_is_touched_by_its_own_words(words):
    assert touched(words, boundaries=[boundary("The flat in Peckham")])


@pytest.mark.parametrize(
    "words",
    [
        "How was the week?",
        "Tell me about the help you had last time.",
        "Let me know if another day suits you.",
    ],
)
def test_everyday_words_touch_no_boundary(words):
    limits = [
        boundary("The flat in Peckham"),
        boundary("What the last helper said"),
        boundary("The day of the burial"),
    ]
    assert not touched(words, boundaries=limits)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("My dad", "How is your father?"),
        ("Mum", "Did your mother call?"),
        ("Sex", "Can we talk about sex?"),
        ("My ex", "Is your ex still there?"),
    ],
)
def test_a_boundary_of_a_short_word_is_heard(topic, words):
    assert touched(words, boundaries=[boundary(topic)])


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("T.DISTRACT", "I will not type while you talk."),
        ("X.FORCED", "There will be no consequences."),
        ("T.PAPER", 'You said "never again a form" and I heard it.'),
    ],
)
def test_a_no_or_a_quotation_touches_nothing(code, words):
    assert not touched(words, cues=[cue(code)])


def test_what_no_word_can_show_is_named_and_not_passed_over():
    limits = [boundary("That time"), boundary("The flat in Peckham")]
    known = boundary("It", Answer.ALREADY_TOLD)
    left = not_looked_for([cue("T.SILENCE"), cue("T.PAPER")], [*limits, known])
    assert [one.code for one in left.cues] == ["T.SILENCE"]
    assert left.boundaries == (limits[0],)


def test_what_was_told_already_may_be_spoken_of():
    told = boundary("The flat in Peckham", Answer.ALREADY_TOLD)
    assert not touched("How was it in Peckham?", boundaries=[told])


def test_the_words_of_a_client_are_not_looked_at():
    turns = [
        Turn(Speaker.CLIENT, "Must I fill in the form?", row=1),
        Turn(Speaker.WORKER, "No, you can leave it.", row=2),
    ]
    assert touched(turns, cues=[cue("T.PAPER")]) == []


def test_each_is_named_once_a_turn_where_it_comes_first():
    words = "The form is here. Another form comes later."
    assert touched(words, cues=[cue("T.PAPER")]) == ["form"]


@given(st.text(max_size=300))
def test_spans_cut_out_words_of_the_text(words):
    everything = [cue(rule.cue) for rule in RULES]
    for part in touched(words, cues=everything, boundaries=[boundary("Peckham")]):
        assert part
        assert part in words
