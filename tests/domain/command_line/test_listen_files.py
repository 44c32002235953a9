"""Files for `holdspace listen`: what people have, and what goes wrong with it."""

import io
import struct
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.command_line.listen.sources import MOST_BYTES, TooLarge, told_in
from holdspace.language.transcripts.reading import NotText
from holdspace.language.transcripts.speakers import speakers_named
from holdspace.language.transcripts.told import NoSpeakerKnown, NoWords
from holdspace.language.transcripts.word_file import NotAWordFile
from holdspace.rows.header import ColumnsMissing
from holdspace.rows.left_out import OF_TURNS, WhyLeftOut
from holdspace.vocabulary.errors import HoldspaceError

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CLOCK = "00:00:01.000 --> 00:00:02.000"


@pytest.fixture
def tell(tmp_path):
    """Give a function that reads a file and returns what it told and what was said."""

    def read(content, name="file.txt", worker=(), client=()):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        said = []
        told = told_in(path, speakers_named(worker, client), said.append)
        return told, said

    return read


def turns(told):
    return [(turn.row, turn.speaker.value, turn.words) for turn in told.turns]


def word_file(body, name="word/document.xml", before="", packing=zipfile.ZIP_DEFLATED):
    document = (
        f'{before}<w:document xmlns:w="{NAMESPACE}"><w:body>'
        f"{body}</w:body></w:document>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as folder:
        folder.writestr(name, document)
    return packed.getvalue()


def paragraph(*texts):
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts
    )
    return f"<w:p>{runs}</w:p>"


# --- Drafts -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["file.txt", "file.md", "file", "letter.eml"])
def test_text_without_speakers_is_one_draft_to_the_character(tell, name):
    words = "\r\nDear Amara,\r\n\r\nNote: it’s fine. \n"
    told, said = tell(words, name)
    assert (told.draft, told.turns, said) == (words, (), [])


def test_a_byte_order_mark_is_no_character_of_a_draft(tell):
    assert tell("\ufeffHi.")[0].draft == "Hi."
    assert tell("Hi.".encode("utf-16"))[0].draft == "Hi."


def test_captions_without_speakers_are_a_draft(tell):
    told, _ = tell(f"WEBVTT\n\n{CLOCK}\nHello.\n\n{CLOCK}\nHow are you?", "file.vtt")
    assert told.draft == "Hello.\nHow are you?"


# --- Conversations ------------------------------------------------------------


def test_a_table(tell):
    told, said = tell(
        'speaker,text,more\nworker," Hi, you. ",x\nClient,"one\ntwo",y\n', "t.csv"
    )
    assert turns(told) == [(1, "worker", " Hi, you. "), (2, "client", "one\ntwo")]
    assert said == []


def test_a_table_is_known_by_its_columns_too(tell):
    assert turns(tell("Speaker,Text\nworker,Hi\n")[0]) == [(1, "worker", "Hi")]
    wide = "speaker,text\nworker,Hi\n".encode("utf-16")
    assert turns(tell(wide, "t.csv")[0]) == [(1, "worker", "Hi")]


def test_lines_with_speakers(tell):
    words = (
        "Session 4\n\nWorker: How was it?\nClient: Hard.\n  It took: days.\n"
        "SOCIAL WORKER : I see.\nhttp://nowhere.example\n"
    )
    told, said = tell(words)
    assert turns(told) == [
        (1, "worker", "How was it?"),
        (2, "client", "Hard.\n  It took: days."),
        (3, "worker", "I see.\nhttp://nowhere.example"),
    ]
    assert said == []


def test_names_are_taken_from_the_command_line(tell):
    told, _ = tell("Ruth: Hello.\nAmara: Hi.\n", worker=["ruth"], client=["AMARA"])
    assert turns(told) == [(1, "worker", "Hello."), (2, "client", "Hi.")]


def test_voices_of_captions(tell):
    captions = f"""WEBVTT - a title

NOTE not read

1
{CLOCK} align:start
<v.loud Worker>How <i>are</i> you &amp; yours?</v>

{CLOCK}
<v Worker>Tell me.
<v Client>Not well.

{CLOCK}
Client: Not at all.
"""
    told, said = tell(captions)
    assert turns(told) == [
        (1, "worker", "How are you & yours? Tell me."),
        (2, "client", "Not well. Not at all."),
    ]
    assert said == []


