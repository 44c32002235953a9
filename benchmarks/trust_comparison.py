"""Sets the trajectory beside the best of today's rules, practice by practice."""

from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

from trust_rules import OURS, RULES
from trust_scores import SLOW_WITHIN, WITHIN
from trust_simulator import ARMS, practice_of

MEASURES = {
    "onset": "abrupt, at onset",
    "within": f"abrupt, by onset + {WITHIN}",
    "slow": f"slow, by onset + {SLOW_WITHIN}",
    "any": "any, by onset + 5",
}
T_95 = {2: 12.7, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 8: 2.36, 10: 2.26}


def torn_arms() -> list[str]:
    """Return the arms in which there is something to find."""
    return [arm for arm in ARMS if practice_of(arm).onset_odds > 0]


def best_rule(numbers: Mapping[str, Sequence[float]], rate: str, measure: str) -> str:
    """Return which of today's rules does best, by the mean over seeds."""
    return max(RULES, key=lambda rule: fmean(numbers[f"equal:{rate}:{rule}:{measure}"]))


def difference(
    numbers: Mapping[str, Sequence[float]], rate: str, measure: str
) -> tuple[str, list[float]]:
    """Return the best rule and how much more the trajectory finds, seed by seed."""
    best = best_rule(numbers, rate, measure)
    ours, theirs = (numbers[f"equal:{rate}:{rule}:{measure}"] for rule in (OURS, best))
    return best, [one - other for one, other in zip(ours, theirs, strict=True)]


def verdict(differences: Sequence[float]) -> str:
    """Say it in a word: whether the mean is further from 0 than its 95 % interval."""
    mean = fmean(differences)
    error = stdev(differences) / len(differences) ** 0.5
    if abs(mean) <= T_95.get(len(differences), 2.0) * error:
        return "no clear difference"
    return "more" if mean > 0 else "less"
