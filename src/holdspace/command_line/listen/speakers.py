"""Knows the worker and the client by the names a file gives them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from holdspace.content.moves import moves_pack
from holdspace.language.moves import Speaker

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class SpeakerNames:
    """Which names stand for the worker and which for the client."""

    names: dict[str, Speaker] = field(repr=False)

    def speaker(self, name: str) -> Speaker | None:
        """Return who is meant by a name; None if it is neither of the two."""
        return self.names.get(plain(name))


def plain(name: str) -> str:
    """Return a name as it is compared: small letters, single spaces, no brackets."""
    return " ".join(name.casefold().strip(" \t[]()*_-").split())


def speakers_named(worker: Sequence[str], client: Sequence[str]) -> SpeakerNames:
    """Return the names known, and those given on the command line; these go first."""
    named = {"worker": worker, "client": client}
    names: dict[str, Speaker] = {}
    for speaker in Speaker:
        for name in moves_pack().speakers[speaker.value]:
            names[plain(name)] = speaker
    for speaker in Speaker:
        for name in named[speaker.value]:
            names[plain(name)] = speaker
    return SpeakerNames(names)
