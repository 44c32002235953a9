"""Sees when a sequence that a client knows has begun again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from holdspace.patterns.sequences import (
    MASKED,
    Miner,
    Reach,
    Steps,
    days_of,
    numbered,
)
from holdspace.patterns.timeline import Timeline

WORTH_SAYING = 2
"""Steps that must have happened again before somebody is told: one step is a day like
any other."""


@dataclass(frozen=True, slots=True)
class Running:
    """How far a sequence has come again: `matched` of `of` steps, then `next`.

    `rows` are the rows of the steps that have happened. Another step may still follow
    them: no more events than the gap allows have come since.
    """

    matched: int
    of: int
    next: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EarlierTime:
    """One earlier time the same first steps happened, and what came then.

    `rows` are the steps. `then_code` and `then_row` are the event that came right
    after them in the same episode, None if none did. `went_on_row` is the row of the
    next step, None if the sequence did not go on.
    """

    rows: tuple[int, ...]
    then_code: str | None
    then_row: int | None
    went_on_row: int | None


@dataclass(frozen=True, slots=True)
class BegunAgain:
    """A sequence that has begun again, with what came next the earlier times."""

    codes: tuple[str, ...]
    running: Running
    earlier: tuple[EarlierTime, ...]


def running_of(
    timeline: Timeline, codes: Sequence[str], reach: Reach | None = None
) -> Running | None:
    """Return how far a sequence has come again at the end of a timeline.

    Looked at are the newest events, in the episode of the very newest one, after the
    last time the whole sequence happened. None if none of its steps is under way, or
    if more other events have come since than the gap allows.
    """
    followed = _Followed.of(timeline, codes, reach or Reach())
    return None if followed is None else followed.running()


def begun_again(
    timeline: Timeline, sequences: Sequence[Sequence[str]], reach: Reach | None = None
) -> list[BegunAgain]:
    """Return which of these sequences have begun again, two steps or more.

    They are those the client confirmed; no chance is asked about here. What comes
    furthest is first. As a timeline grows, ask again: nothing is kept in between.
    """
    begun: list[BegunAgain] = []
    for codes in sequences:
        followed = _Followed.of(timeline, codes, reach or Reach())
        running = None if followed is None else followed.running()
        if followed is not None and running and running.matched >= WORTH_SAYING:
            earlier = tuple(followed.earlier(running))
            begun.append(BegunAgain(tuple(codes), running, earlier))
    return sorted(begun, key=lambda one: -one.running.matched / one.running.of)


@dataclass(frozen=True, slots=True)
class _Followed:
    """One sequence in one timeline, both as numbers."""

    timeline: Timeline
    names: tuple[str, ...]
    codes: list[int]
    ends: list[int]
    steps: Steps
    miner: Miner
    reach: Reach

    @staticmethod
    def of(
        timeline: Timeline, codes: Sequence[str], reach: Reach
    ) -> "_Followed | None":
        """Return them as numbers; None if the first step never happened."""
        history = numbered(timeline)
        number = {name: place for place, name in enumerate(history.names)}
        steps = tuple(number.get(code, MASKED - 1) for code in codes)
        if len(steps) < WORTH_SAYING or steps[0] < 0:
            return None
        miner = Miner(history.ends, days_of(timeline, reach), reach)
        return _Followed(
            timeline, tuple(codes), history.codes, history.ends, steps, miner, reach
        )

    def running(self) -> Running | None:
        newest = self.timeline.newest
        if newest is None:
            return None
        whole = self.miner.occurrences(self.codes, self.steps)
        after = whole[-1][-1] if whole else -1
        for matched in range(len(self.steps) - 1, 0, -1):
            for places in self.miner.every_end(self.codes, self.steps[:matched]):
                if places[0] > after and self._may_go_on(places, newest):
                    rows = self._rows(places)
                    name = self.names[matched]
                    return Running(matched, len(self.steps), name, rows)
        return None

    def _may_go_on(self, places: Steps, newest: int) -> bool:
        """Say whether the event that comes next may still be the next step."""
        if self.ends[places[-1]] != self.ends[newest]:
            return False
        if newest - places[-1] > self.reach.gap_events:
            return False
        return self.miner.within(places[0], newest)

    def earlier(self, running: Running) -> Iterator[EarlierTime]:
        """Return the times the same first steps happened before now."""
        steps = self.steps[: running.matched]
        for places in self.miner.occurrences(self.codes, steps):
            rows = self._rows(places)
            if rows[-1] == running.rows[-1]:
                return
            then = self._event_after(places[-1])
            yield EarlierTime(
                rows,
                None if then is None else self.timeline.events[then].code,
                None if then is None else self.timeline.events[then].row,
                self._went_on(places, running.matched),
            )

    def _event_after(self, place: int) -> int | None:
        return place + 1 if place + 1 < self.ends[place] else None

    def _went_on(self, places: Steps, matched: int) -> int | None:
        step, start, place = self.steps[matched], places[0], places[-1]
        stop = min(place + self.reach.gap_events + 2, self.ends[place])
        for at in range(place + 1, stop):
            if self.codes[at] == step and self.miner.within(start, at):
                return self.timeline.events[at].row
        return None

    def _rows(self, places: Steps) -> tuple[int, ...]:
        return tuple(self.timeline.events[place].row for place in places)
