"""Real people at a real browser: a fresh practice each, served by the command."""

import os
import shutil
import time

import pytest
from playwright.sync_api import expect, sync_playwright

from . import checks
from .served import MadePractice, ServedPractice
from .window import Window

QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # A microphone that hums, and that every page may use which asks for it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
LAST_WORDS_SECONDS = 0.4  # what a window sends as it closes comes before the next story
PATIENCE_MS = 20_000  # what is slow on a busy machine is not broken
DEVICES = {
    "desk": {"viewport": checks.DESK},
    "phone": {
        "viewport": checks.PHONE,
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="package")
def chromium():
    """The system's browser. Closed before other folders' tests: its event loop, while
    it runs, keeps Django's database from being used in the same thread."""
    programs = ("chromium-headless-shell", "chromium")
    program = os.environ.get("HOLDSPACE_TEST_CHROMIUM") or next(
        filter(None, map(shutil.which, programs)), None
    )
    if not program:
        pytest.skip(
            "No Chromium here. Install Debian's `chromium-headless-shell`, or name a "
            "browser's program in HOLDSPACE_TEST_CHROMIUM."
        )
    expect.set_options(timeout=PATIENCE_MS)
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*QUIET, *as_root]
        )
        browser.playwright = playwright  # for browsers with a profile of their own
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def made(tmp_path_factory):
    """The demo practice, made once and opened by nobody."""
    return MadePractice.make(tmp_path_factory.mktemp("made") / "practice")


@pytest.fixture(scope="package")
def served(made, tmp_path_factory):
    """A copy of the demo practice and its server, for one story after the other."""
    served = ServedPractice.copy_of(
        made, tmp_path_factory.mktemp("served") / "practice"
    )
    yield served
    served.stop()


@pytest.fixture
def practice(made, served):
    """The demo practice as it was made, whatever the story before did to it."""
    time.sleep(LAST_WORDS_SECONDS)
    served.put_back(made)
    if not served.is_running:
        served.start()
    return served


@pytest.fixture
def let_in(chromium, made, practice):
    """Open a window for somebody and sign them in; twice the same one is possible."""
    yield from _door(chromium, made, practice)


def _door(chromium, made, practice):
    kept, windows = {}, []

    def let_in(who=None, *, device="desk", **options):
        context = chromium.new_context(
            **DEVICES[device],
            storage_state=kept.get(who),
            reduced_motion="reduce",
            locale="en-GB",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        scripts = options.get("java_script_enabled", True)
        window = Window(context, practice.address, scripts=scripts)
        windows.append(window)
        if who is None:
            return window
        window.enters("/" if who in kept else made.link_of(who))
        kept[who] = context.storage_state()
        return window

    yield let_in
    for window in windows:
        window.context.close()
    for window in windows:
        window.has_no_complaint()


@pytest.fixture
def ruth(let_in):
    """The worker, at her desk, on her first page."""
    return let_in("worker")
