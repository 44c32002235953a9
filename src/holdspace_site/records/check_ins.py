"""The one gate to what a client answered after a session: who may see which now.

Whatever shows a check-in, or anything made from one, starts from `check_ins_open_to`.
For whoever it is kept from, a check-in never was: they get the same rows as if it had
not been given. The client's newest choice counts, on the very next request.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy

from django.db.models import QuerySet

from holdspace.alliance.sessions import CheckInWay, SharedWith
from holdspace.content.check_in import check_in
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace_site.records.models import CheckIn, Client, Person, Session
from holdspace_site.records.sharing import (
    allowing,
    passages_open_to,
    sessions_shut_to,
)
from holdspace_site.records.who import AtTheMachine

CUE, CUE_OF = "before_cue", "before_cue_of"
"""Under which answer the picked trigger stands, and the reading it was picked from."""


def standing() -> QuerySet[CheckIn]:
    """Return every check-in that was not taken back, oldest first."""
    return CheckIn.objects.filter(taken_back_at__isnull=True)


def check_ins_open_to(client: Client, by: Person | AtTheMachine) -> QuerySet[CheckIn]:
    """Return the check-ins of one client that this person may see now, oldest first.

    The client sees all of their own. Whoever else sees a record sees those shared with
    the worker, while the client says yes to care, and no answers about a session whose
    words are not passed on to them. A supervisor has a door of their own.
    """
    rows = standing().filter(client=client)
    if by.role == Role.CLIENT.value:
        return rows.filter(client__person=by.pk)
    if by.role == Role.SUPERVISOR.value or not allowing(Purpose.CARE, [client.pk]):
        return rows.none()
    rows = rows.filter(shared_with=SharedWith.WORKER.value)
    others = Session.objects.filter(client=client).exclude(worker=by.pk)
    if by.role != Role.WORKER.value or not others.exists():
        return rows
    return rows.exclude(session__in=sessions_shut_to(client, others, by))


def newest_of(rows: Iterable[CheckIn]) -> list[CheckIn]:
    """Return one check-in a session, in the order of the sessions.

    `rows` are what the gate gives whoever reads them, with their sessions. Of several
    about one session it is the newest, with the newest answer to each question. What a
    worker typed in from paper takes the place of nothing the client gave themselves.
    """
    given: dict[object, list[CheckIn]] = defaultdict(list)
    for row in sorted(rows, key=_given):
        given[row.session_id].append(row)
    newest = [_as_one(several) for several in given.values()]
    return sorted(newest, key=lambda row: (row.session.at, row.session.number))


def _as_one(rows: list[CheckIn]) -> CheckIn:
    """Return the check-ins of one session as one to read; it is not to be saved."""
    if len(rows) == 1:
        return rows[0]
    rows = sorted(rows, key=lambda row: row.way != CheckInWay.PAPER.value)
    newest = copy(rows[-1])
    newest.answers = check_in().newest_of(row.answers for row in rows)
    return newest


def answers_open_to(row: CheckIn, by: Person | AtTheMachine) -> dict[str, str]:
    """Return the answers of a check-in that is open to somebody.

    The trigger it was picked from is left out once the client took the line back, and
    for anybody who may not read the words it stands in.
    """
    answers = dict(row.answers)
    source = answers.pop(CUE_OF, None)
    if source is None or by.role == Role.CLIENT.value:
        return answers
    readable = passages_open_to(row.client, by).filter(
        readings=source, readings__ended_at__isnull=True
    )
    if not readable.exists() or _is_taken_back(row, source):
        answers.pop(CUE, None)
    return answers


def _is_taken_back(row: CheckIn, reading_id: str) -> bool:
    reading = row.client.readings.filter(pk=reading_id).first()
    last = reading and reading.verdicts.filter(undone_at__isnull=True).last()
    return bool(last and last.verdict == "taken_back")


def _given(row: CheckIn) -> tuple[object, object]:
    return row.given_at, row.pk
