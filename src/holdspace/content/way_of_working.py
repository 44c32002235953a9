"""Gives a first wording of each line two people can agree on, for them to change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from holdspace.content.check_in import CheckInAnswer, CheckInQuestion
from holdspace.content.codebook import codebook
from holdspace.content.pack import PackInfo, Table, read_pack

KEPT_OF = "kept-"
"""What stands before a line's id in the name of its answer after a session."""

_SAID = ("if_then", "cycle", "kept_asks")
_BY_CODE = ("do", "avoid", "ask_first", "if", "client_tries")
_NOT_TOLD = "not_told"


@dataclass(frozen=True, slots=True)
class WayPack:
    """Lines of an agreement by kind and code, and the question whether one was kept.

    Each look-up returns None where the pack has no line for the code.
    """

    info: PackInfo
    said: Mapping[str, str] = field(repr=False)
    lines: Mapping[str, Mapping[str, str]] = field(repr=False)
    thens: Mapping[str, str] = field(repr=False)
    sliders: Mapping[str, Mapping[str, str]] = field(repr=False)
    kept: CheckInQuestion

    def line(self, kind: str, code: str) -> str | None:
        """Return the line for a code; `kind` is do, avoid, ask_first, client_tries."""
        return self.lines[kind].get(code)

    def slider(self, code: str, side: str) -> str | None:
        """Return what a slider asks for; `side` is first, middle or second."""
        return self.sliders.get(code, {}).get(side)

    def if_then(self, cue: str, helps: str | None) -> str | None:
        """Return what the two do when a cue (T) comes; `helps` is a need or a mending.

        None for `helps` means that nothing was told: then the client says it there.
        """
        if cue not in self.lines["if"]:
            return None
        then = self.thens.get(helps or "") or self.thens[_NOT_TOLD]
        return self.said["if_then"].format_map(
            {"if": self.lines["if"][cue], "then": then}
        )

    def cycle(self, first: str) -> str:
        """Return what the two do when a cycle begins with `first`, in plain words."""
        return self.said["cycle"].format(first=first)


@cache
def way_pack(language: str = "en") -> WayPack:
    """Return the lines in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
        UnknownCode: if they name a code the codebook does not have.
    """
    return way_pack_from(read_pack("way_of_working", language))


def way_pack_from(pack: Table) -> WayPack:
    """Return the lines written in `pack`.

    Raises:
        PackBroken: if the pack has a fault.
        UnknownCode: if it names a code the codebook does not have.
    """
    say, sliders = pack.table("say"), pack.table("sliders")
    answers = tuple(
        CheckInAnswer(one.text("id"), one.text("words"))
        for one in pack.table("kept").tables("answers")
    )
    made = WayPack(
        info=pack.info(),
        said={key: say.text(key) for key in _SAID},
        lines={kind: pack.text_by_key(kind) for kind in _BY_CODE},
        thens=pack.text_by_key("then"),
        sliders={
            code: {side: one.text(side) for side in ("first", "middle", "second")}
            for code in sliders.keys()  # noqa: SIM118
            for one in (sliders.table(code),)
        },
        kept=CheckInQuestion("kept", say.text("kept_asks"), answers),
    )
    pack.table("then").text(_NOT_TOLD)
    book = codebook()
    for by_code in (*made.lines.values(), made.sliders):
        book.expand(by_code)
    book.expand(code for code in made.thens if code != _NOT_TOLD)
    return made
