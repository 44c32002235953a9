"""Read the worker's day: who comes, whom to think about first, what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from holdspace.alliance.repairs import unfinished_on
from holdspace.alliance.sessions import CheckIn, Promise, PromiseStatus, Session
from holdspace.approach.brief import Brief, Told, brief_of
from holdspace.approach.headline import Headline
from holdspace.approach.lines import Because
from holdspace.privacy.access import Verb
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.add_passage import Setting
from holdspace_site.actions.read_brief import brief_content, told_by
from holdspace_site.actions.read_letters import answered_letters
from holdspace_site.actions.read_repairs import RepairInList, unfinished_repairs
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import read_keys
from holdspace_site.records.models import (
    Client,
    ClientQuestion,
    Letter,
    Passage,
    Person,
)
from holdspace_site.records.scope import clients_of
from holdspace_site.records.sharing import allowing, passages_open_in

_STRAINS = (
    "big_off_moment",
    "off_moment",
    "before",
    "trust_rupture",
    "trust_withdrawal",
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session of the day with the one line to keep in mind for it.

    `because` is the first quote the line rests on; None where nothing was told.
    `closed` says that the client closed their story, so that there is no line.
    """

    session: Session
    client_id: int
    client_name: str = field(repr=False)
    note: str = ""
    because: Because | None = None
    closed: bool = False

    @property
    def status(self) -> str:
        """Whether it is to come, took place, or did not."""
        return self.session.status.value


@dataclass(frozen=True, slots=True)
class ThinkFirst:
    """Whom to think about first, and why."""

    client_id: int
    client_name: str = field(repr=False)
    headline: Headline
    at: datetime
    check_in: CheckIn | None


@dataclass(frozen=True, slots=True)
class Owed:
    """An open promise; `due` is overdue, today, later or no_day."""

    promise: Promise
    client_id: int
    client_name: str = field(repr=False)
    due: str


@dataclass(frozen=True, slots=True)
class New:
    """Something a client told in the last few days, or a letter they answered.

    An answered letter stays until its answers are noted; what was told in answer to
    one stands with the letter.
    """

    client_id: int
    client_name: str = field(repr=False)
    told_on: date
    passage_id: str = ""
    letter_id: str = ""
    kind: str = "passage"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something a client asked and nobody has answered yet."""

    question_id: str
    client_id: int
    client_name: str = field(repr=False)
    about: str = field(repr=False)
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Today:
    """A worker's day by the clock, never ranked by anything else."""

    on: date
    sessions: tuple[Meeting, ...]
    first: ThinkFirst | None
    promises: tuple[Owed, ...]
    new: tuple[New, ...]
    questions: tuple[Asked, ...] = ()
    repairs: tuple[RepairInList, ...] = ()


def read_today(*, by: Person, on: date, now: datetime) -> Today:
    """Return the day of one worker, and write down whose brief went into it."""
    clients = {client.pk: client for client in clients_of(by)}
    read_keys(clients)
    rows = by.sessions.filter(at__date=on, client__in=clients.values()).select_related(
        "client"
    )
    cared_for = allowing(Purpose.CARE, clients)
    meetings, strains, unfinished, round_again = [], [], [], []
    for row in rows:
        client = clients[row.client_id]
        if client.pk not in cared_for:
            meetings.append(_closed_meeting(as_library.session(row), client))
            continue
        told = told_by(client, by=by, on=on)
        brief = brief_of(told, on=on, content=brief_content())
        write_down(Verb.READ_BRIEF.value, by=by, now=now, client_id=client.pk)
        meetings.append(_meeting(as_library.session(row), client, brief))
        if brief.headline.kind in _STRAINS:
            strains.append(_think_first(client, brief, row.at))
        elif reason := _not_mended(told, on):
            first = replace(brief, headline=reason)
            unfinished.append(_think_first(client, first, row.at))
        elif again := _begun_again(brief):
            first = replace(brief, headline=again)
            round_again.append(_think_first(client, first, row.at))
    write_down("read_today", by=by, now=now)
    return Today(
        on=on,
        sessions=tuple(meetings),
        first=next(iter((*strains, *unfinished, *round_again)), None),
        promises=_owed(by, clients, on),
        new=_new(clients, by, on),
        questions=_asked(clients),
        repairs=unfinished_repairs(clients.values(), by=by),
    )


