"""Drafts the lines of an agreement from what a client told; nothing of it is agreed.

Each line is the sentence of a code, over the words that code was read in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from holdspace.approach.lines import (
    MOST_LINES,
    Because,
    Line,
    ask_first_lines,
    avoid_lines,
    because,
    do_lines,
)
from holdspace.approach.triggers import Trigger, triggers_of
from holdspace.approach.way_of_working import LineKind
from holdspace.content.codebook import Codebook
from holdspace.content.intake_records import Slider
from holdspace.content.lessons import Lessons
from holdspace.content.way_of_working import WayPack
from holdspace.story.readings import Reading

MOST_TRIES = 2
"""Things a client may want to try at once; asking more of them would be a task list."""


@dataclass(frozen=True, slots=True)
class DraftedLine:
    """A first wording of one line, and the words of the client's it rests on.

    `key` names what it was made from, by kind and code, so that it is drafted once.
    """

    kind: LineKind
    key: str
    words: str = field(repr=False)
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class WayContent:
    """What a draft is worded with, all in one language."""

    pack: WayPack
    lessons: Lessons
    codebook: Codebook
    sliders: Sequence[Slider] = ()


def draft_way(
    readings: Sequence[Reading],
    content: WayContent,
    *,
    on: date,
    cycles: Iterable[Sequence[Reading]] = (),
) -> tuple[DraftedLine, ...]:
    """Return the lines an agreement could begin with, by kind.

    `readings` are those that count. `cycles` are those the client confirmed, each as
    the readings of its steps in their order. Nothing is drafted that no word of the
    client's says.
    """
    by_id = {reading.id: reading for reading in readings}
    triggers = triggers_of(readings, content.codebook, content.lessons, on)
    drafted = (
        *_from_sliders(readings, content),
        *_from_lines(_without_sliders(readings, content, on), "do", by_id, content),
        *_from_lines(
            avoid_lines(readings, content.lessons, on), "avoid", by_id, content
        ),
        *_from_lines(
            ask_first_lines(readings, content.lessons, on), "ask_first", by_id, content
        ),
        *islice(_from_triggers(triggers, by_id, content), MOST_LINES),
        *_from_cycles(cycles, content),
        *islice(_tries(triggers, by_id, content), MOST_TRIES),
    )
    return tuple({line.key: line for line in drafted}.values())


def _without_sliders(
    readings: Sequence[Reading], content: WayContent, on: date
) -> tuple[Line, ...]:
    slid = {slider.code for slider in content.sliders}
    asked = {reading.code for reading in readings if reading.code in slid}
    others = [reading for reading in readings if reading.code not in asked]
    lines = do_lines(others, content.lessons, on)
    return tuple(line for line in lines if not line.from_hurt_alone)


def _from_sliders(
    readings: Sequence[Reading], content: WayContent
) -> Iterable[DraftedLine]:
    """Draft one line a slider, from where the client put it last."""
    for slider in content.sliders:
        told = [reading for reading in readings if reading.code == slider.code]
        if not told:
            continue
        newest = max(told, key=lambda one: (one.affirmed_on, one.passage.told_on))
        if words := _slid(newest, slider, content.pack):
            yield _line(LineKind.DO, slider.code, words, (because(newest),))


def _slid(reading: Reading, slider: Slider, pack: WayPack) -> str | None:
    """Return the line for a slider; in words of their own it says no place."""
    if not reading.quote.startswith(slider.words):
        return pack.line("do", slider.code)
    return pack.slider(slider.code, slider_side(reading.quote, slider))


def slider_side(answer: str, slider: Slider) -> str:
    """Return which end of a slider an answer leans to: first, second or middle.

    `answer` is what was shown as the answer: the slider's words and then its place.
    """
    place = answer.removeprefix(slider.words).strip().casefold()
    for side, end in zip(("first", "second"), slider.ends, strict=True):
        if place.endswith(end.casefold()):
            return side
    return "middle"


def _from_lines(
    lines: Iterable[Line], kind: str, by_id: dict[str, Reading], content: WayContent
) -> Iterable[DraftedLine]:
    """Put lines of the brief as lines of an agreement, on their own words alone."""
    for line in lines:
        code = next((c for c in line.codes if content.pack.line(kind, c)), None)
        if code is None:
            continue
        own = tuple(one for one in line.because if by_id[one.reading].code == code)
        yield _line(LineKind(kind), code, content.pack.line(kind, code) or "", own)


def _from_triggers(
    triggers: Iterable[Trigger], by_id: dict[str, Reading], content: WayContent
) -> Iterable[DraftedLine]:
    for trigger in triggers:
        helps = _helping(trigger, by_id)
        code = helps.code if helps else None
        if helps and helps.domain == "X":
            lesson = content.lessons.lesson(helps.code)
            code = next(iter(lesson.first_repair), None) if lesson else None
        words = content.pack.if_then(trigger.code, code)
        rests_on = [
            one
            for one in trigger.because
            if by_id[one.reading].code == trigger.code
            or (helps and one.reading == helps.id)
        ]
        if words:
            yield _line(LineKind.IF_THEN, trigger.code, words, tuple(rests_on))


def _helping(trigger: Trigger, by_id: dict[str, Reading]) -> Reading | None:
    """Return the reading that what helps rests on; None while nothing was told."""
    if not trigger.what_helps:
        return None
    rests_on = (by_id[one.reading] for one in trigger.because)
    return next((one for one in rests_on if one.domain in "NMX"), None)


def _from_cycles(
    cycles: Iterable[Sequence[Reading]], content: WayContent
) -> Iterable[DraftedLine]:
    for steps in cycles:
        if steps:
            first = content.codebook.code(steps[0].code).plain_words
            key = "-".join(step.code for step in steps)
            words = content.pack.cycle(first)
            rests_on = tuple(because(step) for step in steps)
            yield _line(LineKind.IF_THEN, key, words, rests_on)


def _tries(
    triggers: Iterable[Trigger], by_id: dict[str, Reading], content: WayContent
) -> Iterable[DraftedLine]:
    """Draft what the client may try, from how they protect themselves at a cue."""
    seen: set[str] = set()
    for trigger in triggers:
        for one in trigger.because:
            reading = by_id[one.reading]
            words = content.pack.line("client_tries", reading.code)
            if words and reading.code not in seen:
                seen.add(reading.code)
                yield _line(LineKind.CLIENT_TRIES, reading.code, words, (one,))


def _line(
    kind: LineKind, code: str, words: str, rests_on: tuple[Because, ...]
) -> DraftedLine:
    return DraftedLine(kind, f"{kind.value}:{code}", words, rests_on)
