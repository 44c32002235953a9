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

    `within` names the sets that this one lies inside of by what they mean, so that
    anybody could subtract one from the other. Naming the nearest ones is enough.
    """

    name: str
    counts: Mapping[str, int]
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one figure would give away: shown whole, for fewer groups, or not at all.

    `sets` become known exactly. Of the sets `behind` only the size matters: a figure
    that few clients decide is kept back, though nobody could read how many they are.
    `needs` are the only groups it can be shown by, None where any will do; `by_group`
    False means that it is about everybody and no group.
    """

    name: str
    sets: tuple[ClientSet, ...]
    behind: tuple[ClientSet, ...] = ()
    by_group: bool = True
    needs: Split | None = None


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
            for size in range(len(self.groups), -1, -1)
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
        known = [*self._sets.values(), *new]
        return all(
            self._may_stand_together(one, other)
            for one in new
            for other in known
            if one[0].name != other[0].name
        )

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
        return all(count == 0 or count >= self.smallest for count in counts)
