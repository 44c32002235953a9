"""Finds the cycles of one client: what happened again and again, beyond chance.

A cycle is shown once. Of all sequences that chance does not explain the one is taken
that tells most (occurrences times steps; then the most surprising). The events of its
occurrences then count as told, and what is left is looked at again in the same way,
against the same shuffles: it has to stand on other events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from holdspace.patterns.blocks import shuffled
from holdspace.patterns.chance import (
    Chance,
    Searched,
    chance_of,
    searched_by,
    strengths_of,
)
from holdspace.patterns.operating_points import SHOWN_P, SHUFFLES
from holdspace.patterns.running import Running, running_of
from holdspace.patterns.sequences import (
    MASKED,
    Found,
    Miner,
    Numbered,
    Reach,
    Steps,
    days_of,
    numbered,
)
from holdspace.patterns.surprise import Mixture, surprise
from holdspace.patterns.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Cycle:
    """A sequence of codes that comes back again and again in one client's history.

    `occurrences` are the rows of its steps, a tuple for each time it happened, from
    first to last; `episodes` is in how many episodes that was. `p_value` is how often
    a history with the same mix of codes shows anything as surprising, corrected for
    all that was looked at. `running` says how far it has come again now, if it has.
    """

    codes: tuple[str, ...]
    occurrences: tuple[tuple[int, ...], ...]
    episodes: int
    p_value: float
    running: Running | None

    @property
    def support(self) -> int:
        """How often it happened."""
        return len(self.occurrences)


def cycles_of(
    timeline: Timeline,
    reach: Reach | None = None,
    *,
    shuffles: int = SHUFFLES,
    compiled: bool = False,
) -> list[Cycle]:
    """Return the cycles of a client that chance does not explain, the clearest first.

    An empty list says that nothing recurs clearly enough, not that nothing recurs.
    The same timeline gets the same answer in every run. `compiled` needs the extra
    `fast` and gives the same sooner.
    """
    reach = reach or Reach()
    history, days = numbered(timeline), days_of(timeline, reach)
    miner = Miner(history.ends, days, reach)
    found = miner.recurring(history.codes)
    if not found:
        return []
    mixture = Mixture(history, reach.gap_events)
    search = searched_by(miner, mixture)
    if compiled:
        from holdspace.patterns.compiled import compiled_search

        search = compiled_search(history, days, reach, mixture)
    chance = _chance(history, found, mixture, shuffles, search)
    if chance is None:
        return []
    shown = _shown(history, miner, mixture, chance)
    return [_cycle(one, timeline, reach, miner, history) for one in shown]


def _chance(
    history: Numbered,
    found: Sequence[Found],
    mixture: Mixture,
    shuffles: int,
    search: Searched,
) -> Chance | None:
    own = strengths_of(found, mixture)
    return chance_of(own, shuffled(history, shuffles), shuffles, search)


class _Shown(NamedTuple):
    steps: Steps
    p_value: float


def _shown(
    history: Numbered, miner: Miner, mixture: Mixture, chance: Chance
) -> list[_Shown]:
    """Return what chance does not explain, each told by events of its own."""
    shown: list[_Shown] = []
    left = list(history.codes)
    while (best := _tells_most(miner.recurring(left), mixture, chance)) is not None:
        shown.append(best)
        for places in miner.occurrences(left, best.steps):
            for place in places:
                left[place] = MASKED
    return shown


def _tells_most(
    found: Sequence[Found], mixture: Mixture, chance: Chance
) -> _Shown | None:
    ranked = []
    for steps, support in found:
        value = surprise(support, mixture.expected(steps))
        ranked.append((-support * len(steps), -round(value, 6), steps, value))
    for _, _, steps, value in sorted(ranked):
        p_value = chance.p_value(len(steps), value)
        if p_value <= SHOWN_P:
            return _Shown(steps, p_value)
    return None


def _cycle(
    shown: _Shown, timeline: Timeline, reach: Reach, miner: Miner, history: Numbered
) -> Cycle:
    codes = tuple(history.names[step] for step in shown.steps)
    occurrences = miner.occurrences(history.codes, shown.steps)
    episodes = {history.ends[places[0]] for places in occurrences}
    rows = tuple(
        tuple(timeline.events[place].row for place in places) for places in occurrences
    )
    running = running_of(timeline, codes, reach)
    return Cycle(codes, rows, len(episodes), shown.p_value, running)
