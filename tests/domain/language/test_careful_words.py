"""Careful words are heard as such; words in quotation marks are somebody else's."""

import pytest

from holdspace.language.features import SAYS_LITTLE, said
from holdspace.language.listening import listen_to
from holdspace.language.moves import (
    ACKNOWLEDGING,
    HowSure,
    Main,
    Move,
    Speaker,
    Turn,
)


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


@pytest.mark.parametrize(
    "words",
    [
        "They wrote: “At least you have a roof. You're overreacting.” I disagree.",
        'They wrote: "At least you have a roof. You\'re overreacting." I disagree.',
        "„At least you have a roof“ is what they said.",
    ],
)
def test_a_quotation_may_go_over_sentences(words):
    assert Move.DISMISSAL not in moves(words)


@pytest.mark.parametrize(
    "words",
    [
        'He said 5" of snow. At least you have a roof.',
        "“Thank you for this.\n\nAt least you have a roof.” ",
        "“I hear you.” At least you have a roof. “I do.”",
    ],
)
def test_a_mark_that_is_never_closed_quotes_nothing(words):
    assert Move.DISMISSAL in moves(words)


# --- What looks like a dismissal, or like advice, and is none ------------------


@pytest.mark.parametrize(
    "words",
    [
        "You are not the only one here who has been let down, and I see the anger.",
        "Anyway you want to do this is fine.",
        "Anyway you prefer it, I will do it like that.",
        "There is always someone on the night line.",
        "It is not the end of the world if you can't make it Monday.",
        "He meant well, people keep telling you, and it still hurt.",
        "It is not that you're too sensitive.",
        "My supervisor told me to say it's not that bad, and I disagree.",
        "Let's put that aside if it gets too much.",
        "There is no mention of your complaint, a mistake on our side.",
        "Did you bring the letter?",
        "Why did you not pick a lower number, like a two?",
        "You don't want to let that go on for months.",
    ],
)
def test_what_only_looks_like_a_dismissal(words):
    assert Move.DISMISSAL not in moves(words)


@pytest.mark.parametrize(
    "words",
    [
        "Anyway, let's get back to the form.",
        "You're not the only client here.",
        "There is always someone worse off.",
        "It's not the end of the world.",
        "He meant well.",
        "You're too sensitive.",
        "Let's put that aside.",
        "There is no mention of it in your file.",
        "I'm only trying to help.",
        "Why didn't you say something at the time?",
        "There's really no reason to feel that way.",
        "I've got five more clients today.",
        "We've already talked about this.",
        "You may be reading too much into it.",
    ],
)
def test_what_does_dismiss_is_still_marked(words):
    assert Move.DISMISSAL in moves(words)


@pytest.mark.parametrize(
    "words",
    [
        "I would like to do it differently.",
        "There is nothing you need to prepare.",
        "You can always say stop.",
        "Let me know if another day suits you.",
        "Thank you for your letter.",
        "No pressure to reply.",
        "You did what you could to stay safe.",
        "I read the old file so you won't have to tell it again.",
        "I can promise to tell you when something changes.",
        "You don't owe me an explanation.",
        "You don't have to forgive him.",
        "You should never have been left alone in that corridor.",
        "Have you got her number?",
        "See you Monday.",
    ],
)
def test_a_choice_a_promise_or_a_thank_you_is_no_advice(words):
    assert Move.ADVICE not in moves(words)


@pytest.mark.parametrize(
    "words",
    [
        "You have to fill this in by Friday, or call the office.",
        "You should talk to your doctor about it.",
        "Please sign the form here.",
        "I would like to suggest that you call your sister.",
        "You could always talk to your doctor about it.",
    ],
)
def test_what_tells_somebody_what_to_do_is_still_advice(words):
    assert Move.ADVICE in moves(words)


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("how was the week", Move.QUESTION_OPEN),
        ("so what do you want to do", Move.QUESTION_OPEN),
        ("did you sleep", Move.QUESTION_CLOSED),
        ("Would you rather talk on the phone", Move.QUESTION_CLOSED),
    ],
)
def test_a_question_without_its_mark_is_one(words, move):
    assert move in moves(words)
    (asked,) = (mark for mark in marks(f"{words}?") if mark.move is move)
    assert asked.how_sure is HowSure.CLEAR


@pytest.mark.parametrize(
    "words",
    [
        "What made you decide to come?",
        "Okay, so you don't even know.",
        "Thanks for coming in.",
        "Didn't work out very well.",
    ],
)
def test_what_only_looks_like_a_choice_a_thank_you_or_a_question(words):
    ours = {"information.choice", "validation.thanks", "question.no_mark"}
    assert ours.isdisjoint(mark.because for mark in marks(words))


def test_a_turn_that_only_tells_by_rule_is_not_said_to_say_back():
    (heard,) = listen_to([Turn(Speaker.WORKER, "Please sign the form here.")]).turns
    assert heard.main is Main.INPUT
    assert {mark.move for mark in heard.marks} == {Move.ADVICE}


@pytest.mark.parametrize(
    "words", ["You are here, and it is so.", "I am with you in this.", "That was it."]
)
def test_words_that_every_sentence_has_are_no_reason(words):
    for mark in marks(words):
        for run in mark.because.removeprefix("words: ").split(", "):
            assert not SAYS_LITTLE.issuperset(run.split())


@pytest.mark.parametrize(
    "words",
    [
        "Take care, Ruth",
        "Take care.",
        "Best wishes,",
        "Kind regards, Ruth Ben",
        "Yours, Ruth",
        "With warm wishes, Ruth",
        "Warmly,",
        "...",
        "Okay.",
    ],
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
