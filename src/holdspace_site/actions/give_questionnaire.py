"""Fill in a questionnaire: on one's own page, on a handed-over device, from paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from holdspace.alliance.sessions import CheckInWay, SharedWith
from holdspace.content.instrument_records import Instrument
from holdspace.content.safety import safety
from holdspace.measures.scoring import check_answers, ends_at_gate, needs_a_person
from holdspace.privacy.access import Verb
from holdspace_site.actions.ask_questionnaire import asked_again, asked_row
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, NotPossible
from holdspace_site.actions.notice_words import ask_somebody
from holdspace_site.actions.read_record import own_record
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import HandOff, Person, Questionnaire
from holdspace_site.records.questionnaires import instrument_of
from holdspace_site.records.scope import client_for, one_of

ANSWER_RULE = "answer"
"""The rule a hand-off names when it was an answer that was noticed, not words."""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A questionnaire as it was filled in; an open question is not in `answers`."""

    answers: Mapping[str, float] = field(repr=False)
    shared_with: SharedWith = SharedWith.NOBODY


@dataclass(frozen=True, slots=True)
class Given:
    """A questionnaire that was kept.

    `needs_calm` says that an answer is of the kind a person should read; `hand_off`
    is None where the client keeps it from their worker.
    """

    row: Questionnaire
    needs_calm: bool
    hand_off: HandOff | None


def own_questionnaire_row(
    questionnaire_id: str, *, by: Person, now: datetime
) -> Questionnaire:
    """Return one of the client's own. Raises NoSuchRecord if it is not theirs."""
    client = own_record(by)
    return one_of(Questionnaire, client, questionnaire_id, by=by, now=now)


def give_questionnaire(
    questionnaire_id: str, filled: FilledIn, *, by: Person, now: datetime
) -> Given:
    """Keep what a client answered on their own page.

    Raises:
        NothingWritten: if no question was answered.
        AnswerOutsideScale: if a question has no such answer.
        EditedMeanwhile: if it was answered or declined before.
        NotPossible: if its words are not there any more.
        NoSuchRecord: if it is not theirs.
    """
    row = own_questionnaire_row(questionnaire_id, by=by, now=now)
    return _keep(row, filled, CheckInWay.PHONE, by=by, now=now)


def give_questionnaire_on_tablet(
    row: Questionnaire, filled: FilledIn, *, now: datetime
) -> Given:
    """Keep what was answered on a handed-over device; nobody is signed in there.

    `row` is the one the device was handed over for. Raises as `give_questionnaire`.
    """
    by = row.client.person
    return _keep(row, filled, CheckInWay.TABLET, by=by, now=now)


def type_in_questionnaire(
    client_id: int,
    questionnaire_id: str,
    answers: Mapping[str, float],
    *,
    by: Person,
    now: datetime,
) -> Given:
    """Keep what a worker types in from paper, marked as such.

    Whoever types it in reads it, so it is shared with the worker. Raises as
    `give_questionnaire`, and NoSuchRecord if the worker works with no such client.
    """
    client = client_for(by, client_id, Verb.ASK_QUESTIONNAIRE, now=now)
    row = asked_row(client, questionnaire_id, by=by, now=now)
    row = asked_again(row, by=by)
    filled = FilledIn(answers, SharedWith.WORKER)
    return _keep(row, filled, CheckInWay.PAPER, by=by, now=now)


def decline_questionnaire(questionnaire_id: str, *, by: Person, now: datetime) -> None:
    """Say that one would rather not; the worker sees that, and is given no reason.

    Raises:
        NotPossible: if it is answered already.
        NoSuchRecord: if it is not theirs.
    """
    row = own_questionnaire_row(questionnaire_id, by=by, now=now)
    with transaction.atomic():
        open_rows = Questionnaire.objects.filter(pk=row.pk, given_at=None)
        if not open_rows.update(declined_at=now):
            raise NotPossible("questionnaire: it is answered")
        _write_down("decline_questionnaire", row, by=by, now=now)


def heed_answers(row: Questionnaire, *, by: Person, now: datetime) -> HandOff | None:
    """Hand answers to a person to read, where the questionnaire's own rule says so.

    None where no rule asks for it, where somebody was asked before, or where the
    client keeps the answers from their worker: then they are handed to nobody, and
    the client is shown whom to call. Called in the transaction that keeps them.
    """
    made = instrument_of(row, on=timezone.localdate(now))
    asks = made is not None and bool(needs_a_person(made, row.answers))
    if not asks or row.shared_with != SharedWith.WORKER.value:
        return None
    if row.hand_offs.exists():
        return None
    hand_off = HandOff(client_id=row.client_id, questionnaire=row, rule=ANSWER_RULE)
    ask_somebody(hand_off, by, now)
    hand_off.spans = {"version": "", "list": safety().info.version, "found": []}
    hand_off.save(force_insert=True)
    write_down(
        "hand_over",
        by=by,
        now=now,
        client_id=row.client_id,
        record=("hand_off", hand_off.pk),
    )
    return hand_off


def _checked(made: Instrument, answers: Mapping[str, float]) -> dict[str, float]:
    check_answers(made, answers)
    kept = dict(answers)
    if ends_at_gate(made, kept):
        kept = {key: value for key, value in kept.items() if made.item(key).is_gate}
    if not kept:
        raise NothingWritten
    return kept


def _keep(
    row: Questionnaire,
    filled: FilledIn,
    way: CheckInWay,
    *,
    by: Person,
    now: datetime,
) -> Given:
    made = instrument_of(row, on=timezone.localdate(now))
    if made is None or made.is_skeleton:
        raise NotPossible("questionnaire: its words are not here any more")
    answers = _checked(made, filled.answers)
    on_paper = way is CheckInWay.PAPER
    with transaction.atomic():
        kept = Questionnaire.objects.select_for_update().get(pk=row.pk)
        if kept.given_at is not None:
            raise EditedMeanwhile("questionnaire")
        kept.answers = answers
        kept.version = made.info.version
        kept.shared_with = filled.shared_with.value
        kept.way, kept.typed_by = way.value, by if on_paper else None
        kept.given_at = now  # that it was declined stays, for whom it is kept from
        kept.save()
        verb = Verb.ASK_QUESTIONNAIRE if on_paper else Verb.ANSWER_QUESTIONNAIRE
        _write_down(verb.value, kept, by=by, now=now)
        hand_off = heed_answers(kept, by=by, now=now)
    return Given(kept, bool(needs_a_person(made, answers)), hand_off)


def _write_down(verb: str, row: Questionnaire, *, by: Person, now: datetime) -> None:
    write_down(
        verb, by=by, now=now, client_id=row.client_id, record=("questionnaire", row.pk)
    )
