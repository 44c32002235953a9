"""Fits the linear models on talks and posts and lays them out as they ship."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from moves_data import Post, Talk
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

from holdspace.language.features import (
    BLOCKS,
    Blocks,
    Reader,
    WordKinds,
    number_of,
)
from holdspace.language.models import MAINS

VERSION = "2026.2"
FRAME_WORDS = 250
LEADS_A_VERB = frozenset(
    {"to", "should", "could", "can", "will", "would", "might", "must", "cant", "dont"}
    | {"shouldnt", "youll", "ill", "lets", "didnt", "doesnt", "wont", "couldnt"}
)
NO_VERBS = frozenset(
    {"the", "a", "an", "my", "your", "his", "her", "their", "it", "be", "that", "this"}
    | {"not", "you", "i", "we", "they", "he", "she", "never", "just", "always"}
    | {"really", "also"}
)
LEAST_LED, LEAST_LED_SHARE = 5, 0.12
LEAST_TEXTS = 5  # a feature of fewer is not kept: no text can be told from the file
COSTS = {"turn": 1.0, "sentence": 2.0, "advice": 0.3}
ROUNDS = 3


@dataclass(frozen=True)
class Settings:
    """What the trial teaches: how far to lean to a class, and where lines are."""

    lean: tuple[float, ...] = (1.0,) * len(MAINS)
    bounds: dict[str, float] = field(default_factory=dict)
    errors: dict[str, tuple[float, float]] = field(default_factory=dict)


Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class _Level:
    rarity: np.ndarray
    matrix: csr_matrix


@dataclass(frozen=True)
class Learnt:
    """Talks and posts with their features, so that they are made once for all folds."""

    talks: Sequence[Talk]
    posts: Sequence[Post]
    kinds: WordKinds
    sentences: Sequence[Sequence[Blocks]]
    turns: Sequence[Blocks]
    post_blocks: Sequence[Blocks]

    def some(self, talks: Sequence[int], posts: Sequence[int]) -> "Learnt":
        """Return only these talks and posts, by their places."""
        return Learnt(
            [self.talks[at] for at in talks],
            [self.posts[at] for at in posts],
            self.kinds,
            [self.sentences[at] for at in talks],
            [self.turns[at] for at in talks],
            [self.post_blocks[at] for at in posts],
        )


def learnt(talks: Sequence[Talk], posts: Sequence[Post]) -> Learnt:
    """Return talks and posts with their features.

    Which words are common, and which are verbs, is counted over all of them; it says
    nothing of any label.
    """
    kinds = WordKinds(frame_words(talks), verbs(talks, posts))
    reader = Reader(kinds)
    sentences = [[reader.sentence(one) for one in talk.sentences] for talk in talks]
    return Learnt(
        talks,
        posts,
        kinds,
        sentences,
        [
            reader.turn(blocks, talk.sentences)
            for blocks, talk in zip(sentences, talks, strict=True)
        ],
        [reader.sentence(post.sentence) for post in posts],
    )


def fitted(of: Learnt, settings: Settings) -> Arrays:
    """Return the arrays of the models, fitted on all of these."""
    numbers = _known(of)
    rows = {number: row for row, number in enumerate(numbers)}
    flat = [one for turn in of.sentences for one in turn]
    turns = _level(of.turns, rows)
    parts = _level([*flat, *of.post_blocks], rows)
    turn_weights = _turn_heads(turns.matrix, of.talks)
    sentence_weights = _sentence_heads(parts.matrix, of.talks, of.posts)
    return {
        "version": np.array(VERSION),
        "numbers": np.array(numbers, dtype=np.uint32),
        "frame_words": np.array(sorted(of.kinds.kept), dtype=np.uint32),
        "verbs": np.array(sorted(of.kinds.verbs), dtype=np.uint32),
        **_laid_out("turn", turns, turn_weights),
        **_laid_out("sentence", parts, sentence_weights),
        "lean": np.array(settings.lean, dtype=np.float32),
        "bound_names": np.array(list(settings.bounds), dtype=str),
        "bounds": np.array(list(settings.bounds.values()), dtype=np.float64),
        "error_names": np.array(list(settings.errors), dtype=str),
        "errors": np.array(list(settings.errors.values())).reshape(-1, 2),
    }


def frame_words(talks: Sequence[Talk]) -> frozenset[int]:
    """Return the numbers of the words that most turns are made of."""
    counted = Counter(
        word for talk in talks for sentence in talk.sentences for word in sentence.words
    )
    common = sorted(counted, key=lambda word: (-counted[word], word))
    return frozenset(number_of(word) for word in common[:FRAME_WORDS])


def verbs(talks: Sequence[Talk], posts: Sequence[Post]) -> frozenset[int]:
    """Return the numbers of words that often stand behind "to", "should" and such."""
    sentences = [one for talk in talks for one in talk.sentences]
    sentences += [post.sentence for post in posts]
    counted: Counter[str] = Counter()
    led: Counter[str] = Counter()
    for sentence in sentences:
        counted.update(sentence.every)
        led.update(
            word
            for before, word in pairwise(sentence.every)
            if before in LEADS_A_VERB and word.isalpha()
        )
    return frozenset(
        number_of(word)
        for word, times in led.items()
        if times >= LEAST_LED
        and times > LEAST_LED_SHARE * counted[word]
        and word not in NO_VERBS
    )


def _known(of: Learnt) -> list[int]:
    """Return the features that enough transcripts, or enough posts, have."""
    by_transcript: defaultdict[str, set[int]] = defaultdict(set)
    for talk, blocks in zip(of.talks, of.turns, strict=True):
        by_transcript[talk.transcript].update(*blocks)
    for talk, sentences in zip(of.talks, of.sentences, strict=True):
        by_transcript[talk.transcript].update(*(one[-1] for one in sentences))
    texts = [*by_transcript.values(), *(set().union(*one) for one in of.post_blocks)]
    seen = np.array([number for text in texts for number in text], dtype=np.uint32)
    numbers, counts = np.unique(seen, return_counts=True)
    return numbers[counts >= LEAST_TEXTS].tolist()


def _level(units: Sequence[Blocks], rows: dict[int, int]) -> _Level:
    """Return the rarity of features, and the units with each block of one length."""
    blocks = [
        _counted([unit[block] for unit in units], rows) for block in range(len(BLOCKS))
    ]
    texts = np.asarray(sum(one.sum(axis=0) for one in blocks)).ravel()
    rarity = (np.log((1 + len(units)) / (1 + texts)) + 1).astype(np.float16)
    weighted = []
    for block in blocks:
        scaled = block @ diags(rarity.astype(np.float64))
        lengths = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
        weighted.append(diags(1 / np.maximum(lengths, 1e-9)) @ scaled)
    return _Level(rarity, csr_matrix(sum(weighted)))


def _counted(units: Sequence[frozenset[int]], rows: dict[int, int]) -> csr_matrix:
    at = [sorted(rows[one] for one in unit if one in rows) for unit in units]
    ends = np.cumsum([0, *map(len, at)])
    flat = np.array([row for one in at for row in one], dtype=np.int64)
    return csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(units), len(rows)))


Weights = tuple[np.ndarray, np.ndarray]
"""A column of weights for each head, and what is added to each head's sum."""


