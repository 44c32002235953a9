"""The page on the figures says what the library works out, and nothing else."""

import re
import runpy
from pathlib import Path

from holdspace.content.practice import practice_words
from holdspace.practice.bounds import (
    EXPOSURES,
    LANDMARK_DAY,
    MOST_OF_ONE,
    MOST_QUESTIONS,
)
from holdspace.practice.figure import Group
from holdspace.practice.private import SHARES, TABLES

DOCS = Path(__file__).parents[3] / "docs"
PAGE = DOCS / "reference" / "practice-figures.md"


def test_the_page_has_each_figure_as_the_library_has_it():
    written = runpy.run_path(str(DOCS / "practice_figures.py"))["page_with_figures"]
    page = PAGE.read_text("utf-8")
    assert written(page) == page


def test_numbers_written_by_hand_are_those_of_the_code():
    page = re.sub(r"\s+", " ", PAGE.read_text("utf-8"))
    assert f"evenly over {TABLES} tables" in page
    assert f"noise of scale {TABLES} / EPSILON" in page
    assert f"counts only up to day {LANDMARK_DAY}" in page
    assert (MOST_QUESTIONS, MOST_OF_ONE) == (5, 2)
    assert "At most five differences" in page
    assert "at most two of them about the same thing" in page
    assert all(f"`{group.value}`" in page for group in Group)
    completeness = {name for name in SHARES if name.startswith("completeness.")}
    assert len(completeness) == 3
    assert all(f"`{name}`" in page for name in set(SHARES) - completeness)


def test_every_thing_done_and_every_group_has_its_words():
    words = practice_words()
    assert set(words.exposures) == set(EXPOSURES)
    assert set(words.groups) == {group.value for group in Group}


def test_every_figure_names_where_its_method_comes_from_but_plain_counts():
    for one in practice_words().figures.values():
        assert one.source or one.unit == "clients", one.id
        assert one.worked_out, one.id
        assert one.limits, one.id
