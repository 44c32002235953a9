"""The filters of others, given the same model as ours: what they can do of it.

The model as they write it has two states: the lasting level, which moves with the time
between two ratings, and the wobble of one session; a rating is their sum and an error.
None of them opens on surprise or holds a leap back, so the error is set so large that
no rating surprises: then all of them should say the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from holdspace.alliance.packed import Ragged
from holdspace.alliance.practice_prior import DAYS_A_WEEK, PracticePrior

Levels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Peer:
    """A filter of others; `clients` is how many it is timed with."""

    name: str
    clients: int
    levels: Callable[[Ragged, PracticePrior], Levels]


def peers(*, regular: bool) -> list[Peer]:
    """Return those that are installed; simdkalman only does a regular grid."""
    known = [
        ("statsmodels", Peer("statsmodels", 400, _statsmodels)),
        ("pykalman", Peer("pykalman", 60, _pykalman)),
    ]
    if regular:
        known.append(("simdkalman", Peer("simdkalman", 20_000, _simdkalman)))
    return [peer for module, peer in known if find_spec(module) is not None]


def _series(ragged: Ragged) -> Iterator[tuple[Levels, Levels]]:
    for begin, end in pairwise(ragged.starts.tolist()):
        yield ragged.gap_days[begin:end], ragged.scores[begin:end]


def _start(prior: PracticePrior) -> tuple[Levels, Levels]:
    return np.array([prior.mean, 0.0]), np.diag([prior.spread, prior.wobble])


def _noises(gap_days: Levels, prior: PracticePrior) -> Levels:
    """Return the covariance of each step to the next one, steps last."""
    noises = np.zeros((2, 2, len(gap_days)))
    noises[0, 0, :-1] = prior.drift * gap_days[1:] / DAYS_A_WEEK
    noises[1, 1] = prior.wobble
    return noises


FORGET_WOBBLE = np.array([[1.0, 0.0], [0.0, 0.0]])
SUM = np.array([[1.0, 1.0]])


def _statsmodels(ragged: Ragged, prior: PracticePrior) -> Levels:
    from statsmodels.tsa.statespace.kalman_filter import KalmanFilter

    found = []
    for gap_days, scores in _series(ragged):
        model = KalmanFilter(k_endog=1, k_states=2, k_posdef=2)
        model.bind(scores[:, None])
        model["design"] = SUM
        model["transition"] = FORGET_WOBBLE
        model["selection"] = np.eye(2)
        model["obs_cov"] = np.array([[prior.error]])
        model["state_cov"] = _noises(gap_days, prior)
        model.initialize_known(*_start(prior))
        found.append(model.filter().filtered_state.sum(axis=0))
    return np.concatenate(found)


def _pykalman(ragged: Ragged, prior: PracticePrior) -> Levels:
    from pykalman import KalmanFilter

    mean, covariance = _start(prior)
    found = []
    for gap_days, scores in _series(ragged):
        model = KalmanFilter(
            transition_matrices=FORGET_WOBBLE,
            observation_matrices=SUM,
            transition_covariance=np.moveaxis(_noises(gap_days, prior), 2, 0)[:-1],
            observation_covariance=np.array([[prior.error]]),
            initial_state_mean=mean,
            initial_state_covariance=covariance,
        )
        means, _ = model.filter(np.ma.masked_invalid(scores[:, None]))
        found.append(np.asarray(means).sum(axis=1))
    return np.concatenate(found)


def _simdkalman(ragged: Ragged, prior: PracticePrior) -> Levels:
    import simdkalman

    steps = int(ragged.starts[1])
    weeks = ragged.gap_days[1] / DAYS_A_WEEK
    mean, covariance = _start(prior)
    model = simdkalman.KalmanFilter(
        state_transition=FORGET_WOBBLE,
        process_noise=np.diag([prior.drift * weeks, prior.wobble]),
        observation_model=SUM,
        observation_noise=prior.error,
    )
    found = model.compute(
        ragged.scores.reshape(-1, steps),
        0,
        initial_value=mean,
        initial_covariance=covariance,
        smoothed=False,
        filtered=True,
    )
    return np.asarray(found.filtered.states.mean.sum(axis=2)).ravel()
