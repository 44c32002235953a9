"""Amara holds things back, closes her story, asks about a look, takes a page along."""

import pytest
from playwright.sync_api import expect

HEARD = "He asked her name and let me tell the whole day, start to end."


@pytest.fixture
def amara(let_in):
    return let_in("Amara", device="phone")


@pytest.fixture
def brief(made, ruth):
    """Ruth's brief of Amara with every line open, read anew each time."""

    def read(status=200):
        ruth.opens(f"/clients/{made.number_of('Amara')}/", status=status)
        ruth.page.locator("main details").evaluate_all(
            "(lines) => lines.forEach((line) => { line.open = true; })"
        )
        return ruth

    return read


def oldest_switch(amara):
    return amara.page.locator(".told").last.get_by_role("switch")


def test_what_she_holds_back_leaves_the_brief_at_once_and_comes_back(amara, brief):
    brief().sees(HEARD)
    amara.opens("/me/sharing/")
    expect(amara.page.get_by_text(HEARD)).to_be_hidden()

    oldest_switch(amara).tap()
    expect(oldest_switch(amara)).to_have_attribute("aria-checked", "false")
    expect(amara.page.locator("#said-aloud")).to_have_text("Saved: off.")
    expect(oldest_switch(amara)).to_be_focused()
    amara.looks_around()
    brief().sees_no(HEARD)

    oldest_switch(amara).tap()
    expect(oldest_switch(amara)).to_have_attribute("aria-checked", "true")
    brief().sees(HEARD)


def test_she_closes_her_story_with_the_keyboard_and_opens_it_again(amara, brief):
    amara.opens("/me/sharing/")
    first = amara.page.locator("#may ~ form").first.get_by_role("switch")
    first.focus()
    amara.page.keyboard.press("Space")
    expect(first).to_have_attribute("aria-checked", "false")
    amara.sees("The first switch is off.")
    amara.looks_around()
    brief(status=403).sees("Amara has closed their story for now.")

    first.press("Enter")
    expect(first).to_have_attribute("aria-checked", "true")
    expect(amara.page.locator("#care-note")).to_be_hidden()
    brief().sees(HEARD)


def test_it_works_without_scripts(let_in, brief):
    amara = let_in("Amara", device="phone", java_script_enabled=False)
    amara.opens("/me/sharing/")
    amara.follows(oldest_switch(amara))
    expect(oldest_switch(amara)).to_have_attribute("aria-checked", "false")
    brief().sees_no(HEARD)


def test_she_asks_about_a_look_and_reads_the_answer(amara, brief, ruth):
    brief()
    amara.opens("/me/sharing/")
    amara.sees("Ruth Adler, your worker, read the one-page brief.")
    amara.follows(amara.page.get_by_text("I do not understand this one").first)
    amara.page.get_by_label("What would you like to know?").fill("What was it for?")
    amara.follows(amara.button("Send my question"))
    amara.sees("No answer yet.")

    ruth.opens("/")
    ruth.sees("asks about something you looked at")
    ruth.follows(ruth.page.locator("#new + ul").get_by_role("link", name="Amara").first)
    ruth.page.get_by_label("Your answer").fill("To be ready for you.")
    ruth.follows(ruth.button("Send the answer"))
    amara.opens("/me/sharing/")
    amara.sees("To be ready for you.")
    amara.sees("Ruth Adler answered on")


@pytest.mark.parametrize("scripts", [True, False])
def test_she_takes_a_page_along(let_in, scripts):
    amara = let_in("Amara", device="phone", java_script_enabled=scripts)
    amara.opens("/me/summary/")
    with amara.page.expect_download() as handed_out:
        amara.button("Take it as plain text").click()
    file = handed_out.value
    assert file.suggested_filename == "my-page.txt"
    assert "Amara chose on" in file.path().read_text("utf-8")
