"""Meetings, what they left open, what the client said of them, what was promised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class SessionStatus(StrEnum):
    """Whether a meeting is to come, took place, or did not."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Course(StrEnum):
    """How a meeting that took place went by the clock."""

    AS_PLANNED = "as_planned"
    LATE = "late"
    ENDED_EARLY = "ended_early"


class Side(StrEnum):
    """Whose doing it was that a meeting was late, cut short or called off."""

    CLIENT = "client"
    WORKER = "worker"
    NEITHER = "neither"


class SharedWith(StrEnum):
    """Who the client lets see a check-in; they choose each time."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    NOBODY = "nobody"


class PromiseStatus(StrEnum):
    """What became of something the worker said they would do."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


class PromiseStep(StrEnum):
    """One thing that was done with a promise after it was made.

    Renegotiated is a new wording or a new day, agreed while it was still open.
    """

    RENEGOTIATED = "renegotiated"
    KEPT = "kept"
    BROKEN = "broken"
    OPEN_AGAIN = "open_again"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What the client answered after a session.

    `answers` maps a question's id to the id of the answer given, or to the client's
    own words where the question is open; a question without an answer is not in it.
    `session_number` and `session_on` say which meeting it is about; 0 and None where
    that is not known. `cue_of` is the reading whose words were picked as what felt like
    before, "" for none.
    """

    session_id: str
    given_on: date
    answers: Mapping[str, str] = field(repr=False)
    shared_with: SharedWith = SharedWith.WORKER
    id: str = ""
    session_number: int = 0
    session_on: date | None = None
    cue_of: str = ""


class CheckInWay(StrEnum):
    """How a check-in was given: on the client's phone, a tablet, or on paper."""

    PHONE = "phone"
    TABLET = "tablet"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting.

    `left_open` is the worker's note of what was left for next time and `last_words`
    the client's own; both are empty when nothing was written down. `side` says whose
    doing it was that it was late, cut short or called off; None where that was not
    said, or nothing was.
    """

    id: str
    number: int
    at: datetime
    status: SessionStatus
    place: str = field(default="", repr=False)
    left_open: str = field(default="", repr=False)
    last_words: str = field(default="", repr=False)
    course: Course = Course.AS_PLANNED
    side: Side | None = None


def numbers_by_date(
    numbered: Iterable[tuple[str, datetime, int]], start: int = 1
) -> dict[str, int]:
    """Return the number of each meeting in the order of their times.

    `numbered` holds id, time and present number. The smallest number in use stays the
    first one, so that a record taken over in the middle does not start at `start`
    again; `start` counts where there is none.

    >>> nine, ten = datetime(2026, 1, 1, 9), datetime(2026, 1, 1, 10)
    >>> numbers_by_date([("late", ten, 3), ("early", nine, 4)])
    {'early': 3, 'late': 4}
    """
    rows = sorted(numbered, key=lambda row: (row[1], row[2]))
    first = min((number for _, _, number in rows), default=start)
    return {row[0]: first + place for place, row in enumerate(rows)}


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the worker said they would do, and by when; None is no set day.

    `said_not_kept` is the client's own word that it was not kept; it stands beside
    what the worker says and changes nothing of it.
    """

    id: str
    words: str = field(repr=False)
    made_on: date
    due_on: date | None = None
    status: PromiseStatus = PromiseStatus.OPEN
    said_not_kept: bool = False
