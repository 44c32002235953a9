"""The pages on commands that read a file show what these say."""

import re
import shlex
from pathlib import Path

import pytest

from holdspace.command_line import main

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
NAMES = ("trust-from-a-file", "cycles-from-a-file", "listen-to-a-draft")
PAGES = [HOW_TO / f"{name}.md" for name in NAMES]
BLOCK = re.compile(r"```(csv|text|console)\n(.*?)```", re.DOTALL)


def examples():
    """Each command of a page with what it shows, and the file that stands above."""
    content = ""
    blocks = [found for page in PAGES for found in BLOCK.findall(page.read_text())]
    for kind, block in blocks:
        if kind != "console":
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


def test_the_pages_have_examples():
    assert len(list(examples())) == 6
