"""Gives the words of the practice report: what each figure says and where it ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from string import Formatter

from holdspace.content.pack import PackInfo, Table, read_pack

_FIGURE_KEYS = frozenset(
    {
        "id",
        "part",
        "name",
        "label",
        "definition",
        "unit",
        "is_share",
        "source",
        "worked_out",
        "limits",
    }
)


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The words of one kind of figure; places in braces are filled in for each.

    `name` is how a figure of this kind is called in files, a dot between its parts.
    `worked_out` and `limits` stand in the reference; `source` is "" where none needs
    naming.
    """

    id: str
    part: str
    name: str
    label: str
    definition: str
    unit: str
    is_share: bool
    source: str
    worked_out: str
    limits: str


@dataclass(frozen=True, slots=True)
class CurveWords:
    """What a picture is called and what its two axes are."""

    title: str
    across: str
    up: str


@dataclass(frozen=True, slots=True)
class PartWords:
    """What a part of the report is called and what it is about."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class PracticePack:
    """All words of the practice report, in one language."""

    info: PackInfo
    parts: tuple[PartWords, ...]
    figures: Mapping[str, FigureWords] = field(repr=False)
    curves: Mapping[str, CurveWords] = field(repr=False)
    groups: Mapping[str, str] = field(repr=False)
    notes: Mapping[str, str] = field(repr=False)
    what_helps: Mapping[str, str] = field(repr=False)
    exposures: Mapping[str, str] = field(repr=False)


@cache
def practice_words(language: str = "en") -> PracticePack:
    """Return the words in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
    """
    return practice_words_from(read_pack("practice", language))


def practice_words_from(pack: Table) -> PracticePack:
    """Return the words written in `pack`. Raises PackBroken if it has a fault."""
    parts = tuple(
        PartWords(one.text("id"), one.text("title"), one.text("about"))
        for one in pack.tables("parts")
    )
    figures = {}
    for table in pack.tables("figures"):
        made = _figure(table)
        if made.id in figures:
            raise table.broken(f"{made.id} is there twice")
        if made.part not in {part.id for part in parts}:
            raise table.broken(f"{made.id} is in no part")
        figures[made.id] = made
    curves = pack.table("curves")
    return PracticePack(
        info=pack.info(),
        parts=parts,
        figures=figures,
        curves={key: _curve(curves.table(key)) for key in curves.keys()},  # noqa: SIM118
        groups=pack.text_by_key("groups"),
        notes=pack.text_by_key("notes"),
        what_helps=pack.text_by_key("what_helps"),
        exposures=pack.text_by_key("exposures"),
    )


def _curve(table: Table) -> CurveWords:
    return CurveWords(table.text("title"), table.text("across"), table.text("up"))


def _figure(table: Table) -> FigureWords:
    table.check_keys(_FIGURE_KEYS)
    made = FigureWords(
        id=table.text("id"),
        part=table.text("part"),
        name=table.text_or_none("name") or table.text("id"),
        label=table.text("label"),
        definition=table.text("definition"),
        unit=table.text("unit"),
        is_share=table.is_true("is_share"),
        source=table.text_or_empty("source"),
        worked_out=table.text("worked_out"),
        limits=table.text("limits"),
    )
    for sentence in (made.name, made.label, made.definition, made.source, made.limits):
        try:
            list(Formatter().parse(sentence))
        except ValueError:
            raise table.broken(f"the braces of {made.id} do not match") from None
    return made
