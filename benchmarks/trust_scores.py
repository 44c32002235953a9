"""How well alarms find ruptures that are known, and intervals hold the truth."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from trust_rules import KINDS, THINNING, Followed, turned
from trust_simulator import Flags, Numbers, Ratings

from holdspace.vocabulary.signals import SignalKind

WITHIN, SLOW_WITHIN, LATEST = 2, 3, 5
SHARES = (50, 80, 90, 95)
HALF_WIDTHS = (0.67449, 1.28155, 1.64485, 1.95996)
AFTER_DROP = 3
HALVINGS = 26


@dataclass(frozen=True, slots=True)
class Sessions:
    """Which sessions count for what.

    `ready`: rated, and at least the third rating. `calm`: ready and in no rupture.
    An onset counts from two earlier ratings on.
    """

    ready: Flags
    calm: Flags
    abrupt: Flags
    slow: Flags

    @classmethod
    def of(cls, ratings: Ratings) -> "Sessions":
        """Return the sessions of a simulated practice."""
        given = ratings.given
        so_far = np.cumsum(given, axis=0)
        ready = given & (so_far >= 3)
        earlier = so_far - given >= 2
        return cls(
            ready=ready,
            calm=ready & (ratings.strain == 0),
            abrupt=ratings.abrupt_onset & earlier,
            slow=ratings.slow_onset & earlier,
        )


def alarms(statistic: Numbers, ready: Flags, bound: float) -> Flags:
    """Return where an alarm begins: `bound` is reached, and was not the time before."""
    over = statistic >= bound
    begins = np.zeros(over.shape, bool)
    before = np.zeros(over.shape[1], bool)
    for t, here in enumerate(ready):
        begins[t] = over[t] & here & ~before
        before = np.where(here, over[t], before)
    return begins


def bounds_at(
    statistic: Numbers, sessions: Sessions, false_share: float
) -> tuple[float, float, float]:
    """Return two bounds next to each other around a share of false alarms.

    The first gives at most `false_share` in the calm sessions, the second more; the
    third number is the weight of the second at which they give just that much. On a
    scale of whole points no single bound may.
    """
    seen = statistic[sessions.calm]
    seen = seen[np.isfinite(seen)]
    least, most = float(np.quantile(seen, 0.5)), float(seen.max()) + 1.0
    for _ in range(HALVINGS):
        middle = (least + most) / 2.0
        if _false_share(statistic, sessions, middle) > false_share:
            least = middle
        else:
            most = middle
    under = _false_share(statistic, sessions, most)
    over = _false_share(statistic, sessions, least)
    weight = (false_share - under) / (over - under) if over > under else 0.0
    return most, least, weight


def _false_share(statistic: Numbers, sessions: Sessions, bound: float) -> float:
    return float(alarms(statistic, sessions.ready, bound)[sessions.calm].mean())


def found_at(
    statistic: Numbers, sessions: Sessions, bounds: tuple[float, float, float]
) -> dict[str, float]:
    """Return what alarms at these bounds find, in per cent, and what they cost."""
    strict, loose, weight = bounds
    one = found(alarms(statistic, sessions.ready, strict), sessions)
    if weight == 0.0:
        return one
    other = found(alarms(statistic, sessions.ready, loose), sessions)
    return {name: one[name] + weight * (other[name] - one[name]) for name in one}


def found(begins: Flags, sessions: Sessions) -> dict[str, float]:
    """Return what alarms that begin in these sessions find, and what they cost."""
    either = sessions.abrupt | sessions.slow
    delay = _first_within(begins, LATEST)[either]
    on_time = np.isfinite(delay)
    return {
        "onset": _per_cent(begins[sessions.abrupt & sessions.ready]),
        "within": _per_cent(_first_within(begins, WITHIN)[sessions.abrupt] < np.inf),
        "slow": _per_cent(_first_within(begins, SLOW_WITHIN)[sessions.slow] < np.inf),
        "any": _per_cent(on_time),
        "delay": float(delay[on_time].mean()) if on_time.any() else np.nan,
        "false": _per_cent(begins[sessions.calm]),
    }


def _first_within(begins: Flags, most: int) -> Numbers:
    """Return how many sessions later an alarm begins, infinite if not within `most`."""
    later = np.full(begins.shape, np.inf)
    for ahead in range(most, -1, -1):
        hit = np.zeros(begins.shape, bool)
        hit[: len(begins) - ahead] = begins[ahead:]
        later[hit] = ahead
    return later


def _per_cent(flags: Flags) -> float:
    return float(100.0 * flags.mean()) if flags.size else np.nan


def coverage(ratings: Ratings, seen: Followed) -> Mapping[str, float]:
    """Return how often intervals hold the truth, in per cent; level error in points."""
    _, truth = turned(ratings)
    scale = ratings.practice.instrument
    everywhere, after = ratings.asked, _after_drop(ratings)
    sd = np.sqrt(seen.variance)
    result = {}
    for share, half in zip(SHARES, HALF_WIDTHS, strict=True):
        lower = np.clip(seen.level - half * sd, scale.low, scale.high)
        upper = np.clip(seen.level + half * sd, scale.low, scale.high)
        holds = (lower <= truth) & (truth <= upper)
        result[f"all_{share}"] = _per_cent(holds[everywhere])
        result[f"after_{share}"] = _per_cent(holds[after])
    off = np.clip(seen.level, scale.low, scale.high) - truth
    result["rmse"] = float(np.sqrt(np.mean(off[everywhere] ** 2)))
    return result


def early_error(ratings: Ratings, seen: Followed) -> Mapping[str, float]:
    """Return how far the level is off at the first and the third rating (RMSE)."""
    score, truth = turned(ratings)
    scale, count = ratings.practice.instrument, np.cumsum(ratings.given, axis=0)
    level = np.clip(seen.level, scale.low, scale.high)
    mean = np.nancumsum(score, axis=0) / np.maximum(count, 1)
    result = {}
    for name, number in (("first", 1), ("third", 3)):
        here = ratings.given & (count == number) & ~np.isnan(level)
        result[name] = float(np.sqrt(np.mean((level - truth)[here] ** 2)))
        result[f"{name}_mean"] = float(np.sqrt(np.mean((mean - truth)[here] ** 2)))
    return result


def _after_drop(ratings: Ratings) -> Flags:
    """Return the session of an abrupt onset and the two after, while it lasts."""
    after = np.zeros(ratings.asked.shape, bool)
    for later in range(AFTER_DROP):
        onset = ratings.abrupt_onset[: len(after) - later]
        after[later:] |= onset & (ratings.strain[later:] != 0)
    return after & ratings.asked


def pit(ratings: Ratings, seen: Followed, bins: int = 10) -> Numbers:
    """Return in which tenth of its distribution the truth lies, in per cent a tenth.

    Truths at an end of the scale are left out: there is no saying how far over.
    """
    _, truth = turned(ratings)
    scale = ratings.practice.instrument
    inside = ratings.asked & (truth > scale.low) & (truth < scale.high)
    z = ((truth - seen.level) / np.sqrt(seen.variance))[inside]
    edges = np.array([-1.28155, -0.84162, -0.5244, -0.25335, 0.0])
    edges = np.concatenate([edges, -edges[-2::-1]])
    return 100.0 * np.bincount(np.searchsorted(edges, z), minlength=bins) / len(z)


def next_rating(ratings: Ratings, seen: Followed) -> Mapping[str, float]:
    """Return how far the next rating is from what was expected, in points (RMSE)."""
    score, _ = turned(ratings)
    given = ratings.given
    count = np.cumsum(given, axis=0) - given
    total = np.cumsum(np.where(given, score, 0.0), axis=0)
    total -= np.where(given, score, 0.0)
    ready = given & (count >= 2)
    last = np.full(score.shape[1], np.nan)
    before = np.empty(score.shape)
    for t, now in enumerate(score):
        before[t] = last
        last = np.where(given[t], now, last)
    expected = {
        "trajectory": seen.expected,
        "own_mean": total / np.maximum(count, 1),
        "last": before,
    }
    return {
        name: float(np.sqrt(np.mean((score - value)[ready] ** 2)))
        for name, value in expected.items()
    }


def as_shipped(ratings: Ratings, code: Numbers) -> Mapping[str, float]:
    """Return what the signals do at the operating points that ship."""
    sessions = Sessions.of(ratings)
    rupture = code == KINDS[SignalKind.RUPTURE]
    slide = code == KINDS[SignalKind.WITHDRAWAL]
    thinning = code == THINNING
    strain = rupture | slide | thinning
    asked_calm = ratings.asked & (ratings.strain == 0)
    asked_calm &= np.cumsum(ratings.given, axis=0) >= 3
    hits = found(strain, sessions)
    weeks = np.where(ratings.asked, ratings.days, 0.0).max(axis=0).sum() / 7.0
    mended = code == KINDS[SignalKind.REPAIRED]
    return {
        "onset": hits["onset"],
        "within": hits["within"],
        "slow": hits["slow"],
        "delay": hits["delay"],
        "false_rupture": _per_cent(rupture[asked_calm]),
        "false_slide": _per_cent(slide[asked_calm]),
        "false_thinning": _per_cent(thinning[asked_calm]),
        "false": _per_cent(strain[asked_calm]),
        "false_a_year": float((strain & asked_calm).sum() / weeks * 52.0),
        "named_rupture": _named(rupture, strain, sessions.abrupt),
        "named_slow": _named(slide, strain, sessions.slow),
        **_mending(ratings, strain, mended),
        "ceiling": _per_cent((code == KINDS[SignalKind.CEILING]).any(axis=0)),
    }


def _named(right: Flags, strain: Flags, onset: Flags) -> float:
    """Return the share of ruptures found that were given the right kind."""
    found_any = _first_within(strain, SLOW_WITHIN)
    first_right = _first_within(right, SLOW_WITHIN)
    hit = onset & np.isfinite(found_any)
    return _per_cent((first_right == found_any)[hit])


def _mending(ratings: Ratings, strain: Flags, mended: Flags) -> dict[str, float]:
    """Return how repairs of signalled ruptures are seen, and how often wrongly."""
    torn = ratings.strain != 0
    signalled = np.zeros(torn.shape[1], bool)
    waiting = np.zeros(torn.shape, bool)
    for t in range(1, len(torn)):
        signalled = np.where(torn[t], signalled | strain[t], signalled)
        waiting[t] = ratings.repaired[t] & signalled
        signalled &= torn[t]
        signalled &= ~mended[t]
    seen_in_time = np.isfinite(_first_within(mended, SLOW_WITHIN))
    return {
        "repair_seen": _per_cent(seen_in_time[waiting]),
        "repair_wrong": _per_cent(torn[mended & ratings.asked]),
    }
