"""Writes down with one commit what several people save at the same moment.

A commit waits for the disk, and on SQLite for every writer before it. Two hundred
people who type would queue for it. So whoever comes to write takes along all that wait
already: the disk is asked once, and each gets their own answer.
"""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

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
