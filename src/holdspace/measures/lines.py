"""Tells what a line over time needs to know of a measure: its range and its error."""

from dataclasses import dataclass
from functools import cache

from holdspace.content.check_in import check_in
from holdspace.content.instrument_records import BetterEnd, Scale
from holdspace.content.instruments import instrument, instrument_ids

OWN_SEM_POINTS = {"listened": 0.6, "say": 0.6, "between": 1.0}
"""The error we assume for our own check-in questions, in points of each.

Nobody has measured it. For 0 to 3: picking the nearest of four answers alone makes an
error of 1/√12 = 0.29, and one answer in four a step off adds 0.25 to its square:
√(0.08 + 0.25) = 0.58. For 0 to 10: a quarter of a four-line session scale of 0 to 40
with an error of 2 points, if its lines err independently: √(2²/4) = 1.
"""

_ASSUMED = "Assumed, not measured: see holdspace.measures.lines"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as a line over time sees it.

    `low` and `high` are its ends in its own points. `sem_points` is its standard error
    of measurement, None where nothing verified is published: then it has to be
    estimated from the ratings. `better` is the better end, None where neither is.
    """

    name: str
    low: float
    high: float
    sem_points: float | None
    better: str | None
    sem_source: str = ""
    sem_is_assumed: bool = False


@cache
def measure_named(name: str, language: str = "en") -> Measure | None:
    """Return a measure that ships, None if there is none of this name.

    Takes a check-in question ("listened", "say", "between"), an instrument by its main
    scale ("PHQ-9", "phq9") or one scale of it ("phq-4.anxiety"); capitals, spaces and
    hyphens do not matter.
    """
    asked, _, scale_id = name.partition(".")
    plain = _plain(asked)
    if plain in OWN_SEM_POINTS and not scale_id:
        return _own(plain, language)
    for instrument_id in instrument_ids(language):
        if _plain(instrument_id) == plain:
            return _scale_of(instrument_id, scale_id, language)
    return None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _own(question_id: str, language: str) -> Measure:
    answers = check_in(language).question(question_id).answers
    values = [answer.value for answer in answers if answer.value is not None]
    return Measure(
        name=question_id,
        low=float(min(values)),
        high=float(max(values)),
        sem_points=OWN_SEM_POINTS[question_id],
        better=BetterEnd.HIGHER.value,
        sem_source=_ASSUMED,
        sem_is_assumed=True,
    )


def _scale_of(instrument_id: str, scale_id: str, language: str) -> Measure | None:
    found = instrument(instrument_id, language)
    for scale in found.scales:
        if not scale_id or _plain(scale.id) == _plain(scale_id):
            name = f"{found.id}.{scale.id}" if scale_id else found.id
            return _of_scale(name, scale)
    return None


def _of_scale(name: str, scale: Scale) -> Measure:
    error = scale.error if scale.error and scale.error.is_verified else None
    return Measure(
        name=name,
        low=scale.low,
        high=scale.high,
        sem_points=error.sem_points if error else None,
        better=None if scale.better is BetterEnd.NEITHER else scale.better.value,
        sem_source=error.source if error else "",
    )
