"""Read the report on the whole practice, worked out anew each time.

Nothing of it is kept: who takes their yes back is gone from it at the next look.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from holdspace.privacy.access import Role
from holdspace_site.records.access_log import write_down
from holdspace_site.records.scope import NoSuchRecord, Who

if TYPE_CHECKING:
    from holdspace.practice.report import PracticeReport

READ_PRACTICE = "read_practice"
"""What the access log calls it."""


def read_practice(
    *,
    by: Who,
    now: datetime,
    epsilon: float | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> "PracticeReport":
    """Return the report on the practice as it stands now.

    `epsilon` is the privacy budget of a release with chance added, None for exact
    figures without small numbers. `told` hears how many clients of how many were read.

    The access log has the entry before anything is read; the extract it is worked out
    from lies in a private folder, and is removed whatever happens.

    Raises:
        NoSuchRecord: if this person does not run the agency.
        ChoiceChanged: if a client's yes became a no while it was made.
    """
    if by.role != Role.ADMINISTRATOR.value:
        raise NoSuchRecord
    from holdspace_site.actions.make_extract import made_extract

    write_down(READ_PRACTICE, by=by, now=now)
    with made_extract(by=by, now=now, told=told) as folder:
        return worked_out(folder, epsilon=epsilon)


def worked_out(folder: Path, *, epsilon: float | None) -> "PracticeReport":
    """Return the report of an extract.

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
            return practice_report(extract)
        return private_report(extract, epsilon)
