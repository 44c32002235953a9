"""All counts of clients that follow from differences in staying that are shown.

From n, value and interval of a difference somebody can work out its four counts. So
they are let in like numbers that stand there: with their sums, inside of whatever
holds them, and with what is left between them and curves.
"""

from collections.abc import Callable, Iterator, Mapping

from holdspace.practice.bounds import LANDMARK_DAY, OUTCOME_DAY, SOON_DAYS
from holdspace.practice.making import EVERY_GROUP, Making
from holdspace.practice.small_numbers import ClientSet
from holdspace.practice.survival import Lasting, lasting
from holdspace.practice.tallies import Counts, Fourfold

APPLIES_TO: Mapping[str, str] = {"promises_kept": "due", "mended": "strained"}
"""Exposures that not everybody can have, and the clients who can."""

STAYED, LEFT = "stayed", "left"

Cell = Callable[[Fourfold], int]


def counts_of(
    exposure: str, there: ClientSet, four: Mapping[str, Fourfold], *, code: str = ""
) -> tuple[ClientSet, ...]:
    """Return the four counts and their sums, by group; of one code's clients if named.

    `there` are all they are counts of. Those who stayed are the same for all exposures
    of the same clients; each count of a code lies inside that of everybody.
    """
    where, end = there.name, f".{code}" if code else ""
    did, did_not = f"{where}.{exposure}", f"{where}.not_{exposure}"

    def named(name: str, cell: Cell, *within: str) -> ClientSet:
        counts = {group: cell(one) for group, one in four.items()}
        if code:
            within = (name, *(f"{one}{end}" for one in within))
        return ClientSet(f"{name}{end}", counts, within)

    def outcome(name: str) -> tuple[str, ...]:
        return (where, f"there.{name}") if exposure in APPLIES_TO else (where,)

    cells: list[tuple[str, str, Cell]] = [
        (did, STAYED, lambda one: one.done_stayed),
        (did, LEFT, lambda one: one.done_left),
        (did_not, STAYED, lambda one: one.not_stayed),
        (did_not, LEFT, lambda one: one.not_left),
    ]
    return (
        named(f"{where}.{STAYED}", lambda one: one.stayed, *outcome(STAYED)),
        named(f"{where}.{LEFT}", lambda one: one.left, *outcome(LEFT)),
        named(did, lambda one: one.done_stayed + one.done_left, where),
        named(did_not, lambda one: one.not_stayed + one.not_left, where),
        *(named(f"{of}.{o}", cell, of, f"{where}.{o}") for of, o, cell in cells),
    )


def around(
    making: Making, exposure: str, four: Mapping[str, Fourfold]
) -> tuple[ClientSet, ...]:
    """Return what is left between these counts and what is shown around them.

    That is who had it done and did not come any more or was not seen long enough, and
    who left, or ended in another way, between the two days without having been seen
    long enough. Only what is shown already is looked at.
    """
    done = _around_done(making, exposure, four)
    return (*done, *_around_outcome(making, exposure, four))


def _around_done(
    making: Making, exposure: str, four: Mapping[str, Fourfold]
) -> Iterator[ClientSet]:
    done = {group: one.done_stayed + one.done_left for group, one in four.items()}
    all_of = {group: sum(one.cells) for group, one in four.items()}
    sets, ratios = making.counted.sets, making.counted.ratios
    due = {g: one.sums.clients for g, one in ratios["promises.kept"].items()}
    for of, outer, counts, inner in (
        ("agreement", "agreed", sets["agreed"], done),
        ("soon", f"waiting.{SOON_DAYS}.happened", _by(making, "waiting"), done),
        ("promises_kept", "due", due, all_of),
        ("mended", "strained", sets["strained"], all_of),
        ("mended", f"mending.{LANDMARK_DAY}.happened", _by(making, "mending"), done),
    ):
        if of == exposure and making.published.shows(outer):
            yield _left_over(f"{outer} but not {exposure}", counts, inner)


def _by(making: Making, curve: str) -> Counts:
    """Return for how many it happened by the day that an exposure looks at."""
    day = {"waiting": SOON_DAYS, "mending": LANDMARK_DAY}[curve]
    return {g: one.happened_by(day) for g, one in _lasting(making, curve).items()}


def _around_outcome(
    making: Making, exposure: str, four: Mapping[str, Fourfold]
) -> Iterator[ClientSet]:
    first, last = LANDMARK_DAY, OUTCOME_DAY
    if not making.published.shows(
        f"staying.{first}.happened", f"staying.{last}.happened"
    ):
        return
    stay = _lasting(making, "staying")
    left = {g: s.happened_by(last) - s.happened_by(first) for g, s in stay.items()}
    yield _left_over("left unseen", left, {g: one.left for g, one in four.items()})
    if exposure not in APPLIES_TO:
        gone = {g: s.gone_by(last) - s.gone_by(first) for g, s in stay.items()}
        ended = {g: one.stayed - stay[g].left_after(last) for g, one in four.items()}
        yield _left_over("gone unseen", gone, ended)


def _lasting(making: Making, curve: str) -> dict[str, Lasting]:
    rows = making.counted.lasting[curve]
    return {group: lasting(rows.get(group, ())) for group in EVERY_GROUP}


def _left_over(name: str, outer: Counts, inner: Counts) -> ClientSet:
    return ClientSet(name, {g: n - inner.get(g, 0) for g, n in outer.items()})
