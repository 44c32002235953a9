"""What `holdspace trust` was asked to do, and the file it was asked to do it with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from holdspace.command_line.trust.scales import MeasureInFile
from holdspace.vocabulary.errors import HoldspaceError

FORMS = ("csv", "json", "jsonl")
ENDINGS = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".parquet": "parquet"}
PARQUET_MARK = b"PAR1"

SMALL_BYTES = 32 << 10
"""A CSV file up to this size is read row by row: done before numpy would be there."""


class NotRead(HoldspaceError):
    """A file that was named cannot be read."""

    next_step = "Check its name and its rights."

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be read: {why}.")


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
        if not self.file.is_file():
            return False
        with self.file.open("rb") as file:
            return file.read(4) == PARQUET_MARK or self.file.suffix == ".parquet"


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the system says of a file that cannot be read into one clear line.

    Raises:
        NotRead: if it is not there, is a folder, or must not be read.
    """
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise NotRead(path, error.strerror or "no reason given") from None
    yield
