"""Amara tells her story alone on her phone, with a network that comes and goes."""

import os
import shutil
import time

import pytest

from .accidents import QUESTION
from .conftest import QUIET
from .in_use import ServedUnderTls
from .test_every_page import faults_of
from .wire import Wire


@pytest.fixture
def wire(practice):
    wire = Wire(practice.port)
    yield wire
    wire.close()


@pytest.fixture
def page(let_in, wire):
    """The telling, on a phone, on a wire that can be cut; on the second visit."""
    window = let_in("Amara", device="phone")
    page = window.page
    page.goto(wire.address + "/")
    page.context.add_cookies(
        [
            {"name": c["name"], "value": c["value"], "url": wire.address}
            for c in page.context.cookies()
        ]
    )
    opened(page, wire)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    opened(page, wire)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    yield page
    window.is_put_away()


def opened(page, wire):
    page.goto(wire.address + "/me/telling/")
    page.wait_for_selector("#telling[data-ready]")


def ask(page):
    return page.locator(f"{QUESTION} h1").inner_text()


def answer(page, name):
    before = page.locator(QUESTION).get_attribute("data-question")
    page.locator(f"{QUESTION} button[value={name}]").click()
    page.wait_for_function(
        "before => document.querySelector('#telling > :not([hidden])')"
        "?.dataset.question !== before",
        arg=before,
    )


def state_of(page):
    return page.evaluate("fetch('/me/telling/state.json').then((a) => a.json())")


def test_the_story_is_told_while_the_network_is_cut_three_times(page, wire):
    page.locator('[data-do="go-on"]').click()
    told = []
    for number in range(6):
        if number in {1, 3, 5}:
            wire.cut()
        words = f"Word {number}: שלום, 🙂 & <b>bold</b>"
        page.locator(f"{QUESTION} textarea[name=words]").press_sequentially(words)
        told.append(words)
        answer(page, "told")
        if number in {2, 4}:
            wire.mend()
    wire.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until = time.monotonic() + 30
    while len(state_of(page)["given"]) < 6 and time.monotonic() < until:
        time.sleep(0.2)
    kept = page.evaluate("fetch('/me/export.json').then((a) => a.json())")
    words_kept = {one["words"] for one in kept["passages"]}
    assert set(told) <= words_kept


def test_the_page_opens_without_a_network_and_never_with_the_painful_text(page, wire):
    page.locator('[data-do="go-on"]').click()
    page.locator(f"{QUESTION} textarea[name=words]").fill("something painful")
    page.wait_for_function(
        "() => document.querySelector('#telling > form:not([hidden]) .saved')"
        ".textContent.includes('Saved')"
    )
    wire.cut()
    page.locator(f"{QUESTION} textarea[name=words]").press_sequentially(", and more")
    page.wait_for_function(
        "() => document.querySelector('#telling > form:not([hidden]) .saved')"
        ".textContent.includes('on this phone')"
    )
    opened(page, wire)
    assert "Welcome back" in page.locator('[data-screen="start"]').inner_text()
    assert "painful" not in page.locator("main").inner_text()
    page.locator('[data-do="go-on"]').click()
    assert page.locator(f"{QUESTION} textarea[name=words]").is_hidden()
    page.locator(f'{QUESTION} [data-do="show-kept"]').click()
    words = page.locator(f"{QUESTION} textarea[name=words]").input_value()
    assert words == "something painful, and more"


def wrote(page, wire, *texts):
    """Write on the first question in a window each, and come back."""
    windows = [page, *(page.context.new_page() for _ in texts[1:])]
    for window in windows:
        opened(window, wire)
    for window, words in zip(windows, texts, strict=True):
        window.locator('[data-do="go-on"]').click()
        window.locator(f"{QUESTION} textarea[name=words]").fill(words)
        window.wait_for_function(
            "() => document.querySelector('#telling > form:not([hidden]) .saved')"
            ".textContent.startsWith('Saved at')"
        )
    for window in windows[1:]:
        window.close()
    opened(page, wire)


def test_two_windows_on_one_question_keep_both_and_the_person_chooses(page, wire):
    wrote(page, wire, "On the bus.", "At home.")
    page.locator('[data-do="go-on"]').click()
    page.locator(f'{QUESTION} [data-do="show-kept"]').click()
    both = page.locator(f"{QUESTION} .two-places .words").all_inner_texts()
    assert sorted(both) == ["At home.", "On the bus."]
    page.get_by_role("button", name="Keep both").click()
    words = page.locator(f"{QUESTION} textarea[name=words]").input_value()
    assert sorted(words.split("\n\n")) == ["At home.", "On the bus."]


