"""What goes with staying, and for whom: questions for a team, never a cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdspace.content.codebook import Code
from holdspace.practice.bounds import (
    EXPOSURES,
    GROUPS_DIFFER,
    LANDMARK_DAY,
    MOST_OF_ONE,
    MOST_QUESTIONS,
    in_sentences,
)
from holdspace.practice.estimates import (
    NOTHING,
    Estimate,
    Measured,
    in_steps,
    parts_for,
    pooled,
)
from holdspace.practice.figure import Group, PracticeFigure, TeamQuestion
from holdspace.practice.making import (
    EVERY_GROUP,
    TWICE,
    Groups,
    Making,
    Worked,
    among,
)
from holdspace.practice.small_numbers import Claim, ClientSet
from holdspace.practice.tallies import Fourfold
from holdspace.practice.what_follows import APPLIES_TO, around, counts_of

SEEN_AT_LANDMARK = ("came", f"staying.{LANDMARK_DAY}.longer", TWICE)
"""What the clients who still came on the landmark day lie inside of."""

HURT = Group.HURT_BEFORE.value


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more clients stayed where something was done, for one group or code."""

    exposure: str
    whom: str
    figure: PracticeFigure


def differences(making: Making, codes: Sequence[Code]) -> list[Difference]:
    """Return a difference for each exposure and group, then for each hurt told."""
    found = []
    for exposure in EXPOSURES:
        of_groups = _by_group(making, exposure)
        found += of_groups
        if any(one.whom == HURT and not one.figure.suppressed for one in of_groups):
            found += _by_code(making, exposure, codes)
    return found


def _there(exposure: str, making: Making) -> ClientSet:
    """Return the clients whom an exposure applies to and who still came.

    Where it applies to all who still came, that is one and the same set.
    """
    counts = {
        group: sum(making.counted.done[exposure].get(group, Fourfold()).cells)
        for group in EVERY_GROUP
    }
    if exposure in APPLIES_TO:
        return ClientSet(f"there.{exposure}", counts, ("there", *SEEN_AT_LANDMARK))
    return ClientSet("there", counts, SEEN_AT_LANDMARK)


def _by_group(making: Making, exposure: str) -> list[Difference]:
    by_whom, there = making.counted.done.get(exposure, {}), _there(exposure, making)
    cells = {group: by_whom.get(group, Fourfold()) for group in EVERY_GROUP}
    sets = (there, *counts_of(exposure, there, cells))
    behind = around(making, exposure, cells)
    claim = Claim(f"what_helps.{exposure}", sets, behind, whole=False)
    split = making.published.let_in(claim)
    shown = [g for g in EVERY_GROUP if split is not None and g in split]
    drawn = _drawn({group: cells[group] for group in shown})
    made = making.figures(
        "what_helps.group",
        split,
        lambda groups: (among(there.counts, groups), _one(drawn, groups)),
        everybody=False,
        places=_places(making, exposure),
    )
    return [
        Difference(exposure, group, figure)
        for group, figure in zip(EVERY_GROUP, made, strict=True)
    ]


def _one(drawn: Mapping[str, Estimate], groups: Groups) -> Estimate:
    return drawn.get(groups[0], NOTHING)


def _places(making: Making, exposure: str) -> dict[str, str]:
    said = making.words.exposures[exposure].format(**in_sentences())
    return {"exposure_id": exposure, "exposure": said}


def _by_code(making: Making, exposure: str, codes: Sequence[Code]) -> list[Difference]:
    """Return a difference for each hurt told where it can be shown at all.

    Those who did not tell of it must not be few either: they are the rest of those who
    told of any, who are shown.
    """
    by_whom, there = making.counted.done.get(exposure, {}), _there(exposure, making)
    sizes, shown = {}, {}
    for code in codes:
        told = by_whom.get(code.id, Fourfold())
        sizes[code.id] = sum(told.cells)
        if not sizes[code.id]:
            continue
        every = (there.name, "there", f"there.{code.id}", f"told.{code.id}")
        within = tuple(one for one in every if one != f"{there.name}.{code.id}")
        of = ClientSet(f"{there.name}.{code.id}", {HURT: sizes[code.id]}, within)
        sets = (of, *counts_of(exposure, there, {HURT: told}, code=code.id))
        name = f"what_helps.{exposure}.{code.id}"
        claim = Claim(name, sets, needs=frozenset({HURT}))
        if making.published.let_in(claim) is not None:
            shown[code.id] = told
    drawn = _drawn(shown)
    return [
        Difference(exposure, code.id, figure)
        for code in codes
        if code.id in shown
        for figure in making.figures(
            "what_helps.code",
            frozenset(),
            _fixed(sizes[code.id], drawn.get(code.id, NOTHING)),
            groups=(),
            places={
                "code": code.id,
                "code_words": code.plain_words,
                **_places(making, exposure),
            },
        )
    ]


def _fixed(clients: int, estimate: Estimate) -> Worked:
    return lambda groups: (clients, estimate)


def _drawn(shown: Mapping[str, Fourfold]) -> dict[str, Estimate]:
    """Return each difference that can be worked out, drawn to what all have in common.

    One alone is drawn nowhere. Where nobody, or everybody, had something done, there is
    nothing to compare.
    """
    measured = {
        whom: measured_difference(four)
        for whom, four in shown.items()
        if four.done_stayed + four.done_left and four.not_stayed + four.not_left
    }
    found = pooled(list(measured.values()), spread=GROUPS_DIFFER)
    return {
        whom: in_steps(estimate, parts_for(sum(shown[whom].cells)))
        for whom, estimate in zip(measured, found, strict=True)
    }


def measured_difference(four: Fourfold) -> Measured:
    """Return the difference of two shares, with one client added to each count."""
    done = four.done_stayed + four.done_left + 2
    other = four.not_stayed + four.not_left + 2
    one, two = (four.done_stayed + 1) / done, (four.not_stayed + 1) / other
    return Measured(one - two, one * (1 - one) / done + two * (1 - two) / other)


def questions(
    making: Making, found: Sequence[Difference], codes: Sequence[Code]
) -> tuple[TeamQuestion, ...]:
    """Return the differences that stand out, as questions; the clearest first."""
    clear = [
        (min(abs(lower), abs(upper)), one)
        for one in found
        if (lower := one.figure.lower) is not None
        and (upper := one.figure.upper) is not None
        and lower * upper > 0
    ]
    clear.sort(key=lambda pair: -pair[0])
    plain = {code.id: code.plain_words for code in codes}
    chosen: list[Difference] = []
    for _, one in clear:
        if sum(one.exposure == other.exposure for other in chosen) < MOST_OF_ONE:
            chosen.append(one)
    return tuple(_question(making, one, plain) for one in chosen[:MOST_QUESTIONS])


def _question(
    making: Making, one: Difference, plain: Mapping[str, str]
) -> TeamQuestion:
    words, more = making.words.what_helps, (one.figure.value or 0) > 0
    if one.whom in plain:
        whom = words["whom_code"].format(code_words=plain[one.whom])
    else:
        whom = making.words.groups[one.whom]
    places = {**in_sentences(), **_places(making, one.exposure)}
    points = max(1, round(100 * abs(one.figure.value or 0)))
    asked = words["ask" if more else "ask_fewer"]
    return TeamQuestion(
        exposure=places["exposure"],
        outcome=words["outcome"].format(**places),
        whom=whom,
        words=asked.format(whom=whom, points=str(points), **places),
        caveat=words["caveat"],
        figure=one.figure,
    )
