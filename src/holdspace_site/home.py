"""The folder one practice lives in, and the marks that say what it is."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from holdspace.vocabulary.errors import HoldspaceError

BEFORE = ".before-restore"
"""What is added to the name of a file that a restore put aside."""


class FolderInUse(HoldspaceError):
    """A demo was asked for in a folder that holds something else."""

    next_step = (
        "Set HOLDSPACE_HOME to an empty folder, or leave it unset for the demo's own."
    )

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is in use and is not a demo practice.")


class FolderUnreadable(HoldspaceError):
    """The practice's own description could not be read."""

    next_step = "Restore the folder from a backup: holdspace restore FILE."

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is damaged.")


@dataclass(frozen=True, slots=True)
class Home:
    """Where one practice keeps its files."""

    folder: Path

    @classmethod
    def chosen(cls, *, demo: bool = False) -> "Home":
        """Return the folder HOLDSPACE_HOME names, or else the platform's own for it."""
        if named := os.environ.get("HOLDSPACE_HOME"):
            return cls(Path(named).expanduser().absolute())
        name = "holdspace-demo" if demo else "holdspace"
        return cls(platformdirs.user_data_path(name, appauthor=False))

    @property
    def records(self) -> Path:
        """The encrypted file that holds the records."""
        return self.folder / "records.db"

    @property
    def key_store(self) -> Path:
        """The encrypted file that holds the clients' keys, apart from their records."""
        return self.folder / "keys.db"

    @property
    def key_file(self) -> Path:
        """The file that holds the master key; HOLDSPACE_KEY_FILE puts it elsewhere."""
        named = os.environ.get("HOLDSPACE_KEY_FILE")
        return Path(named).expanduser() if named else self.folder / "master.key"

    @property
    def exists(self) -> bool:
        """Whether a practice lives here."""
        return self._about_file.exists()

    @property
    def is_demo(self) -> bool:
        """Whether what lives here is a made-up practice."""
        return bool(self._about().get("demo"))

    @property
    def key_fingerprint(self) -> str:
        """What the right master key is known by; it does not give the key away."""
        return str(self._about().get("key", ""))

    def found(self, *, demo: bool, key_fingerprint: str) -> None:
        """Make the folder, for its owner's eyes only, and write down what it is."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        about = {"holdspace": 1, "demo": demo, "key": key_fingerprint}
        write_whole(self._about_file, json.dumps(about).encode())

    def check_demo(self) -> None:
        """Check that a demo practice may be made here, in place of an earlier one.

        Raises:
            FolderInUse: if anything else is in the folder.
        """
        if not self.folder.exists():
            return
        if not self.exists and any(self.folder.iterdir()):
            raise FolderInUse(self.folder)
        if self.exists and not self.is_demo:
            raise FolderInUse(self.folder)

    def clear_demo(self) -> None:
        """Remove an earlier demo practice.

        Raises:
            FolderInUse: if anything else is in the folder.
        """
        self.check_demo()
        for file in (self.records, self.key_store):
            for end in ("", "-wal", "-shm"):
                file.with_name(file.name + end).unlink(missing_ok=True)
        self._about_file.unlink(missing_ok=True)

    @property
    def _about_file(self) -> Path:
        return self.folder / "practice.json"

    def _about(self) -> dict[str, object]:
        try:
            about = json.loads(self._about_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError:
            raise FolderUnreadable(self._about_file) from None
        return about if isinstance(about, dict) else {}


def write_whole(file: Path, content: bytes) -> None:
    """Write `content` so that the file is the old one or the new one, never half.

    Readable by its owner alone.
    """
    new = file.with_name(file.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
