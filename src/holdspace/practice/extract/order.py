"""Checks that the rows of a table stand by client, and that none is there twice.

A table is read a piece at a time. As its rows stand by client, two of the same thing
are near each other, and nothing has to be kept but what the last client has.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from holdspace.practice.extract.errors import ExtractDamaged, RowsNotAllowed
from holdspace.practice.tables import ExtractTable

ROWS_AT_ONCE = 1_000_000

_Whole = npt.NDArray[np.int64]


def check_order(file: Path, table: ExtractTable) -> None:
    """Check a table that has a key; no value of it is empty.

    Raises:
        RowsNotAllowed: if rows are out of order, or of the same thing as earlier ones.
        ExtractDamaged: if the file cannot be read to its end.
    """
    if not table.key:
        return
    seen = _LastClient()
    try:
        # Words are read as their places in a list: those are compared much sooner.
        with pq.ParquetFile(file, read_dictionary=list(table.key)) as opened:
            for batch in opened.iter_batches(ROWS_AT_ONCE, columns=list(table.key)):
                seen.look_at(file, table, batch)
    except (pa.ArrowException, OSError):
        raise ExtractDamaged(file, "is broken: it cannot be read to its end") from None


@dataclass(slots=True)
class _LastClient:
    """The client at the end of the last piece, and what was seen of them there."""

    client: int = 0
    seen: set[object] = field(default_factory=set)

    def look_at(self, file: Path, table: ExtractTable, batch: pa.RecordBatch) -> None:
        clients: _Whole = batch.column("client").to_numpy(zero_copy_only=False)
        if not len(clients):
            return
        back = int((np.diff(clients, prepend=self.client) < 0).sum())
        if back:
            what = "out of place: rows stand in the order of their clients' numbers"
            raise RowsNotAllowed(file, back, what)
        again = self._again(clients, batch.column(table.key[-1]))
        if again:
            what = f"with a {' and '.join(table.key)} that an earlier row has"
            raise RowsNotAllowed(file, again, what)

    def _again(self, clients: _Whole, last: pa.Array) -> int:
        """Return how many rows are of the same thing as an earlier one."""
        first = int(np.searchsorted(clients, clients[0], side="right"))
        begun = last.slice(0, first).to_pylist() if clients[0] == self.client else []
        again = sum(one in self.seen for one in begun)
        self._keep(clients, last)
        things = _ranks(last)
        ascending = (np.diff(things) > 0) | (np.diff(clients) > 0)
        if ascending.all():  # as they are written: nothing has to be sorted
            return again
        rows = (clients - clients[0]) * (int(things.max()) + 1) + things
        rows.sort()
        return again + int((np.diff(rows) == 0).sum())

    def _keep(self, clients: _Whole, last: pa.Array) -> None:
        client = int(clients[-1])
        if client != self.client:
            self.client, self.seen = client, set()
        begins = int(np.searchsorted(clients, client, side="left"))
        self.seen.update(last.slice(begins).to_pylist())


def _ranks(column: pa.Array) -> _Whole:
    """Return small whole numbers, from 0 up, in the order of the values."""
    if pa.types.is_dictionary(column.type):
        values = np.array(column.dictionary.to_pylist())
        place = np.empty(len(values), np.int64)
        place[np.argsort(values)] = np.arange(len(values))
        ranks: _Whole = place[column.indices.to_numpy(zero_copy_only=False)]
        return ranks
    numbers: _Whole = column.to_numpy(zero_copy_only=False).astype(np.int64)
    above: _Whole = numbers - numbers.min()
    return above
