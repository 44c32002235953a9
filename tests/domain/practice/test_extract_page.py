"""The page on the extract says what its tables are."""

import runpy
from pathlib import Path

from holdspace.approach.trust import LINES
from holdspace.content.check_in import check_in
from holdspace.content.codebook import codebook
from holdspace.content.way_of_working import way_pack
from holdspace.practice.tables import (
    ANSWERS,
    EXTRACT_TABLES,
    KEPT_ANSWERS,
    MAY_LIE_AHEAD,
)

DOCS = Path(__file__).parents[3] / "docs"
PAGE = DOCS / "reference" / "extract.md"


def test_the_page_has_each_column_as_the_library_has_it():
    written = runpy.run_path(str(DOCS / "extract_tables.py"))["page_with_tables"]
    page = PAGE.read_text("utf-8")
    assert written(page) == page


def test_no_column_is_for_words_names_or_workers():
    names = {one.name for table in EXTRACT_TABLES for one in table.columns}
    assert not names & {"name", "words", "worker", "id", "place", "title", "topic"}
    free = {
        (table.name, one.name)
        for table in EXTRACT_TABLES
        for one in table.columns
        if str(one.kind) == "string" and not one.one_of
    }
    assert free == {("ratings", "measure"), ("codes", "code")}


def test_every_table_but_one_is_told_about_clients_of_the_first():
    assert EXTRACT_TABLES[0].name == "clients"
    assert all(table.columns[0].name == "client" for table in EXTRACT_TABLES)


def test_the_values_are_those_of_the_packs():
    kept = way_pack().kept
    assert tuple(answer.id for answer in kept.answers) == KEPT_ANSWERS
    page = PAGE.read_text("utf-8")
    endings = [code.id for code in codebook().codes if code.id.startswith("E.")]
    assert endings
    assert all(code in page for code in endings)
    [measure] = [one for one in EXTRACT_TABLES[2].columns if one.name == "measure"]
    assert all(name in measure.says for name in LINES)
    bounds = {
        one.id: (min(one.values), max(one.values))
        for one in check_in().questions
        if one.values
    }
    assert bounds == ANSWERS


def test_only_what_is_due_may_lie_ahead():
    assert set(MAY_LIE_AHEAD) == {("promises", "due_on")}
