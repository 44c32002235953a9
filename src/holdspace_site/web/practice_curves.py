"""Turns a curve of the practice report into a drawing, its sentence and its table."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.practice.figure import Curve, CurveLine, Group, PracticeFigure
from holdspace_site.web import practice_figure as drawing
from holdspace_site.web.practice_numbers import cell_of, value_words
from holdspace_site.web.practice_parts import Chart, FigureTable, table_of

EVERYBODY = gettext_lazy("everybody")
GROUP_WORDS = {
    None: EVERYBODY,
    Group.HURT_BEFORE: gettext_lazy("hurt before"),
    Group.NOT_HURT_BEFORE: gettext_lazy("not hurt before"),
    Group.NOTHING_TOLD: gettext_lazy("told nothing"),
}
"""Who a line or a column is about, short enough for a drawing."""

_DRAWN = (Group.HURT_BEFORE, Group.NOT_HURT_BEFORE)
_SAYS = {
    "staying": gettext_lazy("After %(at)s days these had not left: %(each)s."),
    "early": gettext_lazy("By session %(at)s these had left: %(each)s."),
    "mending": gettext_lazy("After %(at)s days these were mended: %(each)s."),
    "waiting": gettext_lazy("After %(at)s days these had begun: %(each)s."),
}
_MARKS = 5
_TOPS = (0.1, 0.2, 0.5, 1.0)


def chart_of(curve: Curve) -> Chart:
    """Return a curve as it is shown: drawn as far as its points may be seen."""
    drawn = [line for line in _lines_to_draw(curve.lines) if _shown(line)]
    sentence = _sentence(curve)
    wide = narrow = None
    if any(len(_shown(line)) > 1 for line in drawn):
        across, up = _across(curve), _up(curve)
        lines = [_drawing_of(curve, line) for line in drawn]
        wide = drawing.curves_figure(lines, across, up, drawing.WIDE)
        narrow = drawing.curves_figure(lines, across, up, drawing.NARROW)
    return Chart(
        id=f"curve-{curve.name.replace('.', '-')}",
        title=curve.title,
        sentence=sentence,
        caption=_("Across: %(across)s. Up: %(up)s. The shade is the 95 %% interval.")
        % {"across": curve.across, "up": curve.up},
        curves=tuple(str(GROUP_WORDS[line.group]) for line in drawn),
        wide=wide,
        narrow=narrow,
        table=_table(curve),
    )


def _shown(line: CurveLine) -> list[PracticeFigure]:
    return [point for point in line.points if point.value is not None]


def _lines_to_draw(lines: Sequence[CurveLine]) -> list[CurveLine]:
    """Return both groups where both are lines, or else everybody and what there is.

    More than two bands on one another can be read by nobody; the table has them all.
    One point alone is a dot without a band, and has room beside any line.
    """
    groups = [line for line in lines if line.group in _DRAWN and _shown(line)]
    if sum(len(_shown(one)) > 1 for one in groups) == len(_DRAWN):
        return groups
    return [*(line for line in lines if line.group is None), *groups]


def _drawing_of(curve: Curve, line: CurveLine) -> drawing.Curve:
    points = [
        drawing.CurvePoint(point.at or 0.0, point.value, point.lower, point.upper)
        for point in line.points
    ]
    if curve.steps and points and points[0].value is not None:
        # On the first day nobody has left, begun or mended anything yet.
        begins = 1.0 if curve.name == "staying" else 0.0
        points.insert(0, drawing.CurvePoint(0.0, begins, begins, begins))
    return drawing.Curve(str(GROUP_WORDS[line.group]), tuple(points))


def _across(curve: Curve) -> drawing.Axis:
    ats = sorted({point.at or 0.0 for line in curve.lines for point in line.points})
    lowest = 0.0 if curve.steps else ats[0]
    marks = ats if len(ats) <= _MARKS else _spread(ats)
    return drawing.Axis(
        lowest, max(ats[-1], lowest + 1), tuple((at, f"{at:.0f}") for at in marks)
    )


def _spread(ats: Sequence[float]) -> list[float]:
    """Return some of many places, none so near another that their words touch."""
    room, kept = (ats[-1] - ats[0]) / _MARKS, [ats[-1]]
    for at in reversed(ats[:-1]):
        if kept[-1] - at >= room:
            kept.append(at)
    return sorted(kept)


def _up(curve: Curve) -> drawing.Axis:
    points = [point for line in curve.lines for point in line.points]
    if all(point.is_share for point in points):
        return _shares_up_to(max(point.upper or 0.0 for point in points))
    low, high = _ends(points[0].unit)
    middle = (low + high) / 2
    return drawing.Axis(low, high, tuple((at, f"{at:g}") for at in (low, middle, high)))


def _shares_up_to(highest: float) -> drawing.Axis:
    """Return an axis of shares that begins at none; small ones are drawn larger."""
    top = next(one for one in _TOPS if highest <= one)
    marks = tuple((at, f"{100 * at:g} %") for at in (0.0, top / 2, top))
    return drawing.Axis(0.0, top, marks)


def _ends(unit: str) -> tuple[float, float]:
    """Return the ends of a scale out of its unit, like "points, 0 to 3"."""
    low, _to, high = unit.rpartition(",")[2].strip().partition(" to ")
    return float(low), float(high)


def _sentence(curve: Curve) -> str:
    everybody = next((line for line in curve.lines if line.group is None), None)
    shown = _shown(everybody) if everybody else []
    if not shown:
        return _("Too few people stand behind this to draw it.")
    if curve.name in _SAYS:
        return str(_SAYS[curve.name]) % {
            "at": f"{shown[-1].at:.0f}",
            "each": _each(curve, shown[-1].at),
        }
    first, last = shown[0], shown[-1]
    return _(
        "The mean answer was %(first)s after session %(from)s and %(last)s after "
        "session %(to)s."
    ) % {
        "first": value_words(first),
        "from": f"{first.at:.0f}",
        "last": value_words(last),
        "to": f"{last.at:.0f}",
    }


def _each(curve: Curve, at: float | None) -> str:
    """Return what each line says at one place; of a line alone only the number."""
    said = [
        (GROUP_WORDS[line.group], value_words(point))
        for line in curve.lines
        for point in line.points
        if point.at == at and point.value is not None
    ]
    if len(said) == 1:
        return said[0][1]
    return ", ".join(f"{words} {value}" for words, value in said)


def _table(curve: Curve) -> FigureTable | None:
    ats = sorted({point.at or 0.0 for line in curve.lines for point in line.points})
    lines = [line for line in curve.lines if line.group is None or _shown(line)]
    if not any(map(_shown, lines)):
        return None
    by_place = [{point.at: point for point in line.points} for line in lines]
    return table_of(
        curve.title,
        capfirst(curve.across),
        [capfirst(str(GROUP_WORDS[line.group])) for line in lines],
        ((f"{at:.0f}", [cell_of(places.get(at)) for places in by_place]) for at in ats),
    )
