"""The words around the figures of `cycles_report.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cycles_simulator import ARMS, NULL, PLANTED, TARGET

from holdspace.patterns import operating_points

OURS = "ours"
RULES_ON = 15
"""Histories of a draw that the rules look at: they are slow, and clear."""
WANTED_F1, WANTED_SHOWN = 0.90, 5.0
BURSTY = (
    "null_bursty",
    "null_bursty_unnoted",
    "null_bursty_inside",
    "null_bursty_short",
)
SET_NUMBERS = (
    *("GAP_EVENTS", "LEAST_SUPPORT", "EVENTS_A_SUPPORT", "SHORTEST", "LONGEST"),
    *("SHUFFLES", "BLOCK_EVENTS", "SHOWN_P"),
)


@dataclass(frozen=True, slots=True)
class Score:
    """What was found in some histories.

    `exact` counts planted cycles that were shown step for step, `near` those shown
    with at most one step more or less. `false` counts what was shown and is near none.
    """

    clients: int
    planted: int
    shown: int
    exact: int
    near: int
    false: int
    any_shown: int
    any_false: int

    @property
    def precision(self) -> float:
        """Of what was shown, the share that was planted, step for step."""
        return self.exact / self.shown if self.shown else 0.0

    @property
    def recall(self) -> float:
        """Of what was planted, the share that was shown, step for step."""
        return self.exact / self.planted if self.planted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.shown + self.planted
        return 2.0 * self.exact / both if both else 0.0

    @property
    def near_f1(self) -> float:
        """The same where one step more or less counts as found."""
        true = self.shown - self.false
        precision = true / self.shown if self.shown else 0.0
        recall = self.near / self.planted if self.planted else 0.0
        both = precision + recall
        return 2.0 * precision * recall / both if both else 0.0

    @property
    def false_per_100(self) -> float:
        """False discoveries in 100 clients."""
        return 100.0 * self.false / self.clients

    @property
    def shown_percent(self) -> float:
        """Clients of whom any cycle is shown, in per cent."""
        return 100.0 * self.any_shown / self.clients


Results = dict[tuple[str, str], list[Score]]
Bounds = Mapping[str, tuple[int, int]]


def together(scores: Sequence[Score]) -> Score:
    """Return the scores of several seeds as one."""
    names = Score.__dataclass_fields__
    return Score(**{name: sum(getattr(one, name) for one in scores) for name in names})


def figure(
    scores: Sequence[Score], of: Callable[[Score], float], digits: int = 2
) -> str:
    """Return a figure over all seeds, and the smallest and largest of a seed."""
    each = [of(one) for one in scores]
    whole = of(together(scores))
    return f"{whole:.{digits}f} ({min(each):.{digits}f}–{max(each):.{digits}f})"


def page(
    results: Results, bounds: Bounds, *, clients: int, null_clients: int, seeds: int
) -> str:
    """Return the whole page."""
    parts = [
        "# How well cycles are found",
        "These figures come from a simulator with assumptions. They are not clinical "
        "accuracy, and nobody in it is a person. No study was found that says how "
        "often what comes back in a person's story, so there is nothing to set them "
        "beside.",
        f"Each arm is {seeds} draws of {clients} histories ({null_clients} where "
        "nothing is planted). A figure is over all of them; in brackets are the "
        "smallest and the largest of a draw. The numbers in use were set on other "
        "draws. Written by `benchmarks/cycles_report.py`.",
        "A planted cycle counts as found only if it is shown step for step; *nearly* "
        "counts it with one step more or less, too. A *false discovery* is a cycle "
        "shown that is not even nearly one that was planted.",
        "## In short",
        "\n".join(f"- {line}" for line in in_short(results)),
        "## Where something is planted",
        planted_table(results),
        "## Where nothing is planted",
        "In per cent: clients of whom any cycle is shown. In the bursty arms codes "
        "come in stretches with a mix of their own, which recur together without "
        "following one another.",
        null_table(results),
        "## Beside rules that need no shuffles",
        rules_words(bounds),
        rules_table(results, bounds),
        "## What is missed, and why",
        missed(results),
        "## The numbers in use",
        "| number | value |\n| --- | ---: |\n"
        + "\n".join(
            f"| `{name}` | {getattr(operating_points, name):g} |"
            for name in SET_NUMBERS
        ),
        "`src/holdspace/patterns/operating_points.py` says what each is for.",
    ]
    return "\n\n".join(parts) + "\n"


def in_short(results: Results) -> list[str]:
    """Return what matters, with the targets beside it."""
    target = together(results[OURS, TARGET])
    worst = max(NULL, key=lambda name: together(results[OURS, name]).shown_percent)
    most = together(results[OURS, worst]).shown_percent
    false = together([one for name in PLANTED for one in results[OURS, name]])
    return [
        f"In histories of 40 events with 3 plantings of a cycle of 3 to 5 steps, F1 is "
        f"{target.f1:.2f} to the step and {target.near_f1:.2f} nearly "
        f"({_met(target.f1 >= WANTED_F1)} the aim of {WANTED_F1:.2f}): of what is "
        f"shown {target.precision:.2f} is right, of what was planted "
        f"{target.recall:.2f} is found.",
        f"Where nothing is planted, a cycle is shown to at most {most:.1f} % of "
        f"clients in any arm ({ARMS[worst].told}); {_met(most <= WANTED_SHOWN)} the "
        f"aim of {WANTED_SHOWN:.0f} % in all of them.",
        f"Over all arms with something planted, {false.false_per_100:.1f} false "
        "discoveries in 100 clients.",
    ]


def _met(is_met: bool) -> str:
    return "reaches" if is_met else "**does not reach**"


def planted_table(results: Results) -> str:
    """Return the table of the arms with cycles."""
    rows = [
        "| history | precision | recall | F1 | F1, nearly | false discoveries in 100 "
        "clients |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, arm in PLANTED.items():
        scores = results[OURS, name]
        rows.append(
            f"| {arm.told} | {figure(scores, lambda one: one.precision)} "
            f"| {figure(scores, lambda one: one.recall)} "
            f"| {figure(scores, lambda one: one.f1)} "
            f"| {figure(scores, lambda one: one.near_f1)} "
            f"| {figure(scores, lambda one: one.false_per_100, 1)} |"
        )
    return "\n".join(rows)


def null_table(results: Results) -> str:
    """Return the table of the arms without any cycle."""
    rules = [rule for rule, arm in results if arm == TARGET]
    rows = [
        "| history | " + " | ".join(map(_name, rules)) + " |",
        "| --- |" + " ---: |" * len(rules),
    ]
    for name, arm in NULL.items():
        cells = [
            figure(results[rule, name], lambda one: one.shown_percent, 1)
            for rule in rules
        ]
        rows.append(f"| {arm.told} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def rules_words(bounds: Bounds) -> str:
    """Return what the rules are, and how they were set."""
    each = "; ".join(
        f"{rule}: a count of {least}, at most {most} shown"
        for rule, (least, most) in bounds.items()
    )
    return (
        "*Frequent runs* are steps right after one another. *PrefixSpan support* is in "
        "how many stretches of ten events a sequence is, with gaps of any size. "
        "*Windows that hold it* counts sliding windows of ten events (WINEPI). Each "
        "shows sequences of 3 to 5 steps that reach a count and are no part of a "
        "longer one, those first that tell most. Count and number were set on other "
        f"draws of the first arm so that each finds as much as it can ({each}). "
        f"They look at the first {RULES_ON} histories of each draw. F1 to the step, "
        "and in brackets false discoveries in 100 clients:"
    )


def rules_table(results: Results, bounds: Bounds) -> str:
    """Return how the rules do where something is planted."""
    rules = [OURS, *bounds]
    rows = [
        "| history | " + " | ".join(map(_name, rules)) + " |",
        "| --- |" + " ---: |" * len(rules),
    ]
    for name, arm in PLANTED.items():
        scores = [together(results[rule, name]) for rule in rules]
        cells = [f"{one.f1:.2f} ({one.false_per_100:.0f})" for one in scores]
        rows.append(f"| {arm.told} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _name(rule: str) -> str:
    return "**cycles**" if rule == OURS else rule


def missed(results: Results) -> str:
    """Return what is not found, with its figures."""

    def recall(name: str) -> float:
        return together(results[OURS, name]).recall

    few = together(results[OURS, "forty_few_codes"])
    return "\n".join(
        [
            f"- What happened twice is never shown ({recall('forty_twice'):.2f} of it "
            "is found).",
            "- Where steps are missing, what is shown is mostly a part of the cycle: "
            f"of 4 plantings with 10, 20 and 30 % of steps missing, "
            f"{recall('sixty_missing_10'):.2f}, {recall('sixty_missing_20'):.2f} and "
            f"{recall('sixty_missing_30'):.2f} are found step for step.",
            "- What lies further apart than the gap allows is missed: "
            f"{recall('forty_wider'):.2f} with up to 3 others between steps. A wider "
            "`--gap` finds it, and less of everything else.",
            f"- Of cycles of 3 steps {recall('forty_3'):.2f} are found, of 5 steps "
            f"{recall('forty_5'):.2f}: short ones come about by chance more easily.",
            "- With few codes more meet by chance: with 30 codes F1 is "
            f"{few.f1:.2f} to the step and {few.near_f1:.2f} nearly.",
            "- A step too many is shown where another event stood near each planting "
            "by chance. No count can tell such a step from one of the cycle; the "
            "client can.",
        ]
    )
