"""Holds what going through the intake is made of: steps, answers, pace and way."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.errors import HoldspaceError

_KEY = re.compile(r"([A-Z][1-9][0-9]?)(?:\.([1-9][0-9]{0,2}))?", re.ASCII)


class UnreadableStep(HoldspaceError):
    """A step of the intake was named in a way that cannot be read."""

    next_step = 'Name it like "D1", or "B2.1" for the first time of help.'

    def __init__(self) -> None:
        super().__init__("This is no step of the intake.")


@dataclass(frozen=True, slots=True)
class Step:
    """One asking of a question.

    `part` is 0 for a question asked once, else which earlier time of help it is
    about, counted from 1.
    """

    question: str
    part: int = 0

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise UnreadableStep

    @property
    def key(self) -> str:
        """The step as one word, such as "D1" or "B2.1"."""
        return f"{self.question}.{self.part}" if self.part else self.question

    @classmethod
    def read(cls, key: str) -> "Step":
        """Return the step of this key. Raises UnreadableStep if it is none."""
        found = _KEY.fullmatch(key)
        if found is None:
            raise UnreadableStep
        return cls(found[1], int(found[2] or 0))


@dataclass(frozen=True, slots=True)
class Given:
    """The newest answer to a step, without the client's own words.

    `choices` are the ids of tapped choices, `cards` the codes of tapped cards; both
    count only when the answer is told.
    """

    step: Step
    answer: Answer
    on: date
    choices: tuple[str, ...] = field(default=(), repr=False)
    cards: tuple[str, ...] = field(default=(), repr=False)


class Pace(StrEnum):
    """When a question answered with "not now" may be asked again."""

    NEXT_TIME = "next_time"
    AFTER_A_WEEK = "after_a_week"
    AFTER_A_MONTH = "after_a_month"
    ONLY_IF_I_ASK = "only_if_i_ask"

    @property
    def days(self) -> int | None:
        """After how many days it comes back, None when only if the client asks."""
        return _DAYS[self]

    def back_on(self, on: date) -> date | None:
        """Return the first day it may come back after a "not now" on `on`.

        None when it comes back only if the client asks.
        """
        return None if self.days is None else on + timedelta(days=self.days)


# "Next time" is never the same day: it would come back before the sitting is over.
_DAYS = {
    Pace.NEXT_TIME: 1,
    Pace.AFTER_A_WEEK: 7,
    Pace.AFTER_A_MONTH: 30,
    Pace.ONLY_IF_I_ASK: None,
}


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody goes through the intake.

    `tender_yes` is the client's own yes to questions of level 3. `age` is in years,
    None for an adult. `together` is with a worker, who asks.
    """

    pace: Pace = Pace.AFTER_A_WEEK
    tender_yes: bool = False
    age: int | None = None
    interpreter: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A step kept for later.

    `back_on` is the first day it may be asked again, None when only if the client
    asks. `due` is whether that day has come.
    """

    step: Step
    back_on: date | None
    due: bool
