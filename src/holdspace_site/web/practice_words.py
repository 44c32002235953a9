"""Says the report on the whole practice in words: what to read first, then each part.

Figures that too few people stand behind say so in their place. Nothing is ranked.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdspace.practice.differences import difference_of
from holdspace.practice.estimates import Estimate
from holdspace.practice.figure import Group, Part, PracticeFigure, TeamQuestion
from holdspace_site.web.practice_curves import GROUP_WORDS, chart_of
from holdspace_site.web.practice_numbers import cell_of, people
from holdspace_site.web.practice_parts import (
    Counted,
    FigureTable,
    ReportInWords,
    Section,
    table_of,
)

if TYPE_CHECKING:
    from holdspace.practice.report import PracticeReport

_HEADLINE_DAY = 90
_BY_CODE = "hurt_before"
_TOLD, _AGAIN = "hurt_before.told.", "hurt_before.again_here."
_ASSOCIATIONS = "what_helps"


def report_in_words(
    report: "PracticeReport", *, is_copy: bool = False
) -> ReportInWords:
    """Return the report as pages and paper show it.

    `is_copy` says that it is taken along, and does not change any more.
    """
    figures = report.figures
    shows = any(figure.value is not None and figure.n for figure in figures)
    return ReportInWords(
        headline=_headline(figures) if shows else _nothing(report),
        from_whom=_from_whom(figures),
        first_to_know=" ".join(_first_to_know(report, shows=shows)),
        how_to_read=(
            _("This copy does not change. Who took their yes back since is in it.")
            if is_copy
            else _(
                "It goes up to the last day of last month. Who says yes to being "
                "counted is in it from the next month on; who says no is gone from it "
                "at once. So numbers can change within a month: held against each "
                "other, two reports may say something about who said no. Please leave "
                "that be."
            ),
            *report.notes,
            _(
                "“Too few people” means that fewer than %(smallest)s stand behind a "
                "number, or that such a number could be worked out from it."
            )
            % {"smallest": report.smallest},
            _(
                "The 95 %% interval says how far a number may be off by chance. That "
                "two of them overlap does not settle if there is a difference."
            )
            % {},
        ),
        sections=tuple(_section(part, report) for part in report.parts)
        if shows
        else (),
    )


def _first_to_know(report: "PracticeReport", *, shows: bool) -> Iterator[str]:
    yield _(
        "This is about the practice. It says nothing about one person, and it compares "
        "no workers. It shows what was, not what works. Who ended their help as agreed "
        "has not left."
    )
    if report.epsilon is not None:
        yield _("Chance was added to each number on purpose, so none is exact.")
    if not shows:
        yield _(
            "Once there are enough people it will tell how many stay, if strains are "
            "mended, promises kept, and if what hurt before happens again. Each client "
            "chooses on their own page whether they are counted, and nobody should "
            "press them."
        )


# --- What to read first -------------------------------------------------------


def _headline(figures: Sequence[PracticeFigure]) -> str:
    """Return how many had not left, by what hurt before where that is shown."""
    staying = {
        figure.group: figure
        for figure in figures
        if figure.curve == "staying" and figure.at == _HEADLINE_DAY
    }
    hurt = _shown(staying.get(Group.HURT_BEFORE))
    other = _shown(staying.get(Group.NOT_HURT_BEFORE))
    if hurt and other:
        said = _(
            "Of 100 people who told of a hurt in earlier help, %(hurt)s had not left "
            "after %(day)s days. Of 100 who told of none, %(other)s had not."
        ) % {"hurt": _of_100(hurt), "other": _of_100(other), "day": _HEADLINE_DAY}
        return f"{said} {_apart(hurt, other)}"
    if everybody := _shown(staying.get(None)):
        return _("Of 100 people, %(stay)s had not left after %(day)s days.") % {
            "stay": _of_100(everybody),
            "day": _HEADLINE_DAY,
        }
    if staying:
        return _(
            "Some numbers can be shown. How many people stay is not one of them yet."
        )
    return _("These are counts and shares. How many people stay is not among them.")


def _shown(figure: PracticeFigure | None) -> PracticeFigure | None:
    return figure if figure and figure.value is not None else None


def _of_100(figure: PracticeFigure) -> str:
    return f"{100 * (figure.value or 0.0):.0f}"


def _apart(one: PracticeFigure, other: PracticeFigure) -> str:
    """Say how far two shares of different people may be apart."""
    apart = difference_of(_estimate(one), _estimate(other))
    lower, upper = apart.lower or 0.0, apart.upper or 0.0
    if lower <= 0 <= upper:
        return _(
            "Chance alone can make such a difference: the true one may be anything "
            "from %(fewer)s fewer to %(more)s more in 100 of those who told of a hurt "
            "(95 %% interval)."
        ) % {"fewer": _points(lower), "more": _points(upper)}
    near, far = sorted((abs(lower), abs(upper)))
    return _(
        "That is more than chance alone would make of it: the difference is between "
        "%(near)s and %(far)s in 100 (95 %% interval)."
    ) % {"near": _points(near), "far": _points(far)}


def _estimate(figure: PracticeFigure) -> Estimate:
    return Estimate(figure.value, figure.lower, figure.upper)


def _points(difference: float) -> str:
    """Return a difference of shares in points; what is under one, with a digit."""
    points = 100 * abs(difference)
    return f"{points:.0f}" if points >= 1 else f"{points:.1f}"


def _nothing(report: "PracticeReport") -> str:
    return _(
        "There are too few people to show a number yet. Numbers begin to show when "
        "%(smallest)s people have said yes and come to a first session."
    ) % {"smallest": report.smallest}


def _from_whom(figures: Sequence[PracticeFigure]) -> str:
    came = next((figure for figure in figures if figure.name == "who.came"), None)
    if came is None or not came.n:
        return _("Only people who said yes to this use of their record are counted.")
    return _("From %(people)s who said yes to this use of their record.") % {
        "people": people(came.n)
    }


# --- One part -----------------------------------------------------------------


def _section(part: Part, report: "PracticeReport") -> Section:
    alone = [figure for figure in part.figures if figure.curve is None]
    is_last = part.name == _ASSOCIATIONS
    return Section(
        id=part.name.replace("_", "-"),
        title=part.title,
        about=part.about,
        charts=tuple(chart_of(curve) for curve in part.curves),
        tables=tuple(() if is_last else _tables(part, alone)),
        folded=tuple(_differences(alone) if is_last else _groups(part, alone)),
        questions=tuple(map(_question, report.questions)) if is_last else (),
        notes=tuple(_left_out(part, alone, report.questions)),
        definitions=tuple(_counted(part)),
    )


def _question(one: TeamQuestion) -> dict[str, str]:
    cell = cell_of(one.figure)
    return {
        "words": one.words,
        "caveat": one.caveat,
        "interval": _("95 %% interval: %(interval)s. From %(people)s.")
        % {"interval": cell.interval, "people": cell.people},
    }


def _tables(part: Part, alone: Sequence[PracticeFigure]) -> Iterator[FigureTable]:
    """Return the numbers about everybody, and those about each hurt."""
    coded = [one for one in alone if one.name.startswith((_TOLD, _AGAIN))]
    rest = [one for one in alone if one not in coded]
    shown = [one for one in rest if one.group is None] or rest  # about one group only
    if shown:
        yield table_of(
            part.title,
            _("What"),
            [capfirst(str(GROUP_WORDS[shown[0].group]))],
            ((_alone_label(one), [cell_of(one, draws=True)]) for one in shown),
        )
    if part.name == _BY_CODE and (table := _by_code(part, coded)):
        yield table


def _groups(part: Part, alone: Sequence[PracticeFigure]) -> Iterator[FigureTable]:
    """Return the same numbers by what people told of earlier help."""
    about = [one for one in alone if one.group is not None]
    names = {_base(one): one.label for one in alone if one.group is None}
    groups = [
        group
        for group in GROUP_WORDS
        if any(one.group == group and _shown(one) for one in about)
    ]
    found = {(_base(one), one.group): one for one in about}
    rows = [
        (label, [cell_of(found.get((name, group))) for group in groups])
        for name, label in names.items()
        if any((name, group) in found for group in groups)
    ]
    if rows:
        yield table_of(
            _("By what people told of earlier help"),
            _("What"),
            [capfirst(str(GROUP_WORDS[group])) for group in groups],
            rows,
        )


def _by_code(part: Part, coded: Sequence[PracticeFigure]) -> FigureTable | None:
    """Return a row for each hurt of which anything is shown: before, and again here."""
    told = {f.name.removeprefix(_TOLD): f for f in coded if f.name.startswith(_TOLD)}
    again = {f.name.removeprefix(_AGAIN): f for f in coded if f.name.startswith(_AGAIN)}
    rows = [
        (
            _alone_label(told[code]).partition(": ")[2],
            (cell_of(told[code]), cell_of(again.get(code), draws=True)),
        )
        for code in told
        if _shown(told[code])
    ]
    if not rows:
        return None
    heads = (_("Told of earlier help"), _("Of these: again here"))
    return table_of(part.title, _("What hurt"), heads, rows)


def _alone_label(figure: PracticeFigure) -> str:
    """Return a label without the group it ends with, where it has one."""
    return figure.label.rpartition(": ")[0] if figure.group else figure.label


def _differences(figures: Sequence[PracticeFigure]) -> Iterator[FigureTable]:
    """Return a table for each thing that was done, a row for whom it is about."""
    shown = [figure for figure in figures if figure.value is not None]
    for done, about in groupby(shown, key=lambda one: one.label.rpartition(": ")[0]):
        yield table_of(
            _("%(done)s. Not a cause.") % {"done": done},
            _("People who"),
            (_("More or fewer who had not left"),),
            ((one.label.rpartition(": ")[2], (cell_of(one),)) for one in about),
        )


def _left_out(
    part: Part, alone: Iterable[PracticeFigure], questions: Sequence[TeamQuestion]
) -> Iterator[str]:
    """Say that there is no question, how many lines are missing, and why."""
    if part.name == _ASSOCIATIONS and not questions:
        yield _(
            "No difference stands out clearly enough to ask about. That does not mean "
            "that there is none."
        )
    if part.name == _BY_CODE:
        hidden = sum(one.name.startswith(_TOLD) and one.suppressed for one in alone)
    elif part.name == _ASSOCIATIONS:
        hidden = sum(one.suppressed for one in alone)
    else:
        return
    if hidden:
        yield ngettext(
            "%(count)s line is left out: too few people.",
            "%(count)s lines are left out: too few people.",
            hidden,
        ) % {"count": hidden}


def _counted(part: Part) -> Iterator[Counted]:
    """Return each way of counting once, whatever groups, days and codes it is for."""
    seen = set()
    for figure in part.figures:
        kind = figure.curve or _kind(figure)
        if kind not in seen:
            seen.add(kind)
            yield Counted(figure.label, figure.definition, figure.source)


def _kind(figure: PracticeFigure) -> str:
    if figure.part in {_BY_CODE, _ASSOCIATIONS}:
        return ".".join(figure.name.split(".")[:2])
    return _base(figure)


def _base(figure: PracticeFigure) -> str:
    """Return the name of a figure without the group it is about."""
    return figure.name.removesuffix(f".{figure.group}") if figure.group else figure.name
