"""Says in plain words what is open in a worker's work, the same to both who talk of it.

A test holds each table to its enum.
"""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdspace.alliance.notices import NoticeKind
from holdspace.language.moves import Main
from holdspace.practice.supervision import Due, FollowUp, FollowUpKind
from holdspace_site.actions.find_follow_ups import Found
from holdspace_site.actions.read_supervision import SharedFigure, Together
from holdspace_site.actions.share_figures import figures_from
from holdspace_site.web.rehearse_words import MAINS

HEADINGS: dict[FollowUpKind, Lazy] = {
    FollowUpKind.REPAIR: gettext_lazy("Repair not finished"),
    FollowUpKind.PROMISE: gettext_lazy("Promises that are open"),
    FollowUpKind.UNREAD: gettext_lazy("Told, and not opened yet"),
    FollowUpKind.QUESTION: gettext_lazy("Asked, and not answered yet"),
    FollowUpKind.LETTER: gettext_lazy("Letters whose answers wait"),
    FollowUpKind.AGREEMENT: gettext_lazy("Ways of working not looked at for a while"),
    FollowUpKind.ENDING: gettext_lazy("Endings ahead"),
}
"""What a group of open things is called."""

CALLED: dict[FollowUpKind, Lazy] = {
    FollowUpKind.REPAIR: gettext_lazy("Repair"),
    FollowUpKind.PROMISE: gettext_lazy("Promise"),
    FollowUpKind.UNREAD: gettext_lazy("Words"),
    FollowUpKind.QUESTION: gettext_lazy("Question"),
    FollowUpKind.LETTER: gettext_lazy("Letter"),
    FollowUpKind.AGREEMENT: gettext_lazy("Way of working"),
    FollowUpKind.ENDING: gettext_lazy("Ending"),
}
"""What one of them is called; its short name follows."""

BEGAN: dict[FollowUpKind, Lazy] = {
    FollowUpKind.REPAIR: gettext_lazy("opened in the week of %(day)s"),
    FollowUpKind.PROMISE: gettext_lazy("made in the week of %(day)s"),
    FollowUpKind.UNREAD: gettext_lazy("told at some time since the week of %(day)s"),
    FollowUpKind.QUESTION: gettext_lazy("asked in the week of %(day)s"),
    FollowUpKind.LETTER: gettext_lazy("answered in the week of %(day)s"),
    FollowUpKind.AGREEMENT: gettext_lazy("last agreed on in the week of %(day)s"),
    FollowUpKind.ENDING: gettext_lazy("comes in the week of %(day)s"),
}
"""How it is told when it began, or when it comes."""

DUE: dict[Due, Lazy] = {
    Due.OVERDUE: gettext_lazy("its day was %(day)s"),
    Due.TODAY: gettext_lazy("due today"),
    Due.LATER: gettext_lazy("due by %(day)s"),
    Due.NO_DAY: gettext_lazy("no set day"),
}

ENDINGS: dict[NoticeKind, Lazy] = {
    NoticeKind.ENDING: gettext_lazy("the work ends"),
    NoticeKind.NEW_WORKER: gettext_lazy("another worker goes on"),
    NoticeKind.BREAK: gettext_lazy("a break"),
}

PLACES: dict[FollowUpKind, str] = {
    FollowUpKind.REPAIR: "worker:repair",
    FollowUpKind.PROMISE: "worker:promise-page",
    FollowUpKind.UNREAD: "worker:story",
    FollowUpKind.QUESTION: "worker:record",
    FollowUpKind.LETTER: "worker:letter",
    FollowUpKind.AGREEMENT: "worker:way-of-working",
    FollowUpKind.ENDING: "worker:notice",
}
"""Where a worker finds one of them in the record."""

_OF_THE_RECORD = {
    FollowUpKind.UNREAD,
    FollowUpKind.QUESTION,
    FollowUpKind.AGREEMENT,
}
_NO_BEGINNING = {FollowUpKind.ENDING, FollowUpKind.UNREAD}


def open_in_words(together: Together, on: date) -> list[dict[str, object]]:
    """Return what is open, group by group, in the words both read.

    Each thing has its name, when it began and where it stands; for the worker alone
    `at` is where it is in the record.
    """
    return [
        {
            "heading": HEADINGS[kind],
            "id": kind.value,
            "items": [
                _in_words(one, together.places.get(one), on)
                for one in together.items
                if one.kind is kind
            ],
        }
        for kind in FollowUpKind
        if any(one.kind is kind for one in together.items)
    ]


def _in_words(one: FollowUp, found: Found | None, on: date) -> dict[str, object]:
    began = BEGAN[one.kind] % {"day": _day(one.week_of)}
    is_repair = one.kind is FollowUpKind.REPAIR
    return {
        "name": f"{CALLED[one.kind]} {one.short_name}",
        "began": began,
        "ago": "" if one.kind in _NO_BEGINNING else _ago(one.open_weeks(on)),
        "due": _due(one) if one.kind is FollowUpKind.PROMISE else "",
        "is_late": one.stands == Due.OVERDUE.value,
        "status": one.stands if is_repair else "",
        "quiet": _quiet(one.quiet_weeks) if is_repair else "",
        "notes": list(_notes(one)),
        "at": _place(one.kind, found) if found else "",
    }


def _notes(one: FollowUp) -> Iterable[str]:
    if one.kind is FollowUpKind.ENDING:
        yield str(ENDINGS[NoticeKind(one.stands)])
        if one.prepared:
            yield _("a goodbye is given")
        else:
            yield _("no goodbye is given yet")


def _due(one: FollowUp) -> str:
    day = _day(one.due_on) if one.due_on else ""
    return str(DUE[Due(one.stands)]) % {"day": day}


def _ago(weeks: int) -> str:
    if not weeks:
        return _("this week")
    said = ngettext("%(weeks)s week ago", "%(weeks)s weeks ago", weeks)
    return said % {"weeks": weeks}


def _quiet(weeks: int) -> str:
    if not weeks:
        return ""
    said = ngettext(
        "Nothing was written down about it for %(weeks)s week.",
        "Nothing was written down about it for %(weeks)s weeks.",
        weeks,
    )
    return said % {"weeks": weeks}


def _place(kind: FollowUpKind, found: Found) -> str:
    ids = [found.client_id]
    if kind not in _OF_THE_RECORD:
        ids.append(found.record_id)
    return reverse(PLACES[kind], args=ids)


def _day(day: date) -> str:
    return date_format(day, "j F")


def figures_in_words(shared: Iterable[SharedFigure]) -> list[dict[str, object]]:
    """Return counts that were shared, with the range of each figure."""
    return [_figure_in_words(one) for one in shared]


def _figure_in_words(one: SharedFigure) -> dict[str, object]:
    figures = figures_from(one.counts)
    ratio, telling = (
        figures.get("reflections_to_questions"),
        figures.get("telling_share"),
    )
    mains = one.counts.get("mains")
    shown = []
    if ratio:
        shown.append(
            (
                _("Turns that say back, for each one that asks"),
                *(f"{each:.1f}" for each in (ratio.value, ratio.lower, ratio.upper)),
            )
        )
    if telling:
        shown.append(
            (
                _("Turns that inform or advise"),
                *(f"{e:.0%}" for e in (telling.value, telling.lower, telling.upper)),
            )
        )
    return {
        "id": one.id,
        "week_of": one.week_of,
        "turns": one.counts.get("turns", 0),
        "mains": [
            f"{times} {MAINS[Main(main)]}"
            for main, times in dict(mains or {}).items()
            if times
        ],
        "figures": shown,
    }
