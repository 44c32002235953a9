"""Reads the next piece and writes the last one while this one is worked on."""

import queue
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Generic, TypeVar

from holdspace.alliance.batch import LinesOfMany
from holdspace.command_line.trust.arrow_out import RowsOut
from holdspace.command_line.trust.columns import Ratings

Item = TypeVar("Item")

WAITING = 2  # pieces that may be read or wait to be written before they are needed
TICK_S = 0.1


def read_ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Return the same items, the next ones fetched meanwhile in a thread."""
    fetched: queue.Queue[_Fetched[Item]] = queue.Queue(WAITING)
    stopped = Event()
    thread = Thread(target=_fetch, args=(items, fetched, stopped), daemon=True)
    thread.start()
    try:
        while (one := fetched.get()).error is None:
            yield from one.items
        if not isinstance(one.error, StopIteration):
            raise one.error
    finally:
        stopped.set()
        thread.join()


@dataclass(frozen=True, slots=True)
class _Fetched(Generic[Item]):
    """One item, or why there are no more."""

    items: tuple[Item, ...] = ()
    error: BaseException | None = None


def _fetch(
    items: Iterable[Item], fetched: "queue.Queue[_Fetched[Item]]", stopped: Event
) -> None:
    def put(one: _Fetched[Item]) -> None:
        while not stopped.is_set():
            with suppress(queue.Full):
                return fetched.put(one, timeout=TICK_S)
        return None

    try:
        for item in items:
            put(_Fetched((item,)))
            if stopped.is_set():
                return
        put(_Fetched(error=StopIteration()))
    except BaseException as error:  # raised again where the next item is awaited
        put(_Fetched(error=error))


@contextmanager
def written_behind(
    out: RowsOut, names: Sequence[str]
) -> Iterator[Callable[[Ratings, LinesOfMany], None]]:
    """Give a function that has rows written in order, in a thread."""
    pending: list[Future[None]] = []
    with ThreadPoolExecutor(1) as thread:

        def write(ratings: Ratings, points: LinesOfMany) -> None:
            if len(pending) >= WAITING:
                pending.pop(0).result()
            pending.append(thread.submit(out.write, ratings, points, names))

        yield write
        for last in pending:
            last.result()
