"""The questions of the intake as prompts for two people in a room."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.content.intake import Question, intake
from holdspace.content.wording import wording
from holdspace.story.telling import (
    Given,
    Step,
    extra_words,
    helpers,
    kept_for_later,
    offered_if_wanted,
    open_steps,
    route,
)
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions.read_telling import Telling
from holdspace_site.web.question_parts import (
    CARDS_AT_ONCE,
    cards_to_tap,
    helps_to_name,
    sliders_to_move,
)

_DO_NOT_ASK = frozenset({Answer.NEVER, Answer.ALREADY_TOLD})

_STANDS = {
    Answer.TOLD: gettext_lazy("told"),
    Answer.SKIP: gettext_lazy("skipped"),
    Answer.NEVER: gettext_lazy("never"),
    Answer.IN_PERSON: gettext_lazy("would rather tell a person, in the room"),
    Answer.ALREADY_TOLD: gettext_lazy("already told"),
}


def visits(told: Telling, on: date) -> list[dict[str, object]]:
    """Return the suggested visits, each with its prompts and where each one stands.

    The last one holds what is only asked if the client wants to, where there is any.
    """
    steps, newest = route(told.given, told.way), _newest(told)
    listed = [
        {
            "title": visit.title,
            "prompts": [
                _prompt(step, newest.get(step), told, on)
                for step in steps
                if step.question in visit.questions
            ],
        }
        for visit in intake().worker_led.visits
    ]
    offered = offered_if_wanted(told.given, told.way)
    if offered:
        prompts = [_prompt(step, None, told, on) for step in offered]
        title = _("Only if they want to: nothing hurt, as far as they told")
        listed.append({"title": title, "prompts": prompts})
    return [visit for visit in listed if visit["prompts"]]


def may_ask(told: Telling) -> tuple[Step, ...]:
    """Return the steps a worker may open: all that apply, but no "do not ask"."""
    newest = _newest(told)
    steps = (*route(told.given, told.way), *offered_if_wanted(told.given, told.way))
    return tuple(
        step
        for step in steps
        if step not in newest or newest[step].answer not in _DO_NOT_ASK
    )


def next_open(told: Telling, after: Step | None, on: date) -> Step | None:
    """Return the next unanswered step in the order of the visits; None if none is."""
    waiting = {*open_steps(told.given, told.way, on)}
    ordered = [
        Step.read(str(prompt["key"]))
        for visit in visits(told, on)
        for prompt in visit["prompts"]
    ]
    at = ordered.index(after) + 1 if after in ordered else 0
    return next((s for s in (*ordered[at:], *ordered[:at]) if s in waiting), None)


def prompt_in_full(step: Step, told: Telling) -> dict[str, object]:
    """Return one prompt with all it needs: why, cards, choices, dates, what to heed."""
    question = intake().question(step.question)
    way, youth = told.way, intake().youth
    by_person = (
        way.age is not None
        and way.age <= youth.asked_by_a_person_until_age
        and question.id in youth.asked_by_a_person
    )
    cards = cards_to_tap(question, way)
    extra = extra_words(question.id, way)
    return {
        "key": step.key,
        "id": question.id,
        "words": _words(question, told),
        "about": told.helps.get(step.part, "") if step.part else "",
        "part": step.part,
        "hint": " ".join(filter(None, (question.hint, extra))),
        "why": question.why,
        "opening": intake().section(question.section).opening,
        "level": question.level,
        "level_words": _level_words(question),
        "asked_by_a_person": by_person,
        "choices": question.choices,
        "sliders": sliders_to_move(question),
        "cards": cards[:CARDS_AT_ONCE],
        "more_cards": cards[CARDS_AT_ONCE:],
        "has_dates": "episode_dates" in question.feeds_fields,
        "helps": helps_to_name(told) if question.section in {"C", "D", "E"} else [],
        "free_text": question.free_text,
        "passage": told.told_in.get(step.key),
    }


def _newest(told: Telling) -> dict[Step, Given]:
    return {one.step: one for one in told.given}


def _prompt(
    step: Step, given: Given | None, told: Telling, on: date
) -> dict[str, object]:
    question = intake().question(step.question)
    return {
        "key": step.key,
        "words": _words(question, told),
        "about": told.helps.get(step.part, "") if step.part else "",
        "why": question.why,
        "level": question.level,
        "level_words": _level_words(question),
        "stands": _stands(step, given, told, on),
        "do_not_ask": given is not None and given.answer in _DO_NOT_ASK,
        "answered": given is not None,
        "passage": told.told_in.get(step.key),
    }


def _words(question: Question, told: Telling) -> str:
    had_no_help = not helpers(told.given)
    return (had_no_help and question.lite_words) or question.words


def _level_words(question: Question) -> str:
    levels = {one.level: one.title for one in intake().levels}
    return levels[question.level]


def _stands(step: Step, given: Given | None, told: Telling, on: date) -> str:
    if given is None:
        return ""
    if given.answer is not Answer.NOT_NOW:
        day = wording().day(given.on)
        return _("%(what)s, %(day)s") % {"what": _STANDS[given.answer], "day": day}
    back = {k.step: k.back_on for k in kept_for_later(told.given, told.way, on)}
    back_on = back.get(step)
    if back_on is None:
        return _("not now; only if they ask for it")
    if back_on <= on:
        return _("not now; may be asked again")
    return _("not now; may come back on %(day)s") % {"day": wording().day(back_on)}
