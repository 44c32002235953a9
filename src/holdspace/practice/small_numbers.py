"""Keeps small numbers back, and whatever they could be worked out from.

What is published of a set of clients are its counts over a split of the groups into
blocks, in which every block holds nobody or at least 11 clients. Where one published
set lies inside another, what is left between them has to hold nobody or at least 11
as well, block by block. Whatever can be added and subtracted from such numbers is a
sum of such blocks again, so that no count of 1 to 10 clients comes out of it: threshold
rule with secondary suppression by merging (Hundepool and others, 2012, Statistical
Disclosure Control, chapter 4). Nothing here knows what the numbers mean.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

SMALLEST: Final = 11
"""The fewest clients a shown number may stand for, other than none at all."""

Split = frozenset[str]
"""The groups that are shown one by one; all others are shown only together."""


@dataclass(frozen=True, slots=True)
class ClientSet:
    """How many clients of each group something holds for.

    `within` names the sets that this one lies inside of by what they mean, or as good
    as always, so that anybody could subtract one from the other. Naming the nearest
    ones is enough where those are let in first.
    """

    name: str
    counts: Mapping[str, int]
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one figure would give away: shown whole, for fewer groups, or not at all.

    `sets` become known exactly, or could be worked out from value, interval and n.
    Of the sets `behind` only the size matters: a figure that few clients decide is kept
    back, though its steps are too coarse to read how many they are; so is what lies
    between a set and one around it that is looked at for some groups alone.
    `needs` are the only groups it can be shown by, None where any will do; `by_group`
    False means that it is about everybody and no group, `whole` False that it is only
    about groups: shown by none of them it is nothing.
    """

    name: str
    sets: tuple[ClientSet, ...]
    behind: tuple[ClientSet, ...] = ()
    by_group: bool = True
    needs: Split | None = None
    whole: bool = True


@dataclass(slots=True)
class Published:
    """What is known to whoever reads the report; claims are let in one by one.

    The first claims come first: what is let in later must not give away anything
    together with what is there. `smallest` is the fewest clients a number may mean.
    """

    groups: tuple[str, ...]
    smallest: int = SMALLEST
    _sets: dict[str, tuple[ClientSet, Split]] = field(default_factory=dict)
    _above: dict[str, frozenset[str]] = field(default_factory=dict)

    def let_in(self, claim: Claim) -> Split | None:
        """Return the groups a claim may be shown for; None if it is kept back whole.

        With an empty split it is shown for everybody together and for no group.
        """
        for one in claim.sets:
            known = self._above.get(one.name, frozenset())
            self._above[one.name] = known | self._all_above(one)
        for split in self._splits(claim):
            if self._may_show(claim, split):
                for one in claim.sets:
                    self._sets.setdefault(one.name, (one, split))
                return split
        return None

    def shows(self, *names: str) -> bool:
        """Say whether all these sets were let in before."""
        return all(name in self._sets for name in names)

    def _all_above(self, of: ClientSet) -> frozenset[str]:
        above = frozenset(of.within)
        return above.union(*(self._above.get(name, frozenset()) for name in above))

    def _splits(self, claim: Claim) -> Iterable[Split]:
        """Return the splits to try, those that show most first."""
        if claim.needs is not None:
            return [claim.needs]
        if not claim.by_group:
            return [frozenset()]
        return [
            frozenset(some)
            for size in range(len(self.groups), -1 if claim.whole else 0, -1)
            for some in combinations(self.groups, size)
        ]

    def _may_show(self, claim: Claim, split: Split) -> bool:
        own = (*claim.sets, *claim.behind)
        if not all(self._are_safe(self._blocks(one.counts, split)) for one in own):
            return False
        known_by = [self._sets[s.name][1] for s in claim.sets if s.name in self._sets]
        if not all(split <= known for known in known_by):
            return False  # it would show a set by more groups than was let in
        new = [(one, split) for one in claim.sets if one.name not in self._sets]
        related = [
            (one, its)
            for one, its in [*self._sets.values(), *new]
            if any(self._are_related(one.name, other.name) for other, _ in new)
        ]
        return all(
            self._may_stand_together(one, other)
            for one in new
            for other in related
            if one[0].name != other[0].name
        ) and self._stay_in_line(related)

    def _with(
        self, new: Sequence[tuple[ClientSet, Split]]
    ) -> Iterable[tuple[ClientSet, Split]]:
        known = {one.name for one, _ in new}
        others = (one for name, one in self._sets.items() if name not in known)
        return (*new, *others)

    def _are_related(self, one: str, other: str) -> bool:
        """Say whether one lies inside the other, or both are the same."""
        inside = one in self._above[other] or other in self._above[one]
        return one == other or inside

    def _stay_in_line(self, related: Sequence[tuple[ClientSet, Split]]) -> bool:
        """Say whether sets shown by more groups than one around or inside lie in line.

        Of a set shown only whole, pieces of two different sets inside of it could be
        taken away, one group from each. Where the largest of those holds all others,
        that comes to the same as taking it away whole, which was looked at. The same
        holds the other way round, for pieces of two sets around one shown only whole.
        """
        every = tuple(self._with(related))
        for of, split in related:
            finer = [one.name for one, its in every if not its <= split]
            inside = [name for name in finer if of.name in self._above[name]]
            around = [name for name in finer if name in self._above[of.name]]
            largest = any(
                all(name == one or one in self._above[name] for name in inside)
                for one in inside
            )
            smallest = any(
                all(name == one or name in self._above[one] for name in around)
                for one in around
            )
            if (inside and not largest) or (around and not smallest):
                return False
        return True

    def _may_stand_together(
        self, one: tuple[ClientSet, Split], other: tuple[ClientSet, Split]
    ) -> bool:
        """Say whether nothing small comes out when two sets are subtracted."""
        if one[0].name in self._above[other[0].name]:
            (outer, outer_split), (inner, inner_split) = one, other
        elif other[0].name in self._above[one[0].name]:
            (outer, outer_split), (inner, inner_split) = other, one
        else:
            return True  # neither lies inside the other: there is nothing to subtract
        if not (outer_split <= inner_split or inner_split <= outer_split):
            return False
        common = outer_split & inner_split
        blocks = zip(
            self._blocks(outer.counts, common),
            self._blocks(inner.counts, common),
            strict=True,
        )
        return self._are_safe([more - less for more, less in blocks])

    def _blocks(self, counts: Mapping[str, int], split: Split) -> Sequence[int]:
        """Return the counts of the shown groups, and of all others together."""
        shown = [counts.get(group, 0) for group in self.groups if group in split]
        rest = [counts.get(group, 0) for group in self.groups if group not in split]
        return [*shown, sum(rest)]

    def _are_safe(self, counts: Iterable[int]) -> bool:
        # less than nobody: the sets do not lie inside one another here, after all
        return all(count <= 0 or count >= self.smallest for count in counts)
