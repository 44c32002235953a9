"""A private release has as much chance in it as its budget asks for, and says so."""

from statistics import mean, pvariance

import pytest

from holdspace.content.practice import practice_words
from holdspace.practice import private
from holdspace.practice.figure import Group
from holdspace.practice.private import (
    SHARES,
    TABLES,
    Chance,
    PrivateNotInstalled,
    chance_for,
    check_can_be_private,
    noisy_share,
    private_report_of,
)
from holdspace.practice.tallies import Tallies

GROUPS = [group.value for group in Group]


def counted(of=400, some=150):
    names = {name for pair in SHARES.values() for name in pair} - {"told", "hurt_group"}
    sets = {name: dict.fromkeys(GROUPS, some) for name in names}
    sets["again"] = {Group.HURT_BEFORE.value: some}
    sets["came"] = dict.fromkeys(GROUPS, of)
    return Tallies(sets=sets, ratios={}, lasting={}, after={}, means={}, codes={})


def exactly(counts):
    return list(counts)


NO_CHANCE = Chance(exactly, scale=1e-3, epsilon=1.0)


def test_what_one_table_costs_is_its_part_of_the_budget():
    chance = chance_for(1 / TABLES)
    assert chance.epsilon <= 1 / TABLES * (1 + 1e-9)
    assert chance.epsilon * TABLES == pytest.approx(1)


def test_there_is_as_much_chance_as_the_budget_asks_for():
    chance = chance_for(0.5)
    drawn = chance.add([1000] * 4000)
    assert mean(drawn) == pytest.approx(1000, abs=0.4)
    assert pvariance(drawn) == pytest.approx(chance.variance, rel=0.25)
    assert chance.variance == pytest.approx(2 / 0.5**2, rel=0.05)


def test_every_table_is_asked_for_chance_once_and_holds_a_client_once():
    tables = []

    def noting(counts):
        tables.append(list(counts))
        return counts

    private_report_of(counted(), Chance(noting, 1.0, 0.1), 1.0)
    assert len(tables) == TABLES
    assert all(sum(table) <= 3 * 400 for table in tables)
    assert all(count >= 0 for table in tables for count in table)


def test_only_counts_and_shares_of_clients_stand_in_it():
    report = private_report_of(counted(), NO_CHANCE, 1.0)
    kinds = {figure.name.removesuffix(f".{figure.group}") for figure in report.figures}
    assert kinds == {"who.came", *SHARES}
    assert report.epsilon == 1
    assert practice_words().notes["private"].format(epsilon="1") in report.notes
    share = next(one for one in report.figures if one.name == "repair.any")
    assert share.value == pytest.approx(150 / 400)
    assert share.n == 1200


def test_what_hardly_anybody_stands_behind_is_left_out():
    report = private_report_of(counted(of=5, some=2), NO_CHANCE, 1.0)
    by_group = [one for one in report.figures if one.group]
    assert by_group
    assert all(figure.suppressed for figure in by_group)


def test_chance_widens_the_interval():
    bare, noisy = noisy_share(60, 40, 0.0), noisy_share(60, 40, 100.0)
    assert noisy.value == bare.value == 0.6
    assert noisy.upper - noisy.lower > 1.3 * (bare.upper - bare.lower)
    assert noisy_share(-3, 2, 1.0).value is None
    assert noisy_share(-3, 20, 1.0).value == 0


def test_without_what_adds_chance_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(private, "find_spec", lambda name: None)
    with pytest.raises(PrivateNotInstalled, match=r"holdspace\[private\]"):
        check_can_be_private()
