"""Gives word of a break, a change of worker or an ending before it comes.

A planned, talked-through ending is part of good care: NASW Code of Ethics (2021) 1.17.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from holdspace.vocabulary.errors import HoldspaceError


class NoticeKind(StrEnum):
    """What is coming."""

    BREAK = "break"
    NEW_WORKER = "new_worker"
    ENDING = "ending"


class EndsBeforeItBegins(HoldspaceError):
    """A break would be over before it begins, or has no end."""

    next_step = "Check both days. Nothing was saved."

    def __init__(self) -> None:
        super().__init__("A break ends on the day it begins, or later.")


class AlreadyOver(HoldspaceError):
    """Word would be given in advance of what has come already."""

    next_step = "Give a day from today on. Nothing was saved."

    def __init__(self) -> None:
        super().__init__("This day has passed already.")


@dataclass(frozen=True, slots=True)
class AdvanceNotice:
    """Word given before something changes.

    `ends_on` is the last day of a break, None for what has no end. `reason` is said to
    the client in these words.
    """

    id: str
    kind: NoticeKind
    begins_on: date
    ends_on: date | None
    given_on: date
    reason: str = field(default="", repr=False)

    @property
    def over_on(self) -> date:
        """The last day on which it is still to be told."""
        return self.ends_on or self.begins_on

    def days_ahead(self, on: date) -> int:
        """Return how many days are left until it begins; 0 once it has."""
        return max(0, (self.begins_on - on).days)


def check_days(
    kind: NoticeKind, begins_on: date, ends_on: date | None, *, today: date
) -> None:
    """Raise if these days cannot be.

    Raises:
        AlreadyOver: if it begins before `today`.
        EndsBeforeItBegins: if a break has no end, or one before its beginning.
    """
    if begins_on < today:
        raise AlreadyOver
    if kind is NoticeKind.BREAK and (ends_on is None or ends_on < begins_on):
        raise EndsBeforeItBegins


def coming(notices: Iterable[AdvanceNotice], on: date) -> tuple[AdvanceNotice, ...]:
    """Return what was given by `on` and is not over, the soonest first."""
    still = (n for n in notices if n.given_on <= on <= n.over_on)
    return tuple(sorted(still, key=lambda n: (n.begins_on, n.id)))
