"""What `holdspace trust` was asked to do, and the file it was asked to do it with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from holdspace.command_line.tables.opened import is_parquet
from holdspace.command_line.trust.scales import MeasureInFile

FORMS = ("csv", "json", "jsonl")
ENDINGS = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".parquet": "parquet"}

SMALL_BYTES = 32 << 10
"""A CSV file up to this size is read row by row: done before numpy would be there."""


@dataclass(frozen=True, slots=True)
class TrustRequest:
    """One call of the command; `out` is None for standard output.

    `form` is one of `FORMS` or `parquet`, `latest_us` the latest moment that does not
    lie in the future.
    """

    file: Path
    declared: Mapping[str, MeasureInFile]
    form: str
    out: Path | None
    latest_us: int

    def is_small(self) -> bool:
        """Say whether to read the file row by row, without numpy."""
        if self.form == "parquet" or self.is_parquet():
            return False
        return not self.file.is_file() or self.file.stat().st_size <= SMALL_BYTES

    def is_parquet(self) -> bool:
        """Say whether the file is Parquet: by its first bytes, or else its ending."""
        return is_parquet(self.file)
