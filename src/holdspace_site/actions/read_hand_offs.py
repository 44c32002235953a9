"""Read words that may need a person, say that one did, and decide what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from holdspace.content.safety import HandOffChoice, PhraseGroup, safety
from holdspace.privacy.access import Relation, Verb
from holdspace.safety.phrases import Noticed
from holdspace_site.actions.add_people import check_runs_the_agency
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, NotPossible
from holdspace_site.actions.notice_words import found_in, words_of
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import read_keys
from holdspace_site.records.models import HandOff, Person
from holdspace_site.records.scope import agency_of, hand_off_for, hand_offs_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WaitingHandOff:
    """Words that wait for a person or for a decision; not the words themselves."""

    id: str
    client_name: str = field(repr=False)
    noticed_at: datetime
    minutes: int
    first_name: str
    read_name: str
    chose: str


@dataclass(frozen=True, slots=True)
class OpenHandOff:
    """One hand-off as whoever reads it sees it: its words and nothing else told.

    `words` is None where the client has taken them back to themselves since;
    `translation` is what an interpreter made of them, "" where nobody did.
    `client_id` is there for the care team only, whose other pages it leads to.
    """

    id: str
    client_id: int | None
    client_name: str = field(repr=False)
    words: str | None = field(repr=False)
    language: str
    found: tuple[Noticed, ...]
    groups: tuple[PhraseGroup, ...] = field(repr=False)
    noticed_at: datetime
    list_version: str
    chose: str
    first_name: str
    next_name: str
    next_at: datetime | None
    read_name: str
    read_at: datetime | None
    decision: str
    because: str = field(repr=False)
    decided_name: str
    decided_at: datetime | None
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    translation: str = field(default="", repr=False)
    translated_into: str = ""


@dataclass(frozen=True, slots=True)
class UnreadCounts:
    """How many hand-offs wait, in numbers only."""

    unread: int
    past_cover: int
    not_decided: int
    this_week: int


def read_hand_offs(*, by: Person, now: datetime) -> tuple[WaitingHandOff, ...]:
    """Return what waits for this person, by the time it was noticed.

    Each name shown is written down as a look.
    """
    rows = list(
        hand_offs_of(by, now)
        .filter(decided_at__isnull=True)
        .select_related("client", "first_reader", "read_by")
        .order_by("noticed_at", "pk")
    )
    read_keys(row.client_id for row in rows)
    for client_id in dict.fromkeys(row.client_id for row in rows):
        write_down("list_hand_offs", by=by, now=now, client_id=client_id)
    return tuple(_waiting(row, now) for row in rows)


def _waiting(row: HandOff, now: datetime) -> WaitingHandOff:
    return WaitingHandOff(
        id=str(row.pk),
        client_name=row.client.name,
        noticed_at=row.noticed_at,
        minutes=max(0, int((now - row.noticed_at).total_seconds() // 60)),
        first_name=_name(row.first_reader),
        read_name=_name(row.read_by),
        chose=row.client_chose,
    )


def read_hand_off(hand_off_id: str, *, by: Person, now: datetime) -> OpenHandOff:
    """Return one hand-off with the words, and write the look down.

    Raises:
        NoSuchRecord: if this person is not asked to read it now.
    """
    row, relation = hand_off_for(by, hand_off_id, Verb.READ_HAND_OFF, now=now)
    _write_down(Verb.READ_HAND_OFF.value, row, by=by, now=now)
    return _opened(row, relation, by)


def acknowledge(hand_off_id: str, *, by: Person, now: datetime) -> None:
    """Say that a person reads it now; whoever said so first stays the one.

    Raises:
        NoSuchRecord: if this person is not asked to read it now.
    """
    row, _ = hand_off_for(by, hand_off_id, Verb.READ_HAND_OFF, now=now)
    with transaction.atomic():
        taken = HandOff.objects.filter(pk=row.pk, read_at__isnull=True)
        if taken.update(read_by=by, read_at=now):
            _write_down("acknowledge_hand_off", row, by=by, now=now)


def settle(
    hand_off_id: str, decision: str, because: str, *, by: Person, now: datetime
) -> HandOffChoice:
    """Keep what was decided and why; it closes the hand-off.

    Raises:
        NotPossible: if there is no such decision.
        NothingWritten: if it needs words and there are none.
        EditedMeanwhile: if somebody else has decided.
        NoSuchRecord: if this person is not asked to read it now.
    """
    row, _ = hand_off_for(by, hand_off_id, Verb.SETTLE_HAND_OFF, now=now)
    chosen = safety().decision(decision)
    if chosen is None:
        raise NotPossible("decision")
    if chosen.needs_words and not because.strip():
        raise NothingWritten
    row.because = because.strip()
    with transaction.atomic():
        HandOff.objects.filter(pk=row.pk, read_at__isnull=True).update(
            read_by=by, read_at=now
        )
        decided = HandOff.objects.filter(pk=row.pk, decided_at__isnull=True).update(
            decision=chosen.id,
            because_sealed=row.because_sealed,
            decided_by=by,
            decided_at=now,
        )
        if not decided:
            raise EditedMeanwhile("decision")
        _write_down(Verb.SETTLE_HAND_OFF.value, row, by=by, now=now)
    return chosen


def read_unread_hand_offs(*, by: Person, now: datetime) -> UnreadCounts:
    """Return how many hand-offs wait; an administrator sees no name and no word."""
    check_runs_the_agency(by)
    rows = HandOff.objects.filter(
        client__agency_id=by.agency_id, client__erased_at__isnull=True
    )
    unread = rows.filter(read_at__isnull=True, decided_at__isnull=True)
    return UnreadCounts(
        unread=unread.count(),
        past_cover=unread.filter(next_at__lte=now).count(),
        not_decided=rows.filter(read_at__isnull=False, decided_at__isnull=True).count(),
        this_week=rows.filter(noticed_at__gt=now - WEEK).count(),
    )


def _opened(row: HandOff, relation: Relation, by: Person) -> OpenHandOff:
    words = words_of(row)
    found = found_in(row) if words is not None else ()
    groups = _groups([one.rule for one in found] or [row.rule])
    return OpenHandOff(
        id=str(row.pk),
        client_id=row.client_id if relation is Relation.CARE_TEAM else None,
        client_name=row.client.name,
        words=words,
        language=row.passage.language if row.passage else "",
        found=found,
        groups=groups,
        noticed_at=row.noticed_at,
        list_version=str(row.spans.get("list", "")),
        chose=row.client_chose,
        first_name=_name(row.first_reader),
        next_name=_name(row.next_reader),
        next_at=row.next_at,
        read_name=_name(row.read_by),
        read_at=row.read_at,
        decision=row.decision,
        because=row.because,
        decided_name=_name(row.decided_by),
        decided_at=row.decided_at,
        steps=_steps(groups, by),
        translation=row.passage.translation if row.passage and words else "",
        translated_into=row.passage.translated_into if row.passage else "",
    )


def _groups(rules: Iterable[str]) -> tuple[PhraseGroup, ...]:
    groups = (safety().group(rule) for rule in dict.fromkeys(rules))
    return tuple(group for group in groups if group is not None)


def _steps(
    groups: Iterable[PhraseGroup], by: Person
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the agency's own steps for what was noticed, each kind once."""
    agency = agency_of(by)
    texts = {
        "escalation": agency.escalation_steps,
        "protection": agency.protection_steps,
    }
    kinds = dict.fromkeys(group.steps for group in groups)
    return tuple(
        (kind, tuple(filter(str.strip, texts[kind].splitlines())))
        for kind in kinds
        if texts[kind].strip()
    )


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _write_down(verb: str, row: HandOff, *, by: Person, now: datetime) -> None:
    write_down(
        verb, by=by, now=now, client_id=row.client_id, record=("hand_off", row.pk)
    )
