"""What each person may reach; every query starts from a person.

A wrong id answers like an unknown one: `NoSuchRecord`, whatever is behind it.
"""

from datetime import datetime
from typing import NoReturn, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from holdspace.privacy.access import Relation, Role, Verb, may
from holdspace.privacy.sharing import ONLY_WITH_CARE
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.records.access_log import write_down
from holdspace_site.records.cycles import cycles_kept
from holdspace_site.records.formulations import formulations_open_to
from holdspace_site.records.key_store.models import DestroyedKey
from holdspace_site.records.models import (
    AccessEntry,
    AdvanceNotice,
    Agency,
    Boundary,
    Client,
    ClientQuestion,
    Cycle,
    Episode,
    Formulation,
    HandOff,
    Letter,
    LetterLine,
    Passage,
    Person,
    Promise,
    Questionnaire,
    Reading,
    Recording,
    Repair,
    Session,
    TriggerWording,
    WayLine,
)
from holdspace_site.records.repairs import sees
from holdspace_site.records.sharing import (
    StoryClosed,
    counted_between,
    episodes_open_to,
    is_closed_to,
    passages_open_to,
)
from holdspace_site.records.who import AtTheMachine

Who = Person | AtTheMachine

_OfClient = TypeVar(
    "_OfClient",
    AdvanceNotice,
    Boundary,
    ClientQuestion,
    Cycle,
    Formulation,
    Letter,
    LetterLine,
    Passage,
    Promise,
    Questionnaire,
    Reading,
    Recording,
    Repair,
    Session,
    TriggerWording,
    WayLine,
)

OPEN_RECORD = "open_record"
"""What the access log calls a look that was refused before it was clear at what."""

MAKE_EXTRACT = "make_extract"
"""What it calls making tables of everybody who says yes to that; it names no client."""

READ_PRACTICE = "read_practice"
"""What it calls working out the figures of the whole practice; it names no client."""


class NoSuchRecord(HoldspaceError):
    """There is nothing here for this person: no such thing, or not theirs to see."""

    next_step = "Check the address or the number, or ask who works with this person."

    def __init__(self) -> None:
        super().__init__("There is no such record for you.")


def clients_of(person: Who) -> QuerySet[Client]:
    """Return the clients whose record this person has a part in, not erased ones.

    A worker's are those they work with now; a client's is their own; an administrator's
    are all of the agency, whose stories they still may not read.
    """
    return _living_of(person).exclude(pk__in=_destroyed())


def own_client(person: Who) -> Client:
    """Return the record of the client who writes, for keeping what they type.

    Written out, because this is asked with every save and making the SQL took longer
    than asking it. A key that is gone shows when the words are sealed.

    Raises:
        NoSuchRecord: if they are no client, or their record was erased.
    """
    own = Client.objects.raw(
        "SELECT id, agency_id FROM records_client "
        "WHERE person_id = %s AND agency_id = %s AND erased_at IS NULL",
        [person.pk, person.agency_id],
    )
    if Role(person.role) is not Role.CLIENT or not len(own):
        raise NoSuchRecord
    return own[0]


def _living_of(person: Who) -> QuerySet[Client]:
    living = Client.objects.filter(agency_id=person.agency_id, erased_at__isnull=True)
    match Role(person.role):
        case Role.ADMINISTRATOR:
            return living
        case Role.WORKER:
            return living.filter(
                Q(team__person=person.pk, team__until__isnull=True)
            ).distinct()
        case Role.CLIENT:
            return living.filter(person=person.pk)
        case Role.SUPERVISOR:
            return living.none()


def _destroyed() -> list[int]:
    """Return the clients whose key is gone, also where erasing was cut short."""
    return list(DestroyedKey.objects.values_list("pk", flat=True))


_RELATION = {
    Role.ADMINISTRATOR: Relation.RUNS_THE_AGENCY,
    Role.WORKER: Relation.CARE_TEAM,
    Role.CLIENT: Relation.SELF,
    Role.SUPERVISOR: Relation.NONE,
}


def client_for(person: Who, client_id: int, verb: Verb, *, now: datetime) -> Client:
    """Return a client this person may do `verb` with.

    A refused try on a client who exists is written in the access log.

    Raises:
        NoSuchRecord: if there is none, or it is not for this person.
        StoryClosed: if it takes what the client told, and they said no to care.
    """
    if isinstance(person, AtTheMachine):
        allowed = verb in {Verb.READ_BRIEF, Verb.EXPORT}
    else:
        allowed = may(_RELATION[Role(person.role)], verb)
    # An erasure that was cut short can be finished, and nothing else be done.
    reach = _living_of if verb is Verb.ERASE else clients_of
    client = reach(person).filter(pk=client_id).first() if allowed else None
    if client is None:
        refuse(person, client_id, verb, now=now)
    if verb in ONLY_WITH_CARE and is_closed_to(client, person):
        write_down(verb.value, by=person, now=now, client_id=client.pk, refused=True)
        raise StoryClosed(client.pk)
    return client


