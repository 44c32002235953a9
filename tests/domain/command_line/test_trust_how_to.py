"""The page on `holdspace trust` shows what the command says."""

import re
import shlex
from pathlib import Path

import pytest

from holdspace.command_line import main

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "trust-from-a-file.md"
BLOCK = re.compile(r"```(csv|console)\n(.*?)```", re.DOTALL)


def examples():
    """Each command of the page with what it shows, and the file that stands above."""
    content = ""
    for kind, block in BLOCK.findall(PAGE.read_text("utf-8")):
        if kind == "csv":
            content = block
        else:
            asked, shown = block.removeprefix("$ ./run ").split("\n", 1)
            yield pytest.param(shlex.split(asked), content, shown, id=asked[:30])


@pytest.mark.parametrize(("asked", "content", "shown"), list(examples()))
def test_each_example_shows_what_the_command_says(
    asked, content, shown, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    Path(asked[1]).write_text(content)
    main(asked)
    said = capsys.readouterr()
    assert said.out + said.err == shown


def test_the_page_has_examples():
    assert len(list(examples())) == 2
