"""Says how sure a share, a ratio or a mean is: an interval that fits what it is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, fsum, log, sqrt
from statistics import NormalDist
from typing import Final

Z_95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its 95 % interval; each end is None where nobody can say it yet."""

    value: float | None
    lower: float | None = None
    upper: float | None = None


NOTHING = Estimate(None)
"""There is nothing to work it out from."""


PARTS: Final = (10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10)
"""Into how many steps 0 to 1 is divided where figures are shown, the finest first."""

TINY: Final = 1e-9
"""What adding up may be off by."""


def parts_for(clients: int) -> int:
    """Return how many steps there are from 0 to 1 in figures of so many clients.

    Never more than there are clients: of any number of promises or sessions these have,
    be it one for each or many, some count comes out at each step. So nobody can tell
    from a figure how many there are.

    >>> parts_for(66), parts_for(230)
    (50, 200)
    """
    return next((parts for parts in PARTS if parts <= clients), PARTS[-1])


def in_steps(estimate: Estimate, parts: int) -> Estimate:
    """Return an estimate in steps of one part; its interval grows and never shrinks.

    >>> in_steps(Estimate(0.123, 0.061, 0.209), 50)
    Estimate(value=0.12, lower=0.06, upper=0.22)
    """
    value, lower, upper = estimate.value, estimate.lower, estimate.upper
    return Estimate(
        None if value is None else round(value * parts) / parts,
        None if lower is None else floor(lower * parts + TINY) / parts,
        None if upper is None else ceil(upper * parts - TINY) / parts,
    )


def t_quantile(freedom: int) -> float:
    """Return how many standard errors a 95 % interval reaches, by degrees of freedom.

    Good to 0.01 from 3 degrees on. Source: Abramowitz & Stegun (1964), Handbook of
    Mathematical Functions, 26.7.5.

    >>> round(t_quantile(10), 2), round(t_quantile(1000), 2)
    (2.23, 1.96)
    """
    z, few = Z_95, float(max(freedom, 1))
    return (
        z
        + (z**3 + z) / (4 * few)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * few**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * few**3)
    )


def share_of(some: int, of: int) -> Estimate:
    """Return a share of clients with its Wilson interval; nothing if there are none.

    Source: Wilson (1927), J Am Stat Assoc 22:209-212; recommended by Brown, Cai &
    DasGupta (2001), Statistical Science 16:101-133.

    >>> share_of(0, 10).lower, round(share_of(0, 10).upper or 0, 4)
    (0.0, 0.2775)
    """
    if not of:
        return NOTHING
    lower, upper = _wilson(some / of, float(of))
    return Estimate(some / of, lower, upper)


def _wilson(share: float, of: float) -> tuple[float, float]:
    squared = Z_95**2
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    reach = Z_95 * sqrt(share * (1 - share) / of + squared / (4 * of**2))
    reach /= 1 + squared / of
    return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True)
class Sums:
    """What is left of many clients' counts: each client adds one `some` and one `of`.

    `clients` are those with any `of`. The last three are sums of squares and products
    over clients.
    """

    clients: int
    some: float
    of: float
    some_squared: float
    of_squared: float
    some_times_of: float

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.clients + other.clients,
            self.some + other.some,
            self.of + other.of,
            self.some_squared + other.some_squared,
            self.of_squared + other.of_squared,
            self.some_times_of + other.some_times_of,
        )


def ratio_of(sums: Sums, *, is_share: bool = True) -> Estimate:
    """Return what part of all promises, sessions and so on it was, over all clients.

    Several of one client are alike, so that the interval comes from how clients differ
    (ratio estimator with clusters: Cochran, 1977, Sampling Techniques, 6.3 and 9A.4),
    on the log odds of a share and the log of a rate, with t for few clients. Where
    everything or nothing counts, it is Wilson's with as many as there are clients.
    """
    if not sums.clients or not sums.of:
        return NOTHING
    value = sums.some / sums.of
    if is_share and (value <= 0 or value >= 1):
        return Estimate(value, *_wilson(min(1.0, value), float(sums.clients)))
    if value <= 0 or sums.clients == 1:
        return Estimate(value)
    around = sums.some_squared - 2 * value * sums.some_times_of
    around += value**2 * sums.of_squared
    few = sums.clients / (sums.clients - 1)
    error = sqrt(max(0.0, few * around)) / sums.of
    reach = t_quantile(sums.clients - 1) * error / value
    if not is_share:
        return Estimate(value, value * exp(-reach), value * exp(reach))
    reach /= 1 - value
    odds = log(value / (1 - value))
    return Estimate(value, _share(odds - reach), _share(odds + reach))


def _share(log_odds: float) -> float:
    """Return a share by its log odds."""
    return 1 / (1 + exp(-log_odds))


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean or difference of one group, and the variance of its error, above 0.

    `shared` is variance that does not tell groups apart, because the same clients
    stand behind them: it widens the interval and does not draw the value anywhere.
    """

    value: float
    variance: float
    shared: float = 0.0


STEPS = 60
"""Between how many spreads the pooling weighs; more change nothing that is shown."""


def pooled(measured: Sequence[Measured], *, spread: float) -> tuple[Estimate, ...]:
    """Return each group's value drawn towards what all have in common; same order.

    The fewer a group rests on, the further it is drawn (partial pooling: Efron &
    Morris, 1975, J Am Stat Assoc 70:311-319). How far groups truly differ is not
    estimated once, which would make it 0 where groups are few, but weighed over all it
    may be (Gelman and others, 2013, Bayesian Data Analysis, 5.4). Before looking, a
    difference beyond twice `spread` is held to be unlikely (half-normal: Friede and
    others, 2017, Biometrical Journal 59:658-671).
    """
    if not measured:
        return ()
    each = [
        _given(measured, spread * step * 4 / STEPS, spread) for step in range(STEPS)
    ]
    most = max(weight for weight, _ in each)
    weights = [exp(weight - most) for weight, _ in each]
    total = fsum(weights)
    found = []
    for place, one in enumerate(measured):
        values = [drawn[place] for _, drawn in each]
        mean = fsum(w * v for w, (v, _) in zip(weights, values, strict=True)) / total
        around = fsum(
            w * (variance + (value - mean) ** 2)
            for w, (value, variance) in zip(weights, values, strict=True)
        )
        error = sqrt(around / total + one.shared)
        found.append(Estimate(mean, mean - Z_95 * error, mean + Z_95 * error))
    return tuple(found)


def _given(
    measured: Sequence[Measured], between: float, spread: float
) -> tuple[float, list[tuple[float, float]]]:
    """Return how likely this spread of the groups is (its log), and values if so."""
    precise = [1 / (one.variance + between**2) for one in measured]
    total = fsum(precise)
    mean = fsum(p * one.value for p, one in zip(precise, measured, strict=True)) / total
    likely = -0.5 * log(total) - 0.5 * (between / spread) ** 2
    drawn = []
    for p, one in zip(precise, measured, strict=True):
        likely += 0.5 * log(p) - 0.5 * p * (one.value - mean) ** 2
        share = p * one.variance  # how far it is drawn to the mean: 1 is all the way
        value = share * mean + (1 - share) * one.value
        drawn.append((value, one.variance * (1 - share) + share**2 / total))
    return likely, drawn
