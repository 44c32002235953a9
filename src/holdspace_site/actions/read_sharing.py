"""Read who looked at a client's record and why, and what they let be read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from holdspace.privacy.access import Role, Verb
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Sensitivity, Verdict
from holdspace_site.actions.read_questions import Question, questions_of
from holdspace_site.actions.read_record import (
    Card,
    Look,
    cards_of,
    latest_looks,
    own_record,
)
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Passage, Person, Supervision
from holdspace_site.records.scope import looks_at
from holdspace_site.records.sharing import passages_open_to, purposes_allowed

_ONE_VISIT = timedelta(hours=1)
_MOST_LOOKS = 500


@dataclass(frozen=True, slots=True)
class ToldThing:
    """One thing the client told, and whether others may read it.

    `answered_anew` says that they gave another answer since: nobody reads this one.
    """

    passage_id: str
    told_on: date
    words: str = field(repr=False)
    language: str
    tender: bool
    held_back: bool
    answered_anew: bool


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The one thing a look was at; `quote` is empty where it is better not shown."""

    told_on: date
    passage_id: str
    reading_id: str = ""
    quote: str = field(default="", repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Switches:
    """What a client allows, for whom, and by purpose when they last chose."""

    allowed: frozenset[Purpose]
    choices: Mapping[Purpose, datetime]
    worker_names: tuple[str, ...]
    supervisor_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharingPage:
    """What a client sees of who looked and who may.

    `looks` are those of others, newest first. `looked_at` finds by a look's position
    what it was at, `sessions` by day when they met or will. `last_visit` is None on the
    first.
    """

    client: Client
    looks: tuple[Look, ...]
    looked_at: Mapping[int, LookedAt]
    sessions: Mapping[date, tuple[datetime, ...]]
    last_visit: datetime | None
    switches: Switches
    told: tuple[ToldThing, ...]
    questions: tuple[Question, ...]


def read_sharing(*, by: Person, now: datetime) -> SharingPage:
    """Return a client's own page of who looked and who may, and write the look down."""
    client = own_record(by)
    looks = [
        look
        for look in latest_looks(client, _MOST_LOOKS)
        if look.role != Role.CLIENT.value
    ]
    last_visit = _last_visit(client, by, now)
    passages = list(passages_open_to(client, by))
    write_down(Verb.READ_ACCESS_LOG.value, by=by, now=now, client_id=client.pk)
    return SharingPage(
        client=client,
        looks=tuple(looks),
        looked_at=_looked_at(looks, passages, cards_of(client)),
        sessions=_sessions(client),
        last_visit=last_visit,
        switches=read_switches(client),
        told=_told(client, passages),
        questions=questions_of(client, by),
    )


def read_switches(client: Client) -> Switches:
    """Return what a client allows now; the page it stands on is written down."""
    team = client.team.filter(until__isnull=True).select_related("person")
    workers = [member.person for member in team]
    chosen = client.sharing_choices.all()
    return Switches(
        allowed=purposes_allowed(client),
        choices={Purpose(row.purpose): row.chosen_at for row in chosen},
        worker_names=tuple(worker.name for worker in workers),
        supervisor_names=_supervisors(workers),
    )


def _last_visit(client: Client, by: Person, now: datetime) -> datetime | None:
    before = looks_at(client).filter(
        who_id=by.pk, verb=Verb.READ_ACCESS_LOG.value, at__lt=now - _ONE_VISIT
    )
    return before.values_list("at", flat=True).first()


def _sessions(client: Client) -> dict[date, tuple[datetime, ...]]:
    by_day: dict[date, list[datetime]] = defaultdict(list)
    for at in client.sessions.order_by("at").values_list("at", flat=True):
        local = timezone.localtime(at)
        by_day[local.date()].append(local)
    return {day: tuple(times) for day, times in by_day.items()}


def _supervisors(workers: Iterable[Person]) -> tuple[str, ...]:
    rows = Supervision.objects.filter(
        supervisee__in=workers, until__isnull=True, supervisor__is_active=True
    ).select_related("supervisor")
    return tuple(dict.fromkeys(row.supervisor.name for row in rows.order_by("pk")))


def _told(client: Client, passages: Iterable[Passage]) -> tuple[ToldThing, ...]:
    anew = set(
        client.given_answers.filter(replaced_at__isnull=False).values_list(
            "question", "part", "replaced_at"
        )
    )
    return tuple(
        ToldThing(
            passage_id=str(row.pk),
            told_on=row.told_on,
            words=row.words,
            language=row.language,
            tender=row.sensitivity == Sensitivity.TENDER,
            held_back=row.held_back_at is not None,
            answered_anew=(row.question, row.part, row.held_back_at) in anew,
        )
        for row in passages
    )


def told_thing(client: Client, passage_id: str | UUID) -> ToldThing:
    """Return one thing the client told, as it stands now; they read it themselves."""
    own = passages_open_to(client, client.person)
    return _told(client, own.filter(pk=passage_id))[0]


def _looked_at(
    looks: Iterable[Look], passages: Iterable[Passage], cards: Iterable[Card]
) -> dict[int, LookedAt]:
    """Return what each look at one thing was at, as far as that is shown any more."""
    told = {str(row.pk): row for row in passages}
    read = {card.reading_id: card for card in cards}
    found = {}
    for look in looks:
        if look.record_kind == "passage" and look.record_id in told:
            row = told[look.record_id]
            found[look.position] = LookedAt(row.told_on, look.record_id)
        elif look.record_kind == "reading" and look.record_id in read:
            card = read[look.record_id]
            found[look.position] = _at_reading(card, told[card.passage_id])
    return found


def _at_reading(card: Card, row: Passage) -> LookedAt:
    """Leave out the words of something tender, or of what was taken back."""
    hidden = (
        card.verdict == Verdict.TAKEN_BACK.value
        or row.sensitivity == Sensitivity.TENDER
    )
    return LookedAt(
        told_on=card.told_on,
        passage_id=card.passage_id,
        reading_id="" if card.verdict == Verdict.TAKEN_BACK.value else card.reading_id,
        quote="" if hidden else card.quote,
        language=card.language,
    )
