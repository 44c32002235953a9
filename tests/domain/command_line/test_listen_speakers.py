"""Who speaks in a file for `holdspace listen`, and what is only a letter."""

import time

import pytest

from holdspace.command_line.listen.sources import told_in
from holdspace.language.transcripts.speakers import speakers_named
from holdspace.language.transcripts.told import NoSpeakerKnown

CLOCK = "00:00:01.000 --> 00:00:02.000"
BODY = "At least you still have your job. You just need to calm down.\n"


@pytest.fixture
def tell(tmp_path):
    """Give a function that reads a file and returns what it told and what was said."""

    def read(content, name="file.txt", worker=(), client=()):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8", newline="")
        said = []
        told = told_in(path, speakers_named(worker, client), said.append)
        return told, said

    return read


def turns(told):
    return [(turn.speaker.value, turn.words) for turn in told.turns]


# --- Letters ------------------------------------------------------------------

LETTERS = {
    "signature": ("Dear Amara,\n" + BODY + "Kind regards,\nSocial worker: Ruth\n", 4),
    "short letter": ("See you.\nSocial worker: Ruth Benjamin\n", 2),
    "heading": ("Client: Amara Okafor\nDate: 3 May\nDear Amara,\n" + BODY, 1),
    "one paragraph": ("Client: Amara\n" + BODY, 1),
    "both, then words": ("Worker: Ruth Ben\nClient: Amara\nSee you Monday.\n", 1),
    "both and signature": (
        "Client: Amara\nWorker: Ruth\n\n" + BODY * 3 + "\nSocial worker: Ruth Ben\n",
        1,
    ),
    "a form": ("Client: Amara Okafor\nDate: 3 May\nPlace: Room 3\n", 1),
}


@pytest.mark.parametrize(("words", "line"), LETTERS.values(), ids=LETTERS)
def test_a_letter_that_names_somebody_is_a_draft_and_that_is_said(tell, words, line):
    told, said = tell(words)
    assert (told.draft, told.turns) == (words, ())
    (sentence,) = said
    assert sentence.startswith(f"Line {line} begins as if somebody speaks")
    assert "--worker NAME" in sentence
    assert "Ruth" not in sentence


def test_a_list_in_a_letter_is_no_conversation(tell):
    words = "Dear Amara,\n" + BODY * 4 + "Note: bring the form.\nPS: it is fine.\n"
    told, said = tell(words)
    assert (told.draft, said) == (words, [])


# --- Conversations ------------------------------------------------------------


@pytest.mark.parametrize(
    "named", ["Amara", "AMARA", "amara", "C", "Speaker 2", "Mary Ann", "[Mother]"]
)
def test_who_is_named_once_ends_the_turn_before_and_is_left_out(tell, named):
    told, said = tell(
        f"Worker: How are you?\n{named}: SECRET, nobody believed me.\nMore.\n"
        "Worker: I see.\n"
    )
    assert turns(told) == [("worker", "How are you?"), ("worker", "I see.")]
    assert said == [
        "line 2 (row 2) left out: its speaker is neither worker nor client."
    ]
    assert len(told.left_out) == 1


def test_a_line_that_only_holds_a_colon_goes_on_with_the_turn(tell):
    words = "Worker: How\nI mean this: all of it.\nMonday 10:30 is fine\nClient: Yes.\n"
    told, said = tell(words + "Worker: Oh.\nClient: No.\n")
    assert turns(told)[:2] == [
        ("worker", "How\nI mean this: all of it.\nMonday 10:30 is fine"),
        ("client", "Yes."),
    ]
    assert said == []


@pytest.mark.parametrize(
    ("worker", "client"),
    [
        ("Therapist 1", "Client 2"),
        ("Social Worker (Ruth)", "Client [Amara]"),
        ("Ruth (worker)", "Amara (client)"),
        ("[00:01:02] Worker", "00:01:09 Client"),
    ],
)
def test_a_number_a_bracket_or_a_time_beside_a_name_is_no_other_name(
    tell, worker, client
):
    told, said = tell(f"{worker}: How was it?\n{client}: Bad.\n")
    assert turns(told) == [("worker", "How was it?"), ("client", "Bad.")]
    assert said == []


@pytest.mark.parametrize(
    "words",
    [
        "Ruth: How are you?\nAmara: I can not sleep.\nRuth: That must be hard.\n",
        "T: How are you?\nC: Bad.\nT: And now?\nC: Worse.\n",
        "Ruth: Hi.\nHow\nare\nyou?\nAmara: I\ncan\nnot\nsleep.\n" * 2,
    ],
)
def test_a_conversation_of_names_nobody_explained_is_asked_about(tell, words):
    with pytest.raises(NoSpeakerKnown):
        tell(words)
    worker, client = ("T", "C") if words.startswith("T") else ("Ruth", "Amara")
    told, said = tell(words, worker=[worker], client=[client])
    assert [speaker for speaker, _ in turns(told)][:2] == ["worker", "client"]
    assert said == []


