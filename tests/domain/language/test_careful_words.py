"""Careful words are heard as such; words in quotation marks are somebody else's."""

import pytest

from holdspace.language.features import said
from holdspace.language.listening import listen_to
from holdspace.language.moves import ACKNOWLEDGING, Move


def marks(words):
    (heard,) = listen_to(words).turns
    return heard.marks


def moves(words):
    return {mark.move for mark in marks(words)}


# --- Quotation marks ----------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "‘Just get over it’ is what they said to you.",
        "'At least you have a roof' is no comfort.",
        "The words ‘at least you have a roof’ were no comfort.",
        "It was (‘at least you have a roof’) no comfort.",
        "'At least the kids' room is warm' was no comfort.",
        "'You're overreacting' is a hard thing to read.",
    ],
)
def test_words_in_single_quotation_marks_are_no_dismissal(words):
    assert Move.DISMISSAL not in moves(words)


@pytest.mark.parametrize(
    "words",
    [
        "I don't know, but at least you've got the kids' room.",
        "I'd say at least you have the boys' things.",
        "'Cause at least you have the kids' room.",
        "At least you have ‘a roof’ now.",
        "The parents' evening was fine, at least you had the teachers' help.",
        "'Twas long ago and at least you have the kids' things.",
    ],
)
def test_an_apostrophe_is_no_quotation_mark(words):
    assert Move.DISMISSAL in moves(words)


# --- What looks like a dismissal, or like advice, and is none ------------------


@pytest.mark.parametrize(
    "words",
    [
        "You are not the only one here who has been let down, and I see the anger.",
        "Anyway you want to do this is fine.",
        "Anyway you prefer it, I will do it like that.",
    ],
)
def test_what_only_looks_like_a_dismissal(words):
    assert Move.DISMISSAL not in moves(words)


@pytest.mark.parametrize(
    "words",
    ["Anyway, let's get back to the form.", "You're not the only client here."],
)
def test_what_does_dismiss_is_still_marked(words):
    assert Move.DISMISSAL in moves(words)


@pytest.mark.parametrize(
    "words", ["Take care, Ruth", "Take care.", "Best wishes,", "Kind regards, Ruth Ben"]
)
def test_the_end_of_a_letter_does_nothing(words):
    assert moves(words) == {Move.OTHER}


def test_the_end_of_a_letter_does_nothing_behind_other_words():
    *_, last = marks("You should talk to your doctor about it.\n\nTake care,\nRuth")
    assert last.move is Move.OTHER


def test_to_take_care_of_something_can_still_be_advice():
    assert Move.ADVICE in moves("Take care of your sleep and go to bed by ten.")


@pytest.mark.parametrize(
    "before", ["", "What happened then? ", "Here is the form. You can sign it here. "]
)
def test_no_wonder_is_no_question(before):
    last = marks(before + "No wonder you don't want to go back there.")[-1]
    assert (last.move, last.because) == (Move.VALIDATION, "validation.makes_sense")


@pytest.mark.parametrize("before", ["", "Here is the form. You can sign it there. "])
@pytest.mark.parametrize("words", ["How's the baby?", "How’s the flat?"])
def test_a_short_plain_question_is_one(before, words):
    assert marks(before + words)[-1].move is Move.QUESTION_OPEN


# --- An apology ---------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "I am sorry that I pushed you.",
        "I am so sorry I did not listen to you.",
        "I am so sorry.",
        "I should have listened.",
        "I should not have rushed you on Monday.",
        "I was wrong to do that.",
        "That was my mistake.",
        "I let you down.",
        "You wrote that you felt pushed.",
        "You told me it felt like a test.",
        "You were right to tell me.",
    ],
)
def test_an_apology_acknowledges(words):
    assert moves(words) & ACKNOWLEDGING
    assert any(not mark.because.startswith("words: ") for mark in marks(words))


@pytest.mark.parametrize(
    "words",
    [
        "I am sorry that I cannot come on Monday.",
        "I am sorry I did not catch that.",
        "I am sorry if I pushed you.",
        "You said I was wrong to do that.",
        "I should have the form by Monday.",
        "We apologise for the delay.",
        "I'm sorry?",
    ],
)
def test_what_is_no_apology_is_not_ruled_to_be_one(words):
    assert "validation.own_part" not in {mark.because for mark in marks(words)}


# --- Words stay out of what is printed ----------------------------------------


def test_no_word_stands_in_the_repr_of_a_sentence():
    sentence = said(["my", "secret", ","], ["validation.sorry"])
    assert "secret" not in repr(sentence)
    assert sentence == said(["my", "secret", ","], ["validation.sorry"])
