"""Writes trust lines as CSV, as one JSON document, or as JSON Lines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

OUTPUT_COLUMNS = (
    "client",
    "time",
    "measure",
    "score",
    "level",
    "lower",
    "upper",
    "signal",
)
DECIMALS = 4  # of a point; no scale is read more finely


@dataclass(frozen=True, slots=True)
class TrustRow:
    """One row of the answer: the rating and what the trust line makes of it.

    `level`, `lower` and `upper` are points of the measure's own scale, the last two a
    90 % interval. `signal` is empty except on the row where something begins.
    """

    client: str = field(repr=False)
    time: str
    measure: str
    score: float | None
    level: float
    lower: float
    upper: float
    signal: str


def number(points: float) -> str:
    """Return points as text: no more decimals than needed, at most four.

    >>> number(8.0), number(33.51234), number(-0.00001)
    ('8', '33.5123', '0')
    """
    shortest = repr(round(points, DECIMALS) + 0.0)
    return shortest.removesuffix(".0")


def csv_field(text: str) -> str:
    """Return a field as CSV has it, in quotation marks only where it must be.

    >>> csv_field("17"), csv_field("Ruth, Monday")
    ('17', '"Ruth, Monday"')
    """
    if any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def json_string(text: str) -> str:
    """Return a text as a JSON string, in plain UTF-8."""
    return json.dumps(text, ensure_ascii=False)


def csv_line(row: TrustRow) -> str:
    """Return one row as a line of CSV."""
    return ",".join(
        [
            csv_field(row.client),
            csv_field(row.time),
            csv_field(row.measure),
            "" if row.score is None else number(row.score),
            number(row.level),
            number(row.lower),
            number(row.upper),
            row.signal,
        ]
    )


def json_object(row: TrustRow) -> str:
    """Return one row as a JSON object on one line."""
    texts = (row.client, row.time, row.measure)
    points = (row.score, row.level, row.lower, row.upper)
    values = [
        *map(json_string, texts),
        *("null" if value is None else number(value) for value in points),
        json_string(row.signal),
    ]
    pairs = zip(OUTPUT_COLUMNS, values, strict=True)
    return "{" + ", ".join(f'"{name}": {value}' for name, value in pairs) + "}"


def as_text(rows: Iterable[TrustRow], form: str) -> Iterator[str]:
    """Return the pieces of a file in the form `csv`, `json` or `jsonl`."""
    if form == "csv":
        yield ",".join(OUTPUT_COLUMNS) + "\n"
        yield from (csv_line(row) + "\n" for row in rows)
    elif form == "jsonl":
        yield from (json_object(row) + "\n" for row in rows)
    else:
        yield "["
        for place, row in enumerate(rows):
            yield (",\n" if place else "\n") + json_object(row)
        yield "\n]\n"
