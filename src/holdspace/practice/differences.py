"""Says how far apart two shares are, and how sure that is."""

from math import hypot

from holdspace.practice.estimates import NOTHING, Estimate


def difference_of(one: Estimate, other: Estimate) -> Estimate:
    """Return one share minus another of other clients, with a 95 % interval.

    It is made of how far each share may be off, and holds for any two intervals, those
    of survival curves too (Zou & Donner, 2008, Stat Med 27:1693-1702); of two plain
    shares with Wilson's it is method 10 of Newcombe (1998, Stat Med 17:873-890). That
    two intervals overlap does not settle whether there is a difference. Nothing where
    a share has none; an open end is the end of the scale.

    >>> found = difference_of(Estimate(0.7, 0.6, 0.8), Estimate(0.5, 0.4, 0.6))
    >>> [round(each, 2) for each in (found.value, found.lower, found.upper)]
    [0.2, 0.06, 0.34]
    """
    if one.value is None or other.value is None:
        return NOTHING
    (below, above), (below_other, above_other) = _reach(one), _reach(other)
    apart = one.value - other.value
    return Estimate(
        apart, apart - hypot(below, above_other), apart + hypot(above, below_other)
    )


def _reach(share: Estimate) -> tuple[float, float]:
    """Return how far below and above a share its interval goes."""
    value = share.value or 0.0
    lower = 0.0 if share.lower is None else share.lower
    upper = 1.0 if share.upper is None else share.upper
    return value - lower, upper - value
