"""Fits the words an agency holds a licence for onto the skeleton they belong to.

The text stays with the agency: nothing of it is in our packs. How the file is written
is in docs/reference/instrument-format.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from holdspace.content.instrument_records import (
    AnswerOption,
    AnswerSet,
    Instrument,
    InstrumentItem,
)
from holdspace.vocabulary.errors import HoldspaceError

MOST_CHARACTERS = 20_000
_LONGEST_LINE = 600
_HEADINGS = ("instrument", "notice", "before", "reversed", "answers", "questions")
_HEADING = re.compile(r"^([A-Za-z]+)\s*:\s*(.*)$")
_ANSWER = re.compile(r"^(-?\d+)\s*=\s*(.+)$")
_QUESTION = re.compile(r"^(\d+)\s*[.)]\s*(.+)$")
_NONE = "none"


class LicensedTextRefused(HoldspaceError):
    """A licensed text does not fit the questionnaire; its words are never quoted."""

    next_step = "Mend the file and load it again; nothing of it was kept."

    def __init__(self, why: str) -> None:
        super().__init__(f"This text does not fit: {why}.")


@dataclass(frozen=True, slots=True)
class LicensedText:
    """The words of a questionnaire as an agency's file has them.

    `answers` maps the number of an answer to its words and is empty for lines to mark.
    `reversed_ids` are the questions that count from the other end.
    """

    instrument_id: str
    notice: str = field(repr=False)
    before: str = field(repr=False)
    answers: dict[float, str] = field(repr=False)
    questions: dict[str, str] = field(repr=False)
    reversed_ids: frozenset[str] = frozenset()


def read_licensed_text(skeleton: Instrument, text: str) -> LicensedText:
    """Return what a file says, if it fits the skeleton line by line.

    Raises:
        LicensedTextRefused: if something is missing, twice, too many or too long; the
            message names the line and never its words.
    """
    if not skeleton.is_skeleton:
        raise LicensedTextRefused(f"{skeleton.short} has its words already")
    if len(text) > MOST_CHARACTERS:
        raise LicensedTextRefused(f"it is longer than {MOST_CHARACTERS} characters")
    parts = _parts(text)
    named = parts["instrument"][0][1] if parts["instrument"] else ""
    if named.casefold() not in (skeleton.id.casefold(), skeleton.short.casefold()):
        raise LicensedTextRefused(
            f"its first line has to say Instrument: {skeleton.id}"
        )
    notice = " ".join(words for _, words in parts["notice"])
    if not notice:
        raise LicensedTextRefused("there is no notice after Notice:")
    return LicensedText(
        instrument_id=skeleton.id,
        notice=notice,
        before=" ".join(words for _, words in parts["before"]),
        answers=_answers(skeleton.items[0].answers, parts["answers"]),
        questions=_questions(skeleton, parts["questions"]),
        reversed_ids=_reversed(skeleton, parts["reversed"]),
    )


def with_licensed_text(
    skeleton: Instrument, text: LicensedText, *, held_by: str
) -> Instrument:
    """Return the instrument with an agency's words, marked as theirs.

    `held_by` names who holds the licence.

    Raises:
        ValueError: if the text is for another instrument or nobody holds the licence.
    """
    if text.instrument_id != skeleton.id or not held_by.strip():
        raise ValueError(
            "This text needs its own skeleton and a holder of its licence."
        )
    shared = skeleton.items[0].answers
    answers = replace(
        shared,
        options=tuple(
            AnswerOption(option.value, text.answers.get(option.value, ""))
            for option in shared.options
        ),
    )
    return replace(
        skeleton,
        stem=text.before,
        notices=(text.notice,),
        items=tuple(_worded(item, answers, text) for item in skeleton.items),
        licensed_to=held_by.strip(),
    )


def without_words(instrument: Instrument) -> Instrument:
    """Return an instrument that scores as before and shows none of its words.

    For after the last day of a licence: what was answered keeps its score.
    """
    shared = instrument.items[0].answers
    blank = replace(
        shared, options=tuple(AnswerOption(option.value) for option in shared.options)
    )
    return replace(
        instrument,
        stem="",
        notices=(),
        items=tuple(
            replace(item, words="", answers=blank) for item in instrument.items
        ),
    )


def _worded(
    item: InstrumentItem, answers: AnswerSet, text: LicensedText
) -> InstrumentItem:
    return replace(
        item,
        answers=answers,
        words=text.questions[item.id],
        is_reversed=item.id in text.reversed_ids,
    )


_Lines = list[tuple[int, str]]


def _parts(text: str) -> dict[str, _Lines]:
    """Return the lines under each heading, with their numbers from 1."""
    parts: dict[str, _Lines] = {heading: [] for heading in _HEADINGS}
    current = ""
    for number, line in _lines(text):
        found = _HEADING.match(line)
        if found and found[1].lower() in _HEADINGS:
            current = found[1].lower()
            if found[2]:
                parts[current].append((number, found[2]))
        elif current:
            parts[current].append((number, line))
        else:
            raise LicensedTextRefused(f"line {number} stands before any heading")
    return parts


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        if len(line) > _LONGEST_LINE:
            raise LicensedTextRefused(f"line {number} is too long")
        if line.strip():
            yield number, line.strip()


def _numbered(pattern: re.Pattern[str], lines: _Lines, what: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, line in lines:
        match = pattern.match(line)
        if match is None:
            raise LicensedTextRefused(f"line {number} is not written as {what}")
        if int(match[1]) in found:
            raise LicensedTextRefused(f"line {number} is {what} that is there already")
        found[int(match[1])] = match[2].strip()
    return found


def _answers(shared: AnswerSet, lines: _Lines) -> dict[float, str]:
    found = _numbered(_ANSWER, lines, "an answer like: 1 = words")
    values = {option.value for option in shared.options}
    if shared.is_line:
        values = set(map(float, found))  # words for some places on the line, or none
    if set(map(float, found)) != values:
        raise LicensedTextRefused(
            f"its answers have to be the numbers {shared.low:g} to {shared.high:g}"
        )
    return {float(value): words for value, words in found.items()}


def _questions(skeleton: Instrument, lines: _Lines) -> dict[str, str]:
    found = _numbered(_QUESTION, lines, "a question like: 1. words")
    if set(map(str, found)) != {item.id for item in skeleton.items}:
        raise LicensedTextRefused(
            f"{skeleton.short} has {len(skeleton.items)} questions, numbered from 1, "
            f"and this text has {len(found)}"
        )
    return {str(number): words for number, words in found.items()}


def _reversed(skeleton: Instrument, lines: _Lines) -> frozenset[str]:
    said = " ".join(words for _, words in lines).strip()
    if not said:
        raise LicensedTextRefused(
            "it does not say which questions count from the other end; "
            "write Reversed: none, or their numbers"
        )
    if said.lower() == _NONE:
        return frozenset()
    numbers = frozenset(part.strip() for part in said.split(","))
    if not numbers <= {item.id for item in skeleton.items}:
        raise LicensedTextRefused("Reversed: names a question that is not there")
    return numbers
