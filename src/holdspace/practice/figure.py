"""One figure of the practice report: what it says, of how many, how sure, and why."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Group(StrEnum):
    """What clients told of earlier help; each client is in exactly one group."""

    HURT_BEFORE = "hurt_before"
    NOT_HURT_BEFORE = "not_hurt_before"
    NOTHING_TOLD = "nothing_told"


@dataclass(frozen=True, slots=True)
class PracticeFigure:
    """One number of the practice report; nothing in it ranks anybody.

    `n` is how many clients stand behind it. `value` and its 95 % interval `lower` to
    `upper` are in `unit`; a share runs from 0 to 1. All four are None where small
    numbers are not shown (`suppressed`). `value` alone is None with an `n` where there
    is nothing to work it out from yet, and one end of an interval where it is open. A
    plain count is its own interval.
    `group` is whom it is about, None for everybody. `curve` names the curve it is a
    point of and `at` where on it, both None for a figure that stands alone.
    """

    name: str
    part: str
    label: str
    definition: str
    unit: str
    n: int | None
    value: float | None
    lower: float | None = None
    upper: float | None = None
    suppressed: bool = False
    is_share: bool = False
    group: Group | None = None
    curve: str | None = None
    at: float | None = None
    source: str = ""

    def without_numbers(self) -> "PracticeFigure":
        """Return the same figure with every number gone: too few stand behind it."""
        return replace(
            self, n=None, value=None, lower=None, upper=None, suppressed=True
        )


@dataclass(frozen=True, slots=True)
class CurveLine:
    """One line of a curve: its points in order, those without numbers too."""

    group: Group | None
    label: str
    points: tuple[PracticeFigure, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """Figures that belong on one picture; `across` and `up` say what its axes are.

    The line of everybody comes first. `steps` says that the line keeps its height
    from one point to the next (staying, waiting), else points are joined.
    """

    name: str
    title: str
    across: str
    up: str
    lines: tuple[CurveLine, ...]
    steps: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report: what it is about, its figures in order, its curves.

    The points of the curves are among the figures.
    """

    name: str
    title: str
    about: str
    figures: tuple[PracticeFigure, ...]
    curves: tuple[Curve, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamQuestion:
    """An association as a question for a team meeting; it is never advice.

    `words` asks, `caveat` says that it is not a cause; both stand together wherever
    it is shown. `exposure` is what was done, `outcome` what followed, `whom` the group
    or code it is about, in words; `figure` is what it rests on.
    """

    exposure: str
    outcome: str
    whom: str
    words: str
    caveat: str
    figure: PracticeFigure
