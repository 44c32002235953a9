"""Put what went wrong and was mended, and what is coming, into the made-up practice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from holdspace.alliance.repairs import ClientsWord, Ground, RepairStatus
from holdspace.alliance.sessions import PromiseStatus, PromiseStep, SharedWith
from holdspace.content.demo_records import DemoClient, DemoPromise, DemoRupture
from holdspace_site.actions.open_repair import strain_answered
from holdspace_site.records.models import (
    AdvanceNotice,
    Client,
    Person,
    Promise,
    PromiseChange,
    Repair,
    RepairGround,
    RepairStep,
    RepairWord,
    Session,
)

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_PROMISE_STATUS = {
    "open": PromiseStatus.OPEN,
    "kept": PromiseStatus.KEPT,
    "not_kept": PromiseStatus.BROKEN,
}


@dataclass(frozen=True, slots=True)
class Record:
    """Whose record it is, who works with them, and what is told of them."""

    client: Client
    worker: Person
    told: DemoClient
    now: datetime

    def session_of(self, week: int) -> Session:
        """Return the meeting of a week counted from today."""
        on = timezone.localdate(self.now) + timedelta(weeks=week)
        return self.client.sessions.get(at__date=on)


def write_repairs(record: Record) -> None:
    """Keep each made-up strain with its steps and the client's word on it."""
    for told in record.told.ruptures:
        session = record.session_of(told.week)
        repair = Repair.objects.create(
            client=record.client,
            worker=record.worker,
            session=session,
            kind=told.kind,
            status=told.status,
            opened_at=session.at + _HOUR,
        )
        _write_grounds(record, repair, told)
        _write_steps(record, repair, told)


def _write_grounds(record: Record, repair: Repair, told: DemoRupture) -> None:
    for check_in in repair.session.check_ins.all():
        shared = check_in.shared_with == SharedWith.WORKER.value
        if shared and strain_answered(check_in):
            RepairGround.objects.create(
                client=record.client,
                repair=repair,
                ground=Ground.CHECK_IN.value,
                check_in=check_in,
                noticed_by=record.client.person,
                noticed_at=check_in.given_at,
            )
    noticed = RepairGround(
        client=record.client,
        repair=repair,
        ground=Ground.NOTICED.value,
        noticed_by=record.worker,
        noticed_at=repair.opened_at + _HOUR,
    )
    noticed.words = told.what
    noticed.save(force_insert=True)


def _write_steps(record: Record, repair: Repair, told: DemoRupture) -> None:
    status = RepairStatus.OPEN.value
    taken_at = repair.opened_at
    for each in told.steps:
        session = record.session_of(each.week)
        taken_at = max(taken_at, session.at) + _HOUR
        step = RepairStep(
            client=record.client,
            repair=repair,
            from_status=status,
            to_status=each.status,
            taken_by=record.worker,
            taken_at=taken_at,
        )
        step.said = session.left_open
        step.save(force_insert=True)
        status = each.status
    if told.word:
        RepairWord.objects.create(
            client=record.client,
            repair=repair,
            word=ClientsWord(told.word).value,
            given_by=record.client.person,
            given_at=taken_at + _DAY,
        )


def write_promises(record: Record) -> None:
    """Keep each made-up promise with what became of it."""
    today = timezone.localdate(record.now)
    for told in record.told.promises:
        promise = Promise(
            client=record.client,
            worker=record.worker,
            session=record.session_of(told.made_week),
            made_on=today + timedelta(weeks=told.made_week),
            due_on=today + timedelta(days=told.due_in_days),
            status=_PROMISE_STATUS[told.status].value,
        )
        promise.words = told.what
        promise.save(force_insert=True)
        _write_changes(record, promise, told)


def _write_changes(record: Record, promise: Promise, told: DemoPromise) -> None:
    due = record.now + timedelta(days=told.due_in_days)
    changed_at = min(due, record.now)
    if told.before:
        changed_at = record.session_of(told.made_week).at + 2 * _HOUR
        _change(record, promise, PromiseStep.RENEGOTIATED, told.before, changed_at)
    if told.status == "kept":
        _change(record, promise, PromiseStep.KEPT, "", changed_at)
    elif told.status == "not_kept":
        _change(record, promise, PromiseStep.BROKEN, told.instead, changed_at)
    if promise.status != PromiseStatus.OPEN.value:
        promise.settled_at = changed_at
        promise.save(update_fields=["settled_at"])


def _change(
    record: Record, promise: Promise, step: PromiseStep, words: str, at: datetime
) -> None:
    change = PromiseChange(
        client=record.client,
        promise=promise,
        step=step.value,
        due_before=promise.due_on if step is PromiseStep.RENEGOTIATED else None,
        changed_by=record.worker,
        changed_at=at,
    )
    change.words = words
    change.save(force_insert=True)


def write_notices(record: Record) -> None:
    """Keep each made-up break, change or ending the client has word of."""
    today = timezone.localdate(record.now)
    for told in record.told.notices:
        ends = told.ends_in_days
        notice = AdvanceNotice(
            client=record.client,
            worker=record.worker,
            kind=told.kind,
            begins_on=today + timedelta(days=told.begins_in_days),
            ends_on=None if ends is None else today + timedelta(days=ends),
            given_at=record.session_of(told.week).at + _HOUR,
        )
        notice.reason = told.reason
        notice.save(force_insert=True)
