"""Lays the steps of a cycle out on a loop: every place of it as a number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import atan2, cos, degrees, pi, radians, sin
from textwrap import wrap

from holdspace.approach.cycles import ShownStep

WIDTH = 292  # as wide as a card on a small phone: nothing on it gets smaller there
_NODE_HEIGHT, _LINE_HEIGHT = 60, 16
_MOST_LINES = 3
_ACROSS = 82.0
_TO_THE_SIDES = radians(15)


@dataclass(frozen=True, slots=True)
class Node:
    """One step on the loop; `again` says that it has happened again lately."""

    x: float
    y: float
    width: int
    height: int
    number: int
    lines: tuple[tuple[float, str], ...] = field(repr=False)
    own: bool
    again: bool

    @property
    def left(self) -> float:
        """Where its box begins."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """Where its box begins, from above."""
        return self.y - self.height / 2


@dataclass(frozen=True, slots=True)
class Loop:
    """A whole drawing: its nodes, and an arrow between each two of them."""

    width: int
    height: int
    centre: tuple[float, float]
    across: float
    down: float
    nodes: tuple[Node, ...]
    arrows: tuple[tuple[float, float, float], ...]


def loop_of(steps: Sequence[ShownStep], happened: int = 0) -> Loop:
    """Return a drawing of these steps; the first `happened` of them stand out.

    The first step is at the top, and the others follow as a clock does.
    """
    many = len(steps)
    down = {2: 74.0, 3: 92.0, 4: 100.0}.get(many, 138.0)
    width = 128 if many < 5 else 116
    centre = (WIDTH / 2, down + _NODE_HEIGHT / 2 + 4)
    nodes = tuple(
        _node(step, place, _at(place, many, centre, down), width, happened)
        for place, step in enumerate(steps)
    )
    arrows = tuple(
        (
            *_rounded(_at(place + 0.5, many, centre, down)),
            _turn(place + 0.5, many, down),
        )
        for place in range(many)
    )
    height = round(2 * centre[1])
    return Loop(WIDTH, height, centre, _ACROSS, down, nodes, arrows)


def _angle(place: float, many: int) -> float:
    """Return where a place is; four and more keep clear of the top and the bottom."""
    even = 2 * pi * place / many
    aside = _TO_THE_SIDES * sin(2 * even) if many > 3 else 0.0
    return even + aside - pi / 2


def _at(
    place: float, many: int, centre: tuple[float, float], down: float
) -> tuple[float, float]:
    angle = _angle(place, many)
    return centre[0] + _ACROSS * cos(angle), centre[1] + down * sin(angle)


def _turn(place: float, many: int, down: float) -> float:
    """Return which way the loop goes on there, in degrees clockwise."""
    angle = _angle(place, many)
    return round(degrees(atan2(down * cos(angle), -_ACROSS * sin(angle))), 1)


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 1), round(point[1], 1)


def _node(
    step: ShownStep,
    place: int,
    at: tuple[float, float],
    width: int,
    happened: int,
) -> Node:
    x, y = _rounded(at)
    words = step.own.quote if step.own else step.plain_words
    lines = wrap(words, width // 8, max_lines=_MOST_LINES, placeholder=" …")
    first = y - (len(lines) - 1) * _LINE_HEIGHT / 2 + 4.5
    return Node(
        x=x,
        y=y,
        width=width,
        height=_NODE_HEIGHT,
        number=place + 1,
        lines=tuple(
            (round(first + number * _LINE_HEIGHT, 1), line)
            for number, line in enumerate(lines)
        ),
        own=step.own is not None,
        again=place < happened,
    )
