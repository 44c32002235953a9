"""What a client may take along, so that they need not tell it again elsewhere.

They tick what goes with them. Nothing is offered that they did not say, or say yes to.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import wrap
from zlib import crc32

from holdspace.approach.brief import BriefContent, Told, brief_of
from holdspace.approach.cycles import ShownCycle, shown_cycle
from holdspace.approach.history import WhatIsKnown, history_of
from holdspace.approach.lines import Because, Line
from holdspace.approach.triggers import Trigger, TriggerPart
from holdspace.content.wording import Wording
from holdspace.story.boundaries import Boundary
from holdspace.story.readings import (
    Passage,
    Reading,
    Verdict,
    is_theirs,
    readings_that_count,
)

WIDTH = 78
_MOST_QUOTES = 2


@dataclass(frozen=True, slots=True)
class SummaryItem:
    """One thing a client can take along, with their own words for it.

    `note` says when it was told, or what helps then.
    """

    id: str
    words: str = field(repr=False)
    quotes: tuple[str, ...] = field(default=(), repr=False)
    note: str = field(default="", repr=False)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Summary:
    """A few lines in a client's own name: what helps, what to leave out, what was told.

    The same class holds what is offered to them and what they chose of it.
    """

    name: str = field(repr=False)
    on: date
    helps: tuple[SummaryItem, ...]
    avoid: tuple[SummaryItem, ...]
    boundaries: tuple[SummaryItem, ...]
    triggers: tuple[SummaryItem, ...]
    cycles: tuple[SummaryItem, ...]
    told: tuple[SummaryItem, ...]

    def parts(self) -> tuple[tuple[str, tuple[SummaryItem, ...]], ...]:
        """Return each part by name, in the order they are read."""
        return (
            ("helps", self.helps),
            ("avoid", self.avoid),
            ("boundaries", self.boundaries),
            ("triggers", self.triggers),
            ("cycles", self.cycles),
            ("told", self.told),
        )

    def only(self, ids: Collection[str]) -> "Summary":
        """Return what was chosen of it; an id of nothing here chooses nothing."""

        def chosen(items: tuple[SummaryItem, ...]) -> tuple[SummaryItem, ...]:
            return tuple(item for item in items if item.id in ids)

        return replace(
            self,
            helps=chosen(self.helps),
            avoid=chosen(self.avoid),
            boundaries=chosen(self.boundaries),
            triggers=chosen(self.triggers),
            cycles=chosen(self.cycles),
            told=chosen(self.told),
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not any(items for _, items in self.parts())


def summary_of(told: Told, *, on: date, content: BriefContent) -> Summary:
    """Return all that a client may take along.

    What was read in their words is in it only where they said yes, or put it in words
    of their own; what they took back is nowhere.
    """
    theirs = [reading for reading in told.readings if is_theirs(reading)]
    brief = brief_of(replace(told, readings=theirs), on=on, content=content)
    say = content.wording
    return Summary(
        name=told.name,
        on=on,
        helps=tuple(_line("helps", line) for line in brief.do),
        avoid=tuple(_line("avoid", line) for line in brief.avoid),
        boundaries=tuple(_boundary(one, say) for one in brief.boundaries),
        triggers=tuple(_trigger(one, say) for one in brief.triggers),
        cycles=tuple(_cycle(one) for one in _cycles(told, theirs, on, content)),
        told=tuple(_told(one, say) for one in told.passages if one.told_on <= on),
    )


def summary_text(summary: Summary, wording: Wording) -> str:
    """Return the summary as plain text, its first lines saying whose choice it is."""
    say = wording.say
    rows = [*_wrapped(whose_choice(summary, wording)), ""]
    rows += _wrapped(say("summary_title", name=summary.name))
    for part, items in summary.parts():
        if items:
            rows += ["", title_of(part, summary, wording).upper()]
        for item in items:
            rows += _item_rows(item)
    return "\n".join(rows) + "\n"


def title_of(part: str, summary: Summary, wording: Wording) -> str:
    """Return what stands above one part."""
    return wording.say(f"summary_{part}", name=summary.name)


def whose_choice(summary: Summary, wording: Wording) -> str:
    """Return the sentence that says who chose what stands here, and on which day."""
    return wording.say(
        "summary_whose_choice", name=summary.name, on=_day(summary.on, wording)
    )


def _item_rows(item: SummaryItem) -> Iterable[str]:
    first, *later = item.words.splitlines() or [""]
    yield from _wrapped(first, "  ", "- ")
    for line in later:
        yield from _wrapped(line, "  ")
    for quote in item.quotes:
        yield from _wrapped(f"“{quote}”", "  ")
    if item.note:
        yield from _wrapped(f"({item.note})", "  ")


def _wrapped(words: str, indent: str = "", first: str = "") -> list[str]:
    return wrap(words, WIDTH, initial_indent=first or indent, subsequent_indent=indent)


def _line(part: str, line: Line) -> SummaryItem:
    agreed = f"agreed-{crc32(line.line.encode()):08x}"
    return SummaryItem(
        id=f"{part}-{agreed if line.agreed_on else line.codes[0]}",
        words=line.line,
        quotes=_own_words(line.because),
        language=line.because[0].language,
    )


def _own_words(because: Iterable[Because]) -> tuple[str, ...]:
    """Return the client's words behind something, the newer ones where there are."""
    said = dict.fromkeys(one.correction or one.quote for one in because)
    return tuple(said)[:_MOST_QUOTES]


def _boundary(boundary: Boundary, wording: Wording) -> SummaryItem:
    return SummaryItem(
        id=f"boundary-{boundary.id}",
        words=boundary.topic,
        note=wording.say(f"summary_{boundary.kind.value}"),
    )


def _trigger(trigger: Trigger, wording: Wording) -> SummaryItem:
    helps = trigger.said(TriggerPart.WHAT_HELPS)
    helps = None if trigger.helps_is_suggested else helps
    return SummaryItem(
        id=f"trigger-{trigger.code}",
        words=trigger.said(TriggerPart.CUE) or trigger.cue,
        quotes=_own_words(trigger.because[:1]),
        note=wording.say("summary_what_helps", helps=helps) if helps else "",
        language=trigger.because[0].language,
    )


def _cycles(
    told: Told, theirs: Sequence[Reading], on: date, content: BriefContent
) -> list[ShownCycle]:
    """Return the cycles they said yes to whose steps all have words that go along."""
    known = WhatIsKnown(readings_that_count(theirs), drawn=told.drawn)
    history = history_of(known, on=on, codebook=content.codebook, pack=content.check_in)
    by_id = {reading.id: reading for reading in known.readings}
    shown = (
        shown_cycle(one, history, by_id, content.codebook)
        for one in told.cycles
        if one.verdict is Verdict.YES and one.said_on <= on
    )
    return [one for one in shown if one is not None]


def _cycle(cycle: ShownCycle) -> SummaryItem:
    steps = (step.own.quote if step.own else step.plain_words for step in cycle.steps)
    lines = (f"{place}. {words}" for place, words in enumerate(steps, start=1))
    return SummaryItem(id=f"cycle-{cycle.id}", words="\n".join(lines))


def _told(passage: Passage, wording: Wording) -> SummaryItem:
    return SummaryItem(
        id=f"told-{passage.id}",
        words=passage.words,
        note=wording.say("told_on", on=_day(passage.told_on, wording)),
        language=passage.language,
    )


def _day(on: date, wording: Wording) -> str:
    return wording.say("day_and_year", day=wording.day(on), year=str(on.year))
