"""What a worker and a supervisor look at together: what is open, and never whose.

Each thing has a short name both see, so that they can speak of it without the name of a
client. Days are told as weeks. Nothing is counted against anybody, and nothing here can
be told from a world in which what a client keeps from the supervisor had never been.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from holdspace.alliance.repairs import UNFINISHED, RepairStatus
from holdspace.content.supervision import (
    ReflectionPrompt,
    Situation,
    SupervisionPack,
)

QUIET_AFTER_WEEKS = 2
"""Weeks without a step after which a named repair is asked about."""

MOST_PROMPTS = 4
"""Questions of one hour: more would be a form."""

_LETTERS = "BCDFGHJKLMNPRSTVWXZ"  # no vowel: no name is a word by chance
_WEEK_DAYS = 7


class FollowUpKind(StrEnum):
    """What can be open in a worker's own work, in the order of the page."""

    REPAIR = "repair"
    PROMISE = "promise"
    UNREAD = "unread"
    QUESTION = "question"
    LETTER = "letter"
    AGREEMENT = "agreement"
    ENDING = "ending"


class Due(StrEnum):
    """How the day of a promise lies to today."""

    OVERDUE = "overdue"
    TODAY = "today"
    LATER = "later"
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing that is open, told without whose it is.

    `week_of` is the Monday of the week it began in (an ending: in which it comes; what
    waits to be read: in which the worker last opened the story).
    `stands` is where it stands: of a repair its status, of a promise how its day lies
    (`Due`), of an ending what kind it is, else "". `due_on` is the day of a promise.
    `quiet_weeks` are full weeks since the worker last did something with a repair.
    `prepared` says of an ending that a goodbye was given.
    """

    kind: FollowUpKind
    short_name: str
    week_of: date
    stands: str = ""
    due_on: date | None = None
    quiet_weeks: int = 0
    prepared: bool = False

    def open_weeks(self, on: date) -> int:
        """Return how many weeks ago it began; 0 in the same week, or ahead."""
        return max(0, _weeks_between(self.week_of, on))


def week_of(day: date) -> date:
    """Return the Monday of the week a day lies in.

    >>> week_of(date(2026, 11, 26))
    datetime.date(2026, 11, 23)
    """
    return day - timedelta(days=day.weekday())


def short_name_of(digest: bytes) -> str:
    """Return two letters and two digits to call a thing by, from a digest of its id.

    It tells nothing of what it names: whoever makes the digest keeps its key. Two
    things can share one of the 36,100 names; the week beside it tells them apart.

    >>> short_name_of(bytes(8))
    'BB00'
    """
    number = int.from_bytes(digest[:8], "big")
    number, digits = divmod(number, 100)
    number, second = divmod(number, len(_LETTERS))
    return f"{_LETTERS[number % len(_LETTERS)]}{_LETTERS[second]}{digits:02}"


def repair_follow_up(
    short_name: str,
    status: RepairStatus,
    *,
    noticed_on: date,
    stepped_on: Iterable[date],
    on: date,
) -> FollowUp | None:
    """Return an unfinished repair; None where it is closed.

    `noticed_on` is the day of a ground a supervisor may know of, `stepped_on` are those
    of the worker's steps. A step before that ground counts as of its day: an earlier
    one would tell of a ground that is kept.
    """
    if status not in UNFINISHED:
        return None
    moved_on = max((day for day in stepped_on if day <= on), default=noticed_on)
    return FollowUp(
        kind=FollowUpKind.REPAIR,
        short_name=short_name,
        week_of=week_of(noticed_on),
        stands=status.value,
        quiet_weeks=max(0, _weeks_between(max(noticed_on, moved_on), on)),
    )


def promise_follow_up(
    short_name: str, *, made_on: date, due_on: date | None, on: date
) -> FollowUp:
    """Return an open promise and how its day lies to today; None is no set day."""
    return FollowUp(
        kind=FollowUpKind.PROMISE,
        short_name=short_name,
        week_of=week_of(made_on),
        stands=due_of(due_on, on).value,
        due_on=due_on,
    )


def due_of(due_on: date | None, on: date) -> Due:
    """Return how a day lies to today; None is no set day."""
    if due_on is None:
        return Due.NO_DAY
    if due_on < on:
        return Due.OVERDUE
    return Due.TODAY if due_on == on else Due.LATER


def in_order(items: Iterable[FollowUp]) -> tuple[FollowUp, ...]:
    """Return what is open by kind and week, as it is shown.

    Only what is shown decides: an order by anything else would tell of it.
    """
    kinds = list(FollowUpKind)
    return tuple(
        sorted(
            items, key=lambda one: (kinds.index(one.kind), one.week_of, one.short_name)
        )
    )


def situations_of(items: Iterable[FollowUp]) -> tuple[Situation, ...]:
    """Return what is worth a question, each once, in the order it is asked about."""
    found = {situation for one in items if (situation := _situation(one))}
    return tuple(each for each in Situation if each in found)


def prompts_for(
    items: Iterable[FollowUp], pack: SupervisionPack, on: date
) -> tuple[ReflectionPrompt, ...]:
    """Return a few questions about what is open; never more than `MOST_PROMPTS`.

    With the next week others come. Where nothing is open, that is asked about.
    """
    items = tuple(items)
    situations = situations_of(items) if items else (Situation.NOTHING_OPEN,)
    week = on.isocalendar().week
    return tuple(pack.prompt_of(one, week) for one in situations[:MOST_PROMPTS])


def _situation(one: FollowUp) -> Situation | None:
    match one.kind:
        case FollowUpKind.REPAIR:
            return _of_repair(one)
        case FollowUpKind.PROMISE:
            is_late = one.stands == Due.OVERDUE.value
            return Situation.PROMISE_LATE if is_late else None
        case FollowUpKind.AGREEMENT:
            return Situation.AGREEMENT_OLD
        case FollowUpKind.ENDING:
            return Situation.ENDING_AHEAD
        case _:
            return Situation.NOT_LOOKED_AT


def _of_repair(one: FollowUp) -> Situation:
    if one.stands == RepairStatus.OPEN.value:
        return Situation.REPAIR_NOT_NAMED
    if one.quiet_weeks >= QUIET_AFTER_WEEKS:
        return Situation.REPAIR_NOT_FOLLOWED_UP
    return Situation.REPAIR_ON_ITS_WAY


def _weeks_between(earlier: date, later: date) -> int:
    return (week_of(later) - week_of(earlier)).days // _WEEK_DAYS
