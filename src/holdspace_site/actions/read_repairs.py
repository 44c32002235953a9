"""Read repairs: one whole, those of a client, and those nobody has closed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from holdspace.alliance.repairs import (
    ClientsWord,
    Ground,
    Repair,
    RepairStatus,
    RuptureKind,
    steps_open,
)
from holdspace.approach.lines import Because, Line, because, mend_lines
from holdspace.content.check_in import check_in as check_in_pack
from holdspace.content.lessons import lessons
from holdspace.privacy.access import Role, Verb
from holdspace.story.readings import Reading, readings_that_count
from holdspace_site.records import as_library
from holdspace_site.records import models as rows
from holdspace_site.records.access_log import write_down
from holdspace_site.records.check_ins import answers_open_to
from holdspace_site.records.repairs import (
    grounds_open_to,
    kind_of,
    open_grounds,
    repairs_of,
    since_of,
    unfinished_of,
)
from holdspace_site.records.scope import Who, client_for, one_of
from holdspace_site.records.sharing import passages_open_to
from holdspace_site.records.supervision import own_steps


@dataclass(frozen=True, slots=True)
class RestsOn:
    """One thing a repair rests on, with the client's own words for it.

    `answers` are questions and answers as they were shown; `noted` is a worker's note.
    """

    ground: Ground
    on: date
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    quote: Because | None = field(default=None, repr=False)
    noted: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One row of a repair's history; `to` None is something said on the way."""

    at: datetime
    by_name: str = field(repr=False)
    by_client: bool
    to: RepairStatus | None
    said: str = field(default="", repr=False)
    word: ClientsWord | None = None


@dataclass(frozen=True, slots=True)
class OpenRepair:
    """A repair as one person may see it.

    `helps` are ways to mend it with this client; `next_steps` those a worker may take.
    `as_they_say` is where the client's word put it and the worker's own steps did not,
    None else.
    """

    client: rows.Client
    id: UUID
    kind: RuptureKind
    status: RepairStatus
    opened_on: date
    session_id: UUID | None
    session_number: int | None
    rests_on: tuple[RestsOn, ...]
    history: tuple[StepTaken, ...]
    promises: tuple[rows.Promise, ...]
    word: ClientsWord | None
    helps: tuple[Line, ...]
    next_steps: tuple[RepairStatus, ...]
    as_they_say: RepairStatus | None
    version: int


@dataclass(frozen=True, slots=True)
class RepairInList:
    """A repair by where it stands, without a word of it."""

    id: UUID
    client_id: int
    client_name: str = field(repr=False)
    status: RepairStatus
    opened_on: date
    word: ClientsWord | None


def read_repair(
    client_id: int, repair_id: str | UUID, *, by: rows.Person, now: datetime
) -> OpenRepair:
    """Return one repair as far as this person may see it, and write the look down.

    Raises:
        NoSuchRecord: if there is none, or none for this person any more.
    """
    client = client_for(by, client_id, Verb.READ_REPAIR, now=now)
    row = one_of(rows.Repair, client, repair_id, by=by, now=now)
    # A client's own look at a repair that is hidden would tell others there is one.
    own = by.role == Role.CLIENT.value
    write_down(
        (Verb.READ_STORY if own else Verb.READ_REPAIR).value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("", "") if own else ("repair", row.pk),
    )
    told = _told(client, by)
    return _open(row, told, by, timezone.localdate(now))


def own_or_open_repairs(
    client: rows.Client, *, by: Who, on: date
) -> tuple[OpenRepair, ...]:
    """Return every repair somebody may see, whole, for a copy of the record."""
    found = repairs_of(by, client).select_related("client", "session")
    if not found:
        return ()
    told = _told(client, by)
    return tuple(_open(row, told, by, on) for row in found)


def _open(row: rows.Repair, told: dict[str, Reading], by: Who, on: date) -> OpenRepair:
    client = row.client
    words = list(row.client_words.select_related("given_by"))
    word = ClientsWord(words[-1].word) if words else None
    status = RepairStatus(row.status)
    grounds = list(grounds_open_to(client, by).filter(repair=row))
    return OpenRepair(
        client=client,
        id=row.pk,
        kind=kind_of(row, grounds),
        status=status,
        opened_on=timezone.localdate(since_of(row, grounds)),
        session_id=row.session_id,
        session_number=row.session.number if row.session else None,
        rests_on=tuple(_rests_on(one, told, by) for one in grounds),
        history=_history(client, row, words),
        promises=tuple(row.promises.all()),
        word=word,
        helps=mend_lines(readings_that_count(told.values()), lessons(), on),
        next_steps=steps_open(status, word),
        as_they_say=_as_they_say(row, by),
        version=row.version,
    )