def _meeting(session: Session, client: Client, brief: Brief) -> Meeting:
    """Return a session with the first thing to do, or else to avoid, if told."""
    line = next(iter((*brief.do, *brief.avoid)), None)
    return Meeting(
        session=session,
        client_id=client.pk,
        client_name=client.name,
        note=line.line if line else "",
        because=line.because[0] if line else None,
    )


def _closed_meeting(session: Session, client: Client) -> Meeting:
    return Meeting(
        session=session, client_id=client.pk, client_name=client.name, closed=True
    )


def _think_first(client: Client, brief: Brief, at: datetime) -> ThinkFirst:
    last = brief.last_session
    return ThinkFirst(
        client_id=client.pk,
        client_name=client.name,
        headline=brief.headline,
        at=at,
        check_in=last.check_in if last else None,
    )


def _not_mended(told: Told, on: date) -> Headline | None:
    """Return what is not mended yet with a client as a reason to think of them."""
    repair = next(iter(unfinished_on(told.repairs, on)), None)
    status = repair.status_on(on) if repair else None
    if repair is None or status is None:
        return None
    say = brief_content().wording
    since = say.day(repair.opened_on)
    return Headline(
        kind="not_mended",
        words=say.say(f"unfinished_repair_{status.value}", on=since, name=told.name),
        why=say.say("headline_because_repair"),
    )


def _begun_again(brief: Brief) -> Headline | None:
    """Return a cycle that has begun again as a reason to think of somebody."""
    watch = brief.cycle
    if watch is None or not watch.begun:
        return None
    why = brief_content().wording.say("headline_because_cycle", name=brief.name)
    return Headline(kind="cycle", words=watch.words, why=why)


def _owed(by: Person, clients: dict[int, Client], on: date) -> tuple[Owed, ...]:
    rows = by.promises.filter(
        status=PromiseStatus.OPEN.value, client__in=clients.values()
    )
    owed = (
        Owed(
            promise=as_library.promise(row),
            client_id=row.client_id,
            client_name=clients[row.client_id].name,
            due=_due(row.due_on, on),
        )
        for row in rows
    )
    return tuple(sorted(owed, key=lambda one: one.promise.due_on or date.max))


def _due(due_on: date | None, on: date) -> str:
    if due_on is None:
        return "no_day"
    if due_on < on:
        return "overdue"
    return "today" if due_on == on else "later"


def _new(clients: dict[int, Client], by: Person, on: date) -> tuple[New, ...]:
    rows: Iterable[Passage] = (
        passages_open_in(clients.values(), by)
        .filter(
            told_by="client",
            told_on__gte=on - timedelta(days=2),
        )
        .defer("words_sealed")
    )
    letters = answered_letters(by, allowing(Purpose.CARE, clients))
    answered = {letter.client_id for letter in letters}
    in_answer = Setting.LETTER.value
    return (
        *(_answered(letter, clients[letter.client_id]) for letter in letters),
        *(
            New(row.client_id, clients[row.client_id].name, row.told_on, str(row.pk))
            for row in rows
            if row.setting != in_answer or row.client_id not in answered
        ),
    )


def _answered(letter: Letter, client: Client) -> New:
    on = timezone.localdate(letter.answered_at)
    return New(client.pk, client.name, on, letter_id=str(letter.pk), kind="letter")


def _asked(clients: dict[int, Client]) -> tuple[Asked, ...]:
    rows = ClientQuestion.objects.filter(
        client__in=clients.values(), answered_at__isnull=True
    ).defer("words_sealed")
    return tuple(
        Asked(
            question_id=str(row.pk),
            client_id=row.client_id,
            client_name=clients[row.client_id].name,
            about=row.about,
            asked_at=row.asked_at,
        )
        for row in rows.order_by("asked_at")
    )
