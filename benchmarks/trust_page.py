"""Puts the figures of `trust_report.py` into words. Every sentence is computed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from statistics import fmean

from trust_comparison import MEASURES, difference, torn_arms, verdict
from trust_rules import OURS, RULES
from trust_scores import SHARES
from trust_simulator import ARMS, Practice

from holdspace.alliance import operating_points

Results = Mapping[str, Mapping[str, Sequence[float]]]

NAMES = {OURS: "**the trajectory**", **RULES}
TOLD = (
    ("1", "at 1 false alarm in 100 sessions"),
    ("2", "at 2 false alarms in 100 sessions"),
    ("5", "at 5 false alarms in 100 sessions"),
)
OWN = {
    "own_known": "Drawn from its own model, parameters known",
    "own_learned": "Drawn from its own model, parameters learned",
}
POINTS_ALLOWED = 2.0
SET_NUMBERS = (
    *("ENOUGH_RATINGS", "SURPRISE_SDS", "USUAL_HELD_DOWN_SDS", "USUAL_HELD_UP_SDS"),
    *("SHARE_OF_NOW", "USUAL_DRIFT_SHARE", "ROOM_LEAST", "RUPTURE_SDS"),
    *("WITHDRAWAL_SDS", "SLIDE_SDS", "THINNING_CHANCE", "REPAIRED_SHARE"),
    *("DEEPER_ERRORS", "SETTLED_ERRORS", "CEILING_RATINGS"),
)


def page(results: Results, *, clients: int, seeds: int) -> str:
    """Return the page, in Markdown."""
    parts = [
        *_opening(clients, seeds),
        *_in_short(results),
        *_plain(results),
        *_every_arm(results),
        *_fixed(results),
        *_shipped(results),
        *_intervals(results),
        *_pooled(results),
        *_made_of(results),
    ]
    return "\n".join(parts) + "\n"


def _opening(clients: int, seeds: int) -> Iterator[str]:
    yield "# How well the trust line finds a rupture"
    yield ""
    yield (
        "These figures come from a simulator with assumptions. They are not clinical "
        "accuracy, and nobody in it is a person. No published study was found that "
        "says how well ruptures can be detected from ratings, so there is nothing to "
        "set them beside. What the simulator assumes, and what is from studies, is at "
        "the end of this page."
    )
    yield ""
    yield (
        f"Each arm is {seeds} simulated practices of {clients:,} clients. Bounds were "
        "set on other practices. A figure is the mean over practices; in brackets are "
        "the smallest and the largest. What the practice tells is learned from its "
        "first 1,500 clients. A difference counts as clear if its mean over practices "
        "is further from 0 than a 95 % t interval. Arms share seeds, and those of the "
        "stated error and of the small agency share their ratings with the plain one: "
        "count them as one another's repeats. Written by `benchmarks/trust_report.py`."
    )
    yield ""
    yield (
        "An alarm begins where a rule reaches its bound and did not at the rating "
        "before. A false alarm is one that begins in a session without a rupture, "
        "counted in 100 rated sessions without one, from the third rating on. An onset "
        "counts from two earlier ratings on. Slow ones reach their depth over "
        f"{Practice().slide_sessions} sessions."
    )
    yield ""


def _in_short(results: Results) -> Iterator[str]:
    yield "## In short"
    yield ""
    for rate, told in TOLD[:2]:
        yield from _counted(results, rate, told)
    yield from _one_by_one(results)
    yield from _against_each(results)
    yield _kept_bounds(results)
    yield _own_model_sentence(results)
    plain = results["plain"]
    yield (
        f"- In the three sessions from a drop on, the 90 % interval holds the truth "
        f"{_mean(plain['after_90'])} % of the time in the plain arm, against "
        f"{_mean(plain['all_90'])} % over all sessions. A line that has just been "
        "torn is less sure than its interval says."
    )
    yield ""


def _counted(results: Results, rate: str, told: str) -> Iterator[str]:
    said = [
        verdict(difference(results[arm], rate, measure)[1])
        for arm in torn_arms()
        for measure in MEASURES
    ]
    gained = [
        fmean(difference(results[arm], rate, measure)[1])
        for arm in torn_arms()
        for measure in MEASURES
    ]
    yield (
        f"- {told.capitalize()}, the trajectory finds more than the best of today's "
        f"rules in {said.count('more')} of {len(said)} comparisons (arms by measures), "
        f"less in {said.count('less')}, and in {said.count('no clear difference')} "
        f"there is no clear difference. On average it finds {fmean(gained):+.1f} in "
        "100 ruptures."
    )


def _one_by_one(results: Results) -> Iterator[str]:
    losses = [
        f"{ARMS[arm][0].lower()} ({MEASURES[measure]}, {fmean(apart):+.1f})"
        for arm in torn_arms()
        for measure in MEASURES
        for _, apart in [difference(results[arm], "1", measure)]
        if fmean(apart) <= 0
    ]
    if losses:
        yield (
            "- It is **not** better, at 1 false alarm in 100 sessions, here: "
            + "; ".join(losses)
            + "."
        )
    else:
        yield (
            "- At 1 false alarm in 100 sessions there is no arm and measure in which "
            "its mean is not above that of the best rule."
        )


def _against_each(results: Results) -> Iterator[str]:
    numbers = results["plain"]
    ours = fmean(numbers[f"equal:1:{OURS}:any"])
    others = [
        f"{fmean(numbers[f'equal:1:{rule}:any']):.0f} by {told}"
        for rule, told in RULES.items()
    ]
    yield (
        f"- Of all ruptures of the plain arm it finds {ours:.0f} in 100 within five "
        "sessions, at 1 false alarm in 100 sessions; "
        + ", ".join(others)
        + ". The last of these is the strong one, as it knows the scale's error."
    )


def _kept_bounds(results: Results) -> str:
    said = []
    for rule in (OURS, "own_mean", "one_point"):
        false = [fmean(results[arm][f"fixed:1:{rule}:false"]) for arm in ARMS]
        said.append(f"from {min(false):.1f} to {max(false):.1f} ({NAMES[rule]})")
    return (
        "- With the bounds of the plain arm kept in every arm, false alarms in 100 "
        "sessions go " + ", ".join(said) + "."
    )


def _own_model_sentence(results: Results) -> str:
    far = {
        arm: max(abs(fmean(results[arm][f"all_{share}"]) - share) for share in SHARES)
        for arm in OWN
    }
    held = "within" if far["own_known"] <= POINTS_ALLOWED else "NOT within"
    return (
        f"- On ratings drawn from its own model its intervals are {held} 2 points of "
        f"what they say: at most {far['own_known']:.1f} off with the parameters known, "
        f"{far['own_learned']:.1f} with them learned."
    )


def _plain(results: Results) -> Iterator[str]:
    numbers = results["plain"]
    yield "## The plain arm, at equal false alarms"
    for rate, told in TOLD:
        yield ""
        yield f"Found, in per cent, {told}; delay is in sessions, of those found."
        yield ""
        yield _row(["rule", *MEASURES.values(), "delay"])
        yield _row(["---"] + ["---:"] * (len(MEASURES) + 1))
        for rule in NAMES:
            found = [
                _spread(numbers[f"equal:{rate}:{rule}:{measure}"])
                for measure in MEASURES
            ]
            delay = fmean(numbers[f"equal:{rate}:{rule}:delay"])
            yield _row([NAMES[rule], *found, f"{delay:.2f}"])
    yield ""


def _every_arm(results: Results) -> Iterator[str]:
    yield "## Every arm, at 1 false alarm in 100 sessions"
    yield ""
    yield (
        "Every rule has its bound set anew in each arm, so that false alarms are "
        "equal. The best rule is the best one of that arm and column."
    )
    for measure, told in MEASURES.items():
        yield ""
        yield f"**{told.capitalize()}**"
        yield ""
        yield _row(["arm", "trajectory", "best rule", "", "difference", "verdict"])
        yield _row(["---", "---:", "---:", "---", "---:", "---"])
        for arm in torn_arms():
            numbers = results[arm]
            best, apart = difference(numbers, "1", measure)
            yield _row(
                [
                    ARMS[arm][0],
                    _mean(numbers[f"equal:1:{OURS}:{measure}"]),
                    _mean(numbers[f"equal:1:{best}:{measure}"]),
                    NAMES[best],
                    f"{fmean(apart):+.1f} ({min(apart):+.1f} to {max(apart):+.1f})",
                    verdict(apart),
                ]
            )
    yield ""


def _fixed(results: Results) -> Iterator[str]:
    yield "## Every arm, with the bounds of the plain arm"
    yield ""
    yield (
        "In life nobody sets a bound anew. Here each rule keeps the one that gave 1 "
        "false alarm in 100 sessions in the plain arm. Each cell: false alarms in 100 "
        "sessions / abrupt ruptures found by onset + 2, in per cent."
    )
    yield ""
    yield _row(["arm", *NAMES.values()])
    yield _row(["---"] + ["---:"] * len(NAMES))
    for arm in ARMS:
        cells = [
            f"{fmean(results[arm][f'fixed:1:{rule}:false']):.1f} / "
            f"{_share(results[arm][f'fixed:1:{rule}:within'])}"
            for rule in NAMES
        ]
        yield _row([ARMS[arm][0], *cells])
    yield ""
    most = {
        rule: max(fmean(results[arm][f"fixed:1:{rule}:false"]) for arm in ARMS)
        for rule in (OURS, "own_mean")
    }
    yield (
        f"Over the arms, false alarms of the trajectory go up to {most[OURS]:.1f} in "
        f"100 sessions, those of own mean with the known error up to "
        f"{most['own_mean']:.1f}."
    )
    yield ""


def _shipped(results: Results) -> Iterator[str]:
    yield "## The signals as they ship"
    yield ""
    yield (
        "From the first 1,000 clients of each practice. A signal is set once, and "
        "while it is open only a much deeper fall sets one again. False ones are in "
        "100 sessions without a rupture; a year is one of a client. Found counts a "
        "rupture or withdrawal signal; named is the share of those found that were "
        "called by the right one of the two. Repair seen: of ruptures signalled and "
        "then repaired, by 3 sessions later. Repair wrong: of all repaired signals, "
        "those set while the rupture went on."
    )
    yield ""
    head = [
        *("arm", "false", "of them thinning answers", "false a year"),
        *("abrupt, onset", "abrupt, + 2", "slow, + 3", "named abrupt"),
        *("named slow", "repair seen", "repair wrong"),
    ]
    yield _row(head)
    yield _row(["---"] + ["---:"] * (len(head) - 1))
    for arm in ARMS:
        numbers = {
            name: results[arm][f"shipped:{name}"]
            for name in (
                *("false", "false_thinning", "false_a_year", "onset", "within"),
                *("slow", "named_rupture", "named_slow", "repair_seen", "repair_wrong"),
            )
        }
        exact = [f"{fmean(numbers.pop(name)):.2f}" for name in list(numbers)[:3]]
        yield _row([ARMS[arm][0], *exact, *map(_share, numbers.values())])
    yield ""


def _intervals(results: Results) -> Iterator[str]:
    yield "## Intervals"
    yield ""
    yield (
        "How often the interval holds the truth, in per cent: over all sessions, and "
        "in the session of an abrupt drop and the two after it. The truth is what "
        "would be rated without error, within the range of the scale. RMSE is the "
        "level's distance from it, in points."
    )
    yield ""
    columns = [f"{share} %" for share in SHARES]
    after = [f"{share} % after a drop" for share in SHARES]
    yield _row(["arm", *columns, *after, "RMSE"])
    yield _row(["---"] + ["---:"] * 9)
    for arm, told in {**OWN, **{arm: ARMS[arm][0] for arm in ARMS}}.items():
        numbers = results[arm]
        cells = [_spread(numbers[f"all_{share}"]) for share in SHARES]
        cells += [_share(numbers[f"after_{share}"]) for share in SHARES]
        yield _row([told, *cells, f"{fmean(numbers['rmse']):.2f}"])
    yield ""
    yield (
        "In which tenth of its distribution the truth lies (10 % in each if it is "
        "calibrated):"
    )
    yield ""
    yield _row(["arm", *(f"{tenth + 1}." for tenth in range(10))])
    yield _row(["---"] + ["---:"] * 10)
    for arm, told in {**OWN, "plain": ARMS["plain"][0]}.items():
        tenths = [_mean(results[arm][f"pit:{tenth}"]) for tenth in range(10)]
        yield _row([told, *tenths])
    yield ""


def _pooled(results: Results) -> Iterator[str]:
    yield "## Strength borrowed"
    yield ""
    yield (
        "How far the level is from the truth at a client's first and third rating, in "
        "points (RMSE): with what the practice's other clients tell, with the defaults "
        "alone, and the client's own mean so far. Then the next rating, as expected by "
        "the trajectory, by the client's own mean and by their last rating."
    )
    yield ""
    head = [
        *("arm", "first: pooled", "first: alone", "first: itself"),
        *("third: pooled", "third: alone", "third: own mean"),
        *("next: trajectory", "next: own mean", "next: last rating"),
    ]
    yield _row(head)
    yield _row(["---"] + ["---:"] * (len(head) - 1))
    names = (
        *("pooled:first", "alone:first", "pooled:first_mean"),
        *("pooled:third", "alone:third", "pooled:third_mean"),
        *("next:trajectory", "next:own_mean", "next:last"),
    )
    for arm in ARMS:
        numbers = results[arm]
        yield _row([ARMS[arm][0], *(f"{fmean(numbers[name]):.2f}" for name in names)])
    yield ""


def _made_of(results: Results) -> Iterator[str]:
    plain = results["plain"]
    yield "## What the simulator assumes"
    yield ""
    yield (
        "Each number's source stands beside it in `benchmarks/trust_simulator.py`. The "
        f"plain arm comes out at {_mean(plain['clients_torn'])} % of clients with a "
        f"rupture, {_mean(plain['left_early'])} % leaving before the plan, a median of "
        f"{fmean(plain['sessions']):.0f} sessions, and scores of "
        f"{_mean(plain['score_mean'])} (SD {_mean(plain['score_sd'])})."
    )
    yield ""
    yield _row(["parameter", "value"])
    yield _row(["---", "---:"])
    for field in fields(Practice):
        if field.name != "instrument":
            yield _row([f"`{field.name}`", f"{getattr(Practice(), field.name)}"])
    yield ""
    yield "The numbers the trajectory is set to (`alliance/operating_points.py`):"
    yield ""
    yield _row(["number", "value"])
    yield _row(["---", "---:"])
    for name in SET_NUMBERS:
        yield _row([f"`{name}`", f"{getattr(operating_points, name):.3g}"])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _mean(numbers: Sequence[float]) -> str:
    return f"{fmean(numbers):.1f}"


def _share(numbers: Sequence[float]) -> str:
    """Return a mean in whole per cent, a dash where there was nothing to count."""
    mean = fmean(numbers)
    return "–" if mean != mean else f"{mean:.0f}"


def _spread(numbers: Sequence[float]) -> str:
    return f"{fmean(numbers):.1f} ({min(numbers):.1f}–{max(numbers):.1f})"
