"""The published figures of dismissal are those of the rules as they are."""

import importlib.util
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]


def report():
    file = CHECKOUT / "benchmarks" / "dismissal_report.py"
    spec = importlib.util.spec_from_file_location("dismissal_report", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current():
    """Write it anew with `.venv/bin/python benchmarks/dismissal_report.py --write`."""
    page = CHECKOUT / "docs" / "reference" / "dismissal-accuracy.md"
    assert page.read_text("utf-8") == report().page()


def test_an_interval_is_wilsons():
    assert report().share(8, 10) == "8 of 10, 0.80 (0.49 to 0.94)"
    assert report().share(0, 0) == "none"
