"""Two people agree on how they work together, and after a session one says if so."""

import pytest
from playwright.sync_api import expect

OURS = "We go at your pace, and your dad stays out of it."
PACE = "We go at your pace."
HIS_WORDS = "Ask me at the gym, not at school."
HIS_LINE = "Say pass when I go cold."


@pytest.fixture
def page(made, ruth):
    ruth.opens(f"/clients/{made.number_of('Mateo')}/way-of-working/")
    return ruth


def drafts_and_puts(ruth, name="Mateo", words=OURS):
    ruth.follows(ruth.button("Draft it from what they told"))
    ruth.page.locator(".way-lines textarea").first.fill(words)
    ruth.looks_around()
    ruth.follows(ruth.button(f"Save, and put it to {name}"))
    ruth.sees("on their page now")


def line(window, words):
    return window.page.locator("article.heard").filter(has_text=words)


def test_a_way_of_working_from_draft_to_agreement(page, made, let_in):
    ruth = page
    drafts_and_puts(ruth)
    mateo = let_in("Mateo", device="phone")
    mateo.follows(mateo.link("How we work together"))
    mateo.looks_around()
    mateo.follows(line(mateo, OURS).get_by_role("button", name="Yes", exact=True))
    mateo.sees("Saved: yes.")
    other = mateo.page.locator("article.heard").nth(1)
    other.get_by_text("Say it another way").tap()
    other.get_by_label("How would you say it?").fill(HIS_WORDS)
    mateo.follows(other.get_by_role("button", name="Save my words"))
    mateo.page.get_by_role("radio", name="What you want to try").check()
    mateo.page.locator("#propose-words").fill(HIS_LINE)
    mateo.follows(mateo.button("Keep it"))
    mateo.looks_around()

    ruth.opens(f"/clients/{made.number_of('Mateo')}/way-of-working/")
    ruth.sees(HIS_WORDS)
    ruth.looks_around()
    ruth.follows(ruth.button("Agree to it as they say it").first)
    ruth.follows(ruth.button("Agree to it as they say it").first)
    ruth.opens(f"/clients/{made.number_of('Mateo')}/")
    ruth.sees("We go at your pace, and your dad stays out of it")
    ruth.sees("Say pass when I go cold")
    ruth.looks_around()


def test_whether_it_was_kept_is_asked_on_the_phone_and_shows_over_time(
    ruth, made, let_in
):
    # Amara's, since one of her sessions waits for her word at every hour of the day.
    ruth.opens(f"/clients/{made.number_of('Amara')}/way-of-working/")
    drafts_and_puts(ruth, "Amara", PACE)
    amara = let_in("Amara", device="phone")
    amara.opens("/me/way-of-working/")
    amara.follows(line(amara, PACE).get_by_role("button", name="Yes", exact=True))
    amara.opens("/me/check-in/")
    asked = amara.page.locator(".kept-lines fieldset")
    expect(asked).to_have_count(1)
    expect(asked).to_contain_text(PACE)
    asked.get_by_text("partly").tap()
    amara.page.locator("[name=shared_with][value=worker]").check()
    amara.looks_around()
    amara.button("Done").tap()
    amara.sees("Kept. Thank you.")
    amara.sees("Your worker sees it.")
    amara.opens("/me/check-ins/")
    amara.sees("Was this kept today?")
    ruth.opens(f"/clients/{made.number_of('Amara')}/way-of-working/")
    expect(ruth.page.locator(".kept")).to_contain_text("partly")


def test_what_ruth_typed_outlives_her_browser_and_nobody_else_sees_it(
    page, made, let_in
):
    ruth = page
    ruth.follows(ruth.button("Draft it from what they told"))
    ruth.page.locator(".way-lines textarea").first.fill(OURS)
    expect(ruth.page.locator("form.way .saved")).to_contain_text("Kept at")
    mateo = let_in("Mateo", device="phone")
    mateo.opens("/me/way-of-working/")
    mateo.sees("Nothing is written here yet")


def test_the_client_puts_a_part_of_a_trigger_in_plain_words(page, made, let_in):
    mateo = let_in("Mateo", device="phone", java_script_enabled=False)
    mateo.opens("/me/trigger-map/")
    mateo.page.get_by_text("Say a part in your words").first.tap()
    mateo.page.get_by_label("Which part").first.select_option("makes_worse")
    mateo.page.locator("#words-1").fill("Standing over me.")
    mateo.follows(mateo.button("Keep it").first)
    mateo.sees("Standing over me.")
    page.opens(f"/clients/{made.number_of('Mateo')}/trigger-map/")
    page.sees("Standing over me.")
    page.looks_around()
