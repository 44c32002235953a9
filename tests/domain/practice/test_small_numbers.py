"""From all that is shown, no count of 1 to 10 clients can be worked out.

The attacker knows every published number, what each is a count of, and that counts are
whole and not negative. Clients are of atoms: what they are in, and their group.
"""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.practice.small_numbers import Claim, ClientSet, Published

GROUPS = ("a", "b", "c")
MANY = settings.default.max_examples // 2 + 1
FEW = 4  # the fewest in these tests, so that they stay small
PEOPLE = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 9])

SHAPES = {
    "chain": {"A": "", "B": "A", "C": "AB"},
    "fork": {"A": "", "B": "A", "C": "A"},
    "fork on a stem": {"A": "", "B": "A", "C": "AB", "D": "AB"},
    "two ways up": {"A": "", "B": "A", "C": "A", "D": "ABC"},
}
"""Which sets each set lies inside of."""


def patterns_of(shape):
    """Which sets a client may be in at once; nobody who is in none is counted."""
    return [
        frozenset(inside)
        for size in range(1, len(shape) + 1)
        for inside in combinations(shape, size)
        if all(set(shape[one]) <= set(inside) for one in inside)
    ]


def counts_of(name, atoms, people):
    of = dict.fromkeys(GROUPS, 0)
    for (inside, group), count in zip(atoms, people, strict=True):
        of[group] += count if name in inside else 0
    return of


def vectors(names, split, atoms):
    """What somebody reads: each shown group, and everybody, of each set."""
    for name in names:
        for group in (*split, None):
            yield [
                int(name in inside and group in {None, its}) for inside, its in atoms
            ]


def every_cell(atoms):
    """Every set of atoms there is: whatever anybody might want to know."""
    return np.array(list(product((0, 1), repeat=len(atoms))), dtype=float)


def small_ones_worked_out(shown, atoms, people, few=FEW):
    """The small counts that follow from what is shown, by adding and subtracting."""
    if not shown:
        return []
    rows = np.array(shown, dtype=float)
    _, sizes, basis = np.linalg.svd(rows, full_matrices=False)
    basis = basis[sizes > 1e-9]
    cells = every_cell(atoms)
    inside = np.abs(cells - cells @ basis.T @ basis).max(axis=1) < 1e-7
    counts = cells[inside] @ np.array(people, dtype=float)
    return [c for c in counts if 0 < round(c) < few]


def claims(draw, shape):
    order = draw(st.permutations(list(shape)))
    for name in order:
        yield name, draw(st.booleans())


@pytest.mark.parametrize("name", SHAPES)
@settings(max_examples=MANY)
@given(data=st.data())
def test_no_small_count_follows_from_nested_sets(name, data):
    shape = SHAPES[name]
    atoms = [(inside, group) for inside in patterns_of(shape) for group in GROUPS]
    people = data.draw(st.tuples(*[PEOPLE] * len(atoms)))
    published, shown = Published(GROUPS, FEW), []
    for one, by_group in claims(data.draw, shape):
        held = ClientSet(one, counts_of(one, atoms, people), tuple(shape[one]))
        split = published.let_in(Claim(one, (held,), by_group=by_group))
        if split is not None:
            shown += vectors([one], split, atoms)
    assert not small_ones_worked_out(shown, atoms, people)


@given(data=st.data())
def test_no_small_count_follows_from_the_points_of_a_curve(data):
    """Two groups; whom it happened to, who went out of sight, who was seen longer."""
    groups, times = ("a", "b"), (1, 2)
    kinds = [("happened", 1), ("happened", 2), ("gone", 1), ("gone", 2), ("longer", 3)]
    atoms = list(product(kinds, groups))
    people = data.draw(st.tuples(*[PEOPLE] * len(atoms)))

    def counted(inside):
        of = dict.fromkeys(groups, 0)
        for (kind, group), count in zip(atoms, people, strict=True):
            of[group] += count if inside(kind) else 0
        return of

    def vector(inside, group):
        return [int(inside(kind) and group in {None, its}) for kind, its in atoms]

    tests = {"base": lambda kind: True}
    for time in times:
        for what in ("happened", "gone"):
            tests[f"{time}.{what}"] = lambda kind, time=time, what=what: (
                kind[0] == what and kind[1] <= time
            )
        tests[f"{time}.longer"] = lambda kind, time=time: kind[1] > time
    within = {
        "base": (),
        **{f"1.{what}": ("base", f"2.{what}") for what in ("happened", "gone")},
        **{f"2.{what}": ("base",) for what in ("happened", "gone")},
        "1.longer": ("base",),
        "2.longer": ("base", "1.longer"),
    }
    published, shown = Published(groups, FEW), []
    for time in data.draw(st.permutations(times)):
        names = ["base", *(f"{time}.{w}" for w in ("happened", "gone", "longer"))]
        sets = tuple(ClientSet(n, counted(tests[n]), within[n]) for n in names)
        split = published.let_in(Claim(str(time), sets))
        if split is not None:
            shown += [vector(tests[n], g) for n in names for g in (*split, None)]
    assert not small_ones_worked_out(shown, atoms, people)


