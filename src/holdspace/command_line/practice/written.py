"""Writes a practice report as one JSON document, or as lines to read in a terminal."""

import json
from collections.abc import Iterator
from textwrap import wrap

from holdspace.practice.figure import Part, PracticeFigure, TeamQuestion
from holdspace.practice.report import PracticeReport

DECIMALS = 4
WIDTH = 88
LABEL_WIDTH = 50
NOT_SHOWN = "not shown"
NOTHING_YET = "nothing to work out yet"


def report_json(report: PracticeReport) -> str:
    """Return a report as one JSON document with a line end."""
    document = {
        "figures": [figure_as_object(one) for one in report.figures],
        "parts": [
            {"name": part.name, "title": part.title, "about": part.about}
            for part in report.parts
        ],
        "questions": [_question(one) for one in report.questions],
        "notes": list(report.notes),
        "smallest": report.smallest,
        "epsilon": report.epsilon,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def figure_as_object(figure: PracticeFigure) -> dict[str, object]:
    """Return a figure as JSON has it; the first eight keys are fixed."""
    return {
        "name": figure.name,
        "definition": figure.definition,
        "n": figure.n,
        "value": _rounded(figure.value),
        "lower": _rounded(figure.lower),
        "upper": _rounded(figure.upper),
        "unit": figure.unit,
        "suppressed": figure.suppressed,
        "label": figure.label,
        "part": figure.part,
        "group": figure.group,
        "curve": figure.curve,
        "at": figure.at,
        "source": figure.source,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)


def _question(question: TeamQuestion) -> dict[str, object]:
    return {
        "words": question.words,
        "caveat": question.caveat,
        "exposure": question.exposure,
        "outcome": question.outcome,
        "whom": question.whom,
        "figure": question.figure.name,
    }


def report_text(report: PracticeReport) -> str:
    """Return a report as text: what to know first, then figures part by part."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: PracticeReport) -> Iterator[str]:
    for note in report.notes:
        yield from wrap(note, WIDTH)
    for part in report.parts:
        shown = [one for one in part.figures if not one.suppressed and one.n]
        if shown:
            yield from _part(part, shown)
    if report.questions:
        yield from ("", "For a team meeting", "")
    for question in report.questions:
        yield from wrap(
            f"{question.words} {question.caveat}",
            WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
        )


def _part(part: Part, shown: list[PracticeFigure]) -> Iterator[str]:
    yield from ("", part.title)
    yield from wrap(part.about, WIDTH)
    yield ""
    before = ""
    for figure in shown:
        whole = figure.name.removesuffix(f".{figure.group}")
        label, indent = figure.label, "  "
        if whole == before:  # the line above says what it is: here, of whom
            label, indent = label.rpartition(": ")[2], "    "
        *first, last = wrap(label, LABEL_WIDTH, subsequent_indent="  ")
        yield from (f"{indent}{line}" for line in first)
        yield f"{indent}{last}".ljust(LABEL_WIDTH + 4) + said(figure)
        before = whole
    if hidden := len(part.figures) - len(shown):
        yield f"  ({hidden} more not shown, or with nothing to count)"


def said(figure: PracticeFigure) -> str:
    """Return a figure's numbers in words: value, interval, how many clients.

    A share is in 100; what is open at an end of an interval says so.
    """
    if figure.suppressed:
        return NOT_SHOWN
    if figure.value is None and figure.lower is None:
        return NOTHING_YET
    clients = f"n {figure.n:,}"
    if figure.unit == "clients":
        return f"{figure.value:,.0f}"
    value = _number(figure, figure.value)
    if figure.lower is None and figure.upper is None:
        return f"{value}, {clients}"
    ends = f"{_number(figure, figure.lower)} to {_number(figure, figure.upper)}"
    return f"{value} ({ends}), {clients}"


def _number(figure: PracticeFigure, value: float | None) -> str:
    if value is None:
        return "open"
    if figure.is_share:
        return f"{100 * value:.1f} %"
    return f"{value:.2f}".rstrip("0").rstrip(".")
