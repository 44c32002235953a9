"""Drafts a goodbye and a hand-over from what a client said yes to, and nothing else.

Each line is the sentence of a code over the client's own words, as in the letter back.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from holdspace.content.codebook import Codebook
from holdspace.content.farewell import FarewellPack
from holdspace.content.lessons import Lessons
from holdspace.content.letter import LetterPack
from holdspace.story.letter import LetterDraft, LetterDraftLine, is_tender
from holdspace.story.readings import Reading, is_theirs, put_anew

MOST_GOODBYE_LINES = 4
"""A goodbye says a few true things."""

MOST_LINES_A_PART = 3
"""Points of one kind the next worker can hold in mind."""


@dataclass(frozen=True, slots=True)
class FarewellWords:
    """What the drafts are worded with, and the names of whom they are to and from.

    `begins` and `ends` are days in words; `ends` is "" where there is none.
    """

    pack: FarewellPack
    letter: LetterPack
    lessons: Lessons
    codebook: Codebook
    name: str = field(repr=False)
    worker: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a goodbye is said before: `kind` is break, new_worker or ending."""

    kind: str
    begins: str
    ends: str = ""
    reason: str = field(default="", repr=False)


def draft_goodbye(
    readings: Sequence[Reading], occasion: Occasion, words: FarewellWords
) -> LetterDraft:
    """Return a goodbye; it may have no line, where the client said yes to none yet.

    Its lines are what helped, what mended and what the client needs, one of a kind.
    Nothing tender is in it: a goodbye opens nothing.
    """
    usable = _usable(readings, words.codebook, "HMN")
    chosen = _one_of_each(usable, words.letter.sentence)[:MOST_GOODBYE_LINES]
    opening = words.pack.goodbye[occasion.kind].format(
        name=words.name,
        begins=occasion.begins,
        ends=occasion.ends,
        reason=occasion.reason.strip(),
    )
    return LetterDraft(
        opening=opening,
        lines=tuple(LetterDraftLine(text, reading) for text, reading in chosen),
        closing=words.pack.goodbye["closing"].format(worker=words.worker),
    )


def draft_hand_over(readings: Sequence[Reading], words: FarewellWords) -> LetterDraft:
    """Return what the next worker could know, if the client lets it go to them.

    What to do, what to leave out, what to ask first, how to mend: each from words the
    client said yes to. A line that asks for something tender is not in it.
    """
    lessons, frame = words.lessons, words.pack.hand_over
    usable = _usable(readings, words.codebook, "HXNMTFPRE")
    of_each: dict[str, Callable[[str], str | None]] = {
        "do": lessons.do,
        "avoid": lambda code: _avoid(code, lessons),
        "ask_first": lessons.ask_first,
        "mend": lessons.first_move,
    }
    lines: list[LetterDraftLine] = []
    for part, line_of in of_each.items():
        for text, reading in _one_of_each(usable, line_of)[:MOST_LINES_A_PART]:
            said = words.pack.hand_over_line(part, text)
            lines.append(LetterDraftLine(said, reading))
    return LetterDraft(
        opening=frame["opening"].format(name=words.name),
        lines=tuple(lines),
        closing=frame["closing"].format(name=words.name, worker=words.worker),
    )


def _avoid(code: str, lessons: Lessons) -> str | None:
    lesson = lessons.lesson(code)
    return lesson.avoid if lesson else None


def _usable(
    readings: Sequence[Reading], codebook: Codebook, domains: str
) -> list[Reading]:
    """Return what the client said yes to: the strongest first, then the newest."""
    anew = put_anew(readings)
    usable = [
        reading
        for reading in readings
        if reading.domain in domains
        and is_theirs(reading)
        and reading.id not in anew
        and not is_tender(reading, codebook)
    ]
    return sorted(
        usable,
        key=lambda r: (-r.strength, -r.passage.told_on.toordinal(), r.code, r.id),
    )


def _one_of_each(
    readings: Iterable[Reading], line_of: Callable[[str], str | None]
) -> list[tuple[str, Reading]]:
    """Return each line once, over the first reading that says it."""
    lines: dict[str, Reading] = {}
    for reading in readings:
        if text := line_of(reading.code):
            lines.setdefault(text, reading)
    return list(lines.items())
