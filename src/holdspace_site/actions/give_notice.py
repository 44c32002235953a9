"""Give word of a break, a change of worker or an ending, change it, or call it off."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.alliance.notices import AdvanceNotice as Notice
from holdspace.alliance.notices import NoticeKind, check_days, coming
from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, WrongTime
from holdspace_site.actions.write_farewell import follow_notice, occasion_of
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import AdvanceNotice, Client, Person
from holdspace_site.records.scope import client_for, one_of

_FURTHEST_YEARS = 3


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What is coming; `ends_on` is the last day of a break, None for the others.

    `reason` is said to the client in these words.
    """

    kind: NoticeKind
    begins_on: date
    ends_on: date | None
    reason: str = field(repr=False)


def give_notice(
    client_id: int, new: NewNotice, *, by: Person, now: datetime
) -> AdvanceNotice:
    """Put word of something that is coming on the client's page and on the brief.

    Raises:
        NothingWritten: if there is no reason in words.
        AlreadyOver, EndsBeforeItBegins, WrongTime: if the days cannot be.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.GIVE_NOTICE, now=now)
    _check(new, now)
    with transaction.atomic():
        notice = AdvanceNotice(client=client, worker=by, given_at=now)
        _fill(notice, new)
        notice.save(force_insert=True)
        _log(notice, by=by, now=now)
    return notice


def change_notice(
    client_id: int,
    notice_id: str | UUID,
    new: NewNotice | None,
    *,
    version: int,
    by: Person,
    now: datetime,
) -> AdvanceNotice:
    """Change what was said in advance; `new` None calls it off.

    A goodbye that is not given yet follows.

    Raises:
        EditedMeanwhile: if it was changed or called off since it was opened.
        NothingWritten, AlreadyOver, EndsBeforeItBegins, WrongTime, NoSuchRecord.
    """
    client = client_for(by, client_id, Verb.GIVE_NOTICE, now=now)
    one_of(AdvanceNotice, client, notice_id, by=by, now=now)
    with transaction.atomic():
        notice = AdvanceNotice.objects.select_for_update().get(pk=notice_id)
        if notice.version != version or notice.called_off_at:
            raise EditedMeanwhile("notice")
        if new is None:
            notice.called_off_at = now
        else:
            # What has begun may keep the day it began on, and be made shorter.
            begun = new.begins_on == notice.begins_on
            _check(new, now, today=notice.begins_on if begun else None)
            before = occasion_of(notice)
            _fill(notice, new)
            follow_notice(notice, before)
            notice.changed_at = now
        notice.version += 1
        notice.save()
        _log(notice, by=by, now=now)
    return notice


def notices_of(client: Client, on: date) -> tuple[Notice, ...]:
    """Return what is coming for a client and was not called off, the soonest first."""
    rows = client.notices.filter(called_off_at__isnull=True)
    return coming((as_library.notice(row) for row in rows), on)


def read_notice(
    client_id: int, notice_id: str | UUID, *, by: Person, now: datetime
) -> tuple[Client, AdvanceNotice]:
    """Return a client and one notice to them, and write the look down.

    Raises:
        NoSuchRecord: if this person works with no such client or notice.
    """
    client = client_for(by, client_id, Verb.GIVE_NOTICE, now=now)
    notice = one_of(AdvanceNotice, client, notice_id, by=by, now=now)
    write_down(
        Verb.READ_SESSIONS.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("notice", notice.pk),
    )
    return client, notice


def _check(new: NewNotice, now: datetime, *, today: date | None = None) -> None:
    if not new.reason.strip():
        raise NothingWritten
    local = timezone.localdate(now)
    check_days(new.kind, new.begins_on, new.ends_on, today=today or local)
    furthest = max(new.begins_on, new.ends_on or new.begins_on)
    if furthest.year > local.year + _FURTHEST_YEARS:
        raise WrongTime("day: it is years away")


def _fill(notice: AdvanceNotice, new: NewNotice) -> None:
    notice.kind = new.kind.value
    notice.begins_on = new.begins_on
    notice.ends_on = new.ends_on if new.kind is NoticeKind.BREAK else None
    notice.reason = new.reason.strip()


def _log(notice: AdvanceNotice, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.GIVE_NOTICE.value,
        by=by,
        now=now,
        client_id=notice.client_id,
        record=("notice", notice.pk),
    )
