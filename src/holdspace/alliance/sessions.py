"""Meetings, what they left open, what the client said of them, what was promised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class SessionStatus(StrEnum):
    """Whether a meeting is to come, took place, or did not."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"


class SharedWith(StrEnum):
    """Who the client lets see a check-in; they choose each time."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    NOBODY = "nobody"


class PromiseStatus(StrEnum):
    """What became of something the worker said they would do."""

    OPEN = "open"
    KEPT = "kept"
    CANNOT_KEEP = "cannot_keep"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What the client answered after a session.

    `answers` maps a question's id to the id of the answer given, or to the client's
    own words where the question is open; a question without an answer is not in it.
    """

    session_id: str
    given_on: date
    answers: Mapping[str, str] = field(repr=False)
    shared_with: SharedWith = SharedWith.WORKER


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting.

    `left_open` is the worker's note of what was left for next time and `last_words`
    the client's own; both are empty when nothing was written down.
    """

    id: str
    number: int
    at: datetime
    status: SessionStatus
    place: str = field(default="", repr=False)
    left_open: str = field(default="", repr=False)
    last_words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the worker said they would do, and by when; None is no set day."""

    id: str
    words: str = field(repr=False)
    made_on: date
    due_on: date | None = None
    status: PromiseStatus = PromiseStatus.OPEN