def test_two_lines_of_names_nobody_explained_are_a_draft_and_that_is_said(tell):
    words = "T: And now?\nC: Bad.\n"
    told, said = tell(words)
    assert told.draft == words
    assert said[0].startswith("Line 1 begins as if somebody speaks")
    assert turns(tell(words, worker=["T"], client=["C"])[0]) == [
        ("worker", "And now?"),
        ("client", "Bad."),
    ]


def test_turns_of_many_lines_are_a_conversation_where_two_take_turns(tell):
    told, said = tell("Worker: One\ntwo\nthree.\nClient: Four\nfive\nsix.\n" * 2)
    assert (
        turns(told)
        == [
            ("worker", "One\ntwo\nthree."),
            ("client", "Four\nfive\nsix."),
        ]
        * 2
    )
    assert said == []


def test_words_before_the_first_speaker_are_named_as_left_out(tell):
    told, said = tell("\nDear all, " + BODY + "Worker: Hi.\nClient: Hm.\n" * 2)
    assert [words for _, words in turns(told)] == ["Hi.", "Hm."] * 2
    assert said == [
        "line 2 (row 1) left out: its speaker is neither worker nor client."
    ]


def test_many_lines_take_no_time(tell):
    words = "Worker: Hi.\nAmara: Hm.\nand\n" * 20_000
    begin = time.process_time()
    told, _ = tell(words)
    assert len(told.left_out) == 20_000
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "words",
    [" " * 400_000 + ":", "00:00" + " " * 400_000 + "-" + " " * 400_000, "(" * 400_000],
    ids=["spaces", "clock", "brackets"],
)
def test_a_long_line_is_read_in_time_that_grows_with_its_length(tell, words):
    begin = time.process_time()
    tell(f"Worker: Hi.\n{words}\n{words}")
    assert time.process_time() - begin < 5


# --- Captions -----------------------------------------------------------------


def test_captions_that_name_nobody_are_said_to_be_read_as_the_workers(tell):
    told, said = tell(
        f"WEBVTT\n\n{CLOCK}\nHello.\n\n{CLOCK}\nI mean this: hm.", "t.vtt"
    )
    assert told.draft == "Hello.\nI mean this: hm."
    (sentence,) = said
    assert sentence.startswith("The captions name no speaker")


def test_two_who_speak_in_one_caption_are_kept_apart(tell):
    told, said = tell(
        f"WEBVTT\n\n{CLOCK}\n- Worker: How\nare you?\n- Client: Bad.\n\n"
        f"{CLOCK}\nWorker: Oh.\n- SECRET.\n\n{CLOCK}\nWorker: I see.\nAmara: SECRET\n",
        "t.vtt",
    )
    assert turns(told) == [
        ("worker", "How are you?"),
        ("client", "Bad."),
        ("worker", "Oh."),
        ("worker", "I see."),
    ]
    assert said == [
        "line 8 (row 4) left out: its speaker is neither worker nor client.",
        "line 12 (row 6) left out: its speaker is neither worker nor client.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        " " * 400_000 + ":",
        "Worker:" + " " * 400_000,
        "-" + " \t" * 200_000,
        "<v" + " " * 400_000,
        "<v " * 100_000,
        "<" * 400_000,
        "&#" + "9" * 400_000 + ";",
    ],
    ids=["spaces", "named", "dash", "voice", "voices", "tags", "number"],
)
def test_a_long_caption_is_read_in_time_that_grows_with_its_length(tell, words):
    begin = time.process_time()
    tell(f"WEBVTT\n\n{CLOCK}\nWorker: Hi\n\n{CLOCK}\nx{words}", "t.vtt")
    tell(f"WEBVTT\n\n{CLOCK}\nWorker: Hi\n\n{CLOCK}\n{words}", "t.vtt")
    assert time.process_time() - begin < 5


def test_many_captions_of_one_speaker_are_one_turn_in_good_time(tell):
    begin = time.process_time()
    told, _ = tell("WEBVTT\n\n" + f"{CLOCK}\nWorker: {'a' * 100}\n\n" * 20_000, "t.vtt")
    assert time.process_time() - begin < 5
    assert len(told.turns) == 1
    assert len(told.turns[0].words) == 101 * 20_000 - 1
