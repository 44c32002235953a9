"""What is assumed of a made-up practice: how it works, who comes, what was before.

No study gives these numbers: each is marked [assumed].
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt
from cycles_simulator import CODES, drawn
from trust_simulator import Practice


@dataclass(frozen=True, slots=True)
class Habits:
    """What a practice does besides meeting, and how often clients answer."""

    hurt_share: float = 0.45
    """Clients who told that earlier help had hurt [assumed]."""
    nothing_told_share: float = 0.15
    """Clients who told nothing of earlier help [assumed]."""
    years: float = 4.0
    """Clients came over so many years before the last day looked at [assumed]."""
    wait_days: float = 18.0
    wait_spread: float = 0.7
    """From asking to the first session: days x LogNormal(0, spread) [assumed]."""
    never_began_share: float = 0.07
    """Clients who asked and never came to a first session [assumed]."""
    missed_share: float = 0.07
    cancelled_share: float = 0.06
    by_worker_share: float = 0.3
    """Sessions missed or called off before each one held [assumed]."""
    late_share: float = 0.05
    cut_share: float = 0.03
    """Sessions that began late or were cut short [assumed]."""
    answers_nothing_share: float = 0.2
    """Clients who answer no check-in at all [assumed]."""
    seen_share: float = 0.7
    """Ruptures that anybody notices [assumed]."""
    promise_a_session: float = 0.2
    promise_kept: float = 0.78
    promise_broken: float = 0.12
    promise_disputed: float = 0.06
    """Promises made, and what became of them [assumed]."""
    agreement_share: float = 0.7
    most_lines: int = 6
    lines_asked_share: float = 0.4
    """Clients with an agreement, its lines, and how often one is asked about after a
    session [assumed]."""
    told_share: float = 0.3
    here_share: float = 0.04
    """Share of a history that is told, and of it what is told of this help, too
    [assumed]."""
    closed_share: float = 0.8
    """Endings that somebody wrote down [assumed]."""


PLAIN = Practice(planned_mean=27.0, dropout_at_mean=-5.0)
"""Longer help than in `trust_simulator`, so that 20 sessions come to a client."""
HURT = replace(PLAIN, onset_odds=0.085, dropout_at_mean=-4.5, mean=32.0)
"""Clients who were hurt before: more ruptures, and more of them leave [assumed]."""


@cache
def histories() -> npt.NDArray[np.int64]:
    """Return made histories as places of codes, one a row: the same ones each time.

    Each has something that hurt; for who was not hurt it is taken out again.
    """
    place = {code: at for at, code in enumerate(CODES)}
    made = drawn("forty_in_four", clients=256, seed=20261126)
    codes = np.array(
        [[place[event.code] for event in one.timeline.events] for one in made]
    )
    return codes[hurting()[codes].any(axis=1)]


@cache
def hurting() -> npt.NDArray[np.bool_]:
    """Return which codes say that something hurt, in the order of `CODES`."""
    return np.array([code.startswith("X.") for code in CODES])


@cache
def wishes() -> npt.NDArray[np.bool_]:
    """Return which codes are wishes, in the order of `CODES`."""
    return np.array([code.startswith("N.") for code in CODES])
