"""The published figures are of the code and the numbers in use."""

import itertools
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from holdspace.patterns import operating_points
from holdspace.patterns.cycles import cycles_of

CHECKOUT = Path(__file__).parents[3]
PAGE = CHECKOUT / "docs" / "reference" / "cycles-accuracy.md"


@pytest.fixture(scope="module")
def bench():
    """The modules behind `benchmarks/cycles_report.py`."""
    sys.path.insert(0, str(CHECKOUT / "benchmarks"))
    try:
        import cycles_page
        import cycles_report
        import cycles_rules
        import cycles_simulator
    finally:
        sys.path.pop(0)

    class Bench:
        page, report, rules = cycles_page, cycles_report, cycles_rules
        simulator = cycles_simulator

    return Bench


def test_the_page_shows_the_numbers_in_use(bench):
    """Write it anew with `.venv/bin/python benchmarks/cycles_report.py`."""
    page = PAGE.read_text("utf-8")
    for name in bench.page.SET_NUMBERS:
        assert f"| `{name}` | {getattr(operating_points, name):g} |" in page


def test_every_arm_is_on_the_page(bench):
    page = PAGE.read_text("utf-8")
    for arm in bench.simulator.ARMS.values():
        assert f"| {arm.told} |" in page


def test_the_aims_are_reached(bench):
    """F1 of 0.90 at 40 events, and at most 5 of 100 shown something in any null arm."""
    page = PAGE.read_text("utf-8")
    assert "(reaches the aim of 0.90)" in page
    assert "reaches the aim of 5 % in all of them" in page


@pytest.mark.slow
def test_the_report_writes_its_page(bench, monkeypatch):
    """With few short histories for every arm: the words are tried, not the figures."""
    sim, report = bench.simulator, bench.report

    def short(name, **asked):
        return sim.drawn("null_40_few" if name in sim.NULL else "forty", **asked)

    monkeypatch.setattr(report, "drawn", short)
    monkeypatch.setattr(bench.page, "RULES_ON", 1)
    monkeypatch.setattr(report, "cycles_of", partial(cycles_of, shuffles=100))
    written = report.report(2, 1, [1, 2], compiled=False)
    assert written.startswith("# How well cycles are found\n")
    for heading in ("In short", "Where nothing is planted", "What is missed, and why"):
        assert f"\n## {heading}\n" in written
    for arm in sim.ARMS.values():
        assert f"| {arm.told} |" in written
    assert "the aim of 0.90" in written
    assert "{" not in written
    assert "nan" not in written


@pytest.mark.slow
def test_what_is_planted_is_found(bench):
    made = bench.simulator.drawn("forty", clients=5, seed=950)
    shown = bench.report.shown_of(made, compiled=False)
    assert bench.report.score(made, shown).near_f1 >= 0.7
    for one, cycles in zip(made, shown, strict=True):
        assert cycles == [cycle.codes for cycle in cycles_of(one.timeline)]


# --- The simulator ------------------------------------------------------------


def test_a_seed_is_a_set_of_histories(bench):
    one, again, other = (
        bench.simulator.drawn("long_three", clients=3, seed=seed) for seed in (5, 5, 6)
    )
    assert one == again
    assert one != other


def test_what_is_planted_is_there_as_often_as_it_says(bench):
    for name, arm in bench.simulator.PLANTED.items():
        if arm.missing:
            continue
        for made in bench.simulator.drawn(name, clients=4, seed=3):
            assert len(made.timeline) == arm.events
            assert len(made.planted) == arm.cycles
            for cycle in made.planted:
                assert _times(made.timeline, cycle, arm.between) >= arm.planted


def _times(timeline, cycle, between):
    """Disjoint times a cycle is there, by walking on from each first step."""
    times, free = 0, 0
    codes = [event.code for event in timeline.events]
    starts = [at for at, code in enumerate(codes) if code == cycle[0]]
    for start in starts:
        ends = {start}
        for step in cycle[1:]:
            ends = {
                at
                for end in ends
                for at in range(end + 1, min(len(codes), end + between + 2))
                if codes[at] == step
            }
        if ends and start >= free:
            times, free = times + 1, min(ends) + 1
    return times


def test_a_burst_has_codes_of_its_own(bench):
    (made,) = bench.simulator.drawn("null_bursty", clients=1, seed=3)
    assert made.planted == ()
    assert len(made.timeline.episode_ends) == 4
    for start, stop in zip((0, 30, 60, 90), made.timeline.episode_ends, strict=True):
        assert len({event.code for event in made.timeline.events[start:stop]}) <= 8


def test_some_stick(bench):
    (made,) = bench.simulator.drawn("null_sticks", clients=1, seed=3)
    codes = [event.code for event in made.timeline.events]
    assert np.mean([a == b for a, b in itertools.pairwise(codes)]) > 0.25


# --- The rules beside it ------------------------------------------------------


def test_rules_count_what_they_say(bench):
    from holdspace.patterns.timeline import CodedEvent, timeline_of

    def told(codes):
        return timeline_of(CodedEvent(code, row) for row, code in enumerate(codes))

    rules = bench.rules
    assert rules.runs(told("ABCABCABXC"))["A", "B", "C"] == 2
    assert rules.runs(told("AAAA"))["A", "A", "A"] == 1
    assert rules.prefixspan(told("ABCXXXXXXXAXBXXXXXXC"))["A", "B", "C"] == 2
    assert rules.windows(told("ABCXXXXXXXXX"))["A", "B", "C"] == 1
    counts = {("A", "B", "C", "D"): 3, ("A", "C", "D"): 3, ("X", "Y", "Z"): 2}
    assert rules.shown_by(counts, least=2, most=5) == [
        ("A", "B", "C", "D"),
        ("X", "Y", "Z"),
    ]
    assert rules.shown_by(counts, least=3, most=1) == [("A", "B", "C", "D")]


def test_one_step_more_or_less_is_near(bench):
    is_near = bench.report.is_near
    assert is_near(("A", "B", "C"), ("A", "B", "C"))
    assert is_near(("A", "B", "C"), ("A", "C"))
    assert is_near(("A", "C"), ("A", "B", "C"))
    assert not is_near(("A", "B", "C"), ("A", "X", "C"))
    assert not is_near(("A",), ("A", "B", "C"))


def test_scores_count(bench):
    made = bench.simulator.Made
    two = [made(None, (("A", "B", "C"),)), made(None, (("D", "E", "F"),))]
    score = bench.report.score(two, [[("A", "B", "C"), ("X", "Y")], [("D", "E")]])
    assert (score.exact, score.near, score.false, score.shown) == (1, 2, 1, 3)
    assert score.precision == pytest.approx(1 / 3)
    assert (score.recall, score.f1) == (0.5, pytest.approx(0.4))
    assert score.near_f1 == pytest.approx(0.8)
    assert (score.false_per_100, score.shown_percent) == (50, 100)
    nothing = bench.report.score([made(None, ())], [[]])
    assert (nothing.precision, nothing.recall, nothing.f1, nothing.near_f1) == (0,) * 4
