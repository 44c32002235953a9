"""Shows a cycle with its words: each time it went round, and where it stopped before.

A cycle is a question until the client says yes. What is shown of one rests on what may
be read now: a step whose every word was taken back takes the cycle away with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from holdspace.approach.history import Happening, History
from holdspace.approach.lines import Because, because
from holdspace.content.codebook import Codebook
from holdspace.patterns.running import WORTH_SAYING
from holdspace.patterns.sequences import Miner, Reach, Steps, numbered
from holdspace.story.readings import Reading, Verdict

LONGEST_CYCLE = 6
"""Steps a cycle may have, drawn or found."""

FEWEST_EVENTS = 9
"""A history this short is not looked at: three times three steps would fill it."""


@dataclass(frozen=True, slots=True)
class KeptStep:
    """One step of a kept cycle: a code, and the reading of the words drawn for it.

    `reading` is "" where the client picked a card that what they told stands under; of
    another card they picked, its words are the card as it was shown. `helps` is what
    they say would help at this step, None where they said nothing.
    """

    code: str
    reading: str = ""
    id: str = ""
    helps: Because | None = None


@dataclass(frozen=True, slots=True)
class KeptCycle:
    """A cycle that client and worker drew, or that was found and answered.

    `found` says that software saw it first: then it is shown only where it is seen
    whole at least `fewest` times: to others than the client one seen less often would
    say that there is more they may not read. `verdict` is the client's word on it, None
    while they have not said one; `own_words` are how they would say it. `said_on` is
    the day of that word, or else the day it was kept.
    """

    id: str
    steps: tuple[KeptStep, ...]
    said_on: date
    found: bool = False
    fewest: int = 1
    verdict: Verdict | None = None
    own_words: str = field(default="", repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its steps, in order."""
        return tuple(step.code for step in self.steps)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step in plain words, with the client's own words under it.

    `own` are the words drawn for this step, None where there are none; `helps` is what
    they say would help at it, None where they said nothing.
    """

    code: str
    plain_words: str
    because: tuple[Because, ...]
    own: Because | None = None
    helps: Because | None = None


@dataclass(frozen=True, slots=True)
class TimeRound:
    """One time it began: what happened, and what came right after, None if nothing.

    `whole` says that it went round to its last step.
    """

    steps: tuple[Happening, ...]
    then: Happening | None
    whole: bool

    @property
    def about(self) -> str | None:
        """The help it happened in; None where nobody said which."""
        return self.steps[0].about

    @property
    def of_present(self) -> bool:
        """Whether it happened here."""
        return self.steps[0].of_present

    @property
    def on(self) -> date | None:
        """The day of its last step, None where that is not known."""
        return self.steps[-1].on


@dataclass(frozen=True, slots=True)
class OtherTime:
    """An earlier help in which it never began, and what helped there."""

    about: str | None = field(repr=False)
    because: Because


@dataclass(frozen=True, slots=True)
class ShownCycle:
    """A cycle as somebody may see it: its steps, each time it began, and where not.

    `times` went round to the end, `stopped` did not; both from earlier to now. `id` is
    "" for one that was found and not answered yet.
    """

    id: str
    steps: tuple[ShownStep, ...]
    times: tuple[TimeRound, ...]
    stopped: tuple[TimeRound, ...]
    elsewhere: tuple[OtherTime, ...]
    verdict: Verdict | None
    said_on: date | None
    found: bool
    own_words: str = field(default="", repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its steps, in order."""
        return tuple(step.code for step in self.steps)

    @property
    def confirmed(self) -> bool:
        """Whether the client said yes to it."""
        return self.verdict is Verdict.YES


def shown_cycle(
    kept: KeptCycle,
    history: History,
    readings: Mapping[str, Reading],
    codebook: Codebook,
) -> ShownCycle | None:
    """Return a kept cycle as it stands now, None where a step has no words any more.

    `readings` are those that count and may be read, by id.
    """
    steps = _shown_steps(kept.steps, history, readings, codebook)
    if steps is None:
        return None
    times, stopped = times_round(history, kept.codes)
    if kept.found and len(times) < kept.fewest:
        return None
    return ShownCycle(
        id=kept.id,
        steps=steps,
        times=times,
        stopped=stopped,
        elsewhere=_elsewhere(history, kept.codes),
        verdict=kept.verdict,
        said_on=kept.said_on,
        found=kept.found,
        own_words=kept.own_words,
    )


