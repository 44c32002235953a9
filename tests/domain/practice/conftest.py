"""A small extract that nothing is wrong with, to be broken in each test."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from holdspace.practice.extract import ExtractWriter

CAME = date(2025, 3, 3)


def day(number):
    return CAME + timedelta(days=number)


def rows_of_one(client):
    """All tables of one client who came once a week."""
    rows = {
        "clients": [
            {
                "hurt_before": client % 2 == 0,
                "asked_on": day(0),
                "first_on": day(7),
                "last_on": day(21),
                "ended_on": None,
                "ending": None,
                "seen_until": day(60),
            }
        ],
        "sessions": [
            {
                "number": n,
                "on": day(7 * n),
                "status": "held",
                "course": "as_planned",
                "side": None,
            }
            for n in (1, 2, 3)
        ],
        "ratings": [
            {"session": 1, "on": day(7), "measure": "between", "score": 7.0},
            {"session": 2, "on": day(14), "measure": "between", "score": None},
        ],
        "repairs": [
            {
                "repair": 1,
                "kind": "unclear",
                "status": "repaired",
                "opened_on": day(8),
                "closed_on": day(20),
                "word": "yes",
            }
        ],
        "promises": [
            {
                "promise": 1,
                "status": "open",
                "made_on": day(7),
                "due_on": day(90),
                "settled_on": None,
                "disputed": False,
            }
        ],
        "lines": [{"line": 1, "kind": "do", "agreed_on": day(15)}],
        "line_answers": [{"line": 1, "on": day(21), "answer": "partly"}],
        "codes": [{"code": "X.DISMISSED", "earlier": 1, "here": 0}],
    }
    return {
        table: [row | {"client": client} for row in its] for table, its in rows.items()
    }


def write(folder, clients=3, change=None):
    """Write an extract; `change` may alter the rows of all clients by table."""
    rows = {}
    for client in range(1, clients + 1):
        for table, its in rows_of_one(client).items():
            rows.setdefault(table, []).extend(its)
    if change:
        change(rows)
    with ExtractWriter(folder) as out:
        for table, its in rows.items():
            out.add(table, its)
    return folder


@pytest.fixture(scope="session")
def as_written(tmp_path_factory) -> Path:
    """The extract of three clients: to copy, and never to change."""
    return write(tmp_path_factory.mktemp("extract") / "as written")


@pytest.fixture
def folder(as_written, tmp_path) -> Path:
    return shutil.copytree(as_written, tmp_path / "extract")
