"""Adds up the answers to a questionnaire, by its own rules and no others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from holdspace.content.instrument_records import (
    Band,
    Instrument,
    InstrumentItem,
    Scale,
    ScaleMethod,
)
from holdspace.vocabulary.errors import HoldspaceError


class AnswerOutsideScale(HoldspaceError):
    """An answer was given that the question does not offer."""

    next_step = "Pick one of the answers of the question, or leave it open."

    def __init__(self, instrument: str, item: str) -> None:
        super().__init__(f"Question {item!r} of {instrument!r} has no such answer.")


class NoScore(StrEnum):
    """Why a scale has no value."""

    NOTHING_ANSWERED = "nothing_answered"
    TOO_MANY_OPEN = "too_many_open"


@dataclass(frozen=True, slots=True)
class Score:
    """What a scale came to.

    `value` is None when too much was left open, and `why_none` says so. `bands` are
    all verified bands the value falls into, each with its source and population; none
    is no verdict. `is_prorated`: open questions were filled with the mean of the rest,
    as the scale's own rule allows.
    """

    scale_id: str
    value: float | None = field(repr=False)
    answered: int
    asked: int
    why_none: NoScore | None = None
    bands: tuple[Band, ...] = field(default=(), repr=False)
    is_prorated: bool = False


def check_answers(instrument: Instrument, answers: Mapping[str, float]) -> None:
    """Raise if an answer does not belong to the instrument.

    Raises:
        UnknownItem: if a question is not there.
        AnswerOutsideScale: if a question does not offer that answer.
    """
    for item_id, value in answers.items():
        if not instrument.item(item_id).answers.offers(value):
            raise AnswerOutsideScale(instrument.id, item_id)


def scores_of(
    instrument: Instrument, answers: Mapping[str, float]
) -> tuple[Score, ...]:
    """Return the score of every scale, in their order; an open question is not in it.

    `answers` maps the id of a question to the number of its answer.

    Raises:
        UnknownItem: if a question is not there.
        AnswerOutsideScale: if a question does not offer that answer.
    """
    check_answers(instrument, answers)
    return tuple(_score(instrument, scale, answers) for scale in instrument.scales)


def ends_at_gate(instrument: Instrument, answers: Mapping[str, float]) -> bool:
    """Return whether a first question was answered so that no other is asked."""
    return any(
        answers.get(item.id) == item.answers.low
        for item in instrument.items
        if item.is_gate
    )


def _score(instrument: Instrument, scale: Scale, answers: Mapping[str, float]) -> Score:
    items = [instrument.item(item_id) for item_id in scale.item_ids]
    if ends_at_gate(instrument, answers):
        return Score(
            scale.id, scale.low, len(items), len(items), bands=_bands(scale, scale.low)
        )
    given = [item.points(answers[item.id]) for item in items if item.id in answers]
    open_count = len(items) - len(given)
    if not given:
        return Score(scale.id, None, 0, len(items), NoScore.NOTHING_ANSWERED)
    if open_count > scale.missing.most_missing or _gate_is_open(instrument, answers):
        return Score(scale.id, None, len(given), len(items), NoScore.TOO_MANY_OPEN)
    value = sum(given) / len(given)
    if scale.method is ScaleMethod.SUM:
        value = sum(given) if not open_count else value * len(items)
    value = round(value, 2)
    return Score(
        scale.id,
        value,
        len(given),
        len(items),
        bands=_bands(scale, value),
        is_prorated=open_count > 0,
    )


def _gate_is_open(instrument: Instrument, answers: Mapping[str, float]) -> bool:
    return any(item.is_gate and item.id not in answers for item in instrument.items)


def _bands(scale: Scale, value: float) -> tuple[Band, ...]:
    return tuple(
        band
        for band in scale.bands
        if band.is_verified and band.low <= value <= band.high
    )


def label_of(instrument: Instrument, item: InstrumentItem) -> str:
    """Return the words of a question, or "Question 3" where we have none to give."""
    return item.words or f"Question {instrument.items.index(item) + 1}"


def needs_a_person(
    instrument: Instrument, answers: Mapping[str, float]
) -> tuple[str, ...]:
    """Return the questions whose answer a person should read, in their order.

    A fixed rule of the instrument, written in its pack. It rates nothing and predicts
    nothing; that none is returned never means that somebody is safe.
    """
    wanted = {
        item_id
        for rule in instrument.hand_overs
        for item_id in rule.item_ids
        if answers.get(item_id, rule.at_least - 1) >= rule.at_least
    }
    return tuple(item.id for item in instrument.items if item.id in wanted)
