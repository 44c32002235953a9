"""Puts the coded events of one client in order, episode by episode."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """Something that happened, as a code of the codebook.

    `row` is the number by which whoever asks finds it again. `day` is its time in days
    since any fixed moment, None if it is not known; `episode` is the episode of care
    it belongs to, None if that is not known.
    """

    code: str
    row: int
    day: float | None = None
    episode: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of one client: one episode after the other, each in its own order.

    `episode_ends` are the places up to which, not including, each episode goes.
    `newest` is the place of the event that was given last, None in an empty timeline.
    """

    events: tuple[CodedEvent, ...]
    episode_ends: tuple[int, ...]
    newest: int | None

    def __len__(self) -> int:
        return len(self.events)


def timeline_of(events: Iterable[CodedEvent]) -> Timeline:
    """Return the timeline of events that are given in the order they happened.

    Episodes may overlap; each then stands together, in the order in which they began.
    Events whose episode is not known are one more episode.
    """
    given = list(events)
    episodes: dict[str | None, list[CodedEvent]] = {}
    for event in given:
        episodes.setdefault(event.episode, []).append(event)
    ordered: list[CodedEvent] = []
    ends: list[int] = []
    newest = None
    for episode, inside in episodes.items():
        ordered += inside
        ends.append(len(ordered))
        if episode == given[-1].episode:
            newest = len(ordered) - 1
    return Timeline(tuple(ordered), tuple(ends), newest)
