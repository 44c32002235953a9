"""Refuses an intake whose parts point at something that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.content.codebook import codebook

if TYPE_CHECKING:
    from holdspace.content.intake import Intake
    from holdspace.content.intake_records import Condition, Question
    from holdspace.content.pack import Table

PAGES = (
    "c_lite",
    "interpreter_rules",
    "options_page",
    "check_in_offer",
    "gentle_check",
    "pause_card",
    "person_offer",
)
"""What an answer can lead to besides a question, a section or a card."""


def check(pack: Table, made: Intake) -> None:
    """Check that all that is named in the intake is there.

    Raises:
        PackBroken: if it is not; the message names the place.
    """
    by_id = {question.id: question for question in made.questions}
    if len(by_id) != len(made.questions):
        raise pack.broken("a question is there twice")
    letters = {section.letter for section in made.sections}
    for question in made.questions:
        if question.section not in letters:
            raise pack.broken(f"{question.id} is in no section")
        _check_branches(pack, question, letters | by_id.keys() | set(PAGES))
        _check_cards(pack, question)
        for condition in (question.only_if, question.unless):
            _check_condition(pack, question, condition, by_id)
    _check_loop(pack, made, by_id)
    named = {*made.youth.asked_by_a_person}
    named.update(extra.after for extra in made.youth.extra_questions)
    if not named <= by_id.keys():
        raise pack.broken("the youth rules name a question that is not there")
    if not {letter for part in made.alone.sittings for letter in part} <= letters:
        raise pack.broken("a sitting names a section that is not there")


def _choices(question: Question) -> set[str]:
    return {choice.id for choice in question.choices}


def _check_branches(pack: Table, question: Question, known: set[str]) -> None:
    for target in (each for branch in question.branch for each in branch.then):
        if target not in known and not codebook().has(target):
            raise pack.broken(f"{question.id} leads to {target!r}, which is not")
    answers = {*_choices(question), *question.feeds_codes, "any_card"}
    if question.risky:
        answers.add("risky")
    for answer in (each for branch in question.branch for each in branch.when):
        if answer not in answers:
            raise pack.broken(f"{question.id} has no answer {answer!r}")


def _check_cards(pack: Table, question: Question) -> None:
    if not {*question.risky} <= _choices(question) | {*question.feeds_codes}:
        raise pack.broken(f"{question.id} calls something risky that is not there")
    for slider in question.sliders:
        if slider.code not in question.feeds_codes:
            raise pack.broken(f"{question.id} has a slider for no code of its own")


def _check_condition(
    pack: Table,
    question: Question,
    condition: Condition | None,
    by_id: dict[str, Question],
) -> None:
    if condition is None:
        return
    asked = by_id.get(condition.question)
    if asked is None or not {*condition.choices} <= _choices(asked):
        raise pack.broken(f"{question.id} waits for an answer that is not there")


def _check_loop(pack: Table, made: Intake, by_id: dict[str, Question]) -> None:
    loop, hard = made.loop, made.hard_parts
    in_loop = {loop.another_in, hard.asked_in} <= {*loop.questions}
    if loop.asked_in not in by_id or not in_loop:
        raise pack.broken("the loop names a question that is not there")
    answers = (
        (loop.asked_in, {loop.none}),
        (loop.another_in, {loop.another}),
        (hard.asked_in, {*hard.nothing_hard}),
    )
    for asked_in, choices in answers:
        if not choices <= _choices(by_id[asked_in]):
            raise pack.broken(f"{asked_in} has not the choices the rules name")
