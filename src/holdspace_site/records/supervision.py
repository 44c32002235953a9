"""The one gate to what a supervisor may know of a worker's work.

A thing is open here if its client says yes to care and to supervision, if the worker
sees it themselves, and if it rests on something that was not told to the worker alone.
Check-ins are such: a client shares each with one person they pick. So nothing made from
one is open, neither a repair nor a signal nor a count.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from holdspace.alliance.notices import NoticeKind
from holdspace.alliance.repairs import Ground, RepairStatus
from holdspace.alliance.sessions import PromiseStatus
from holdspace.practice.supervision import short_name_of
from holdspace.privacy.access import Role, Verb
from holdspace.privacy.sharing import Purpose
from holdspace.story.letter import LetterKind
from holdspace_site.records.keyring import agency_key_for
from holdspace_site.records.models import (
    AccessEntry,
    AdvanceNotice,
    Client,
    ClientQuestion,
    HandOff,
    Letter,
    Person,
    Promise,
    Repair,
    RepairGround,
    RepairStep,
    SharedFigures,
    Supervision,
)
from holdspace_site.records.repairs import grounds_open_to
from holdspace_site.records.scope import (
    NoSuchRecord,
    clients_of,
    hand_offs_of,
    supervisees_of,
)
from holdspace_site.records.sharing import allowing, passages_open_in

OPEN_GROUNDS = (Ground.NOTICED.value, Ground.READING.value)
"""What of a repair's grounds is not a matter between the client and their worker."""

_LOOKED = (Verb.READ_STORY.value, Verb.READ_HAND_OFF.value)
"""What opens words that were told; a brief shows only what is marked of them."""


def workers_supervised_by(by: Person) -> list[Person]:
    """Return a supervisor's workers by name, and by nothing else.

    Raises:
        NoSuchRecord: if this person is no supervisor.
    """
    if by.role != Role.SUPERVISOR.value:
        raise NoSuchRecord
    workers = supervisees_of(by).filter(is_active=True, agency_id=by.agency_id)
    return _by_name(workers)


def supervisors_of(worker: Person) -> list[Person]:
    """Return who helps a worker work well now, by name."""
    people = Person.objects.filter(
        supervises__supervisee=worker,
        supervises__until__isnull=True,
        is_active=True,
        agency_id=worker.agency_id,
    )
    return _by_name(people)


def pair_with(by: Person, other_id: int) -> tuple[Person, Person]:
    """Return the supervisor and the worker of a pair `by` is one of.

    Raises:
        NoSuchRecord: if the two are no pair now.
    """
    pair = (
        Supervision.objects.filter(
            Q(supervisor=by.pk, supervisee=other_id)
            | Q(supervisee=by.pk, supervisor=other_id),
            until__isnull=True,
            supervisor__agency_id=by.agency_id,
            supervisor__is_active=True,
            supervisee__is_active=True,
        )
        .select_related("supervisor", "supervisee")
        .first()
    )
    if pair is None:
        raise NoSuchRecord
    return pair.supervisor, pair.supervisee


def allowing_supervision(client_ids: set[int]) -> frozenset[int]:
    """Return those of these clients who say yes to care and to supervision now."""
    cared_for = allowing(Purpose.CARE, client_ids)
    return allowing(Purpose.SUPERVISION, cared_for)


def clients_followed(worker: Person) -> list[Client]:
    """Return the clients whose work with this worker a supervisor may know of."""
    clients = list(clients_of(worker))
    allowed = allowing_supervision({client.pk for client in clients})
    return [client for client in clients if client.pk in allowed]


def repairs_followed(worker: Person) -> dict[Repair, RepairGround]:
    """Return a worker's own repairs a supervisor may know of, each with one ground.

    One that rests on nothing a supervisor may know of is not among them. The ground is
    the first thing the worker noticed themselves, or else the first they read: so what
    is told of a repair does not change when its client holds words back beside it.
    """
    having = Client.objects.filter(
        repairs__worker=worker, agency_id=worker.agency_id, erased_at__isnull=True
    )
    by_id = {client.pk: client for client in having.distinct()}
    found: dict[Repair, RepairGround] = {}
    for client_id in sorted(allowing_supervision({*by_id})):
        grounds = grounds_open_to(by_id[client_id], worker).filter(
            repair__worker=worker, ground__in=OPEN_GROUNDS
        )
        oldest_first = grounds.order_by("noticed_at", "pk").select_related("repair")
        for ground in sorted(oldest_first, key=_is_read):
            found.setdefault(ground.repair, ground)
    return found


def _is_read(ground: RepairGround) -> bool:
    return ground.ground != Ground.NOTICED.value


@dataclass(frozen=True, slots=True)
class OwnSteps:
    """What a worker did about a repair: where they put it, and on which days.

    While they put it nowhere it is open.
    """

    status: RepairStatus = RepairStatus.OPEN
    days: tuple[date, ...] = ()


