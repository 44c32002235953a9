"""Reads a CSV file record by record, so that one broken line costs only itself."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from holdspace.rows.left_out import WhyLeftOut
from holdspace.vocabulary.errors import HoldspaceError

LONGEST_LINE_BYTES = 1 << 20
LONGEST_RECORD_LINES = 500  # a field of notes may run over lines; no field is a book
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# One field and what ends it. A quotation mark opens a field only as its first
# character: `5" wide` is text like any other.
_FIELD = re.compile(rb'(?:"(?:[^"]|"")*"[^,\r\n]*|[^",\r\n][^,\r\n]*|)(?:,|\r?\n|\Z)')

# The same without text behind a closing quotation mark: over several lines, that mark
# opens a field of a later row, and the one before it was never closed.
_WHOLE_FIELD = re.compile(rb'(?:"(?:[^"]|"")*"|[^",\r\n][^,\r\n]*|)(?:,|\r?\n|\Z)')


class NoHeader(HoldspaceError):
    """The first line of a file cannot be read."""

    next_step = "It names the columns, with commas between."

    def __init__(self) -> None:
        super().__init__("The file is empty, or its first line cannot be read as CSV.")


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a CSV file: its fields, or what is wrong with it.

    `line` is the line it begins on, counted from 1 at the first line of the file, and
    `next_line` the one after it; `end` is how many bytes it and all before it took;
    `fields` is None if it is broken.
    """

    line: int
    next_line: int
    end: int
    fields: list[str] | None = field(repr=False)
    broken: WhyLeftOut | None = None


Line = tuple[bytes, int]
"""A line with its end, and how many bytes of the file it took."""


def lines_of(file: BinaryIO) -> Iterator[Line]:
    """Return the lines of a file, each cut off at a mebibyte.

    A file that is no text at all may hold no line end for gigabytes; what is cut off
    is not kept, so that memory stays small.
    """
    while line := file.readline(LONGEST_LINE_BYTES):
        rest, size = line, len(line)
        while len(rest) == LONGEST_LINE_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE_BYTES)
            size += len(rest)
        yield line, size


def records_of(
    lines: Iterable[Line], *, first_line: int = 1, columns: int | None = None
) -> Iterator[Record]:
    """Return the records of these lines; empty lines are passed over.

    A field in quotation marks may run over several lines. One that is opened and not
    closed would swallow all that follows: then only its first line is broken, and
    reading goes on with the next. The same if a record of several lines has not the
    number of `columns`.
    """
    source = iter(lines)
    waiting: deque[Line] = deque()
    line, end = first_line, 0
    while (first := _next(waiting, source)) is not None:
        taken = [first]
        while _may_go_on(taken) and (more := _next(waiting, source)) is not None:
            taken.append(more)
        fields = _fields(taken, columns)
        if isinstance(fields, WhyLeftOut):
            waiting.extendleft(reversed(taken[1:]))
            taken = taken[:1]
        end += sum(size for _, size in taken)
        if isinstance(fields, WhyLeftOut):
            yield Record(line, line + 1, end, None, fields)
        elif fields:
            yield Record(line, line + len(taken), end, fields)
        line += len(taken)


def _next(waiting: deque[Line], source: Iterator[Line]) -> Line | None:
    return waiting.popleft() if waiting else next(source, None)


def _may_go_on(taken: list[Line]) -> bool:
    """Say whether a field in quotation marks goes on after these lines."""
    last = taken[-1][0]
    if len(taken) >= LONGEST_RECORD_LINES or _is_cut_off(last):
        return False
    if b'"' not in last:
        return len(taken) > 1  # as open as before this line
    return _runs_on(b"".join(line for line, _ in taken))


def _runs_on(record: bytes) -> bool:
    place = _end_of(_FIELD, record)
    return place < len(record) and record[place] == ord('"')


def _end_of(one_field: re.Pattern[bytes], record: bytes) -> int:
    """Return how far a record is made of such fields, in bytes."""
    place = 0
    while place < len(record) and (found := one_field.match(record, place)):
        place = found.end()
    return place


def _fields(taken: list[Line], columns: int | None) -> list[str] | WhyLeftOut:
    """Return the fields of a record, none for an empty line, or what is wrong."""
    whole = b"".join(line for line, _ in taken)
    if _is_cut_off(taken[-1][0]):
        return WhyLeftOut.NO_RECORD
    if b'"' in whole and _runs_on(whole):
        return WhyLeftOut.QUOTE
    if len(taken) > 1 and _end_of(_WHOLE_FIELD, whole) < len(whole):
        return WhyLeftOut.QUOTE
    try:
        text = whole.decode("utf-8")
        fields = next(csv.reader([text]), []) if text.strip() else []
    except UnicodeDecodeError:
        return WhyLeftOut.NOT_TEXT
    except csv.Error:
        return WhyLeftOut.NO_RECORD
    if columns is not None and fields and len(fields) != columns:
        return WhyLeftOut.FIELDS
    return fields


def _is_cut_off(line: bytes) -> bool:
    return len(line) == LONGEST_LINE_BYTES and not line.endswith(b"\n")


def header_of(file: BinaryIO) -> tuple[list[str], int, int]:
    """Return the names of the columns, the line after them, and where it begins.

    Raises:
        NoHeader: if the first line cannot be read.
    """
    start = len(BYTE_ORDER_MARK) if file.read(3) == BYTE_ORDER_MARK else 0
    file.seek(start)
    record = next(records_of(lines_of(file)), None)
    if record is None or record.fields is None:
        raise NoHeader
    return record.fields, record.next_line, start + record.end
