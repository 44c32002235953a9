"""Makes figures of what was counted, and shows only those that may be shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from holdspace.content.practice import PracticePack
from holdspace.practice.bounds import in_sentences
from holdspace.practice.estimates import (
    Estimate,
    Sums,
    in_steps,
    parts_for,
    ratio_of,
    share_of,
)
from holdspace.practice.figure import Curve, CurveLine, Group, PracticeFigure
from holdspace.practice.small_numbers import (
    SMALLEST,
    Claim,
    ClientSet,
    Published,
    Split,
)
from holdspace.practice.survival import Lasting, Until, lasting
from holdspace.practice.tallies import RATES, Counts, Ratio, Tallies

Groups = tuple[str, ...]
EVERY_GROUP: Groups = tuple(group.value for group in Group)

TWICE = "twice"
"""Clients with two sessions held or more."""

Worked = Callable[[Groups], tuple[int, Estimate]]
"""Works out a figure over some groups: of how many clients, and the estimate."""


NO_PLACES: Mapping[str, str] = {}

NOWHERE: Mapping[str, tuple[str, ...]] = {}

POINTS: Mapping[str, str] = {
    "staying": "staying.day",
    "early": "early.session",
    "mending": "mending.day",
    "waiting": "waiting.day",
}
"""Which kind of figure a curve is made of."""


def among(counts: Counts, groups: Iterable[str]) -> int:
    """Return how many clients of some groups."""
    return sum(counts.get(group, 0) for group in groups)


@dataclass(slots=True)
class Making:
    """What figures are made of, and what of them is known to the reader so far."""

    counted: Tallies
    words: PracticePack
    published: Published = field(default_factory=lambda: Published(EVERY_GROUP))

    def set_of(self, name: str, *within: str) -> ClientSet:
        """Return a counted set of clients; `within` names what it lies inside of."""
        return ClientSet(name, self.counted.sets[name], within)

    @property
    def came(self) -> ClientSet:
        """The clients who came: what nearly every figure is about."""
        return self.set_of("came", "asked")

    def stands_beside(self, everybody: int) -> None:
        """Note how many clients there are: the list of clients says so to the reader.

        Taking away all who said yes leaves those who said no.
        """
        anybody = EVERY_GROUP[0]  # nobody knows the groups of those who said no
        known = ClientSet("everybody", {anybody: everybody})
        self.published.let_in(Claim("everybody", (known,), by_group=False))

    def figures(
        self,
        kind: str,
        split: Split | None,
        worked: Worked,
        *,
        groups: Sequence[str] = EVERY_GROUP,
        everybody: bool = True,
        at: tuple[str, float] | None = None,
        places: Mapping[str, str] = NO_PLACES,
    ) -> list[PracticeFigure]:
        """Return a figure of everybody and one of each group, suppressed or not.

        `split` is what `Published.let_in` said. `at` is a curve and a place on it.
        `places` fill what stands in braces in the words.
        """
        made = []
        if everybody:
            figure = self._named(kind, None, places, at)
            made.append(_with(figure, worked(EVERY_GROUP), hidden=split is None))
        for group in groups:
            figure = self._named(kind, Group(group), places, at)
            hidden = split is None or group not in split
            made.append(_with(figure, worked((group,)), hidden=hidden))
        return made

    def _named(
        self,
        kind: str,
        group: Group | None,
        places: Mapping[str, str],
        at: tuple[str, float] | None,
    ) -> PracticeFigure:
        words = self.words.figures[kind]
        filled = {"smallest": str(SMALLEST), **in_sentences(), **places}
        name, label = words.name.format(**filled), words.label.format(**filled)
        definition = words.definition.format(**filled)
        if group:
            told = self.words.groups[group]
            name, label = f"{name}.{group}", f"{label}: {told}"
            only = self.words.notes["only_group"].format(group=told)
            definition = f"{definition} {only}"
        return PracticeFigure(
            name=name,
            part=words.part,
            label=label,
            definition=definition,
            unit=words.unit.format(**filled),
            n=None,
            value=None,
            is_share=words.is_share,
            group=group,
            curve=at[0] if at else None,
            at=at[1] if at else None,
            source=words.source.format(**filled),
        )

    # --- Kinds of figures -----------------------------------------------------

    def count(
        self, kind: str, of: ClientSet, *, by_group: bool = True
    ) -> list[PracticeFigure]:
        """Return how many clients a set holds."""
        split = self.published.let_in(Claim(kind, (of,), (), by_group))

        def worked(groups: Groups) -> tuple[int, Estimate]:
            clients = among(of.counts, groups)
            return clients, Estimate(float(clients), float(clients), float(clients))

        groups = EVERY_GROUP if by_group else ()
        return self.figures(kind, split, worked, groups=groups)

    def share(
        self, kind: str, some: ClientSet, of: ClientSet, *beside: ClientSet
    ) -> list[PracticeFigure]:
        """Return what share of the clients of one set are in another inside of it.

        `beside` are sets that become known with it.
        """
        split = self.published.let_in(Claim(kind, (of, some, *beside)))
        return self.figures(kind, split, shared(some, of))

    def ratio(
        self, kind: str, of: ClientSet, *behind: ClientSet
    ) -> list[PracticeFigure]:
        """Return a ratio of counts; `of` are the clients who have any to count.

        It is shown in steps, so that nobody can tell how many promises or sessions
        these clients have, nor how many more than one each.
        """
        ratios = self.counted.ratios[kind]
        with_some = {group: one.with_some for group, one in ratios.items()}
        with_other = {group: one.with_other for group, one in ratios.items()}
        decide = [ClientSet(f"{kind} some", with_some), *behind]
        if kind not in RATES:
            decide.append(ClientSet(f"{kind} other", with_other))
        split = self.published.let_in(Claim(kind, (of,), tuple(decide)))
        return self.figures(kind, split, _divided(kind, ratios))

    def curve(
        self,
        curve: str,
        of: ClientSet,
        times: Sequence[int],
        *,
        by_group: bool = True,
        within: Mapping[str, tuple[str, ...]] = NOWHERE,
        beside: tuple[ClientSet, ...] = (),
    ) -> tuple[list[PracticeFigure], Curve]:
        """Return a curve of what has happened by a time, or has not yet (staying).

        `within` names further sets that those for whom it happened, who went out of
        sight or who were seen longer lie inside of, at all times ("gone") or at one
        ("90.longer"); `beside` are sets that become known with the curve. The first of
        `times` are the last to be left out.
        """
        rows, kind = self.counted.lasting[curve], POINTS[curve]
        last = {groups: _merged(rows, groups) for groups in _each_and_all()}
        points: dict[int, list[PracticeFigure]] = {}
        for time in times:
            sets = _point(curve, of, {g: last[g,] for g in EVERY_GROUP}, time, times)
            sets = (of, *beside, *(_further(one, within) for one in sets))
            split = self.published.let_in(Claim(kind, sets, (), by_group))
            points[time] = self.figures(
                kind,
                split,
                _at(last, of, time, not_yet=curve == "staying"),
                groups=EVERY_GROUP if by_group else (),
                at=(curve, float(time)),
                places={"time": str(time)},
            )
        made = [figure for time in sorted(points) for figure in points[time]]
        return made, self.picture(curve, made)

    def picture(
        self,
        curve: str,
        figures: Sequence[PracticeFigure],
        *,
        kind: str = "",
        steps: bool = True,
        places: Mapping[str, str] = NO_PLACES,
    ) -> Curve:
        """Return the picture of figures that have a place on it."""
        words = self.words.curves[kind or curve]
        lines = []
        for group in (None, *Group):
            points = tuple(one for one in figures if one.group == group)
            if points:
                label = self.words.groups[group] if group else ""
                lines.append(CurveLine(group, label, points))
        return Curve(
            name=curve,
            title=words.title.format(**places),
            across=words.across.format(**places),
            up=words.up.format(**places),
            lines=tuple(lines),
            steps=steps,
        )


def _with(
    figure: PracticeFigure, worked: tuple[int, Estimate], *, hidden: bool
) -> PracticeFigure:
    if hidden:
        return figure.without_numbers()
    clients, estimate = worked
    return replace(
        figure,
        n=clients,
        value=estimate.value,
        lower=estimate.lower,
        upper=estimate.upper,
    )


def shared(some: ClientSet, of: ClientSet) -> Worked:
    """Return what works out a share of clients with Wilson's interval."""

    def worked(groups: Groups) -> tuple[int, Estimate]:
        clients = among(of.counts, groups)
        return clients, share_of(among(some.counts, groups), clients)

    return worked


