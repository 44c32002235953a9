"""Puts what a questionnaire came to in words: calm, with sources, never a verdict."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.content.instrument_records import BetterEnd
from holdspace.measures.change import Change, ChangeKind
from holdspace.measures.scoring import NoScore, Score, label_of
from holdspace_site.actions.read_questionnaires import OneQuestionnaire, ScaleResult

_ENDS = {
    BetterEnd.HIGHER: gettext_lazy("higher is better"),
    BetterEnd.LOWER: gettext_lazy("lower is better"),
    BetterEnd.NEITHER: gettext_lazy("no end is the better one"),
}
_CHANGES = {
    ChangeKind.NO_CLEAR_CHANGE: gettext_lazy(
        "No clear change since %(day)s: less than %(needed)s points can be chance."
    ),
    ChangeKind.STUDIES_DIFFER: gettext_lazy(
        "It may have changed since %(day)s, by %(points)s points. Studies differ: they "
        "ask for %(needed)s to %(most)s."
    ),
    ChangeKind.BETTER: gettext_lazy("Better than on %(day)s by %(points)s points."),
    ChangeKind.WORSE: gettext_lazy("Worse than on %(day)s by %(points)s points."),
    ChangeKind.HIGHER: gettext_lazy("Higher than on %(day)s by %(points)s points."),
    ChangeKind.LOWER: gettext_lazy("Lower than on %(day)s by %(points)s points."),
    ChangeKind.NOTHING_PUBLISHED: gettext_lazy(
        "On %(day)s it was another number or the same. How many points are more than "
        "chance has not been published, so no change is named."
    ),
}


def answers_in_words(one: OneQuestionnaire) -> list[dict[str, str]]:
    """Return each question with the answer as it was given; "" for one left open."""
    made = one.instrument
    if made is None:
        return []
    return [
        {
            "asked": label_of(made, item),
            "answer": item.answers.words_of(one.answers[item.id])
            if item.id in one.answers
            else "",
        }
        for item in made.items
    ]


def results_in_words(results: Iterable[ScaleResult]) -> list[dict[str, object]]:
    """Return each scale with its value, its bands and their sources, and the change."""
    return [_result(one) for one in results]


def _result(one: ScaleResult) -> dict[str, object]:
    score, scale = one.score, one.scale
    return {
        "title": scale.title,
        "value": f"{score.value:g}" if score.value is not None else "",
        "range": _("from %(low)s to %(high)s; %(end)s")
        % {
            "low": f"{scale.low:g}",
            "high": f"{scale.high:g}",
            "end": _ENDS[scale.better],
        },
        "why_none": _why_none(score),
        "is_prorated": score.is_prorated,
        "bands": score.bands,
        "change": _change(one.change, one) if one.change else "",
        "change_source": one.change.source if one.change else "",
    }


def _why_none(score: Score) -> str:
    if score.why_none is NoScore.NOTHING_ANSWERED:
        return _("Nothing here was answered, and that is fine.")
    if score.why_none is NoScore.TOO_MANY_OPEN:
        return _(
            "No total: %(answered)s of %(asked)s questions are answered, and this "
            "questionnaire has no rule for open ones. Nothing is filled in."
        ) % {"answered": score.answered, "asked": score.asked}
    return ""


def _change(change: Change, one: ScaleResult) -> str:
    needed, most = change.needed_points, change.most_points
    return str(_CHANGES[change.kind]) % {
        "day": date_format(one.before_on, "j F Y"),
        "points": f"{abs(change.points):g}",
        "needed": f"{needed:g}" if needed is not None else "",
        "most": f"{most:g}" if most is not None else "",
    }
