"""All that is counted of a practice, in a few small tables that hold no client.

Everything that grows with the practice ends here; figures are made of this alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import fsum
from operator import or_
from typing import Any

import ibis

from holdspace.practice.bounds import BREAK_DAYS, EXPOSURES, FIRST_SESSIONS, HURT_DOMAIN
from holdspace.practice.estimates import Measured, Sums
from holdspace.practice.figure import Group
from holdspace.practice.per_client import (
    Expression,
    Tables,
    after_session,
    per_client,
)
from holdspace.practice.survival import Until

Counts = Mapping[str, int]
"""How many clients, by group."""

RATIOS: Mapping[str, tuple[str, str]] = {
    "repair.per_ten": ("strains", "held"),
    "repair.mended": ("mended", "strains"),
    "repair.they_say": ("says_mended", "clear_words"),
    "promises.kept": ("kept", "due"),
    "promises.disputed": ("disputed", "marked_kept"),
    "agreement.kept": ("lines_kept", "lines_asked"),
    "breaks.missed": ("missed", "sessions"),
    "breaks.called_off": ("called_off", "sessions"),
    "breaks.clock": ("off_clock", "held"),
    "completeness.check_ins": ("answered", "held"),
    "completeness.words": ("words", "strains"),
}
"""Which counts of a client are divided, figure by figure."""

RATES = frozenset({"repair.per_ten"})
"""Ratios that are no shares: they may be above 1."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of counts in one group: its sums, and how many clients decide it.

    `with_some` are clients with any of what is counted, `with_other` those with any of
    what is not.
    """

    sums: Sums
    with_some: int
    with_other: int


@dataclass(frozen=True, slots=True)
class Fourfold:
    """Clients by whether something was done, and whether they stayed."""

    done_stayed: int = 0
    done_left: int = 0
    not_stayed: int = 0
    not_left: int = 0

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """The four counts."""
        return (self.done_stayed, self.done_left, self.not_stayed, self.not_left)

    @property
    def stayed(self) -> int:
        """How many stayed."""
        return self.done_stayed + self.not_stayed

    @property
    def left(self) -> int:
        """How many left."""
        return self.done_left + self.not_left


@dataclass(frozen=True, slots=True)
class Tallies:
    """Everything counted of a practice, by group; nothing is suppressed yet.

    `sets` are clients by name. `lasting` has rows of staying, early (in sessions),
    waiting and mending. `after` says how many answered a measure after a session,
    `after_any` how many answered any of them, `means` the mean of that and `inner` how
    many answers were not the highest there is, and how many not the lowest. `codes` are
    clients hurt before by code: told, again here. `done` are four counts by exposure,
    and then by group or code.
    """

    sets: Mapping[str, Counts]
    ratios: Mapping[str, Mapping[str, Ratio]]
    lasting: Mapping[str, Mapping[str, Sequence[Until]]]
    after: Mapping[tuple[str, int], Counts]
    means: Mapping[tuple[str, int], Measured]
    codes: Mapping[str, tuple[int, int]]
    done: Mapping[str, Mapping[str, Fourfold]] = field(default_factory=dict)
    after_any: Mapping[int, Counts] = field(default_factory=dict)
    inner: Mapping[tuple[str, int], tuple[int, int]] = field(default_factory=dict)


def tallies(tables: Tables, measures: Sequence[str]) -> Tallies:
    """Return what is counted of an extract; `measures` are the check-in's questions."""
    with per_client(tables, measures).cache() as clients:
        came = clients.filter(clients.came)
        by_group = {row["told"]: row for row in _rows(_summed(came, measures))}
        codes = tables.table("codes")
        hurts = codes.filter(
            codes.code.startswith(f"{HURT_DOMAIN}.") & (codes.earlier > 0)
        )
        answers = _answers(tables.table("ratings"), measures)
        scores = _scores(answers)
        return Tallies(
            sets=_sets(clients, by_group),
            ratios={name: _ratios(name, by_group) for name in RATIOS},
            lasting=_lasting(clients, came),
            after={
                (measure, number): _counts(by_group, f"after_{place}_{number}")
                for place, measure in enumerate(measures)
                for number in range(1, FIRST_SESSIONS + 1)
            },
            after_any={
                number: _counts(by_group, f"after_any_{number}")
                for number in range(1, FIRST_SESSIONS + 1)
            },
            means=_means(scores, answers),
            inner=_inner(scores),
            codes=_codes(hurts, came),
            done=_done(came, hurts),
        )


def _rows(expression: Expression) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = expression.to_pyarrow().to_pylist()
    return rows


