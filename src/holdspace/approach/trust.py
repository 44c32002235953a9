"""Reads a client's answers after sessions as lines over time, with what stands out.

A line is the client's rating of sessions, never a score of anybody. Each question is a
line of its own; nothing is added up. What the client keeps from the reader must not be
among the check-ins given here: a session without an answer and one with an answer kept
back are the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from holdspace.alliance.operating_points import ENOUGH_RATINGS
from holdspace.alliance.rating_scale import RatingScale
from holdspace.alliance.sessions import CheckIn, Session, SessionStatus
from holdspace.alliance.trajectory import Trend
from holdspace.approach.lines import Because
from holdspace.approach.trust_sentences import Asked, TrustSignal, signals_in
from holdspace.approach.trust_standing import Standing, standings
from holdspace.content.check_in import CheckInPack, CheckInQuestion
from holdspace.content.wording import Wording

LINES = ("between", "listened", "say")
"""The questions whose answers make a line, the one a brief shows first."""

IN_A_BRIEF = 5
"""Signals of so many newest sessions stand in a brief, and a phone shows so many."""


@dataclass(frozen=True, slots=True)
class TrustPoint:
    """One session on a line.

    `answer` is the answer as it was shown and `value` its number; both are None where
    none was given. `level`, `lower` and `upper` are the most likely level and its 90 %
    interval in the numbers of the answers; None before the first answer. `looking_back`
    is the level as all answers, later ones too, make it likely.
    """

    session_id: str
    number: int
    on: date
    answer: str | None
    value: int | None
    level: float | None = None
    lower: float | None = None
    upper: float | None = None
    looking_back: float | None = None


@dataclass(frozen=True, slots=True)
class TrustLine:
    """The answers to one question over the sessions, oldest first.

    `scale` holds the numbers of the answers with their words, lowest first, `ends` the
    words at the ends of a row of numbers, both empty where the answers are words.
    """

    measure: str
    question: str
    scale: tuple[tuple[int, str], ...]
    ends: tuple[str, str]
    points: tuple[TrustPoint, ...]
    signals: tuple[TrustSignal, ...] = ()
    trend: Trend = Trend.TOO_EARLY

    @property
    def rated(self) -> tuple[TrustPoint, ...]:
        """The points that have an answer."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def too_early(self) -> bool:
        """Whether there are too few answers to say anything of them together."""
        return len(self.rated) < ENOUGH_RATINGS

    @property
    def newest(self) -> TrustPoint | None:
        """The newest point that has a level, None where there is none."""
        known = (point for point in reversed(self.points) if point.level is not None)
        return next(known, None)


@dataclass(frozen=True, slots=True)
class Trust:
    """What a brief says of the answers over time: one line, and where it stands now."""

    line: TrustLine
    level: float
    lower: float
    upper: float
    trend: Trend
    signals: tuple[TrustSignal, ...]


@dataclass(frozen=True, slots=True)
class _Rated:
    """One answer with its number, and the check-in it stands in."""

    check_in: CheckIn
    answer: str
    value: int


def trust_line(
    measure: str,
    check_ins: Sequence[CheckIn],
    sessions: Sequence[Session],
    *,
    on: date,
    pack: CheckInPack,
    wording: Wording,
) -> TrustLine:
    """Return the line of one question, as it was known on the day `on`.

    `check_ins` are those the reader may see; of several about one session the newest
    counts. `sessions` are all the client's: those that took place and those with an
    answer are on the line.
    """
    question = pack.question(measure)
    values = question.values
    rated = _rated(question, check_ins, on)
    points = _points(rated, sessions, on)
    stands, going = standings(
        [(point.on, point.value) for point in points],
        RatingScale(values[0], values[-1], error_points=question.error),
    )
    asked = [_asked(point, rated.get(point.session_id)) for point in points]
    return TrustLine(
        measure=measure,
        question=question.words,
        scale=tuple(
            (one.value, one.words) for one in question.answers if one.value is not None
        ),
        ends=question.ends,
        points=_with(points, stands),
        signals=signals_in(
            asked,
            [one.signal for one in stands],
            wording=wording,
            always_best=pack.when_always_best,
        ),
        trend=going,
    )


