"""Opens the file a worker named, and says what of it could not be taken."""

from collections.abc import Callable
from pathlib import Path

from holdspace.language.transcripts.reading import told_by
from holdspace.language.transcripts.speakers import SpeakerNames
from holdspace.language.transcripts.told import NoSpeakerKnown, ToldInFile
from holdspace.rows.left_out import LeftOut
from holdspace.vocabulary.errors import HoldspaceError

MOST_BYTES = 32 * 1024 * 1024

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


class TooLarge(HoldspaceError):
    """A file is larger than any conversation."""

    next_step = "Give one conversation or draft at a time."

    def __init__(self) -> None:
        super().__init__(f"The file is larger than {MOST_BYTES // 2**20} MB.")


class NobodyKnownByName(NoSpeakerKnown):
    """The same, where names can be given on the command line."""

    next_step = (
        "Say which name is whose with --worker NAME and --client NAME, "
        "or call them Worker and Client in the file."
    )


def told_in(
    path: Path, speakers: SpeakerNames, say: Callable[[str], None]
) -> ToldInFile:
    """Return what a file tells; `say` gets a sentence about each turn left out.

    Raises:
        TooLarge, NotText, NotAWordFile, ColumnsMissing, NoHeader: if it cannot be read.
        NoWords: if it is empty.
        NobodyKnownByName: if it names speakers, but neither worker nor client.
    """
    try:
        told = told_by(_content(path), path.suffix, speakers)
    except NoSpeakerKnown:
        raise NobodyKnownByName from None
    if told.doubtful_line is not None:
        say(_DOUBTFUL.format(line=told.doubtful_line))
    if told.nobody_named:
        say(_NOBODY_NAMED)
    left_out = LeftOut(say)
    for one in told.left_out:
        left_out.add(one.why, row=one.row, line=one.line)
    left_out.close()
    return told


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge
    return content
