"""What can go wrong with a backup, a restore or a check, and what to do then."""

from pathlib import Path

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.home import Home


class NotABackup(HoldspaceError):
    """A file that should be a backup cannot be read or is something else."""

    next_step = "Check the path. Nothing was changed."

    def __init__(self, file: Path, what: str = "is not a Holdspace backup") -> None:
        super().__init__(f"{file} {what}.")


class BackupNewer(HoldspaceError):
    """The backup was made by a newer Holdspace than this one."""

    next_step = "Update Holdspace, then try again. Nothing was changed."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} was made by a newer Holdspace.")


class BackupDamaged(HoldspaceError):
    """The backup is not as it was written."""

    next_step = "Use another copy of it, or an earlier backup. Nothing was changed."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is damaged or was cut short.")


class BackupOfOtherKey(HoldspaceError):
    """The master key at hand is not the one the backup was made with."""

    next_step = (
        "Put the copy of that practice's key in the data folder, or name its place in "
        "HOLDSPACE_KEY_FILE. Nothing was changed."
    )

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} was made with another master key.")


class CannotWrite(HoldspaceError):
    """The backup could not be written where it was asked for."""

    next_step = "Choose a folder you may write to. Nothing was changed."

    def __init__(self, place: Path) -> None:
        super().__init__(f"{place} cannot be written.")


class NoRoom(HoldspaceError):
    """The disk is full."""

    next_step = "Make room, or choose another disk. Nothing was changed."

    def __init__(self, place: Path) -> None:
        super().__init__(f"There is not enough room for {place}.")


class AlreadyThere(HoldspaceError):
    """A file is in the place of the backup."""

    next_step = "Choose another name, or add --replace to overwrite an earlier backup."

    def __init__(self, place: Path) -> None:
        super().__init__(f"{place} is there already.")


class NothingToBackUp(HoldspaceError):
    """The practice has no agency yet."""

    next_step = "Start it first: holdspace serve."

    def __init__(self) -> None:
        super().__init__("There is nothing to back up yet.")


class PracticeInUse(HoldspaceError):
    """Another program has the practice open."""

    next_step = "Stop `holdspace serve` and other commands first. Nothing was changed."

    def __init__(self, home: Home) -> None:
        super().__init__(f"The practice in {home.folder} is in use.")


class FilesOutOfReach(HoldspaceError):
    """A file of the practice cannot be opened, for a reason other than damage."""

    next_step = (
        "Make room on the disk, and check that the folder is yours. "
        "Nothing was changed."
    )

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} cannot be opened.")


class AnotherPractice(HoldspaceError):
    """The place holds a practice that is not the one in the backup."""

    next_step = (
        "Restore into an empty data folder with a copy of the key in it, or add "
        "--replace if it may go. Nothing was changed."
    )

    def __init__(self) -> None:
        super().__init__("Another practice is here, with keys of its own.")


class DatabaseHoldsAgency(HoldspaceError):
    """The PostgreSQL database to restore into is not empty."""

    next_step = (
        "Name an empty database in HOLDSPACE_DATABASE, or back this one up and add "
        "--replace. Nothing was changed."
    )

    def __init__(self) -> None:
        super().__init__("The database holds an agency already.")


class DemoAndReal(HoldspaceError):
    """A demo would replace a real practice, or the other way round."""

    next_step = "Set HOLDSPACE_HOME to another folder. Nothing was changed."

    def __init__(self, *, backup_is_demo: bool) -> None:
        demo, real = "a made-up practice", "a real practice"
        has, holds = (demo, real) if backup_is_demo else (real, demo)
        super().__init__(f"The backup is of {has} and the data folder holds {holds}.")


class KeysDoNotFit(HoldspaceError):
    """The keys at hand do not open the records of the backup."""

    next_step = (
        "Give the keys file of the same day or a later one: --keys FILE. "
        "Nothing was changed."
    )

    def __init__(self, clients: int) -> None:
        super().__init__(f"The keys do not open the records of {clients} client(s).")


class KeysMissing(HoldspaceError):
    """The backup's keys are not beside it, and the folder has none either."""

    next_step = (
        "Put it beside the backup, or name it: --keys FILE. Nothing was changed."
    )

    def __init__(self, place: Path) -> None:
        super().__init__(f"The clients' keys are not at {place}.")


class DoesNotHold(HoldspaceError):
    """Something of what is kept is not whole."""

    next_step = (
        "Copy the data folder as it is, then put the last good backup back: "
        "holdspace restore FILE."
    )

    def __init__(self, checks: list[str]) -> None:
        super().__init__(f"Not whole: {', '.join(checks)}.")
