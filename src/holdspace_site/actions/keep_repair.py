"""Take a step in a repair, write down what was said, and hear the client's word."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from holdspace.alliance.repairs import (
    ClientsWord,
    RepairStatus,
    RuptureKind,
    after_their_word,
    check_may_step,
)
from holdspace.privacy.access import Verb
from holdspace_site.actions.add_passage import as_kept
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten
from holdspace_site.actions.make_promise import NewPromise, keep_promise_row
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Person, Repair, RepairStep, RepairWord
from holdspace_site.records.repairs import grounds_open_to, kind_of
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.supervision import own_steps


@dataclass(frozen=True, slots=True)
class Talk:
    """What a worker writes down about a repair after talking about it.

    `to` None leaves it where it stands. `promise` is what they said they would do,
    "" for nothing, and `due_on` None is no set day.
    """

    to: RepairStatus | None
    said: str = field(default="", repr=False)
    kind: RuptureKind | None = None
    promise: str = field(default="", repr=False)
    due_on: date | None = None


def keep_talk(
    client_id: int,
    repair_id: str | UUID,
    *,
    talk: Talk,
    version: int,
    by: Person,
    now: datetime,
) -> Repair:
    """Keep what was said and promised, and take a step if one was named, all at once.

    Raises:
        NothingWritten: if there is no step, no words and nothing else that changes.
        NoSuchStep, AgainstTheirWord: if the repair cannot be put there.
        EditedMeanwhile: if somebody else, or the client's word, changed it since.
        NoSuchRecord: if this person works with no such client or sees no such repair.
    """
    client = client_for(by, client_id, Verb.KEEP_REPAIR, now=now)
    one_of(Repair, client, repair_id, by=by, now=now)
    with transaction.atomic():
        repair = Repair.objects.select_for_update().get(pk=repair_id)
        if repair.version != version:
            raise EditedMeanwhile("repair")
        grounds = grounds_open_to(client, by).filter(repair=repair)
        other_kind = talk.kind and talk.kind is not kind_of(repair, grounds)
        status, stood = RepairStatus(repair.status), _stood(repair, talk.to, by)
        moves = bool(talk.to) and talk.to is not stood
        _check_says_something(talk, moves=moves or bool(other_kind))
        if talk.to and talk.to is not status:
            check_may_step(status, talk.to, newest_word(repair))
        if talk.kind and other_kind:
            repair.kind = talk.kind.value
        if talk.said.strip() or moves:
            _step(repair, stood, talk.to or status, talk.said, by=by, now=now)
        if talk.promise.strip():
            new = NewPromise(talk.promise, talk.due_on, repair=repair)
            keep_promise_row(client, new, by=by, now=now)
        repair.version += 1
        repair.save()
        _log(Verb.KEEP_REPAIR, repair, by=by, now=now)
    return repair


def _stood(repair: Repair, to: RepairStatus | None, by: Person) -> RepairStatus:
    """Return where a repair stood before a step.

    Where the client's word put it already, somebody says so themselves: for them it
    stood where their own steps had left it.
    """
    status = RepairStatus(repair.status)
    return own_steps(by, [repair])[repair].status if to is status else status


def _check_says_something(talk: Talk, *, moves: bool) -> None:
    if not (moves or talk.said.strip() or talk.promise.strip()):
        raise NothingWritten


def answer_repair(
    client_id: int,
    repair_id: str | UUID,
    *,
    word: ClientsWord,
    words: str = "",
    by: Person,
    now: datetime,
) -> Repair:
    """Keep the client's own word on a repair, and let the repair follow it.

    Raises:
        NoSuchRecord: if it is not this client's.
    """
    client = client_for(by, client_id, Verb.ANSWER_REPAIR, now=now)
    one_of(Repair, client, repair_id, by=by, now=now)
    with transaction.atomic():
        repair = Repair.objects.select_for_update().get(pk=repair_id)
        given = RepairWord(
            client=client, repair=repair, word=word.value, given_by=by, given_at=now
        )
        given.words = as_kept(words).strip()
        given.save(force_insert=True)
        status = RepairStatus(repair.status)
        to = after_their_word(status, word)
        if to is not status:
            _step(repair, status, to, "", by=by, now=now)
        repair.version += 1
        repair.save()
        _log(Verb.ANSWER_REPAIR, repair, by=by, now=now)
    return repair


def newest_word(repair: Repair) -> ClientsWord | None:
    """Return the client's newest word on a repair; None while there is none."""
    given = repair.client_words.order_by("-given_at").values_list("word", flat=True)
    newest = given.first()
    return ClientsWord(newest) if newest else None


def _step(
    repair: Repair,
    was: RepairStatus,
    to: RepairStatus,
    said: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    step = RepairStep(
        client_id=repair.client_id,
        repair=repair,
        from_status=was.value,
        to_status=to.value,
        taken_by=by,
        taken_at=now,
    )
    step.said = as_kept(said).strip()
    step.save(force_insert=True)
    repair.status = to.value


def _log(verb: Verb, repair: Repair, *, by: Person, now: datetime) -> None:
    write_down(
        verb.value,
        by=by,
        now=now,
        client_id=repair.client_id,
        record=("repair", repair.pk),
    )
