"""Puts the lines of a way of working in words: where they stand, if they were kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from holdspace.approach.way_of_working import LineKind, LineStanding, WayLine
from holdspace.content.way_of_working import way_pack
from holdspace_site.actions.read_way_of_working import OpenWay, StepTaken

MOST_KEPT = 6
"""The newest answers of a line that are shown; the others stand in the export."""

KINDS = {
    LineKind.DO: gettext_lazy("Do"),
    LineKind.AVOID: gettext_lazy("Avoid"),
    LineKind.ASK_FIRST: gettext_lazy("Ask first"),
    LineKind.IF_THEN: gettext_lazy("If this happens, then we"),
    LineKind.CLIENT_TRIES: gettext_lazy("What they will try"),
}
KINDS_TO_CLIENT = {
    LineKind.DO: gettext_lazy("What your worker does"),
    LineKind.AVOID: gettext_lazy("What your worker leaves out"),
    LineKind.ASK_FIRST: gettext_lazy("What your worker asks first"),
    LineKind.IF_THEN: gettext_lazy("If this happens, then we"),
    LineKind.CLIENT_TRIES: gettext_lazy("What you want to try"),
}
STANDINGS = {
    LineStanding.DRAFTED: gettext_lazy("a draft, only you see it"),
    LineStanding.WAITS: gettext_lazy("no word yet, and none is due"),
    LineStanding.PROPOSED: gettext_lazy("proposed, waits for you"),
    LineStanding.NOT_QUITE: gettext_lazy("not quite"),
    LineStanding.AGREED: gettext_lazy("agreed"),
    LineStanding.LOOK_AGAIN: gettext_lazy("look at it again"),
    LineStanding.TAKEN_BACK: gettext_lazy("taken back"),
}
STANDINGS_TO_CLIENT = {
    LineStanding.DRAFTED: gettext_lazy("a draft"),
    LineStanding.WAITS: gettext_lazy("waits for your word, if you like"),
    LineStanding.PROPOSED: gettext_lazy("your proposal, your worker can see it"),
    LineStanding.NOT_QUITE: gettext_lazy("you said: not quite"),
    LineStanding.AGREED: gettext_lazy("agreed"),
    LineStanding.LOOK_AGAIN: gettext_lazy("look at it again"),
    LineStanding.TAKEN_BACK: gettext_lazy("you took it back"),
}
STEPS = {
    "drafted": gettext_lazy("drafted from what was told"),
    "added": gettext_lazy("written"),
    "proposed": gettext_lazy("proposed"),
    "put": gettext_lazy("put forward"),
    "reworded": gettext_lazy("put in other words"),
    "taken_as_said": gettext_lazy("agreed as it was said"),
    "yes": gettext_lazy("answered: yes"),
    "not_quite": gettext_lazy("answered: not quite"),
    "taken_back": gettext_lazy("taken back"),
    "brought_back": gettext_lazy("brought back"),
    "left_out": gettext_lazy("taken off"),
    "put_back": gettext_lazy("put back"),
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line with what a page says of it."""

    line: WayLine
    standing: str
    still_so: bool
    kept: tuple[tuple[date, str], ...]
    history: tuple[tuple[StepTaken, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one kind, under its heading."""

    kind: LineKind
    title: str
    lines: tuple[LineShown, ...]


def groups(
    opened: OpenWay, lines: Iterable[WayLine], *, on: date, to_client: bool
) -> list[Group]:
    """Return lines by kind in words; what may have changed comes last in its group."""
    titles = KINDS_TO_CLIENT if to_client else KINDS
    shown = [line_shown(opened, one, on=on, to_client=to_client) for one in lines]
    found = [
        Group(
            kind,
            str(titles[kind]),
            tuple(
                sorted(
                    (one for one in shown if one.line.kind is kind),
                    key=lambda one: one.still_so,
                )
            ),
        )
        for kind in LineKind
    ]
    return [group for group in found if group.lines]


def line_shown(
    opened: OpenWay, line: WayLine, *, on: date, to_client: bool
) -> LineShown:
    """Return one line in words, for the client or for whoever works with them."""
    standings = STANDINGS_TO_CLIENT if to_client else STANDINGS
    said = {one.id: one.words for one in way_pack().kept.answers}
    return LineShown(
        line=line,
        standing=str(standings[line.standing]),
        still_so=line.still_so(on),
        kept=tuple(
            (one.on, said.get(one.answer, one.answer)) for one in line.kept[-MOST_KEPT:]
        ),
        history=tuple(
            (one, str(STEPS[one.step])) for one in opened.history.get(line.id, ())
        ),
    )
