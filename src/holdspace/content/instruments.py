"""Reads the questionnaires that ship, and says clearly what is wrong with a broken one.

The format is described in docs/reference/instrument-format.md; `KEYS` is that page as
the loader knows it, and a test holds the two together.
"""

from collections.abc import Sequence
from functools import cache

from holdspace.content.instrument_records import (
    AnswerOption,
    AnswerSet,
    Band,
    BetterEnd,
    HandOver,
    Instrument,
    InstrumentItem,
    LoincCodes,
    MeasurementError,
    MissingRule,
    ReliableChange,
    Rights,
    Scale,
    ScaleMethod,
    WordingSource,
)
from holdspace.content.pack import Table, file_names, read_pack

FOLDER = "instruments"
_HIGHEST_SENSITIVITY = 3

KEYS: dict[str, tuple[str, ...]] = {
    "": (
        "pack", "instrument", "answer_sets", "items", "scales", "hand_over", "loinc",
        "rights",
    ),
    "pack": ("name", "version", "language", "title", "source", "licence", "note"),
    "instrument": (
        "short", "title", "about", "stem", "sensitivity", "item_count", "notices",
        "unverified",
    ),
    "answer_sets": ("id", "low", "high", "line", "options"),
    "answer_sets options": ("value", "words"),
    "items": ("id", "words", "answers", "unscored", "reversed", "gate"),
    "scales": (
        "id", "title", "items", "method", "better", "missing", "bands",
        "reliable_change", "error",
    ),
    "scales missing": ("most_missing", "source"),
    "scales bands": ("low", "high", "words", "source", "population", "verified"),
    "scales reliable_change": ("points", "most_points", "source", "verified"),
    "scales error": ("sem_points", "source", "verified"),
    "hand_over": ("items", "at_least"),
    "loinc": ("panel", "total", "items", "checked"),
    "rights": (
        "owner", "basis", "statement", "url", "read_on", "contexts", "needs_notice",
        "may_edit", "may_translate", "caution", "wording",
    ),
    "rights wording": ("name", "place", "read_on", "agrees_on"),
}  # fmt: skip
"""Every key of the format, by table."""


def instrument_ids(language: str = "en") -> tuple[str, ...]:
    """Return the ids of all instruments that ship in `language`, in their order."""
    return file_names(FOLDER, language)


@cache
def instrument(instrument_id: str, language: str = "en") -> Instrument:
    """Return one instrument; read once, then kept.

    Raises:
        PackNotFound: if none of this id ships in this language.
        PackBroken: if it cannot be used.
    """
    return instrument_from(read_pack(instrument_id, language, FOLDER))


def instruments(language: str = "en") -> tuple[Instrument, ...]:
    """Return all instruments that ship. Raises PackBroken if one cannot be used."""
    return tuple(instrument(each, language) for each in instrument_ids(language))


def instrument_from(pack: Table) -> Instrument:
    """Return the instrument written in `pack`. Raises PackBroken if it has a fault."""
    _check(pack, "")
    head = _check(pack.table("instrument"), "instrument")
    sets = {each.text("id"): _answer_set(each) for each in pack.tables("answer_sets")}
    if not sets:
        raise pack.broken("it has no 'answer_sets'")
    items = _items(pack, head, sets)
    made = Instrument(
        info=pack.info(),
        id=pack.info().name,
        short=head.text("short"),
        title=head.text("title"),
        about=head.text("about"),
        stem=head.text_or_empty("stem"),
        sensitivity=_sensitivity(head),
        items=items,
        scales=tuple(_scale(each, items) for each in pack.tables("scales")),
        hand_overs=tuple(_hand_over(e, items) for e in pack.tables("hand_over")),
        rights=_rights(pack.table("rights")),
        loinc=_loinc(pack.table("loinc"), items) if pack.has("loinc") else None,
        notices=head.texts("notices"),
        unverified=head.texts("unverified"),
    )
    if made.is_skeleton and (made.stem or any(item.words for item in items)):
        raise pack.broken("some questions have words and some have none")
    return made


def _check(table: Table, where: str) -> Table:
    table.check_keys(KEYS[where])
    return table


def _sensitivity(head: Table) -> int:
    level = head.number("sensitivity")
    if not 1 <= level <= _HIGHEST_SENSITIVITY:
        raise head.broken("'sensitivity' must be 1, 2 or 3")
    return level


def _answer_set(table: Table) -> AnswerSet:
    _check(table, "answer_sets")
    options = tuple(
        AnswerOption(_check(each, "answer_sets options").decimal("value"),
                     each.text_or_empty("words"))
        for each in table.tables("options")
    )  # fmt: skip
    if not options and not table.is_true("line"):
        low, high = table.number("low"), table.number("high")
        options = tuple(AnswerOption(float(value)) for value in range(low, high + 1))
    values = [option.value for option in options]
    low_end = min(values) if values else table.decimal("low")
    high_end = max(values) if values else table.decimal("high")
    if low_end >= high_end or len(set(values)) != len(values):
        raise table.broken("the answers must differ and run from low to high")
    return AnswerSet(
        table.text("id"), low_end, high_end, options, table.is_true("line")
    )


