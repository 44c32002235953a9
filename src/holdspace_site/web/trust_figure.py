"""Lays a line of answers out as a figure: every place of it as a number, no words made.

A session is a step to the right, whatever the days between; a gap of three weeks or
more is marked. Higher is the better answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from django.utils.formats import date_format

from holdspace.approach.trust import TrustLine, TrustPoint
from holdspace.vocabulary.signals import SignalKind

TOP, BOTTOM, DATES = 32.0, 158.0, 198
LONG_GAP = timedelta(days=21)
Height = Callable[[float], float]
_MOST_WORDS = 5
"""Up to so many answers are all named at the side; of a longer row, its ends."""
_ROOM_FOR_NO_ANSWER = 66


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a figure is, where its points begin and end, and how many dates fit."""

    width: int
    first_x: float
    last_x: float
    most_dates: int
    names_marks: bool


WIDE = Frame(760, 112.0, 640.0, 6, names_marks=True)
NARROW = Frame(360, 112.0, 330.0, 3, names_marks=False)
LAST_ON_NARROW = 5


def figure(
    line: TrustLine,
    frame: Frame,
    *,
    repaired: Sequence[int] = (),
    promises: Sequence[tuple[int, str]] = (),
) -> dict[str, object]:
    """Return what worker/_trust_figure.html draws.

    `repaired` are the numbers of sessions a repair came to its end in, `promises` those
    after which one was kept or broken.
    """
    points = line.points[-LAST_ON_NARROW:] if frame is NARROW else line.points
    at = _places(points, frame)
    lowest, highest = line.scale[0][0], line.scale[-1][0]

    def y(value: float) -> float:
        share = (value - lowest) / (highest - lowest)
        return BOTTOM - min(max(share, 0.0), 1.0) * (BOTTOM - TOP)

    return {
        "width": frame.width,
        "left": round(frame.first_x) - 16,
        "right": round(frame.last_x) + 16,
        "rules": _rules(line, y),
        "answers": [
            {"x": _n(at[p.number]), "y": _n(y(p.value))}
            for p in points
            if p.value is not None
        ],
        "none": [_n(at[p.number]) for p in points if p.value is None],
        "has_room": _room(points, frame) > _ROOM_FOR_NO_ANSWER,
        "marks": _marks(line, points, at, y, frame),
        "promises": [
            {"x": _n(at[number]), "kind": kind}
            for number, kind in promises
            if number in at
        ],
        "gaps": _gaps(points, at),
        "dates": _dates(points, at, frame),
        **_level(line, points, at, y, frame),
        **_discs(line, points, at, y, frame, repaired),
    }


def _level(
    line: TrustLine,
    points: Sequence[TrustPoint],
    at: dict[int, float],
    y: Height,
    frame: Frame,
) -> dict[str, object]:
    """Return the line itself, its interval, and where the words beside it stand."""
    known = [p for p in points if p.level is not None and not line.too_early]
    back = [p for p in known if p.looking_back is not None]
    return {
        "band": _band(known, at, y),
        "level": _path([(at[p.number], y(p.level or 0.0)) for p in known]),
        "looking_back": _path([(at[p.number], y(p.looking_back or 0.0)) for p in back]),
        "now_y": _n(_beside(known, y)) if frame.names_marks and known else None,
    }


def _discs(
    line: TrustLine,
    points: Sequence[TrustPoint],
    at: dict[int, float],
    y: Height,
    frame: Frame,
    repaired: Sequence[int],
) -> dict[str, object]:
    """Return where answers came back, and where repairs came to their end.

    Where nothing is drawn of a session, nothing stands on the line either.
    """
    came_back = [s.number for s in line.signals if s.kind is SignalKind.REPAIRED]
    discs = {
        p.number: _disc(p, at, y(_height(p, line.scale[0][0])), frame)
        for p in points
        if p.value is not None or not line.too_early
    }
    return {
        "back": [
            disc
            for number, disc in discs.items()
            if number in came_back and number not in repaired
        ],
        "repaired": [disc for number, disc in discs.items() if number in repaired],
    }


