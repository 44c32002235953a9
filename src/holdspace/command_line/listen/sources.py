"""Reads a draft or a conversation from any of the files people have them in."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from holdspace.command_line.listen.captions import captions_in, looks_like_captions
from holdspace.command_line.listen.lines import first_doubt, parts_in
from holdspace.command_line.listen.speakers import SpeakerNames
from holdspace.command_line.listen.told import (
    NoSpeakerKnown,
    NoWords,
    SpokenPart,
    ToldInFile,
    joined,
)
from holdspace.command_line.listen.word_file import ZIP_MARK, words_of
from holdspace.command_line.tables.header import ColumnsMissing
from holdspace.command_line.tables.left_out import LeftOut, WhyLeftOut
from holdspace.command_line.tables.records import (
    Record,
    header_of,
    lines_of,
    records_of,
)
from holdspace.language.moves import Turn
from holdspace.vocabulary.errors import HoldspaceError

MOST_BYTES = 32 * 1024 * 1024
COLUMNS = ("speaker", "text")

_DOUBTFUL = (
    "Line {line} begins as if somebody speaks, but the file was read as one draft, all "
    "of it the worker's own words. If it is a conversation, begin each turn with "
    "Worker: or Client:, or say whose name is whose with --worker NAME and "
    "--client NAME."
)
_NOBODY_NAMED = (
    "The captions name no speaker: all of them were read as the worker's own words. If "
    "somebody else speaks in them, begin each caption with Worker: or Client:."
)

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class NotText(HoldspaceError):
    """A file holds something else than text in a known encoding."""

    next_step = "Save it as plain text in UTF-8, or as .docx, and try again."

    def __init__(self) -> None:
        super().__init__("The file is not text in UTF-8.")


class TooLarge(HoldspaceError):
    """A file is larger than any conversation."""

    next_step = "Give one conversation or draft at a time."

    def __init__(self) -> None:
        super().__init__(f"The file is larger than {MOST_BYTES // 2**20} MB.")


def told_in(
    path: Path, speakers: SpeakerNames, say: Callable[[str], None]
) -> ToldInFile:
    """Return what a file tells; `say` gets a sentence about each turn left out.

    Raises:
        TooLarge, NotText, NotAWordFile, ColumnsMissing, NoHeader: if it cannot be read.
        NoWords: if it is empty.
        NoSpeakerKnown: if it names speakers, but neither worker nor client.
    """
    content = _content(path)
    ending = path.suffix.lower()
    if content.startswith(ZIP_MARK) or ending == ".docx":
        return _from_text(words_of(content), speakers, say)
    if ending == ".csv":
        return _from_table(content, speakers, say)
    words = decoded(content)
    if _names_columns(words):
        return _from_table(content, speakers, say)
    if ending in {".vtt", ".srt"} or looks_like_captions(words):
        return _from_captions(words, speakers, say)
    return _from_text(words, speakers, say)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge
    if not content.strip():
        raise NoWords
    return content


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


def _from_text(
    words: str, speakers: SpeakerNames, say: Callable[[str], None]
) -> ToldInFile:
    parts = parts_in(words, speakers)
    if parts is not None:
        return _turns(parts, say)
    doubt = first_doubt(words, speakers)
    if doubt is not None:
        say(_DOUBTFUL.format(line=doubt))
    return _draft(words)


def _draft(words: str) -> ToldInFile:
    if not words.strip():
        raise NoWords
    return ToldInFile(words, (), 0)


def _from_captions(
    words: str, speakers: SpeakerNames, say: Callable[[str], None]
) -> ToldInFile:
    captions, named = captions_in(words, speakers)
    if not named and not any(one.broken for one in captions):
        say(_NOBODY_NAMED)
        return _draft("\n".join(one.words for one in captions))
    nobody = [
        SpokenPart(one.line, one.words, None, one.broken or WhyLeftOut.SPEAKER)
        if one.speaker is None
        else one
        for one in captions
    ]
    return _turns(joined(nobody), say)


def _from_table(
    content: bytes, speakers: SpeakerNames, say: Callable[[str], None]
) -> ToldInFile:
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
    return _turns([_of_record(one, speaker, text, speakers) for one in records], say)


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


def _turns(parts: Sequence[SpokenPart], say: Callable[[str], None]) -> ToldInFile:
    """Return the parts as turns; the others are named and left out."""
    left_out = LeftOut(say)
    turns = []
    for row, part in enumerate(parts, start=1):
        if part.broken is None and part.speaker is not None:
            turns.append(Turn(part.speaker, part.words, row))
        else:
            left_out.add(part.broken or WhyLeftOut.SPEAKER, row=row, line=part.line)
    left_out.close()
    if not turns:
        if any(part.broken is WhyLeftOut.SPEAKER for part in parts):
            raise NoSpeakerKnown
        raise NoWords
    return ToldInFile(None, tuple(turns), len(left_out))