def _items(
    pack: Table, head: Table, sets: dict[str, AnswerSet]
) -> tuple[InstrumentItem, ...]:
    first = next(iter(sets.values()))
    count = head.number_or_none("item_count")
    if count is not None:
        if pack.has("items") or count < 1:
            raise head.broken("'item_count' is for a skeleton, which has no 'items'")
        return tuple(InstrumentItem(str(n), first) for n in range(1, count + 1))
    items = tuple(_item(each, sets, first) for each in pack.tables("items"))
    ids = [item.id for item in items]
    if not items or len(set(ids)) != len(ids):
        raise pack.broken("its 'items' are missing or two have one id")
    return items


def _item(table: Table, sets: dict[str, AnswerSet], first: AnswerSet) -> InstrumentItem:
    _check(table, "items")
    named = table.text_or_none("answers")
    if named is not None and named not in sets:
        raise table.broken("'answers' names no answer set")
    is_gate = table.is_true("gate")
    return InstrumentItem(
        id=table.text("id"),
        answers=first if named is None else sets[named],
        words=table.text_or_empty("words"),
        is_scored=not (table.is_true("unscored") or is_gate),
        is_reversed=table.is_true("reversed"),
        is_gate=is_gate,
    )


def _named(table: Table, items: Sequence[InstrumentItem]) -> tuple[str, ...]:
    """Return the ids listed in a table; all scored ones where it lists none."""
    listed = table.texts("items") or tuple(i.id for i in items if i.is_scored)
    if not set(listed) <= {item.id for item in items}:
        raise table.broken("'items' names a question that is not there")
    return listed


def _scale(table: Table, items: Sequence[InstrumentItem]) -> Scale:
    _check(table, "scales")
    ids = _named(table, items)
    answers = [item.answers for item in items if item.id in ids]
    low, high = sum(a.low for a in answers), sum(a.high for a in answers)
    method, better = table.text("method"), table.text("better")
    if method not in list(ScaleMethod) or better not in list(BetterEnd):
        raise table.broken("'method' or 'better' is none of the words for it")
    if method == ScaleMethod.MEAN:
        low, high = low / len(ids), high / len(ids)
    missing = _check(table.table("missing"), "scales missing")
    most_missing = missing.number("most_missing")
    if not 0 <= most_missing < len(ids):
        raise missing.broken("'most_missing' must leave at least one answer")
    return Scale(
        id=table.text("id"),
        title=table.text("title"),
        item_ids=ids,
        method=ScaleMethod(method),
        better=BetterEnd(better),
        low=low,
        high=high,
        missing=MissingRule(most_missing, missing.text("source")),
        bands=tuple(_band(each, low, high) for each in table.tables("bands")),
        reliable_change=_reliable_change(table),
        error=_error(table),
    )


def _band(table: Table, low: float, high: float) -> Band:
    _check(table, "scales bands")
    band = Band(
        low=table.decimal("low"),
        high=table.decimal("high"),
        words=table.text("words"),
        source=table.text("source"),
        population=table.text("population"),
        is_verified=table.is_true("verified"),
    )
    if not low <= band.low <= band.high <= high:
        raise table.broken("the band is not inside its scale")
    return band


def _reliable_change(scale: Table) -> ReliableChange | None:
    if not scale.has("reliable_change"):
        return None
    table = _check(scale.table("reliable_change"), "scales reliable_change")
    points = table.decimal("points")
    most = table.decimal_or_none("most_points")
    most = points if most is None else most
    if not 0 < points <= most:
        raise table.broken("'points' must be above 0 and not above 'most_points'")
    return ReliableChange(points, most, table.text("source"), table.is_true("verified"))


def _error(scale: Table) -> MeasurementError | None:
    if not scale.has("error"):
        return None
    table = _check(scale.table("error"), "scales error")
    sem_points = table.decimal("sem_points")
    if sem_points <= 0:
        raise table.broken("'sem_points' must be above 0")
    return MeasurementError(sem_points, table.text("source"), table.is_true("verified"))


def _hand_over(table: Table, items: Sequence[InstrumentItem]) -> HandOver:
    _check(table, "hand_over")
    return HandOver(_named(table, items), table.decimal("at_least"))


def _loinc(table: Table, items: Sequence[InstrumentItem]) -> LoincCodes:
    _check(table, "loinc")
    codes = table.text_by_key("items") if table.has("items") else {}
    if not set(codes) <= {item.id for item in items}:
        raise table.broken("'items' names a question that is not there")
    return LoincCodes(
        table.text("panel"), table.text("total"), codes, table.is_true("checked")
    )


def _rights(table: Table) -> Rights:
    _check(table, "rights")
    return Rights(
        owner=table.text("owner"),
        basis=table.text("basis"),
        statement=table.text("statement"),
        url=table.text("url"),
        read_on=table.text("read_on"),
        contexts=table.texts("contexts"),
        needs_notice=table.is_true("needs_notice"),
        may_edit=table.is_true("may_edit"),
        may_translate=table.is_true("may_translate"),
        caution=table.text_or_empty("caution"),
        wording=tuple(
            WordingSource(
                _check(each, "rights wording").text("name"),
                each.text("place"),
                each.text("read_on"),
                each.text("agrees_on"),
            )
            for each in table.tables("wording")
        ),
    )