def _places(points: Sequence[TrustPoint], frame: Frame) -> dict[int, float]:
    if len(points) == 1:
        return {points[0].number: (frame.first_x + frame.last_x) / 2}
    step = _room(points, frame)
    return {p.number: frame.first_x + step * i for i, p in enumerate(points)}


def _room(points: Sequence[TrustPoint], frame: Frame) -> float:
    """Return how far two sessions stand apart."""
    return (frame.last_x - frame.first_x) / max(len(points) - 1, 1)


def _disc(
    point: TrustPoint, at: dict[int, float], y: float, frame: Frame
) -> dict[str, object]:
    """Return a disc; its word stands before it where there is no room behind."""
    x = at[point.number]
    return {"x": _n(x), "y": _n(y), "before": x > frame.last_x - 30}


def _rules(line: TrustLine, y: Height) -> list[dict[str, object]]:
    """Return a rule for each answer with its words; of a row of numbers, fewer."""
    if len(line.scale) <= _MOST_WORDS:
        return [{"y": _n(y(value)), "words": words} for value, words in line.scale]
    (lowest, _), (highest, _) = line.scale[0], line.scale[-1]
    low, high = line.ends
    middle = (lowest + highest) // 2
    named = ((lowest, f"{lowest} {low}"), (middle, str(middle)))
    return [
        {"y": _n(y(value)), "words": words}
        for value, words in (*named, (highest, f"{highest} {high}"))
    ]


def _band(known: Sequence[TrustPoint], at: dict[int, float], y: Height) -> str:
    if len(known) < 2:
        return ""
    above = [(at[p.number], y(p.upper)) for p in known]
    below = [(at[p.number], y(p.lower)) for p in reversed(known)]
    return _path([*above, *below]) + "Z"


def _marks(
    line: TrustLine,
    points: Sequence[TrustPoint],
    at: dict[int, float],
    y: Height,
    frame: Frame,
) -> list[dict[str, object]]:
    """Return where a signal began, each with the side its word has room on."""
    by_number = {point.number: point for point in points}
    lowest = line.scale[0][0]
    return [
        {
            "kind": signal.kind,
            "x": _n(at[signal.number]),
            "y": _n(y(_height(by_number[signal.number], lowest))),
            "before": at[signal.number] > frame.width * 0.6,
            "word_x": _n(
                at[signal.number]
                + (-14 if at[signal.number] > frame.width * 0.6 else 14)
            ),
        }
        for signal in line.signals
        if signal.number in by_number and signal.is_strain
    ]


def _height(point: TrustPoint, lowest: int) -> float:
    if point.value is not None:
        return point.value
    return point.level if point.level is not None else lowest


def _gaps(
    points: Sequence[TrustPoint], at: dict[int, float]
) -> list[dict[str, object]]:
    return [
        {
            "x": _n((at[before.number] + at[after.number]) / 2),
            "weeks": round((after.on - before.on).days / 7),
        }
        for before, after in pairwise(points)
        if after.on - before.on >= LONG_GAP
    ]


def _dates(
    points: Sequence[TrustPoint], at: dict[int, float], frame: Frame
) -> list[dict[str, object]]:
    """Return as many dates as fit, the first and the last among them."""
    if not points:
        return []
    most = min(frame.most_dates, len(points))
    last = len(points) - 1
    chosen = {round(i * last / max(most - 1, 1)) for i in range(most)}
    return [
        {"x": _n(at[points[i].number]), "day": date_format(points[i].on, "j M")}
        for i in sorted(chosen)
    ]


def _beside(known: Sequence[TrustPoint], y: Height) -> float:
    """Return a height for the words beside the newest point, inside the figure."""
    return min(max(y(known[-1].level or 0.0), TOP + 22), BOTTOM - 22)


def _path(places: Sequence[tuple[float, float]]) -> str:
    steps = " L".join(f"{_n(x)} {_n(y)}" for x, y in places)
    return f"M{steps}" if steps else ""


def _n(number: float) -> str:
    """Return a number as an attribute takes it: one digit, never a comma."""
    return f"{number:.1f}".removesuffix(".0")
