"""Ask a client to fill in a questionnaire, or ask for it no more."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import EditedMeanwhile, NotPossible
from holdspace_site.actions.set_up_so_far import check_ready_for_telling
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person, Questionnaire, Session
from holdspace_site.records.questionnaires import (
    answered_open_to,
    asked_open_to,
    usable_instruments,
)
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of


def waits_for(client: Client, by: Person) -> list[Questionnaire]:
    """Return what was asked for and is not answered as far as this person may see.

    One that was answered and is kept from them waits, for them, like any other.
    """
    rows = client.questionnaires.filter(let_go_at=None, declined_at=None)
    seen = answered_open_to(client, by).values("pk")
    return list(rows.exclude(pk__in=seen).select_related("session"))


def ask_questionnaire(
    client_id: int, instrument_id: str, session_id: str, *, by: Person, now: datetime
) -> Questionnaire:
    """Ask a client to fill in one of the agency's questionnaires.

    `session_id` names the session it is for, "" for none. One that waits already is
    not asked for twice.

    Raises:
        NotPossible: if the questionnaire is not switched on or has no words.
        NotReadyForTelling: if nobody is named who reads what clients answer.
        NoSuchRecord: if the worker has no such client, or it no such session.
    """
    client = client_for(by, client_id, Verb.ASK_QUESTIONNAIRE, now=now)
    session = (
        one_of(Session, client, session_id, by=by, now=now) if session_id else None
    )
    check_ready_for_telling(by, now=now)
    today = timezone.localdate(now)
    usable = {one.id: one for one in usable_instruments(by.agency_id, on=today)}
    if instrument_id not in usable:
        raise NotPossible("questionnaire: it is not switched on")
    for row in waits_for(client, by):
        if row.instrument == instrument_id:
            return row
    row = Questionnaire(
        client=client,
        session=session,
        instrument=instrument_id,
        version=usable[instrument_id].info.version,
        asked_by=by,
        asked_at=now,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        _write_down(Verb.ASK_QUESTIONNAIRE.value, row, by=by, now=now)
    return row


def asked_row(
    client: Client, questionnaire_id: str, *, by: Person, now: datetime
) -> Questionnaire:
    """Return one of what a client was asked for, as this person may see it.

    Raises:
        NoSuchRecord: if there is none, or none for this person.
    """
    row = one_of(Questionnaire, client, questionnaire_id, by=by, now=now)
    if not asked_open_to(client, by).filter(pk=row.pk).exists():
        raise NoSuchRecord
    return row


def asked_again(row: Questionnaire, *, by: Person) -> Questionnaire:
    """Return what a worker can have answered anew: this one, as it was asked for.

    A worker who cannot see that it is answered finds it waiting, and it waits, as if
    it never had been: what the client keeps to themselves is set aside for them.

    Raises:
        EditedMeanwhile: if it is answered and the worker sees the answers.
    """
    if row.given_at is None:
        return row
    if answered_open_to(row.client, by).filter(pk=row.pk).exists():
        raise EditedMeanwhile("questionnaire")
    with transaction.atomic():
        asked = Questionnaire.objects.select_for_update().get(pk=row.pk)
        if asked.given_at is not None:
            _set_aside(asked)
    return asked


def _set_aside(asked: Questionnaire) -> None:
    """Move the answers of a questionnaire to a row of its client's own."""
    aside = Questionnaire(
        client_id=asked.client_id,
        session_id=asked.session_id,
        instrument=asked.instrument,
        version=asked.version,
        asked_by_id=asked.asked_by_id,
        asked_at=asked.asked_at,
        let_go_at=asked.asked_at,
        shared_with=asked.shared_with,
        way=asked.way,
        typed_by_id=asked.typed_by_id,
        given_at=asked.given_at,
        taken_back_at=asked.taken_back_at,
    )
    aside.answers = asked.answers
    aside.save(force_insert=True)
    asked.hand_offs.update(questionnaire=aside)
    asked.answers = {}
    asked.shared_with = asked.way = ""
    asked.typed_by = asked.given_at = asked.taken_back_at = None
    asked.save()


def let_questionnaire_go(
    client_id: int, questionnaire_id: str, *, by: Person, now: datetime
) -> None:
    """Ask for a questionnaire no more; what the client keeps of it stays theirs.

    Raises:
        NotPossible: if it was answered and the worker sees the answers.
        NoSuchRecord: if the worker works with no such client, or it is not theirs.
    """
    client = client_for(by, client_id, Verb.ASK_QUESTIONNAIRE, now=now)
    row = asked_row(client, questionnaire_id, by=by, now=now)
    if answered_open_to(client, by).filter(pk=row.pk).exists():
        raise NotPossible("questionnaire: it is answered")
    with transaction.atomic():
        Questionnaire.objects.filter(pk=row.pk, let_go_at=None).update(let_go_at=now)
        _write_down("let_questionnaire_go", row, by=by, now=now)


def _write_down(verb: str, row: Questionnaire, *, by: Person, now: datetime) -> None:
    write_down(
        verb, by=by, now=now, client_id=row.client_id, record=("questionnaire", row.pk)
    )
