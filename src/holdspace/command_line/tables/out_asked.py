"""Reads where a command is to write its result, and in which form."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from holdspace.command_line.tables.opened import is_same_file


def path_ending_in(endings: Mapping[str, str]) -> Callable[[str], Path]:
    """Return what reads `--out` for argparse: a file whose ending says its form."""

    def out_path(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() not in endings:
            raise argparse.ArgumentTypeError(
                "the file has to end in " + ", ".join(sorted(endings))
            )
        return path

    return out_path


def form_asked(
    command: str,
    arguments: argparse.Namespace,
    *,
    endings: Mapping[str, str],
    otherwise: str,
) -> str | None:
    """Return the form to write in: `otherwise` where nothing asks for one.

    None where `--out` does not go with `--format`, or names the file that is read;
    that was said then, and nothing may be written.
    """
    out: Path | None = arguments.out
    if out is None:
        return arguments.format or otherwise
    form = endings[out.suffix.lower()]
    if arguments.format not in {None, form}:
        print(
            f"holdspace {command}: --out {out} writes {form}, and --format asks "
            f"for {arguments.format}. Leave --format out.",
            file=sys.stderr,
        )
        return None
    if is_same_file(out, arguments.file):
        print(
            f"holdspace {command}: --out {out} would replace the file it reads. "
            "Name another one. Nothing was written.",
            file=sys.stderr,
        )
        return None
    return form