@settings(max_examples=15)
@given(data=st.data())
def test_no_small_count_is_pinned_down_by_counts_not_being_negative(data):
    """For each small count there is another practice that looks just the same."""
    patterns = [frozenset("A"), frozenset("AB")]
    atoms = [(inside, group) for inside in patterns for group in GROUPS]
    people = np.array(data.draw(st.tuples(*[PEOPLE] * len(atoms))))
    published, shown = Published(GROUPS, FEW), []
    for one in data.draw(st.permutations(["A", "B"])):
        within = ("A",) if one == "B" else ()
        held = ClientSet(one, counts_of(one, atoms, people), within)
        split = published.let_in(Claim(one, (held,)))
        if split is not None:
            shown += vectors([one], split, atoms)
    moves = np.array(list(product((-1, 0, 1), repeat=len(atoms))))
    rows = np.array(shown or [[0] * len(atoms)])
    unseen = moves[(moves @ rows.T == 0).all(axis=1)]
    possible = unseen[(unseen + people >= 0).all(axis=1)]
    cells = every_cell(atoms)
    small = cells[(cells @ people > 0) & (cells @ people < FEW)]
    assert (np.abs(possible @ small.T) > 0).any(axis=0).all()


@given(
    counts=st.tuples(*[st.integers(0, 40)] * 3), some=st.tuples(*[st.floats(0, 1)] * 3)
)
def test_a_share_never_shows_a_small_numerator_or_complement(counts, some):
    yes = [int(share * count) for share, count in zip(some, counts, strict=True)]
    published = Published(GROUPS)
    of = ClientSet("of", dict(zip(GROUPS, counts, strict=True)))
    part = ClientSet("part", dict(zip(GROUPS, yes, strict=True)), ("of",))
    split = published.let_in(Claim("share", (of, part)))
    if split is None:
        return
    shown = [place for place, group in enumerate(GROUPS) if group in split]
    rest = [place for place in range(3) if place not in shown]
    for places in ([0, 1, 2], rest, *([one] for one in shown)):
        n, k = sum(counts[p] for p in places), sum(yes[p] for p in places)
        assert not 0 < n < 11
        assert not 0 < k < 11
        assert not 0 < n - k < 11


def test_a_lone_hidden_group_takes_another_one_with_it():
    published = Published(GROUPS)
    held = ClientSet("came", {"a": 30, "b": 20, "c": 5})
    split = published.let_in(Claim("came", (held,)))
    assert split is not None
    assert "c" not in split
    assert len(split) == 1


def test_what_leaves_a_few_out_is_not_shown_beside_the_whole():
    published = Published(GROUPS)
    published.let_in(Claim("came", (ClientSet("came", {"a": 60}),)))
    most = ClientSet("most", {"a": 55}, ("came",))
    assert published.let_in(Claim("most", (most,))) is None


def test_pieces_of_two_sets_are_not_taken_from_one_that_is_shown_whole():
    published = Published(GROUPS, FEW)
    within = {"A": {"a": 5, "c": 7}, "B": {"a": 4, "c": 4}, "C": {"a": 5, "c": 7}}
    every, some, others = (
        ClientSet(name, counts, () if name == "A" else ("A",))
        for name, counts in within.items()
    )
    published.let_in(Claim("A", (every,), by_group=False))
    assert published.let_in(Claim("B", (some,)))
    assert published.let_in(Claim("C", (others,))) == frozenset()


def test_a_figure_few_clients_decide_is_not_shown():
    published = Published(GROUPS)
    came = ClientSet("came", {"a": 60})
    few = ClientSet("few", {"a": 3})
    assert published.let_in(Claim("kept", (came,), behind=(few,))) is None
    assert published.let_in(Claim("came", (came,))) is not None


def test_with_everything_large_everything_is_shown():
    published = Published(GROUPS)
    held = ClientSet("came", {"a": 30, "b": 20, "c": 11})
    assert published.let_in(Claim("came", (held,))) == frozenset(GROUPS)
