"""Says how sure a share, a ratio or a mean is: an interval that fits what it is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, log, sqrt
from statistics import NormalDist

Z_95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its 95 % interval; each end is None where nobody can say it yet."""

    value: float | None
    lower: float | None = None
    upper: float | None = None


NOTHING = Estimate(None)
"""There is nothing to work it out from."""


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
    """Return a share by its log odds; far ones end at 0 or 1."""
    if log_odds < -700:
        return 0.0
    return 1 / (1 + exp(-log_odds))


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean or difference of one group and the variance of its error, above 0."""

    value: float
    variance: float


def pooled(measured: Sequence[Measured]) -> tuple[Estimate, ...]:
    """Return each group's value drawn towards what all have in common; same order.

    The fewer a group rests on, the further it is drawn (empirical Bayes: Efron &
    Morris, 1975, J Am Stat Assoc 70:311-319). How far groups truly differ is estimated
    from moments (DerSimonian & Laird, 1986, Controlled Clinical Trials 7:177-188). The
    interval counts what is not known of the common mean.
    """
    if not measured:
        return ()
    between = _between(measured)
    weights = [1 / (one.variance + between) for one in measured]
    mean = _weighted(measured, weights)
    of_mean = 1 / fsum(weights)
    found = []
    for one in measured:
        drawn = one.variance / (one.variance + between)
        value = drawn * mean + (1 - drawn) * one.value
        error = sqrt(one.variance * (1 - drawn) + drawn**2 * of_mean)
        found.append(Estimate(value, value - Z_95 * error, value + Z_95 * error))
    return tuple(found)


def _between(measured: Sequence[Measured]) -> float:
    """Return the variance of the groups' true values, 0 where none can be seen."""
    weights = [1 / one.variance for one in measured]
    mean = _weighted(measured, weights)
    spread = fsum(
        weight * (one.value - mean) ** 2
        for weight, one in zip(weights, measured, strict=True)
    )
    total = fsum(weights)
    room = total - fsum(weight**2 for weight in weights) / total
    if room <= 0:
        return 0.0
    return max(0.0, (spread - (len(measured) - 1)) / room)


def _weighted(measured: Sequence[Measured], weights: Sequence[float]) -> float:
    each = (w * one.value for w, one in zip(weights, measured, strict=True))
    return fsum(each) / fsum(weights)
