"""A made-up practice as the tables of an extract, a piece at a time.

Nobody in it is real and none of its figures is clinical. How trust moves, when it
tears, when it is mended and who stays comes from `trust_simulator`; what was told of
earlier help comes from histories of `cycles_simulator`. What neither says (waiting,
missed sessions, promises, agreed lines) is a number of `practice_habits`. `pieces`
gives the tables of one group of clients after the other, so that memory does not grow;
the same seed gives the same practice.

Two things are known to be there. Clients who were hurt before have more ruptures and
leave early more often than the others (`HURT` against `PLAIN`), and a strain that is
not mended makes leaving early likelier (`dropout_in_rupture` of `trust_simulator`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from cycles_simulator import CODES
from practice_habits import HURT, PLAIN, Habits, histories, hurting, wishes
from trust_simulator import simulate

from holdspace.alliance.repairs import ClientsWord, RepairStatus, RuptureKind
from holdspace.alliance.sessions import Course, PromiseStatus, Side
from holdspace.approach.way_of_working import LineKind
from holdspace.practice.tables import ENDINGS, KEPT_ANSWERS

Column = npt.NDArray[np.generic]
Table = dict[str, "Column | Words"]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

PIECE = 8192
"""Clients drawn at once."""

SEEN_UNTIL = int(np.datetime64("2026-06-30", "D").astype(int))
NEVER = -1


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words: which of `known` each row has; -1 is none."""

    known: tuple[str, ...]
    which: npt.NDArray[np.int8]

    def __getitem__(self, rows: object) -> "Words":
        return Words(self.known, self.which[rows])


MEASURES = ("listened", "say", "between")
STATUS = ("held", "missed", "cancelled")
COURSE = tuple(one.value for one in Course)
SIDE = tuple(one.value for one in Side)
REPAIR_KIND = tuple(one.value for one in RuptureKind)
REPAIR_STATUS = tuple(one.value for one in RepairStatus)
WORD = tuple(one.value for one in ClientsWord)
PROMISE = tuple(one.value for one in PromiseStatus)
LINE_KIND = tuple(one.value for one in LineKind)


def pieces(clients: int, *, seed: int) -> Iterator[Mapping[str, Table]]:
    """Yield the tables of one group of clients after the other, sorted by client."""
    for number, first in enumerate(range(1, clients + 1, PIECE)):
        size = min(PIECE, clients + 1 - first)
        random = np.random.default_rng([seed, number])
        yield _Piece(Habits(), random, first, size).tables()


