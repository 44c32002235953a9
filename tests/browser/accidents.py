"""Somebody writes, and something breaks in the middle: how much of it comes back."""

import contextlib
import os
import random
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NotThere

from .served import ServedPractice
from .wire import Wire

IN_FLIGHT_SECONDS = 0.25
"""A key pressed less than this before the browser itself was killed may be lost."""

PATIENCE_MS = 20_000
QUESTION = "#telling > form:not([hidden])"
LETTERS = "abcdefghijklmnop qrstuvwxyz, äöüß. שלום 🙂 é’\n"

ACCIDENTS = (
    "browser killed",
    "server killed",
    "network cut",
    "network cut, browser killed",
    "server killed, browser killed",
    "tab closed",
    "tab reloaded without a network",
)


@dataclass
class Outcome:
    """What was typed and what came back, in characters."""

    accident: str
    typed: int
    certain: int
    back: int
    text: str = field(repr=False, default="")

    @property
    def lost(self) -> int:
        """How many characters are gone that had to come back."""
        return max(0, self.certain - self.back)


class Writer:
    """A client at a browser of their own, on a wire that can be cut."""

    def __init__(self, playwright, practice: ServedPractice, profile: Path) -> None:
        self._playwright = playwright
        self.practice = practice
        self.wire = Wire(practice.port)
        self._profile = profile
        self._context = None

    def start(self) -> Page:
        """Open the browser as it was left."""
        program = os.environ.get("HOLDSPACE_TEST_CHROMIUM") or "/usr/bin/chromium"
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self._profile),
            executable_path=program,
            viewport={"width": 390, "height": 844},
            locale="en-GB",
            args=[
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
            ],
        )
        self._context.set_default_timeout(PATIENCE_MS)
        return self._context.new_page()

    def sign_in(self, link: str) -> None:
        """Sign in, let the page be kept, and close the browser as people do."""
        page = self.start()
        page.goto(self.wire.address + link)
        self.open(page)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.open(page)  # the second visit: from now on without a network, too
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        self.close()

    def close(self) -> None:
        if self._context:
            with contextlib.suppress(Exception):
                self._context.close()
        self._context = None

    def kill(self) -> None:
        """Kill the browser and all its parts at once, as a dead battery does."""
        found = subprocess.run(
            ["pgrep", "-f", str(self._profile)], capture_output=True, text=True
        )
        for pid in map(int, found.stdout.split()):
            if pid != os.getpid():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.close()
        for lock in self._profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    def open(self, page: Page) -> None:
        """Open the telling and wait until it is ready."""
        page.goto(self.wire.address + "/me/telling/")
        page.wait_for_selector("#telling[data-ready]", timeout=PATIENCE_MS)

    def go_on(self, page: Page) -> None:
        """Go to the first question that is open."""
        page.locator('[data-do="go-on"]').click()
        yes = page.locator('[data-do="open-yes"]')
        page.locator(f'{QUESTION}, [data-screen="opening"]:not([hidden])').wait_for()
        if yes.is_visible():
            yes.click()

    def mend(self) -> None:
        """Make everything whole again."""
        self.wire.mend()
        if not self.practice.is_running:
            self.practice.start()


def trial(writer: Writer, accident: str, seed: int) -> Outcome:
    """Write, let the accident happen at some moment, come back, and count."""
    dice = random.Random(seed)  # noqa: S311 - for a trial, not for a secret
    text = "".join(dice.choices(LETTERS, k=dice.randint(20, 60))).strip() + "."
    page = writer.start()
    writer.open(page)
    writer.go_on(page)
    number = page.locator(QUESTION).get_attribute("data-question")
    area = page.locator(f"{QUESTION} textarea[name=words]")
    area.click()
    typed, pressed_at = "", []
    breaks_at = dice.randint(5, len(text) - 1)
    for at, letter in enumerate(text):
        if at == breaks_at and "browser killed" not in accident:
            happen(writer, page, accident)
            if "tab" in accident:
                break
        if at == breaks_at and "," in accident:
            happen(writer, page, accident.partition(",")[0])
        if at >= breaks_at + 5 and "browser killed" in accident:
            break
        page.keyboard.insert_text(letter)
        typed += letter
        pressed_at.append(time.monotonic())
        time.sleep(dice.uniform(0.002, 0.04))
    certain = len(typed)
    if "browser killed" in accident:
        now = time.monotonic()
        certain = sum(now - at > IN_FLIGHT_SECONDS for at in pressed_at)
        writer.kill()
    else:
        time.sleep(0.3)
        writer.close()
    writer.mend()
    back = what_came_back(writer, number, typed)
    writer.close()
    return Outcome(accident, len(typed), certain, back, typed)


def happen(writer: Writer, page: Page, accident: str) -> None:
    """Let one thing break."""
    match accident:
        case "server killed":
            writer.practice.kill()
        case "network cut":
            writer.wire.cut()
        case "tab closed":
            page.close()
        case "tab reloaded without a network":
            writer.wire.cut()
            page.reload()
        case "browser killed":
            writer.kill()


def what_came_back(writer: Writer, question: str, typed: str) -> int:
    """Return how many characters, from the first on, are there again."""
    page = writer.start()
    writer.open(page)
    writer.go_on(page)
    if page.locator(QUESTION).get_attribute("data-question") != question:
        return 0
    show = page.locator(f'{QUESTION} [data-do="show-kept"]')
    with contextlib.suppress(NotThere):
        show.click(timeout=3000)
    found = page.locator(f"{QUESTION} .two-places .words").all_inner_texts()
    if not found:
        found = [page.locator(f"{QUESTION} textarea[name=words]").input_value()]
    else:
        page.locator(f"{QUESTION} .two-places button").last.click()
    page.locator(f"{QUESTION} button[value=skip]").click()
    page.wait_for_function(
        "number => document.querySelector('#telling > form:not([hidden])')"
        "?.dataset.question !== number",
        arg=question,
    )
    return max(common_beginning(typed, words) for words in found)


def common_beginning(one: str, other: str) -> int:
    """Return how many characters both have in common from the first on."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
