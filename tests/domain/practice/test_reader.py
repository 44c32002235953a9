"""Somebody with one report as JSON finds no count of 1 to 10 clients in it."""

import json
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.command_line.practice.written import report_json
from holdspace.practice.bounds import EXPOSURES
from holdspace.practice.estimates import PARTS, Estimate, in_steps, parts_for, share_of
from holdspace.practice.figure import Group
from holdspace.practice.report import report_of
from holdspace.practice.survival import Until, half_by, lasting
from holdspace.practice.tallies import Fourfold
from holdspace.practice.what_helps import measured_difference

from .reader import Reader
from .tallied import tallies_of

A_FEW = settings.default.max_examples // 20 + 3
SIZES = st.sampled_from([60, 120, 200, 400, 700, 1000])


@cache
def counted(clients, seed=1):
    return tallies_of(clients, seed)


def read(report):
    return Reader(json.loads(report_json(report))["figures"])


@settings(max_examples=A_FEW)
@given(clients=SIZES, seed=st.integers(0, 999))
def test_no_small_count_comes_out_of_a_whole_report(clients, seed):
    reader = read(report_of(tallies_of(clients, seed)))
    assert sum(one["n"] is not None for one in reader.figures.values()) > 20
    assert not list(reader.found())


# Numbers as they were shown before: with four decimals, whatever stood behind them.
EXACT = {
    "repair.mended": (66, 0.4235, None, None),
    "completeness.words": (66, 0.6, None, None),
    "repair.they_say": (40, 0.3778, None, None),
    "waiting.day_28": (12, 1.0, 0.2065, 1.0),
    "early_leaving.session_2": (49, 0.0, 0.0, 0.0803),
    "what_helps.agreement.hurt_before": (222, 0.0108, -0.1094, 0.1309),
    "what_helps.check_in.hurt_before": (222, 0.2007, 0.0806, 0.3208),
    "what_helps.promises_kept.hurt_before": (202, 0.1765, 0.0539, 0.2991),
    "alliance.say.session_3": (109, 2.1, 2.0, 2.2),
    "alliance.between.session_3": (111, 7.1, 7.0, 7.2),
}


def exact(*names):
    curves = {"waiting.day_28": "waiting", "early_leaving.session_2": "early"}
    keys = ("n", "value", "lower", "upper")
    return [
        {
            **dict(zip(keys, EXACT[name], strict=True)),
            "name": name,
            "part": name.partition(".")[0],
            "curve": curves.get(name),
        }
        for name in names
    ]


@pytest.mark.parametrize(
    ("names", "what", "counts"),
    [
        (
            ("repair.mended", "completeness.words", "repair.they_say"),
            "rather not say",
            [6],
        ),
        (("waiting.day_28",), "behind waiting.day_28", [1]),
        (("early_leaving.session_2",), "not behind early_leaving.session_2", [5]),
        (("alliance.say.session_3", "alliance.between.session_3"), "open", [2]),
    ],
)
def test_the_reader_finds_what_exact_figures_give_away(names, what, counts):
    reader = Reader(exact(*names), parts=lambda n: 10_000)
    assert any(
        where.startswith(what) and found == counts for where, found in reader.found()
    )


FOUR = {
    "agreement": Fourfold(85, 40, 67, 30),
    "check_in": Fourfold(100, 30, 52, 40),
    "promises_kept": Fourfold(75, 20, 65, 42),
}
"""Of 222 clients 70 left; of 202 of them who had a promise due, 62."""


def practice_with(four):
    """One where all told of a hurt before; of 270 who came for long 222 were seen."""
    made, many = counted(1000), {"hurt_before": 350}
    stay = ((30, True, 80), (100, True, 100), (170, False, 50), (400, False, 120))
    curves = {"staying": stay, "early": ((9, False, 350),)}
    rows = {
        name: {"hurt_before": [Until(*row) for row in curve]}
        for name, curve in curves.items()
    }
    sets = {
        name: {"hurt_before": min(350, counts["hurt_before"])}
        for name, counts in made.sets.items()
    }
    return replace(
        made,
        sets={**sets, "asked": many, "came": many, "twice": many},
        lasting={**made.lasting, **rows},
        done={name: {"hurt_before": four.get(name, Fourfold())} for name in made.done},
    )


def test_the_reader_finds_who_left_between_two_exact_differences():
    figures = []
    for name, four in FOUR.items():
        found = measured_difference(four)
        reach = 1.959964 * found.variance**0.5
        one = exact("what_helps.agreement.hurt_before")[0]
        one |= {"name": f"what_helps.{name}.hurt_before", "n": sum(four.cells)}
        one |= {"value": found.value, "lower": found.value - reach}
        figures.append(one | {"upper": found.value + reach})
    found = dict(Reader(figures, parts=lambda n: 10_000).found())
    assert found["left, not in promises_kept.hurt_before"] == [8]


def test_two_differences_do_not_stand_side_by_side_where_few_left_between_them():
    reader = read(report_of(practice_with(FOUR)))
    assert shown_of(reader) == {"agreement", "check_in"}
    more = {**FOUR, "promises_kept": Fourfold(75, 20, 57, 30)}
    assert shown_of(read(report_of(practice_with(more)))) == set(FOUR)


def shown_of(reader):
    return {name for name in FOUR if reader.shown(f"what_helps.{name}.hurt_before")}


