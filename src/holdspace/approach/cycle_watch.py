"""Says when a cycle the client knows has begun again, and what they said would help."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from holdspace.approach.cycles import KeptCycle, ShownCycle, ShownStep, shown_cycle
from holdspace.approach.history import Happening, History
from holdspace.approach.lines import FRESH_FOR, Because, because, own_words_first
from holdspace.content.codebook import Codebook
from holdspace.content.lessons import Lessons
from holdspace.content.wording import Wording
from holdspace.patterns.running import EarlierTime, begun_again
from holdspace.story.readings import Reading, Verdict

_MOST_HELPS = 3


@dataclass(frozen=True, slots=True)
class WhatHelps:
    """Something the client wrote at this step, asked for, or that mended it before."""

    words: str = field(repr=False)
    because: Because


@dataclass(frozen=True, slots=True)
class TimeBefore:
    """One time the same first steps happened before, and what came right after them.

    `then` is None where nothing did. `went_on` says that the next step came.
    """

    steps: tuple[Happening, ...]
    then: Happening | None
    went_on: bool


@dataclass(frozen=True, slots=True)
class CycleWatch:
    """One cycle the client said yes to, and how far it has come again.

    `happened` are the steps that have happened again, none while it has not begun;
    `next_step` is then the next one in it. `before` are the times it had come so far
    before, each with what came then; among them those that ended there. `helps` is what
    this client said would help here. `words` says it in a few sentences.
    """

    cycle: ShownCycle
    happened: tuple[Happening, ...]
    next_step: ShownStep | None
    before: tuple[TimeBefore, ...]
    helps: tuple[WhatHelps, ...]
    words: str = field(repr=False)

    @property
    def begun(self) -> bool:
        """Whether two steps or more have happened again."""
        return bool(self.happened)

    @property
    def because(self) -> tuple[Because, ...]:
        """The client's words it rests on: those of now first, then those of before."""
        now = [one.because for one in self.happened if one.because]
        before = [one for step in self.cycle.steps for one in step.because]
        return tuple(dict.fromkeys((*now, *before)))


class _Begun(NamedTuple):
    happened: tuple[Happening, ...]
    before: tuple[TimeBefore, ...]


@dataclass(frozen=True, slots=True)
class WatchContent:
    """The packs a watch is worded with."""

    codebook: Codebook
    lessons: Lessons
    wording: Wording


def cycle_watch(
    kept: Iterable[KeptCycle],
    history: History,
    readings: Sequence[Reading],
    *,
    name: str,
    on: date,
    content: WatchContent,
) -> CycleWatch | None:
    """Return the cycle to watch on the day `on`, None where there is none.

    It is the one that has come furthest again, or else the one the client said yes to
    last. One that began more than four weeks before is not told as of now.
    """
    watched = cycles_to_watch(
        kept, history, readings, name=name, on=on, content=content
    )
    return watched[0] if watched else None


def cycles_to_watch(
    kept: Iterable[KeptCycle],
    history: History,
    readings: Sequence[Reading],
    *,
    name: str,
    on: date,
    content: WatchContent,
) -> tuple[CycleWatch, ...]:
    """Return every cycle the client said yes to, those that began again first."""
    by_id = {reading.id: reading for reading in readings}
    shown = [
        cycle
        for one in kept
        if one.verdict is Verdict.YES and one.said_on <= on
        if (cycle := shown_cycle(one, history, by_id, content.codebook))
    ]
    begun = _begun(shown, history, on)
    watched = [
        _watch(cycle, begun.get(cycle.codes), readings, name, content)
        for cycle in shown
    ]
    return tuple(sorted(watched, key=_first))


def _first(watch: CycleWatch) -> tuple[float, int, str]:
    said_on = watch.cycle.said_on or date.min
    share = len(watch.happened) / len(watch.cycle.steps)
    return (-share, -said_on.toordinal(), watch.cycle.id)


def _begun(
    shown: Sequence[ShownCycle], history: History, on: date
) -> Mapping[tuple[str, ...], _Begun]:
    """Return what has happened again lately, by the codes of the cycle."""
    if not shown or not history.goes_on:
        return {}
    found = {}
    for one in begun_again(history.timeline, [cycle.codes for cycle in shown]):
        happened = history.at(one.running.rows)
        last = happened[-1].on
        if last is not None and on - last <= FRESH_FOR:
            before = tuple(_time_before(history, each) for each in one.earlier)
            found[one.codes] = _Begun(happened, before)
    return found


def _time_before(history: History, earlier: EarlierTime) -> TimeBefore:
    then = () if earlier.then_row is None else history.at([earlier.then_row])
    return TimeBefore(
        steps=history.at(earlier.rows),
        then=next(iter(then), None),
        went_on=earlier.went_on_row is not None,
    )


def _watch(
    cycle: ShownCycle,
    begun: _Begun | None,
    readings: Sequence[Reading],
    name: str,
    content: WatchContent,
) -> CycleWatch:
    happened, before = begun or _Begun((), ())
    next_step = cycle.steps[len(happened)] if happened else None
    codes = [one.code for one in happened] or list(cycle.codes)
    said = _said_to_help(cycle, len(happened))
    return CycleWatch(
        cycle=cycle,
        happened=happened,
        next_step=next_step,
        before=before,
        helps=(*said, *_helps(codes, readings, content.lessons))[:_MOST_HELPS],
        words=_words(cycle, happened, before, name, content.wording),
    )


def _said_to_help(cycle: ShownCycle, happened: int) -> tuple[WhatHelps, ...]:
    """Return what the client wrote at the steps, that of the newest one first."""
    steps = cycle.steps[:happened][::-1] if happened else cycle.steps
    said = (step.helps for step in steps)
    return tuple(WhatHelps(one.quote, one) for one in said if one)


def _words(
    cycle: ShownCycle,
    happened: Sequence[Happening],
    before: Sequence[TimeBefore],
    name: str,
    wording: Wording,
) -> str:
    last = happened[-1].on if happened else None
    if last is None:
        return wording.say("cycle_known", name=name)
    next_step = cycle.steps[len(happened)]
    said = wording.say(
        "cycle_begun",
        name=name,
        matched=str(len(happened)),
        of=str(len(cycle.steps)),
        on=wording.day(last),
        next=next_step.own.quote if next_step.own else next_step.plain_words,
    )
    if not before:
        return said
    went = sum(one.went_on for one in before)
    so_far = wording.say("cycle_before", times=str(len(before)), went=str(went))
    return f"{said} {so_far}"


def _helps(
    codes: Sequence[str], readings: Sequence[Reading], lessons: Lessons
) -> tuple[WhatHelps, ...]:
    """Return what the client asked for, then what mended it, for these steps.

    Which ask belongs to which step is a starting suggestion of the lessons map; what
    is shown is only what this client said.
    """
    fitting = [
        lesson
        for code in codes
        for lesson in (
            lessons.lesson(code),
            *(lessons.lessons_that_watch(code) if code.startswith("T.") else ()),
        )
        if lesson
    ]
    asks = [code for lesson in fitting for code in lesson.offers]
    moves = [code for lesson in fitting for code in lesson.first_repair]
    said: dict[str, WhatHelps] = {}
    for code in dict.fromkeys((*asks, *moves)):
        words = lessons.do(code) or lessons.first_move(code)
        of_code = [one for one in readings if one.code == code]
        if words and of_code:
            said[code] = WhatHelps(words, because(own_words_first(code, of_code)[0]))
    return tuple(said.values())
