"""Says which columns a table lacks."""

from collections.abc import Sequence

from holdspace.vocabulary.errors import HoldspaceError


class ColumnsMissing(HoldspaceError):
    """A file has not the columns that are needed."""

    def __init__(self, missing: Sequence[str], needed: Sequence[str]) -> None:
        self.next_step = (
            f"It needs {', '.join(needed[:-1])} and {needed[-1]}; "
            "others may stand beside them."
        )
        super().__init__(
            f"The file has no column {' and none '.join(missing)}, "
            "or has it more than once."
        )
