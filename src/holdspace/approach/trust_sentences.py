"""Says what stands out in a line of answers, in words, with the answers it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from holdspace.approach.lines import Because
from holdspace.content.wording import Wording
from holdspace.vocabulary.signals import Signal, SignalKind


@dataclass(frozen=True, slots=True)
class TrustSignal:
    """Something in the answers to look at and to ask about.

    `number` and `on` are the session it began in. `points` is how far the answers are
    from what was usual, in their own numbers; None where it is none of distance.
    `because` holds the answers it rests on, the newest first, as they were shown:
    nothing without at least one is ever a signal.
    """

    kind: SignalKind
    number: int
    on: date
    words: str = field(repr=False)
    points: float | None
    because: tuple[Because, ...]

    @property
    def is_strain(self) -> bool:
        """Whether it says that something may have got worse."""
        return self.kind in {SignalKind.RUPTURE, SignalKind.WITHDRAWAL}


@dataclass(frozen=True, slots=True)
class Asked:
    """One session on a line; `because` is its answer as evidence, None without one."""

    number: int
    on: date
    value: int | None
    because: Because | None


def signals_in(
    asked: Sequence[Asked],
    found: Sequence[Signal | None],
    *,
    wording: Wording,
    always_best: str,
) -> tuple[TrustSignal, ...]:
    """Return the signals of a line in words, oldest first.

    `found` is what the trajectory found at each session. `always_best` is what is said
    of answers that are always the best.
    """
    said = (
        _said(signal, asked, place, wording, always_best)
        for place, signal in enumerate(found)
        if signal is not None
    )
    return tuple(signal for signal in said if signal is not None)


def _said(
    signal: Signal,
    asked: Sequence[Asked],
    place: int,
    wording: Wording,
    always_best: str,
) -> TrustSignal | None:
    because = _because(signal, asked, place)
    if not because:
        return None
    here = asked[place]
    points = _points(signal, here)
    if signal.kind is SignalKind.CEILING:
        words = always_best
    else:
        thinner = signal.kind is SignalKind.WITHDRAWAL and points is None
        words = wording.say(
            f"trust_{signal.kind.value}" + ("_thinner" if thinner else ""),
            number=str(here.number),
            on=wording.day(here.on),
            answer=because[0].quote,
            points=points_in_words(points or 0.0, wording),
            times=f"{signal.statistic:.1f}",
        )
    return TrustSignal(signal.kind, here.number, here.on, words, points, because)


def _because(signal: Signal, asked: Sequence[Asked], place: int) -> tuple[Because, ...]:
    """Return the answers a signal rests on, newest first.

    Where it rests on answers that did not come, the last that did is shown.
    """
    rests_on = [asked[row].because for row in signal.evidence]
    given = [because for because in reversed(rests_on) if because is not None]
    if not given:
        before = [one.because for one in asked[:place] if one.because is not None]
        given = before[-1:]
    return tuple(given)


def _points(signal: Signal, here: Asked) -> float | None:
    if signal.kind is SignalKind.CEILING or here.value is None:
        return None
    if signal.kind is SignalKind.RUPTURE:
        return signal.usual_points - here.value
    return signal.usual_points - signal.now_points


def points_in_words(points: float, wording: Wording) -> str:
    """Return a distance in points with one digit, such as "1.4 points"."""
    shown = f"{abs(points):.1f}".removesuffix(".0")
    return wording.say("one_point" if shown == "1" else "points", points=shown)
