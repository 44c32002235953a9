"""The published list and its figures are those of the pack as it is."""

import importlib.util
import tomllib
from pathlib import Path

from holdspace.content.safety import safety

CHECKOUT = Path(__file__).parents[3]


def benchmark():
    file = CHECKOUT / "benchmarks" / "phrase_rules.py"
    spec = importlib.util.spec_from_file_location("phrase_rules", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current():
    """Write it anew with `.venv/bin/python benchmarks/phrase_rules.py --write`."""
    page = CHECKOUT / "docs" / "reference" / "safety-words.md"
    assert page.read_text("utf-8") == benchmark().page(safety())


def test_there_are_sentences_of_every_kind_and_none_twice():
    told = tomllib.loads(
        Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8")
    )
    lines = [line for one in told.values() for group in one.values() for line in group]
    assert len(lines) == len(set(lines)) >= 120
    for one in told.values():
        assert set(one) == {"now", "before", "somebody_else", "denied", "unrelated"}


def test_an_interval_is_wilsons():
    count = benchmark().Count("", 8, 10)
    low, high = count.interval
    assert (round(low, 3), round(high, 3)) == (0.49, 0.943)
