"""Puts together what was told in one sitting: each question with what was answered."""

from collections.abc import Iterable
from itertools import groupby

from holdspace.content.codebook import codebook
from holdspace.content.intake import Question, UnknownIntakeQuestion, intake

Told = dict[str, object]


def sittings(passages: Iterable[Told]) -> list[Told]:
    """Return passages as a list to read: what was told freely, and whole sittings.

    A sitting is what was answered on one day in one setting; it has `answers`, each
    with the words `asked` and the passages that answer it. What was told freely has
    a `passage`. The order of the passages is kept; in a sitting, that of the intake.
    """
    listed: list[Told] = []
    for sitting, group in groupby(passages, _sitting):
        if sitting is None:
            listed += [{"passage": one} for one in group]
        else:
            listed.append(_as_sitting(list(group)))
    return listed


def asked_words(question_id: str) -> str:
    """Return the words of a question; empty for none, or one we no longer ask."""
    question = _question(question_id)
    return question.words if question else ""


def _question(question_id: str) -> Question | None:
    try:
        return intake().question(question_id)
    except UnknownIntakeQuestion:
        return None


def _sitting(passage: Told) -> tuple[object, ...] | None:
    if not passage["question"]:
        return None
    return (passage["told_on"], passage["setting"], passage["told_by"])


def _as_sitting(passages: list[Told]) -> Told:
    order = [question.id for question in intake().questions]

    def place(passage: Told) -> tuple[int, object]:
        asked = passage["question"]
        return (order.index(asked) if asked in order else len(order), passage["part"])

    answers = [
        _as_answer(list(group))
        for _, group in groupby(sorted(passages, key=place), place)
    ]
    first = passages[0]
    return {key: first[key] for key in ("told_on", "setting", "told_by")} | {
        "answers": answers
    }


def _as_answer(passages: list[Told]) -> Told:
    asked = str(passages[0]["question"])
    cards = [one for one in passages if _is_tapped(asked, str(one["words"]))]
    return {
        "asked": asked_words(asked),
        "about": passages[0]["about"],
        "told": [one for one in passages if one not in cards],
        "tapped": cards,
    }


def _is_tapped(question_id: str, words: str) -> bool:
    """Return whether these are the words of cards or choices and nobody's own."""
    if words in _card_words():
        return True
    question = _question(question_id)
    if question is None:
        return False
    if any(words.startswith(f"{slider.words}: ") for slider in question.sliders):
        return True
    choices = {choice.words for choice in question.choices}
    return bool(choices) and {*words.split(", ")} <= choices


def _card_words() -> set[str]:
    asked = intake()
    extra = (*asked.youth.extra_cards, *asked.interpreter.extra_cards)
    return {code.plain_words for code in codebook().codes} | {c.words for c in extra}
