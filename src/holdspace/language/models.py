"""Weighs a worker's sentences with small linear models that ship as plain arrays.

They are trained by `benchmarks/train_moves.py`; nothing of a training text is stored,
only numbers of word runs that several texts have in common, and their weights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from holdspace.language.features import (
    BLOCKS,
    SAYS_LITTLE,
    Blocks,
    Reader,
    Runs,
    SaidSentence,
    WordKinds,
)
from holdspace.language.moves import Main

Floats = NDArray[np.float32]

FILE = "moves.npz"
MAINS = (Main.QUESTION, Main.REFLECTION, Main.INPUT, Main.OTHER)
"""The order of the four classes in every array."""

TURN_HEADS = ("question", "reflection", "input", "other", "asked")
SENTENCE_HEADS = ("question", "reflection", "input", "other", "open", "advice")
WEIGHTY_WORDS = 3
TURNS_AT_ONCE = 64  # more are no faster, and hold more in memory


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is weighed for turns, or for sentences.

    `table` has a row for each feature: a column for each head, its weight times how
    rare the feature is, and last the square of how rare it is. `offsets` are added to
    the sums.
    """

    table: Floats
    offsets: Floats


@dataclass(frozen=True, slots=True)
class TurnChances:
    """How likely the models hold each move of a turn, from 0 to 1.

    `main` has a chance for each of `MAINS`; `asked` is that it holds a question;
    `sentences` has a row for each sentence and a column for each of `SENTENCE_HEADS`,
    and `runs` the known runs of words of each.
    """

    main: list[float]
    asked: float
    sentences: list[list[float]]
    runs: list[Runs] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MoveModels:
    """The models, ready to weigh. `version` names the training they come from."""

    version: str
    rows: dict[int, int] = field(repr=False)
    kinds: WordKinds = field(repr=False)
    reader: Reader = field(repr=False)
    turns: Weighing = field(repr=False)
    sentences: Weighing = field(repr=False)
    lean: Floats = field(repr=False)
    bounds: dict[str, float]
    errors: dict[str, tuple[float, float]]

    def weighed(self, turns: Sequence[Sequence[SaidSentence]]) -> Iterator[TurnChances]:
        """Yield the chances of each turn, given its sentences; a turn has some."""
        for start in range(0, len(turns), TURNS_AT_ONCE):
            yield from self._weighed(turns[start : start + TURNS_AT_ONCE])

    def _weighed(
        self, turns: Sequence[Sequence[SaidSentence]]
    ) -> Iterator[TurnChances]:
        blocks = [[self.reader.sentence(one) for one in turn] for turn in turns]
        whole = [
            self.reader.turn(one, told) for one, told in zip(blocks, turns, strict=True)
        ]
        sums = self._sums(whole, self.turns)
        chances = _chances(sums, self.turns)
        main = _shares(chances[:, : len(MAINS)], self.lean)
        parts = _chances(
            self._sums([one for turn in blocks for one in turn], self.sentences),
            self.sentences,
        )
        asked, sentences = chances[:, len(MAINS)].tolist(), iter(parts.tolist())
        for one, turn, asks in zip(main.tolist(), blocks, asked, strict=True):
            own = list(islice(sentences, len(turn)))
            yield TurnChances(one, asks, own, [runs for runs, *_ in turn])

    def weightiest(
        self, words: Sequence[str], runs: Runs, head: str
    ) -> tuple[str, ...]:
        """Return the runs of words that weighed most for a head, heaviest first.

        `words` are those of a sentence and `runs` its known runs. Runs of nothing but
        the words every sentence has are left out.
        """
        weights = self.sentences.table[list(runs), SENTENCE_HEADS.index(head)]
        heaviest = (-weights).argsort(kind="stable").tolist()
        places = list(runs.values())
        found: list[str] = []
        for at in heaviest:
            if len(found) == WEIGHTY_WORDS or weights[at] <= 0:
                break
            start, end = places[at]
            run = words[start - 1 : end - 1] if start else ()
            if _explains(run) and len(run) == end - start:
                found.append(" ".join(run))
        return tuple(found)

    def _sums(self, units: Sequence[Blocks], level: Weighing) -> Floats:
        nothing = len(level.table) - 1  # a row of zeros: no block is empty
        rows: list[int] = []
        starts: list[int] = []
        for unit in units:
            for block in unit:
                starts.append(len(rows))
                rows.append(nothing)
                rows.extend(block)
        sums = np.add.reduceat(
            level.table[np.fromiter(rows, np.intp, len(rows))], starts
        )
        sums /= np.maximum(np.sqrt(sums[:, -1:]), 1e-9)
        whole: Floats = sums[:, :-1].reshape(len(units), len(BLOCKS), -1).sum(axis=1)
        return whole


def _explains(run: Sequence[str]) -> bool:
    """Return whether a run of words says something to a reader."""
    return all(word[:1].isalnum() for word in run) and not SAYS_LITTLE.issuperset(run)


def _chances(sums: Floats, level: Weighing) -> Floats:
    chances: Floats = 1 / (1 + np.exp(-(sums + level.offsets)))
    return chances


def _shares(chances: Floats, lean: Floats) -> Floats:
    leaning = chances * lean
    shares: Floats = leaning / leaning.sum(axis=1, keepdims=True)
    return shares


@cache
def move_models() -> MoveModels:
    """Return the shipped models, read once."""
    file = resources.files("holdspace.language") / FILE
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        return models_from({name: arrays[name] for name in arrays.files})


def models_from(arrays: dict[str, NDArray[np.generic]]) -> MoveModels:
    """Return the models written in `arrays`, as the training command writes them."""

    def level(name: str) -> Weighing:
        rarity = arrays[f"{name}_rarity"].astype(np.float32)[:, None]
        weights = arrays[f"{name}_weights"].astype(np.float32) * rarity
        table = np.concatenate([weights, rarity * rarity], axis=1)
        return Weighing(
            np.concatenate([table, np.zeros_like(table[:1])]),
            arrays[f"{name}_offsets"].astype(np.float32),
        )

    numbers: list[int] = arrays["numbers"].tolist()
    rows = {number: row for row, number in enumerate(numbers)}
    kinds = WordKinds(
        frozenset(arrays["frame_words"].tolist()), frozenset(arrays["verbs"].tolist())
    )
    return MoveModels(
        version=str(arrays["version"]),
        rows=rows,
        kinds=kinds,
        reader=Reader(kinds, rows),
        turns=level("turn"),
        sentences=level("sentence"),
        lean=arrays["lean"].astype(np.float32),
        bounds=dict(
            zip(arrays["bound_names"].tolist(), arrays["bounds"].tolist(), strict=True)
        ),
        errors={
            name: (low, high)
            for name, (low, high) in zip(
                arrays["error_names"].tolist(), arrays["errors"].tolist(), strict=True
            )
        },
    )