def test_subrip(tell):
    captions = (
        "1\n00:00:01,000 --> 00:00:02,000\nWorker: Hello.\n\n"
        "2\n00:00:03,0 --> 00:00:04,0\nClient: Hi.\n"
    )
    assert turns(tell(captions, "t.srt")[0]) == turns(tell(captions)[0])
    assert turns(tell(captions)[0]) == [(1, "worker", "Hello."), (2, "client", "Hi.")]


def test_a_word_file(tell):
    body = (
        paragraph("Dear ", "Amara,")
        + paragraph()
        + paragraph("I hear <you>".replace("<", "&lt;"))
    )
    assert tell(word_file(body), "t.docx")[
        0
    ].draft == "Dear Amara,\n\nI hear &lt;you>".replace("&lt;", "<")


def test_a_word_file_leaves_out_what_was_deleted_and_reads_tables_as_lines(tell):
    row = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in ("Worker", "Hello."))
    body = (
        f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:t>Client:</w:t><w:tab/><w:t>Hi</w:t><w:br/><w:t>you</w:t></w:r></w:p>"
    )
    assert turns(tell(word_file(body))[0]) == [
        (1, "worker", "Hello."),
        (2, "client", "Hi\nyou"),
    ]


# --- What goes wrong ----------------------------------------------------------

BAD_TURNS = [
    ("t.csv", "speaker,text\nworker,Hi\nSECRET,SECRET\n", 3, WhyLeftOut.SPEAKER),
    ("t.csv", "speaker,text\nworker,Hi\nclient, \n", 3, WhyLeftOut.NO_TEXT),
    ("t.csv", b"speaker,text\nworker,Hi\nclient,SECRET\xe9\n", 3, WhyLeftOut.NOT_TEXT),
    ("t.txt", "Worker: Hi\nSecret: SECRET\nSecret: no\n", 2, WhyLeftOut.SPEAKER),
    ("t.txt", "Worker: Hi\nClient:\nWorker: Oh\n", 2, WhyLeftOut.NO_TEXT),
    ("t.vtt", f"WEBVTT\n\n{CLOCK}\n<v Worker>Hi\n\nSECRET\n", 6, WhyLeftOut.CAPTION),
    (
        "t.vtt",
        f"WEBVTT\n\n{CLOCK}\n<v Worker>Hi\n\n0 --> x\nSECRET",
        6,
        WhyLeftOut.CAPTION,
    ),
    (
        "t.vtt",
        f"WEBVTT\n\n{CLOCK}\n<v Worker>Hi\n\n{CLOCK}\nSECRET",
        6,
        WhyLeftOut.SPEAKER,
    ),
]


@pytest.mark.parametrize(("name", "content", "line", "why"), BAD_TURNS)
def test_a_turn_that_cannot_be_taken_is_named_without_its_words(
    tell, name, content, line, why
):
    told, said = tell(content, name)
    assert len(told.left_out) == len(said) > 0
    assert said[0] == f"line {line} (row 2) left out: {why}."
    assert "SECRET" not in "".join(said)
    assert turns(told)[0] == (1, "worker", "Hi")


def test_every_reason_is_tried():
    assert {why for *_, why in BAD_TURNS} >= OF_TURNS


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "t.txt", NoWords),
        (b" \n\t", "t.txt", NoWords),
        (b"\xef\xbb\xbf", "t.txt", NoWords),
        (b"speaker,text\n", "t.csv", NoWords),
        (b"WEBVTT\n\n", "t.vtt", NoWords),
        ("Müde".encode("latin-1"), "t.txt", NotText),
        (b"\xff\xfe\x00", "t.txt", NotText),
        (b"a\x00b", "t.txt", NotText),
        (b"%PDF-1.7\n\xe2\xe3", "t.pdf", NotText),
        (b"\xd0\xcf\x11\xe0", "t.doc", NotText),
        (b"a,b\nc,d\n", "t.csv", ColumnsMissing),
        (b"Ruth: Hello\nAmara: Hi\nRuth: Oh\nAmara: Yes\n", "t.txt", NoSpeakerKnown),
        (b"speaker,text\nRuth,Hello\n", "t.csv", NoSpeakerKnown),
        (f"WEBVTT\n\n{CLOCK}\n<v Ruth>Hello".encode(), "t.vtt", NoSpeakerKnown),
        (b"not a zip", "t.docx", NotAWordFile),
        (b"PK\x03\x04 cut short", "t.txt", NotAWordFile),
        (word_file("", name="other.xml"), "t.docx", NotAWordFile),
        (word_file("<w:p>"), "t.docx", NotAWordFile),
        (
            word_file(paragraph("&a;"), before='<!DOCTYPE x [<!ENTITY a "b">]>'),
            "t.docx",
            NotAWordFile,
        ),
    ],
)
def test_what_cannot_be_read_is_said_plainly_without_its_words(
    tell, content, name, error
):
    with pytest.raises(error) as raised:
        tell(content, name)
    said = str(raised.value)
    assert raised.value.next_step in said
    assert "Ruth" not in said
    assert "Amara" not in said


