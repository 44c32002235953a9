"""Writes what the trial of the models came to as a page."""

from collections.abc import Callable

import numpy as np
from moves_trial import Trial
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score

from holdspace.language.models import MAINS

DRAWS = 500
ADVICE_AIM = ".70"  # set before the trial

Measure = Callable[[np.ndarray, np.ndarray], float]


def page(trial: Trial) -> str:
    """Return the page."""
    return (
        "\n".join([*_head(trial), *_figures(trial), *_classes(trial), *_lines(trial)])
        + "\n"
    )


def _head(trial: Trial) -> list[str]:
    transcripts = len({talk.transcript for talk in trial.talks})
    return [
        "# How well a worker's moves are told",
        "",
        "Written by `benchmarks/train_moves.py`. Every turn below is of a transcript",
        f"the models had not learnt from: {len(trial.talks):,} turns of {transcripts}",
        f"transcripts in {trial.folds} parts, seed {trial.seed}. The range is the",
        f"middle 95 % of {DRAWS} draws of transcripts: how much it depends on which",
        "talks one happens to have. What these talks are says",
        "[the model card](moves-model-card.md).",
        "",
    ]


def _figures(trial: Trial) -> list[str]:
    talks, found = trial.talks, trial.found
    right = np.array([talk.main for talk in talks])
    ours = np.array([one.main for one in found])
    advised, marked = _posts(trial)
    rows = [
        ("what a turn mostly does, four classes: macro-F1", _macro, right, ours),
        ("the same: kappa", cohen_kappa_score, right, ours),
        ("a question is there: macro-F1", _macro, *_both(trial, "asks")),
        ("a reflection is there: macro-F1", _macro, *_both(trial, "reflects")),
        ("advice is there, in talk: F1", _one, *_both(trial, "advises")),
    ]
    lines = ["| measured | value | range |", "| --- | --- | --- |"]
    for name, measure, true, told in rows:
        low, high = _range(trial, measure, true, told)
        lines.append(
            f"| {name} | {measure(true, told):.3f} | {low:.3f} to {high:.3f} |"
        )
    lines.append(
        f"| advice, in posts kept back ({len(advised):,} sentences): F1 "
        f"| {_one(advised, marked):.3f} | |"
    )
    lines.append(f"| the same: macro-F1 | {_macro(advised, marked):.3f} | |")
    for forum in sorted({one.forum for one in trial.posts}):
        lines.append(
            f"| F1 of those in {forum} | {_one(*_posts(trial, forum)):.3f} | |"
        )
    reached = f"{_one(advised, marked):.2f}".removeprefix("0")
    return [
        *lines,
        "",
        f"Advice in posts was aimed at an F1 of {ADVICE_AIM}; it came to {reached}.",
        "",
    ]


def _posts(trial: Trial, forum: str | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return what people saw and what was marked in the posts of a forum, or all."""
    here = [one for one in trial.posts if forum in {None, one.forum}]
    return np.array([one.advises for one in here]), np.array(
        [one.marked for one in here]
    )


def _both(trial: Trial, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return what people saw and what the models found, turn by turn."""
    return (
        np.array([getattr(one, name) for one in trial.talks]),
        np.array([getattr(one, name) for one in trial.found]),
    )


def _macro(right: np.ndarray, ours: np.ndarray) -> float:
    return float(f1_score(right, ours, average="macro"))


def _one(right: np.ndarray, ours: np.ndarray) -> float:
    return float(f1_score(right, ours))


def _range(
    trial: Trial, measure: Measure, right: np.ndarray, ours: np.ndarray
) -> tuple[float, float]:
    names = np.array([talk.transcript for talk in trial.talks])
    places = [np.flatnonzero(names == name) for name in dict.fromkeys(names.tolist())]
    draw = np.random.default_rng(trial.seed)
    values = []
    for _ in range(DRAWS):
        some = draw.integers(len(places), size=len(places))
        at = np.concatenate([places[one] for one in some])
        values.append(measure(right[at], ours[at]))
    low, high = np.percentile(values, (2.5, 97.5))
    return float(low), float(high)


def _classes(trial: Trial) -> list[str]:
    right = np.array([talk.main for talk in trial.talks])
    ours = np.array([one.main for one in trial.found])
    table = confusion_matrix(right, ours)
    each = f1_score(right, ours, average=None)
    names = [main.value for main in MAINS]
    return [
        "What a turn mostly does, as people labelled it (rows) and as the models told",
        "it (columns), in turns:",
        "",
        f"| | {' | '.join(names)} | F1 |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| {name} | {' | '.join(map(str, row))} | {score:.2f} |"
            for name, row, score in zip(names, table.tolist(), each, strict=True)
        ),
        "",
    ]


def _lines(trial: Trial) -> list[str]:
    settings = trial.settings
    ratio = settings.errors["reflections_to_questions"]
    share = settings.errors["telling_share"]
    return [
        "In transcripts of 20 turns of the worker and more, nine of ten times the",
        f"people's ratio of reflections to questions lay between {ratio[0]:g} and",
        f"{ratio[1]:g} times the counted one, and their share of telling",
        f"between {share[0]:+g} and {share[1]:+g} of it.",
        "`holdspace listen` shows these ranges. They come from staged demonstrations",
        "of counselling: in other talk people's counts may lie outside more often.",
        "",
        "A mark of the models is called clear above a chance where, in turns not",
        "learnt from, at least 85 of 100 such marks stood in a turn in which people",
        "saw the move, too; below, it is a maybe. Advice in talk is always a maybe.",
    ]
