"""The parts of the practice report, one after the other, in the order they matter.

What comes first is shown first: a later figure is left out where it would give a small
number away together with an earlier one.
"""

from collections.abc import Sequence

from holdspace.content.check_in import CheckInQuestion
from holdspace.content.codebook import Code
from holdspace.practice.bounds import (
    EARLY_SESSIONS,
    FIRST_SESSIONS,
    MENDING_DAYS,
    OUTCOME_DAY,
    SESSIONS_DIFFER,
    STAYING_DAYS,
    WAITING_DAYS,
)
from holdspace.practice.estimates import NOTHING, Estimate, in_steps, pooled
from holdspace.practice.figure import Curve, Group, PracticeFigure
from holdspace.practice.making import (
    EVERY_GROUP,
    TWICE,
    Groups,
    Making,
    Worked,
    among,
    shared,
)
from holdspace.practice.small_numbers import Claim, ClientSet, Split
from holdspace.practice.survival import half_by

Made = tuple[list[PracticeFigure], list[Curve]]

HURT_ONLY: Split = frozenset({Group.HURT_BEFORE.value})
ONCE = "once"
"""Clients with one session held."""


def who(making: Making) -> Made:
    """Return how many clients the report is about."""
    return making.count("who.came", making.came), []


def staying(making: Making) -> Made:
    """Return who had not left, day by day, and who left after few sessions."""
    longer: dict[str, tuple[str, ...]] = {"longer": (TWICE,)}
    longer |= {
        f"{day}.longer": ("there", "there.stayed")
        for day in STAYING_DAYS
        if day >= OUTCOME_DAY
    }
    stay, still = making.curve("staying", making.came, STAYING_DAYS, within=longer)
    # who came once was there for one day, and had left by every later one
    once = tuple(f"staying.{day}.happened" for day in STAYING_DAYS)
    inside = {"1.happened": (ONCE, *once), "longer": (TWICE,)}
    left, early = making.curve("early", making.came, EARLY_SESSIONS, within=inside)
    return stay + left, [still, early]


def repair(making: Making) -> Made:
    """Return how often there was a strain, and what became of it."""
    strained = making.set_of("strained", "came")
    clear = _counted(making, "repair.they_say", "clear_words", "strained")
    made = [
        *making.share("repair.any", strained, making.came),
        *making.ratio("repair.per_ten", making.came, strained),
        *making.ratio("repair.mended", strained),
        *making.ratio("repair.they_say", clear),
    ]
    days, curve = making.curve("mending", strained, MENDING_DAYS)
    return [*made, *_median(making, "repair.days", strained, days), *days], [curve]


def promises(making: Making) -> Made:
    """Return whether promises were kept."""
    due = _counted(making, "promises.kept", "due", "came")
    marked = _counted(making, "promises.disputed", "marked", "due")
    return [
        *making.ratio("promises.kept", due),
        *making.ratio("promises.disputed", marked),
    ], []


def agreement(making: Making) -> Made:
    """Return whether there is an agreed way of working, and whether it is kept."""
    agreed = making.set_of("agreed", "came")
    asked = making.set_of("agreed_asked", "agreed")
    return [
        *making.share("agreement.have", agreed, making.came),
        *making.ratio("agreement.kept", asked),
    ], []


def alliance(making: Making, questions: Sequence[CheckInQuestion]) -> Made:
    """Return the answers after each session, few ones drawn to the mean of all."""
    made, curves = [], []
    for question in questions:
        figures = _answers(making, question)
        low, high = str(question.values[0]), str(question.values[-1])
        curve = making.picture(
            f"alliance.{question.id}",
            figures,
            kind="alliance",
            steps=False,
            places={"measure": question.words, "low": low, "high": high},
        )
        made += figures
        curves.append(curve)
    return made, curves


