"""Says a figure of the practice report in a few words, and draws it on a rule."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdspace.practice.figure import PracticeFigure
from holdspace_site.web.practice_figure import rate_figure
from holdspace_site.web.practice_parts import Cell, Drawn

DIFFERENCE = "difference of two shares"
DAYS = "days"
CLIENTS = "clients"
_NARROW = 0.02
"""An interval narrower than this gets a place behind the point."""


def cell_of(figure: PracticeFigure | None, *, draws: bool = False) -> Cell:
    """Return what stands in a table for one figure."""
    if figure is None:
        return Cell("", is_shown=False)
    if figure.suppressed:
        return Cell(too_few(), is_shown=False)
    if figure.value is None:
        return Cell(
            nothing_yet(figure),
            interval=interval_words(figure),
            people=people(figure.n),
            is_shown=False,
        )
    return Cell(
        value=value_words(figure),
        interval=interval_words(figure),
        people="" if figure.unit == CLIENTS else people(figure.n),
        drawn=drawn_of(figure) if draws else None,
    )


def too_few() -> str:
    """Return what stands where a number is not shown."""
    return _("too few people")


def nothing_yet(figure: PracticeFigure) -> str:
    """Return what stands where there is nothing to work a number out from."""
    if figure.unit == DAYS:
        return _("fewer than half by the last day shown")
    return _("nothing to count yet")


def people(count: int | None) -> str:
    """Return how many people are behind a number."""
    if count is None:
        return ""
    told = {"number": f"{count:,}"}
    return ngettext("%(number)s person", "%(number)s people", count) % told


def value_words(figure: PracticeFigure) -> str:
    """Return the number itself, with what it counts where that is not plain."""
    return _said(figure, figure.value or 0.0)


def interval_words(figure: PracticeFigure) -> str:
    """Return the interval; "" where there is none."""
    lower, upper = figure.lower, figure.upper
    if (lower is None and upper is None) or lower == upper:
        return ""
    if upper is None:
        return _("%(from)s or more") % {"from": _said(figure, lower or 0.0)}
    lower = lower or 0.0
    finer = figure.is_share and upper - lower < _NARROW
    return _("%(from)s to %(to)s") % {
        "from": _bare(figure, lower, finer=finer),
        "to": _said(figure, upper, finer=finer),
    }


def _said(figure: PracticeFigure, number: float, *, finer: bool = False) -> str:
    bare = _bare(figure, number, finer=finer)
    if figure.is_share:
        return _("%(number)s %%") % {"number": bare}
    if figure.unit == DIFFERENCE:
        return _("%(number)s in 100") % {"number": bare}
    if figure.unit == DAYS:
        return ngettext("%(number)s day", "%(number)s days", round(number)) % {
            "number": bare
        }
    return bare


def _bare(figure: PracticeFigure, number: float, *, finer: bool = False) -> str:
    if figure.is_share:
        return f"{100 * number:.1f}" if finer else f"{100 * number:.0f}"
    if figure.unit == DIFFERENCE:
        points = round(100 * number)
        return f"{points:+d}".replace("-", "\N{MINUS SIGN}") if points else "0"
    if figure.unit in {DAYS, CLIENTS}:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 1 else f"{number:.2f}"


def drawn_of(figure: PracticeFigure) -> Drawn | None:
    """Return a share as a dot and its interval; None for what is no share."""
    if not figure.is_share or figure.value is None:
        return None
    return rate_figure(figure.value, figure.lower, figure.upper, 1.0)
