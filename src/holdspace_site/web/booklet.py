"""The intake as a booklet on paper: to read, to tick and to write in by hand."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdspace.content.intake import intake
from holdspace.story.telling import (
    Step,
    Way,
    extra_words,
    helpers,
    open_steps,
    route,
)
from holdspace_site.actions.read_telling import Telling
from holdspace_site.web.paper import on_paper
from holdspace_site.web.question_parts import cards_to_tap

_MOST_CARDS = 8


def booklet_pdf(context: dict[str, object]) -> bytes:
    """Return a booklet as a tagged PDF (PDF/UA-1) on A5; see `booklet_context`."""
    return on_paper("booklet", booklet=context)


def booklet_context(
    told: Telling | None, practice: dict[str, object]
) -> dict[str, object]:
    """Return all that stands in a booklet; no word anybody told is in it.

    `told` is None for an empty one of the agency, for anybody. In a client's own stands
    only what may be asked now: what they answered, with "never" or "already told" or
    anything else, is left out. `practice` is what every page knows of the agency.
    """
    asked, way = intake(), _alone(told)
    steps = _open(told, way) if told else _every_step()
    return {
        "frame": asked.frame,
        "who_sees": _who_sees(told, practice),
        "law": practice["passed_on_by_law"],
        "numbers": practice["help_numbers"],
        "hours": practice["opening_hours"],
        "sections": [
            {
                "title": section.title,
                "opening": section.opening,
                "questions": [
                    _question(step, told, way)
                    for step in steps
                    if asked.question(step.question).section == section.letter
                ],
            }
            for section in asked.sections
        ],
        "labels": _labels(),
    }


def _alone(told: Telling | None) -> Way:
    """Return the way of somebody who reads alone, whoever led so far.

    A child of the younger band has an adult near: the same questions on paper.
    """
    if told is None:
        return Way()
    way = told.way
    band = intake().youth.band(way.age) if way.age is not None else None
    return Way(
        way.pace,
        tender_yes=way.tender_yes,
        age=way.age,
        interpreter=way.interpreter,
        together=bool(band and band.with_adult),
    )


def _open(told: Telling, way: Way) -> tuple[Step, ...]:
    """Return what may be asked now, in the order of the route."""
    waiting = {*open_steps(told.given, way, timezone.localdate())}
    return tuple(step for step in route(told.given, way) if step in waiting)


def _every_step() -> tuple[Step, ...]:
    """Return all questions: on paper none can follow from an answer."""
    highest = intake().alone.highest_level
    return tuple(Step(one.id) for one in intake().questions if one.level <= highest)


def _who_sees(told: Telling | None, practice: dict[str, object]) -> str:
    if told and told.worker_names:
        names = ", ".join(told.worker_names)
        return _(
            "Only you, while you keep this booklet. If you give it back: %(names)s, "
            "who types in what you wrote. Then you can read it on your own page, and "
            "take it back."
        ) % {"names": names}
    return _(
        "Only you, while you keep this booklet. If you give it back: the worker you "
        "give it to, who types in what you wrote."
    )


def _question(step: Step, told: Telling | None, way: Way) -> dict[str, object]:
    question = intake().question(step.question)
    had_no_help = told is not None and not helpers(told.given)
    cards = [card["words"] for card in cards_to_tap(question, way)]
    about = told.helps.get(step.part, "") if told and step.part else ""
    extra = extra_words(question.id, way)
    return {
        "words": (had_no_help and question.lite_words) or question.words,
        "about": _("About: %(help)s") % {"help": about} if about else "",
        "hint": " ".join(filter(None, (question.hint, extra))),
        "why": question.why,
        "stirs": question.level > 1,
        "boxes": [choice.words for choice in question.choices]
        + cards[:_MOST_CARDS]
        + ([_("other")] if len(cards) > _MOST_CARDS else []),
        "sliders": [
            {"words": slider.words, "ends": list(slider.ends)}
            for slider in question.sliders
        ],
        "lines": 5 if question.free_text else 0,
    }


def _labels() -> dict[str, object]:
    count = intake().alone.most_questions
    return {
        "title": _("Your story of getting help"),
        "why": _("Why we ask:"),
        "stirs": _("This one may stir feelings. A headline is enough."),
        "who_sees": _("Who sees this"),
        "law": _("What we must pass on by law"),
        "no_law": _("Ask us before you write."),
        "numbers": _("Not for emergencies"),
        "no_watch": _(
            "Nobody reads this until you give it back. If you are in danger now, "
            "please call somebody."
        ),
        "how": ngettext(
            "There is no hurry. You can stop after any question.",
            "There is no hurry. You can stop after any question; %(count)s at a time "
            "are plenty.",
            count,
        )
        % {"count": count},
        "tick": _("Tick any that fit"),
        "own_words": _("Your own words"),
        "what": _("Or tick one of these:"),
        "answers": [
            _("Skip"),
            _("Not now"),
            _("Never"),
            _("I’d rather tell a person"),
            _("Already told"),
            _("You may read this"),
        ],
        "page": _("Page"),
        "end": _("Thank you. Unfinished is fine."),
    }
