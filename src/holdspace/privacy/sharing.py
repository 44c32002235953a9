"""Says what a client lets be done with their record, one purpose at a time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from holdspace.privacy.access import Verb


class Purpose(StrEnum):
    """A reason to use a client's record that they can say yes or no to."""

    CARE = "care"
    SUPERVISION = "supervision"
    NEXT_WORKER = "next_worker"
    QUALITY = "quality"


ON_UNTIL_REFUSED = frozenset({Purpose.CARE})
"""What is on until the client says no; everything else is off until they say yes."""


ONLY_WITH_CARE = frozenset(
    {
        Verb.READ_STORY,
        Verb.READ_BRIEF,
        Verb.ADD_PASSAGE,
        Verb.CORRECT_PASSAGE,
        Verb.KEEP_EPISODE,
        Verb.MARK_READING,
        Verb.EXPORT,
        Verb.LEAD_TELLING,
        Verb.WRITE_LETTER,
        Verb.READ_REPAIR,
        Verb.KEEP_REPAIR,
        Verb.READ_TRUST,
        Verb.ASK_QUESTIONNAIRE,
        Verb.READ_QUESTIONNAIRES,
        Verb.READ_FORMULATION,
        Verb.WRITE_FORMULATION,
        Verb.READ_WAY_OF_WORKING,
        Verb.WRITE_WAY_OF_WORKING,
        Verb.READ_TRIGGER_MAP,
        Verb.WRITE_TRIGGER_MAP,
        Verb.REHEARSE,
        Verb.READ_CYCLES,
        Verb.DRAW_CYCLE_TOGETHER,
    }
)
"""What nobody but the client does with a record while the client says no to care.

Sessions, promises and boundaries stay: without them no boundary could be respected.
So does what the law asks for, and answering what the client asks.
"""


@dataclass(frozen=True, slots=True)
class SharingChoice:
    """One choice of a client's about one purpose."""

    purpose: Purpose
    allowed: bool
    chosen_at: datetime


def allowed_purposes(choices: Iterable[SharingChoice]) -> frozenset[Purpose]:
    """Return what is allowed now: the newest choice of each purpose counts."""
    newest: dict[Purpose, bool] = {
        one.purpose: one.allowed
        for one in sorted(choices, key=lambda one: one.chosen_at)
    }
    return frozenset(
        purpose
        for purpose in Purpose
        if newest.get(purpose, purpose in ON_UNTIL_REFUSED)
    )


Between = tuple[datetime | None, datetime | None]
"""From one moment up to another; None is since ever, or until now."""


def allowed_between(
    choices: Iterable[SharingChoice], purposes: Collection[Purpose]
) -> tuple[Between, ...]:
    """Return when all these purposes were allowed at once, oldest first.

    >>> one = datetime(2026, 11, 1)
    >>> allowed_between([SharingChoice(Purpose.QUALITY, True, one)], [Purpose.QUALITY])
    ((datetime.datetime(2026, 11, 1, 0, 0), None),)
    """
    now = {purpose: purpose in ON_UNTIL_REFUSED for purpose in purposes}
    was_on, since = all(now.values()), None
    spans: list[Between] = []
    for choice in sorted(choices, key=lambda one: one.chosen_at):
        now |= {choice.purpose: choice.allowed} if choice.purpose in now else {}
        is_on = all(now.values())
        if was_on and not is_on:
            spans.append((since, choice.chosen_at))
        elif is_on and not was_on:
            since = choice.chosen_at
        was_on = is_on
    return (*spans, (since, None)) if was_on else tuple(spans)


def from_the_next_month(spans: Iterable[Between]) -> tuple[Between, ...]:
    """Return when something counts of which a yes counts from the next month on.

    What began in a month counts from the first moment of the next one, by the clock its
    moment has. An end counts at once: what ended before it counted never did.

    >>> one = datetime(2026, 11, 24, 15)
    >>> from_the_next_month([(one, None), (one, datetime(2026, 11, 30))])
    ((datetime.datetime(2026, 12, 1, 0, 0), None),)
    """
    late = ((since and _next_month(since), until) for since, until in spans)
    return tuple(
        (since, until)
        for since, until in late
        if since is None or until is None or since < until
    )


def _next_month(at: datetime) -> datetime:
    in_it = at.replace(day=1) + timedelta(days=31)  # no month is longer
    return in_it.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
