"""After a session: Ruth wraps it up, and Amara has the last word on a repair."""

import re

import pytest
from playwright.sync_api import expect

SAID = "I slept on the bus, the whole way."
DID = "We read the letter aloud."
HURTS = "It still hurts a bit."


@pytest.fixture
def number(made):
    return made.number_of("Amara")


def newest_session(ruth, number):
    ruth.opens(f"/clients/{number}/sessions/")
    held = ruth.page.locator(".meetings > li").filter(has_text="took place").first
    return held.get_by_role("link", name=re.compile("Session"))


# --- The wrap-up ------------------------------------------------------------------


def test_a_wrap_up_is_kept_while_it_is_typed_and_her_words_reach_her(
    ruth, let_in, number
):
    ruth.follows(newest_session(ruth, number))
    place = ruth.path
    ruth.page.get_by_label("What you did together").fill(DID)
    words = ruth.page.get_by_label("What stood out, in their words")
    words.fill(SAID)
    expect(ruth.page.locator(".keeping .saved")).to_contain_text("Kept at")
    ruth.opens(f"/clients/{number}/")

    ruth.opens(place)
    expect(ruth.page.get_by_label("What you did together")).to_have_value("")
    ruth.button("Put it back").click()
    expect(ruth.page.get_by_label("What you did together")).to_have_value(DID)
    ruth.page.get_by_label("By the clock").select_option(label="it began late")
    ruth.page.get_by_label("by whom").select_option(label="by you")
    ruth.page.get_by_label("Something you said you would do").first.fill("Call them")
    ruth.follows(ruth.button("Save"))
    ruth.sees("took place, began late, by you")
    ruth.sees("Call them")

    amara = let_in("Amara", device="phone")
    amara.opens("/me/sharing/")
    amara.page.locator("details").evaluate_all(
        "(all) => all.forEach((one) => { one.open = true; })"
    )
    amara.sees(SAID)


# --- Her word on a repair ---------------------------------------------------------


def open_repair(window):
    return window.link(re.compile("Something that felt off")).first


def test_she_says_it_is_not_mended_and_nobody_can_say_that_it_is(ruth, let_in, number):
    amara = let_in("Amara", device="phone")
    amara.opens("/me/")
    amara.follows(open_repair(amara))
    amara.sees("yes, small")
    amara.page.get_by_label("In your words, if you like").fill(HURTS)
    amara.follows(amara.button("No", exact=True))
    amara.sees("Your word counts")
    expect(amara.button("No", exact=True)).to_have_attribute("aria-pressed", "true")

    ruth.opens(f"/clients/{number}/sessions/")
    ruth.follows(ruth.link(re.compile(r"Since .*")).first)
    ruth.sees(HURTS)
    ruth.sees("Their word counts.")
    expect(ruth.page.get_by_label("It is repaired")).to_have_count(0)
    ruth.page.get_by_label("We named it").check()
    ruth.page.get_by_label("What was said").fill("I asked, and listened.")
    ruth.follows(ruth.button("Save"))
    ruth.sees("It is named.")
    expect(ruth.page.get_by_label("It is repaired")).to_have_count(0)


def test_by_keyboard_alone_she_lets_it_go(let_in):
    amara = let_in("Amara", device="phone")
    amara.opens("/me/")
    amara.follows(open_repair(amara))
    amara.button("Let it go").focus()
    with amara.page.expect_navigation():
        amara.page.keyboard.press("Enter")
    amara.looks_around()
    amara.sees("After your word it is let go.")


def test_without_scripts_she_still_has_her_word(let_in):
    amara = let_in("Amara", java_script_enabled=False)
    amara.opens("/me/")
    amara.follows(open_repair(amara))
    amara.follows(amara.button("I would rather not say"))
    amara.sees("you can change it at any time")


# --- A hand-over ------------------------------------------------------------------


def test_a_hand_over_goes_on_only_when_she_ticks_it(ruth, let_in, number):
    ruth.opens(f"/clients/{number}/notices/new/")
    ruth.page.get_by_label("What is coming").select_option(
        label="Our work together ends"
    )
    ruth.page.get_by_label("First day").fill("2031-03-03")
    ruth.page.get_by_label("Why, in words for them").fill("I move to another town.")
    ruth.button("Give notice").click()
    ruth.sees("it is years away")
    year = ruth.page.evaluate("new Date().getFullYear() + 1")
    ruth.page.get_by_label("First day").fill(f"{year}-03-03")
    ruth.follows(ruth.button("Give notice"))
    ruth.follows(ruth.button("Work on the hand-over"))
    ruth.follows(ruth.button("Save, and see it as Amara will"))
    ruth.follows(ruth.button("Give it to Amara"))

    amara = let_in("Amara", device="phone")
    amara.opens("/me/")
    amara.sees("I move to another town.")
    amara.follows(amara.link(re.compile("for whoever comes next")))
    expect(amara.button("No, I keep it")).to_have_attribute("aria-pressed", "true")
    amara.follows(amara.button("Yes, pass it on"))
    expect(amara.button("Yes, pass it on")).to_have_attribute("aria-pressed", "true")
