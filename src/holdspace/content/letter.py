"""Says what each code may mean to the person who told it, for the letter back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from holdspace.content.codebook import codebook
from holdspace.content.pack import PackInfo, Table, read_pack

_FRAME = ("greeting", "thanks", "hurt", "careful", "how", "closing", "unsure")


@dataclass(frozen=True, slots=True)
class LetterPack:
    """Warm words to begin and end a letter with, and a sentence for each code."""

    info: PackInfo
    frame: Mapping[str, str] = field(repr=False)
    sentences: Mapping[str, str] = field(repr=False)

    def sentence(self, code: str, *, sure: bool = True) -> str | None:
        """Return what a code may mean, said to its person; None if there is none.

        What only follows from the words (`sure` is false) says that it may be wrong.
        """
        line = self.sentences.get(code)
        if line is None or sure:
            return line
        return self.frame["unsure"].format(line=line)

    def opening(self, name: str, codes: Iterable[str]) -> str:
        """Return how a letter to `name` with lines of these codes begins.

        It says no more than they told: that something should not have happened only
        where something hurt.
        """
        domains = {code.partition(".")[0] for code in codes}
        thanks = [self.frame["thanks"]]
        if "X" in domains:
            thanks.append(self.frame["hurt"])
        elif domains & set("TFPRE"):
            thanks.append(self.frame["careful"])
        greeting = self.frame["greeting"].format(name=name)
        return "\n\n".join((greeting, " ".join(thanks), self.frame["how"]))

    def closing(self, worker: str) -> str:
        """Return how a letter ends, with the name of who wrote it."""
        return f"{self.frame['closing']}\n{worker}"


@cache
def letter_pack(language: str = "en") -> LetterPack:
    """Return the words of the letter in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
        UnknownCode: if they name a code the codebook does not have.
    """
    return letter_pack_from(read_pack("letter", language))


def letter_pack_from(pack: Table) -> LetterPack:
    """Return the words written in `pack`.

    Raises:
        PackBroken: if the pack has a fault.
        UnknownCode: if it names a code the codebook does not have.
    """
    frame = pack.table("frame")
    made = LetterPack(
        info=pack.info(),
        frame={key: frame.text(key) for key in _FRAME},
        sentences=pack.text_by_key("sentences"),
    )
    codebook().expand(made.sentences)
    return made
