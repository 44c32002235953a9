"""Listening to a worker's words: places, reasons, what was missed, and figures."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.moves import moves_pack
from holdspace.language.features import BLOCKS, number_of
from holdspace.language.figures import ENOUGH_TURNS
from holdspace.language.listening import listen_to
from holdspace.language.models import FILE, SENTENCE_HEADS, TURN_HEADS, move_models
from holdspace.language.moves import HowSure, Main, Mark, Move, Speaker, Turn
from holdspace.language.sentences import sentences_of
from holdspace.language.tokens import tokens_in
from holdspace.language.which_language import read_in
from holdspace.vocabulary.errors import SpanOutsidePassage
from holdspace.vocabulary.text import Span

WORKER, CLIENT = Speaker.WORKER, Speaker.CLIENT
SAID = st.text() | st.lists(
    st.sampled_from(
        [
            "I hear you. ",
            "At least it’s over! ",
            "Why?\n",
            "… ",
            "👩\u200d👩\u200d👧 ",
            "e\u0301 ",
            "你好。",
        ]
    )
).map("".join)


def talk(*said):
    """Turns, the worker first, then in turn."""
    return [
        Turn(CLIENT if row % 2 else WORKER, words, row + 1)
        for row, words in enumerate(said)
    ]


def marks(words):
    (heard,) = listen_to(words).turns
    return heard.marks


def moves(words):
    return {mark.move for mark in marks(words)}


# --- Marks --------------------------------------------------------------------


@given(SAID)
def test_every_mark_cuts_out_exactly_words_of_the_draft(words):
    heard = listen_to(words)
    (one,) = heard.turns
    assert heard.is_draft
    assert one.turn.words == words
    for mark in one.marks:
        shown = mark.span.words_in(words)
        assert shown == shown.strip() != ""
        assert mark.because
        assert (mark.kind is not None) == (mark.move is Move.DISMISSAL)
    assert list(one.marks) == sorted(one.marks, key=lambda mark: (mark.span, mark.move))


@given(st.lists(st.tuples(st.sampled_from(Speaker), SAID), max_size=8))
def test_only_the_worker_is_marked_and_only_the_client_is_missed(said):
    turns = [Turn(who, words, row) for row, (who, words) in enumerate(said, start=1)]
    heard = listen_to(turns)
    assert [one.turn for one in heard.turns] == turns
    for one in heard.turns:
        if one.turn.speaker is CLIENT:
            assert (one.main, one.marks) == (None, ())
        else:
            assert one.missed == ()
        for missed in one.missed:
            missed.span.check_inside(one.turn.words)
    assert sum(len(one.missed) for one in heard.turns) <= 3


@pytest.mark.parametrize(
    ("words", "move"),
    [
        ("What was that like for you?", Move.QUESTION_OPEN),
        ("Did you sleep last night?", Move.QUESTION_CLOSED),
        ("It sounds like you felt alone with it.", Move.REFLECTION),
        ("It makes sense that you stayed away.", Move.VALIDATION),
        ("It took courage to come back.", Move.AFFIRMATION),
        ("You should talk to your doctor about it.", Move.ADVICE),
        ("At least you have a job.", Move.DISMISSAL),
        ("Mm-hmm.", Move.OTHER),
    ],
)
def test_what_a_sentence_does(words, move):
    assert move in moves(words)


def test_a_turn_mostly_does_what_one_of_its_sentences_does():
    turns = talk("Okay. So you felt let down.", "Yes.", "What happened then?", "Hm.")
    first, _, third, _ = listen_to(turns).turns
    assert first.main is Main.REFLECTION
    assert {mark.move for mark in first.marks} & {Move.REFLECTION, Move.VALIDATION}
    assert third.main is Main.QUESTION


def test_advice_in_a_conversation_is_only_a_maybe():
    words = "You should talk to your doctor about it."
    (draft,) = (mark for mark in marks(words) if mark.move is Move.ADVICE)
    assert draft.how_sure is HowSure.CLEAR
    (heard,) = listen_to([Turn(WORKER, words)]).turns
    (said,) = (mark for mark in heard.marks if mark.move is Move.ADVICE)
    assert (said.how_sure, said.because) == (HowSure.MAYBE, draft.because)


def test_the_reason_is_a_rule_or_words_of_the_sentence():
    words = "So you wanted to leave and could not."
    for mark in marks(words):
        if mark.because.startswith("words: "):
            for run in mark.because.removeprefix("words: ").split(", "):
                assert run in words.lower().replace(".", " .")


def test_marks_of_other_detectors_stand_beside():
    class Sighs:
        def marks(self, words, sentences):
            return tuple(
                Mark(Move.OTHER, span, HowSure.MAYBE, "sighs")
                for span in sentences
                if "sigh" in span.words_in(words)
            )

    heard = listen_to("Hello. I sigh.", detectors=[Sighs()])
    found = [mark for mark in heard.turns[0].marks if mark.because == "sighs"]
    assert [mark.span for mark in found] == [Span(7, 14)]


# --- Another language ---------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Es tut mir sehr leid, dass Ihnen das passiert ist, und ich glaube Ihnen.",
        "我很抱歉你经历了这些。",
        "Lo siento mucho, no fue culpa tuya y creo todo lo que me has contado.",
    ],
)
def test_what_is_not_english_is_counted_and_not_marked(words):
    heard = listen_to(words)
    assert not heard.understood
    assert heard.turns[0].marks == ()
    assert heard.turns[0].main is None
    assert heard.figures.worker_turns == 1


def test_one_turn_in_another_language_is_left_unmarked():
    spanish = "Lo siento mucho, no fue culpa tuya y creo todo lo que me has contado."
    english = "I am sorry that this happened to you, and I believe what you told me."
    heard = listen_to(talk(english, english, spanish))
    assert heard.understood
    assert [one.understood for one in heard.turns] == [True, True, False]
    assert heard.turns[2].marks == ()


SPANISH = (
    "Lo siento mucho. Yo creo todo lo que me has contado. No fue culpa tuya para nada."
)


@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_of_a_letter_in_two_languages_the_english_is_read_and_the_rest_counted(between):
    english = "At least you still have your job, and what would help you most?"
    words = f"Dear Amara,{between}{english}{between}{SPANISH}"
    heard = listen_to(words)
    (one,) = heard.turns
    assert (heard.understood, heard.unread) == (True, 3)
    assert Move.DISMISSAL in {mark.move for mark in one.marks}
    assert all(mark.span.end <= words.index("Lo siento") for mark in one.marks)


def test_a_short_answer_goes_with_what_is_around_it():
    german = "Es tut mir sehr leid, dass Ihnen das passiert ist, und ich glaube Ihnen."
    heard = listen_to(talk(german, german, "Ja.", german, "Gut so."))
    assert not heard.understood
    assert heard.unread == 3
    assert listen_to("José?").understood


def test_sentences_of_a_long_text_take_no_longer_than_those_of_a_short_one():
    short, long = "I hear you. " * 2_000, "I hear you. " * 2_000 + "a" * 4_000_000
    spans = sentences_of(short)[:1_000]
    begin = time.process_time()
    read = [tokens_in(short, span) for span in spans]
    middle = time.process_time()
    assert [tokens_in(long, span) for span in spans] == read
    assert time.process_time() - middle < 5 * (middle - begin) + 0.05


def test_a_book_of_lines_is_told_apart_in_good_time():
    words = "I hear you, and it was hard.\nLo siento mucho para los dos.\n" * 1_500
    book = words, [(span, tokens_in(words, span)) for span in sentences_of(words)]
    begin = time.process_time()
    (read,) = read_in([book], moves_pack())
    assert time.process_time() - begin < 0.5
    assert read.count(False) == 1_500


def test_a_detector_that_marks_outside_its_turn_is_told_so():
    class Beyond:
        def marks(self, words, sentences):
            return (Mark(Move.ADVICE, Span(0, len(words) + 1), HowSure.MAYBE, "mine"),)

    with pytest.raises(SpanOutsidePassage):
        listen_to("I hear you.", detectors=[Beyond()])


def test_nothing_is_nothing():
    assert listen_to([]).turns == ()
    assert listen_to("").turns[0].marks == ()


# --- Missed -------------------------------------------------------------------

HARD = "My mother died in March. I was so scared."
FORM = "Please sign the form here."


def missed(*said):
    return [
        [one.rule for one in turn.missed] for turn in listen_to(talk(*said)).turns[1::2]
    ]


def test_what_was_told_and_not_acknowledged_is_asked_about():
    heard = listen_to(talk("Hello.", HARD, FORM, "Okay.", "Here is the pen."))
    (one,) = heard.turns[1].missed
    assert one.question == "Was this picked up later?"
    assert one.span.words_in(HARD) in HARD


@pytest.mark.parametrize(
    "answer",
    [
        "That must have been so hard.",
        "It sounds like it is still close.",
        "What were you scared of?",
    ],
)
def test_what_was_acknowledged_is_not_asked_about(answer):
    assert missed("Hello.", HARD, answer) == [[]]
    assert missed("Hello.", HARD, FORM, "Okay.", answer)[0] == []


def test_the_last_words_of_a_session_are_not_asked_about():
    assert missed("Hello.", HARD) == [[]]


def test_at_most_three_and_those_that_tell_most():
    said = ["Hello."]
    for _ in range(4):
        said += ["I was so sad.", FORM]
    said += [HARD, FORM]
    asked = missed(*said)
    assert sum(map(len, asked)) == 3
    assert asked[-1]


# --- Figures ------------------------------------------------------------------


def session(turns):
    return listen_to(talk(*["What happened next?", "I went home."] * turns)).figures


def test_below_enough_turns_there_are_counts_only():
    few = session(ENOUGH_TURNS - 1)
    assert few.worker_turns == few.client_turns == ENOUGH_TURNS - 1
    assert few.mains[Main.QUESTION] == ENOUGH_TURNS - 1
    assert (few.reflections_to_questions, few.telling_share, few.talk_share) == (
        None,
        None,
        None,
    )


def test_figures_hold_their_range():
    figures = session(ENOUGH_TURNS)
    assert figures.marked[Move.QUESTION_OPEN] == ENOUGH_TURNS
    share = figures.telling_share
    assert share.lower <= share.value <= share.upper
    assert figures.talk_share.value == pytest.approx(1 / 2, abs=0.1)


def test_the_share_of_talk_counts_words_and_no_marks():
    turns = talk(*["Yes, well, so...", "I took the bus to town"] * ENOUGH_TURNS)
    share = listen_to(turns).figures.talk_share
    assert share.lower == share.value == share.upper == pytest.approx(3 / 9)


def test_where_no_reflection_was_counted_there_is_no_ratio():
    """Nothing times any factor is nothing: that would be a range of certainty."""
    figures = session(ENOUGH_TURNS)
    assert figures.mains[Main.REFLECTION] == 0
    assert figures.reflections_to_questions is None
    assert figures.telling_share.upper > 0


def test_a_ratio_lies_within_a_true_range():
    turns = talk(
        *["What happened next?", "I left.", "So you felt let down.", "Yes."]
        * ENOUGH_TURNS
    )
    ratio = listen_to(turns).figures.reflections_to_questions
    assert ratio.lower < ratio.value < ratio.upper


def test_without_questions_or_clients_there_is_no_ratio():
    figures = listen_to([Turn(WORKER, "Okay.")] * ENOUGH_TURNS).figures
    assert figures.reflections_to_questions is None
    assert figures.talk_share is None


# --- The shipped models -------------------------------------------------------


def test_the_models_are_small_and_hold_no_words():
    from importlib import resources

    file = resources.files("holdspace.language") / FILE
    assert len(file.read_bytes()) < 10_000_000
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        texts = [name for name in arrays.files if arrays[name].dtype.kind in "OSU"]
        assert sorted(texts) == ["bound_names", "error_names", "version"]


def test_the_models_have_a_column_for_each_head():
    models = move_models()
    assert models.turns.table.shape == (len(models.rows) + 1, len(TURN_HEADS) + 1)
    sentences = len(models.rows) + 1, len(SENTENCE_HEADS) + 1
    assert models.sentences.table.shape == sentences
    assert number_of("w:you") in models.rows
    assert len(BLOCKS) == 4


def test_a_gigantic_line_takes_bounded_time():
    began = time.process_time()
    listen_to("you should just try to at least not worry so much " * 4_000)
    assert time.process_time() - began < 60


def test_information_by_a_rule_is_marked_as_such():
    found = marks("The office is open from nine to five.")
    assert (Move.INFORMATION, "information.known") in {
        (mark.move, mark.because) for mark in found
    }
