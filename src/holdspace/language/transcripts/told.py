"""What a file tells: a draft, or the turns of a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from holdspace.language.moves import Speaker, Turn
from holdspace.rows.left_out import WhyLeftOut
from holdspace.vocabulary.errors import HoldspaceError


class NoWords(HoldspaceError):
    """A file holds nothing to listen to."""

    next_step = "Check that it is the right one, and that it was saved."

    def __init__(self) -> None:
        super().__init__("The file has no words in it.")


class NoSpeakerKnown(HoldspaceError):
    """A conversation names its speakers, but none as worker or client."""

    next_step = "Call them Worker and Client in the file."

    def __init__(self) -> None:
        super().__init__("Nobody in the file is called worker or client.")


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """One stretch of a file by one speaker, or what is wrong with it.

    `speaker` is None where the file says none that is known; `line` counts from 1.
    """

    line: int
    words: str = field(repr=False)
    speaker: Speaker | None
    broken: WhyLeftOut | None = None


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A turn that could not be taken: its row and its line, from 1, and why."""

    row: int
    line: int
    why: WhyLeftOut


@dataclass(frozen=True, slots=True)
class ToldInFile:
    """A draft, or turns; `draft` is None for a conversation.

    `doubtful_line` is the first line of a draft, from 1, that begins as if somebody
    speaks; None where no line does. `nobody_named` says that captions named no speaker,
    so that all of them were taken as the worker's.
    """

    draft: str | None = field(repr=False)
    turns: tuple[Turn, ...] = ()
    left_out: tuple[NotTaken, ...] = ()
    doubtful_line: int | None = None
    nobody_named: bool = False


def turns_of(parts: Sequence[SpokenPart]) -> ToldInFile:
    """Return parts as the turns of a conversation; the others are left out.

    Raises:
        NoSpeakerKnown: if there are speakers, but neither worker nor client.
        NoWords: if nobody says anything.
    """
    turns: list[Turn] = []
    left_out: list[NotTaken] = []
    for row, part in enumerate(parts, start=1):
        if part.broken is None and part.speaker is not None:
            turns.append(Turn(part.speaker, part.words, row))
        else:
            why = part.broken or WhyLeftOut.SPEAKER
            left_out.append(NotTaken(row, part.line, why))
    if not turns:
        if any(part.broken is WhyLeftOut.SPEAKER for part in parts):
            raise NoSpeakerKnown
        raise NoWords
    return ToldInFile(None, tuple(turns), tuple(left_out))


def joined(parts: Sequence[SpokenPart]) -> list[SpokenPart]:
    """Return captions as turns: what one says without a break is one turn."""
    runs: list[list[SpokenPart]] = []
    for part in parts:
        last = runs[-1][-1] if runs else None
        if last and last.broken is None is part.broken and last.speaker is part.speaker:
            runs[-1].append(part)
        else:
            runs.append([part])
    return [
        SpokenPart(
            run[0].line,
            " ".join(part.words for part in run),
            run[0].speaker,
            run[0].broken,
        )
        for run in runs
    ]
