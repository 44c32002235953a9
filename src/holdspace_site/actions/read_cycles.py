"""Read what goes round in a client's story: the helps side by side, and the cycles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec

from django.utils import timezone

from holdspace.approach.brief import Told
from holdspace.approach.cycle_watch import CycleWatch, WatchContent, cycles_to_watch
from holdspace.approach.cycles import KeptCycle, ShownCycle, found_cycles, shown_cycle
from holdspace.approach.episode_board import EpisodeColumn, episode_board
from holdspace.approach.history import History, WhatIsKnown, history_of
from holdspace.content.check_in import check_in
from holdspace.content.codebook import codebook
from holdspace.privacy.access import Role, Verb
from holdspace.story.readings import (
    Reading,
    Verdict,
    in_their_place,
    readings_that_count,
)
from holdspace_site.actions.read_brief import brief_content, told_by
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.cycles import Kept, cycles_kept
from holdspace_site.records.episodes import episodes_shown_to
from holdspace_site.records.models import Client, Person
from holdspace_site.records.scope import Who, client_for


@dataclass(frozen=True, slots=True)
class Resting:
    """A kept cycle nothing is made of: taken back, or without words under a step."""

    id: str
    plain_words: tuple[str, ...]
    taken_back: bool


@dataclass(frozen=True, slots=True)
class CyclesSeen:
    """What goes round, as one person may see it.

    `watched` are those the client said yes to, the ones that began again first;
    `waiting` have no word yet, `other` are not quite right. `found` are questions:
    software saw them and nobody answered. `resting` are kept, but no words are left
    under one of their steps, or the client took them back: only they see that.
    `held_back` are the ids of those that only the client sees. `own_codes` are the
    codes of what happened.
    """

    client: Client
    watched: tuple[CycleWatch, ...]
    waiting: tuple[ShownCycle, ...]
    other: tuple[ShownCycle, ...]
    found: tuple[ShownCycle, ...]
    resting: tuple[Resting, ...]
    held_back: frozenset[str]
    board: tuple[EpisodeColumn, ...] = field(repr=False)
    own_codes: tuple[str, ...]


def read_cycles(
    client_id: int, *, by: Person, now: datetime, looks_for_more: bool = True
) -> CyclesSeen:
    """Return what goes round for one client, and write the look down.

    Without `looks_for_more` only what is kept is returned, which takes no time.

    Raises:
        NoSuchRecord: if this person works with no such client.
        StoryClosed: while the client says no to care.
    """
    client = client_for(by, client_id, Verb.READ_CYCLES, now=now)
    write_down(Verb.READ_CYCLES.value, by=by, now=now, client_id=client.pk)
    return _seen(client, by, timezone.localdate(now), looks_for_more)


def _seen(client: Client, by: Person, on: date, looks_for_more: bool) -> CyclesSeen:
    kept = cycles_kept(client, by)
    told = told_by(client, by=by, on=on)
    readings, history = _history(told, on)
    shown = _stand(told.cycles, readings, history)
    standing = [cycle for _, cycle in shown if cycle]
    own = by.role == Role.CLIENT.value
    return CyclesSeen(
        client=client,
        watched=cycles_to_watch(
            told.cycles,
            history,
            readings,
            name=client.name,
            on=on,
            content=watch_content(),
        ),
        waiting=tuple(one for one in standing if one.verdict is None),
        other=tuple(one for one in standing if one.verdict is Verdict.NOT_QUITE),
        found=_found(history, kept) if looks_for_more else (),
        resting=_resting(shown) if own else (),
        held_back=_held_back(kept) if own else frozenset(),
        board=episode_board(
            history,
            list(map(as_library.episode, episodes_shown_to(client, by))),
            codebook(),
        ),
        own_codes=tuple(dict.fromkeys(one.code for one in history.happened)),
    )


def cycles_shown(
    client: Client, *, by: Who, on: date
) -> tuple[Kept, list[tuple[KeptCycle, ShownCycle | None]]]:
    """Return each kept cycle as it stands for somebody, None where it does not.

    Nothing is written down: whatever shows them is a look of its own.
    """
    kept = cycles_kept(client, by)
    if not kept.cycles:
        return kept, []
    return kept, cycles_in(told_by(client, by=by, on=on), on=on)


def cycles_in(told: Told, *, on: date) -> list[tuple[KeptCycle, ShownCycle | None]]:
    """Return each kept cycle somebody was told of, None where it does not stand."""
    if not told.cycles:
        return []
    readings, history = _history(told, on)
    return _stand(told.cycles, readings, history)


def _stand(
    kept: Iterable[KeptCycle], readings: Sequence[Reading], history: History
) -> list[tuple[KeptCycle, ShownCycle | None]]:
    by_id = {reading.id: reading for reading in readings}
    return [(one, shown_cycle(one, history, by_id, codebook())) for one in kept]


def codes_told(client: Client, *, by: Who, on: date) -> frozenset[str]:
    """Return the codes of what happened that stand in the client's own words."""
    _, history = _history(told_by(client, by=by, on=on), on)
    return frozenset(one.code for one in history.happened if one.because)


def found_now(client: Client, *, by: Who, on: date) -> tuple[ShownCycle, ...]:
    """Return the cycles somebody may be asked about now."""
    _, history = _history(told_by(client, by=by, on=on), on)
    return _found(history, cycles_kept(client, by))


def _found(history: History, kept: Kept) -> tuple[ShownCycle, ...]:
    compiled = is_compiled_search_here()
    return found_cycles(history, kept.answered, codebook(), compiled=compiled)


def watch_content() -> WatchContent:
    """Return the packs a cycle is worded with."""
    packs = brief_content()
    return WatchContent(packs.codebook, packs.lessons, packs.wording)


@cache
def is_compiled_search_here() -> bool:
    """Return whether the extra `fast` is installed."""
    return find_spec("numba") is not None


def _history(told: Told, on: date) -> tuple[Sequence[Reading], History]:
    readings = in_their_place(readings_that_count(told.readings), told.readings)
    known = WhatIsKnown(readings, told.check_ins, told.sessions, told.drawn)
    return readings, history_of(known, on=on, codebook=codebook(), pack=check_in())


def _resting(
    shown: Sequence[tuple[KeptCycle, ShownCycle | None]],
) -> tuple[Resting, ...]:
    found = []
    for one, cycle in shown:
        taken_back = one.verdict is Verdict.TAKEN_BACK
        if cycle is None or taken_back:
            words = (codebook().code(code).plain_words for code in one.codes)
            found.append(Resting(one.id, tuple(words), taken_back))
    return tuple(found)


def _held_back(kept: Kept) -> frozenset[str]:
    return frozenset(str(row.pk) for row in kept.rows if row.held_back_at)
