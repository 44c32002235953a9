"""Finds the cycles of all clients of a file; names the rows that cannot be taken."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from holdspace.command_line.cycles.events import EventReader, EventRow
from holdspace.command_line.cycles.histories import history_of
from holdspace.command_line.cycles.sources import rows_of
from holdspace.command_line.tables.out_file import Progress
from holdspace.content.codebook import codebook
from holdspace.patterns.cycles import Cycle, cycles_of
from holdspace.patterns.sequences import Reach, TooMuchRecurs
from holdspace.patterns.timeline import Timeline
from holdspace.rows.left_out import LeftOut, WhyLeftOut

WORTH_COMPILING_EVENTS = 2_000  # below, loading the compiler takes what it saves


@dataclass(frozen=True, slots=True)
class CyclesOfClient:
    """What was found of one client."""

    client: str = field(repr=False)
    cycles: list[Cycle]


class HistoriesInFile:
    """The clients of a file; their cycles are found one client after the other.

    `left_out` is how many rows, and clients of whom too much recurs, were left out.
    """

    def __init__(
        self, histories: dict[str, Timeline], reach: Reach, left_out: int
    ) -> None:
        self._histories, self._reach = histories, reach
        self.left_out = left_out

    def clients(self) -> Iterator[CyclesOfClient]:
        """Return each client in the order of the file."""
        bar = Progress(len(self._histories))
        events = sum(map(len, self._histories.values()))
        compiled = events >= WORTH_COMPILING_EVENTS and find_spec("numba") is not None
        for done, (client, history) in enumerate(self._histories.items(), start=1):
            try:
                found = cycles_of(history, self._reach, compiled=compiled)
            except TooMuchRecurs as error:
                first = min(event.row for event in history.events)
                bar.say(f"the client of row {first} is left out: {error}")
                self.left_out += 1
            else:
                yield CyclesOfClient(client, found)
            bar.reach(done)
        bar.close()


def found_in(path: Path, reach: Reach, *, latest_us: int) -> HistoriesInFile:
    """Read a file; say which of its rows cannot be taken."""
    refused: list[tuple[int, int | None, WhyLeftOut]] = []
    rows = _rows_by_client(path, latest_us, refused)

    def refuse(row: EventRow, why: WhyLeftOut) -> None:
        refused.append((row.row, row.line, why))

    histories = {client: history_of(own, refuse) for client, own in rows.items()}
    bar = Progress(0)
    left_out = LeftOut(bar.say)
    for row, line, why in sorted(refused, key=lambda one: one[0]):
        left_out.add(why, row=row, line=line)
    left_out.close()
    return HistoriesInFile(
        {client: history for client, history in histories.items() if len(history)},
        reach,
        len(left_out),
    )


def _rows_by_client(
    path: Path, latest_us: int, refused: list[tuple[int, int | None, WhyLeftOut]]
) -> dict[str, list[EventRow]]:
    codes = frozenset(code.id for code in codebook().codes)
    reader = EventReader(codes, latest_us)
    rows: dict[str, list[EventRow]] = {}
    for row, line, values, broken in rows_of(path):
        read: tuple[str, EventRow] | WhyLeftOut | None = broken
        if values is not None:
            read = reader.event_of(values, row=row, line=line)
        if isinstance(read, tuple):
            rows.setdefault(read[0], []).append(read[1])
        elif read is not None:
            refused.append((row, line, read))
    return rows