def found_cycles(
    history: History,
    kept: Sequence[KeptCycle],
    codebook: Codebook,
    *,
    compiled: bool = False,
) -> tuple[ShownCycle, ...]:
    """Return the cycles that chance does not explain and that nobody answered yet.

    `kept` are all there are, taken back or not: none of these is asked again. Most of
    the time the answer is empty, and that says nothing about the client.
    """
    if len(history.timeline) < FEWEST_EVENTS:
        return ()
    # Looking through shuffled histories needs numpy; a brief does not.
    from holdspace.patterns.cycles import cycles_of
    from holdspace.patterns.sequences import TooMuchRecurs

    try:
        found = cycles_of(history.timeline, compiled=compiled)
    except TooMuchRecurs:
        return ()
    answered = {one.codes for one in kept}
    asked = [one.codes for one in found if one.codes not in answered]
    shown = (_found(codes, history, codebook) for codes in asked)
    return tuple(one for one in shown if one is not None)


def _found(
    codes: tuple[str, ...], history: History, codebook: Codebook
) -> ShownCycle | None:
    """Return one as a question, None where a step is in nobody's words."""
    times, stopped = times_round(history, codes)
    steps = []
    for place, code in enumerate(codes):
        said = [one.steps[place].because for one in times]
        words = tuple(one for one in said if one is not None)
        if not words:
            return None
        steps.append(ShownStep(code, codebook.code(code).plain_words, words))
    return ShownCycle(
        id="",
        steps=tuple(steps),
        times=times,
        stopped=stopped,
        elsewhere=_elsewhere(history, codes),
        verdict=None,
        said_on=None,
        found=True,
    )


def _shown_steps(
    steps: Iterable[KeptStep],
    history: History,
    readings: Mapping[str, Reading],
    codebook: Codebook,
) -> tuple[ShownStep, ...] | None:
    shown = []
    for step in steps:
        drawn = readings.get(step.reading)
        said = because(drawn) if drawn else None
        words = [one.because for one in history.happened if one.code == step.code]
        rests_on = tuple(one for one in (said, *words) if one is not None)
        if not rests_on or not codebook.has(step.code):
            return None
        plain_words = codebook.code(step.code).plain_words
        own = said if said and said.quote != plain_words else None
        shown.append(ShownStep(step.code, plain_words, rests_on, own, step.helps))
    return tuple(shown)


def times_round(
    history: History, codes: Sequence[str]
) -> tuple[tuple[TimeRound, ...], tuple[TimeRound, ...]]:
    """Return the times a sequence went round, and those it stopped on the way.

    A stop has two steps or more. One that may still go on counts as a stop here.
    """
    places = numbered(history.timeline)
    number = {name: place for place, name in enumerate(places.names)}
    if len(codes) < WORTH_SAYING or any(code not in number for code in codes[:2]):
        return (), ()
    steps = tuple(number.get(code, -2) for code in codes)
    miner = Miner(places.ends, None, Reach())
    whole = miner.occurrences(places.codes, steps)
    used = set(chain.from_iterable(whole))
    stopped: list[Steps] = []
    for length in range(len(steps) - 1, WORTH_SAYING - 1, -1):
        for some in miner.occurrences(places.codes, steps[:length]):
            if not used.intersection(some):
                stopped.append(some)
                used.update(some)
    times = tuple(_time(history, one, places.ends, whole=True) for one in whole)
    broken = (_time(history, one, places.ends, whole=False) for one in sorted(stopped))
    return times, tuple(broken)


def _time(
    history: History, places: Steps, ends: Sequence[int], *, whole: bool
) -> TimeRound:
    events, after = history.timeline.events, places[-1] + 1
    rows = [events[place].row for place in places]
    then = history.happened[events[after].row] if after < ends[places[-1]] else None
    return TimeRound(history.at(rows), then, whole)


def _elsewhere(history: History, codes: Sequence[str]) -> tuple[OtherTime, ...]:
    """Return each earlier help with something good in it and no step of the cycle."""
    by_help: dict[str, list[Happening]] = {}
    for one in history.happened:
        if one.episode and not one.of_present:
            by_help.setdefault(one.episode, []).append(one)
    found = []
    for happened in by_help.values():
        helped = [one.because for one in happened if one.code.startswith("H.")]
        if helped and helped[0] and not {one.code for one in happened} & set(codes):
            found.append(OtherTime(happened[0].about, helped[0]))
    return tuple(found)
