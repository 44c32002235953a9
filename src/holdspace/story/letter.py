"""Drafts the letter "What I heard" from a client's own words and what was read in them.

Nothing is made up: each line is the sentence of a code over the words it was read in.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from holdspace.content.codebook import Codebook
from holdspace.content.letter import LetterPack
from holdspace.story.readings import Certainty, Reading, Sensitivity, put_anew

MOST_LETTER_LINES = 8
"""Lines somebody can answer in one go without the letter becoming a test."""

_STRENGTHS = frozenset("HMN")
_TENDER = 3


class LetterKind(StrEnum):
    """What a letter is for: saying back what was heard, a goodbye, a hand-over."""

    HEARD = "heard"
    GOODBYE = "goodbye"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class LetterDraftLine:
    """One line of a draft: what was heard, and the reading it rests on."""

    text: str = field(repr=False)
    reading: Reading

    @property
    def quote(self) -> str:
        """The client's own words under the line."""
        return self.reading.quote


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter nobody has looked at yet; without lines there is nothing to send."""

    opening: str = field(repr=False)
    lines: tuple[LetterDraftLine, ...]
    closing: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What a draft is worded with, and the names of whom it is to and from."""

    pack: LetterPack
    codebook: Codebook
    name: str = field(repr=False)
    worker: str = field(repr=False)


def draft_letter(
    readings: Sequence[Reading],
    words: LetterWords,
    *,
    held_back: Collection[str] = (),
    tender: bool = False,
) -> LetterDraft:
    """Return a draft with at most eight lines, each on words of its own.

    `readings` are all on record; `held_back` are the passages the client keeps to
    themselves. What was taken back, guessed or held back is never in it, and nothing
    tender unless `tender` says so. What the client has not answered goes first. Where
    there is something good to say, the letter starts and ends with it.
    """
    anew = put_anew(readings)
    usable = [
        reading
        for reading in readings
        if reading.id not in anew
        and reading.passage.id not in held_back
        and (tender or not is_tender(reading, words.codebook))
        and _may_be_asked(reading)
        and words.pack.sentence(reading.code)
    ]
    chosen = _in_order(_chosen(usable))
    return LetterDraft(
        opening=words.pack.opening(words.name, (one.code for one in chosen)),
        lines=tuple(_line(reading, words.pack) for reading in chosen),
        closing=words.pack.closing(words.worker),
    )


def is_tender(reading: Reading, codebook: Codebook) -> bool:
    """Return whether a reading is shown only after its own yes."""
    return (
        reading.passage.sensitivity is Sensitivity.TENDER
        or codebook.code(reading.code).level >= _TENDER
    )


def _may_be_asked(reading: Reading) -> bool:
    """Return whether a letter may ask about it: a guess and a line taken back no."""
    return not reading.taken_back and reading.certainty is not Certainty.GUESSED


def _line(reading: Reading, pack: LetterPack) -> LetterDraftLine:
    sure = reading.certainty is Certainty.SAID
    return LetterDraftLine(pack.sentence(reading.code, sure=sure) or "", reading)


def _chosen(usable: Sequence[Reading]) -> list[Reading]:
    """Choose the two best good ones, then one after another, by turns of domain."""
    chosen: list[Reading] = []
    for _ in range(2):
        _take_best((r for r in usable if r.domain in _STRENGTHS), chosen)
    while len(chosen) < MOST_LETTER_LINES and _take_best(usable, chosen):
        pass
    return chosen


def _take_best(usable: Iterable[Reading], chosen: list[Reading]) -> bool:
    """Move the best reading that says something new to `chosen`; False if none is."""
    had = Counter(reading.domain for reading in chosen)
    left = [r for r in usable if not any(_says_the_same(r, one) for one in chosen)]
    if not left:
        return False
    chosen.append(
        min(left, key=lambda r: (r.verdict is not None, had[r.domain], *_rank(r)))
    )
    return True


def _says_the_same(one: Reading, other: Reading) -> bool:
    if one.code == other.code:
        return True
    if one.passage.id == other.passage.id:
        return one.span.start < other.span.end and other.span.start < one.span.end
    return one.quote.strip().casefold() == other.quote.strip().casefold()


def _rank(reading: Reading) -> tuple[int, bool, int, str, int, str, str]:
    """Order by strength, said before implied, newest; smaller goes first."""
    return (
        -reading.strength,
        reading.certainty is not Certainty.SAID,
        -reading.passage.told_on.toordinal(),
        reading.passage.id,
        reading.span.start,
        reading.code,
        reading.id,
    )


def _in_order(chosen: Sequence[Reading]) -> list[Reading]:
    """Put a good line first and another last, and the rest as it was told."""
    good = [reading for reading in chosen if reading.domain in _STRENGTHS]
    first, last = good[:1], good[1:2]
    rest = [reading for reading in chosen if reading not in (*first, *last)]
    rest.sort(key=lambda r: (r.passage.told_on, r.passage.id, r.span.start, r.id))
    return [*first, *rest, *last]
