"""The list of what an extract holds; it is written last, so half is never whole."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from holdspace.practice.extract.errors import (
    ExtractDamaged,
    ExtractOfAnotherSchema,
    ExtractUnfinished,
    NoExtractThere,
)
from holdspace.practice.tables import EXTRACT_TABLES, MANIFEST, SCHEMA, SCHEMA_KEY

UNFINISHED = ".unfinished"
"""What is added to the name of a file while it is being written."""


@dataclass(frozen=True, slots=True)
class FileOfExtract:
    """How many rows a file of an extract has, and how many bytes."""

    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an extract says of itself: the files by name, and which version made it."""

    files: Mapping[str, FileOfExtract]
    made_with: str = ""

    def as_json(self) -> bytes:
        """Return it as the file holds it."""
        files = {
            name: {"rows": one.rows, "bytes": one.bytes}
            for name, one in self.files.items()
        }
        told = {SCHEMA_KEY: SCHEMA, "made_with": self.made_with, "files": files}
        return (json.dumps(told, indent=2) + "\n").encode()


def read_manifest(folder: Path) -> Manifest:
    """Return what the extract in `folder` says of itself, held against its files.

    Raises:
        NoExtractThere: if there is no folder or no extract in it.
        ExtractUnfinished: if making it was stopped, or still goes on.
        ExtractOfAnotherSchema: if it is of a schema this version does not know.
        ExtractDamaged: if a file is missing or not as long as it was written.
    """
    if not folder.is_dir():
        raise NoExtractThere(folder)
    file = folder / MANIFEST
    try:
        told = json.loads(file.read_bytes())
    except FileNotFoundError:
        if _holds_a_part(folder):
            raise ExtractUnfinished(folder) from None
        raise NoExtractThere(folder, f"is no extract: it has no {MANIFEST}") from None
    except (OSError, ValueError):
        raise ExtractDamaged(file, "cannot be read") from None
    if not isinstance(told, dict) or SCHEMA_KEY not in told:
        raise ExtractDamaged(file, "is not what an extract says of itself")
    schema = told[SCHEMA_KEY]
    if schema != SCHEMA or isinstance(schema, bool):  # true is equal to 1
        raise ExtractOfAnotherSchema(folder, schema, SCHEMA)
    manifest = Manifest(_files(file, told), str(told.get("made_with", "")))
    for table in EXTRACT_TABLES:
        _check_length(folder / table.file, manifest.files[table.file])
    return manifest


def _holds_a_part(folder: Path) -> bool:
    """Return whether something of an extract lies here."""
    names = {table.file for table in EXTRACT_TABLES}
    return any(one.name.removesuffix(UNFINISHED) in names for one in folder.iterdir())


def _files(file: Path, told: dict[str, object]) -> dict[str, FileOfExtract]:
    listed = told.get("files")
    found = {}
    for table in EXTRACT_TABLES:
        one = listed.get(table.file) if isinstance(listed, dict) else None
        counts = [one.get("rows"), one.get("bytes")] if isinstance(one, dict) else []
        numbers = [n for n in counts if type(n) is int and n >= 0]
        if len(numbers) != len(counts) or not counts:
            raise ExtractDamaged(file, f"does not tell of {table.file}")
        found[table.file] = FileOfExtract(*numbers)
    return found


def _check_length(file: Path, said: FileOfExtract) -> None:
    try:
        length = file.stat().st_size
    except FileNotFoundError:
        raise ExtractDamaged(file, "is missing") from None
    except OSError:
        raise ExtractDamaged(file, "cannot be read") from None
    if length != said.bytes:
        raise ExtractDamaged(file, f"is {length} bytes long; {said.bytes} were written")
