"""Reads the words of a Word file (.docx), with nothing but what Python brings along.

See docs/decisions/0015: a .docx is a zip folder with one XML file in it that matters.
"""

import struct
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat  # what could make it unsafe is refused below

from holdspace.vocabulary.errors import HoldspaceError

ZIP_MARK = b"PK\x03\x04"
DOCUMENT = "word/document.xml"
MOST_BYTES = 64 * 1024 * 1024
"""Of the document once unpacked. A book of a million words is a tenth of it."""
MOST_FILES = 20_000
"""In the folder. A document with thousands of pictures has fewer."""

_FILE_MARK = b"PK\x01\x02"  # of each file in the list at the end of a zip folder
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways a .docx may be packed; others are unpacked without a bound by `zipfile`."""

_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class NotAWordFile(HoldspaceError):
    """A file that should be a Word file cannot be read as one."""

    next_step = "Open it in a word processor and save it again as .docx or plain text."

    def __init__(self) -> None:
        super().__init__("The file cannot be read as a Word file (.docx).")


class _Refused(Exception):
    """A document is as no word processor writes it, and might grow without a bound."""


def words_of(content: bytes) -> str:
    """Return the words of a .docx, a paragraph a line.

    Words that were deleted with changes tracked are not read. A row of a table with two
    cells is one line with a colon between, as a transcript has it.

    Raises:
        NotAWordFile: if it is none, or is larger unpacked than a document can be.
    """
    try:
        return _Words().read(_document_of(content))
    except _BROKEN:
        raise NotAWordFile from None


_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    LookupError,  # no such file in the folder, or no such encoding
    ValueError,  # bytes that are no text, a place before the start, a wide encoding
    OverflowError,
    OSError,
    RuntimeError,  # with a password
    NotImplementedError,
    EOFError,
    expat.ExpatError,
    _Refused,
)
"""All that `zipfile` and `expat` say of a broken file."""


def _document_of(content: bytes) -> bytes:
    if content.count(_FILE_MARK) > MOST_FILES:
        raise _Refused
    with zipfile.ZipFile(BytesIO(content)) as folder:
        if folder.getinfo(DOCUMENT).compress_type not in _PACKED:
            raise _Refused
        with folder.open(DOCUMENT) as file:
            document = file.read(MOST_BYTES + 1)
    if len(document) > MOST_BYTES:
        raise _Refused
    return document


class _Words:
    """Gathers words while the parser goes through a document."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._cells: list[list[str]] | None = None
        self._in_text = False

    def read(self, document: bytes) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(document, True)
        return "\n".join(self._lines)

    def _refuse(self, *declared: object) -> None:
        raise _Refused

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _plain(name)
        if tag == "t":
            self._in_text = True
        elif tag in _BREAKS:
            self._line.append(_BREAKS[tag])
        elif tag == "tr":
            self._cells = []
        elif tag == "tc" and self._cells is not None:
            self._cells.append([])

    def _end(self, name: str) -> None:
        tag = _plain(name)
        if tag == "t":
            self._in_text = False
        elif tag == "p":
            self._end_paragraph()
        elif tag == "tr" and self._cells is not None:
            cells = [" ".join(cell) for cell in self._cells if cell]
            self._lines.append((": " if len(cells) == 2 else " ").join(cells))
            self._cells = None

    def _end_paragraph(self) -> None:
        line = "".join(self._line)
        self._line = []
        if self._cells:
            if line.strip():
                self._cells[-1].append(line.strip())
        else:
            self._lines.append(line)

    def _text(self, text: str) -> None:
        if self._in_text:
            self._line.append(text)


def _plain(name: str) -> str:
    for space in (_WORDS, _STRICT):
        if name.startswith(space):
            return name[len(space) :]
    return ""