def _as_they_say(row: rows.Repair, by: Who) -> RepairStatus | None:
    if by.role != Role.WORKER.value or by.pk != row.worker_id:
        return None
    status = RepairStatus(row.status)
    return status if own_steps(row.worker, [row])[row].status is not status else None


def _told(client: rows.Client, by: Who) -> dict[str, Reading]:
    passages = as_library.passages_of(passages_open_to(client, by))
    kept = as_library.readings_of(client, passages)
    return {one.reading.id: one.reading for one in kept}


def _rests_on(row: rows.RepairGround, told: dict[str, Reading], by: Who) -> RestsOn:
    reading = told.get(str(row.reading_id))
    answers = _answers(row.check_in, by) if row.check_in else ()
    return RestsOn(
        ground=Ground(row.ground),
        on=timezone.localdate(row.noticed_at),
        answers=answers,
        quote=because(reading) if reading else None,
        noted=row.words if row.ground == Ground.NOTICED.value else "",
    )


def _answers(row: rows.CheckIn, by: Who) -> tuple[tuple[str, str], ...]:
    """Return what a check-in says of the strain, question by question, in words."""
    answers, pack = answers_open_to(row, by), check_in_pack()
    said = []
    for question in (*pack.questions, *pack.follow_ups):
        answer_id = answers.get(question.id)
        of_strain = question.opens_repair_on or question.follows == "off"
        if answer_id and of_strain and question.answers:
            said.append((question.words, question.answer(answer_id).words))
    return tuple(said)


def _history(
    client: rows.Client, row: rows.Repair, words: Iterable[rows.RepairWord]
) -> tuple[StepTaken, ...]:
    """Return every step and every word of the client's, oldest first."""
    taken = [
        StepTaken(
            at=step.taken_at,
            by_name=step.taken_by.name,
            by_client=step.taken_by_id == client.person_id,
            to=RepairStatus(step.to_status)
            if step.to_status != step.from_status
            else None,
            said=step.said,
        )
        for step in row.steps.select_related("taken_by")
    ]
    taken += [
        StepTaken(
            at=given.given_at,
            by_name=given.given_by.name,
            by_client=True,
            to=None,
            said=given.words,
            word=ClientsWord(given.word),
        )
        for given in words
    ]
    return tuple(sorted(taken, key=lambda one: (one.at, one.word is None)))


def repairs_for_line(client: rows.Client, *, by: Who) -> list[Repair]:
    """Return the repairs of a client that somebody may see, oldest first.

    Nothing is written down: whatever shows them is a look of its own.
    """
    if not client.repairs.exists():
        return []
    grounds = defaultdict(list)
    for ground in open_grounds(client, by):
        grounds[ground.repair_id].append(ground)
    found = client.repairs.all()
    if by.role != Role.CLIENT.value:
        found = found.filter(pk__in=grounds)
    found = found.select_related("client").prefetch_related("steps", "client_words")
    return [as_library.repair(row, grounds[row.pk]) for row in found]


def unfinished_repairs(
    clients: Iterable[rows.Client], *, by: Who
) -> tuple[RepairInList, ...]:
    """Return the repairs of these clients that nobody closed, the oldest first."""
    by_id = {client.pk: client for client in clients}
    found = [
        _in_list(row, by_id[client_id])
        for client_id, seen in unfinished_of(by, by_id.values()).items()
        for row in seen
    ]
    return tuple(sorted(found, key=lambda one: (one.opened_on, one.client_id)))


def repairs_in_list(client: rows.Client, *, by: Who) -> tuple[RepairInList, ...]:
    """Return all repairs of a client that somebody may see, the newest first."""
    found = repairs_of(by, client).order_by("-since")
    return tuple(_in_list(row, client) for row in found)


def _in_list(row: rows.Repair, client: rows.Client) -> RepairInList:
    words = [given.word for given in row.client_words.all()]
    return RepairInList(
        id=row.pk,
        client_id=client.pk,
        client_name=client.name,
        status=RepairStatus(row.status),
        opened_on=timezone.localdate(row.since),
        word=ClientsWord(words[-1]) if words else None,
    )
