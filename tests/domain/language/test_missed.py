"""Something hard that was told is asked about; a trifle is not."""

import time

import pytest

from holdspace.language.listed import listed_moves
from holdspace.language.listening import listen_to
from holdspace.language.missed import missed_in
from holdspace.language.moves import HowSure, Mark, Move, Speaker, Turn
from holdspace.language.tokens import tokens_in
from holdspace.vocabulary.text import Span

WORKER, CLIENT = Speaker.WORKER, Speaker.CLIENT
FORM = "Please sign the form here."


def asked(*told):
    """The client's words that are asked about, each followed by nothing but a form."""
    turns = [
        turn for words in told for turn in (Turn(CLIENT, words), Turn(WORKER, FORM))
    ]
    return [
        (one.turn.words, missed.rule)
        for one in listen_to(turns).turns
        for missed in one.missed
    ]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("He touches me at night and I don't want it.", "telling.harm"),
        ("My uncle used to touch me.", "telling.harm"),
        ("My stepdad comes into my room at night.", "telling.harm"),
        ("He makes me have sex with his friends.", "telling.harm"),
        ("He said he would kill me.", "telling.harm"),
        ("They hit us when we cry.", "telling.harm"),
        ("I was raped.", "telling.harm"),
        ("I don't want to be here any more.", "telling.not_living"),
        ("I don't want to live like this.", "telling.not_living"),
        ("I want to die.", "telling.not_living"),
        ("I want to end it.", "telling.not_living"),
        ("Everyone would be better off without me.", "telling.not_living"),
        ("I cut myself again last night.", "telling.not_living"),
        ("They took my kids.", "telling.loss"),
        ("They took my kids into care.", "telling.loss"),
        ("My children were taken away from me.", "telling.loss"),
        ("My son is gone.", "telling.loss"),
        ("My mum passed in May.", "telling.loss"),
        ("I lost the baby.", "telling.loss"),
        ("We are being evicted on Friday.", "telling.loss"),
        ("Nobody believed me.", "telling.alone_with_it"),
        ("I feel so lost.", "telling.feeling"),
        ("I feel stuck in this marriage.", "telling.feeling"),
        ("It is hard to see him like that.", "telling.something_hard"),
    ],
)
def test_what_is_hard_to_tell_is_asked_about(words, rule):
    assert asked(words) == [(words, rule)]


@pytest.mark.parametrize(
    "words",
    [
        "I got lost on the way here.",
        "I got lost.",
        "I was lost trying to find the door.",
        "I was stuck in traffic.",
        "I am stuck on question four.",
        "It's hard to park here.",
        "It is hard to find a space.",
        "It is so difficult to get here by bus.",
        "It was awful traffic today.",
        "He hit me in the game.",
        "I was hit by the ball and he beat me in the final.",
        "She touched me on the arm to say hello.",
        "He beat me at chess.",
        "They took my kids to school.",
        "They took my kids swimming.",
        "My son is gone to the shop.",
        "My son passed his exam.",
        "My brother left me the keys.",
        "I was dropped off at the corner.",
        "I don't want to be here today.",
        "I don't want to live in that flat.",
        "I cut myself shaving.",
        "He never touched me.",
        "I am not scared of him.",
        "I want to end the call.",
        "My bus was late again.",
    ],
)
def test_a_trifle_is_not_asked_about(words):
    assert asked(words) == []


def test_what_weighs_most_is_asked_about_first():
    trifling = ["I was so sad and so tired, it was really hard."] * 4
    heavy = ["He touches me at night.", "I want to die.", "They took my kids."]
    assert [words for words, _ in asked(*trifling, *heavy, *trifling)] == heavy


def test_within_a_turn_the_heaviest_is_asked_about():
    words = "I was so sad. It was hard. He touches me at night."
    assert asked(words) == [(words, "telling.harm")]


# --- Time ---------------------------------------------------------------------


def seconds(turns, sure=HowSure.CLEAR):
    listed = listed_moves()
    tokens = [
        [(whole, tokens_in(turn.words, whole))]
        for turn in turns
        for whole in [Span(0, len(turn.words))]
    ]
    mark = Mark(Move.OTHER, Span(0, 1), sure, "no pattern we know")
    marks = [(mark,) if turn.speaker is WORKER else () for turn in turns]
    began = time.process_time()
    missed_in(turns, tokens, marks, listed)
    return time.process_time() - began


def in_turn(rows):
    return [Turn(WORKER, FORM), Turn(CLIENT, "I was sad.")] * (rows // 2)


def client_alone(rows):
    """The worker says one long thing, at the very end."""
    return [Turn(CLIENT, "I was sad.")] * rows + [Turn(WORKER, f"{FORM} " * rows)]


def nobody_else(rows):
    return [Turn(WORKER, FORM), *[Turn(CLIENT, "I was sad.")] * rows]


@pytest.mark.parametrize("talk", [in_turn, client_alone, nobody_else])
def test_a_long_conversation_takes_no_longer_by_turn_than_a_short_one(talk):
    seconds(talk(100))
    short, long = seconds(talk(4_000)), seconds(talk(40_000))
    # Ten times the turns; a walk over all that follow takes nearer a hundred times.
    assert long < 40 * max(short, 0.01)
