"""The columns of a file of ratings, checked a piece at a time instead of row by row.

Says the same of each row as `ratings.rating_of`: wherever whole columns cannot be read
at once, the different texts of a column go through the functions for single rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from holdspace.command_line.tables.moments import DAY_US, moment_us
from holdspace.command_line.trust.ratings import score_of
from holdspace.rows.left_out import WhyLeftOut
from holdspace.vocabulary.errors import HoldspaceError

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Whys = NDArray[np.int8]
"""A reason a row, as its place in `REASONS`; `FINE` where there is none."""

_Number = TypeVar("_Number", np.int64, np.float64)

REASONS: Sequence[WhyLeftOut] = tuple(WhyLeftOut)
FINE = -1


class ColumnUnreadable(HoldspaceError):
    """A column of a Parquet file is of a kind that cannot hold what it should."""

    next_step = (
        "Write client and measure as text, time as text or time, score as number."
    )

    def __init__(self, name: str, kind: object) -> None:
        super().__init__(f"The column {name} is of the kind {kind}.")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a file, as it has them; `lines` is None in a Parquet file.

    `broken` are rows that could not be split into fields. `reached` is how far the
    file was read, in the unit of its source's `total`.
    """

    client: pa.Array = field(repr=False)
    time: pa.Array
    measure: pa.Array
    score: pa.Array
    rows: Integers
    lines: Integers | None
    reached: int
    broken: Sequence[tuple[WhyLeftOut, int, int]] = ()


@dataclass(frozen=True, slots=True)
class Ratings:
    """Rows that can be taken, in the order of the file.

    `client` (a dictionary array) and `time` are as the file has them.
    `at_us` is microseconds since 1970 in UTC, `measure_id` a place in the list of
    measures, `score` NaN where the rating was missed.
    """

    client: pa.DictionaryArray = field(repr=False)
    time: pa.Array
    at_us: Integers
    measure_id: NDArray[np.int32]
    score: Floats
    rows: Integers
    lines: Integers | None

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def client_code(self) -> NDArray[np.int32]:
        """The client of each row as a number, the same for the same client."""
        codes: NDArray[np.int32] = self.client.indices.to_numpy()
        return codes

    def with_own_clients(self) -> "Ratings":
        """Return the same rows, keeping no client that is not among them."""
        client = encoded(self.client.cast(self.client.type.value_type))
        return replace(self, client=client)

    def part(self, start: int, stop: int) -> "Ratings":
        """Return the rows from `start` up to, not including, `stop`."""
        return self._each(
            lambda column: column.slice(start, stop - start),
            lambda column: column[start:stop],
        )

    def where(self, kept: Bools) -> "Ratings":
        """Return the rows that are `kept`."""
        if kept.all():
            return self
        mask = pa.array(kept)
        return self._each(lambda column: column.filter(mask), lambda c: c[kept])

    def _each(
        self,
        arrow: Callable[[pa.Array], pa.Array],
        plain: Callable[[NDArray[np.generic]], NDArray[np.generic]],
    ) -> "Ratings":
        return Ratings(
            arrow(self.client),
            arrow(self.time),
            plain(self.at_us),  # type: ignore[arg-type]
            plain(self.measure_id),  # type: ignore[arg-type]
            plain(self.score),  # type: ignore[arg-type]
            plain(self.rows),  # type: ignore[arg-type]
            None if self.lines is None else plain(self.lines),  # type: ignore[arg-type]
        )


def joined(first: Ratings | None, second: Ratings) -> Ratings:
    """Return the rows of both, one after the other."""
    if first is None or not len(first):
        return second
    client = pa.chunked_array([first.client, second.client]).unify_dictionaries()
    lines = None
    if first.lines is not None and second.lines is not None:
        lines = np.concatenate([first.lines, second.lines])
    return Ratings(
        pa.DictionaryArray.from_arrays(
            pa.concat_arrays([chunk.indices for chunk in client.chunks]),
            client.chunk(client.num_chunks - 1).dictionary,
        ),
        pa.concat_arrays([first.time, second.time]),
        np.concatenate([first.at_us, second.at_us]),
        np.concatenate([first.measure_id, second.measure_id]),
        np.concatenate([first.score, second.score]),
        np.concatenate([first.rows, second.rows]),
        lines,
    )


