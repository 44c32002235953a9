"""Puts what happened with one client into the rows of an extract, without a word of it.

Each part starts from the gate that a worker's pages start from: what is kept from them,
held back or taken back is in no row.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from holdspace.alliance import sessions as alliance
from holdspace.alliance.repairs import UNFINISHED
from holdspace.alliance.sessions import Course, PromiseStatus, SessionStatus, Side
from holdspace.approach.history import History, WhatIsKnown, history_of
from holdspace.approach.trust import LINES
from holdspace.content.check_in import check_in
from holdspace.content.codebook import codebook
from holdspace.practice.tables import KEPT_ANSWERS
from holdspace.story.episodes import EpisodeKind
from holdspace.story.readings import in_their_place, readings_that_count
from holdspace.vocabulary.dates import PartialDate
from holdspace_site.records import as_library
from holdspace_site.records.check_ins import CUE_OF, check_ins_open_to, newest_of
from holdspace_site.records.cycles import cycles_kept
from holdspace_site.records.episodes import episodes_shown_to
from holdspace_site.records.models import (
    CheckIn,
    Client,
    Episode,
    Promise,
    Questionnaire,
    Repair,
    RepairGround,
    WayLine,
)
from holdspace_site.records.questionnaires import (
    answered_open_to,
    asked_open_to,
    instrument_of,
    scores_to_show,
)
from holdspace_site.records.repairs import grounds_open_to, repairs_of
from holdspace_site.records.sharing import passages_open_to
from holdspace_site.records.way_of_working import Told, way_open_to
from holdspace_site.records.who import AtTheMachine

Rows = dict[str, list[dict[str, object]]]

_ENDINGS = {
    "E.AGREED": "agreed",
    "E.ENOUGH": "agreed",
    "E.FADED": "left",
    "E.WALKED": "left",
    "E.LEFTME": "service_ended",
    "E.SENTAWAY": "service_ended",
    "E.OUTSIDE": "outside",
}


@dataclass(frozen=True, slots=True)
class Having:
    """Which of some clients have anything of a kind at all; the rest is not asked."""

    repairs: frozenset[int]
    questionnaires: frozenset[int]
    lines: frozenset[int]
    ended: frozenset[int]


def having(client_ids: Collection[int]) -> Having:
    """Return who of these clients has what, whoever may see it."""
    ended = Episode.objects.filter(kind=EpisodeKind.PRESENT.value).exclude(ended="")
    return Having(
        *(
            frozenset(
                rows.filter(client__in=client_ids).values_list("client", flat=True)
            )
            for rows in (Repair.objects, Questionnaire.objects, WayLine.objects, ended)
        )
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """One client's record up to the end of a day, as somebody may read it."""

    client: Client
    by: AtTheMachine
    until: date
    having: Having

    def day(self, at: datetime | None) -> date | None:
        """Return the day of a moment; None where there is none, or it came later."""
        on = timezone.localdate(at) if at else None
        return on if on and on <= self.until else None


def rows_of(seen: Seen) -> Rows | None:
    """Return a client's rows by table; None where they came after the last day.

    The rows have no number of the client yet, and their days are the true ones.
    """
    sessions = list(_sessions(seen))
    came = timezone.localdate(seen.client.added_at)
    asked_on = min([came, *(one.at.date() for one in sessions)])
    if asked_on > seen.until:
        return None
    passages = as_library.passages_of(passages_open_to(seen.client, seen.by))
    readings = [one.reading for one in as_library.readings_of(seen.client, passages)]
    told = Told(seen.client, seen.by, passages, readings)
    drawn = cycles_kept(seen.client, seen.by).drawn
    answered = _answered(seen)
    numbers = {UUID(one.id): n for n, one in enumerate(sessions, start=1)}
    known = WhatIsKnown(
        in_their_place(readings_that_count(readings), readings),
        [_told(row) for row in answered],
        sessions,
        drawn,
    )
    history = history_of(known, on=seen.until, codebook=codebook(), pack=check_in())
    lines, line_answers = _lines(seen, told)
    return {
        "clients": [_client(seen, asked_on, sessions, history)],
        "sessions": [_session(one, n) for n, one in enumerate(sessions, start=1)],
        "ratings": [*_answers(answered, numbers), *_questionnaires(seen, numbers)],
        "repairs": _repairs(seen),
        "promises": _promises(seen),
        "lines": lines,
        "line_answers": line_answers,
        "codes": _codes(history),
    }


