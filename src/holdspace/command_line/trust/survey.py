"""Looks through a whole file of ratings once, before any trust line is drawn.

Finds out whether each client's rows stand together, and takes a sample of clients for
each measure, from which is estimated what is usual in this practice. The sample depends
on who is in the file alone, never on the order of its rows or on how it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import isnan

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from holdspace.alliance.packed import Ragged
from holdspace.alliance.ratings import Step
from holdspace.command_line.tables.out_file import Progress
from holdspace.command_line.trust.ahead import read_ahead
from holdspace.command_line.trust.checks import Measures, checked
from holdspace.command_line.trust.columns import Floats, Integers, Ratings, texts_of
from holdspace.command_line.trust.models import Seen
from holdspace.command_line.trust.series import in_series, runs_of
from holdspace.command_line.trust.sources import Source

SAMPLE_CLIENTS = 2_000  # a measure; more would move nothing that can be seen
SEED = 20_261_125

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look through the whole file has shown.

    `together` says whether the rows of each client stand together; `seen` is what each
    measure is like, in the order of `measures.scales`.
    """

    rows: int
    together: bool
    seen: list[Seen] = field(repr=False)


class _Sample:
    """All ratings of the clients whose hashes are the smallest: a fixed lot."""

    def __init__(self) -> None:
        self._least, self._most = np.inf, -np.inf
        self._client: list[Hashes] = []
        self._at_us: list[Integers] = []
        self._score: list[Floats] = []
        self._highest = np.uint64(np.iinfo(np.uint64).max)
        self._ratings = 0
        self._cut_at = 100 * SAMPLE_CLIENTS

    def add(self, client: Hashes, at_us: Integers, score: Floats) -> None:
        self._least = min(self._least, float(np.fmin.reduce(score)))
        self._most = max(self._most, float(np.fmax.reduce(score)))
        low = client <= self._highest
        self._client.append(client[low])
        self._at_us.append(at_us[low])
        self._score.append(score[low])
        self._ratings += int(np.count_nonzero(low))
        if self._ratings > self._cut_at:
            self._cut()

    def _cut(self) -> tuple[Hashes, Integers, Floats]:
        client = np.concatenate(self._client)
        at_us, score = np.concatenate(self._at_us), np.concatenate(self._score)
        known = _different(client)
        if len(known) > SAMPLE_CLIENTS:
            self._highest = known[SAMPLE_CLIENTS - 1]
            low = client <= self._highest
            client, at_us, score = client[low], at_us[low], score[low]
        self._client, self._at_us, self._score = [client], [at_us], [score]
        self._ratings = len(client)
        self._cut_at = 100 * SAMPLE_CLIENTS + 2 * self._ratings
        return client, at_us, score

    def seen(self) -> Seen:
        if self._least > self._most:
            return Seen(None, None, [])
        client, at_us, score = self._cut()
        order = np.argsort(client, kind="stable")
        number = runs_of(client[order])
        one_measure = np.zeros(len(client), np.int32)
        ragged = in_series(number, one_measure, at_us[order], score[order]).ragged
        return Seen(self._least, self._most, list(_steps(ragged)))


def _steps(ragged: Ragged) -> Iterator[list[Step]]:
    gaps, scores = ragged.gap_days.tolist(), ragged.scores.tolist()
    given = [None if isnan(score) else score for score in scores]
    for begin, end in pairwise(ragged.starts.tolist()):
        yield list(zip(gaps[begin:end], given[begin:end], strict=True))


def surveyed(
    source: Source, measures: Measures, *, latest_us: int, progress: Progress
) -> Survey:
    """Look through a file; no row is named here that cannot be taken."""
    samples: list[_Sample] = []
    runs: list[Hashes] = []
    rows = 0
    for piece in read_ahead(source.pieces()):
        ratings, _ = checked(piece, measures, latest_us=latest_us)
        samples += [_Sample() for _ in measures.scales[len(samples) :]]
        if not len(ratings):
            continue
        rows += len(ratings)
        client = hashes_of(texts_of(ratings.client))[ratings.client_code]
        begins = np.append(True, client[1:] != client[:-1])
        begins[0] = not runs or runs[-1][-1] != client[0]
        if begins.any():
            runs.append(client[begins])
        _add_by_measure(samples, ratings, client)
        progress.reach(piece.reached)
    seen = np.concatenate(runs) if runs else np.zeros(0, np.uint64)
    together = len(_different(seen)) == len(seen)
    return Survey(rows, together, [sample.seen() for sample in samples])


def _add_by_measure(samples: list[_Sample], ratings: Ratings, client: Hashes) -> None:
    met = np.flatnonzero(np.bincount(ratings.measure_id))
    if len(met) == 1:
        samples[met[0]].add(client, ratings.at_us, ratings.score)
        return
    for measure in met.tolist():
        of_it = ratings.measure_id == measure
        samples[measure].add(client[of_it], ratings.at_us[of_it], ratings.score[of_it])


def _different(hashes: Hashes) -> Hashes:
    """Return each of these hashes once, the smallest first."""
    if not len(hashes):
        return hashes
    alone = np.append(True, hashes[1:] != hashes[:-1])  # most stand in runs
    ordered = np.sort(hashes[alone])
    once: Hashes = ordered[np.append(True, ordered[1:] != ordered[:-1])]
    return once


def hashes_of(texts: pa.Array) -> Hashes:
    """Return a number for each text, the same for the same text in every run.

    Two different texts get the same number about once in 2**64; then a file is held to
    be unsorted, or a sample has one client less, and no answer gets wrong.
    """
    texts = texts.cast(pa.large_string())
    _, offset_bytes, character_bytes = texts.buffers()
    offsets = np.frombuffer(offset_bytes, np.int64)
    offsets = offsets[texts.offset : texts.offset + len(texts) + 1]
    if not len(texts) or offsets[-1] == offsets[0]:
        return np.zeros(len(texts), np.uint64)
    characters = np.frombuffer(character_bytes, np.uint8)[offsets[0] : offsets[-1]]
    begins = offsets[:-1] - offsets[0]
    lengths = np.diff(offsets)
    place = np.arange(len(characters)) - np.repeat(begins, lengths)
    weighed = (characters + np.uint64(1)) * _WEIGHTS[place % len(_WEIGHTS)]
    sums = np.concatenate([[np.uint64(0)], np.cumsum(weighed, dtype=np.uint64)])
    hashes: Hashes = sums[begins + lengths] - sums[begins]
    return _stirred(hashes)


_WEIGHTS: Hashes = np.random.default_rng(SEED).integers(
    0, 2**64, 4096, dtype=np.uint64, endpoint=False
) | np.uint64(1)


def _stirred(hashes: Hashes) -> Hashes:
    """Spread what differs in a few bits over all of them (splitmix64)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return hashes
