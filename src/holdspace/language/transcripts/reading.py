"""Reads a draft or a conversation from the content of any file people have it in."""

from io import BytesIO

from holdspace.language.transcripts.captions import captions_in, looks_like_captions
from holdspace.language.transcripts.lines import first_doubt, parts_in
from holdspace.language.transcripts.speakers import SpeakerNames
from holdspace.language.transcripts.told import (
    NoWords,
    SpokenPart,
    ToldInFile,
    joined,
    turns_of,
)
from holdspace.language.transcripts.word_file import ZIP_MARK, words_of
from holdspace.rows.header import ColumnsMissing
from holdspace.rows.left_out import WhyLeftOut
from holdspace.rows.records import Record, header_of, lines_of, records_of
from holdspace.vocabulary.errors import HoldspaceError

COLUMNS = ("speaker", "text")

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class NotText(HoldspaceError):
    """A file holds something else than text in a known encoding."""

    next_step = "Save it as plain text in UTF-8, or as .docx, and try again."

    def __init__(self) -> None:
        super().__init__("The file is not text in UTF-8.")


def told_by(content: bytes, ending: str, speakers: SpeakerNames) -> ToldInFile:
    """Return what a file tells, by its content and the ending of its name (".vtt").

    Raises:
        NotText, NotAWordFile, ColumnsMissing, NoHeader: if it cannot be read.
        NoWords: if it is empty.
        NoSpeakerKnown: if it names speakers, but neither worker nor client.
    """
    if not content.strip():
        raise NoWords
    ending = ending.lower()
    if content.startswith(ZIP_MARK) or ending == ".docx":
        return told_in_words(words_of(content), speakers)
    if ending == ".csv":
        return _told_in_table(content, speakers)
    words = decoded(content)
    if _names_columns(words):
        return _told_in_table(content, speakers)
    if ending in {".vtt", ".srt"} or looks_like_captions(words):
        return _told_in_captions(words, speakers)
    return told_in_words(words, speakers)


def told_in_words(words: str, speakers: SpeakerNames) -> ToldInFile:
    """Return what plain text tells: turns where speakers begin its lines, or a draft.

    Raises:
        NoWords: if it is empty.
        NoSpeakerKnown: if it names speakers, but neither worker nor client.
    """
    parts = parts_in(words, speakers)
    if parts is not None:
        return turns_of(parts)
    if not words.strip():
        raise NoWords
    return ToldInFile(words, doubtful_line=first_doubt(words, speakers))


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 where it says so itself.

    Raises:
        NotText: if it is neither.
    """
    encoding = "utf-16" if content.startswith(_WIDE_MARKS) else "utf-8-sig"
    try:
        words = content.decode(encoding)
    except UnicodeDecodeError:
        raise NotText from None
    if "\0" in words:
        raise NotText
    return words


def _names_columns(words: str) -> bool:
    first = words[:200].lstrip().splitlines()[:1]
    names = {
        name.strip().strip('"').lower() for one in first for name in one.split(",")
    }
    return names >= set(COLUMNS)


def _told_in_captions(words: str, speakers: SpeakerNames) -> ToldInFile:
    captions, named = captions_in(words, speakers)
    if not named and not any(one.broken for one in captions):
        draft = "\n".join(one.words for one in captions)
        if not draft.strip():
            raise NoWords
        return ToldInFile(draft, nobody_named=True)
    nobody = [
        SpokenPart(one.line, one.words, None, one.broken or WhyLeftOut.SPEAKER)
        if one.speaker is None
        else one
        for one in captions
    ]
    return turns_of(joined(nobody))


def _told_in_table(content: bytes, speakers: SpeakerNames) -> ToldInFile:
    if content.startswith(_WIDE_MARKS):
        content = decoded(content).encode("utf-8")
    file = BytesIO(content)
    header, line, start = header_of(file)
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS if names.count(name) != 1]
    if missing:
        raise ColumnsMissing(missing, COLUMNS)
    file.seek(start)
    speaker, text = (names.index(name) for name in COLUMNS)
    records = records_of(lines_of(file), first_line=line, columns=len(header))
    return turns_of([_of_record(one, speaker, text, speakers) for one in records])


def _of_record(
    record: Record, speaker: int, text: int, speakers: SpeakerNames
) -> SpokenPart:
    if record.fields is None:
        return SpokenPart(record.line, "", None, record.broken)
    words = record.fields[text]
    who = speakers.speaker(record.fields[speaker])
    if who is None:
        return SpokenPart(record.line, words, None, WhyLeftOut.SPEAKER)
    if not words.strip():
        return SpokenPart(record.line, words, who, WhyLeftOut.NO_TEXT)
    return SpokenPart(record.line, words, who)