def own_steps(worker: Person, repairs: Iterable[Repair]) -> dict[Repair, OwnSteps]:
    """Return what a worker themselves did about each of these repairs.

    Where a repair stands in the record follows its client's word as well, and that is
    between those two. Words written down without a step put it nowhere.
    """
    asked = list(repairs)
    days: dict[UUID, list[date]] = defaultdict(list)
    put: dict[UUID, RepairStatus] = {}
    steps = RepairStep.objects.filter(repair__in=asked, taken_by=worker)
    for step in steps.order_by("taken_at", "pk").defer("said_sealed"):
        days[step.repair_id].append(timezone.localdate(step.taken_at))
        if step.to_status != step.from_status:
            put[step.repair_id] = RepairStatus(step.to_status)
    return {
        repair: OwnSteps(put.get(repair.pk, RepairStatus.OPEN), (*days[repair.pk],))
        for repair in asked
    }


def promises_followed(clients: list[Client], worker: Person) -> QuerySet[Promise]:
    """Return the promises a worker made and has neither kept nor called off."""
    return worker.promises.filter(client__in=clients, status=PromiseStatus.OPEN.value)


@dataclass(frozen=True, slots=True)
class WaitingStory:
    """A story in which something told waits.

    `opened_at` is when a worker opened it last and `position` where that stands in the
    log. While nobody has, it is since when the worker is there, and 0.
    """

    client_id: int
    opened_at: datetime
    position: int


def stories_waiting(clients: list[Client], worker: Person) -> list[WaitingStory]:
    """Return the stories in which clients told something no worker has opened since.

    Of what was told there is only that it is there: how much, and when, is theirs, and
    would change with what they hold back.
    """
    told: dict[int, datetime] = {}
    rows = passages_open_in(clients, worker).filter(
        told_by="client", typed_by__role=Role.CLIENT.value
    )
    for client_id, added_at in rows.values_list("client_id", "added_at"):
        told[client_id] = max(added_at, told.get(client_id, added_at))
    opened = _last_opened(told, worker)
    return [
        opened[client_id]
        for client_id in sorted(told)
        if told[client_id] > opened[client_id].opened_at
    ]


def _last_opened(client_ids: Iterable[int], worker: Person) -> dict[int, WaitingStory]:
    parts = worker.care.filter(client__in=client_ids, until__isnull=True)
    opened = {
        client_id: WaitingStory(client_id, since, 0)
        for client_id, since in parts.values_list("client_id", "since")
    }
    looks = AccessEntry.objects.filter(
        client_id__in=list(opened),
        who__role=Role.WORKER.value,
        verb__in=_LOOKED,
        refused=False,
    )
    newest = looks.values("client_id").annotate(Max("position"))
    positions = [row["position__max"] for row in newest]
    for look in AccessEntry.objects.filter(pk__in=positions):
        opened[look.client_id] = WaitingStory(look.client_id, look.at, look.position)
    return opened


def questions_followed(clients: list[Client], worker: Person) -> list[ClientQuestion]:
    """Return what clients asked about this worker's own looks and nobody answered.

    Questions about words they told are not among them: these words may be kept.
    """
    waiting = ClientQuestion.objects.filter(
        client__in=clients, answered_at__isnull=True, about="look"
    )
    about = {row: int(row.record_id) for row in waiting.defer("words_sealed")}
    own = AccessEntry.objects.filter(pk__in=about.values(), who=worker.pk)
    known = {*own.values_list("pk", flat=True)}
    return [row for row, position in about.items() if position in known]


def letters_followed(clients: list[Client], worker: Person) -> QuerySet[Letter]:
    """Return the worker's letters that were answered and whose answers wait."""
    return worker.letters.filter(
        client__in=clients,
        kind=LetterKind.HEARD.value,
        answered_at__isnull=False,
        seen_at__isnull=True,
    )


def endings_followed(
    clients: list[Client], worker: Person, today: date
) -> QuerySet[AdvanceNotice]:
    """Return the endings and changes of worker a worker gave word of, still ahead."""
    goodbyes = Letter.objects.filter(
        notice=OuterRef("pk"), kind=LetterKind.GOODBYE.value, given_at__isnull=False
    )
    return worker.notices.filter(
        client__in=clients,
        kind__in=(NoticeKind.ENDING.value, NoticeKind.NEW_WORKER.value),
        called_off_at__isnull=True,
        begins_on__gte=today,
    ).annotate(prepared=Exists(goodbyes))


def figures_followed(worker: Person) -> QuerySet[SharedFigures]:
    """Return the counts a worker shared, as far as their clients still say yes."""
    shared = worker.shared_figures.all()
    allowed = allowing_supervision({*shared.values_list("client", flat=True)})
    living = clients_of(worker).filter(pk__in=allowed)
    return shared.filter(client__in=living)


def unread_hand_offs(
    supervisor: Person, worker: Person, now: datetime
) -> QuerySet[HandOff]:
    """Return words the worker was asked to read first, now the supervisor's to read."""
    return hand_offs_of(supervisor, now).filter(
        first_reader=worker, read_at__isnull=True, decided_at__isnull=True
    )


def short_name(agency_id: int, record_id: UUID | str) -> str:
    """Return what the two call a thing; only the agency's key makes it from its id."""
    key = agency_key_for(agency_id, "short names of supervision")
    return short_name_of(hmac.digest(key, str(record_id).encode(), "sha256"))


def _by_name(people: QuerySet[Person]) -> list[Person]:
    return sorted(people.distinct(), key=lambda one: (one.name.casefold(), one.pk))