def _answers(making: Making, question: CheckInQuestion) -> list[PracticeFigure]:
    """Return one figure a session number; what is not shown is in no mean either."""
    splits, means = {}, {}
    numbers = range(1, FIRST_SESSIONS + 1)
    answered = {number: _answered(making, number) for number in numbers}
    for number, of in answered.items():
        behind = _who_decides(making, question, number)
        claim = Claim(f"after.{question.id}.{number}", (making.came, of), behind, False)
        splits[number] = making.published.let_in(claim)
        mean = making.counted.means.get((question.id, number))
        if splits[number] is not None and mean is not None:
            means[number] = mean
    low, high = question.values[0], question.values[-1]
    spread = SESSIONS_DIFFER * (high - low)
    found = pooled(list(means.values()), spread=spread)
    drawn = dict(zip(means, found, strict=True))
    made = []
    for number, of in answered.items():
        estimate = in_steps(drawn.get(number, Estimate(None)), PARTS_OF_A_POINT)
        made += making.figures(
            "alliance.session",
            splits[number],
            _fixed(of, _inside(estimate, low, high)),
            groups=(),
            at=(f"alliance.{question.id}", float(number)),
            places={
                "time": str(number),
                "measure_id": question.id,
                "measure": question.words,
                "low": str(low),
                "high": str(high),
            },
        )
    return made


PARTS_OF_A_POINT = 10
"""A mean answer has one decimal: its sum over clients cannot be read from it."""


def _answered(making: Making, number: int) -> ClientSet:
    """Return who answered anything after a session: the same for every question.

    Who left one question open is in it, or the difference would count them.
    """
    # a client who may yet come again is seen for one session less than were held
    held = (f"early.{one}.longer" for one in EARLY_SESSIONS if one < number - 1)
    counts = making.counted.after_any.get(number, {})
    return ClientSet(f"after.{number}", counts, ("came", *held))


def _who_decides(
    making: Making, question: CheckInQuestion, number: int
) -> tuple[ClientSet, ...]:
    """Return who gave another answer than the highest, and than the lowest there is.

    A mean next to the end of its scale says of nearly all what they answered.
    """
    key, name = (question.id, number), f"after.{question.id}.{number}"
    not_highest, not_lowest = making.counted.inner.get(key, (0, 0))
    anybody = EVERY_GROUP[0]  # it is shown for all groups together only
    return (
        ClientSet(f"{name} not highest", {anybody: not_highest}),
        ClientSet(f"{name} not lowest", {anybody: not_lowest}),
    )


def _inside(estimate: Estimate, low: float, high: float) -> Estimate:
    """Return an estimate whose interval does not leave the scale of the answers."""
    each = (estimate.value, estimate.lower, estimate.upper)
    return Estimate(*(None if e is None else min(high, max(low, e)) for e in each))


def hurt_before(making: Making, codes: Sequence[Code]) -> Made:
    """Return what hurt before, and how often it happened again here."""
    again = making.set_of("again", "came")
    claim = Claim("hurt_before.any_again", (making.came, again), needs=HURT_ONLY)
    made = _of_the_hurt(making, claim, making.came, again)
    each = [(code, *_told_and_again(making, code)) for code in codes]
    for code, told, _ in each:
        claim = Claim(f"told.{code.id}", (making.came, told), needs=HURT_ONLY)
        made += _of_the_hurt(making, claim, making.came, told, code=code)
    for code, told, here in each:
        claim = Claim(f"again.{code.id}", (told, here), needs=HURT_ONLY)
        made += _of_the_hurt(making, claim, told, here, code=code)
    return made, []


def _told_and_again(making: Making, code: Code) -> tuple[ClientSet, ClientSet]:
    told, again = making.counted.codes.get(code.id, (0, 0))
    hurt = Group.HURT_BEFORE.value
    return (
        ClientSet(f"told.{code.id}", {hurt: told}, ("came",)),
        ClientSet(f"again.{code.id}", {hurt: again}, (f"told.{code.id}", "again")),
    )


def _of_the_hurt(
    making: Making,
    claim: Claim,
    of: ClientSet,
    some: ClientSet,
    code: Code | None = None,
) -> list[PracticeFigure]:
    """Return a share of clients who were hurt before; nobody else is asked about it."""
    kinds = {"told": "hurt_before.told", "again": "hurt_before.again"}
    kind = kinds.get(claim.name.partition(".")[0], claim.name)
    split = making.published.let_in(claim)
    words = (
        {
            "code": code.id,
            "code_words": code.plain_words,
            "code_meaning": code.definition,
        }
        if code
        else {}
    )
    groups = (Group.HURT_BEFORE.value,)
    return making.figures(
        kind, split, shared(some, of), groups=groups, everybody=False, places=words
    )


