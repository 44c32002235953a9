"""Puts the answers of a check-in in words: each question with what was answered."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from holdspace.content.check_in import (
    OWN_WORDS,
    CheckInPack,
    CheckInQuestion,
    UnknownAnswer,
    check_in,
)
from holdspace.content.way_of_working import KEPT_OF, way_pack

Told = dict[str, object]


def in_words(
    answers: Mapping[str, str],
    pack: CheckInPack | None = None,
    *,
    lines: Mapping[str, str] | None = None,
) -> list[Told]:
    """Return the answers of one check-in with the questions as they were asked.

    They stand in the order of the questions; what no question of the pack asks for any
    more comes first. `own` marks the client's own words. Whether agreed lines were
    kept comes last, of those lines alone whose words `lines` has, by id.
    """
    asked = pack or check_in()
    questions = {each.id: each for each in (*asked.questions, *asked.follow_ups)}
    own = _own_words_asked(asked)
    order = [*_in_order(asked), *own]
    told = []
    kept = [key for key in answers if key.startswith(KEPT_OF)]
    asked_keys = answers.keys() - set(kept)
    for key in sorted(
        asked_keys, key=lambda k: (order.index(k) if k in order else -1, k)
    ):
        question = questions.get(key)
        if question and question.answers:
            words = _picked(question, answers[key])
            told.append({"asked": question.words, "answer": words})
        else:
            told.append(
                {"asked": own.get(key, key), "answer": answers[key], "own": True}
            )
    return told + _kept(answers, kept, lines or {})


def _kept(
    answers: Mapping[str, str], keys: Iterable[str], lines: Mapping[str, str]
) -> list[Told]:
    question = way_pack().kept
    return [
        {
            "asked": f"{question.words} {lines[key.removeprefix(KEPT_OF)]}",
            "answer": _picked(question, answers[key]),
        }
        for key in keys
        if key.removeprefix(KEPT_OF) in lines
    ]


def _in_order(asked: CheckInPack) -> list[str]:
    """Return the questions in their order, each with what follows it behind it."""
    order = []
    for question in asked.questions:
        order.append(question.id)
        order += [one.id for one in asked.follow_ups if one.follows == question.id]
        if question.picks_from:
            order.append("before_cue")
    return order


def _own_words_asked(asked: CheckInPack) -> dict[str, str]:
    last = next(one for one in asked.questions if one.second_words)
    both = zip(OWN_WORDS, (last.words, last.second_words), strict=True)
    return {"before_cue": _("What it was like"), **dict(both)}


def _picked(question: CheckInQuestion, answer: str) -> str:
    try:
        return question.answer(answer).words
    except UnknownAnswer:
        return answer
