"""Amara is invited, chooses a PIN, and comes back with nothing but that."""

import os
import shutil

import pytest
from playwright.sync_api import expect

from .conftest import DEVICES, PATIENCE_MS, QUIET
from .in_use import PASSWORD, ServedUnderTls, put_in_use
from .served import ServedPractice
from .test_every_page import faults_of
from .window import Window

PIN, NEW_PIN, WRONG = "482915", "730264", "159357"
HER_WORDS = "She typed the whole hour"


@pytest.fixture
def served(made, tmp_path):
    """A practice in use, in which Amara was just invited."""
    served = ServedPractice.copy_of(made, tmp_path / "practice")
    served.told = put_in_use(served.folder, made.number_of("Amara"))
    served.start()
    yield served
    served.stop()


@pytest.fixture
def window_on(chromium, served):
    """Open windows on devices; each is looked over when the story is told."""
    yield from windows(chromium, served)


def windows(browser, served):
    opened = []

    def window_on(device="phone", **options):
        context = browser.new_context(
            **DEVICES[device], reduced_motion="reduce", locale="en-GB", **options
        )
        context.set_default_timeout(PATIENCE_MS)
        scripts = options.get("java_script_enabled", True)
        opened.append(Window(context, served.address, scripts=scripts))
        return opened[-1]

    yield window_on
    for window in opened:
        window.context.close()
        window.has_no_complaint()


def comes_in(window, invitation, *, shared="No, only I use it"):
    window.opens(invitation)
    window.follows(window.button("Continue"))
    window.page.get_by_label("Your PIN").fill(PIN)
    window.page.get_by_label("The same PIN again").fill(PIN)
    window.page.get_by_label(shared).check()
    window.follows(window.button("Keep this PIN"))
    assert window.path == "/me/"
    window.sees("Hello Amara")


def closes_the_browser(window):
    """Half a day passes: the visit is over, the device cookie stays."""
    window.context.clear_cookies(name="holdspace")
    window.context.clear_cookies(name="__Host-holdspace")


