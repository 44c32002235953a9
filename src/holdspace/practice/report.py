"""The practice report: what a whole practice can learn, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdspace.content.check_in import CheckInQuestion, check_in
from holdspace.content.codebook import codebook
from holdspace.content.practice import PracticePack, practice_words
from holdspace.practice.bounds import HURT_DOMAIN, in_sentences
from holdspace.practice.figure import Curve, Part, PracticeFigure, TeamQuestion
from holdspace.practice.small_numbers import SMALLEST

if TYPE_CHECKING:  # the engine is loaded by whoever makes a report, not who shows one
    from holdspace.practice.making import Making
    from holdspace.practice.per_client import Tables
    from holdspace.practice.tallies import Tallies

__all__ = ["PracticeReport", "practice_report", "report_of"]


@dataclass(frozen=True, slots=True)
class PracticeReport:
    """All figures of a practice, part by part, and what they may be asked to mean.

    `notes` are sentences to read before the figures: what is missing and what is
    not shown. `epsilon` is the whole privacy budget of a noisy release, None where the
    figures are exact. Nothing says when or where: days in an extract are shifted.
    """

    parts: tuple[Part, ...]
    questions: tuple[TeamQuestion, ...] = ()
    notes: tuple[str, ...] = ()
    smallest: int = SMALLEST
    epsilon: float | None = None

    @property
    def figures(self) -> tuple[PracticeFigure, ...]:
        """Every figure, in the order of the parts."""
        return tuple(self._each())

    def _each(self) -> Iterator[PracticeFigure]:
        for part in self.parts:
            yield from part.figures


def practice_report(
    tables: Tables, language: str = "en", *, everybody: int | None = None
) -> PracticeReport:
    """Return the report of an extract; small numbers are in none of it.

    `everybody` is how many clients the practice has, whether or not they said yes to
    this use; None where nobody can look that up beside the report. Without a single
    client it is a report that says so.
    """
    from holdspace.practice.tallies import tallies

    measures = [question.id for question in numbered_questions(language)]
    return report_of(tallies(tables, measures), language, everybody=everybody)


def numbered_questions(language: str = "en") -> tuple[CheckInQuestion, ...]:
    """Return the questions of the check-in whose answers are numbers."""
    return tuple(one for one in check_in(language).questions if one.values)


def report_of(
    counted: Tallies, language: str = "en", *, everybody: int | None = None
) -> PracticeReport:
    """Return the report of what was counted."""
    from holdspace.practice import parts, what_helps
    from holdspace.practice.making import Making

    words = practice_words(language)
    making = Making(counted, words)
    if everybody is not None:
        making.stands_beside(everybody)
    hurts = codebook(language).in_domain(HURT_DOMAIN)
    figures: dict[str, list[PracticeFigure]] = {}
    curves: dict[str, list[Curve]] = {}
    for name, made in (
        ("who", parts.who(making)),
        ("staying", parts.staying(making)),
        ("repair", parts.repair(making)),
        ("promises", parts.promises(making)),
        ("agreement", parts.agreement(making)),
        ("alliance", parts.alliance(making, numbered_questions(language))),
        ("hurt_before", parts.hurt_before(making, hurts)),
        ("waiting", parts.waiting(making)),
        ("completeness", parts.completeness(making)),
    ):
        figures[name], curves[name] = made
    found = what_helps.differences(making, hurts)
    figures["what_helps"] = [one.figure for one in found]
    questions = what_helps.questions(making, found, hurts)
    whole = tuple(
        Part(
            part.id,
            part.title,
            part.about.format(**in_sentences()),
            tuple(figures[part.id]),
            tuple(curves.get(part.id, ())),
        )
        for part in words.parts
    )
    return PracticeReport(whole, questions, _notes(making, whole, questions, words))


def _notes(
    making: Making,
    parts: tuple[Part, ...],
    questions: tuple[TeamQuestion, ...],
    words: PracticePack,
) -> tuple[str, ...]:
    """Return what to know before reading; it never says how many are few."""
    came = sum(making.came.counts.values())
    every = [figure for part in parts for figure in part.figures]
    if not any(figure.n for figure in every):
        few = words.notes["few"].format(smallest=SMALLEST)
        return (few if came else words.notes["nobody"],)
    hidden = sum(figure.suppressed for figure in every)
    notes = [words.notes["who"], words.notes["no_effect"]]
    if not came:
        notes.insert(0, words.notes["nobody_came"])
    if hidden:
        sentence = words.notes["some_hidden"]
        notes.append(sentence.format(hidden=hidden, all=len(every), smallest=SMALLEST))
    if not questions:
        notes.append(words.notes["no_question"])
    return tuple(notes)
