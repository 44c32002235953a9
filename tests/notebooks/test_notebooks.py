"""Each notebook runs from its first cell to its last, as a reader would run it."""

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
SECONDS = 60
FORBIDDEN = "holdspace_site"


def notebooks():
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def named(file):
    return file.stem


@pytest.fixture
def _nothing_of_this_computers(monkeypatch, tmp_path):
    """Kernels keep their files here, and take no settings of whoever runs the tests."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.usefixtures("_nothing_of_this_computers")
@pytest.mark.parametrize("file", notebooks(), ids=named)
def test_a_notebook_runs_to_its_end(file, tmp_path):
    notebook = nbformat.read(file, as_version=4)
    NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    shown = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    assert any(shown)
    assert "ename" not in json.dumps(shown)


@pytest.mark.parametrize("file", notebooks(), ids=named)
def test_a_notebook_is_kept_without_what_it_showed(file):
    cells = nbformat.read(file, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert code
    assert not any(cell.outputs or cell.execution_count for cell in code)


@pytest.mark.parametrize("file", notebooks(), ids=named)
def test_a_notebook_needs_no_site(file):
    assert FORBIDDEN not in file.read_text("utf-8")


def test_there_is_a_notebook_for_each_of_the_three():
    assert {file.stem for file in notebooks()} == {
        "cycles",
        "practice-extract",
        "trust-from-a-csv",
    }