def test_a_file_larger_than_any_conversation_is_refused(tell):
    with pytest.raises(TooLarge):
        tell(b"a" * (MOST_BYTES + 1))


def test_a_word_file_that_grows_without_end_is_refused(tell, monkeypatch):
    from holdspace.language.transcripts import word_file as module

    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    with pytest.raises(NotAWordFile):
        tell(word_file(paragraph("a" * 2000)), "t.docx")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_word_file_packed_in_a_way_that_has_no_bound_is_refused(tell, packing):
    with pytest.raises(NotAWordFile):
        tell(word_file(paragraph("Hi"), packing=packing), "t.docx")


def test_a_word_file_of_more_files_than_any_has_is_refused_unread(tell):
    entries = (b"PK\x01\x02" + bytes(42)) * 600_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, len(entries), 4, 0)
    begin = time.process_time()
    with pytest.raises(NotAWordFile):
        tell(b"PK\x03\x04" + entries + end, "t.docx")
    assert time.process_time() - begin < 1


@pytest.mark.parametrize("encoding", ["foo-bar", "shift_jis", "hex", "punycode"])
def test_a_word_file_in_an_encoding_nobody_reads_is_refused(tell, encoding):
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    with pytest.raises(NotAWordFile):
        tell(word_file(paragraph("Hi"), before=declared), "t.docx")


def test_entities_in_a_word_file_never_grow(tell):
    grown = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 50}">' if n else '<!ENTITY a0 "aaaa">'
        for n in range(9)
    )
    with pytest.raises(NotAWordFile):
        tell(word_file(paragraph("&a8;"), before=f"<!DOCTYPE x [{grown}]>"), "t.docx")


def test_a_cell_of_very_many_paragraphs_is_read_in_good_time(tell):
    cells = f"<w:tc>{paragraph('Worker')}</w:tc><w:tc>{paragraph('a') * 100_000}</w:tc>"
    begin = time.process_time()
    told, _ = tell(word_file(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), "t.docx")
    assert time.process_time() - begin < 5
    assert told.turns[0].words == " ".join("a" * 100_000)


WORD_FILE = word_file("".join(paragraph(f"Words of line {n}.") for n in range(50)))


@given(
    st.lists(
        st.tuples(st.integers(4, len(WORD_FILE) - 1), st.integers(0, 255)),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 40),
)
def test_a_broken_word_file_is_read_or_refused_in_words(tmp_path_factory, flips, cut):
    broken = bytearray(WORD_FILE)
    for at, byte in flips:
        broken[at] = byte
    path = tmp_path_factory.mktemp("any") / "t.docx"
    path.write_bytes(broken[: len(broken) - cut])
    try:
        told = told_in(path, speakers_named([], []), lambda sentence: None)
    except HoldspaceError:
        return
    assert told.draft is not None


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode),
    st.sampled_from(["t.txt", "t.csv", "t.vtt", "t.srt", "t.docx"]),
    st.sampled_from(
        [b"", b"WEBVTT\n\n", b"Worker: ", b"speaker,text\n", b"PK\x03\x04"]
    ),
)
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(
    tmp_path_factory, content, name, start
):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(start + content)
    try:
        told = told_in(path, speakers_named([], []), lambda sentence: None)
    except HoldspaceError:
        return
    assert told.draft is not None or told.turns
