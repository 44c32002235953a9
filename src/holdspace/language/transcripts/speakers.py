"""Knows the worker and the client by the names a file gives them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from holdspace.content.moves import moves_pack
from holdspace.language.moves import Speaker

LONGEST_NAME = 40

_BESIDE = re.compile(r"[(\[]([^()\[\]]*)[)\]]|\b\d+")
_SMALL = frozenset({"of", "and", "the", "de", "la", "van", "von"})


@dataclass(frozen=True, slots=True)
class SpeakerNames:
    """Which names stand for the worker and which for the client."""

    names: dict[str, Speaker] = field(repr=False)

    def speaker(self, name: str) -> Speaker | None:
        """Return who is meant by a name; None if it is neither of the two.

        "Therapist 1", "Worker (Ruth)" and "Ruth (worker)" are a therapist and workers.
        """
        beside = [found.group(1) or "" for found in _BESIDE.finditer(name)]
        for one in (name, _BESIDE.sub(" ", name), *beside):
            known = self.names.get(plain(one))
            if known is not None:
                return known
        return None


def plain(name: str) -> str:
    """Return a name as it is compared: small letters, single spaces, no brackets."""
    return " ".join(name.casefold().strip(" \t[]()*_-").split())


def could_be_a_name(name: str) -> bool:
    """Return whether words before a colon look like somebody: "Amara", "Mary Ann", "T".

    One word is enough, however it is written; of more, each has a capital or a number.
    """
    words = [word for word in name.strip(" \t[]()*_-").split() if word not in _SMALL]
    first = words[0].lstrip("([") if words else ""
    if not first[:1].isalpha():
        return False
    return len(words) == 1 or all(_begins_a_name(word) for word in words)


def _begins_a_name(word: str) -> bool:
    first = word.lstrip("([")[:1]
    return first.isupper() or first.isdigit()


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
