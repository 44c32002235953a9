"""Tries the models on transcripts they have not seen, as the library uses them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import moves_fit
import numpy as np
from moves_data import Post, Talk
from moves_fit import Settings
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold, KFold

from holdspace.language.listening import listen_to
from holdspace.language.models import (
    MAINS,
    SENTENCE_HEADS,
    MoveModels,
    TurnChances,
    models_from,
)
from holdspace.language.moves import QUESTIONS, Move, Speaker, Turn

SURE_OF = {"question": "asks", "reflection": "reflects", "input": "tells"}
UNTRIED = Settings(
    bounds={"asked": 0.5, "advice": 0.5}
    | {f"clear {head}": 0.5 for head in (*SURE_OF, "advice")},
    errors={"reflections_to_questions": (1.0, 1.0), "telling_share": (0.0, 0.0)},
)
LEANS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5)
CLEAR_IS_RIGHT = 0.85  # share of the marks called clear that people saw, too
LEAST_CLEAR = 50
ENOUGH_TURNS = 20
MIDDLE_90 = (5, 95)


@dataclass(frozen=True)
class Found:
    """What was heard in one turn of a transcript that was not learnt from."""

    main: int
    asks: bool
    reflects: bool
    advises: bool


@dataclass(frozen=True)
class KeptBack:
    """A sentence of a post not learnt from: whether people and we saw advice in it."""

    forum: str
    advises: bool
    marked: bool


@dataclass(frozen=True)
class Trial:
    """What was found, turn by turn in the order of `talks`, and what was learnt.

    `arrays` are the models fitted on everything, with these settings.
    """

    talks: Sequence[Talk]
    found: Sequence[Found]
    posts: Sequence[KeptBack]
    settings: Settings
    arrays: moves_fit.Arrays
    folds: int
    seed: int


def tried(
    talks: Sequence[Talk], posts: Sequence[Post], *, folds: int, seed: int
) -> Trial:
    """Fit without each fold in turn, learn the settings, and listen to the fold.

    Where the models lean is learnt without the fold that is listened to.
    """
    groups = [int(talk.transcript) for talk in talks]
    cut = GroupKFold(folds, shuffle=True, random_state=seed)
    splits = list(cut.split(np.zeros(len(talks)), None, groups))
    learning = [post for post in posts if post.part == "train"]
    everything = moves_fit.learnt(talks, learning)
    post_cut = KFold(folds, shuffle=True, random_state=seed)
    post_splits = list(post_cut.split(np.zeros(len(learning))))
    models = []
    for (own, _), (told, _) in zip(splits, post_splits, strict=True):
        models.append(
            models_from(moves_fit.fitted(everything.some(own, told), UNTRIED))
        )
        print(f"fold {len(models)} of {folds} fitted", flush=True)
    chances = _unseen(talks, splits, models)
    bounds = _bounds(talks, chances, learning, _advice(learning, post_splits, models))
    main = np.array([each.main for each in chances])
    right = np.array([talk.main for talk in talks])
    found: list[Found | None] = [None] * len(talks)
    for (own, unseen), model in zip(splits, models, strict=True):
        lean = _lean(main[own], right[own])
        ready = replace(model, bounds=bounds, lean=np.array(lean, dtype=np.float32))
        for at in unseen:
            found[at] = heard(talks[at], ready)
    settings = Settings(
        lean=_lean(main, right), bounds=bounds, errors=_errors(talks, found)
    )
    arrays = moves_fit.fitted(everything, settings)
    whole = models_from(arrays)
    kept_back = [
        KeptBack(post.forum, post.advises, advises(post, whole))
        for post in posts
        if post.part == "dev"
    ]
    return Trial(talks, found, kept_back, settings, arrays, folds, seed)


def heard(talk: Talk, models: MoveModels) -> Found:
    """Listen to one turn as the command does."""
    turn = Turn(Speaker.WORKER, talk.words)
    (one,) = listen_to([turn], models=models).turns
    moves = {mark.move for mark in one.marks}
    return Found(
        main=MAINS.index(one.main) if one.main is not None else len(MAINS) - 1,
        asks=bool(moves & QUESTIONS),
        reflects=bool(moves & {Move.REFLECTION, Move.VALIDATION}),
        advises=Move.ADVICE in moves,
    )


def advises(post: Post, models: MoveModels) -> bool:
    """Say whether advice is marked in a sentence of a post, given as a draft."""
    (one,) = listen_to(post.words, models=models).turns
    return any(mark.move is Move.ADVICE for mark in one.marks)


def _unseen(
    talks: Sequence[Talk],
    splits: Sequence[tuple[np.ndarray, np.ndarray]],
    models: Sequence[MoveModels],
) -> list[TurnChances]:
    chances: dict[int, TurnChances] = {}
    for (_, unseen), model in zip(splits, models, strict=True):
        weighed = model.weighed([talks[at].sentences for at in unseen])
        chances.update(zip(unseen.tolist(), weighed, strict=True))
    return [chances[at] for at in range(len(talks))]


def _advice(
    learning: Sequence[Post],
    splits: Sequence[tuple[np.ndarray, np.ndarray]],
    models: Sequence[MoveModels],
) -> np.ndarray:
    column = SENTENCE_HEADS.index("advice")
    chances = np.zeros(len(learning))
    for (_, unseen), model in zip(splits, models, strict=True):
        weighed = model.weighed([[learning[at].sentence] for at in unseen])
        chances[unseen] = [each.sentences[0][column] for each in weighed]
    return chances


def _bounds(
    talks: Sequence[Talk],
    chances: Sequence[TurnChances],
    learning: Sequence[Post],
    advice: np.ndarray,
) -> dict[str, float]:
    """Return where to draw lines, on what was not learnt from."""
    asks = np.array([talk.asks for talk in talks])
    advising = np.array([post.advises for post in learning])
    asked = np.array([each.asked for each in chances])
    bounds = {
        "asked": _best(asked, asks),
        "advice": _best(advice, advising, average="binary"),
    }
    for head, seen in SURE_OF.items():
        column = SENTENCE_HEADS.index(head)
        highest = np.array(
            [max(one[column] for one in each.sentences) for each in chances]
        )
        right = np.array([getattr(talk, seen) for talk in talks])
        bounds[f"clear {head}"] = _clear(highest, right)
    bounds["clear advice"] = _clear(advice, advising)
    return bounds


def _best(chances: np.ndarray, right: np.ndarray, average: str = "macro") -> float:
    """Return the line with which most is found and least is wrong (F1)."""
    lines = np.arange(0.2, 0.71, 0.02)
    return float(
        max(lines, key=lambda line: f1_score(right, chances >= line, average=average))
    )


def _clear(chances: np.ndarray, right: np.ndarray) -> float:
    """Return the lowest line above which what is found is right often enough."""
    for line in np.arange(0.4, 1.0, 0.01):
        above = chances >= line
        if above.sum() >= LEAST_CLEAR and right[above].mean() >= CLEAR_IS_RIGHT:
            return float(line)
    return 1.0


def _lean(chances: np.ndarray, right: np.ndarray) -> tuple[float, ...]:
    """Return how far to lean to reflection and input, so that no class is left out."""

    def score(lean: tuple[float, float]) -> float:
        leaning = chances * np.array([1.0, lean[0], lean[1], 1.0])
        return float(f1_score(right, leaning.argmax(axis=1), average="macro"))

    reflection, told = max(product(LEANS[:4], LEANS), key=score)
    return 1.0, reflection, told, 1.0


def _errors(
    talks: Sequence[Talk], found: Sequence[Found]
) -> dict[str, tuple[float, float]]:
    """Return how far figures of whole transcripts lay from people's, 9 times in 10."""
    names = [talk.transcript for talk in talks]
    factors, differences = [], []
    for name in dict.fromkeys(names):
        here = [at for at, one in enumerate(names) if one == name]
        right = np.bincount([talks[at].main for at in here], minlength=len(MAINS))
        ours = np.bincount([found[at].main for at in here], minlength=len(MAINS))
        if len(here) < ENOUGH_TURNS:
            continue
        differences.append((right[2] - ours[2]) / len(here))
        if right[0] and ours[0] and ours[1]:
            factors.append((right[1] / right[0]) / (ours[1] / ours[0]))
    return {
        "reflections_to_questions": _middle(factors),
        "telling_share": _middle(differences),
    }


def _middle(many: Sequence[float]) -> tuple[float, float]:
    low, high = np.percentile(many, MIDDLE_90)
    return round(float(low), 3), round(float(high), 3)
