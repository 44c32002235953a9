"""Draws the trust lines of a small CSV file, row by row in plain Python."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path

from holdspace.alliance.ratings import Step
from holdspace.alliance.trajectory import trajectory
from holdspace.command_line.tables.moments import DAY_US
from holdspace.command_line.tables.out_file import say, written_whole
from holdspace.command_line.trust.models import LineModel, Seen, model_of, say_how
from holdspace.command_line.trust.ratings import (
    RatingRow,
    positions_of,
    rating_of,
)
from holdspace.command_line.trust.request import TrustRequest
from holdspace.command_line.trust.scales import MeasureInFile, scale_of
from holdspace.command_line.trust.text import TrustRow, as_text
from holdspace.rows.left_out import LeftOut, WhyLeftOut
from holdspace.rows.records import header_of, lines_of, records_of


def draw_small(request: TrustRequest) -> int:
    """Draw the lines of a file and write them; return how many rows were left out."""
    refused: list[_Refused] = []
    scales: dict[str, MeasureInFile] = {}
    ratings = list(_ratings(request, scales, refused))
    rows = sorted(_rows(ratings, scales, refused), key=lambda row: row[0])
    left_out = LeftOut(say)
    for row, line, why in sorted(refused):
        left_out.add(why, row=row, line=line)
    left_out.close()
    _write(as_text((row for _, row in rows), request.form), request.out)
    return len(left_out)


_Refused = tuple[int, int, WhyLeftOut]


def _ratings(
    request: TrustRequest, scales: dict[str, MeasureInFile], refused: list[_Refused]
) -> Iterator[RatingRow]:
    with request.file.open("rb", buffering=0) as raw:
        # A pipe cannot be gone back in; it is read whole.
        file = BytesIO(raw.read())
        header, line, start = header_of(file)
        places = positions_of(header)
        file.seek(start)
        records = records_of(lines_of(file), first_line=line, columns=len(header))
        for row, record in enumerate(records, start=1):
            reading: RatingRow | WhyLeftOut | None = record.broken
            if record.fields is not None:
                values = [record.fields[place] for place in places]
                reading = rating_of(
                    values, row=row, line=record.line, latest_us=request.latest_us
                )
            if isinstance(reading, RatingRow):
                name = reading.measure
                if name not in scales:
                    scales[name] = scale_of(name, request.declared)
                if reading.score is None or scales[name].allows(reading.score):
                    yield reading
                    continue
                reading = WhyLeftOut.OUTSIDE
            if reading is not None:
                refused.append((row, record.line, reading))


def _rows(
    ratings: Sequence[RatingRow],
    scales: Mapping[str, MeasureInFile],
    refused: list[_Refused],
) -> Iterator[tuple[int, TrustRow]]:
    """Return the row of each rating with its number, one measure after the other."""
    by_measure: dict[str, dict[str, list[RatingRow]]] = {name: {} for name in scales}
    for rating in ratings:
        by_measure[rating.measure].setdefault(rating.client, []).append(rating)
    lines = {
        name: [_in_time(rated, refused) for rated in clients.values()]
        for name, clients in by_measure.items()
    }
    models = {name: model_of(scales[name], _seen(lines[name])) for name in lines}
    say_how(list(models.values()), say)
    for name, series in lines.items():
        model = models[name]
        for line in series:
            if model is None:
                why = WhyLeftOut.NOT_ESTIMATED
                refused += [(rating.row, rating.line, why) for rating in line]
            else:
                yield from _drawn(model, line)


def _in_time(ratings: list[RatingRow], refused: list[_Refused]) -> list[RatingRow]:
    """Return ratings from the oldest, only the first row of those at one time."""
    line: list[RatingRow] = []
    for rating in sorted(ratings, key=lambda rating: rating.at_us):
        if line and line[-1].at_us == rating.at_us:
            refused.append((rating.row, rating.line, WhyLeftOut.TWICE))
        else:
            line.append(rating)
    return line


def _steps(line: Sequence[RatingRow]) -> list[Step]:
    return [
        ((rating.at_us - before.at_us) / DAY_US, rating.score)
        for before, rating in zip([*line[:1], *line], line, strict=False)
    ]


def _seen(lines: Sequence[Sequence[RatingRow]]) -> Seen:
    scores = [r.score for line in lines for r in line if r.score is not None]
    return Seen(
        min(scores, default=None),
        max(scores, default=None),
        [_steps(line) for line in lines],
    )


def _drawn(
    model: LineModel, line: Sequence[RatingRow]
) -> Iterator[tuple[int, TrustRow]]:
    points = trajectory(model.scale, model.prior, _steps(line))
    for rating, point in zip(line, points, strict=True):
        yield (
            rating.row,
            TrustRow(
                rating.client,
                rating.time,
                rating.measure,
                rating.score,
                point.level,
                point.lower,
                point.upper,
                "" if point.signal is None else str(point.signal.kind),
            ),
        )


def _write(pieces: Iterable[str], out: Path | None) -> None:
    if out is None:
        sys.stdout.writelines(pieces)
        return
    with written_whole(out) as beside, beside.open("w", encoding="utf-8") as file:
        file.writelines(pieces)
