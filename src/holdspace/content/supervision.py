"""Gives the questions to think about in a supervision hour, and the hint to rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from holdspace.content.pack import PackInfo, Table, read_pack


class Situation(StrEnum):
    """What stands open and is worth a question, in the order it is asked about."""

    REPAIR_NOT_NAMED = "repair_not_named"
    REPAIR_NOT_FOLLOWED_UP = "repair_not_followed_up"
    REPAIR_ON_ITS_WAY = "repair_on_its_way"
    PROMISE_LATE = "promise_late"
    NOT_LOOKED_AT = "not_looked_at"
    AGREEMENT_OLD = "agreement_old"
    ENDING_AHEAD = "ending_ahead"
    NOTHING_OPEN = "nothing_open"


@dataclass(frozen=True, slots=True)
class ReflectionPrompt:
    """One question to think about; `source` is "" where it is our own."""

    situation: Situation
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class SupervisionPack:
    """The words of a supervision hour, the same for the worker and the supervisor.

    `no_names` asks not to write names into the notes, `rest` are hints to put down what
    was heard, `rest_source` says where they come from.
    """

    info: PackInfo
    opening: str
    no_names: str
    rest: tuple[str, ...]
    rest_source: str
    prompts: Mapping[Situation, tuple[ReflectionPrompt, ...]]

    def prompt_of(self, situation: Situation, week: int) -> ReflectionPrompt:
        """Return one question about this; another one comes with the next `week`."""
        several = self.prompts[situation]
        return several[week % len(several)]

    def rest_of(self, week: int) -> str:
        """Return one hint to rest; another one comes with the next `week`."""
        return self.rest[week % len(self.rest)]


@cache
def supervision_pack(language: str = "en") -> SupervisionPack:
    """Return the words in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
    """
    return supervision_pack_from(read_pack("supervision", language))


def supervision_pack_from(pack: Table) -> SupervisionPack:
    """Return the words written in `pack`. Raises PackBroken if it has a fault."""
    hour = pack.table("hour")
    prompts = tuple(_prompt(table) for table in pack.tables("prompts"))
    made = SupervisionPack(
        info=pack.info(),
        opening=hour.text("opening"),
        no_names=hour.text("no_names"),
        rest=hour.texts("rest"),
        rest_source=hour.text("rest_source"),
        prompts={
            situation: tuple(one for one in prompts if one.situation is situation)
            for situation in Situation
        },
    )
    for situation, several in made.prompts.items():
        if not several:
            raise pack.broken(f"nothing is asked about {situation.value!r}")
    if not made.rest:
        raise pack.broken("there is no hint to rest")
    return made


def _prompt(table: Table) -> ReflectionPrompt:
    try:
        situation = Situation(table.text("situation"))
    except ValueError:
        raise table.broken("'situation' is none we know") from None
    return ReflectionPrompt(
        situation, table.text("words"), table.text_or_empty("source")
    )
