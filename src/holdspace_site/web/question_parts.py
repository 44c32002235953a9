"""Lays out what can be tapped at a question, alike for the client and the worker."""

from holdspace.content.intake import Question, intake
from holdspace.story.telling import Way, extra_cards
from holdspace_site.actions.read_telling import Telling
from holdspace_site.actions.told_answer import slider_places

CARDS_AT_ONCE = 8
"""How many cards lie open; the others are one press away."""


def cards_to_tap(question: Question, way: Way) -> list[dict[str, str]]:
    """Return the cards of a question, first those for the young or an interpreter.

    A question with sliders has none: each slider stands for a code already.
    """
    if question.sliders:
        return []
    codes = intake().cards_of(question.id, with_level_3=way.tender_yes)
    return [
        *(
            {"id": "+".join(card.codes), "words": card.words}
            for card in extra_cards(question.id, way)
        ),
        *({"id": code.id, "words": code.plain_words} for code in codes),
    ]


def sliders_to_move(question: Question) -> list[dict[str, object]]:
    """Return the sliders of a question, each with its five places in words."""
    return [
        {
            "code": slider.code,
            "words": slider.words,
            "places": slider_places(slider),
        }
        for slider in question.sliders
    ]


def helps_to_name(told: Telling) -> list[tuple[int, str]]:
    """Return the earlier times of help by number, each with the name it goes by."""
    return [(part, told.helps[part] or str(part)) for part in sorted(told.helps)]
