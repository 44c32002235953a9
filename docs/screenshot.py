"""Makes docs/brief.png anew: Amara's brief in the demo practice, in Chromium.

Run it with `.venv/bin/python docs/screenshot.py` after `./test` set everything up.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMAND = str(Path(sys.executable).parent / "holdspace")
PICTURE = Path(__file__).parent / "brief.png"


def main() -> None:
    """Make a demo practice, serve it, and take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HOLDSPACE_HOME": folder}
        made = subprocess.run(  # noqa: S603 - our own command
            [COMMAND, "demo", "--no-serve", "--format", "json"],
            env=environment,
            check=True,
            capture_output=True,
        )
        sign_in = json.loads(made.stdout)["sign_in"]
        worker = next(who["path"] for who in sign_in if who["role"] == "worker")
        port = free_port()
        server = subprocess.Popen(  # noqa: S603 - our own command
            [COMMAND, "serve", "--port", str(port)], env=environment
        )
        try:
            address = f"http://localhost:{port}"
            wait_for(address)
            take(address, worker)
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(address: str) -> None:
    """Wait until the site answers."""
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/healthz")  # noqa: S310 - our own site
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the site did not start")


def take(address: str, sign_in: str) -> None:
    """Open Amara's brief as the worker and keep what it looks like."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address + sign_in)
        page.get_by_role("link", name="Amara", exact=True).first.click()
        page.screenshot(path=PICTURE, full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