def _counts(by_group: Mapping[str, Mapping[str, Any]], column: str) -> Counts:
    return {group: int(row[column] or 0) for group, row in by_group.items()}


def _summed(t: Expression, measures: Sequence[str]) -> Expression:
    """Return all counts and sums of the clients who came, a row for each group."""
    long = (t.held >= 2) & (t.longest_apart >= BREAK_DAYS).fill_null(False)
    sets = {
        "came": t.came,
        "strained": t.strain_on.notnull(),
        "agreed": t.lines > 0,
        "agreed_asked": (t.lines > 0) & (t.lines_asked > 0),
        "ended": t.ended,
        "ended_known": t.ended & t.ending_known,
        "twice": t.held >= 2,
        "long_break": long,
        "again": t.hurts_again > 0,
        "hurt": t.hurts > 0,
    }
    for number in range(1, FIRST_SESSIONS + 1):
        bits: dict[str, int] = defaultdict(int)
        for place, _ in enumerate(measures):
            column, bit = after_session(place, number)
            bits[column] |= 1 << bit
            sets[f"after_{place}_{number}"] = _has_any(t[column], 1 << bit)
        each = (_has_any(t[column], bits[column]) for column in bits)
        sets[f"after_any_{number}"] = reduce(or_, each, ibis.literal(False))
    sums = {name: is_in.sum() for name, is_in in sets.items()}
    for name, (some, of) in RATIOS.items():
        counted = t[some] if name in RATES else ibis.least(t[some], t[of])
        for key, value in _products(counted, t[of]).items():
            sums[f"{name} {key}"] = value
    return t.group_by("told").agg(**sums)


def _has_any(column: Expression, bits: int) -> Expression:
    """Return whether any of some bits are set."""
    return (column & ibis.literal(bits, "int64")) > 0


def _products(some: Expression, of: Expression) -> dict[str, Expression]:
    a, b = some.cast("float64"), of.cast("float64")
    return {
        "clients": (of > 0).sum(),
        "some": a.sum(),
        "of": b.sum(),
        "some_squared": (a * a).sum(),
        "of_squared": (b * b).sum(),
        "some_times_of": (a * b).sum(),
        "with_some": (a > 0).sum(),
        "with_other": (a < b).sum(),
    }


def _ratios(name: str, by_group: Mapping[str, Mapping[str, Any]]) -> dict[str, Ratio]:
    found = {}
    for group, row in by_group.items():
        of = {key: row[f"{name} {key}"] for key in _RATIO_KEYS}
        sums = Sums(int(of["clients"]), *(float(of[key]) for key in _RATIO_KEYS[1:6]))
        found[group] = Ratio(sums, int(of["with_some"]), int(of["with_other"]))
    return found


_RATIO_KEYS = (
    "clients",
    "some",
    "of",
    "some_squared",
    "of_squared",
    "some_times_of",
    "with_some",
    "with_other",
)


def _sets(
    clients: Expression, by_group: Mapping[str, Mapping[str, Any]]
) -> dict[str, Counts]:
    asked = _rows(clients.group_by("told").agg(clients=clients.count()))
    names = (
        "came",
        "strained",
        "agreed",
        "agreed_asked",
        "ended",
        "ended_known",
        "twice",
        "long_break",
        "again",
        "hurt",
    )
    sets = {name: _counts(by_group, name) for name in names}
    sets["asked"] = {row["told"]: int(row["clients"]) for row in asked}
    return sets


def _lasting(
    clients: Expression, came: Expression
) -> dict[str, dict[str, list[Until]]]:
    strained = came.filter(came.strain_on.notnull())
    return {
        "staying": _until(came, came.stayed_days, came.left),
        "early": _until(came, came.early_held, came.left),
        "waiting": _until(clients, clients.waited_days, clients.came),
        "mending": _until(strained, strained.strain_days, strained.strain_mended),
    }


def _until(
    t: Expression, time: Expression, happened: Expression
) -> dict[str, list[Until]]:
    by = t.select("told", time=time, happened=happened)
    rows = _rows(by.group_by(["told", "time", "happened"]).agg(clients=by.count()))
    found: dict[str, list[Until]] = defaultdict(list)
    for row in rows:
        found[row["told"]].append(
            Until(int(row["time"]), bool(row["happened"]), int(row["clients"]))
        )
    return dict(found)


def _answers(ratings: Expression, measures: Sequence[str]) -> Expression:
    """Return what was answered after the first sessions."""
    return ratings.filter(
        ratings.measure.isin(measures)
        & ratings.score.notnull()
        & ratings.session.between(1, FIRST_SESSIONS)
    )