def test_nothing_is_told_that_is_not_on_the_screen(page, wire):
    wrote(page, wire, "On the bus.", "At home.")
    page.locator('[data-do="go-on"]').click()
    page.locator(f"{QUESTION} button[value=told]").click()
    page.wait_for_selector(f"{QUESTION} .two-places .words")
    page.locator(f"{QUESTION} button[value=told]").click()
    state = state_of(page)
    assert not state["given"]
    kept = [one["written"]["words"] for one in state["drafts"]["A1"]]
    assert sorted(kept) == ["At home.", "On the bus."]


def test_who_writes_something_new_keeps_what_was_written_before(page, wire):
    wrote(page, wire, "On the bus.")
    page.locator('[data-do="go-on"]').click()
    page.locator(f'{QUESTION} [data-do="write-new"]').click()
    page.locator(f"{QUESTION} textarea[name=words]").fill("At home.")
    answer(page, "told")
    (kept,) = state_of(page)["drafts"]["A1"]
    assert kept["written"]["words"] == "On the bus."


def test_a_text_that_cannot_be_taken_holds_no_answer_up(page, wire):
    page.locator('[data-do="go-on"]').click()
    answer(page, "skip")
    wire.cut()
    page.locator(f"{QUESTION} textarea[name=words]").fill("a" * 200_001)
    page.wait_for_function(
        "() => document.querySelector('#telling > form:not([hidden]) .saved')"
        ".textContent.includes('on this phone')"
    )
    opened(page, wire)
    page.locator('[data-do="go-on"]').click()
    answer(page, "skip")
    wire.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until = time.monotonic() + 20
    while len(state_of(page)["given"]) < 2 and time.monotonic() < until:
        time.sleep(0.2)
    assert [one["answer"] for one in state_of(page)["given"]] == ["skip", "skip"]


def test_who_refuses_everything_reaches_a_good_end(page):
    page.locator('[data-do="go-on"]').click()
    for _ in range(80):
        shown = page.locator("#telling > :not([hidden])").first
        if shown.get_attribute("data-question"):
            answer(page, "skip")
            continue
        screen = shown.get_attribute("data-screen")
        if screen == "opening":
            page.locator('[data-do="open-yes"]').click()
            continue
        assert screen == "stop"
        assert "good place to stop" in shown.inner_text()
        onward = page.locator('[data-do="next-part"]')
        if onward.is_hidden():
            break
        onward.click()
    assert len(state_of(page)["given"]) > 30


def test_the_screens_have_no_barrier(page):
    for path in ('[data-do="go-on"]', f"{QUESTION} button[value=skip]"):
        assert not faults_of(page)
        page.locator(path).click()
    assert not faults_of(page)


def test_signing_out_empties_the_phone(page, wire):
    page.locator('[data-do="go-on"]').click()
    page.locator(f"{QUESTION} textarea[name=words]").fill("kept with us")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/signed-out/")
    assert page.evaluate("() => caches.keys()") == []
    assert page.evaluate("() => indexedDB.databases()") == []


def test_signing_out_asks_first_when_words_are_only_on_the_phone(page, wire):
    page.locator('[data-do="go-on"]').click()
    wire.cut()
    page.locator(f"{QUESTION} textarea[name=words]").fill("only here")
    page.wait_for_function(
        "() => document.querySelector('#telling > form:not([hidden]) .saved')"
        ".textContent.includes('on this phone')"
    )
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign out all the same").wait_for()
    assert page.url.endswith("/me/telling/")
    wire.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until = time.monotonic() + 30
    while not state_of(page)["drafts"] and time.monotonic() < until:
        time.sleep(0.2)
    kept = state_of(page)["drafts"]["A1"][0]["written"]["words"]
    assert kept == "only here"


@pytest.fixture
def under_tls(chromium, made, tmp_path):
    """A page under TLS, on a wire of its own, with the wire."""
    shutil.copytree(made.folder, tmp_path / "practice")
    served = ServedUnderTls(tmp_path / "practice")
    served.start()
    wire = Wire(served.port)
    wire.address = wire.address.replace("http://", "https://")
    program = os.environ.get("HOLDSPACE_TEST_CHROMIUM") or shutil.which("chromium")
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    browser = chromium.browser_type.launch(
        executable_path=program, args=[*QUIET, *as_root, served.trusting]
    )
    page = browser.new_page()
    page.goto(wire.address + made.link_of("Amara"))
    opened(page, wire)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    opened(page, wire)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    yield page, wire
    browser.close()
    wire.close()
    served.stop()


def test_under_tls_the_story_goes_on_without_a_network_and_is_sent_later(under_tls):
    page, wire = under_tls
    wire.cut()
    opened(page, wire)
    page.locator('[data-do="go-on"]').click()
    page.locator(f"{QUESTION} textarea[name=words]").fill("Amara, in the tunnel")
    answer(page, "told")
    wire.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until = time.monotonic() + 30
    while not state_of(page)["given"] and time.monotonic() < until:
        time.sleep(0.2)
    kept = page.evaluate("fetch('/me/export.json').then((a) => a.json())")
    assert "Amara, in the tunnel" in {one["words"] for one in kept["passages"]}
