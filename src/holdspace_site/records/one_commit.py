"""Writes down with one commit what several people save at the same moment.

A commit waits for the disk, and on SQLite for every writer before it. Two hundred
people who type would queue for it. So whoever comes to write takes along all that wait
already: the disk is asked once, and each gets their own answer.

The processes of one server stand in line for an encrypted file, too. Left to itself it
lets whoever finds it in use sleep, longer each time, while it is free again at once.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, transaction

Saved = TypeVar("Saved")


class _Waiting:
    """One save that waits to be written, and what came of it."""

    def __init__(self, save: Callable[[], Any]) -> None:
        self.save = save
        self.is_over = False
        self.saved: Any = None
        self.problem: BaseException | None = None


_line: list[_Waiting] = []
_at_the_line = threading.Lock()
_one_writes = threading.Lock()


def write_in_one_commit(save: Callable[[], Saved]) -> Saved:
    """Run `save` in a transaction, with others that wait; return what it returned.

    It may run on another thread, so it must bring along all that it needs. What one
    save raises undoes that save alone, and is raised to the person it belongs to.
    """
    mine = _Waiting(save)
    with _at_the_line:
        _line.append(mine)
    with _one_writes:
        if not mine.is_over:
            with _turn_of_this_process():
                with _at_the_line:
                    together, _line[:] = list(_line), []
                _write(together)
    if mine.problem is not None:
        raise mine.problem
    return mine.saved


def _write(together: list[_Waiting]) -> None:
    try:
        with transaction.atomic():
            for one in together:
                _write_one(one)
            if transaction.get_rollback():  # a full disk undoes all, without a word
                raise transaction.TransactionManagementError
    except BaseException as problem:  # nobody may take for saved what is not
        for one in together:
            one.problem = one.problem or problem
    finally:
        for one in together:
            one.is_over = True


def _write_one(one: _Waiting) -> None:
    try:
        with transaction.atomic():
            one.saved = one.save()
    except Exception as problem:
        one.problem = problem


@contextmanager
def _turn_of_this_process() -> Iterator[None]:
    if connection.vendor != "sqlite":  # a database server keeps its own line
        yield
        return
    folder = _opened(Path(connection.settings_dict["NAME"]).parent, os.getpid())
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(folder, fcntl.LOCK_UN)


@cache
def _opened(folder: Path, _process: int) -> int:
    """Return the practice's folder, opened once in each process to stand in line at."""
    return os.open(folder, os.O_RDONLY)
