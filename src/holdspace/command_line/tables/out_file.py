"""Writes a result whole or not at all, and shows how far a long run has come."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from holdspace.vocabulary.errors import HoldspaceError

BAR_WIDTH = 30


class NotWritten(HoldspaceError):
    """A result could not be written where it was asked for."""

    next_step = "Check the folder, its rights and the room on the disk."

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} could not be written: {why}.")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a new file beside `path` to write, and put it in its place at the end.

    When anything stops the work before, the new file is removed and what stood at
    `path` stays as it was. A pipe or a device is written as it is.

    Raises:
        NotWritten: if the place cannot be written.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("xb"):
            pass
    except OSError as error:
        raise NotWritten(path, error.strerror or "no reason given") from None
    try:
        with stopping_tidily():
            yield beside
            beside.replace(path)
    except OSError as error:
        raise NotWritten(path, error.strerror or "no reason given") from None
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def stopping_tidily() -> Iterator[None]:
    """Let `kill` run what is still to be tidied, as Ctrl-C does."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: whoever started it stops it
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def say(sentence: str) -> None:
    """Say a sentence on standard error."""
    sys.stderr.write(f"holdspace: {sentence}\n")


class Progress:
    """A bar on standard error while somebody watches; nothing in a pipe.

    `total` is in any unit that `reach` uses, too. The work may go through it in
    several stages, each a part of the bar.
    """

    def __init__(self, total: int) -> None:
        self._total = total if sys.stderr.isatty() else 0
        self._from, self._to = 0, 100
        self._shown = -1

    def stage(self, from_percent: int, to_percent: int) -> None:
        """Begin a stage that takes the bar from one place to another."""
        self._from, self._to = from_percent, to_percent

    def reach(self, done: int) -> None:
        """Show that `done` of the total is done in this stage."""
        if not self._total:
            return
        stage = self._to - self._from
        percent = self._from + min(stage, stage * done // self._total)
        if percent != self._shown:
            self._shown = percent
            full = BAR_WIDTH * percent // 100
            bar = "#" * full + "." * (BAR_WIDTH - full)
            sys.stderr.write(f"\r{bar} {percent:3d} %")
            sys.stderr.flush()

    def say(self, sentence: str) -> None:
        """Say something without breaking the bar."""
        self.close()
        say(sentence)

    def close(self) -> None:
        """Take the bar away."""
        if self._shown >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = -1
