"""Lays the figures of a practice out: every place of a drawing as a number, no words.

A curve goes to the right with time, its interval as a band; where a point is not shown,
the curve has a gap, and nothing is drawn across it. A rate is a dot on a rule with its
interval. Both are drawn alike on a page and on paper.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

Place = Callable[[float], float]
TOP, BOTTOM, BELOW = 18.0, 218.0, 244.0
HEIGHT = 252
APART = 20.0
"""How far the words of two curves stand apart at least."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One point of a curve; `value` None where it is not shown."""

    at: float
    value: float | None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve, and in words what it follows."""

    words: str
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """What a place on an axis means: its ends, and the marks that are named."""

    lowest: float
    highest: float
    marks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a figure is, where curves begin and end, whether words fit beside."""

    width: int
    first_x: float
    last_x: float
    names_curves: bool


WIDE = Frame(760, 60.0, 560.0, names_curves=True)
NARROW = Frame(360, 44.0, 344.0, names_curves=False)


def curves_figure(
    curves: Sequence[Curve], across: Axis, up: Axis, frame: Frame
) -> dict[str, object]:
    """Return what _practice_curves.html draws."""

    def x(at: float) -> float:
        share = (at - across.lowest) / (across.highest - across.lowest)
        return frame.first_x + _inside(share) * (frame.last_x - frame.first_x)

    def y(value: float) -> float:
        share = (value - up.lowest) / (up.highest - up.lowest)
        return BOTTOM - _inside(share) * (BOTTOM - TOP)

    drawn = [
        {
            "which": number,
            "words": curve.words,
            "pieces": [_piece(piece, x, y) for piece in _pieces(curve)],
            "end": _end_of(curve, y),
        }
        for number, curve in enumerate(curves)
    ]
    return {
        "width": frame.width,
        "height": HEIGHT,
        "left": _n(frame.first_x),
        "right": _n(frame.last_x),
        "bottom": _n(BOTTOM),
        "below": _n(BELOW),
        "rules": [{"y": _n(y(at)), "words": words} for at, words in up.marks],
        "ticks": [{"x": _n(x(at)), "words": words} for at, words in across.marks],
        "curves": _named_apart(drawn, frame),
    }


def rate_figure(
    value: float, lower: float | None, upper: float | None, highest: float
) -> dict[str, str]:
    """Return what _practice_rate.html draws: a dot and its interval on one rule."""

    def x(at: float) -> float:
        return 6.0 + _inside(at / highest) * 148.0

    low = value if lower is None else lower
    high = value if upper is None else upper
    return {"x": _n(x(value)), "from": _n(x(low)), "to": _n(x(high))}


def _pieces(curve: Curve) -> list[list[CurvePoint]]:
    """Return the runs of points that are shown."""
    runs = groupby(curve.points, key=lambda point: point.value is not None)
    return [list(run) for shown, run in runs if shown]


def _piece(points: list[CurvePoint], x: Place, y: Place) -> dict[str, object]:
    """Return one run as a path with a dot at each point, and its band."""
    line = [(x(p.at), y(p.value or 0.0)) for p in points]
    low = [(x(p.at), y(p.lower)) for p in points if p.lower is not None]
    high = [(x(p.at), y(p.upper)) for p in points if p.upper is not None]
    has_band = len(points) > 1 and low and high
    return {
        "line": _path(line) if len(points) > 1 else "",
        "band": _path([*high, *reversed(low)], closed=True) if has_band else "",
        "dots": [{"x": _n(across), "y": _n(up)} for across, up in line],
        "span": _path([*high, *low]) if len(points) == 1 else "",
    }


def _end_of(curve: Curve, y: Place) -> float | None:
    shown = [point.value for point in curve.points if point.value is not None]
    return y(shown[-1]) if shown else None


def _named_apart(
    drawn: list[dict[str, object]], frame: Frame
) -> list[dict[str, object]]:
    """Give each curve the height its words stand at, none on top of another."""
    if not frame.names_curves:
        return [{**one, "name_y": None} for one in drawn]
    named = sorted(
        (one for one in drawn if one["end"] is not None), key=lambda one: one["end"]
    )
    heights: dict[object, float] = {}
    lowest = TOP - APART
    for one in named:
        lowest = max(float(one["end"]), lowest + APART)
        heights[one["which"]] = lowest
    return [
        {
            **one,
            "name_y": _n(heights[one["which"]]) if one["which"] in heights else None,
        }
        for one in drawn
    ]


def _inside(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _path(places: Sequence[tuple[float, float]], *, closed: bool = False) -> str:
    steps = " L".join(f"{_n(x)} {_n(y)}" for x, y in places)
    return f"M{steps}{'Z' if closed else ''}" if steps else ""


def _n(number: float) -> str:
    """Return a number as an attribute takes it: one digit, never a comma."""
    return f"{number:.1f}".removesuffix(".0")
