"""Writes many rows of trust lines at once, as Parquet or as text."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from holdspace.alliance.batch import LinesOfMany
from holdspace.alliance.batch_signals import SIGNALS
from holdspace.command_line.trust.columns import Ratings, encoded, texts_of
from holdspace.command_line.trust.text import (
    DECIMALS,
    OUTPUT_COLUMNS,
    csv_field,
    json_string,
)


class RowsOut(Protocol):
    """Somewhere to write rows to, a piece at a time."""

    def write(
        self, ratings: Ratings, points: LinesOfMany, names: Sequence[str]
    ) -> None:
        """Write these rows after those that were written before.

        `names` are the measures that `ratings.measure_id` points to.
        """

    def close(self) -> None:
        """Write what belongs at the end."""


class ParquetOut:
    """A Parquet file; client and time keep the kind they had."""

    def __init__(self, path: Path, client: pa.DataType, time: pa.DataType) -> None:
        self._schema = pa.schema(
            [
                ("client", pa.dictionary(pa.int32(), client)),
                ("time", time),
                ("measure", pa.dictionary(pa.int32(), pa.string())),
                ("score", pa.float64()),
                *((name, pa.float32()) for name in ("level", "lower", "upper")),
                ("signal", pa.dictionary(pa.int8(), pa.string())),
            ]
        )
        self._writer = pq.ParquetWriter(
            path,
            self._schema,
            use_dictionary=["client", "measure", "signal"],
            store_schema=False,  # else readers would get codes instead of texts
        )

    def write(
        self, ratings: Ratings, points: LinesOfMany, names: Sequence[str]
    ) -> None:
        """Write these rows after those that were written before."""
        numbers = (points.level, points.lower, points.upper)
        columns = [
            ratings.client,
            ratings.time,
            pa.DictionaryArray.from_arrays(ratings.measure_id, pa.array(names)),
            pa.array(ratings.score, pa.float64(), mask=np.isnan(ratings.score)),
            *(pa.array(column.astype(np.float32)) for column in numbers),
            pa.DictionaryArray.from_arrays(points.signal, pa.array(SIGNALS)),
        ]
        if columns[1].type != self._schema.field("time").type:
            columns[1] = columns[1].cast(self._schema.field("time").type)
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))

    def close(self) -> None:
        """Write what belongs at the end."""
        self._writer.close()


class TextOut:
    """A text in the form `csv`, `json` or `jsonl`, as `text.as_text` writes it."""

    def __init__(self, file: BinaryIO, form: str) -> None:
        self._file = file
        self._form = form
        self._wrote = False
        if form == "csv":
            file.write((",".join(OUTPUT_COLUMNS) + "\n").encode())
        elif form == "json":
            file.write(b"[")

    def write(
        self, ratings: Ratings, points: LinesOfMany, names: Sequence[str]
    ) -> None:
        """Write these rows after those that were written before."""
        if not len(ratings):
            return
        text = csv_field if self._form == "csv" else json_string
        columns = [
            _each_text(ratings.client, text),
            _each_text(encoded(_times_as_texts(ratings.time)), text),
            _coded(ratings.measure_id, [text(name) for name in names]),
            _numbers(ratings.score).fill_null("" if text is csv_field else "null"),
            *map(_numbers, (points.level, points.lower, points.upper)),
            _coded(points.signal, [text(signal) for signal in SIGNALS]),
        ]
        if self._form == "csv":
            rows, between = pc.binary_join_element_wise(*columns, ","), "\n"
        else:
            rows = _objects(columns)
            between = ",\n" if self._form == "json" else "\n"
        if self._form == "json":
            self._file.write(b",\n" if self._wrote else b"\n")
        lines = pa.LargeListArray.from_arrays(pa.array([0, len(rows)]), rows)
        self._file.write(pc.binary_join(lines, between)[0].as_buffer())
        if self._form != "json":
            self._file.write(b"\n")
        self._wrote = True

    def close(self) -> None:
        """Write what belongs at the end."""
        if self._form == "json":
            self._file.write(b"\n]\n")


def _objects(columns: Sequence[pa.Array]) -> pa.Array:
    pieces: list[pa.Array | str] = []
    for place, (name, column) in enumerate(zip(OUTPUT_COLUMNS, columns, strict=True)):
        pieces += [f'{", " if place else "{"}"{name}": ', column]
    return pc.binary_join_element_wise(*pieces, "}", "")


def _each_text(column: pa.DictionaryArray, text: Callable[[str], str]) -> pa.Array:
    """Return an encoded column as texts, each different one put through `text` once."""
    texts = texts_of(column)
    if (
        text is json_string
        or pc.any(pc.match_substring_regex(texts, '[",\r\n]')).as_py()
    ):
        texts = pa.array([text(value) for value in texts.to_pylist()], pa.string())
    return texts.take(column.indices)


def _coded(codes: NDArray[np.integer], texts: Sequence[str]) -> pa.Array:
    return pa.array(texts, pa.string()).take(pa.array(codes))


def _numbers(points: NDArray[np.floating]) -> pa.Array:
    """Return points as texts with at most four decimals; null where there are none."""
    rounded = np.round(points.astype(np.float64), DECIMALS) + 0.0
    return pa.array(rounded, mask=np.isnan(rounded)).cast(pa.string())


def _times_as_texts(times: pa.Array) -> pa.Array:
    kind = times.type
    if pa.types.is_dictionary(kind):
        times, kind = times.cast(kind.value_type), kind.value_type
    if not pa.types.is_timestamp(kind):
        return times.cast(pa.string())
    try:
        whole = times.cast(pa.timestamp("s", kind.tz))
    except pa.ArrowInvalid:  # some have parts of a second
        whole = times.cast(pa.timestamp("us", kind.tz), safe=False)
    form = "%Y-%m-%dT%H:%M:%S" + ("Z" if kind.tz else "")
    if kind.tz:
        whole = whole.cast(pa.timestamp(whole.type.unit, "UTC"))
    return pc.strftime(whole, form)
