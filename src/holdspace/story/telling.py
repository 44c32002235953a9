"""Takes a client through the intake at their own pace: what is asked, when, or never.

A refusal is an answer as full as telling. What was answered is not asked again; only
a "not now" comes back, and only when the client's own pace says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from holdspace.content.codebook import codebook
from holdspace.content.intake import PAGES, Condition, Question, intake
from holdspace.story.telling_records import (
    Given,
    Kept,
    Pace,
    Step,
    UnreadableStep,
    Way,
)
from holdspace.story.telling_rules import (
    extra_cards,
    extra_words,
    group_of,
    lite_order,
    questions_for,
    rules_for_page,
)
from holdspace.vocabulary.answers import Answer

__all__ = [
    "Given",
    "Kept",
    "Pace",
    "Step",
    "UnreadableStep",
    "Way",
    "extra_cards",
    "extra_words",
    "helpers",
    "kept_for_later",
    "offered_if_wanted",
    "open_steps",
    "opens",
    "part_of_kind",
    "route",
    "rules_for_page",
    "sitting",
]

_Newest = Mapping[Step, Given]


def helpers(given: Iterable[Given]) -> dict[int, str]:
    """Return the kind of helper of each earlier time of help, by its part, in order.

    A kind is the id of a choice, "" when it is not known which. Empty when the
    client said that there was no help before; one unknown, part 1, while they have
    not said. A kind has the same part whatever else was tapped (`part_of_kind`), so
    that what was told of one help never stands under another.
    """
    return _helpers(_newest(given))


def route(given: Iterable[Given], way: Way) -> tuple[Step, ...]:
    """Return all steps that apply, in order, answered or not.

    `given` holds one answer for a step; of several, the latest counts. Empty when
    nothing may be asked this way: a child of the younger band, with no adult near.
    """
    newest = _newest(given)
    return tuple(_steps(newest, way, with_hard_parts=not _nothing_hard(newest)))


def offered_if_wanted(given: Iterable[Given], way: Way) -> tuple[Step, ...]:
    """Return the unanswered steps about hard parts, left out because nothing hurt.

    Empty while these parts are on the route anyway.
    """
    newest = _newest(given)
    return tuple(step for step in _left_out(newest, way) if step not in newest)


def open_steps(given: Iterable[Given], way: Way, on: date) -> tuple[Step, ...]:
    """Return the steps to ask on this day: unanswered, then each "not now" now due."""
    newest = _newest(given)
    steps = route(newest.values(), way)
    due = {kept.step for kept in kept_for_later(newest.values(), way, on) if kept.due}
    unanswered = (step for step in steps if step not in newest)
    return (*unanswered, *(step for step in steps if step in due))


def kept_for_later(given: Iterable[Given], way: Way, on: date) -> tuple[Kept, ...]:
    """Return the steps answered with "not now", in order, and when they come back.

    A step about hard parts that is left out because nothing hurt comes back only if
    the client asks.
    """
    newest = _newest(given)
    steps = route(newest.values(), way)
    kept = []
    for step in (*steps, *_left_out(newest, way)):
        if step not in newest or newest[step].answer is not Answer.NOT_NOW:
            continue
        back_on = way.pace.back_on(newest[step].on) if step in steps else None
        kept.append(Kept(step, back_on, back_on is not None and back_on <= on))
    return tuple(kept)


def sitting(
    given: Iterable[Given], way: Way, on: date, wanted: Iterable[Step] = ()
) -> tuple[Step, ...]:
    """Return the steps of the next sitting, at most as many as the intake allows.

    First come the `wanted` ones, which the client asked for: kept for later, or
    offered; others among them are passed over. Then come open steps of one group, so
    that a sitting ends where the intake has a stop.
    """
    newest = _newest(given)
    steps = {*route(newest.values(), way), *_left_out(newest, way)}
    asked_for = [
        step
        for step in dict.fromkeys(wanted)
        if step in steps
        and (step not in newest or newest[step].answer is Answer.NOT_NOW)
    ]
    rest = [
        step for step in open_steps(newest.values(), way, on) if step not in asked_for
    ]
    had_no_help = not _helpers(newest)
    groups = [_group(step, had_no_help=had_no_help) for step in rest]
    same = [step for step, at in zip(rest, groups, strict=True) if at == groups[0]]
    return (*asked_for, *same)[: intake().alone.most_questions]


def opens(step: Step, choices: Iterable[str], cards: Iterable[str]) -> tuple[str, ...]:
    """Return the pages, and codes to offer as cards, that an answer leads to.

    Raises:
        UnknownIntakeQuestion: if the intake has no such question.
    """
    found = intake().next_of(step.question, (*choices, *cards))
    pages = {*PAGES} - {"c_lite"}  # a part of the route, not a page
    return tuple(name for name in found if name in pages or codebook().has(name))


def _newest(given: Iterable[Given]) -> dict[Step, Given]:
    newest: dict[Step, Given] = {}
    for one in given:
        if one.step not in newest or newest[one.step].on <= one.on:
            newest[one.step] = one
    return newest


def _choices(newest: _Newest, step: Step) -> tuple[str, ...]:
    one = newest.get(step)
    return one.choices if one and one.answer is Answer.TOLD else ()


def _holds(newest: _Newest, condition: Condition) -> bool:
    step = Step(condition.question)
    if step not in newest or newest[step].answer is not Answer.TOLD:
        return False
    tapped = {*_choices(newest, step)}
    return not condition.choices or not tapped.isdisjoint(condition.choices)


def _makes_sense(newest: _Newest, question: Question) -> bool:
    if question.only_if is not None and not _holds(newest, question.only_if):
        return False
    return question.unless is None or not _holds(newest, question.unless)


def part_of_kind(kind: str) -> int:
    """Return which part of the loop asks about a kind of helper; 1 is for unknown."""
    return 2 + _kinds().index(kind) if kind else 1


def _kinds() -> list[str]:
    loop = intake().loop
    offered = intake().question(loop.asked_in).choices
    return [choice.id for choice in offered if choice.id != loop.none]


def _helpers(newest: _Newest) -> dict[int, str]:
    loop = intake().loop
    tapped = _choices(newest, Step(loop.asked_in))
    found = {part_of_kind(kind): kind for kind in _kinds() if kind in tapped}
    if not found and loop.none in tapped:
        return {}
    found = found or {1: ""}
    asked, more = [*found], part_of_kind(_kinds()[-1]) + 1
    while any(
        loop.another in _choices(newest, Step(loop.another_in, part)) for part in asked
    ):
        found[more] = ""
        asked, more = [more], more + 1
    return found


def _nothing_hard(newest: _Newest) -> bool:
    hard = intake().hard_parts
    parts = _helpers(newest)
    told = [{*_choices(newest, Step(hard.asked_in, part))} for part in parts]
    return all(each and each <= {*hard.nothing_hard} for each in told)


def _left_out(newest: _Newest, way: Way) -> tuple[Step, ...]:
    if not _nothing_hard(newest):
        return ()
    hard = intake().hard_parts.questions
    every = _steps(newest, way, with_hard_parts=True)
    return tuple(step for step in every if step.question in hard)


def _steps(newest: _Newest, way: Way, *, with_hard_parts: bool) -> Iterator[Step]:
    asked, parts = intake(), _helpers(newest)
    highest = 3 if way.tender_yes else asked.alone.highest_level
    hard = () if with_hard_parts else asked.hard_parts.questions
    apply = {
        question.id: question
        for question in questions_for(asked, way)
        if question.level <= highest
        and question.id not in hard
        and _makes_sense(newest, question)
    }
    if not parts:
        yield from (Step(each) for each in lite_order(asked) if each in apply)
        return
    looped = [each for each in asked.loop.questions if each in apply]
    for each in apply:
        if each not in looped:
            yield Step(each)
        elif each == looped[0]:
            yield from (Step(q, part) for part in parts for q in looped)


def _group(step: Step, *, had_no_help: bool) -> int:
    asked = intake()
    if had_no_help and step.question in asked.c_lite:
        return -1
    return group_of(asked, asked.question(step.question))