def waiting(making: Making) -> Made:
    """Return how long people wait, how often there is a break, what falls out."""
    asked = making.set_of("asked", "everybody")
    twice, long = making.set_of(TWICE, "came"), making.set_of("long_break", TWICE)
    once = {g: n - twice.counts.get(g, 0) for g, n in making.came.counts.items()}
    total = making.count("waiting.asked", asked, by_group=False)
    never = {g: n - making.came.counts.get(g, 0) for g, n in asked.counts.items()}
    days, curve = making.curve(
        "waiting",
        asked,
        WAITING_DAYS,
        by_group=False,
        within={"happened": ("came",), "gone": ("never",)},
        beside=(ClientSet("never", never, ("asked",)),),
    )
    return [
        *total,
        *_median(making, "waiting.days", asked, days),
        *days,
        *making.share("breaks.long", long, twice, ClientSet(ONCE, once, ("came",))),
        *making.ratio("breaks.missed", making.came),
        *making.ratio("breaks.called_off", making.came),
        *making.ratio("breaks.clock", making.came),
    ], [curve]


def completeness(making: Making) -> Made:
    """Return what was written down and asked."""
    ended = making.set_of("ended", "came")
    known = making.set_of("ended_known", "ended")
    agreed = making.set_of("agreed", "came")
    asked = making.set_of("agreed_asked", "agreed")
    strained = making.set_of("strained", "came")
    return [
        *_told_anything(making),
        *making.ratio("completeness.check_ins", making.came),
        *making.share("completeness.endings", known, ended),
        *making.ratio("completeness.words", strained),
        *making.share("completeness.lines", asked, agreed),
    ], []


def _told_anything(making: Making) -> list[PracticeFigure]:
    """Return the share who told of earlier help: it gives every group's size away."""
    told = {g: n for g, n in making.came.counts.items() if g != Group.NOTHING_TOLD}
    some = ClientSet("told", told, ("came",))
    claim = Claim("told", (making.came, some), needs=frozenset(EVERY_GROUP))
    split = making.published.let_in(claim)
    return making.figures(
        "completeness.told", split, shared(some, making.came), groups=()
    )


# --- What several parts need --------------------------------------------------


def _counted(making: Making, ratio: str, name: str, within: str) -> ClientSet:
    """Return the clients who have anything to count in a ratio."""
    counts = {g: one.sums.clients for g, one in making.counted.ratios[ratio].items()}
    return ClientSet(name, counts, (within, "came"))


def _median(
    making: Making, kind: str, of: ClientSet, points: Sequence[PracticeFigure]
) -> list[PracticeFigure]:
    """Return the time by which it has happened for half, from points that are shown.

    Nothing else is in it: a median worked out of days is the day of one client.
    """
    groups = {one.group for one in points}
    half = {
        group: _half([one for one in points if one.group == group]) for group in groups
    }

    def worked(groups: Groups) -> tuple[int, Estimate]:
        found = half[None if groups == EVERY_GROUP else Group(groups[0])]
        return among(of.counts, groups), found or NOTHING

    named = [group for group in EVERY_GROUP if Group(group) in groups]
    split = frozenset(group for group in named if half[Group(group)])
    return making.figures(kind, split if half[None] else None, worked, groups=named)


def _half(points: Sequence[PracticeFigure]) -> Estimate | None:
    """Return when half is reached; None where what is shown does not go that far.

    Where the last point is shown and is under one half, half is not reached by then.
    """
    shown = [one for one in points if one.n is not None]
    found = half_by([(one.at or 0.0, _estimate(one)) for one in shown])
    if found.value is None and points[-1].n is None:
        return None
    return in_steps(found, 1)


def _estimate(figure: PracticeFigure) -> Estimate:
    return Estimate(figure.value, figure.lower, figure.upper)


def _fixed(of: ClientSet, estimate: Estimate) -> Worked:
    return lambda groups: (among(of.counts, groups), estimate)