def _sessions(seen: Seen) -> Iterator[alliance.Session]:
    """Return the meetings that were to be by then, the oldest first, without words."""
    rows = seen.client.sessions.exclude(status=SessionStatus.PLANNED.value)
    plain = ("pk", "number", "at", "status", "course", "side")
    for pk, number, at, status, course, side in rows.values_list(*plain):
        if seen.day(at):
            yield alliance.Session(
                id=str(pk),
                number=number,
                at=timezone.localtime(at),
                status=SessionStatus(status),
                course=Course(course),
                side=Side(side) if side else None,
            )


def _session(one: alliance.Session, number: int) -> dict[str, object]:
    return {
        "number": number,
        "on": one.at.date(),
        "status": one.status.value,
        "course": one.course.value,
        "side": one.side.value if one.side else None,
    }


def _client(
    seen: Seen, asked_on: date, sessions: Iterable[alliance.Session], history: History
) -> dict[str, object]:
    held = [one.at.date() for one in sessions if one.status is SessionStatus.HELD]
    ended_on, ending = _ending(seen, asked_on)
    before = [one for one in history.happened if not one.of_present]
    hurt = any(one.code.startswith("X.") for one in before)
    return {
        "hurt_before": hurt if before else None,
        "asked_on": asked_on,
        "first_on": min(held, default=None),
        "last_on": max(held, default=None),
        "ended_on": ended_on,
        "ending": ending,
        "seen_until": seen.until,
    }


def _ending(seen: Seen, asked_on: date) -> tuple[date | None, str | None]:
    """Return when the help here ended, and how; of a month or a year its last day."""
    if seen.client.pk not in seen.having.ended:
        return None, None
    for row in episodes_shown_to(seen.client, seen.by):
        if row.kind != EpisodeKind.PRESENT.value or not row.ended:
            continue
        ended = PartialDate.read(row.ended)
        if ended.earliest_on <= seen.until:
            on = max(asked_on, min(ended.latest_on, seen.until))
            return on, _ENDINGS.get(row.ending, "other") if row.ending else None
    return None, None


def _answered(seen: Seen) -> list[CheckIn]:
    """Return the check-in of each session, as it stood on the last day."""
    rows = check_ins_open_to(seen.client, seen.by).select_related("session")
    given = [row for row in rows if seen.day(row.given_at)]
    for row in given:
        row.client = seen.client
    return newest_of(given)


def _told(row: CheckIn) -> alliance.CheckIn:
    """Return a check-in for the history; of its words nothing is taken from there."""
    return as_library.check_in(row, row.answers, row.answers.get(CUE_OF, ""))


def _answers(
    answered: Iterable[CheckIn], numbers: Mapping[UUID, int]
) -> Iterator[dict[str, object]]:
    """Return each question with numbers of each check-in, answered or left open."""
    for row in answered:
        for measure in LINES:
            question = check_in().question(measure)
            values = {one.id: one.value for one in question.answers}
            yield {
                "session": numbers.get(row.session_id),
                "on": timezone.localdate(row.given_at),
                "measure": measure,
                "score": values.get(row.answers.get(measure)),
            }


def _questionnaires(
    seen: Seen, numbers: Mapping[UUID, int]
) -> Iterator[dict[str, object]]:
    """Return each scale of each questionnaire that was asked for by then."""
    if seen.client.pk not in seen.having.questionnaires:
        return
    answered = set(answered_open_to(seen.client, seen.by).values_list("pk", flat=True))
    rows = asked_open_to(seen.client, seen.by).select_related("session")
    for row in rows:
        row.client = seen.client
        asked_on = seen.day(row.asked_at)
        given_on = seen.day(row.given_at) if row.pk in answered else None
        if asked_on is None:
            continue
        for measure, score in _scales(row, seen.until, is_given=given_on is not None):
            yield {
                "session": numbers.get(row.session_id),
                "on": given_on or asked_on,
                "measure": measure,
                "score": score,
            }


