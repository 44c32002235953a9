"""Change one's own check-in, who sees it, or take it back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from holdspace.alliance.sessions import SharedWith
from holdspace.privacy.access import Verb
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.give_check_in import answers_to_keep, heed
from holdspace_site.actions.heed_signals import heed_signals
from holdspace_site.actions.read_record import own_record
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import CheckIn, Client, Person
from holdspace_site.records.scope import NoSuchRecord, refuse

CHANGE_FOR = timedelta(hours=24)
"""How long the answers of a check-in can be changed; taking back is always open."""


class TooLateToChange(HoldspaceError):
    """The answers of a check-in were to be changed after their day was over."""

    next_step = "You can still choose who sees it, or take it back."

    def __init__(self) -> None:
        super().__init__("Answers can be changed for 24 hours.")


def may_be_changed(check_in: CheckIn, *, now: datetime) -> bool:
    """Return whether the answers of a check-in can still be changed."""
    return now < check_in.given_at + CHANGE_FOR


def change_check_in(
    check_in_id: str | UUID,
    answers: dict[str, str],
    shared_with: SharedWith,
    *,
    cue_of: str = "",
    by: Person,
    now: datetime,
) -> CheckIn:
    """Put other answers in the place of a check-in's, and choose again who sees it.

    Raises:
        TooLateToChange: after `CHANGE_FOR`.
        NoSuchRecord: if it is not theirs, or was taken back.
        Also what `give_check_in` raises for answers that cannot be.
    """
    client = own_record(by)
    _check_own(check_in_id, client, by=by, now=now)
    with transaction.atomic():
        row = _locked(check_in_id)
        if not may_be_changed(row, now=now):
            raise TooLateToChange
        row.answers = answers_to_keep(client, answers, cue_of)
        row.shared_with, row.changed_at = shared_with.value, now
        row.save()
        _write_down(Verb.CHECK_IN.value, row, by=by, now=now)
        heed(row, by=by, now=now)
    return row


def share_check_in(
    check_in_id: str | UUID, shared_with: SharedWith, *, by: Person, now: datetime
) -> CheckIn:
    """Choose anew who sees a check-in; it holds from the next request on.

    Raises:
        NoSuchRecord: if it is not theirs, or was taken back.
    """
    _check_own(check_in_id, own_record(by), by=by, now=now)
    with transaction.atomic():
        row = _locked(check_in_id)
        row.shared_with = shared_with.value
        row.save(update_fields=["shared_with"])
        _write_down("share_check_in", row, by=by, now=now)
        heed(row, by=by, now=now)
    return row


def take_back_check_in(
    check_in_id: str | UUID, *, by: Person, now: datetime
) -> CheckIn:
    """Take a check-in back: its answers are gone, from everything made of them too.

    Raises:
        NoSuchRecord: if it is not theirs, or was taken back before.
    """
    _check_own(check_in_id, own_record(by), by=by, now=now)
    with transaction.atomic():
        row = _locked(check_in_id)
        row.answers, row.taken_back_at = {}, now
        row.save(update_fields=["answers_sealed", "taken_back_at"])
        _write_down("take_back_check_in", row, by=by, now=now)
        heed_signals(row, by=by, now=now)
    return row


def own_check_in(check_in_id: str | UUID, *, by: Person, now: datetime) -> CheckIn:
    """Return one of a client's own check-ins.

    Raises:
        NoSuchRecord: if it is not theirs, or was taken back.
    """
    _check_own(check_in_id, own_record(by), by=by, now=now)
    return CheckIn.objects.select_related("session").get(pk=check_in_id)


def _check_own(
    check_in_id: str | UUID, client: Client, *, by: Person, now: datetime
) -> None:
    """Outside of any transaction: a refused look is written down."""
    try:
        row = CheckIn.objects.filter(pk=check_in_id).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise NoSuchRecord
    if row.client_id != client.pk:
        refuse(by, row.client_id, Verb.CHECK_IN, now=now)
    if row.taken_back_at is not None:
        raise NoSuchRecord


def _locked(check_in_id: str | UUID) -> CheckIn:
    row = CheckIn.objects.select_for_update().get(pk=check_in_id)
    if row.taken_back_at is not None:
        raise NoSuchRecord
    return row


def _write_down(verb: str, row: CheckIn, *, by: Person, now: datetime) -> None:
    write_down(
        verb, by=by, now=now, client_id=row.client_id, record=("check_in", row.pk)
    )
