"""What can be wrong with the folder of an extract, and what to do then.

No message quotes a value of a table: nobody knows what stands in a broken one.
"""

from pathlib import Path

from holdspace.vocabulary.errors import HoldspaceError

_MAKE_ANEW = "Nothing was worked out. Make the extract anew: holdspace extract DIR."


class ExtractUnreadable(HoldspaceError):
    """An extract cannot be read, and so nothing is worked out from it."""

    next_step = _MAKE_ANEW


class NoExtractThere(ExtractUnreadable):
    """There is no folder of this name, or no extract in it."""

    next_step = "Check the path. An extract is made with: holdspace extract DIR."

    def __init__(self, folder: Path, what: str = "is no folder") -> None:
        super().__init__(f"{folder} {what}.")


class ExtractUnfinished(ExtractUnreadable):
    """Making the extract was stopped before it was whole."""

    next_step = (
        "Nothing was worked out. If nobody is making it right now, delete the folder "
        "and make it anew: holdspace extract DIR."
    )

    def __init__(self, folder: Path) -> None:
        super().__init__(f"The extract in {folder} is not finished.")


class ExtractOfAnotherSchema(ExtractUnreadable):
    """The extract is written as a newer Holdspace writes it."""

    next_step = "Update Holdspace, then try again. Nothing was worked out."

    def __init__(self, folder: Path, schema: object, known: int) -> None:
        is_number = isinstance(schema, int) and not isinstance(schema, bool)
        said = f"schema {schema}" if is_number else "a schema nobody knows"
        super().__init__(f"{folder} has {said}; this Holdspace reads schema {known}.")


class ExtractDamaged(ExtractUnreadable):
    """A file of the extract is missing, broken, or not as it was written."""

    def __init__(self, file: Path, what: str) -> None:
        super().__init__(f"{file} {what}.")


class ColumnMissing(ExtractUnreadable):
    """A table has no column that it should have."""

    def __init__(self, file: Path, column: str) -> None:
        super().__init__(f"{file} has no column {column}.")


class ColumnOfAnotherKind(ExtractUnreadable):
    """A column holds another kind of value than it should."""

    def __init__(self, file: Path, column: str, wanted: str) -> None:
        super().__init__(f"Column {column} of {file} is not of the type {wanted}.")


class RowsNotAllowed(ExtractUnreadable):
    """Rows of a table hold what no extract holds."""

    def __init__(self, file: Path, rows: int, what: str) -> None:
        said = "1 row" if rows == 1 else f"{rows} rows"
        super().__init__(f"{file} has {said} {what}.")


class NoRoomToWork(ExtractUnreadable):
    """There is neither memory nor room for temporary files to go through the tables."""

    next_step = "Make room on the disk, or allow more memory. Nothing was worked out."

    def __init__(self) -> None:
        super().__init__("There is not enough room to go through the extract.")


class FolderNotEmpty(HoldspaceError):
    """An extract was asked for in a folder that holds something already."""

    next_step = "Name a folder that is empty or not there yet. Nothing was changed."

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is not empty.")


class FolderHoldsUnfinished(FolderNotEmpty):
    """Another extract is being made in the folder, or was stopped there."""

    next_step = (
        "If nobody is making one right now, delete that folder and try again. Nothing "
        "was changed."
    )

    def __init__(self, folder: Path) -> None:
        HoldspaceError.__init__(
            self, f"{folder} holds an extract that is not finished."
        )


class ExtractNotWritten(HoldspaceError):
    """The extract could not be written; what was begun of it is removed."""

    next_step = "Check the folder, its rights and the room on the disk."

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"The extract could not be written to {folder}: {why}.")


class RowsDoNotFit(HoldspaceError):
    """Rows were given to be written that the schema of their table does not allow."""

    next_step = "See docs/reference/extract.md for what each column may hold."

    def __init__(self, table: str) -> None:
        super().__init__(f"Rows for the table {table} are not as its schema says.")
