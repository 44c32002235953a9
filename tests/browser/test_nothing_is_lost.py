"""What was typed outlives a mistake and a lost connection."""

import pytest
from playwright.sync_api import expect

from .passage_page import opens_passage

WORDS = "Line one, with an emoji 🌱.\n\n   Line three, set in a little."


@pytest.fixture
def amara(made):
    return made.number_of("Amara")


def given_a_typed_passage(ruth, client):
    ruth.opens(f"/clients/{client}/story/new/")
    page = ruth.page
    page.get_by_label("What was said").fill(WORDS)
    page.get_by_label("Whose words these are").select_option(label="somebody else")
    page.get_by_label("Where").select_option(label="on paper")
    page.get_by_label("How tender this is").select_option(label="tender")
    page.get_by_label("Language").select_option("vi")


def then_everything_typed_is_there(page):
    expect(page.get_by_label("What was said")).to_have_value(WORDS)
    chosen = {
        "Whose words these are": "somebody else",
        "Where": "on paper",
        "How tender this is": "tender",
    }
    for label, words in chosen.items():
        expect(page.get_by_label(label).locator("option:checked")).to_have_text(words)
    expect(page.get_by_label("Language")).to_have_value("vi")


def test_a_form_with_a_mistake_keeps_everything(ruth, amara):
    given_a_typed_passage(ruth, amara)
    ruth.page.get_by_label("When it was said").fill("")
    ruth.follows(ruth.button("Keep these words"))

    look_again = ruth.page.get_by_role("alert")
    expect(look_again).to_be_focused()
    expect(look_again).to_contain_text("Nothing you wrote is lost")
    then_everything_typed_is_there(ruth.page)
    look_again.get_by_role("link").click()
    expect(ruth.page.get_by_label("When it was said")).to_be_focused()


def test_a_day_that_cannot_be_keeps_everything(ruth, amara):
    given_a_typed_passage(ruth, amara)
    ruth.page.get_by_label("When it was said").fill("2999-01-01")
    ruth.follows(ruth.button("Keep these words"))
    expect(ruth.page.get_by_role("alert")).to_be_visible()
    then_everything_typed_is_there(ruth.page)


def test_while_the_practice_does_not_answer_the_page_stays(ruth, amara, practice):
    given_a_typed_passage(ruth, amara)
    practice.stop()
    ruth.button("Keep these words").click()
    lost = ruth.page.get_by_text("That did not reach us, so nothing was saved.")
    expect(lost).to_be_in_viewport()
    then_everything_typed_is_there(ruth.page)

    ruth.complaints.clear()  # the browser's own, about the answer that never came
    practice.start()
    ruth.follows(ruth.button("Keep these words"))
    ruth.sees("Kept. You can mark what it says now.")


def test_a_double_click_keeps_the_words_once(ruth, amara):
    given_a_typed_passage(ruth, amara)
    with ruth.page.expect_navigation():
        ruth.button("Keep these words").dblclick()
    ruth.opens(f"/clients/{amara}/story/")
    expect(ruth.page.locator(".passages > li").filter(has_text="emoji")).to_have_count(
        1
    )


def test_an_answer_that_does_not_arrive_is_told(let_in, practice):
    amara = let_in("Amara", device="phone")
    practice.stop()
    card = amara.page.locator(".heard").filter(has_text="I slept that night.")
    card.get_by_role("button", name="Yes").tap()
    lost = amara.page.get_by_text("That did not reach us, so nothing was saved.")
    expect(lost).to_be_in_viewport()
    amara.complaints.clear()
    practice.start()
    card.get_by_role("button", name="Yes").tap()
    expect(card.get_by_role("button", name="Yes")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(lost).to_be_hidden()


def test_marked_words_wait_until_the_practice_answers_again(ruth, amara, practice):
    passage = opens_passage(ruth, amara, "After my mother died")
    passage.drags_over("He did not fix anything.")
    passage.picks("They really listened", typing="listened")
    practice.stop()
    passage.saves()
    expect(ruth.page.locator("#messages")).to_contain_text("did not reach us")
    expect(passage.chosen).to_have_text("He did not fix anything.")
    ruth.complaints.clear()
    practice.start()
    passage.saves()
    passage.then_it_says("They really listened", "He did not fix anything.")


def test_who_was_signed_out_signs_in_elsewhere_and_tries_again(let_in):
    amara = let_in("Amara", device="phone")
    visit = [c for c in amara.context.cookies() if c["name"] == "holdspace"]
    amara.context.clear_cookies(name="holdspace")
    card = amara.page.locator(".heard").filter(has_text="I slept that night.")
    card.get_by_role("button", name="Yes").tap()
    told = amara.page.get_by_text("What you typed is still here; sign in in")
    expect(told).to_be_in_viewport()
    amara.complaints.clear()

    amara.context.add_cookies(visit)
    amara.context.clear_cookies(name="holdspace-csrf")  # signing in gives a new one
    card.get_by_role("button", name="Yes").tap()
    expect(card.get_by_role("button", name="Yes")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(told).to_be_hidden()
