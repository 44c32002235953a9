"""Read questionnaires: what waits, what was answered, and what it came to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from holdspace.alliance.sessions import CheckInWay, SharedWith
from holdspace.content.instrument_records import Instrument, Scale
from holdspace.measures.change import Change, change_between
from holdspace.measures.scoring import Score
from holdspace.privacy.access import Verb
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.ask_questionnaire import (
    asked_again,
    asked_row,
    waits_for,
)
from holdspace_site.actions.give_questionnaire import own_questionnaire_row
from holdspace_site.actions.read_record import own_record
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import read_keys
from holdspace_site.records.models import Client, Person, Questionnaire, Session
from holdspace_site.records.questionnaires import (
    answered_open_to,
    instrument_of,
    scores_to_show,
    standing,
    usable_instruments,
)
from holdspace_site.records.scope import (
    NoSuchRecord,
    client_for,
    clients_of,
    supervisees_of,
)
from holdspace_site.records.sharing import allowing

SHARED_WEEKS = 12
"""How far back a supervisor sees what was shared with them."""


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """One scale of a filled-in questionnaire, and how it differs from the time before.

    `change` is None where there is no time before, or no value; `before_on` is the day
    it is held against.
    """

    scale: Scale
    score: Score
    change: Change | None = None
    before_on: date | None = None


@dataclass(frozen=True, slots=True)
class OneQuestionnaire:
    """One questionnaire as somebody may see it.

    `answers` is empty while it waits, and for whoever it is kept from. `instrument` is
    None if it does not ship any more.
    """

    id: str
    client: Client
    instrument: Instrument | None = field(repr=False)
    asked_on: date
    asked_by_name: str
    session_number: int | None
    given_on: date | None
    declined_on: date | None
    way: str
    shared_with: SharedWith | None
    answers: dict[str, float] = field(repr=False)
    results: tuple[ScaleResult, ...] = field(repr=False)

    @property
    def is_answered(self) -> bool:
        """Whether there are answers to see for whoever reads this."""
        return self.given_on is not None


@dataclass(frozen=True, slots=True)
class QuestionnairesPage:
    """What a worker sees: what waits, what they may read, and what they can ask for."""

    client: Client
    waiting: tuple[OneQuestionnaire, ...]
    declined: tuple[OneQuestionnaire, ...]
    answered: tuple[OneQuestionnaire, ...]
    usable: tuple[Instrument, ...] = field(repr=False)
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class SharedQuestionnaire:
    """What a client shared with a supervisor: no name, and the week it was given in."""

    week_of: date
    title: str
    results: tuple[ScaleResult, ...] = field(repr=False)


def read_questionnaires(
    client_id: int, *, by: Person, now: datetime
) -> QuestionnairesPage:
    """Return a client's questionnaires as far as this worker may see them.

    Raises:
        NoSuchRecord: if the worker works with no such client.
        StoryClosed: if the client says no to care.
    """
    client = client_for(by, client_id, Verb.READ_QUESTIONNAIRES, now=now)
    today = timezone.localdate(now)
    answered = list(answered_open_to(client, by).select_related("session"))
    declined = client.questionnaires.filter(
        declined_at__isnull=False, let_go_at=None
    ).exclude(pk__in=[row.pk for row in answered])
    page = QuestionnairesPage(
        client=client,
        waiting=tuple(_waiting(row, today) for row in waits_for(client, by)),
        declined=tuple(_waiting(row, today) for row in declined),
        answered=tuple(_all_answered(answered, today)),
        usable=usable_instruments(by.agency_id, on=today),
        sessions=tuple(client.sessions.order_by("-at")[:5]),
    )
    write_down(Verb.READ_QUESTIONNAIRES.value, by=by, now=now, client_id=client.pk)
    return page


def read_questionnaire(
    client_id: int, questionnaire_id: str, *, by: Person, now: datetime
) -> OneQuestionnaire:
    """Return one questionnaire of a client as far as this worker may see it.

    Raises as `read_questionnaires`, and NoSuchRecord if the client has none such.
    """
    client = client_for(by, client_id, Verb.READ_QUESTIONNAIRES, now=now)
    row = asked_row(client, questionnaire_id, by=by, now=now)
    write_down(
        Verb.READ_QUESTIONNAIRES.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("questionnaire", row.pk),
    )
    return _one(row, by, timezone.localdate(now))


def own_questionnaires(*, by: Person, now: datetime) -> list[OneQuestionnaire]:
    """Return all of a client's own, newest asked first; taken-back ones are gone."""
    client = own_record(by)
    today = timezone.localdate(now)
    answered = list(answered_open_to(client, by).select_related("session"))
    seen = {one.id: one for one in _all_answered(answered, today)}
    rows = client.questionnaires.filter(taken_back_at=None).select_related("session")
    shown = [
        seen.get(str(row.pk)) or _waiting(row, today)
        for row in rows
        if row.given_at is not None or row.let_go_at is None
    ]
    return list(reversed(shown))


def own_waiting(client: Client) -> int:
    """Return how many questionnaires a client was asked for and has not answered."""
    rows = client.questionnaires.filter(given_at=None, declined_at=None, let_go_at=None)
    return rows.count()


def own_questionnaire(
    questionnaire_id: str, *, by: Person, now: datetime
) -> OneQuestionnaire:
    """Return one of a client's own. Raises NoSuchRecord if it is not theirs."""
    row = own_questionnaire_row(questionnaire_id, by=by, now=now)
    return _one(row, by, timezone.localdate(now))


