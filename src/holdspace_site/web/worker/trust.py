"""A client's answers over time: each question a line, with what happened beside it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from holdspace.alliance.repairs import RepairStatus
from holdspace.alliance.sessions import PromiseStatus, Session, SessionStatus
from holdspace.approach.trust import TrustLine, now_words
from holdspace.content.check_in import check_in
from holdspace.content.wording import wording
from holdspace.privacy.access import Role
from holdspace_site.actions.read_trust import TrustOverTime, read_trust
from holdspace_site.web.people import only_for
from holdspace_site.web.trust_figure import NARROW, WIDE, figure
from holdspace_site.web.trust_words import (
    repair_words,
    rows_of,
    signal_kind,
    title_of,
)


@require_GET
@only_for(Role.WORKER)
def trust(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show the lines of a client's answers over time."""
    read = read_trust(client_id, by=request.user, now=timezone.now())
    happened = _happened(read)
    context = {
        "client": read.client,
        "label": check_in().label,
        "lines": [line_in_words(line, read, happened) for line in read.lines],
        "sessions": read.sessions,
        "repairs": list(reversed(repair_words(read.repairs))),
        "promises": [
            {"words": promise.words, "on": on, "kept": _is_kept(promise.status)}
            for promise, on in reversed(read.promises)
        ],
    }
    return render(request, "worker/trust.html", context)


def line_in_words(
    line: TrustLine, read: TrustOverTime, happened: dict[str, list[str]]
) -> dict[str, object]:
    """Return what worker/_trust_line.html shows of one line."""
    drawn = {
        "repaired": _repaired(read),
        "promises": [
            (number, "kept" if _is_kept(promise.status) else "broken")
            for promise, on in read.promises
            if (number := _number_at(on, read.sessions))
        ],
    }
    return {
        "line": line,
        "title": title_of(line),
        "now": now_words(line, wording()),
        "signals": [
            {"kind": signal_kind(one), "signal": one} for one in reversed(line.signals)
        ],
        "rows": rows_of(line, happened),
        "wide": figure(line, WIDE, **drawn),
        "narrow": figure(line, NARROW, **drawn),
    }


def _is_kept(status: PromiseStatus) -> bool:
    return status is PromiseStatus.KEPT


def _repaired(read: TrustOverTime) -> list[int]:
    """Return the sessions a repair came to its end in."""
    ended = [
        step.on
        for repair in read.repairs
        for step in repair.steps
        if step.status is RepairStatus.REPAIRED
    ]
    numbers = (_number_at(on, read.sessions) for on in ended)
    return [number for number in numbers if number]


def _number_at(on: date, sessions: Iterable[Session]) -> int:
    """Return the newest session held up to a day, 0 before the first."""
    held = [
        one.number
        for one in sessions
        if one.status is SessionStatus.HELD and one.at.date() <= on
    ]
    return held[-1] if held else 0


def _happened(read: TrustOverTime) -> dict[str, list[str]]:
    """Return what else happened, in words, by the session it belongs to."""
    ids = {one.number: one.id for one in read.sessions}
    told: dict[str, list[str]] = defaultdict(list)
    for on, words in repair_words(read.repairs):
        told[ids.get(_number_at(on, read.sessions), "")].append(words)
    for promise, on in read.promises:
        words = _("Promise kept") if _is_kept(promise.status) else _("Promise broken")
        told[ids.get(_number_at(on, read.sessions), "")].append(words)
    return told
