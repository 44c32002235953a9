"""Makes files of ratings for `trust_speed.py`: ragged, irregular, some missed."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

DAY_US = 86_400_000_000
FIRST_DAY_US = 18_000 * DAY_US  # in 2019
ROW_GROUP = 1_000_000
MEASURE = "session"
LOW, HIGH, SEM = 0.0, 40.0, 2.0


@dataclass(frozen=True, slots=True)
class Made:
    """Ratings of many clients, one client after the other, oldest first."""

    client: NDArray[np.int32]
    at_us: NDArray[np.int64]
    score: NDArray[np.float64]
    starts: NDArray[np.int64]

    @property
    def gap_days(self) -> NDArray[np.float64]:
        """The days since the rating before, 0 at the first of a client."""
        gaps = np.diff(self.at_us, prepend=self.at_us[0]) / DAY_US
        gaps[self.starts[:-1]] = 0
        return gaps


def made(clients: int, seed: int, *, regular: int = 0) -> Made:
    """Return 3 to 60 ratings a client, 20 on average, about weekly, 10 % missed.

    `regular` is a fixed number of ratings a client exactly a week apart instead.
    """
    random = np.random.default_rng(seed)
    lengths = 3 + random.negative_binomial(3, 3 / 20, clients)
    lengths = np.full(clients, regular) if regular else np.minimum(lengths, 60)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    ratings = int(starts[-1])
    days = np.full(ratings, 7.0)
    if not regular:
        days = np.maximum(1, 7 * np.exp(0.45 * random.standard_normal(ratings)))
    gaps = (days * 24).astype(np.int64) * (DAY_US // 24)
    since = np.cumsum(gaps)
    begins = FIRST_DAY_US + random.integers(0, 2000, clients) * DAY_US
    at_us = since - np.repeat(since[starts[:-1]] - begins, lengths)
    level = np.repeat(random.normal(33.5, 4.2, clients), lengths)
    drift = np.cumsum(random.normal(0, 0.5, ratings))
    level += drift - np.repeat(drift[starts[:-1]], lengths)
    score = np.round(np.clip(level + random.normal(0, SEM, ratings), LOW, HIGH), 1)
    score[random.random(ratings) < 0.1] = np.nan
    client = np.repeat(np.arange(clients, dtype=np.int32), lengths)
    return Made(client, at_us, score, starts)


def written(ratings: Made, path: Path, *, shuffled: int | None = None) -> None:
    """Write a file, CSV or Parquet by its ending; `shuffled` is a seed."""
    order = slice(None)
    if shuffled is not None:
        order = np.random.default_rng(shuffled).permutation(len(ratings.client))
    clients = len(ratings.starts) - 1
    names = pa.array([f"client-{number:07d}" for number in range(clients)])
    score = ratings.score[order]
    table = pa.table(
        {
            "client": names.take(pa.array(ratings.client[order])),
            "time": pa.array(ratings.at_us[order], pa.timestamp("us")),
            "measure": pa.array([MEASURE]).take(pa.array(np.zeros(len(score), "i4"))),
            "score": pa.array(score, mask=np.isnan(score)),
        }
    )
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=ROW_GROUP)
        return
    seconds = table.column("time").cast(pa.timestamp("s"))
    table = table.set_column(1, "time", seconds)
    with path.open("wb") as file:
        file.write(b"client,time,measure,score\n")
        options = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
        arrow_csv.write_csv(table, file, options)