def read_shared_questionnaires(
    person_id: int, *, by: Person, now: datetime
) -> tuple[SharedQuestionnaire, ...]:
    """Return what clients of one worker shared with the worker's supervisor lately.

    Each look is written down for the client it is about.

    Raises:
        NoSuchRecord: if this is not a worker of this supervisor.
    """
    if not supervisees_of(by).filter(pk=person_id, agency_id=by.agency_id).exists():
        raise NoSuchRecord
    today = timezone.localdate(now)
    rows = standing().filter(
        asked_by=person_id,
        shared_with=SharedWith.SUPERVISOR.value,
        given_at__gte=now - timedelta(weeks=SHARED_WEEKS),
        client__erased_at=None,
    )
    allowed = allowing(Purpose.CARE, {row.client_id for row in rows})
    shown = [row for row in rows if row.client_id in allowed]
    read_keys(row.client_id for row in shown)
    for row in shown:
        write_down(
            "read_shared_questionnaires",
            by=by,
            now=now,
            client_id=row.client_id,
            record=("questionnaire", row.pk),
        )
    return tuple(_shared(row, today) for row in shown)


def _shared(row: Questionnaire, today: date) -> SharedQuestionnaire:
    given_on = timezone.localdate(row.given_at)
    made = instrument_of(row, on=today)
    return SharedQuestionnaire(
        week_of=given_on - timedelta(days=given_on.weekday()),
        title=made.short if made else row.instrument,
        results=_results(row, (), today),
    )


def handed_over_questionnaire(questionnaire_id: str) -> Questionnaire | None:
    """Return the questionnaire a device was handed over for; None if it is no more.

    Only for the page `hand_over_questionnaire` opened: whoever asks is not signed in.
    """
    row = (
        Questionnaire.objects.filter(pk=questionnaire_id, given_at=None, let_go_at=None)
        .select_related("client")
        .first()
    )
    if row is None or row.client.person is None:
        return None
    living = clients_of(row.client.person).filter(pk=row.client_id)
    return row if living.exists() else None


def hand_over_questionnaire(
    client_id: int, questionnaire_id: str, *, by: Person, now: datetime
) -> Questionnaire:
    """Return the questionnaire a device is handed over for, and write it down.

    Raises NoSuchRecord if the worker works with no such client, or it has none such.
    """
    client = client_for(by, client_id, Verb.ASK_QUESTIONNAIRE, now=now)
    row = asked_row(client, questionnaire_id, by=by, now=now)
    if row.pk not in {one.pk for one in waits_for(client, by)}:
        raise NoSuchRecord
    row = asked_again(row, by=by)
    write_down(
        Verb.ASK_QUESTIONNAIRE.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("questionnaire", row.pk),
    )
    return row


def _one(row: Questionnaire, by: Person, today: date) -> OneQuestionnaire:
    answered = list(
        answered_open_to(row.client, by)
        .filter(instrument=row.instrument)
        .select_related("session")
    )
    found = {one.id: one for one in _all_answered(answered, today)}
    return found.get(str(row.pk)) or _waiting(row, today)


def _all_answered(
    rows: Iterable[Questionnaire], today: date
) -> Iterable[OneQuestionnaire]:
    """Yield answered ones, oldest first, each held against the one before it."""
    before: dict[str, Questionnaire] = {}
    for row in rows:
        earlier = before.get(row.instrument)
        yield _shown(row, today, _results(row, (earlier,) if earlier else (), today))
        before[row.instrument] = row


def _results(
    row: Questionnaire, earlier: tuple[Questionnaire, ...], today: date
) -> tuple[ScaleResult, ...]:
    made = instrument_of(row, on=today)
    scores = scores_to_show(made, row.answers)
    if made is None or not scores:
        return ()
    olds = [scores_to_show(made, one.answers) for one in earlier]
    if not olds or not olds[0]:
        pairs = zip(made.scales, scores, strict=True)
        return tuple(ScaleResult(scale, score) for scale, score in pairs)
    before_on = timezone.localdate(earlier[0].given_at)
    return tuple(
        ScaleResult(scale, score, change_between(scale, old, score), before_on)
        for scale, old, score in zip(made.scales, olds[0], scores, strict=True)
    )


def _waiting(row: Questionnaire, today: date) -> OneQuestionnaire:
    return OneQuestionnaire(
        id=str(row.pk),
        client=row.client,
        instrument=instrument_of(row, on=today),
        asked_on=timezone.localdate(row.asked_at),
        asked_by_name=row.asked_by.name,
        session_number=row.session.number if row.session else None,
        given_on=None,
        declined_on=timezone.localdate(row.declined_at) if row.declined_at else None,
        way="",
        shared_with=None,
        answers={},
        results=(),
    )


def _shown(
    row: Questionnaire, today: date, results: tuple[ScaleResult, ...]
) -> OneQuestionnaire:
    return OneQuestionnaire(
        id=str(row.pk),
        client=row.client,
        instrument=instrument_of(row, on=today),
        asked_on=timezone.localdate(row.asked_at),
        asked_by_name=row.asked_by.name,
        session_number=row.session.number if row.session else None,
        given_on=timezone.localdate(row.given_at),
        declined_on=None,
        way=CheckInWay(row.way).value,
        shared_with=SharedWith(row.shared_with),
        answers=dict(row.answers),
        results=results,
    )