def _scores(answers: Expression) -> dict[tuple[str, int], dict[float, int]]:
    """Return how often each score was given, by measure and session number."""
    by = answers.group_by(["measure", "session", "score"])
    found: dict[tuple[str, int], dict[float, int]] = defaultdict(dict)
    for row in _rows(by.agg(rows=answers.count())):
        key = row["measure"], int(row["session"])
        found[key][float(row["score"])] = int(row["rows"])
    return dict(found)


def _means(
    scores: Mapping[tuple[str, int], Mapping[float, int]], answers: Expression
) -> dict[tuple[str, int], Measured]:
    """Return the mean answer after each session, by measure and session number.

    Its own error comes from how the answers of one client differ, what sessions have in
    common from how clients differ: one variance of each for all sessions of a measure,
    so that a few answers that happen to be alike look no surer than others.
    """
    spreads, found = _spreads(answers), {}
    for (measure, session), given in scores.items():
        within, between = spreads.get(measure, (SMALLEST_VARIANCE, 0.0))
        count = sum(given.values())
        mean = fsum(score * rows for score, rows in given.items()) / count
        found[measure, session] = Measured(mean, within / count, between / count)
    return found


def _inner(
    scores: Mapping[tuple[str, int], Mapping[float, int]],
) -> dict[tuple[str, int], tuple[int, int]]:
    """Return how many answers were not the highest anybody gave, and not the lowest."""
    ever: dict[str, set[float]] = defaultdict(set)
    for (measure, _), given in scores.items():
        ever[measure] |= set(given)
    found = {}
    for key, given in scores.items():
        high, low, of = max(ever[key[0]]), min(ever[key[0]]), sum(given.values())
        found[key] = of - given.get(high, 0), of - given.get(low, 0)
    return found


def _spreads(answers: Expression) -> dict[str, tuple[float, float]]:
    """Return by measure the variance of answers within a client, and between clients.

    From the one-way analysis of variance, of so many clients that more would change
    nothing that is shown; their numbers were drawn at random. The first is never 0, as
    answers that are all the same still have an error.
    """
    t = answers.filter(answers.client <= CLIENTS_FOR_SPREAD)
    one = t.group_by(["client", "measure"]).agg(
        rows=t.count(), total=t.score.sum(), squares=(t.score * t.score).sum()
    )
    rows = _rows(
        one.group_by("measure").agg(
            clients=one.count(),
            rows=one.rows.sum(),
            total=one.total.sum(),
            squares=one.squares.sum(),
            means=(one.total * one.total / one.rows).sum(),
        )
    )
    return {row["measure"]: _variances(row) for row in rows}


def _variances(row: Mapping[str, Any]) -> tuple[float, float]:
    rows, clients = int(row["rows"]), int(row["clients"])
    within = (row["squares"] - row["means"]) / max(rows - clients, 1)
    whole = (row["squares"] - row["total"] ** 2 / rows) / max(rows - 1, 1)
    return max(within, SMALLEST_VARIANCE), max(whole - within, 0.0)


CLIENTS_FOR_SPREAD = 50_000
SMALLEST_VARIANCE = 1e-9


def _codes(hurts: Expression, came: Expression) -> dict[str, tuple[int, int]]:
    """Return by code how many clients who came told it, and had it again here."""
    t = hurts.semi_join(came.filter(came.told == Group.HURT_BEFORE.value), "client")
    rows = _rows(t.group_by("code").agg(told=t.count(), again=(t.here > 0).sum()))
    return {row["code"]: (int(row["told"]), int(row["again"])) for row in rows}


def _done(came: Expression, hurts: Expression) -> dict[str, dict[str, Fourfold]]:
    """Return the four counts of each exposure, by group and by code told."""
    columns = [f"did_{name}" for name in EXPOSURES]
    there = came.filter(came.still_there).select("client", "told", "stayed", *columns)
    hurt = there.filter(there.told == Group.HURT_BEFORE.value)
    coded = hurts.select("client", "code").inner_join(hurt, "client")
    rows = []
    for t, whom in ((there, "told"), (coded, "code")):
        by = [whom, "stayed", *columns]
        rows += [
            {**row, "whom": row[whom]}
            for row in _rows(t.group_by(by).agg(clients=t.count()))
        ]
    return {name: _fourfolds(rows, f"did_{name}") for name in EXPOSURES}


def _fourfolds(rows: Sequence[Mapping[str, Any]], column: str) -> dict[str, Fourfold]:
    cells: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        if row[column] is not None:
            place = (0 if row[column] else 2) + (0 if row["stayed"] else 1)
            cells[row["whom"]][place] += int(row["clients"])
    return {whom: Fourfold(*four) for whom, four in cells.items()}