def encoded(column: pa.Array) -> pa.DictionaryArray:
    """Return a column as codes and the different values they stand for."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    if column.indices.type != pa.int32():
        column = pa.DictionaryArray.from_arrays(
            column.indices.cast(pa.int32()), column.dictionary
        )
    return column


def codes_of(column: pa.DictionaryArray, none: int) -> NDArray[np.int32]:
    """Return the codes of an encoded column, with `none` where there is no value."""
    indices = column.indices
    if indices.null_count:
        indices = indices.fill_null(none)
    codes: NDArray[np.int32] = indices.to_numpy()
    return codes


def texts_of(column: pa.DictionaryArray) -> pa.Array:
    """Return the different values of an encoded column as text."""
    values = column.dictionary
    return values if values.type == pa.string() else values.cast(pa.string())


def named(column: pa.Array, name: str) -> tuple[pa.DictionaryArray, pa.Array]:
    """Return a column of names encoded, and its different values as text.

    Raises:
        ColumnUnreadable: if it is of a kind that cannot be put as text.
    """
    try:
        coded = encoded(column)
        return coded, texts_of(coded)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise ColumnUnreadable(name, column.type) from None


def moments_of(column: pa.Array) -> tuple[Integers, Whys | None]:
    """Return times as microseconds since 1970 in UTC, and why one could not be read.

    Raises:
        ColumnUnreadable: if the column is neither text nor a date nor a time.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if is_text(kind):
        return _through_texts(column, _moments_of_texts, WhyLeftOut.NO_TIME)
    if pa.types.is_date(kind):
        days = column.cast(pa.date32()).cast(pa.int32()).cast(pa.int64())
        numbers = pc.multiply(days, DAY_US)
    elif pa.types.is_timestamp(kind):
        target = pa.timestamp("us", tz=kind.tz)
        numbers = column.cast(target, safe=False).cast(pa.int64())
    else:
        raise ColumnUnreadable("time", kind)
    if not column.null_count:
        return numbers.to_numpy(), None
    why = np.full(len(column), FINE, np.int8)
    empty = column.is_null().to_numpy(zero_copy_only=False)
    why[empty] = REASONS.index(WhyLeftOut.NO_TIME)
    return numbers.fill_null(0).to_numpy(), why


def scores_of(column: pa.Array) -> tuple[Floats, Whys | None]:
    """Return scores, NaN where a rating was missed, and why one could not be read.

    Raises:
        ColumnUnreadable: if the column is neither text nor numbers.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if is_text(kind):
        return _through_texts(column, _scores_of_texts, None)
    if not any(is_kind(kind) for is_kind in _NUMBERS):
        raise ColumnUnreadable("score", kind)
    column = column.cast(pa.float64(), safe=False)
    scores: Floats = column.to_numpy(zero_copy_only=False)
    if np.count_nonzero(~np.isfinite(scores)) == column.null_count:
        return scores, None
    why = np.full(len(scores), FINE, np.int8)
    missed = column.is_null().to_numpy(zero_copy_only=False)
    why[np.isinf(scores)] = REASONS.index(WhyLeftOut.SCORE)
    why[np.isnan(scores) & ~missed] = REASONS.index(WhyLeftOut.NAN)
    return scores, why


_NUMBERS = (
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal,
    pa.types.is_null,
)


def is_text(kind: pa.DataType) -> bool:
    """Say whether a column of this kind holds text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _through_texts(
    column: pa.Array,
    read: Callable[[pa.Array], tuple[NDArray[_Number], Whys | None]],
    empty: WhyLeftOut | None,
) -> tuple[NDArray[_Number], Whys | None]:
    """Read each different text once; `empty` says what a row without one is."""
    coded = encoded(column)
    values, why = read(texts_of(coded))
    codes = codes_of(coded, len(values))
    if coded.null_count:
        nothing = np.nan if values.dtype == np.float64 else 0
        values = np.append(values, nothing).astype(values.dtype)
        last = FINE if empty is None else REASONS.index(empty)
        fine = np.full(len(values) - 1, FINE) if why is None else why
        why = np.append(fine, last).astype(np.int8)
    return values[codes], None if why is None else why[codes]


def _moments_of_texts(texts: pa.Array) -> tuple[Integers, Whys | None]:
    for kind in (pa.timestamp("us"), pa.timestamp("us", "UTC")):
        try:
            moments = texts.cast(kind).cast(pa.int64()).to_numpy()
        except pa.ArrowInvalid:
            continue
        return moments, None
    return _one_by_one(texts, moment_us, np.zeros(len(texts), np.int64))


def _scores_of_texts(texts: pa.Array) -> tuple[Floats, Whys | None]:
    try:
        scores = texts.cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        scores = None
    if scores is not None and np.isfinite(scores).all():
        return scores, None
    return _one_by_one(texts, score_of, np.full(len(texts), np.nan))


def _one_by_one(
    texts: pa.Array,
    read: Callable[[str], float | WhyLeftOut | None],
    values: NDArray[_Number],
) -> tuple[NDArray[_Number], Whys]:
    why = np.full(len(texts), FINE, np.int8)
    for place, text in enumerate(texts.to_pylist()):
        value = read(text)
        if isinstance(value, WhyLeftOut):
            why[place] = REASONS.index(value)
        elif value is not None:
            values[place] = value
    return values, why