def types_pin(window, pin):
    window.page.get_by_label("Your PIN").fill(pin)
    window.follows(window.button("Open"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_she_is_invited_chooses_a_pin_and_comes_back_with_it(
    served, window_on, scripts
):
    amara = window_on(java_script_enabled=scripts)
    comes_in(amara, served.told["invitation"])
    closes_the_browser(amara)

    amara.opens("/me/looks/")
    assert amara.path == "/pin/"
    for telling in ("Amara", "Ruth", HER_WORDS):
        amara.sees_no(telling)
    types_pin(amara, PIN)
    assert amara.path == "/me/looks/"
    amara.sees("You signed in with a PIN")


def test_a_wrong_pin_shows_nothing_and_soon_has_to_wait(served, window_on):
    amara = window_on()
    comes_in(amara, served.told["invitation"])
    closes_the_browser(amara)
    amara.opens("/")
    for _ in range(3):
        types_pin(amara, WRONG)
        amara.sees("This PIN does not fit. Please try again.")
    types_pin(amara, PIN)
    amara.sees("Please wait")
    amara.sees_no("Amara")
    assert faults_of(amara.page) == []


def test_a_link_closed_halfway_still_opens(served, window_on):
    amara = window_on()
    amara.opens(served.told["invitation"])
    amara.follows(amara.button("Continue"))
    amara.page.get_by_label("Your PIN").fill("123456")
    amara.page.get_by_label("The same PIN again").fill("123456")
    amara.page.get_by_label("No, only I use it").check()
    amara.follows(amara.button("Keep this PIN"))
    amara.sees("This PIN is easy to guess")
    assert faults_of(amara.page) == []
    again = window_on("desk")
    comes_in(again, served.told["invitation"], shared="Yes, others use it too")


def test_a_pin_can_be_pasted(served, window_on):
    amara = window_on("desk")
    comes_in(amara, served.told["invitation"])
    closes_the_browser(amara)
    amara.opens("/me/")
    field = amara.page.get_by_label("Your PIN")
    field.focus()
    amara.page.keyboard.insert_text(" 482 915 ")
    amara.page.keyboard.press("Enter")
    amara.page.wait_for_url("**/me/")


def test_every_page_of_her_phones(served, window_on):
    amara = window_on("desk")
    amara.opens(served.told["invitation"])
    faults = faults_of(amara.page)
    comes_in(amara, served.told["invitation"])
    amara.follows(amara.link("Your phones and your PIN"))
    faults += faults_of(amara.page)
    amara.follows(amara.link("Change the PIN"))
    faults += faults_of(amara.page)
    amara.page.get_by_label("Your PIN until now").fill(PIN)
    amara.page.get_by_label("Your new PIN").fill(NEW_PIN)
    amara.page.get_by_label("The same PIN again").fill(NEW_PIN)
    amara.follows(amara.button("Keep this PIN"))
    amara.sees("Your new PIN holds from now on.")
    amara.follows(amara.button("Make a link"))
    faults += faults_of(amara.page)
    amara.opens("/me/devices/")
    amara.follows(amara.button("Forget this phone"))
    amara.sees("You are signed out")
    amara.opens("/me/")
    assert amara.path == "/sign-in/"
    assert faults == []


def test_the_sheet_alone_is_printed(made, served, window_on):
    ruth = window_on("desk")
    ruth.opens("/sign-in/")
    ruth.page.get_by_label("Sign-in name").fill(served.told["worker"])
    ruth.page.get_by_label("Password").fill(PASSWORD)
    ruth.follows(ruth.button("Sign in"))
    ruth.opens(f"/clients/{made.number_of('Amara')}/record/")
    ruth.follows(ruth.button("Make a sign-in link"))
    assert faults_of(ruth.page) == []
    ruth.page.emulate_media(media="print")
    expect(ruth.page.locator(".sheet svg")).to_be_visible()
    printed = ruth.page.evaluate("document.body.innerText")
    assert "Your own page" in printed
    for telling in ("Amara", "Holdspace", "Demo"):
        assert telling not in printed


# --- Under TLS ----------------------------------------------------------------


@pytest.fixture
def under_tls(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / "practice")
    served = ServedUnderTls(tmp_path / "practice")
    served.told = put_in_use(served.folder, made.number_of("Amara"))
    served.start()
    yield served
    served.stop()


@pytest.fixture
def trusting_window(chromium, under_tls):
    """Windows of a browser that takes this one certificate."""
    program = os.environ.get("HOLDSPACE_TEST_CHROMIUM") or shutil.which("chromium")
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    browser = chromium.browser_type.launch(
        executable_path=program, args=[*QUIET, *as_root, under_tls.trusting]
    )
    yield from windows(browser, under_tls)
    browser.close()


def test_under_tls_she_comes_in_and_back_and_cookies_stay_on_this_host(
    under_tls, trusting_window
):
    amara = trusting_window()
    first = amara.page.goto(under_tls.address + under_tls.told["invitation"])
    assert "max-age=31536000" in first.headers["strict-transport-security"]
    comes_in(amara, under_tls.told["invitation"])
    cookies = {one["name"]: one for one in amara.context.cookies()}
    assert set(cookies) == {
        "__Host-holdspace",
        "__Host-holdspace-csrf",
        "__Host-holdspace-device",
        "__Host-holdspace-whose",
    }
    for name, cookie in cookies.items():
        assert cookie["secure"]
        # Scripts of pages that stay on the phone read whose they are: no way in.
        assert cookie["httpOnly"] == (name != "__Host-holdspace-whose")
        assert cookie["sameSite"] == "Lax"
    closes_the_browser(amara)
    amara.opens("/me/")
    types_pin(amara, PIN)
    amara.sees("Hello Amara")
