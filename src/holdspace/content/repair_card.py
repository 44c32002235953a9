"""Gives the repair card: nine steps to mend a strain, and what to leave undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from holdspace.content.pack import PackInfo, Table, read_pack

STEPS = 9
"""A card of another length is another card."""

_KINDS = ("withdrawal", "confrontation", "unclear")


@dataclass(frozen=True, slots=True)
class CardStep:
    """One step of the card; `how` is one way to do it."""

    words: str
    how: str


@dataclass(frozen=True, slots=True)
class RepairCard:
    """What a worker can do about a strain, in order, and what not to do.

    `kinds` says in plain words how each kind of strain shows.
    """

    info: PackInfo
    opening: str
    kinds: Mapping[str, str]
    steps: tuple[CardStep, ...]
    donts: tuple[str, ...]


@cache
def repair_card(language: str = "en") -> RepairCard:
    """Return the card in `language`; read once, then kept.

    Raises:
        PackNotFound: if there is none in this language.
        PackBroken: if it cannot be used.
    """
    return repair_card_from(read_pack("repair_card", language))


def repair_card_from(pack: Table) -> RepairCard:
    """Return the card written in `pack`. Raises PackBroken if it has a fault."""
    kinds = pack.table("kinds")
    made = RepairCard(
        info=pack.info(),
        opening=pack.table("card").text("opening"),
        kinds={kind: kinds.text(kind) for kind in _KINDS},
        steps=tuple(
            CardStep(each.text("words"), each.text("how"))
            for each in pack.tables("steps")
        ),
        donts=tuple(each.text("words") for each in pack.tables("donts")),
    )
    if len(made.steps) != STEPS:
        raise pack.broken(f"a repair card has {STEPS} steps")
    return made
