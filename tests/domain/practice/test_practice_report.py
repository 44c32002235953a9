"""The report says what happened, shows nothing small, and says so when it is empty."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from holdspace.content.codebook import codebook
from holdspace.content.practice import practice_words
from holdspace.practice.bounds import EXPOSURES
from holdspace.practice.estimates import Measured, Sums
from holdspace.practice.figure import Group
from holdspace.practice.per_client import after_session
from holdspace.practice.report import practice_report, report_of
from holdspace.practice.survival import Until, lasting
from holdspace.practice.tallies import RATIOS, Fourfold, Ratio, Tallies, tallies

from .made_up import clients_of, practice_of

MEASURES = ("listened", "say", "between")
GROUPS = [group.value for group in Group]


@cache
def report_of_few(clients):
    return practice_report(practice_of(clients, seed=clients))


@pytest.fixture(scope="module")
def practice():
    return practice_of(400)


@pytest.fixture(scope="module")
def counted(practice):
    return tallies(practice, MEASURES)


@pytest.fixture(scope="module")
def report(counted):
    return report_of(counted)


def by_name(report):
    return {figure.name: figure for figure in report.figures}


# --- Counted right ------------------------------------------------------------


@pytest.mark.parametrize(("curve", "asked"), [("staying", "stay"), ("early", "early")])
def test_staying_and_early_leaving_are_what_each_client_did(
    practice, counted, curve, asked
):
    slow = Counter(getattr(one, asked) for one in clients_of(practice) if one.came)
    fast = Counter()
    for rows in counted.lasting[curve].values():
        for row in rows:
            fast[row.time, row.happened] += row.clients
    assert fast == slow


def test_promises_breaks_and_strain_are_what_each_client_had(practice, counted):
    came = [one for one in clients_of(practice) if one.came]
    promises = [one.promises for one in came]
    sums = [ratio.sums for ratio in counted.ratios["promises.kept"].values()]
    assert sum(one.some for one in sums) == sum(kept for kept, _ in promises)
    assert sum(one.of for one in sums) == sum(due for _, due in promises)
    assert sum(one.clients for one in sums) == sum(due > 0 for _, due in promises)
    assert sum(counted.sets["long_break"].values()) == sum(c.long_break for c in came)
    strained = sum(bool(one.of("repairs")) for one in came)
    assert sum(counted.sets["strained"].values()) == strained


def test_a_client_counts_once_however_often_a_rating_is_there(practice, counted):
    after = {
        (row["measure"], row["session"], row["client"])
        for row in practice.rows["ratings"]
        if row["score"] is not None
    }
    slow = Counter((measure, session) for measure, session, _ in after)
    for key, counts in counted.after.items():
        assert sum(counts.values()) == slow[key]
    anything = Counter(session for session, _ in {pair[1:] for pair in after})
    for session, counts in counted.after_any.items():
        assert sum(counts.values()) == anything[session]


def test_means_and_answers_at_the_ends_are_of_all_rows(practice, counted):
    scores = {}
    for row in practice.rows["ratings"]:
        if row["score"] is not None and row["session"] <= 12:
            scores.setdefault((row["measure"], row["session"]), []).append(row["score"])
    assert counted.means.keys() == scores.keys()
    for key, given in scores.items():
        assert counted.means[key].value == pytest.approx(sum(given) / len(given))
        most = 10 if key[0] == "between" else 3
        inner = (len(given) - given.count(most), len(given) - given.count(0))
        assert counted.inner[key] == inner


def test_every_answer_has_a_bit_of_its_own():
    places = [after_session(place, n) for place in range(9) for n in range(13)]
    assert len(places) == len(set(places))
    assert all(0 <= bit < 63 for _, bit in places)


def test_what_hurt_and_happened_again_is_counted_by_code(practice, counted):
    hurt = {r["client"] for r in practice.rows["clients"] if r["hurt_before"]}
    hurt &= {one.row["client"] for one in clients_of(practice) if one.came}
    told = [r for r in practice.rows["codes"] if r["client"] in hurt and r["earlier"]]
    slow = Counter(row["code"] for row in told if row["code"].startswith("X."))
    again = Counter(row["code"] for row in told if row["here"])
    assert {code: pair[0] for code, pair in counted.codes.items()} == slow
    assert all(pair[1] == again[code] for code, pair in counted.codes.items())


# --- Shown right --------------------------------------------------------------


def test_every_figure_says_what_it_is(report):
    names = [figure.name for figure in report.figures]
    assert len(names) == len(set(names))
    for figure in report.figures:
        for said in (figure.label, figure.definition, figure.unit, figure.source):
            assert not re.search(r"[{}]", said), figure.name
        assert figure.definition
        if figure.suppressed:
            assert (figure.n, figure.value, figure.lower, figure.upper) == (None,) * 4
        elif figure.value is not None and figure.n:
            low = figure.value if figure.lower is None else figure.lower
            high = figure.value if figure.upper is None else figure.upper
            assert low <= figure.value + 1e-9, figure.name
            assert figure.value <= high + 1e-9, figure.name


def test_the_curve_is_that_of_all_clients(practice, report):
    rows = [Until(*one.stay, 1) for one in clients_of(practice) if one.came]
    shown = by_name(report)["staying.day_180"]
    assert not shown.suppressed
    assert shown.value == pytest.approx(lasting(rows).not_yet_at(180).value, abs=0.0025)
    assert shown.n == len(rows)


def test_curves_hold_the_same_figures_as_their_part(report):
    for part in report.parts:
        own = {id(figure) for figure in part.figures}
        for curve in part.curves:
            for line in curve.lines:
                places = [point.at for point in line.points]
                assert places == sorted(places)
                assert all(id(point) in own for point in line.points)


def test_every_kind_of_figure_in_the_pack_is_there(report):
    shown = {figure.label.partition(":")[0] for figure in report.figures}
    for kind in practice_words().figures.values():
        start = re.split(r"[{:]", kind.label)[0].strip()
        assert any(one.startswith(start) for one in shown) or kind.part == "what_helps"


# --- Too few ------------------------------------------------------------------


def small_ones(report):
    """Small counts that somebody gets by taking shown numbers from one another."""
    figures = by_name(report)
    found = []

    def look(name, count):
        if 0 < round(count) < report.smallest:
            found.append((name, round(count)))

    for name, figure in figures.items():
        if figure.suppressed or figure.n is None:
            continue
        look(name, figure.n)
        if figure.unit == "share of clients" and figure.curve is None:
            look(f"{name} yes", figure.n * (figure.value or 0))
            look(f"{name} no", figure.n * (1 - (figure.value or 0)))
        groups = [figures.get(f"{name}.{group}") for group in GROUPS]
        shown = [one for one in groups if one is not None and not one.suppressed]
        if shown and len(shown) < len(GROUPS) and None not in groups:
            look(f"{name} rest", figure.n - sum(one.n for one in shown))
    return found


@pytest.mark.parametrize("clients", [0, 8, 60])
def test_a_small_practice_gives_no_small_number_away(clients):
    report = report_of_few(clients)
    assert not small_ones(report)
    if clients < 11:
        assert all(figure.suppressed or not figure.n for figure in report.figures)


def steps_between(report, counted):
    """How many it happened to, or went out of sight, between two shown points."""
    shown = {}
    for figure in report.figures:
        if figure.curve in counted.lasting and not figure.suppressed:
            shown.setdefault((figure.curve, figure.group), []).append(int(figure.at))
    for (curve, group), times in shown.items():
        rows = counted.lasting[curve]
        of = lasting(r for g in ([group] if group else GROUPS) for r in rows.get(g, ()))
        yield of.left_after(times[-1])
        for one, two in pairwise([-1, *times]):
            yield of.happened_by(two) - of.happened_by(one)
            yield of.gone_by(two) - of.gone_by(one)


def test_between_two_shown_points_of_a_curve_are_nobody_or_enough(report, counted):
    steps = list(steps_between(report, counted))
    assert len(steps) > 30
    assert not [step for step in steps if 0 < step < report.smallest]


def test_a_large_one_neither(report):
    assert not small_ones(report)
    assert sum(not figure.suppressed for figure in report.figures) > 60


@pytest.mark.parametrize(("clients", "note"), [(0, "nobody"), (8, "few")])
def test_a_report_of_hardly_anybody_says_so(clients, note):
    report = report_of_few(clients)
    said = practice_words().notes[note].format(smallest=11)
    assert report.notes == (said,)
    assert report.questions == ()
    assert not any(str(clients) in re.findall(r"\d+", one) for one in report.notes)


def test_where_nobody_came_the_wait_is_counted_and_the_report_says_so():
    """There is something to count, so that no sentence says that there is nothing."""
    nobody = {group: 0 for group in GROUPS}
    counted = a_practice_where(Fourfold(), Fourfold())
    counted = replace(
        counted,
        sets={
            **dict.fromkeys(counted.sets, nobody),
            "asked": {**nobody, "nothing_told": 30},
        },
        lasting={
            **{curve: {} for curve in counted.lasting},
            "waiting": {"nothing_told": [Until(200, False, 30)]},
        },
        done={exposure: {} for exposure in EXPOSURES},
    )
    report = report_of(counted)
    assert by_name(report)["waiting.asked"].n == 30
    words = practice_words().notes
    assert report.notes[0] == words["nobody_came"]
    assert words["nobody"] not in report.notes


# --- What goes with staying ---------------------------------------------------


def a_practice_where(fourfold, others):
    """Return what is counted where one thing goes with staying, and others do not."""
    many = dict.fromkeys(GROUPS, 400)
    none = Sums(0, 0, 0, 0, 0, 0)
    names = ("strained", "agreed", "agreed_asked", "ended", "ended_known", "twice")
    return Tallies(
        sets={
            **{name: dict.fromkeys(GROUPS, 200) for name in names},
            **{name: {} for name in ("long_break", "again", "hurt")},
            "came": many,
            "asked": many,
        },
        ratios={name: {g: Ratio(none, 0, 0) for g in GROUPS} for name in RATIOS},
        lasting={
            name: {g: [Until(400, False, 400)] for g in GROUPS}
            for name in ("staying", "early", "waiting", "mending")
        },
        after={(m, n): {} for m in MEASURES for n in range(1, 13)},
        means={("between", 1): Measured(8.0, 0.1)},
        codes={},
        done={
            name: dict.fromkeys(GROUPS, fourfold if name == "soon" else others)
            for name in EXPOSURES
        },
    )


def test_what_stands_out_becomes_a_question_and_never_a_cause():
    clear, flat = Fourfold(88, 12, 50, 50), Fourfold(50, 50, 50, 50)
    report = report_of(a_practice_where(clear, flat))
    assert len(report.questions) == 2  # of three: a team has little time
    for question in report.questions:
        assert "?" in question.words
        assert question.words.endswith("Ask the team.")
        assert "not a cause" in question.caveat
        assert "not a cause" in question.figure.definition
        assert "14 days" in question.exposure
        assert 0.3 < question.figure.value < 0.4


def test_where_nothing_stands_out_there_is_no_question():
    flat = Fourfold(50, 50, 50, 50)
    report = report_of(a_practice_where(flat, flat))
    assert not report.questions
    assert practice_words().notes["no_question"] in report.notes


def test_a_hurt_that_was_told_may_have_a_question_of_its_own():
    clear, flat = Fourfold(50, 50, 50, 50), Fourfold(50, 50, 50, 50)
    made = a_practice_where(clear, flat)
    of_one_hurt = {"X.DISMISSED": Fourfold(36, 12, 12, 36)}
    done = {**made.done, "soon": {**made.done["soon"], **of_one_hurt}}
    told = {"X.DISMISSED": (200, 0)}
    report = report_of(replace(made, done=done, codes=told))
    [question] = report.questions
    assert question.figure.name == "what_helps.soon.X.DISMISSED"
    assert question.figure.n == 96
    assert "They brushed it off" in question.words
    assert "48 in 100 fewer had left" in question.words


def test_a_hurt_that_nearly_everybody_told_has_no_difference_of_its_own():
    flat = Fourfold(50, 50, 50, 50)
    made = a_practice_where(flat, flat)
    nearly_all = {"X.DISMISSED": Fourfold(45, 45, 45, 45)}
    done = {**made.done, "soon": {**made.done["soon"], **nearly_all}}
    report = report_of(replace(made, done=done, codes={"X.DISMISSED": (350, 0)}))
    assert not any(
        one.name.endswith(".X.DISMISSED") for one in report.parts[-1].figures
    )


@pytest.mark.parametrize("place", range(4))
def test_a_difference_that_rests_on_few_is_not_shown(place):
    cells = [100, 100, 100, 100]
    cells[place] = 5
    report = report_of(a_practice_where(Fourfold(*cells), Fourfold(*cells)))
    shown = [one for one in report.figures if one.part == "what_helps"]
    assert shown
    assert all(figure.suppressed for figure in shown)


def test_every_hurt_of_the_codebook_has_its_figures(report):
    names = by_name(report)
    for code in codebook().in_domain("X"):
        assert f"hurt_before.told.{code.id}.hurt_before" in names
        assert f"hurt_before.again_here.{code.id}.hurt_before" in names
