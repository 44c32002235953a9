"""Says a line of answers in words: its title, where it stands, and each session."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from holdspace.alliance.repairs import Repair, RepairStatus
from holdspace.approach.trust import TrustLine, TrustPoint
from holdspace.approach.trust_sentences import TrustSignal
from holdspace.vocabulary.signals import SignalKind

_KINDS = {
    SignalKind.RUPTURE: gettext_lazy("Lower than before"),
    SignalKind.WITHDRAWAL: gettext_lazy("Going down"),
    SignalKind.REPAIRED: gettext_lazy("Back again"),
    SignalKind.CEILING: gettext_lazy("No information"),
}
REPAIRS = {
    RepairStatus.OPEN: gettext_lazy("A strain was noticed; not named yet"),
    RepairStatus.NAMED: gettext_lazy("The strain was named"),
    RepairStatus.PARTLY: gettext_lazy("Partly mended"),
    RepairStatus.REPAIRED: gettext_lazy("Mended"),
    RepairStatus.LET_GO: gettext_lazy("Let go"),
}


def signal_kind(signal: TrustSignal) -> str:
    """Return a signal's kind in two or three words."""
    return str(_KINDS[signal.kind])


def title_of(line: TrustLine) -> str:
    """Return what a line shows, as its title: from where to where, and what between."""
    rated = line.rated
    if not rated:
        return _("No answers yet.")
    if line.too_early:
        count = ngettext("%(n)s answer so far.", "%(n)s answers so far.", len(rated))
        return count % {"n": len(rated)} + " " + _("Too early to say.")
    told = [
        _("Answers went from “%(first)s” to “%(last)s”.")
        % {"first": rated[0].answer, "last": rated[-1].answer}
    ]
    told += [
        _turn(signal)
        for signal in line.signals
        if signal.kind is not SignalKind.CEILING
    ]
    missing = len(line.points) - len(rated)
    if missing:
        told.append(
            ngettext(
                "%(n)s session has no answer.",
                "%(n)s sessions have no answer.",
                missing,
            )
            % {"n": missing}
        )
    return " ".join(told)


def _turn(signal: TrustSignal) -> str:
    said = {
        SignalKind.RUPTURE: _("They fell on %(day)s."),
        SignalKind.WITHDRAWAL: _("They slid down until %(day)s."),
        SignalKind.REPAIRED: _("They came back on %(day)s."),
    }
    return said[signal.kind] % {"day": date_format(signal.on, "j F")}


def rows_of(
    line: TrustLine, happened: Mapping[str, list[str]]
) -> list[dict[str, object]]:
    """Return a line as a table: a row a session, the newest first.

    `happened` says in words what else happened, by the id of the session.
    """
    signals: dict[int, list[str]] = {}
    for signal in line.signals:
        signals.setdefault(signal.number, []).append(signal_kind(signal))
    return [
        {
            "number": point.number,
            "session_id": point.session_id,
            "on": point.on,
            "answer": point.answer or _("no answer"),
            "is_missing": point.answer is None,
            "level": _number(point.level) if not line.too_early else "",
            "interval": _interval(point) if not line.too_early else "",
            "happened": [
                *signals.get(point.number, []),
                *happened.get(point.session_id, []),
            ],
        }
        for point in reversed(line.points)
    ]


def _interval(point: TrustPoint) -> str:
    if point.lower is None or point.upper is None:
        return ""
    between = {"lower": _number(point.lower), "upper": _number(point.upper)}
    return _("%(lower)s to %(upper)s") % between


def _number(level: float | None) -> str:
    return "" if level is None else f"{level:.1f}"


def repair_words(repairs: Iterable[Repair]) -> list[tuple[date, str]]:
    """Return each step of the repairs in words, oldest first."""
    steps = []
    for repair in repairs:
        steps.append((repair.opened_on, str(REPAIRS[RepairStatus.OPEN])))
        steps += [(step.on, str(REPAIRS[step.status])) for step in repair.steps]
    return sorted(steps)
