"""Weighs a worker's sentences with small linear models that ship as plain arrays.

They are trained by `benchmarks/train_moves.py`; nothing of a training text is stored,
only numbers of word runs that several texts have in common, and their weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from holdspace.language.features import (
    BLOCKS,
    Blocks,
    SaidSentence,
    WordKinds,
    run_at,
    sentence_blocks,
    turn_blocks,
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

    `rarity` is the weight of each feature by how few texts have it; `weights` has a
    column for each head; `offsets` are added to the sums.
    """

    rarity: Floats
    weights: Floats
    offsets: Floats


@dataclass(frozen=True, slots=True)
class TurnChances:
    """How likely the models hold each move of a turn, from 0 to 1.

    `main` has a chance for each of `MAINS`; `asked` is that it holds a question;
    `sentences` has a row for each sentence and a column for each of `SENTENCE_HEADS`.
    """

    main: Floats
    asked: float
    sentences: Floats


@dataclass(frozen=True, slots=True)
class MoveModels:
    """The models, ready to weigh. `version` names the training they come from."""

    version: str
    rows: dict[int, int] = field(repr=False)
    kinds: WordKinds = field(repr=False)
    turns: Weighing = field(repr=False)
    sentences: Weighing = field(repr=False)
    lean: Floats = field(repr=False)
    bounds: dict[str, float]
    errors: dict[str, tuple[float, float]]

    def weighed(
        self, turns: Sequence[Sequence[SaidSentence]]
    ) -> tuple[TurnChances, ...]:
        """Return the chances of each turn, given its sentences; a turn has some."""
        return tuple(
            one
            for start in range(0, len(turns), TURNS_AT_ONCE)
            for one in self._weighed(turns[start : start + TURNS_AT_ONCE])
        )

    def _weighed(
        self, turns: Sequence[Sequence[SaidSentence]]
    ) -> tuple[TurnChances, ...]:
        blocks = [
            [self._known(sentence_blocks(one, self.kinds)) for one in turn]
            for turn in turns
        ]
        whole = [
            self._whole(one, told) for one, told in zip(blocks, turns, strict=True)
        ]
        sums = self._sums(whole, self.turns)
        chances = _chances(sums, self.turns)
        main = _shares(chances[:, : len(MAINS)], self.lean)
        parts = _chances(
            self._sums([one for turn in blocks for one in turn], self.sentences),
            self.sentences,
        )
        ends = np.cumsum([len(turn) for turn in blocks])[:-1]
        return tuple(
            TurnChances(main[place], float(chances[place, len(MAINS)]), sentences)
            for place, sentences in enumerate(np.split(parts, ends))
        )

    def weightiest(self, sentence: SaidSentence, head: str) -> tuple[str, ...]:
        """Return the runs of words that weighed most for a head, heaviest first."""
        column = SENTENCE_HEADS.index(head)
        words = sentence.words
        told = [word[:1].isalnum() for word in words]
        rows: dict[str, int] = {}
        for start in range(len(words)):
            for end in range(start + 1, min(start + 3, len(words) + 1)):
                if not told[end - 1]:
                    break
                row = self.rows.get(run_at(words, start, end - start))
                if row is not None:
                    rows[" ".join(words[start:end])] = row
        at = list(rows.values())
        weighed = self.sentences.weights[at, column] * self.sentences.rarity[at]
        found = dict(zip(rows, weighed.tolist(), strict=True))
        heaviest = sorted(found, key=lambda run: (-found[run], run))
        return tuple(run for run in heaviest[:WEIGHTY_WORDS] if found[run] > 0)

    def _known(self, blocks: Blocks) -> Blocks:
        """Return the rows of the features that are known."""
        row_of = self.rows.get
        return tuple(
            [row for one in block if (row := row_of(one)) is not None]
            for block in blocks
        )

    def _whole(
        self, blocks: Sequence[Blocks], sentences: Sequence[SaidSentence]
    ) -> Blocks:
        """Return the rows of a turn from those of its sentences, and of its shape."""
        *parts, shape = turn_blocks(blocks, sentences)
        return (*parts, *self._known((shape,)))

    def _sums(self, units: Sequence[Blocks], level: Weighing) -> Floats:
        nothing = len(level.rarity) - 1  # a row of zeros: no block is empty
        rows: list[int] = []
        starts: list[int] = []
        for unit in units:
            for block in unit:
                starts.append(len(rows))
                rows.append(nothing)
                rows.extend(block)
        at = np.array(rows)
        rarity = level.rarity[at]
        lengths = np.sqrt(np.add.reduceat(rarity * rarity, starts))
        sums = np.add.reduceat(level.weights[at] * rarity[:, None], starts)
        sums /= np.maximum(lengths, 1e-9)[:, None]
        whole: Floats = sums.reshape(len(units), len(BLOCKS), -1).sum(axis=1)
        return whole


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
        return Weighing(
            _with_nothing(arrays[f"{name}_rarity"]),
            _with_nothing(arrays[f"{name}_weights"]),
            arrays[f"{name}_offsets"].astype(np.float32),
        )

    numbers: list[int] = arrays["numbers"].tolist()
    return MoveModels(
        version=str(arrays["version"]),
        rows={number: row for row, number in enumerate(numbers)},
        kinds=WordKinds(
            frozenset(arrays["frame_words"].tolist()),
            frozenset(arrays["verbs"].tolist()),
        ),
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


def _with_nothing(array: NDArray[np.generic]) -> Floats:
    """Return an array with a last row of zeros."""
    floats = array.astype(np.float32)
    return np.concatenate([floats, np.zeros_like(floats[:1])])
