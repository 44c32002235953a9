"""Says whether two scores differ by more than measurement error, and who says so."""

from dataclasses import dataclass, field
from enum import StrEnum

from holdspace.content.instrument_records import BetterEnd, Scale
from holdspace.measures.scoring import Score


class ChangeKind(StrEnum):
    """What two scores of one scale say about a change.

    STUDIES_DIFFER: enough for one study and too little for another. HIGHER and LOWER
    are for scales on which no end is the better one.
    """

    NOTHING_PUBLISHED = "nothing_published"
    NO_CLEAR_CHANGE = "no_clear_change"
    STUDIES_DIFFER = "studies_differ"
    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two scores, and what it is held against.

    `points` is the later score minus the earlier one. `source` is "" and
    `needed_points` None where nothing verified is published for the scale.
    """

    kind: ChangeKind
    points: float = field(repr=False)
    needed_points: float | None = None
    most_points: float | None = None
    source: str = ""


def change_between(scale: Scale, before: Score, after: Score) -> Change | None:
    """Return how one score differs from an earlier one, None if either has no value.

    Below what is published as reliable change it is "no clear change", however it
    looks. Source of the idea: Jacobson & Truax (1991), J Consult Clin Psychol 59:12-19.

    Raises:
        ValueError: if a score is of another scale.
    """
    if {before.scale_id, after.scale_id} != {scale.id}:
        raise ValueError("These scores are not both of this scale.")
    if before.value is None or after.value is None:
        return None
    points = round(after.value - before.value, 2)
    reliable = scale.reliable_change
    if reliable is None or not reliable.is_verified:
        return Change(ChangeKind.NOTHING_PUBLISHED, points)
    if abs(points) < reliable.points:
        kind = ChangeKind.NO_CLEAR_CHANGE
    elif abs(points) < reliable.most_points:
        kind = ChangeKind.STUDIES_DIFFER
    else:
        kind = _direction(scale.better, points)
    return Change(kind, points, reliable.points, reliable.most_points, reliable.source)


def _direction(better: BetterEnd, points: float) -> ChangeKind:
    if better is BetterEnd.NEITHER:
        return ChangeKind.HIGHER if points > 0 else ChangeKind.LOWER
    is_better = (points > 0) == (better is BetterEnd.HIGHER)
    return ChangeKind.BETTER if is_better else ChangeKind.WORSE
