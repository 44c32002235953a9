"""Counts what a conversation was made of, and says how far counts can be relied on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holdspace.language.moves import Main, Mark, Move, Speaker, Turn

ENOUGH_TURNS = 20
"""Turns of a worker below which there are counts only."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share or a ratio with the range it lay in, counted by people, 9 times in 10.

    The range comes from transcripts the models had not seen, so it holds both what
    chance does in one session and what the models get wrong.
    """

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a conversation was made of. No figure here says how good somebody is.

    `mains` counts the worker's turns by what they mostly do, `marked` sentences by
    move. The three figures are None below 20 turns of the worker, or where they cannot
    be made: `reflections_to_questions` is a ratio of turns (None without a question or
    a reflection), `telling_share` the share of turns that give information or advice,
    `talk_share` the worker's share of words (exact, so its range is itself).
    """

    worker_turns: int
    client_turns: int
    mains: Mapping[Main, int]
    marked: Mapping[Move, int]
    reflections_to_questions: Figure | None
    telling_share: Figure | None
    talk_share: Figure | None


HeardPart = tuple[Turn, Main | None, tuple[Mark, ...]]


def figures_of(
    heard: Sequence[HeardPart],
    words: Sequence[int],
    errors: Mapping[str, tuple[float, float]],
) -> Figures:
    """Return the figures of a conversation; `words` are the words of each turn.

    `errors` are, by figure, how far the models lay from people's counts: the 5th and
    the 95th of 100 transcripts, as a factor for the ratio and a difference for the
    share.
    """
    mains = Counter(main for _, main, _ in heard if main is not None)
    marked = Counter(mark.move for _, _, marks in heard for mark in marks)
    own = [turn.speaker is Speaker.WORKER for turn, _, _ in heard]
    read = sum(mains.values())
    ratio = share = talk = None
    if sum(own) >= ENOUGH_TURNS and read:
        ratio = _ratio(mains, errors["reflections_to_questions"])
        share = _share(mains[Main.INPUT] / read, errors["telling_share"])
        talk = _talk(own, words)
    return Figures(
        worker_turns=sum(own),
        client_turns=len(own) - sum(own),
        mains={main: mains[main] for main in Main},
        marked={move: marked[move] for move in Move},
        reflections_to_questions=ratio,
        telling_share=share,
        talk_share=talk,
    )


def _ratio(mains: Mapping[Main, int], error: tuple[float, float]) -> Figure | None:
    # The range is so many times the counted ratio. Of none that would be none at all,
    # as if it were certain that people would have found no reflection either.
    if not mains[Main.QUESTION] or not mains[Main.REFLECTION]:
        return None
    value = mains[Main.REFLECTION] / mains[Main.QUESTION]
    return Figure(value, value * error[0], value * error[1])


def _share(value: float, error: tuple[float, float]) -> Figure:
    return Figure(value, max(0.0, value + error[0]), min(1.0, value + error[1]))


def _talk(own: Sequence[bool], words: Sequence[int]) -> Figure | None:
    total = sum(words)
    if all(own) or not total:
        return None
    value = sum(n for n, mine in zip(words, own, strict=True) if mine) / total
    return Figure(value, value, value)
