"""What goes with staying, and for whom: questions for a team, never a cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdspace.content.codebook import Code
from holdspace.practice.bounds import (
    EXPOSURES,
    GROUPS_DIFFER,
    MOST_OF_ONE,
    MOST_QUESTIONS,
    in_sentences,
)
from holdspace.practice.estimates import NOTHING, Estimate, Measured, pooled
from holdspace.practice.figure import Group, PracticeFigure, TeamQuestion
from holdspace.practice.making import EVERY_GROUP, Groups, Making, Worked, among
from holdspace.practice.small_numbers import Claim, ClientSet
from holdspace.practice.tallies import Fourfold

SEEN_AT_LANDMARK = ("came", "staying.60.longer", "early.1.longer")
"""What the clients who still came on the landmark day lie inside of."""

APPLIES_TO: Mapping[str, str] = {"promises_kept": "due", "mended": "strained"}
"""Exposures that not everybody can have, and the clients who can."""

HURT = Group.HURT_BEFORE.value
CELLS = ("done stayed", "done left", "not stayed", "not left")


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
        by_whom = making.counted.done.get(exposure, {})
        there = _there(exposure, making)
        found += _by_group(making, exposure, by_whom, there)
        found += _by_code(making, exposure, by_whom, there, codes)
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
        within = ("there", APPLIES_TO[exposure], *SEEN_AT_LANDMARK)
        return ClientSet(f"there.{exposure}", counts, within)
    return ClientSet("there", counts, SEEN_AT_LANDMARK)


def _by_group(
    making: Making, exposure: str, by_whom: Mapping[str, Fourfold], there: ClientSet
) -> list[Difference]:
    cells = {group: by_whom.get(group, Fourfold()) for group in EVERY_GROUP}
    name = f"what_helps.{exposure}"
    split = making.published.let_in(Claim(name, (there,), _behind(name, cells)))
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


def _by_code(
    making: Making,
    exposure: str,
    by_whom: Mapping[str, Fourfold],
    there: ClientSet,
    codes: Sequence[Code],
) -> list[Difference]:
    """Return a difference for each hurt told where it can be shown at all.

    Those who did not tell of it must not be few either: they are the rest.
    """
    hurt = by_whom.get(HURT, Fourfold())
    sizes, shown = {}, {}
    for code in codes:
        told = by_whom.get(code.id, Fourfold())
        name = f"what_helps.{exposure}.{code.id}"
        sizes[code.id] = sum(told.cells)
        of = ClientSet(
            f"{there.name}.{code.id}",
            {HURT: sizes[code.id]},
            (there.name, *there.within, f"told.{code.id}", f"there.{code.id}"),
        )
        behind = (
            *_behind(name, {HURT: told}),
            *_behind(f"{name} without", {HURT: hurt - told}),
        )
        claim = Claim(name, (there, of), behind, needs=frozenset({HURT}))
        if making.published.let_in(claim) is not None and sizes[code.id]:
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


def _behind(name: str, cells: Mapping[str, Fourfold]) -> tuple[ClientSet, ...]:
    return tuple(
        ClientSet(f"{name} {cell}", {g: one.cells[place] for g, one in cells.items()})
        for place, cell in enumerate(CELLS)
    )


def _drawn(shown: Mapping[str, Fourfold]) -> dict[str, Estimate]:
    """Return each difference that can be worked out, drawn to what all have in common.

    Where nobody, or everybody, had something done, there is nothing to compare.
    """
    measured = {
        whom: _difference(four)
        for whom, four in shown.items()
        if four.done_stayed + four.done_left and four.not_stayed + four.not_left
    }
    found = pooled(list(measured.values()), spread=GROUPS_DIFFER)
    return dict(zip(measured, found, strict=True))


def _difference(four: Fourfold) -> Measured:
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
