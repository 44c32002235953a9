"""Makes a synthetic practice of any size as the folder of an extract.

    python benchmarks/make_practice.py FOLDER --clients 1000 --seed 7

Nobody in it is real. The folder must not be there yet, or be empty. It is what
`holdspace extract` writes (docs/reference/extract.md), so that `holdspace practice
--from FOLDER` reads it. The same seed and number of clients give the same rows. Clients
are drawn and written in groups, so that memory does not grow with their number; how far
it is stands on standard error.
"""

import argparse
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa
from practice_simulator import PIECE, Table, Words, pieces

from holdspace.practice.extract import ExtractWriter
from holdspace.practice.tables import TABLES
from holdspace.vocabulary.errors import HoldspaceError

PIECES_A_GROUP = 8
"""Pieces written at once, so that a row group of a file is large enough."""


def main() -> int:
    """Make the folder; return 0 when it is done."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--clients", type=number_of_clients, default=1000)
    parser.add_argument("--seed", type=int, default=20261126)
    asked = parser.parse_args()
    try:
        rows = make_practice(asked.folder, asked.clients, asked.seed, tell=sys.stderr)
    except HoldspaceError as error:
        print(f"make_practice: {error}", file=sys.stderr)
        return 1
    told = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    print(f"{asked.folder}: {told}")
    return 0


def number_of_clients(text: str) -> int:
    """Return how many clients to make, one at least."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("it has to be a whole number, 1 or more")
    return int(text)


def make_practice(
    folder: Path, clients: int, seed: int, *, tell: TextIO | None = None
) -> dict[str, int]:
    """Write the extract of a made-up practice; return the rows of each table."""
    rows, begun = dict.fromkeys(TABLES, 0), time.perf_counter()
    with ExtractWriter(folder) as writer:
        waiting: list[Mapping[str, pa.Table]] = []
        for number, piece in enumerate(pieces(clients, seed=seed), 1):
            waiting.append({n: as_arrow(piece[n], TABLES[n]) for n in TABLES})
            done = min(number * PIECE, clients)
            if len(waiting) == PIECES_A_GROUP or done == clients:
                for name in TABLES:
                    table = pa.concat_tables([each[name] for each in waiting])
                    writer.add_columns(name, table)
                    rows[name] += len(table)
                waiting.clear()
                if tell is not None:
                    seconds = time.perf_counter() - begun
                    print(
                        f"{done:,} of {clients:,} clients, {seconds:.0f} s", file=tell
                    )
    return rows


def as_arrow(table: Table, schema: pa.Schema) -> pa.Table:
    """Return drawn columns as the schema has them."""
    columns = [_column(table[field.name], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _column(column: object, kind: pa.DataType) -> pa.Array:
    if isinstance(column, Words):
        which = pa.array(column.which, mask=column.which < 0)
        known = pa.array(column.known, pa.string())
        return pa.DictionaryArray.from_arrays(which, known).cast(kind)
    mask = np.ma.getmaskarray(column) if np.ma.isMaskedArray(column) else None
    values = np.ma.getdata(column)
    if pa.types.is_date32(kind):
        values = values.astype(np.int32)
    return pa.array(values, mask=mask).cast(kind)


if __name__ == "__main__":
    sys.exit(main())
