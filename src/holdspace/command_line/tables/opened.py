"""Opens a file that was named, or says in one clear line why it cannot be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from holdspace.vocabulary.errors import HoldspaceError

PARQUET_MARK = b"PAR1"


class NotRead(HoldspaceError):
    """A file that was named cannot be read."""

    next_step = "Check its name and its rights."

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be read: {why}.")


class NotReadAsParquet(HoldspaceError):
    """A file that should be Parquet cannot be read as such."""

    next_step = "Write it again, or give it as CSV."

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} cannot be read as a Parquet file.")


def is_parquet(path: Path) -> bool:
    """Say whether a file is Parquet: by its first bytes, or else its ending."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == PARQUET_MARK or path.suffix == ".parquet"


def is_same_file(one: Path, other: Path) -> bool:
    """Say whether two paths lead to the same file that is there, however written."""
    return one.is_file() and other.is_file() and one.samefile(other)


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
