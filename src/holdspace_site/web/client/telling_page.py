"""Lays out the intake for the client's page: which words stand where."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from holdspace.content.intake import Question, intake
from holdspace.story.telling import (
    Pace,
    Step,
    extra_words,
    helpers,
    rules_for_page,
    sitting,
)
from holdspace.story.telling_rules import questions_for
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions.keep_draft import slot_of
from holdspace_site.actions.read_telling import Telling
from holdspace_site.web.client.telling_words import words_for_page
from holdspace_site.web.question_parts import (
    CARDS_AT_ONCE,
    cards_to_tap,
    helps_to_name,
    sliders_to_move,
)

_GROWN_UP = 18

PACES = {
    Pace.NEXT_TIME: gettext_lazy("Next time I come here"),
    Pace.AFTER_A_WEEK: gettext_lazy("After a week"),
    Pace.AFTER_A_MONTH: gettext_lazy("After a month"),
    Pace.ONLY_IF_I_ASK: gettext_lazy("Only when I look for it myself"),
}
ANSWERS = {
    Answer.TOLD: gettext_lazy("told"),
    Answer.SKIP: gettext_lazy("skipped"),
    Answer.NOT_NOW: gettext_lazy("not now"),
    Answer.NEVER: gettext_lazy("never"),
    Answer.IN_PERSON: gettext_lazy("rather tell a person"),
    Answer.ALREADY_TOLD: gettext_lazy("already told"),
}


def own_tag(told: Telling) -> str:
    """Return what the client's own pieces on a device are kept under."""
    return slot_of(told.client, "this client's device")[:24]


def asked_alone(told: Telling) -> list[str]:
    """Return the questions this client may be asked on their own, as ids in order.

    Tender ones only after their own yes; what a person asks the young is not in it.
    """
    asked, way = intake(), told.way
    highest = 3 if way.tender_yes else asked.alone.highest_level
    return [one.id for one in questions_for(asked, way) if one.level <= highest]


def shell_context(told: Telling) -> dict[str, object]:
    """Return all the page shows; no word the client told or typed is in it."""
    asked = intake()
    today = timezone.localdate()
    rules = rules_for_page(asked, told.way) | {"opens": _opens()}
    coming = sitting(told.given, told.way, today)
    return {
        "own": own_tag(told),
        "begun": bool(told.given),
        "frame": asked.frame,
        "most": asked.alone.most_questions,
        "stop_line": asked.alone.stop_line,
        "hard_opening": asked.section("D").opening,
        "worker_names": told.worker_names,
        "questions": [
            _question(asked.question(each), told) for each in asked_alone(told)
        ],
        "next_key": coming[0].key if coming else "",
        "paces": [(pace.value, words) for pace, words in PACES.items()],
        "way": told.way,
        "tender_possible": told.way.age is None or told.way.age >= _GROWN_UP,
        "rules": rules,
        "words": words_for_page(ANSWERS),
    }


def question_context(told: Telling, step: Step) -> dict[str, object]:
    """Return one question as a page of its own, for a browser without JavaScript."""
    today = timezone.localdate()
    coming = sitting(told.given, told.way, today)
    page = _question(intake().question(step.question), told)
    if not helpers(told.given):  # asked in other words, where there are any
        page["words"] = page["lite_words"] or page["words"]
    if step in coming:
        page |= {"number": coming.index(step) + 1, "of": len(coming)}
    versions = told.drafts.get(step.key, ())
    return {
        "question": page,
        "worker_names": told.worker_names,
        "helps": helps_to_name(told),
        "written": versions[0].written if versions else {},
        "based_on": versions[0].revision if versions else 0,
        "lanes": [one.lane for one in versions],
    }


def _question(question: Question, told: Telling) -> dict[str, object]:
    asked, way = intake(), told.way
    cards, sliders = cards_to_tap(question, way), sliders_to_move(question)
    extra = extra_words(question.id, way)
    return {
        "id": question.id,
        "section_title": asked.section(question.section).title,
        "words": question.words,
        "lite_words": question.lite_words,
        "hint": " ".join(filter(None, (question.hint, extra))),
        "why": question.why,
        "level": question.level,
        "choices": question.choices,
        "sliders": sliders,
        "cards": cards[:CARDS_AT_ONCE],
        "more_cards": cards[CARDS_AT_ONCE:],
        "has_taps": bool(question.choices or cards or sliders),
        "has_dates": "episode_dates" in question.feeds_fields,
        "asks_which_help": question.section in {"C", "D", "E"},
        "free_text": question.free_text,
    }


def _opens() -> dict[str, list[dict[str, object]]]:
    """Return which pages an answer leads to, question by question."""
    return {
        question.id: [
            {
                "when": [
                    each
                    for when in branch.when
                    for each in (question.risky if when == "risky" else (when,))
                ],
                "then": list(branch.then),
            }
            for branch in question.branch
        ]
        for question in intake().questions
        if question.branch
    }