class _Piece:
    """One group of clients; arrays are clients x sessions unless they say otherwise."""

    def __init__(
        self, habits: Habits, random: np.random.Generator, first: int, size: int
    ) -> None:
        self.habits, self.random = habits, random
        self.client = np.arange(first, first + size, dtype=np.int64)
        self.size = size
        self.shift = random.integers(-364, 365, size)
        drawn_hurt = random.random(size)
        self.hurt = drawn_hurt < habits.hurt_share
        self.told = random.random(size) >= habits.nothing_told_share
        self._met()
        self._calendar()

    def _met(self) -> None:
        """Draw the sessions of both kinds of clients, each client in their place."""
        groups = ((self.hurt, HURT), (~self.hurt, PLAIN))
        drawn = [
            (who, simulate(practice, clients=max(1, int(who.sum())), seed=self._seed()))
            for who, practice in groups
        ]

        def placed(of: str) -> npt.NDArray[np.generic]:
            parts = [getattr(ratings, of) for _, ratings in drawn]
            whole = np.zeros((self.size, len(parts[0])), parts[0].dtype)
            for (who, _), part in zip(drawn, parts, strict=True):
                whole[who] = part.T[: int(who.sum())]
            return whole

        self.days = placed("days").astype(np.int64)
        self.asked = placed("asked").astype(bool)
        self.score, self.trust = placed("score"), placed("trust")
        self.abrupt, self.slow = placed("abrupt_onset"), placed("slow_onset")
        self.repaired = placed("repaired").astype(bool)
        self.left_early = np.zeros(self.size, bool)
        for who, ratings in drawn:
            self.left_early[who] = ratings.left_early[: int(who.sum())]

    def _seed(self) -> int:
        return int(self.random.integers(2**63))

    def _calendar(self) -> None:
        """Say when each client asked, came, was last seen, and whether it goes on."""
        h, random = self.habits, self.random
        self.seen = SEEN_UNTIL + self.shift - random.integers(0, 31, self.size)
        self.asked_on = self.seen - random.integers(0, int(365 * h.years), self.size)
        wait = np.round(h.wait_days * random.lognormal(0.0, h.wait_spread, self.size))
        self.on = (self.asked_on + wait.astype(np.int64))[:, None] + self.days
        began = random.random(self.size) >= h.never_began_share
        planned = self.asked & began[:, None]
        self.asked = planned & (self.on <= self.seen[:, None])
        self.goes_on = planned.any(1) & (planned.sum(1) > self.asked.sum(1))
        self.held = self.asked.sum(1)
        self.came = self.held > 0
        self.last = np.maximum(self.held - 1, 0)
        self.first_on = self.on[:, 0]
        self.last_on = self.on[np.arange(self.size), self.last]

    # --- Tables ---------------------------------------------------------------

    def tables(self) -> dict[str, Table]:
        """Return every table of the extract for these clients."""
        sessions, number = self._sessions()
        lines, answers = self._lines()
        return {
            "clients": self._clients(),
            "sessions": sessions,
            "ratings": self._ratings(number),
            "repairs": self._repairs(),
            "promises": self._promises(),
            "lines": lines,
            "line_answers": answers,
            "codes": self._codes(),
        }

    def _chance(self, share: float, shape: int | tuple[int, ...]) -> Flags:
        return self.random.random(shape) < share

    def _one_of(
        self, known: tuple[str, ...], shares: tuple[float, ...], rows: int
    ) -> Words:
        which = self.random.choice(len(known), rows, p=shares).astype(np.int8)
        return Words(known, which)

    def _clients(self) -> Table:
        closed = self._chance(self.habits.closed_share, self.size)
        ended_on = self.last_on + self.random.integers(0, 60, self.size)
        ended = self.came & ~self.goes_on & closed & (ended_on <= self.seen)
        ending = self._one_of(ENDINGS, (0.82, 0.0, 0.06, 0.07, 0.05), self.size)
        ending.which[self.left_early] = 1
        ending.which[~ended | self._chance(0.1, self.size)] = NEVER
        return {
            "client": self.client,
            "hurt_before": np.ma.array(self.hurt, mask=~self.told),
            "asked_on": self.asked_on,
            "first_on": np.ma.array(self.first_on, mask=~self.came),
            "last_on": np.ma.array(self.last_on, mask=~self.came),
            "ended_on": np.ma.array(ended_on, mask=~ended),
            "ending": ending,
            "seen_until": self.seen,
        }

    def _sessions(self) -> tuple[Table, Ints]:
        """Return the table, and the number of each session that was held.

        Before each session held lies a place for one that was not.
        """
        h = self.habits
        gap = np.diff(self.on, axis=1, prepend=self.on[:, :1])
        drawn = self.random.random(self.on.shape)
        missed = drawn < h.missed_share
        off = ~missed & (drawn < h.missed_share + h.cancelled_share)
        between = (missed | off) & self.asked & (gap >= 2)
        there = np.stack([between, self.asked], axis=2)
        flat = there.reshape(self.size, -1)
        number = np.cumsum(flat, axis=1)
        on = np.stack([self.on - gap // 2, self.on], axis=2).reshape(flat.shape)
        status = np.stack(
            [np.where(missed, 1, 2), np.zeros(gap.shape, int)], axis=2
        ).reshape(flat.shape)[flat]
        course, side = self._how_they_went(status)
        return {
            "client": self._client_of(flat),
            "number": number[flat],
            "on": on[flat],
            "status": Words(STATUS, status.astype(np.int8)),
            "course": course,
            "side": side,
        }, number.reshape(there.shape)[:, :, 1]

    def _how_they_went(self, status: Ints) -> tuple[Words, Words]:
        h, rows = self.habits, len(status)
        shares = (1.0 - h.late_share - h.cut_share, h.late_share, h.cut_share)
        course = self._one_of(COURSE, shares, rows)
        course.which[status != 0] = 0
        rest = 0.15
        side = self._one_of(
            SIDE, (1.0 - rest - h.by_worker_share, h.by_worker_share, rest), rows
        )
        side.which[status == 1] = 0
        side.which[(status == 0) & (course.which == 0)] = NEVER
        return course, side

    def _client_of(self, flags: Flags) -> Ints:
        return np.repeat(self.client, flags.sum(axis=1))

    def _ratings(self, number: Ints) -> Table:
        """Three answers after each session: two of four steps, one from 0 to 10."""
        answers = ~self._chance(self.habits.answers_nothing_share, self.size)
        asked = self.asked & answers[:, None]
        rows = int(asked.sum())
        between = np.round(self.score[asked] / 4.0)
        score = np.empty((rows, len(MEASURES)))
        for place in (0, 1):
            error = 2.5 * self.random.standard_normal(rows)
            felt = self.trust[asked] + error
            score[:, place] = np.digitize(felt, (22.0, 28.0, 33.0))
        score[:, 2] = between
        given = np.isfinite(between)
        score[~given] = np.nan
        measure = np.tile(np.arange(len(MEASURES), dtype=np.int8), rows)
        values = score.ravel()
        return {
            "client": np.repeat(self._client_of(asked), len(MEASURES)),
            "session": np.repeat(number[asked], len(MEASURES)),
            "on": np.repeat(self.on[asked], len(MEASURES)),
            "measure": Words(MEASURES, measure),
            "score": np.ma.array(values, mask=np.isnan(values)),
        }

    def _repairs(self) -> Table:
        """A repair for each rupture that is noticed; mended ones end where they do."""
        onset = (self.abrupt | self.slow) & self.asked
        mends = self.repaired & self.asked
        row, at = np.nonzero(onset)
        closes = self._mended_at(onset, mends)
        noticed = self._chance(self.habits.seen_share, len(row))
        row, at, closes = row[noticed], at[noticed], closes[noticed]
        rows = len(row)
        is_mended = closes != NEVER
        status = self._one_of(REPAIR_STATUS, (0.3, 0.25, 0.2, 0.0, 0.25), rows)
        status.which[is_mended] = 3
        closed = is_mended | (status.which == 4)
        ends_at = np.where(is_mended, closes, np.minimum(at + 3, self.last[row]))
        word = self._one_of(WORD, (0.45, 0.2, 0.1, 0.15, 0.1), rows)
        word.which[is_mended & (word.which > 1)] = 0
        word.which[~is_mended & (word.which == 0)] = 2
        word.which[self._chance(0.4, rows)] = NEVER
        kind = np.where(self.abrupt[row, at], 1, 0).astype(np.int8)
        kind[self._chance(0.15, rows)] = 2
        return {
            "client": self.client[row],
            "repair": _rank(row),
            "kind": Words(REPAIR_KIND, kind),
            "status": status,
            "opened_on": self.on[row, at],
            "closed_on": np.ma.array(self.on[row, ends_at], mask=~closed),
            "word": word,
        }

    def _mended_at(self, onset: Flags, mends: Flags) -> Ints:
        """Return the session each rupture was mended in; -1 where none was.

        A client has one rupture at a time: the first onset goes with the first mend.
        """
        row, _ = np.nonzero(onset)
        mend_row, mend_at = np.nonzero(mends)
        ends = np.full((self.size, self.on.shape[1] + 1), NEVER)
        ends[mend_row, _rank(mend_row)] = mend_at
        return ends[row, _rank(row)]

    def _promises(self) -> Table:
        h = self.habits
        made = self.asked & self._chance(h.promise_a_session, self.on.shape)
        row, at = np.nonzero(made)
        rows = len(row)
        rest = 1.0 - h.promise_kept - h.promise_broken
        status = self._one_of(PROMISE, (rest, h.promise_kept, h.promise_broken), rows)
        made_on = self.on[row, at]
        settled_on = made_on + self.random.integers(1, 28, rows)
        status.which[settled_on > self.seen[row]] = 0
        no_day = self._chance(0.25, rows)
        disputed = (status.which == 1) & self._chance(h.promise_disputed, rows)
        return {
            "client": self.client[row],
            "promise": _rank(row),
            "status": status,
            "made_on": made_on,
            "due_on": np.ma.array(made_on + 14, mask=no_day),
            "settled_on": np.ma.array(settled_on, mask=status.which == 0),
            "disputed": disputed,
        }

    def _lines(self) -> tuple[Table, Table]:
        """Agreed lines, and what was answered about them in the sessions after."""
        h = self.habits
        agreed_at = self.random.integers(1, 5, self.size)
        agrees = (self.held > agreed_at) & self._chance(h.agreement_share, self.size)
        count = self.random.integers(1, h.most_lines + 1, self.size) * agrees
        row = np.repeat(np.arange(self.size), count)
        kind = self._one_of(LINE_KIND, (0.35, 0.3, 0.15, 0.1, 0.1), len(row))
        agreed_on = self.on[np.arange(self.size), np.minimum(agreed_at, self.last)]
        lines: Table = {
            "client": self.client[row],
            "line": _rank(row),
            "kind": kind,
            "agreed_on": agreed_on[row],
        }
        later = self.on > agreed_on[:, None]
        asked = self.asked & later & agrees[:, None]
        asked &= self._chance(h.lines_asked_share, self.on.shape)
        who, at = np.nonzero(asked)
        line = 1 + at % np.maximum(count[who], 1)
        order = np.lexsort((at, line, who))
        answer = self._one_of(KEPT_ANSWERS, (0.62, 0.18, 0.08, 0.12), len(who))
        return lines, {
            "client": self.client[who][order],
            "line": line[order],
            "on": self.on[who, at][order],
            "answer": answer,
        }

    def _codes(self) -> Table:
        """What was told: some of a history, and nothing that hurt where nothing did."""
        h, random = self.habits, self.random
        which = random.integers(len(histories()), size=self.size)
        events = histories()[which]
        told = (random.random(events.shape) < h.told_share) & self.told[:, None]
        hurts = hurting()[events]
        told &= ~hurts | self.hurt[:, None]
        told &= ~wishes()[events]  # a wish is nothing that happened
        # Who was hurt told of it: the first thing that hurt in their history stays.
        must = self.hurt & self.told
        told[must, np.argmax(hurts, axis=1)[must]] |= hurts[must].any(axis=1)
        earlier = self._episodes_told_of(events, told)
        chance = h.here_share * (1.0 + 3.0 * (earlier > 0)) * self.came[:, None]
        here = (random.random(earlier.shape) < chance * 0.5).astype(np.int32)
        here[:, wishes()] = 0
        row, code = np.nonzero((earlier > 0) | (here > 0))
        return {
            "client": self.client[row],
            "code": Words(CODES, code.astype(np.int8)),
            "earlier": earlier[row, code],
            "here": here[row, code],
        }

    def _episodes_told_of(self, events: Ints, told: Flags) -> Ints:
        """Return of how many earlier episodes each code was told: clients x codes."""
        episodes = np.zeros((self.size, len(CODES)), np.int32)
        for part in np.array_split(np.arange(events.shape[1]), EPISODES):
            row, at = np.nonzero(told[:, part])
            seen = np.zeros(episodes.shape, bool)
            seen[row, events[row, part[at]]] = True
            episodes += seen
        return episodes


EPISODES = 4


def _rank(row: Ints) -> Ints:
    """Return how many-th of its client each row is, from 1; clients in order."""
    starts = np.flatnonzero(np.diff(row, prepend=-1))
    sizes = np.diff(np.append(starts, len(row)))
    return np.arange(1, len(row) + 1) - np.repeat(starts, sizes)
