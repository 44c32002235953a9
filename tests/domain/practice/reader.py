"""Somebody who has one report as JSON and works small counts out of its figures.

They know how each figure is worked out and in what steps it is shown, and try every
whole number there may be. What is found are counts of 1 to 10 that nothing but a small
count fits; a count that might as well be large, or nobody, is not found.
"""

from itertools import product

import numpy as np

from holdspace.practice.bounds import EXPOSURES
from holdspace.practice.estimates import Z_95, parts_for
from holdspace.practice.figure import Group

SMALLEST = 11
GROUPS = ("", *(f".{group.value}" for group in Group))


class Reader:
    """Reads figures by name; `parts` says in what steps a figure of n clients is."""

    def __init__(self, figures, parts=parts_for):
        self.figures = {one["name"]: one for one in figures}
        self.parts = parts

    def shown(self, name):
        figure = self.figures.get(name)
        return figure if figure and figure["value"] is not None else None

    def found(self):
        """Every small count that comes out, and where from."""
        looks = (self.units, self.at_the_ends, self.differences, self.questions)
        return [one for look in looks for one in look()]

    def fits(self, figure, some, of, scale=1):
        """Whether so many of so many, arrays too, look like this figure."""
        half = scale * 0.5 / self.parts(figure["n"])
        return np.abs(scale * some / of - figure["value"]) <= half + 1e-9

    # --- Ratios of strains: how many strains there are, and words on them --------

    def wholes(self, ratios):
        """How many strains there may be, of which these are shares."""
        n = max(one["n"] for one in ratios)
        for whole in range(n, 2 * n):
            some = np.arange(whole + 1)
            if all(self.fits(one, some, whole).any() for one in ratios):
                yield whole

    def units(self):
        for group in GROUPS:
            mended = self.shown(f"repair.mended{group}")
            words = self.shown(f"completeness.words{group}")
            clear = self.shown(f"repair.they_say{group}")
            ratios = [one for one in (mended, words) if one]
            if not ratios:
                continue
            wholes = list(self.wholes(ratios))
            n = ratios[0]["n"]
            yield from small(f"strains{group}", {one - n for one in wholes})
            if words and clear and len(wholes) < 40:
                yield from small(
                    f"rather not say{group}", self.not_clear(words, clear, wholes)
                )

    def not_clear(self, words, clear, wholes):
        left = set()
        for whole in wholes:
            some = np.arange(whole + 1)
            with_word = some[self.fits(words, some, whole)]
            for word in with_word[with_word >= clear["n"]]:
                these = np.arange(clear["n"], word + 1)
                yes = np.round(clear["value"] * these)
                left |= {int(word - one) for one in these[self.fits(clear, yes, these)]}
        return left

    # --- Curves at 0 and at 1: Wilson's interval says of how many -----------------

    def at_the_ends(self):
        """How many stand behind an interval where nothing, or all, has happened."""
        for name, one in self.figures.items():
            if one["curve"] is None or one["part"] == "alliance" or not one["n"]:
                continue
            if one["value"] == 0:
                reach = one["upper"]
            elif one["value"] == 1:
                reach = 1 - one["lower"]
            else:
                continue
            if not 0 < reach < 1:
                continue
            # shown outwards, so that it is up to one step too wide
            least, most = (
                (1 - wide) * Z_95**2 / wide if wide > 0 else np.inf
                for wide in (reach + 1e-4, reach - 1 / self.parts(one["n"]) - 1e-4)
            )
            counts = {
                count for count in range(1, one["n"] + 1) if least <= count <= most
            }
            yield from small(f"behind {name}", counts)
            yield from small(f"not behind {name}", {one["n"] - c for c in counts})

    # --- Differences in staying: their four counts, and what is between two -------

    def differences(self):
        """Who left and had no promise due, or no strain: from two differences."""
        for group in GROUPS[1:]:
            left = {}
            for name in EXPOSURES:
                one = self.shown(f"what_helps.{name}{group}")
                alone = not any(
                    self.shown(f"what_helps.{name}{other}")
                    for other in GROUPS[1:]
                    if other != group
                )
                # one group alone is drawn nowhere; a few hundred can be tried out
                if one and alone and one["n"] <= 260:
                    sums = {a[1] + a[3] for a in self.cells(one)}
                    # the curve of staying says on which side of one half it is
                    left[name] = {each for each in sums if 2 * each < one["n"]}
            yield from between(left, group)

    def cells(self, figure):
        """The four counts that look like a difference that was drawn nowhere."""
        n, parts = figure["n"], self.parts(figure["n"])
        found = []
        for done in range(22, n - 21):
            one, two = np.meshgrid(
                np.arange(11, done - 10), np.arange(11, n - done - 10), indexing="ij"
            )
            p, q = (one + 1) / (done + 2), (two + 1) / (n - done + 2)
            fits = np.abs(p - q - figure["value"]) <= 0.5 / parts + 1e-9
            one, two, p, q = one[fits], two[fits], p[fits], q[fits]
            reach = Z_95 * np.sqrt(
                p * (1 - p) / (done + 2) + q * (1 - q) / (n - done + 2)
            )
            good = np.abs(p - q - reach - figure["lower"]) <= 1 / parts
            good &= np.abs(p - q + reach - figure["upper"]) <= 1 / parts
            pairs = zip(one[good].tolist(), two[good].tolist(), strict=True)
            found += [(a, done - a, b, n - done - b) for a, b in pairs]
        return found

    # --- The questions of a check-in: who left one open ---------------------------

    def questions(self):
        after = {}
        for name, one in self.figures.items():
            if name.startswith("alliance.") and one["n"]:
                after.setdefault(name.rpartition(".")[2], []).append(one["n"])
        for session, counts in after.items():
            for one, two in product(counts, counts):
                yield from small(f"open after {session}", {one - two})


def between(left, group):
    """Who left of all, without those of them who had a promise due or a strain."""
    every = [left[name] for name in EXPOSURES[:3] if left.get(name)]
    if not every:
        return
    for name in EXPOSURES[3:]:
        pairs = product(set.intersection(*every), left.get(name, ()))
        rest = {one - two for one, two in pairs if one >= two}
        yield from small(f"left, not in {name}{group}", rest)


def small(where, counts):
    """The count, if nothing but a small one fits."""
    if counts and all(0 < one < SMALLEST for one in counts):
        yield where, sorted(counts)
