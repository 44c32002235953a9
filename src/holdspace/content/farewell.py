"""Gives the words around a goodbye and a hand-over, before something changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from holdspace.content.pack import PackInfo, Table, read_pack

HAND_OVER_PARTS = ("do", "avoid", "ask_first", "mend")
"""The kinds of lines of a hand-over, in the order they are read."""

_GOODBYES = ("break", "new_worker", "ending")


@dataclass(frozen=True, slots=True)
class FarewellPack:
    """How a goodbye begins and ends, and how each line of a hand-over is put."""

    info: PackInfo
    goodbye: Mapping[str, str] = field(repr=False)
    hand_over: Mapping[str, str] = field(repr=False)

    def hand_over_line(self, part: str, line: str) -> str:
        """Return a line of a hand-over; `part` is one of `HAND_OVER_PARTS`."""
        return self.hand_over[part].format(line=line.rstrip(" ."))


@cache
def farewell_pack(language: str = "en") -> FarewellPack:
    """Return the words in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
    """
    return farewell_pack_from(read_pack("farewell", language))


def farewell_pack_from(pack: Table) -> FarewellPack:
    """Return the words written in `pack`. Raises PackBroken if it has a fault."""
    goodbye, hand_over = pack.table("goodbye"), pack.table("hand_over")
    return FarewellPack(
        info=pack.info(),
        goodbye={key: goodbye.text(key) for key in (*_GOODBYES, "closing")},
        hand_over={
            key: hand_over.text(key) for key in ("opening", "closing", *HAND_OVER_PARTS)
        },
    )
