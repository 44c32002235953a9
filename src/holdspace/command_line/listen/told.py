"""What a file tells: a draft, or the turns of a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from holdspace.command_line.tables.left_out import WhyLeftOut
from holdspace.language.moves import Speaker, Turn
from holdspace.vocabulary.errors import HoldspaceError


class NoWords(HoldspaceError):
    """A file holds nothing to listen to."""

    next_step = "Check that it is the right one, and that it was saved."

    def __init__(self) -> None:
        super().__init__("The file has no words in it.")


class NoSpeakerKnown(HoldspaceError):
    """A conversation names its speakers, but none as worker or client."""

    next_step = (
        "Say which name is whose with --worker NAME and --client NAME, "
        "or call them Worker and Client in the file."
    )

    def __init__(self) -> None:
        super().__init__("Nobody in the file is called worker or client.")


@dataclass(frozen=True, slots=True)
class ToldInFile:
    """A draft, or turns. `left_out` is how many turns could not be taken."""

    draft: str | None = field(repr=False)
    turns: tuple[Turn, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """One stretch of a file by one speaker, or what is wrong with it.

    `speaker` is None where the file says none that is known; `line` counts from 1.
    """

    line: int
    words: str = field(repr=False)
    speaker: Speaker | None
    broken: WhyLeftOut | None = None


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
