"""Opens an extract for working out figures, once nothing is wrong with it."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from holdspace.practice.extract.checks import check_file, check_rows
from holdspace.practice.extract.manifest import Manifest, read_manifest
from holdspace.practice.extract.order import check_order
from holdspace.practice.tables import EXTRACT_TABLES

MEMORY_MB = 1024
"""How much the engine may hold in memory unless somebody says so; the rest goes to
temporary files."""


class Extract:
    """An extract that nothing is wrong with, opened for reading.

    Close it when done, or use it in a `with`: its temporary files go then.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, engine: Backend, temporary: Path
    ) -> None:
        self.folder = folder
        self.made_with = manifest.made_with
        self.rows: Mapping[str, int] = {
            table.name: manifest.files[table.file].rows for table in EXTRACT_TABLES
        }
        self._engine = engine
        self._temporary = temporary
        self._tables: dict[str, ir.Table] = {}
        for table in EXTRACT_TABLES:
            path = str(folder / table.file)
            read = engine.read_parquet(path, table_name=table.name)
            self._tables[table.name] = read.select(*(one.name for one in table.columns))

    @property
    def clients(self) -> int:
        """How many clients are in it."""
        return self.rows["clients"]

    @property
    def engine(self) -> Backend:
        """What the expressions over its tables run on."""
        return self._engine

    def table(self, name: str) -> ir.Table:
        """Return a table as an Ibis expression. Raises KeyError if there is none."""
        return self._tables[name]

    def close(self) -> None:
        """Let go of the files, and remove the temporary ones."""
        self._engine.disconnect()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def __enter__(self) -> "Extract":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def read_extract(
    folder: Path,
    *,
    memory_mb: int = MEMORY_MB,
    temporary: Path | None = None,
    threads: int | None = None,
    today: date | None = None,
) -> Extract:
    """Return the extract in `folder`, once every row of it was looked at.

    Args:
        folder: where its files are.
        memory_mb: how much memory the engine may take, in megabytes.
        temporary: a folder for what does not fit into it; None is the system's own.
        threads: how many processors to use; None is all.
        today: the day of reading; None is that of this computer's clock.

    Raises:
        ExtractUnreadable: if there is none, or anything is wrong with it. Which of its
            kinds says what, and what to do.
    """
    folder = folder.absolute()
    manifest = read_manifest(folder)
    for table in EXTRACT_TABLES:
        file = folder / table.file
        check_file(file, table, manifest.files[table.file])
    spill = Path(tempfile.mkdtemp(prefix="holdspace-", dir=temporary))
    engine = _engine(folder, spill, memory_mb=memory_mb, threads=threads)
    opened = Extract(folder, manifest, engine, spill)
    try:
        _check(opened, today or datetime.now(UTC).astimezone().date())
    except BaseException:
        opened.close()
        raise
    return opened


def _check(opened: Extract, today: date) -> None:
    for table in EXTRACT_TABLES:  # each is joined with the first, the clients
        file = opened.folder / table.file
        check_rows(opened.engine.con, file, table, today)
        check_order(file, table)


def _engine(
    folder: Path, temporary: Path, *, memory_mb: int, threads: int | None
) -> Backend:
    """Return the engine: inside this process, no network, no file but these."""
    settings: dict[str, object] = {
        "memory_limit": f"{memory_mb}MB",
        "temp_directory": str(temporary),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
    }
    if threads is not None:
        settings["threads"] = threads
    engine = ibis.duckdb.connect(":memory:", **settings)
    allowed = ", ".join(_quoted(f"{one}/") for one in (folder, temporary))
    engine.raw_sql(f"SET allowed_directories = [{allowed}]")
    engine.raw_sql("SET enable_external_access = false")
    return engine


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
