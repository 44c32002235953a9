"""Lays out the intake for the client's page: which words stand where."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.content.intake import Question, intake
from holdspace.story.telling import (
    Pace,
    Step,
    extra_cards,
    extra_words,
    rules_for_page,
    sitting,
)
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions.keep_draft import slot_of
from holdspace_site.actions.read_telling import Telling
from holdspace_site.web.client.telling_words import words_for_page

_CARDS_AT_ONCE = 8
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


def shell_context(told: Telling) -> dict[str, object]:
    """Return all the page shows; no word the client told or typed is in it."""
    asked = intake()
    today = timezone.localdate()
    rules = rules_for_page(asked, told.way) | {"opens": _opens()}
    highest = 3 if told.way.tender_yes else asked.alone.highest_level
    ids = [one["id"] for one in rules["questions"] if one["level"] <= highest]
    coming = sitting(told.given, told.way, today)
    return {
        "own": own_tag(told),
        "begun": bool(told.given),
        "frame": asked.frame,
        "most": asked.alone.most_questions,
        "stop_line": asked.alone.stop_line,
        "hard_opening": asked.section("D").opening,
        "worker_names": told.worker_names,
        "questions": [_question(asked.question(each), told) for each in ids],
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
    if step in coming:
        page |= {"number": coming.index(step) + 1, "of": len(coming)}
    versions = told.drafts.get(step.key, ())
    return {
        "question": page,
        "worker_names": told.worker_names,
        "helps": _helps(told),
        "written": versions[0].written if versions else {},
        "based_on": versions[0].revision if versions else 0,
        "lanes": [one.lane for one in versions],
    }


def _helps(told: Telling) -> list[tuple[int, str]]:
    return [(part, told.helps[part] or str(part)) for part in sorted(told.helps)]


def _question(question: Question, told: Telling) -> dict[str, object]:
    asked, way = intake(), told.way
    codes = asked.cards_of(question.id, with_level_3=way.tender_yes)
    cards = [{"id": code.id, "words": code.plain_words} for code in codes]
    cards = [
        {"id": "+".join(card.codes), "words": card.words}
        for card in extra_cards(question.id, way)
    ] + cards
    sliders = [
        {
            "code": slider.code,
            "words": slider.words,
            "places": [
                slider.ends[0],
                _("rather: %(end)s") % {"end": slider.ends[0]},
                _("in the middle"),
                _("rather: %(end)s") % {"end": slider.ends[1]},
                slider.ends[1],
            ],
        }
        for slider in question.sliders
    ]
    if sliders:
        cards = []  # each slider is a code of its own already
    extra = extra_words(question.id, way)
    return {
        "id": question.id,
        "section_title": asked.section(question.section).title,
        "words": question.words,
        "hint": " ".join(filter(None, (question.hint, extra))),
        "why": question.why,
        "level": question.level,
        "choices": question.choices,
        "sliders": sliders,
        "cards": cards[:_CARDS_AT_ONCE],
        "more_cards": cards[_CARDS_AT_ONCE:],
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
