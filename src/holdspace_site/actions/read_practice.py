"""Read the report on the whole practice, worked out anew each time.

It goes up to the last day of last month, so that two looks in a month come out alike
unless the records changed. Nothing of it is kept: who takes their yes back is gone from
it at the next look.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from holdspace.alliance.sessions import SessionStatus
from holdspace.practice.extract.shift import last_day_of_last_month
from holdspace.privacy.access import Role
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Session
from holdspace_site.records.scope import READ_PRACTICE, NoSuchRecord, Who, clients_of

if TYPE_CHECKING:
    from holdspace.practice.report import PracticeReport


def read_practice(
    *,
    by: Who,
    now: datetime,
    epsilon: float | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> "PracticeReport":
    """Return the report on the practice as it stood at the end of last month.

    `epsilon` is the privacy budget of a release with chance added, None for exact
    figures without small numbers. `told` hears how many clients of how many were read.

    The access log has the entry, with the budget, before anything is read; the extract
    it is worked out from lies in a private folder, and is removed whatever happens.

    Raises:
        NoSuchRecord: if this person does not run the agency.
        ChoiceChanged: if a client's yes became a no while it was made.
    """
    if by.role != Role.ADMINISTRATOR.value:
        raise NoSuchRecord
    from holdspace_site.actions.make_extract import extract_for_report

    budget = ("", "") if epsilon is None else ("epsilon", f"{epsilon:g}")
    write_down(READ_PRACTICE, by=by, now=now, record=budget)
    with extract_for_report(by=by, now=now, told=told) as folder:
        everybody = everybody_by(by, last_day_of_last_month(timezone.localdate(now)))
        return worked_out(folder, epsilon=epsilon, everybody=everybody)


def everybody_by(by: Who, day: date) -> int:
    """Return how many clients had come by a day, whatever they chose; none erased."""
    after = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    met = Session.objects.exclude(status=SessionStatus.PLANNED.value)
    met = met.filter(at__lt=after).values("client")
    return clients_of(by).filter(Q(added_at__lt=after) | Q(pk__in=met)).count()


def worked_out(
    folder: Path, *, epsilon: float | None, everybody: int
) -> "PracticeReport":
    """Return the report of an extract.

    `everybody` is how many clients there were, also those who are not in it: the report
    does not say how many said yes where that would say how few did not.

    Raises:
        PrivateNotInstalled: if chance cannot be added here.
    """
    # The engine takes a second to load: only who opens a report waits for it.
    from holdspace.practice.extract import read_extract
    from holdspace.practice.private import check_can_be_private, private_report
    from holdspace.practice.report import practice_report

    if epsilon is not None:
        check_can_be_private()
    with read_extract(folder, temporary=folder.parent) as extract:
        if epsilon is None:
            return practice_report(extract, everybody=everybody)
        return private_report(extract, epsilon)
