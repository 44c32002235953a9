"""Made-up histories in which some cycles are planted and known, or none is.

Nobody in them is real and no figure from them is clinical. All of it is assumed: no
study was found that says how often what comes back in a person's story. `drawn` gives
histories with the truth beside them; the same seed gives the same ones. An *arm*
(`ARMS`) is a kind of history.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from holdspace.content.codebook import codebook
from holdspace.patterns.timeline import CodedEvent, Timeline, timeline_of

CODES = tuple(code.id for code in codebook().codes)
ZIPF = 0.8
"""How much more often some codes are told than others."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One kind of history.

    `events` in `episodes` of about the same size; `noted` says whether the history
    says which event is of which. What is not planted is drawn from `codes` codes, a
    mix for the whole history, or, with `bursts`, a mix of its own for each stretch of
    `burst_events` events, all its codes equally likely. With `sticks`, an event is the
    one before once more with that chance. Each of `cycles` cycles has `steps` steps,
    all different, and is planted `planted` times, each time with up to `between` other
    events between two steps; of its steps each is missing with the chance `missing`.
    """

    told: str
    events: int = 40
    episodes: int = 1
    noted: bool = True
    codes: int = 90
    bursts: bool = False
    burst_events: tuple[int, int] = (30, 30)
    sticks: float = 0.0
    cycles: int = 1
    steps: tuple[int, int] = (3, 5)
    planted: int = 3
    between: int = 1
    missing: float = 0.0

    @property
    def is_null(self) -> bool:
        """Say whether nothing is planted."""
        return self.cycles == 0


@dataclass(frozen=True, slots=True)
class Made:
    """One history and the cycles that were planted in it."""

    timeline: Timeline
    planted: tuple[tuple[str, ...], ...]


def _bursty(told: str, **changed: object) -> Arm:
    burst = {"events": 120, "episodes": 4, "codes": 8, "bursts": True, "cycles": 0}
    return Arm(told, **{**burst, **changed})  # type: ignore[arg-type]


TARGET = "forty"
PLANTED: Mapping[str, Arm] = {
    TARGET: Arm("40 events, 3 plantings, up to 1 other between steps"),
    "forty_3": Arm("the same, cycles of 3 steps", steps=(3, 3)),
    "forty_4": Arm("the same, cycles of 4 steps", steps=(4, 4)),
    "forty_5": Arm("the same, cycles of 5 steps", steps=(5, 5)),
    "forty_in_four": Arm("the same, in 4 episodes that are noted", episodes=4),
    "forty_few_codes": Arm("the same, only 30 codes", codes=30),
    "forty_wide": Arm("up to 2 others between steps", between=2),
    "forty_wider": Arm(
        "3 or 4 steps, up to 3 others: more than the gap allows",
        steps=(3, 4),
        between=3,
    ),
    "forty_twice": Arm("2 plantings", planted=2),
    "sixty_missing_10": Arm(
        "60 events, 4 plantings, 10 % of steps missing",
        events=60,
        planted=4,
        missing=0.1,
    ),
    "sixty_missing_20": Arm(
        "60 events, 4 plantings, 20 % missing", events=60, planted=4, missing=0.2
    ),
    "sixty_missing_30": Arm(
        "60 events, 4 plantings, 30 % missing", events=60, planted=4, missing=0.3
    ),
    "eighty": Arm("80 events, 3 plantings", events=80),
    "eighty_two": Arm("80 events, 2 cycles, 3 plantings each", events=80, cycles=2),
    "long": Arm("150 events, 4 plantings", events=150, planted=4, episodes=3),
    "long_three": Arm(
        "150 events, 3 cycles, 4 plantings each",
        events=150,
        planted=4,
        cycles=3,
        episodes=3,
    ),
    "longest": Arm("300 events, 6 plantings", events=300, planted=6, episodes=5),
    "bursts": _bursty("4 bursts of 30 events, 4 plantings", cycles=1, planted=4),
}
NULL: Mapping[str, Arm] = {
    "null_40": Arm("40 events, 90 codes", cycles=0),
    "null_40_few": Arm("40 events, 12 codes", cycles=0, codes=12),
    "null_120": Arm("120 events, 60 codes", cycles=0, events=120, codes=60),
    "null_300": Arm("300 events, 90 codes", cycles=0, events=300),
    "null_bursty": _bursty("bursty: 4 episodes of 30 events, each its own 8 codes"),
    "null_bursty_unnoted": _bursty(
        "the same, and nobody noted the episodes", noted=False
    ),
    "null_bursty_inside": _bursty(
        "bursts of 20 to 40 events, one episode", episodes=1, burst_events=(20, 40)
    ),
    "null_bursty_short": _bursty(
        "bursts of 8 to 16 events, each its own 5 codes",
        episodes=1,
        codes=5,
        burst_events=(8, 16),
    ),
    "null_sticks": Arm(
        "60 events, 15 codes, each comes again at once with 40 %",
        cycles=0,
        events=60,
        codes=15,
        sticks=0.4,
    ),
}
ARMS: Mapping[str, Arm] = {**PLANTED, **NULL}


def drawn(name: str, *, clients: int, seed: int) -> list[Made]:
    """Return histories of one arm."""
    random = np.random.default_rng([seed, list(ARMS).index(name)])
    return [one_history(ARMS[name], random) for _ in range(clients)]


def one_history(arm: Arm, random: np.random.Generator) -> Made:
    """Return one history of this kind."""
    length = arm.steps[0], arm.steps[1] + 1
    cycles = [
        tuple(random.permutation(len(CODES))[: random.integers(*length)].tolist())
        for _ in range(arm.cycles)
    ]
    laid = _laid(arm, cycles, random)
    background = _background(arm, random)
    codes = [
        background[place] if code is None else code
        for place, code in enumerate(code for inside in laid for code in inside)
    ]
    episodes = [str(number) for number, inside in enumerate(laid) for _ in inside]
    events = [
        CodedEvent(CODES[code], row, float(7 * row), episode if arm.noted else None)
        for row, (code, episode) in enumerate(zip(codes, episodes, strict=True), 1)
    ]
    planted = tuple(tuple(CODES[code] for code in cycle) for cycle in cycles)
    return Made(timeline_of(events), planted)


def _laid(
    arm: Arm, cycles: Sequence[Sequence[int]], random: np.random.Generator
) -> list[list[int | None]]:
    """Return the steps that are planted, None where something else comes.

    Each planting lies in one episode, and no two of them overlap.
    """
    pieces: list[list[list[int | None]]] = [[] for _ in range(arm.episodes)]
    ends = [arm.events * (at + 1) // arm.episodes for at in range(arm.episodes)]
    room = np.diff([0, *ends])
    times = [cycle for cycle in cycles for _ in range(arm.planted)]
    order = random.permutation(len(times))
    for number, which in enumerate(order):
        piece = _planting(times[which], arm, random)
        fitting = np.flatnonzero(room >= len(piece))
        into = int(fitting[number % len(fitting)])
        room[into] -= len(piece)
        pieces[into].append(piece)
    laid = []
    for inside, left in zip(pieces, room.tolist(), strict=True):
        everything = [*inside, *([[None]] * left)]
        shuffled = [everything[at] for at in random.permutation(len(everything))]
        laid.append([code for piece in shuffled for code in piece])
    return laid


def _planting(
    cycle: Sequence[int], arm: Arm, random: np.random.Generator
) -> list[int | None]:
    piece: list[int | None] = []
    for step in cycle:
        if random.random() < arm.missing:
            continue
        if piece:
            piece += [None] * int(random.integers(0, arm.between + 1))
        piece.append(step)
    return piece


def _background(arm: Arm, random: np.random.Generator) -> list[int]:
    """Return what each event would be if nothing were planted."""
    told: list[int] = []
    weights = 1.0 / np.arange(1, arm.codes + 1) ** (0.0 if arm.bursts else ZIPF)
    while len(told) < arm.events:
        size = arm.events
        if arm.bursts:
            size = int(random.integers(arm.burst_events[0], arm.burst_events[1] + 1))
        codes = random.permutation(len(CODES))[: arm.codes]
        chosen = random.choice(arm.codes, size, p=weights / weights.sum())
        told += codes[chosen].tolist()
    told = told[: arm.events]
    for place in range(1, len(told)):
        if arm.sticks and random.random() < arm.sticks:
            told[place] = told[place - 1]
    return told
