"""Practices of any size, drawn by chance and counted at once, without any tables."""

from collections import Counter

import numpy as np

from holdspace.practice.bounds import EXPOSURES, FIRST_SESSIONS
from holdspace.practice.estimates import Measured, Sums
from holdspace.practice.figure import Group
from holdspace.practice.survival import Until
from holdspace.practice.tallies import RATIOS, Fourfold, Ratio, Tallies

GROUPS = [group.value for group in Group]
MEASURES = {"listened": 3, "say": 3, "between": 10}
CODES = ("X.DISMISSED", "X.NOTHEARD", "X.JUDGED")


class Drawn:
    """So many clients; every array has a place for each of them."""

    def __init__(self, clients, seed):
        self.clients = clients
        self.chance = np.random.default_rng(seed)
        self.told = self.chance.choice(GROUPS, clients, p=[0.5, 0.3, 0.2])
        self.came = self.yes(0.93)
        self.waited = self.chance.geometric(1 / 14, clients)
        self._stay()
        self._work()

    def yes(self, share):
        return self.chance.random(self.clients) < share

    def _stay(self):
        chance, many = self.chance, self.clients
        self.seen = chance.integers(0, 700, many)
        stay = chance.exponential(240, many).astype(int)
        stay = np.where(self.yes(0.2), chance.integers(0, 60, many), stay)
        over = stay <= self.seen
        self.left = over & self.yes(0.8)
        self.ended = over & ~self.left
        self.stayed_days = np.minimum(stay, self.seen)
        self.held = 1 + self.stayed_days // 10
        self.stayed_days[self.held == 1] = 0

    def _work(self):
        chance, many = self.chance, self.clients
        self.strains = np.where(self.yes(0.4), chance.geometric(0.85, many), 0)
        self.mended = chance.binomial(self.strains, 0.5)
        self.words = chance.binomial(self.strains, 0.6)
        self.clear_words = chance.binomial(self.words, 0.88)
        self.says_mended = chance.binomial(self.clear_words, 0.6)
        self.due = chance.poisson(1.5, many)
        self.kept = chance.binomial(self.due, 0.7)
        self.marked_kept = chance.binomial(self.due, 0.8)
        self.disputed = chance.binomial(self.marked_kept, 0.2)
        self.lines = self.yes(0.6)
        self.lines_asked = np.where(self.lines, chance.poisson(3, many), 0)
        self.lines_kept = chance.binomial(self.lines_asked, 0.8)
        self.answered = chance.binomial(self.held, 0.7)
        self.missed = chance.poisson(1, many)
        self.called_off = chance.poisson(0.3, many)
        self.sessions = self.held + self.missed + self.called_off
        self.off_clock = chance.binomial(self.held, 0.1)

    def by_group(self, inside):
        counts = Counter(self.told[inside & self.came].tolist())
        return {group: counts[group] for group in GROUPS}

    def ratio(self, some, of):
        found = {}
        for group in GROUPS:
            here = self.came & (self.told == group)
            b = getattr(self, of)[here].astype(float)
            a = getattr(self, some)[here].astype(float)
            sums = (a.sum(), b.sum(), (a * a).sum(), (b * b).sum(), (a * b).sum())
            clients, other = int((b > 0).sum()), int((a < b).sum())
            found[group] = Ratio(Sums(clients, *sums), int((a > 0).sum()), other)
        return found

    def until(self, time, happened, of):
        found = {group: [] for group in GROUPS}
        rows = zip(
            self.told[of].tolist(),
            time[of].tolist(),
            happened[of].tolist(),
            strict=True,
        )
        for (group, at, whether), clients in Counter(rows).items():
            found[group].append(Until(at, whether, clients))
        return found

    def lasting(self):
        strained, first = self.came & (self.strains > 0), self.mended > 0
        days = self.chance.integers(0, 120, self.clients)
        over = self.left | self.ended
        early = np.where(over, self.held, self.held - 1)
        return {
            "staying": self.until(self.stayed_days, self.left, self.came),
            "early": self.until(early, self.left, self.came),
            "waiting": self.until(
                self.waited, self.came, np.ones(self.clients, dtype=bool)
            ),
            "mending": self.until(days, first, strained),
        }

    def sets(self):
        long = (self.held >= 2) & self.yes(0.3)
        hurt = self.told == "hurt_before"
        inside = {
            "came": self.came,
            "strained": self.strains > 0,
            "agreed": self.lines,
            "agreed_asked": self.lines_asked > 0,
            "ended": self.ended,
            "ended_known": self.ended & self.yes(0.8),
            "twice": self.held >= 2,
            "long_break": long,
            "again": hurt & self.yes(0.4),
            "hurt": hurt,
        }
        asked = Counter(self.told.tolist())
        return {name: self.by_group(one) for name, one in inside.items()} | {
            "asked": {group: asked[group] for group in GROUPS}
        }

    def answers(self):
        after, after_any, means, inner = {}, {}, {}, {}
        for number in range(1, FIRST_SESSIONS + 1):
            anybody = np.zeros(self.clients, dtype=bool)
            for name, most in MEASURES.items():
                gave = (self.held >= number) & self.yes(0.97) & self.came
                score = np.minimum(self.chance.poisson(most * 0.8, self.clients), most)
                anybody |= gave
                after[name, number] = self.by_group(gave)
                if gave.any():
                    spread = most**2 / (12 * gave.sum())
                    means[name, number] = Measured(float(score[gave].mean()), spread)
                ends = ((score[gave] != end).sum() for end in (most, 0))
                inner[name, number] = tuple(map(int, ends))
            after_any[number] = self.by_group(anybody)
        return after, after_any, means, inner

    def done(self):
        there = self.came & (self.seen >= 180) & (self.stayed_days > 60)
        stayed = ~(self.left & (self.stayed_days <= 180))
        did = {
            "agreement": (self.lines & self.yes(0.7), there),
            "check_in": (self.yes(0.7), there),
            "soon": (self.waited <= 14, there),
            "promises_kept": (self.kept == self.due, there & (self.due > 0)),
            "mended": (self.mended > 0, there & (self.strains > 0)),
        }
        whom = {group: self.told == group for group in GROUPS}
        hurt = self.told == "hurt_before"
        whom |= {code: hurt & self.yes(0.5) for code in CODES}
        codes = {
            code: (int((self.came & whom[code]).sum()), 0) for code in CODES
        }  # again here: nobody
        found = {
            name: {
                one: Fourfold(
                    *(
                        int((of & inside & (d == does) & (s == stays)).sum())
                        for does in (True, False)
                        for stays in (True, False)
                        for d, s in [(done, stayed)]
                    )
                )
                for one, inside in whom.items()
            }
            for name, (done, of) in did.items()
        }
        assert set(found) == set(EXPOSURES)
        return found, codes


def tallies_of(clients, seed):
    """Return all that is counted of a practice drawn by chance."""
    drawn = Drawn(clients, seed)
    after, after_any, means, inner = drawn.answers()
    done, codes = drawn.done()
    return Tallies(
        sets=drawn.sets(),
        ratios={name: drawn.ratio(*columns) for name, columns in RATIOS.items()},
        lasting=drawn.lasting(),
        after=after,
        after_any=after_any,
        means=means,
        inner=inner,
        codes=codes,
        done=done,
    )
