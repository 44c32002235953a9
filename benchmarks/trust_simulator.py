"""A made-up practice whose ruptures are known, to try the trust trajectory on.

Nobody in it is real and none of its figures is clinical. Every parameter of `Practice`
says where it comes from: a published study, or an assumption of ours. `simulate` draws
ratings with the truth beside them; the same seed gives the same practice. An *arm*
(`ARMS`) is the practice with something changed that the trajectory does not know of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from holdspace.alliance.practice_prior import DAYS_A_WEEK, PracticePrior

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Instrument:
    """A scale the same trust is rated on: range, step, and which end is better."""

    low: float = 0.0
    high: float = 40.0
    step: float = 0.1
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True)
class Practice:
    """What the simulated practice is like, in points of a scale from 0 to 40.

    Marks: [study] a published figure, [from study] worked out from one, [assumed] ours.
    """

    mean: float = 33.5
    """Where clients start on average [assumed]."""
    between_clients_sd: float = 4.2
    """How much clients differ from one another [assumed]."""
    between_workers_sd: float = 1.1
    """How much workers differ: 5 to 10 % of the variance between clients
    [from study: Crits-Christoph 2011, PMC3111943]."""
    clients_a_worker: int = 20
    """[assumed]"""
    growth: float = 0.6
    """Mean growth for each unit of ln(1 + weeks) [assumed]."""
    growth_sd: float = 0.9
    """How much clients differ in growth [assumed]."""
    wobble_sd: float = 1.6
    """Week-to-week deviation that is real and does not last [from study: retest
    .69 to .78 and alpha .92 to .97, SRS in China, n = 403 and 246]."""
    wobble_kept_a_week: float = 0.5
    """Share of it left after a week [assumed]."""
    error_sd: float = 2.0
    """Standard error of measurement [from study: the same]."""
    error_tail: float | None = None
    """Degrees of freedom of a t distribution with the same spread; None is normal."""
    onset_odds: float = 0.048
    """Odds that a rupture begins in a session [from study: set so that about 29 % of
    clients have one: 25.4 % of 605, Larsson 2018; 29 % of 12,711, Idaho State 1870]."""
    onset_shape: float = 0.6
    """Gamma shape of how much clients differ in these odds [assumed]."""
    abrupt_share: float = 0.6
    """Ruptures that come at once; the rest are slow withdrawals [assumed; the other
    way round in an arm of its own: PMC7451373 counts more withdrawal markers]."""
    slide_sessions: int = 4
    """Sessions over which a withdrawal reaches its full depth [assumed]."""
    drop_least: float = 2.5
    drop_shape: float = 4.0
    drop_scale: float = 1.7
    """Depth: `drop_least` + Gamma(shape, scale), mean 9.3 points [assumed]."""
    repairable_share: float = 0.58
    """Ruptures that can be repaired [from study: 89 of 154, Larsson 2018]."""
    repair_chance: float = 0.45
    """Chance a session that a repairable one ends, once at full depth [assumed]."""
    missing_share: float = 0.10
    """Ratings asked for and not given, at random [assumed]."""
    low_missing_share: float = 0.0
    """Chance that a rating under `low_missing_under` is not given."""
    low_missing_under: float = 28.0
    polite_share: float = 0.0
    """Sessions in which a client gives the best score, whatever they feel."""
    gap_days: float = 7.0
    gap_spread: float = 0.45
    """Gaps: `gap_days` x LogNormal(0, spread), at least a day [assumed]."""
    planned_least: int = 3
    planned_mean: float = 12.0
    planned_shape: float = 2.0
    """Planned sessions: least + NegBin(mean, shape), at most 60 [assumed]."""
    dropout_at_mean: float = -4.6
    dropout_a_point: float = -0.14
    dropout_in_rupture: float = 0.9
    """Log odds of not coming back after a session [from study: set so that about 20 %
    drop out: 19.7 % of 83,834, Swift & Greenberg 2012]."""
    instrument: Instrument = Instrument()
    """The scale the ratings are given on."""
    stated_error: float = 1.0
    """The error the trajectory is told, as a multiple of the true one."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """What a practice rated, and the truth. Arrays are sessions x clients, padded.

    `score` is NaN where no rating was given; `asked` is False behind a client's last
    session. `trust` is what would be rated without measurement error or limits, and
    `strain` how much of it a rupture takes away, in points of the scale. Higher is
    better in `score` if the instrument says so; `trust` and `strain` likewise.
    """

    practice: Practice
    days: Numbers
    score: Numbers
    asked: Flags
    trust: Numbers
    strain: Numbers
    abrupt_onset: Flags
    slow_onset: Flags
    repaired: Flags
    left_early: Flags

    @property
    def error(self) -> float:
        """The standard error of measurement that is stated, in points of the scale."""
        scale = self.practice.instrument
        per_point = (scale.high - scale.low) / 40.0
        return self.practice.error_sd * self.practice.stated_error * per_point

    @property
    def given(self) -> Flags:
        """Where there is a rating."""
        return ~np.isnan(self.score)


ARMS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "plain": ("The practice as described", {}),
    "heavy_tails": ("Errors with heavy tails (t, 4 df)", {"error_tail": 4.0}),
    "low_missing": (
        "Half of the scores under 28 are not given",
        {"low_missing_share": 0.5},
    ),
    "polite": ("The best score in 30 % of sessions", {"polite_share": 0.3}),
    "error_low": ("Stated error too small (x 0.7)", {"stated_error": 0.7}),
    "error_high": ("Stated error too large (x 1.4)", {"stated_error": 1.4}),
    "small_agency": ("An agency of 30 clients", {}),
    "no_ruptures": ("No ruptures at all", {"onset_odds": 0.0}),
    "smaller_drops": (
        "Smaller drops (mean 5.5 points)",
        {"drop_least": 1.5, "drop_scale": 1.0},
    ),
    "mostly_slow": ("40 % abrupt, 60 % slow", {"abrupt_share": 0.4}),
    "other_scale": (
        "Another scale: 12 to 60 in whole points, lower is better",
        {"instrument": Instrument(12.0, 60.0, 1.0, higher_is_better=False)},
    ),
    "coarse_scale": (
        "A coarse scale: 0 to 10 in whole points",
        {"instrument": Instrument(0.0, 10.0, 1.0)},
    ),
}
"""Each arm: what it is, and what it changes in `Practice`."""


def practice_of(arm: str) -> Practice:
    """Return the practice of one arm."""
    return replace(Practice(), **ARMS[arm][1])


def simulate(practice: Practice, *, clients: int, seed: int) -> Ratings:
    """Return what `clients` clients of a practice rated, with the truth."""
    random = np.random.default_rng(seed)
    days, asked = _calendar(practice, clients, random)
    weeks = days / DAYS_A_WEEK
    strain, abrupt, slow, repaired = _ruptures(practice, days.shape, random)
    trust = (
        _starting_points(practice, clients, random)
        + random.normal(practice.growth, practice.growth_sd, clients) * np.log1p(weeks)
        + _wobble(practice, weeks, random)
        - strain
    )
    stays, left_early = _dropout(practice, trust, strain, asked, random)
    asked &= stays
    score = _rated(practice, trust, asked, random)
    scale = practice.instrument
    sign = 1.0 if scale.higher_is_better else -1.0
    per_point = (scale.high - scale.low) / 40.0
    start = scale.low if scale.higher_is_better else scale.high
    return Ratings(
        practice=practice,
        days=days,
        score=score,
        asked=asked,
        trust=start + sign * per_point * trust,
        strain=sign * per_point * strain * asked,
        abrupt_onset=abrupt & asked,
        slow_onset=slow & asked,
        repaired=repaired & asked,
        left_early=left_early,
    )


def _starting_points(
    practice: Practice, clients: int, random: np.random.Generator
) -> Numbers:
    workers = -(-clients // practice.clients_a_worker)
    of_worker = random.normal(0.0, practice.between_workers_sd, workers)
    of_client = random.normal(practice.mean, practice.between_clients_sd, clients)
    return of_client + np.repeat(of_worker, practice.clients_a_worker)[:clients]


def _calendar(
    practice: Practice, clients: int, random: np.random.Generator
) -> tuple[Numbers, Flags]:
    shape = practice.planned_shape
    chance = shape / (shape + practice.planned_mean)
    planned = practice.planned_least + random.negative_binomial(shape, chance, clients)
    planned = np.minimum(planned, LONGEST)
    gaps = practice.gap_days * random.lognormal(
        0.0, practice.gap_spread, (LONGEST, clients)
    )
    gaps = np.maximum(1.0, gaps)
    gaps[0] = 0.0
    days = np.cumsum(np.round(gaps), axis=0)
    return days, np.arange(LONGEST)[:, None] < planned


def _wobble(practice: Practice, weeks: Numbers, random: np.random.Generator) -> Numbers:
    noise = random.standard_normal(weeks.shape) * practice.wobble_sd
    wobble = np.empty_like(noise)
    wobble[0] = noise[0]
    for t in range(1, len(weeks)):
        kept = practice.wobble_kept_a_week ** (weeks[t] - weeks[t - 1])
        wobble[t] = kept * wobble[t - 1] + np.sqrt(1.0 - kept**2) * noise[t]
    return wobble


def _ruptures(
    practice: Practice, shape: tuple[int, int], random: np.random.Generator
) -> tuple[Numbers, Flags, Flags, Flags]:
    """Return how deep a rupture is, where one begins at once or slowly, and ends."""
    clients = shape[1]
    prone = random.gamma(practice.onset_shape, 1.0 / practice.onset_shape, clients)
    odds = practice.onset_odds * prone
    strain = np.zeros(shape)
    abrupt, slow, repaired = (np.zeros(shape, bool) for _ in range(3))
    age = np.full(clients, -1)  # sessions since the onset; -1 is no rupture
    depth = np.zeros(clients)
    is_abrupt, repairable = np.zeros(clients, bool), np.zeros(clients, bool)
    for t in range(1, shape[0]):
        age[age >= 0] += 1
        full = (age > 0) & (is_abrupt | (age >= practice.slide_sessions))
        ends = full & repairable & (random.random(clients) < practice.repair_chance)
        begins = (age < 0) & (random.random(clients) < odds / (1.0 + odds))
        age[ends] = -1
        age[begins] = 0
        depth[begins] = (
            practice.drop_least
            + random.gamma(practice.drop_shape, practice.drop_scale, clients)[begins]
        )
        is_abrupt[begins] = (random.random(clients) < practice.abrupt_share)[begins]
        repairable[begins] = (random.random(clients) < practice.repairable_share)[
            begins
        ]
        slid = np.minimum(1.0, (age + 1) / practice.slide_sessions)
        strain[t] = np.where(age >= 0, depth * np.where(is_abrupt, 1.0, slid), 0.0)
        abrupt[t], slow[t] = begins & is_abrupt, begins & ~is_abrupt
        repaired[t] = ends
    return strain, abrupt, slow, repaired


def _dropout(
    practice: Practice,
    trust: Numbers,
    strain: Numbers,
    asked: Flags,
    random: np.random.Generator,
) -> tuple[Flags, Flags]:
    """Return which sessions a client still comes to, and who left before the plan."""
    odds = np.exp(
        practice.dropout_at_mean
        + practice.dropout_a_point * (trust - practice.mean)
        + practice.dropout_in_rupture * (strain > 0)
    )
    leaves = random.random(trust.shape) < odds / (1.0 + odds)
    left_before = np.zeros(trust.shape, bool)
    left_before[1:] = np.logical_or.accumulate(leaves[:-1], axis=0)
    return ~left_before, (left_before & asked).any(axis=0)


def _rated(
    practice: Practice, trust: Numbers, asked: Flags, random: np.random.Generator
) -> Numbers:
    """Return the scores as they are given on the scale; NaN is not given."""
    if practice.error_tail is None:
        error = random.standard_normal(trust.shape)
    else:
        tail = practice.error_tail
        error = random.standard_t(tail, trust.shape) * np.sqrt((tail - 2.0) / tail)
    felt = np.clip(trust + practice.error_sd * error, 0.0, 40.0)
    felt[random.random(trust.shape) < practice.polite_share] = 40.0
    chance = practice.missing_share + np.where(
        felt < practice.low_missing_under, practice.low_missing_share, 0.0
    )
    scale = practice.instrument
    share = felt / 40.0 if scale.higher_is_better else 1.0 - felt / 40.0
    points = (scale.high - scale.low) * share / scale.step
    score = scale.low + scale.step * np.round(points)
    score[(random.random(trust.shape) < chance) | ~asked] = np.nan
    return score


def simulate_own_model(prior: PracticePrior, *, clients: int, seed: int) -> Ratings:
    """Return ratings drawn from the filter's own model: no ruptures, no limits."""
    random = np.random.default_rng(seed)
    wide = Instrument(-40.0, 110.0, 1e-6)  # nobody comes near its ends
    practice = replace(
        Practice(),
        onset_odds=0.0,
        instrument=wide,
        error_sd=prior.error**0.5 * 40.0 / (wide.high - wide.low),
    )
    days, asked = _calendar(practice, clients, random)
    gaps = np.diff(days, axis=0, prepend=0.0) / DAYS_A_WEEK
    steps = np.sqrt(prior.drift * gaps) * random.standard_normal(days.shape)
    steps[0] += random.normal(prior.mean, np.sqrt(prior.spread), clients)
    trust = np.cumsum(steps, axis=0)
    trust += np.sqrt(prior.wobble) * random.standard_normal(days.shape)
    score = trust + np.sqrt(prior.error) * random.standard_normal(days.shape)
    missed = random.random(days.shape) < practice.missing_share
    score[missed | ~asked] = np.nan
    nothing = np.zeros(days.shape, bool)
    return Ratings(
        practice=practice,
        days=days,
        score=score,
        asked=asked,
        trust=trust,
        strain=np.zeros(days.shape),
        abrupt_onset=nothing,
        slow_onset=nothing,
        repaired=nothing,
        left_early=nothing[0],
    )
