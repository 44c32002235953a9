"""Says which questions are for whom, for a route made here or in a page offline."""

from holdspace.content.intake import (
    Condition,
    ExtraCard,
    Intake,
    Question,
    intake,
)
from holdspace.story.telling_records import Pace, Way


def questions_for(asked: Intake, way: Way) -> tuple[Question, ...]:
    """Return the questions for somebody of this age, in order; level 3 included.

    Empty when the intake has none for the age, or none without an adult near.
    """
    age, youth = way.age, asked.youth
    if age is None or age > max(band.to_age for band in youth.bands):
        return asked.questions
    band = youth.band(age)
    if band is None or (band.with_adult and not way.together):
        return ()
    left_out: tuple[str, ...] = ()
    if age <= youth.asked_by_a_person_until_age and not way.together:
        left_out = youth.asked_by_a_person
    return tuple(
        question
        for question in asked.questions
        if question.id in band.questions and question.id not in left_out
    )


def lite_order(asked: Intake) -> tuple[str, ...]:
    """Return the questions for somebody who had no help before, as ids in order."""
    ids = [question.id for question in asked.questions]
    first = ids[: ids.index(asked.loop.asked_in) + 1]
    return tuple(dict.fromkeys((*first, *asked.c_lite, *asked.c_lite_then)))


def group_of(asked: Intake, question: Question) -> int:
    """Return the place, from 0, of the sitting a question belongs to."""
    sittings = asked.alone.sittings
    found = (at for at, part in enumerate(sittings) if question.section in part)
    return next(found, len(sittings))


def extra_words(question: str, way: Way) -> str:
    """Return what young people are asked right after a question, "" if nothing."""
    youth = intake().youth
    if way.age is None or youth.band(way.age) is None:
        return ""
    extra = (each.words for each in youth.extra_questions if each.after == question)
    return " ".join(extra)


def extra_cards(question: str, way: Way) -> tuple[ExtraCard, ...]:
    """Return the cards this way adds where a question shows all of their codes.

    Raises:
        UnknownIntakeQuestion: if there is no such question.
    """
    asked = intake()
    shown = {*asked.question(question).feeds_codes}
    cards: list[ExtraCard] = []
    if way.age is not None and asked.youth.band(way.age) is not None:
        cards += asked.youth.extra_cards
    if way.interpreter:
        cards += asked.interpreter.extra_cards
    return tuple(card for card in cards if {*card.codes} <= shown)


def rules_for_page(asked: Intake, way: Way) -> dict[str, object]:
    """Return the rules of the route as plain data, for a page without a network.

    Age, and whether somebody is there, are settled here; the page settles the pace
    and the yes to level 3, as these can change while it is offline. It holds rules
    only: no words and nothing anybody answered.
    """
    loop, hard = asked.loop, asked.hard_parts
    ask_about_help = asked.question(loop.asked_in)
    return {
        "most_questions": asked.alone.most_questions,
        "highest_level": asked.alone.highest_level,
        "questions": [
            {
                "id": question.id,
                "section": question.section,
                "group": group_of(asked, question),
                "level": question.level,
                "looped": question.id in loop.questions,
                "hard": question.id in hard.questions,
                "only_if": _as_data(question.only_if),
                "unless": _as_data(question.unless),
            }
            for question in questions_for(asked, way)
        ],
        "loop": {
            "asked_in": loop.asked_in,
            "kinds": [c.id for c in ask_about_help.choices if c.id != loop.none],
            "none": loop.none,
            "another_in": loop.another_in,
            "another": loop.another,
        },
        "hard_parts": {
            "asked_in": hard.asked_in,
            "nothing_hard": list(hard.nothing_hard),
        },
        "c_lite": list(asked.c_lite),
        "lite_order": list(lite_order(asked)),
        "pace_days": {pace.value: pace.days for pace in Pace},
    }


def _as_data(condition: Condition | None) -> dict[str, object] | None:
    if condition is None:
        return None
    return {"question": condition.question, "choices": list(condition.choices)}