def trust_now(
    check_ins: Sequence[CheckIn],
    sessions: Sequence[Session],
    *,
    on: date,
    pack: CheckInPack,
    wording: Wording,
) -> Trust | None:
    """Return what a brief says of the answers; None while it is too early to say.

    It is about how it was between the two, or where too few have answered that, about
    being listened to. What is given is as for `trust_line`.
    """
    for measure in LINES[:2]:
        line = trust_line(
            measure, check_ins, sessions, on=on, pack=pack, wording=wording
        )
        now = line.newest
        if not line.too_early and now and now.level is not None:
            return Trust(
                line=line,
                level=now.level,
                lower=now.level if now.lower is None else now.lower,
                upper=now.level if now.upper is None else now.upper,
                trend=line.trend,
                signals=_recent(line),
            )
    return None


def now_words(line: TrustLine, wording: Wording) -> str:
    """Return where a line stands now, as a sentence in the words of its answers."""
    now = line.newest
    if line.too_early or now is None:
        return wording.say("too_early")
    where = wording.say(
        "trust_now",
        level=_nearest(line, now.level),
        lower=_nearest(line, now.lower),
        upper=_nearest(line, now.upper),
    )
    return f"{where} {wording.say(f'trend_{line.trend.value}')}"


def _nearest(line: TrustLine, level: float | None) -> str:
    """Return the answer nearest to a level, as it is shown."""
    return min(line.scale, key=lambda one: abs(one[0] - (level or 0.0)))[1]


def _recent(line: TrustLine) -> tuple[TrustSignal, ...]:
    numbers = {point.number for point in line.points[-IN_A_BRIEF:]}
    return tuple(signal for signal in line.signals if signal.number in numbers)


def _rated(
    question: CheckInQuestion, check_ins: Sequence[CheckIn], on: date
) -> dict[str, _Rated]:
    """Return the answers to one question by session; the newest counts."""
    rated = {}
    for check_in in sorted(check_ins, key=lambda one: (one.given_on, one.id)):
        given = check_in.answers.get(question.id)
        answer = next((one for one in question.answers if one.id == given), None)
        if answer is None or answer.value is None or check_in.given_on > on:
            continue
        rated[check_in.session_id] = _Rated(check_in, answer.words, answer.value)
    return rated


def _points(
    rated: Mapping[str, _Rated], sessions: Sequence[Session], on: date
) -> list[TrustPoint]:
    """Return a point for each session that took place or has an answer, by the day."""
    shown = [
        session
        for session in sessions
        if session.at.date() <= on
        and (session.status is SessionStatus.HELD or session.id in rated)
    ]
    return [
        TrustPoint(
            session_id=session.id,
            number=session.number,
            on=session.at.date(),
            answer=rated[session.id].answer if session.id in rated else None,
            value=rated[session.id].value if session.id in rated else None,
        )
        for session in sorted(shown, key=lambda one: (one.at, one.number, one.id))
    ]


def _with(
    points: Sequence[TrustPoint], stands: Sequence[Standing]
) -> tuple[TrustPoint, ...]:
    """Return the points with where the line stood; nothing before the first answer."""
    answered = [place for place, point in enumerate(points) if point.value is not None]
    first = answered[0] if answered else len(points)
    return tuple(
        point
        if place < first
        else replace(
            point,
            level=stand.level,
            lower=stand.lower,
            upper=stand.upper,
            looking_back=stand.looking_back,
        )
        for place, (point, stand) in enumerate(zip(points, stands, strict=True))
    )


def _asked(point: TrustPoint, rated: _Rated | None) -> Asked:
    return Asked(
        number=point.number,
        on=point.on,
        value=point.value,
        because=None if rated is None else _because(rated, point.number),
    )


def _because(rated: _Rated, number: int) -> Because:
    """Return the evidence one answer gives: its words as they were shown."""
    return Because(
        reading="",
        passage=rated.check_in.id,
        start=0,
        end=len(rated.answer),
        quote=rated.answer,
        told_on=rated.check_in.given_on,
        verdict=None,
        session_number=number,
    )
