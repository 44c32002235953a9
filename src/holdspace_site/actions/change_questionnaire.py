"""Choose anew who sees a questionnaire's answers, or take them back."""

from datetime import datetime

from django.db import transaction

from holdspace.alliance.sessions import SharedWith
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.give_questionnaire import (
    heed_answers,
    own_questionnaire_row,
)
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Person, Questionnaire


def share_questionnaire(
    questionnaire_id: str, shared_with: SharedWith, *, by: Person, now: datetime
) -> None:
    """Choose anew who sees what a client answered; it holds from the next look on.

    Raises:
        NotPossible: if nothing of it is answered.
        NoSuchRecord: if it is not theirs.
    """
    row = _answered(questionnaire_id, by=by, now=now)
    with transaction.atomic():
        row.shared_with = shared_with.value
        row.save(update_fields=["shared_with"])
        _write_down("share_questionnaire", row, by=by, now=now)
        heed_answers(row, by=by, now=now)


def take_back_questionnaire(
    questionnaire_id: str, *, by: Person, now: datetime
) -> None:
    """Take a client's own answers back: they are gone, and what was made of them too.

    Raises:
        NotPossible: if nothing of it is answered.
        NoSuchRecord: if it is not theirs.
    """
    row = _answered(questionnaire_id, by=by, now=now)
    with transaction.atomic():
        row.answers = {}
        row.taken_back_at = now
        row.save(update_fields=["answers_sealed", "taken_back_at"])
        _write_down("take_back_questionnaire", row, by=by, now=now)


def _answered(questionnaire_id: str, *, by: Person, now: datetime) -> Questionnaire:
    row = own_questionnaire_row(questionnaire_id, by=by, now=now)
    if row.given_at is None or row.taken_back_at is not None:
        raise NotPossible("questionnaire: nothing of it is answered")
    return row


def _write_down(verb: str, row: Questionnaire, *, by: Person, now: datetime) -> None:
    write_down(
        verb, by=by, now=now, client_id=row.client_id, record=("questionnaire", row.pk)
    )