def _divided(kind: str, ratios: Mapping[str, Ratio]) -> Worked:
    times = TEN_SESSIONS if kind in RATES else 1.0

    def worked(groups: Groups) -> tuple[int, Estimate]:
        sums = Sums(0, 0, 0, 0, 0, 0)
        for group in groups:
            if group in ratios:
                sums += ratios[group].sums
        found = scaled(ratio_of(sums, is_share=kind not in RATES), times)
        return sums.clients, in_steps(found, parts_for(sums.clients))

    return worked


TEN_SESSIONS = 10.0


def scaled(estimate: Estimate, times: float) -> Estimate:
    """Return an estimate in a unit that is so many times smaller."""
    each = (estimate.value, estimate.lower, estimate.upper)
    return Estimate(*(None if one is None else one * times for one in each))


# --- Curves -------------------------------------------------------------------


def _each_and_all() -> tuple[Groups, ...]:
    return (*((group,) for group in EVERY_GROUP), EVERY_GROUP)


def _merged(rows: Mapping[str, Sequence[Until]], groups: Groups) -> Lasting:
    return lasting(row for group in groups for row in rows.get(group, ()))


def _point(
    curve: str,
    of: ClientSet,
    last: Mapping[str, Lasting],
    time: int,
    times: Sequence[int],
) -> tuple[ClientSet, ...]:
    """Return whom a point divides into: it happened, gone from sight, seen longer.

    A later point has all for whom it happened earlier; so each lies inside others.
    """
    later = [one for one in times if one > time]
    before = [one for one in times if one < time]

    def named(what: str, counts: Counts, others: Sequence[int]) -> ClientSet:
        within = (of.name, *(f"{curve}.{one}.{what}" for one in others))
        return ClientSet(f"{curve}.{time}.{what}", counts, within)

    return (
        named("happened", {g: one.happened_by(time) for g, one in last.items()}, later),
        named("gone", {g: one.gone_by(time) for g, one in last.items()}, later),
        named("longer", {g: one.left_after(time) for g, one in last.items()}, before),
    )


def _further(one: ClientSet, within: Mapping[str, tuple[str, ...]]) -> ClientSet:
    """Return a set of a point with the further sets it lies inside of."""
    _, _, at_one = one.name.partition(".")
    _, _, always = at_one.partition(".")
    further = (*within.get(at_one, ()), *within.get(always, ()))
    return replace(one, within=(*one.within, *further))


def _at(
    last: Mapping[Groups, Lasting], of: ClientSet, time: int, *, not_yet: bool
) -> Worked:
    def worked(groups: Groups) -> tuple[int, Estimate]:
        clients, found = among(of.counts, groups), last[groups].not_yet_at(time)
        # in steps: in what order some left and others went out of sight stays unsaid
        return clients, in_steps(
            found if not_yet else _other(found), parts_for(clients)
        )

    return worked


def _other(found: Estimate) -> Estimate:
    """Return the estimate of the complement of a share."""
    if found.value is None:
        return found
    return Estimate(
        1 - found.value,
        None if found.upper is None else 1 - found.upper,
        None if found.lower is None else 1 - found.lower,
    )
