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
    turns: list[SpokenPart] = []
    for part in parts:
        last = turns[-1] if turns else None
        if last and last.broken is None is part.broken and last.speaker is part.speaker:
            turns[-1] = SpokenPart(
                last.line, f"{last.words} {part.words}", last.speaker
            )
        else:
            turns.append(part)
    return turns