def refuse(
    person: Who, client_id: int, verb: str = OPEN_RECORD, *, now: datetime
) -> NoReturn:
    """Write down a refused look at a client of the same agency, and raise.

    Never called inside a transaction: what is raised would take the entry with it.

    Raises:
        NoSuchRecord: always.
    """
    if Client.objects.filter(pk=client_id, agency_id=person.agency_id).exists():
        write_down(str(verb), by=person, now=now, client_id=client_id, refused=True)
    raise NoSuchRecord


def one_of(
    kind: type[_OfClient],
    client: Client,
    record_id: str | UUID,
    *,
    by: Who,
    now: datetime,
) -> _OfClient:
    """Return a client's own record of some kind by its id.

    Asking for one of somebody else's clients is a refused look at that client. So is
    asking for a passage, a reading in it, or a period of help that is not open to this
    person, for a repair they may not see, and for a recording that somebody else has
    not told.

    Raises:
        NoSuchRecord: if this client has none with this id.
    """
    try:
        record = kind.objects.get(pk=record_id)
    except (kind.DoesNotExist, ValueError, ValidationError):
        raise NoSuchRecord from None
    if record.client_id == client.pk:
        if _is_open(record, client, by):
            return record
        refuse(by, client.pk, now=now)
    if clients_of(by).filter(pk=record.client_id).exists():
        raise NoSuchRecord
    refuse(by, record.client_id, now=now)


def _is_open(record: Model, client: Client, by: Who) -> bool:
    if isinstance(record, Episode):
        return episodes_open_to(client, by).filter(pk=record.pk).exists()
    if isinstance(record, Recording) and not record.passage_id:
        return record.writer_id == by.pk
    if isinstance(record, Repair):
        return sees(by, client, record.pk)
    if isinstance(record, Cycle):
        return any(row.pk == record.pk for row in cycles_kept(client, by).rows)
    if isinstance(record, Formulation):
        return formulations_open_to(client, by).filter(pk=record.pk).exists()
    if not isinstance(record, Passage | Reading | Recording):
        return True
    passage_id = record.pk if isinstance(record, Passage) else record.passage_id
    return passages_open_to(client, by).filter(pk=passage_id).exists()


def staff_of(person: Who) -> QuerySet[Person]:
    """Return everybody who works at this person's agency."""
    return Person.objects.filter(agency_id=person.agency_id).exclude(
        role=Role.CLIENT.value
    )


def supervisees_of(person: Person) -> QuerySet[Person]:
    """Return the workers this supervisor helps work well now."""
    return Person.objects.filter(
        supervised_by__supervisor=person, supervised_by__until__isnull=True
    )


def agency_of(person: Who) -> Agency:
    """Return the agency somebody belongs to."""
    return Agency.objects.get(pk=person.agency_id)


def looks_at(client: Client) -> QuerySet[AccessEntry]:
    """Return every look at and change of a client's record, newest first.

    Tables and figures made while they were counted in them are a look, too.
    """
    looks = Q(client_id=client.pk)
    for since, until in counted_between(client):
        made = Q(client_id=None, verb__in=(MAKE_EXTRACT, READ_PRACTICE))
        made &= Q(agency=client.agency_id)
        made &= Q(at__gte=since) if since else Q()
        looks |= made & Q(at__lt=until) if until else made
    return AccessEntry.objects.filter(looks).select_related("who").order_by("-position")


def the_agency() -> Agency | None:
    """Return the agency this practice is run by; None before it is set up."""
    return Agency.objects.first()


def hand_offs_of(person: Who, now: datetime) -> QuerySet[HandOff]:
    """Return the words this person may read because a person should, oldest first.

    A care team reads those of its clients. The agency's duty person reads all that
    are not decided yet; the cover person those nobody has read when their time came.
    Whoever said that they read it keeps it until it is decided.
    """
    living = HandOff.objects.filter(
        client__agency_id=person.agency_id, client__erased_at__isnull=True
    ).exclude(client_id__in=_destroyed())
    if person.role not in {Role.WORKER.value, Role.SUPERVISOR.value}:
        return living.none()
    duty = Q(client__agency__duty_person=person.pk)
    cover = Q(
        client__agency__cover_person=person.pk, next_at__lte=now, read_at__isnull=True
    )
    on_duty = Q(decided_at__isnull=True) & (duty | cover | Q(read_by=person.pk))
    return living.filter(Q(client__in=clients_of(person)) | on_duty)


def hand_off_for(
    person: Who, hand_off_id: str | UUID, verb: Verb, *, now: datetime
) -> tuple[HandOff, Relation]:
    """Return words that may need a person, and how this person stands to them.

    A refused try on a client who exists is written in the access log.

    Raises:
        NoSuchRecord: if there are none, or they are not for this person now.
    """
    try:
        asked = HandOff.objects.filter(pk=hand_off_id).first()
    except (ValueError, ValidationError):
        asked = None
    if asked is None:
        raise NoSuchRecord
    in_team = clients_of(person).filter(pk=asked.client_id).exists()
    relation = _RELATION[Role(person.role)] if in_team else Relation.ON_DUTY
    found = hand_offs_of(person, now).filter(pk=asked.pk).first()
    if found is None or not may(relation, verb):
        refuse(person, asked.client_id, verb, now=now)
    return found, relation
