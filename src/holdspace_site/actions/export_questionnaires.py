"""Take out a client's questionnaires with their record: questions, answers, scores."""

from django.utils import timezone

from holdspace.content.instrument_records import Instrument
from holdspace.measures.scoring import Score, label_of
from holdspace_site.records.models import Client, Questionnaire
from holdspace_site.records.questionnaires import (
    answered_open_to,
    asked_open_to,
    instrument_of,
    scores_to_show,
)
from holdspace_site.records.scope import Who


def questionnaires_of(client: Client, by: Who) -> list[dict[str, object]]:
    """Return what was asked and answered, as far as `by` may see it, oldest first.

    What the client keeps from others is in their own copy alone; in other copies it
    stands as asked for and not answered.
    """
    seen = set(answered_open_to(client, by).values_list("pk", flat=True))
    rows = asked_open_to(client, by).select_related("session", "client")
    return [_one(row, row.pk in seen) for row in rows]


def _one(row: Questionnaire, seen: bool) -> dict[str, object]:
    made = instrument_of(row, on=timezone.localdate())
    told = {
        "id": str(row.pk),
        "instrument": row.instrument,
        "version": row.version,
        "title": made.title if made else row.instrument,
        "session": row.session.number if row.session else None,
        "asked_at": row.asked_at.isoformat(),
        "declined_at": row.declined_at.isoformat() if row.declined_at else None,
        "given_at": None,
        "answers": [],
        "scores": [],
    }
    if not seen or made is None:
        return told
    return told | {
        "declined_at": None,
        "given_at": row.given_at.isoformat(),
        "way": row.way,
        "shared_with": row.shared_with,
        "answers": _answers(made, row.answers),
        "scores": [_score(made, score) for score in scores_to_show(made, row.answers)],
        "notices": list(made.notices),
    }


def _answers(made: Instrument, answers: dict[str, float]) -> list[dict[str, object]]:
    return [
        {
            "id": item.id,
            "question": label_of(made, item),
            "value": answers.get(item.id),
            "answer": item.answers.words_of(answers[item.id])
            if item.id in answers
            else None,
        }
        for item in made.items
    ]


def _score(made: Instrument, score: Score) -> dict[str, object]:
    scale = made.scale(score.scale_id)
    return {
        "scale": scale.title,
        "value": score.value,
        "low": scale.low,
        "high": scale.high,
        "why_none": score.why_none.value if score.why_none else None,
        "bands": [
            {"words": b.words, "source": b.source, "population": b.population}
            for b in score.bands
        ],
    }
