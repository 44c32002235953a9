"""The report on the whole practice as a page of its own, and as a PDF."""

from dataclasses import asdict
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdspace_site.web.paper import on_paper
from holdspace_site.web.practice_parts import (
    Cell,
    Chart,
    FigureTable,
    ReportInWords,
    Section,
)
from holdspace_site.web.practice_words import report_in_words

if TYPE_CHECKING:
    from holdspace.practice.report import PracticeReport

_STYLES = ("tokens.css", "frame.css", "parts.css", "practice.css")

# The colours of paper, and only what a drawing needs: whoever sets the type knows no
# variables.
_ON_PAPER = """
text { font-family: 'Noto Sans', 'DejaVu Sans', 'Liberation Sans', sans-serif; font-size: 13px; fill: #000; }
.soft { fill: #444; } .end { text-anchor: end; } .mid { text-anchor: middle; }
.rule { fill: none; stroke: #bbb; } .band { fill: #1f4a3e; opacity: .16; }
.lvl { fill: none; stroke: #1f4a3e; stroke-width: 2.5; } .dot { fill: #1f4a3e; }
.name { fill: #1f4a3e; font-weight: 600; }
.span { fill: none; stroke: #1f4a3e; stroke-width: 5; opacity: .35; }
.band.of-1 { fill: #4d2c44; } .lvl.of-1 { stroke: #4d2c44; stroke-dasharray: 7 4; }
.span.of-1 { stroke: #4d2c44; } .dot.of-1, .name.of-1 { fill: #4d2c44; }
.band.of-2 { fill: #5c3900; } .span.of-2 { stroke: #5c3900; } .lvl.of-2 { stroke: #5c3900; stroke-dasharray: 2 4; }
.dot.of-2, .name.of-2 { fill: #5c3900; }
"""  # noqa: E501


def practice_html(report: "PracticeReport") -> str:
    """Return the report as one page that needs no other file."""
    context = {"report": report_in_words(report, is_copy=True)}
    page = render_to_string("practice/report_alone.html", context)
    return page.replace("<style></style>", f"<style>{_style()}</style>")


def _style() -> str:
    folder = resources.files(__package__) / "static" / "holdspace"
    screen = "\n".join((folder / name).read_text("utf-8") for name in _STYLES)
    paper = (folder / "print.css").read_text("utf-8")
    return f"{screen}\n@media print {{\n{paper}\n}}"


def practice_pdf(report: "PracticeReport", *, on: date) -> bytes:
    """Return the report as a tagged PDF (PDF/UA-1) on A4."""
    return on_paper(
        "practice", report=_for_paper(report_in_words(report, is_copy=True), on)
    )


def _for_paper(report: ReportInWords, on: date) -> dict[str, object]:
    return {
        "headline": report.headline,
        "from_whom": report.from_whom,
        "how_to_read": [report.first_to_know, *report.how_to_read],
        "printed": _("Made on %(day)s.") % {"day": date_format(on, "j F Y")},
        "sections": [_section(one) for one in report.sections],
        "labels": {
            "title": _("The whole practice"),
            "first": _("If you read one thing"),
            "how_to_read": _("How to read this"),
            "page": _("Page"),
            "interval": _("95 % interval"),
            "people": _("From"),
            "counted": _("How each number is counted"),
        },
    }


def _section(section: Section) -> dict[str, object]:
    """Return one part with its drawings as SVG; all else is data already."""
    return {
        "title": section.title,
        "about": section.about,
        "questions": list(section.questions),
        "charts": [_chart(one) for one in section.charts],
        "tables": [_table(one) for one in section.tables],
        "folded": [_table(one) for one in section.folded],
        "notes": list(section.notes),
        "definitions": [asdict(one) for one in section.definitions],
    }


def _chart(chart: Chart) -> dict[str, object]:
    told = {"drawn": chart.wide, "sentence": chart.sentence, "id": chart.id}
    return {
        "title": chart.title,
        "sentence": chart.sentence,
        "caption": chart.caption,
        "svg": _svg("practice/_curves.html", told) if chart.wide else "",
        "table": _table(chart.table) if chart.table else None,
    }


def _table(table: FigureTable) -> dict[str, object]:
    return {
        "caption": table.caption,
        "about": table.about,
        "heads": list(table.heads),
        "rows": [
            {"words": row.words, "cells": [_cell(cell) for cell, _head in row.headed]}
            for row in table.rows
        ],
    }


def _cell(cell: Cell) -> dict[str, object]:
    drawn = {"drawn": cell.drawn}
    return {
        "value": cell.value,
        "is_shown": cell.is_shown,
        "interval": cell.interval,
        "people": cell.people,
        "svg": _svg("practice/_rate.html", drawn) if cell.drawn else "",
        "alt": cell.interval or cell.value,
    }


def _svg(template: str, context: dict[str, object]) -> str:
    """Return a drawing as a file of its own: with its namespace and its colours."""
    drawn = render_to_string(template, context).strip()
    opened, _tag, rest = drawn.partition(">")
    begin = opened.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{begin}><style>{_ON_PAPER}</style>{rest}"
