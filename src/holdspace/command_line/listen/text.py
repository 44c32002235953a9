"""Writes what was heard as text for people, or as one JSON document."""

import json
from collections.abc import Iterator

from holdspace.content.moves import moves_pack
from holdspace.language.figures import ENOUGH_TURNS, Figure, Figures
from holdspace.language.listening import Heard, HeardTurn
from holdspace.language.moves import Mark, Move

DECIMALS = 3
_INDENT = "    "
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_NAMES = {
    Move.QUESTION_OPEN: "open question",
    Move.QUESTION_CLOSED: "closed question",
}


def as_text(heard: Heard, form: str) -> Iterator[str]:
    """Return the pieces of a file in the form `text` or `json`."""
    if form == "json":
        yield json.dumps(as_object(heard), ensure_ascii=False, indent=1) + "\n"
    else:
        yield from _as_lines(heard)


def as_object(heard: Heard) -> dict[str, object]:
    """Return what was heard as JSON has it."""
    return {
        "turns": [_turn_object(one) for one in heard.turns],
        "summary": _summary_object(heard),
    }


def _turn_object(one: HeardTurn) -> dict[str, object]:
    return {
        "row": one.turn.row,
        "speaker": one.turn.speaker.value,
        "main": None if one.main is None else one.main.value,
        "moves": [_mark_object(mark) for mark in one.marks],
        "missed": [
            {
                "start": missed.span.start,
                "end": missed.span.end,
                "because": missed.rule,
                "question": missed.question,
            }
            for missed in one.missed
        ],
        "understood": one.understood,
        "text": one.turn.words,
    }


def _mark_object(mark: Mark) -> dict[str, object]:
    made: dict[str, object] = {
        "move": mark.move.value,
        "start": mark.span.start,
        "end": mark.span.end,
        "because": mark.because,
        "certainty": mark.how_sure.value,
    }
    if mark.kind is not None:
        made["kind"] = mark.kind
    return made


def _summary_object(heard: Heard) -> dict[str, object]:
    figures = heard.figures
    return {
        "draft": heard.is_draft,
        "understood": heard.understood,
        "unread_sentences": heard.unread,
        "worker_turns": figures.worker_turns,
        "client_turns": figures.client_turns,
        "turns_mostly": {main.value: count for main, count in figures.mains.items()},
        "marked": {move.value: count for move, count in figures.marked.items()},
        "reflections_to_questions": _figure_object(figures.reflections_to_questions),
        "telling_share": _figure_object(figures.telling_share),
        "talk_share": _figure_object(figures.talk_share),
        "note": moves_pack().patterns_we_know,
    }


def _figure_object(figure: Figure | None) -> dict[str, float] | None:
    if figure is None:
        return None
    return {
        "value": round(figure.value, DECIMALS),
        "lower": round(figure.lower, DECIMALS),
        "upper": round(figure.upper, DECIMALS),
    }


# --- For people -----------------------------------------------------------------


def _as_lines(heard: Heard) -> Iterator[str]:
    for one in heard.turns:
        if one.marks or one.missed:
            yield from _turn_lines(one, is_draft=heard.is_draft)
    if heard.understood:
        yield from _figure_lines(heard.figures, is_draft=heard.is_draft)
        yield moves_pack().patterns_we_know + "\n"


def _turn_lines(one: HeardTurn, *, is_draft: bool) -> Iterator[str]:
    main = "" if one.main is None or is_draft else f", mostly {one.main.value}"
    yield f"{one.turn.row} {one.turn.speaker.value}{main}\n"
    for mark in one.marks:
        quote = _quoted(one, mark.span.start, mark.span.end)
        yield f"{_INDENT}{_named(mark)}: {quote}\n"
        yield f"{_INDENT}{_INDENT}{_reason(mark)}\n"
    for missed in one.missed:
        quote = _quoted(one, missed.span.start, missed.span.end)
        yield f"{_INDENT}{quote} {missed.question}\n"
        yield f"{_INDENT}{_INDENT}rule {missed.rule}\n"
    yield "\n"


def _named(mark: Mark) -> str:
    name = _NAMES.get(mark.move, mark.move.value)
    if mark.move is Move.OTHER:
        return name
    return f"{name} ({mark.how_sure.value})"


def _reason(mark: Mark) -> str:
    if mark.kind is not None:
        return f"rule {mark.because}: {moves_pack().kinds[mark.kind]}"
    if mark.because in _rule_ids():
        return f"rule {mark.because}"
    return mark.because


def _rule_ids() -> frozenset[str]:
    return frozenset(rule.id for rule in moves_pack().rules)


def _quoted(one: HeardTurn, start: int, end: int) -> str:
    words = " ".join(one.turn.words[start:end].split())
    return "“" + "".join(map(_harmless, words)) + "”"


def _harmless(letter: str) -> str:
    """Return a character, or a mark for one that would command a terminal."""
    return (
        letter
        if letter.isprintable() or letter in _JOINERS
        else "\N{REPLACEMENT CHARACTER}"
    )


def _figure_lines(figures: Figures, *, is_draft: bool) -> Iterator[str]:
    found = [
        f"{_NAMES.get(move, move.value)} {count}"
        for move, count in figures.marked.items()
        if count
    ]
    if found:
        yield f"Marked: {', '.join(found)}.\n"
    if is_draft:
        return
    turns = ", ".join(f"{main.value} {count}" for main, count in figures.mains.items())
    yield f"Turns of the worker, by what they mostly do: {turns}.\n"
    if figures.worker_turns < ENOUGH_TURNS:
        yield f"Fewer than {ENOUGH_TURNS} turns of the worker: counts only.\n"
        return
    for name, figure in (
        ("Reflections for each question", figures.reflections_to_questions),
        ("Share of turns that tell", figures.telling_share),
        ("Share of the words that are the worker’s", figures.talk_share),
    ):
        if figure is not None:
            yield f"{name}: {_range(figure)}.\n"


def _range(figure: Figure) -> str:
    if figure.lower == figure.upper:
        return f"{figure.value:.2f}"
    return (
        f"{figure.value:.2f}, by people’s count likely {figure.lower:.2f} "
        f"to {figure.upper:.2f}"
    )
