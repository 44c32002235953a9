"""Adds chance to counts and shares, so that no one client can be seen in them.

Each table of counts puts a client into one cell at most, so that one client more or
less changes one count by one. The discrete Laplace mechanism hides that (Dwork and
others, 2006, Theory of Cryptography 265-284; Ghosh, Roughgarden & Sundararajan, 2012,
SIAM J Computing 41:1673-1693). Budgets of tables add up: each gets the same part. What
is worked out of noisy counts costs nothing more. Curves, medians and ratios of several
sessions or promises a client are left out: one client may weigh in them as they like.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from math import exp, sqrt
from typing import TYPE_CHECKING

from holdspace.content.practice import practice_words
from holdspace.practice.bounds import in_sentences
from holdspace.practice.estimates import NOTHING, Z_95, Estimate
from holdspace.practice.figure import Group, Part, PracticeFigure
from holdspace.practice.report import PracticeReport, numbered_questions
from holdspace.practice.small_numbers import SMALLEST
from holdspace.vocabulary.errors import HoldspaceError

if TYPE_CHECKING:
    from holdspace.practice.making import Groups, Making
    from holdspace.practice.per_client import Tables
    from holdspace.practice.tallies import Tallies

SHARES: Mapping[str, tuple[str, str]] = {
    "repair.any": ("strained", "came"),
    "agreement.have": ("agreed", "came"),
    "hurt_before.any_again": ("again", "hurt_group"),
    "breaks.long": ("long_break", "twice"),
    "completeness.told": ("told", "came"),
    "completeness.endings": ("ended_known", "ended"),
    "completeness.lines": ("agreed_asked", "agreed"),
}
"""Which shares of clients a private release has: of whom, and of whom in all."""

COUNT = "who.came"
TABLES = len(SHARES) + 1

Cells = Mapping[str, tuple[int, int]]
"""By group: for how many clients it is so, and for how many it is not."""

AddNoise = Callable[[Sequence[int]], Sequence[int]]
"""Adds chance to the counts of one table."""


class PrivateNotInstalled(HoldspaceError):
    """A private release was asked for where what adds the chance is not installed."""

    next_step = 'Install it with: pip install "holdspace[private]".'

    def __init__(self) -> None:
        super().__init__("Nothing here can add chance to figures.")


def check_can_be_private() -> None:
    """Raise PrivateNotInstalled where chance cannot be added."""
    if find_spec("opendp") is None:
        raise PrivateNotInstalled


@dataclass(frozen=True, slots=True)
class Chance:
    """What adds chance to a table of counts, and what that costs.

    `scale` is that of the discrete Laplace distribution; `epsilon` is what one table
    costs at most.
    """

    add: AddNoise
    scale: float
    epsilon: float

    @property
    def variance(self) -> float:
        """The variance it adds to each count."""
        kept = exp(-1 / self.scale)
        return 2 * kept / (1 - kept) ** 2


def chance_for(epsilon: float) -> Chance:
    """Return what adds chance to one table within a budget.

    Raises:
        PrivateNotInstalled: if it is not installed.
    """
    check_can_be_private()
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.l1_distance(T=int)
    scale = 1 / epsilon
    noisy = dp.m.make_laplace(*space, scale=scale)
    cost = noisy.map(1)  # type: ignore[no-untyped-call]  # it comes without types
    return Chance(noisy, scale, float(cost))


def private_report(
    tables: "Tables", epsilon: float, language: str = "en"
) -> PracticeReport:
    """Return counts and shares of an extract with chance added; `epsilon` in all.

    Raises:
        PrivateNotInstalled: if what adds the chance is not installed.
    """
    from holdspace.practice.tallies import tallies

    measures = [question.id for question in numbered_questions(language)]
    chance = chance_for(epsilon / TABLES)
    return private_report_of(tallies(tables, measures), chance, epsilon, language)


def private_report_of(
    counted: "Tallies", chance: Chance, epsilon: float, language: str = "en"
) -> PracticeReport:
    """Return the private report of what was counted."""
    from holdspace.practice.making import Making

    words = practice_words(language)
    making = Making(counted, words)
    figures = _count(making, chance)
    for kind, (some, of) in SHARES.items():
        figures += _share(making, kind, _cells(counted, some, of), chance)
    parts = (
        Part(
            part.id,
            part.title,
            part.about.format(**in_sentences()),
            tuple(one for one in figures if one.part == part.id),
        )
        for part in words.parts
    )
    notes = (
        words.notes["private"].format(epsilon=f"{epsilon:g}"),
        words.notes["private_left_out"],
        words.notes["who"],
        words.notes["no_effect"],
    )
    whole = tuple(part for part in parts if part.figures)
    return PracticeReport(whole, notes=notes, epsilon=epsilon)


def _cells(counted: "Tallies", some: str, of: str) -> Cells:
    """Return the two counts of each group; every client is in one of them at most."""
    came = counted.sets["came"]
    told = {g: 0 if g == Group.NOTHING_TOLD else n for g, n in came.items()}
    hurt = {g: n if g == Group.HURT_BEFORE else 0 for g, n in came.items()}
    sets = {**counted.sets, "told": told, "hurt_group": hurt}
    return {
        group.value: (
            sets[some].get(group, 0),
            sets[of].get(group, 0) - sets[some].get(group, 0),
        )
        for group in Group
    }


def _count(making: "Making", chance: Chance) -> list[PracticeFigure]:
    came = [making.counted.sets["came"].get(group, 0) for group in Group]
    noisy = dict(zip((g.value for g in Group), chance.add(came), strict=True))

    def worked(groups: "Groups") -> tuple[int, Estimate]:
        clients = max(0, sum(noisy[group] for group in groups))
        reach = Z_95 * sqrt(len(groups) * chance.variance)
        return clients, Estimate(clients, max(0.0, clients - reach), clients + reach)

    return _shown(making, COUNT, worked)


def _share(
    making: "Making", kind: str, cells: Cells, chance: Chance
) -> list[PracticeFigure]:
    flat = chance.add([count for group in Group for count in cells[group.value]])
    noisy = {
        group.value: (flat[2 * place], flat[2 * place + 1])
        for place, group in enumerate(Group)
    }

    def worked(groups: "Groups") -> tuple[int, Estimate]:
        yes = sum(noisy[group][0] for group in groups)
        no = sum(noisy[group][1] for group in groups)
        return max(0, yes + no), noisy_share(yes, no, len(groups) * chance.variance)

    return _shown(making, kind, worked)


def noisy_share(yes: int, no: int, variance: float) -> Estimate:
    """Return a share of two noisy counts; the interval counts the chance in.

    `variance` is that of the chance in each count. Nothing where no clients are left.
    """
    clients = yes + no
    if clients <= 0:
        return NOTHING
    share = min(1.0, max(0.0, yes / clients))
    sampled = (share + 1 / clients) * (1 - share + 1 / clients) / clients
    added = ((1 - share) ** 2 + share**2) * variance / clients**2
    reach = Z_95 * sqrt(sampled + added)
    return Estimate(share, max(0.0, share - reach), min(1.0, share + reach))


def _shown(
    making: "Making",
    kind: str,
    worked: "Callable[[Groups], tuple[int, Estimate]]",
) -> list[PracticeFigure]:
    """Return the figures; those of hardly anybody say nothing but chance."""
    every = frozenset(group.value for group in Group)
    made = making.figures(kind, every, worked)
    return [one.without_numbers() if (one.n or 0) < SMALLEST else one for one in made]