def _scales(
    row: Questionnaire, on: date, *, is_given: bool
) -> Iterator[tuple[str, float | None]]:
    made = instrument_of(row, on=on)
    if made is None:
        return
    scores = scores_to_show(made, row.answers) if is_given else ()
    values = {one.scale_id: one.value for one in scores}
    for scale in made.scales:
        yield f"{made.id}.{scale.id}", values.get(scale.id)


def _repairs(seen: Seen) -> list[dict[str, object]]:
    if seen.client.pk not in seen.having.repairs:
        return []
    grounds = defaultdict(list)
    for one in grounds_open_to(seen.client, seen.by):
        grounds[one.repair_id].append(one)
    rows = repairs_of(seen.by, seen.client).prefetch_related("steps", "client_words")
    made = (_repair(seen, row, grounds[row.pk]) for row in rows)
    return _numbered("repair", made)


def _repair(
    seen: Seen, row: Repair, grounds: list[RepairGround]
) -> dict[str, object] | None:
    row.client = seen.client
    repair = as_library.repair(row, grounds)
    status = repair.status_on(seen.until)
    if status is None:
        return None
    steps = [step.on for step in repair.steps if step.on <= seen.until]
    closed_on = None if status in UNFINISHED or not steps else steps[-1]
    words = [one.word for one in row.client_words.all() if seen.day(one.given_at)]
    return {
        "kind": repair.ruptures[0].kind.value,
        "status": status.value,
        "opened_on": repair.opened_on,
        "closed_on": max(closed_on, repair.opened_on) if closed_on else None,
        "word": words[-1] if words else None,
    }


def _promises(seen: Seen) -> list[dict[str, object]]:
    rows = seen.client.promises.order_by("made_on", "pk")
    made = (_promise(seen, row) for row in rows if row.made_on <= seen.until)
    return _numbered("promise", made)


def _promise(seen: Seen, row: Promise) -> dict[str, object]:
    settled_on = seen.day(row.settled_at)
    open_then = PromiseStatus.OPEN.value if settled_on is None else row.status
    if open_then == PromiseStatus.OPEN.value:
        settled_on = None
    return {
        "status": open_then,
        "made_on": row.made_on,
        "due_on": row.due_on,
        "settled_on": max(settled_on, row.made_on) if settled_on else None,
        "disputed": seen.day(row.not_kept_at) is not None,
    }


def _lines(
    seen: Seen, told: Told
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    if seen.client.pk not in seen.having.lines:
        return [], []
    way = way_open_to(seen.client, seen.by, told, with_drafts=False)
    agreed = [
        line
        for line in way.lines
        if line.agreed and line.agreed_on and line.agreed_on <= seen.until
    ]
    lines = _numbered(
        "line",
        ({"kind": one.kind.value, "agreed_on": one.agreed_on} for one in agreed),
    )
    answers = [
        {"line": number, "on": kept.on, "answer": kept.answer}
        for number, line in enumerate(agreed, start=1)
        for kept in line.kept
        if kept.on <= seen.until and kept.answer in KEPT_ANSWERS
    ]
    return lines, answers


def _codes(history: History) -> list[dict[str, object]]:
    """Return how often each code was told: of how many helps, and of the one here."""
    earlier: dict[str, set[str]] = defaultdict(set)
    here: Counter[str] = Counter()
    for one in history.happened:
        if one.of_present:
            here[one.code] += 1
        else:
            earlier[one.code].add(one.episode)
    return [
        {"code": code, "earlier": len(earlier[code]), "here": here[code]}
        for code in sorted({*earlier, *here})
    ]


def _numbered(
    name: str, rows: Iterable[Mapping[str, object] | None]
) -> list[dict[str, object]]:
    there = (row for row in rows if row is not None)
    return [dict(row) | {name: n} for n, row in enumerate(there, start=1)]