def _heads(matrix: csr_matrix, targets: Sequence[np.ndarray], cost: float) -> Weights:
    fits = [
        LogisticRegression(
            C=cost, solver="liblinear", dual=True, random_state=0, max_iter=2000
        ).fit(matrix, one)
        for one in targets
    ]
    weights = np.stack([fit.coef_[0] for fit in fits], axis=1)
    return weights, np.array([fit.intercept_[0] for fit in fits])


def _turn_heads(matrix: csr_matrix, talks: Sequence[Talk]) -> Weights:
    mains = np.array([talk.main for talk in talks])
    asks = np.array([talk.asks for talk in talks])
    targets = [*(mains == each for each in range(len(MAINS))), asks]
    return _heads(matrix, targets, COSTS["turn"])


def _sentence_heads(
    matrix: csr_matrix, talks: Sequence[Talk], learning: Sequence[Post]
) -> Weights:
    own = np.repeat(np.arange(len(talks)), [len(talk.sentences) for talk in talks])
    told = matrix[: len(own)]
    labels, main = _labelled(told, talks, own)
    asking = np.flatnonzero(labels == 0)
    openly = np.array([talks[turn].asks_openly for turn in own[asking]])
    opened = _heads(told[asking], [openly], COSTS["sentence"])
    advising = np.array([post.advises for post in learning])
    advised = _heads(matrix[len(own) :], [advising], COSTS["advice"])
    every = (main, opened, advised)
    return (
        np.concatenate([one[0] for one in every], axis=1),
        np.concatenate([one[1] for one in every]),
    )


def _labelled(
    told: csr_matrix, talks: Sequence[Talk], own: np.ndarray
) -> tuple[np.ndarray, Weights]:
    """Return what each sentence does, learnt from what is known of its turn only.

    It begins with turns of one sentence. Then, a few times over: each sentence gets the
    likeliest of the moves its turn is known to hold, some sentence the main one.
    """
    mains = np.array([talk.main for talk in talks])
    allowed = np.array([_may_be(talks[turn]) for turn in own])
    alone = np.flatnonzero(allowed.sum(axis=1) == 1)
    labels = mains[own].copy()
    weights = _main_heads(told[alone], labels[alone])
    for _ in range(ROUNDS):
        chances = _chances(told, weights) * allowed
        labels = chances.argmax(axis=1)
        for turn in range(len(talks)):
            here = np.flatnonzero(own == turn)
            if not (labels[here] == mains[turn]).any():
                labels[here[chances[here, mains[turn]].argmax()]] = mains[turn]
        weights = _main_heads(told, labels)
    return labels, weights


def _may_be(talk: Talk) -> list[bool]:
    some = [talk.asks, talk.reflects, talk.tells, len(talk.sentences) > 1]
    some[talk.main] = True
    return some


def _main_heads(matrix: csr_matrix, labels: np.ndarray) -> Weights:
    return _heads(
        matrix, [labels == each for each in range(len(MAINS))], COSTS["sentence"]
    )


def _chances(matrix: csr_matrix, weights: Weights) -> np.ndarray:
    chances = 1 / (1 + np.exp(-(matrix @ weights[0] + weights[1])))
    return chances / chances.sum(axis=1, keepdims=True)


def _laid_out(name: str, level: _Level, weights: Weights) -> Arrays:
    return {
        f"{name}_rarity": level.rarity,
        f"{name}_weights": weights[0].astype(np.float16),
        f"{name}_offsets": weights[1].astype(np.float32),
    }
