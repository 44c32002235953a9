"""A practice as somebody has it: made and served by the installed command."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from holdspace_site.records.master_key import derive, read_key

COMMAND = Path(sys.executable).parent / "holdspace"
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class MadePractice:
    """A demo practice nobody has opened yet, so that all its links still work."""

    folder: Path
    told: dict = field(repr=False)

    @classmethod
    def make(cls, folder: Path) -> "MadePractice":
        made = subprocess.run(
            [COMMAND, "demo", "--no-serve", "--format", "json"],
            env=environment(folder),
            capture_output=True,
            text=True,
        )
        assert made.returncode == 0, made.stderr
        return cls(folder, json.loads(made.stdout))

    def number_of(self, client: str) -> int:
        return next(c["number"] for c in self.told["clients"] if c["name"] == client)

    def link_of(self, who: str) -> str:
        """The sign-in link of a role, or of a client by name."""
        return next(
            one["path"]
            for one in self.told["sign_in"]
            if who == (one["name"] if one["role"] == "client" else one["role"])
        )


class ServedPractice:
    """A practice of its own, served at an address of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self._server: subprocess.Popen | None = None

    @classmethod
    def copy_of(cls, made: MadePractice, folder: Path) -> "ServedPractice":
        shutil.copytree(made.folder, folder)
        return cls(folder)

    def put_back(self, made: MadePractice) -> None:
        """Make it what it was made as, under a server that goes on.

        To start one takes longer than most stories: this takes no time.
        """
        key = read_key(made.folder / "master.key")
        for purpose, name in (("records", "records.db"), ("keys", "keys.db")):
            opened = f"PRAGMA key = \"x'{derive(key, f'database {purpose}').hex()}'\""
            with (
                closing(dbapi2.connect(made.folder / name)) as before,
                closing(dbapi2.connect(self.folder / name, timeout=20)) as now,
            ):
                before.execute(opened)
                now.execute(opened)
                before.backup(now)

    def start(self) -> None:
        with open(self.folder.parent / f"{self.folder.name}.log", "ab") as log:
            self._server = subprocess.Popen(
                [COMMAND, "serve", "--port", str(self.port)],
                env=environment(self.folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_well()

    def stop(self) -> None:
        if self._server is None:
            return
        self._server.terminate()
        try:
            self._server.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()
        self._server = None

    @property
    def is_running(self) -> bool:
        return self._server is not None

    def kill(self) -> None:
        """Kill the server and its workers at once, as a power cut does."""
        if self._server is None:
            return
        workers = subprocess.run(
            ["pgrep", "-P", str(self._server.pid)], capture_output=True, text=True
        )
        for pid in (self._server.pid, *map(int, workers.stdout.split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._server.wait()
        self._server = None

    def _wait_until_well(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            if self._server.poll() is not None:
                break
            if is_well(self.port):
                return
            time.sleep(0.05)
        log = self.folder.parent / f"{self.folder.name}.log"
        raise RuntimeError(f"The practice is not served:\n{log.read_text()}")


def is_well(port: int) -> bool:
    # Without the proxies of the environment: this never leaves the machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return json.load(answer) == {"status": "ok"}
    except OSError:
        return False


def environment(folder: Path) -> dict[str, str]:
    """The environment of a person: nothing of the tests' own settings in it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HOLDSPACE_", "DJANGO_", "COV_", "COVERAGE_"))
    }
    return kept | {"HOLDSPACE_HOME": str(folder)}


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]