def few_between(made, reader, group):
    """Few who left, by what is shown of them: in one figure, or between two."""
    shown = [x for x in EXPOSURES if reader.shown(f"what_helps.{x}.{group}")]
    points = [reader.shown(f"staying.day_{day}.{group}") for day in (60, 180)]
    curve = lasting(made.lasting["staying"][group])
    on_curve = curve.happened_by(180) - curve.happened_by(60)
    for name in shown:
        four = made.done[name][group]
        counts = [*four.cells, *([on_curve - four.left] if all(points) else [])]
        for other in {"promises_kept", "mended"} & set(shown) - {name}:
            inner = made.done[other][group]
            if name not in {"promises_kept", "mended"}:
                counts += [four.left - inner.left, four.stayed - inner.stayed]
        yield from (count for count in counts if 0 < count < 11)


def test_nobody_or_enough_left_between_differences_and_what_else_is_shown():
    looked_at = 0
    for seed in range(3):
        made = counted(2000, seed)
        reader = read(report_of(made))
        helps = [name for name in reader.figures if name.startswith("what_helps")]
        looked_at += sum(reader.shown(name) is not None for name in helps)
        for group in Group:
            assert not list(few_between(made, reader, group.value))
    assert looked_at > 10


# --- Why nothing comes out ----------------------------------------------------


@given(clients=st.integers(11, 3000), more=st.integers(0, 3000), step=st.floats(0, 1))
def test_any_number_of_strains_fits_what_a_ratio_shows(clients, more, step):
    parts, whole = parts_for(clients), clients + more
    shown = round(step * parts) / parts
    some = {round(shown * whole) + off for off in (-1, 0, 1)}
    fitting = [
        one
        for one in some
        if 0 <= one <= whole and in_steps(Estimate(one / whole), parts).value == shown
    ]
    assert fitting


@given(value=st.floats(0, 1), reach=st.floats(0, 0.5), parts=st.sampled_from(PARTS))
def test_steps_widen_an_interval_and_never_narrow_it(value, reach, parts):
    lower, upper = max(0.0, value - reach), min(1.0, value + reach)
    found = in_steps(Estimate(value, lower, upper), parts)
    assert found.lower <= min(lower, found.value) + 1e-8
    assert found.upper >= max(upper, found.value) - 1e-8
    assert found.upper - found.lower <= upper - lower + 2 / parts + 1e-8


ROWS = st.lists(
    st.builds(Until, st.integers(0, 20), st.booleans(), st.integers(1, 9)), max_size=12
)


@given(rows=ROWS, time=st.integers(0, 25))
def test_at_0_and_1_the_interval_is_of_those_seen_to_the_end_or_gone(rows, time):
    curve = lasting(rows)
    found = curve.not_yet_at(time)
    if found.value == 1 and curve.left_after(time):
        assert found.lower == share_of(*[curve.left_after(time)] * 2).lower
    elif found.value == 0:
        assert found.upper == share_of(0, curve.happened_by(time)).upper


@pytest.mark.parametrize(
    ("kind", "curve"), [("waiting.days", "waiting"), ("repair.days", "mending")]
)
def test_a_median_is_made_of_nothing_but_the_points_that_are_shown(kind, curve):
    reader = read(report_of(counted(400)))
    points = [
        one
        for one in reader.figures.values()
        if one["curve"] == curve and one["group"] is None
    ]
    estimates = [
        (one["at"], Estimate(one["value"], one["lower"], one["upper"]))
        for one in points
        if one["n"]
    ]
    assert estimates
    days, half = reader.figures[kind], in_steps(half_by(estimates), 1)
    if half.value is None and not points[-1]["n"]:
        half = Estimate(None)  # nobody can tell
        assert days["suppressed"]
    assert Estimate(days["value"], days["lower"], days["upper"]) == half


@pytest.mark.parametrize(("more", "is_shown"), [(0, True), (3, False), (11, True)])
def test_how_many_said_yes_is_shown_only_where_not_few_said_no(more, is_shown):
    made = counted(200)
    report = report_of(made, everybody=200 + more)
    shown = {one.name: one for one in report.figures}
    assert (shown["waiting.asked"].n is not None) == is_shown
    assert any(one.n for one in report.figures if one.curve == "waiting") == is_shown
    assert shown["who.came"].n


def test_each_question_of_a_check_in_has_the_same_clients_behind_it():
    figures = read(report_of(counted(400))).figures.values()
    by_session = {}
    for one in figures:
        if one["part"] == "alliance" and one["n"] is not None:
            by_session.setdefault(one["at"], set()).add(one["n"])
    assert by_session
    assert all(len(counts) == 1 for counts in by_session.values())


def test_an_answer_that_nearly_everybody_gave_is_not_shown():
    made = counted(400)
    key = ("say", 1)
    not_highest, not_lowest = made.inner[key]
    assert not_highest > 10
    made = replace(made, inner={**made.inner, key: (1, not_lowest)})
    shown = {one.name: one for one in report_of(made).figures}
    assert shown["alliance.say.session_1"].suppressed
    assert not shown["alliance.between.session_1"].suppressed


def test_means_have_one_decimal_and_ratios_no_finer_steps_than_clients():
    for one in report_of(counted(400)).figures:
        for number in (one.value, one.lower, one.upper):
            if number is not None and one.part == "alliance":
                assert number == round(number, 1)
            elif number is not None and one.name == "repair.mended":
                assert number * parts_for(one.n) == pytest.approx(
                    round(number * parts_for(one.n))
                )


def test_one_group_alone_is_drawn_nowhere():
    report = report_of(practice_with({"agreement": Fourfold(85, 40, 67, 30)}))
    shown = {one.name: one for one in report.figures}
    group = Group.HURT_BEFORE.value
    assert shown[f"what_helps.agreement.{group}"].n == 222
    plain = 86 / 127 - 68 / 99
    assert shown[f"what_helps.agreement.{group}"].value == pytest.approx(
        plain, abs=0.005
    )
