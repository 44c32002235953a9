"""Ruth and Jordan tell the story together; nothing typed is lost on the way."""

import pytest
from playwright.sync_api import expect

WORDS = "She wrote my name the right way. 🌱"


@pytest.fixture
def page_of(ruth, made):
    """Open the page for telling together with Jordan, at a prompt."""

    def opens(key="", **query):
        asked = "&".join(f"{k}={v}" for k, v in ({"ask": key} | query).items())
        ruth.opens(f"/clients/{made.number_of('Jordan')}/telling/?{asked}")
        return ruth.page

    return opens


@pytest.fixture
def new_passage(made):
    return f"/clients/{made.number_of('Jordan')}/story/new/"


def is_kept(page, keeper="Kept at"):
    expect(page.locator(".saved")).to_contain_text(keeper)


def comes_back(page, words, label):
    expect(page.get_by_text("You were writing here on")).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label(label)).to_have_value(words)


def test_a_prompt_is_asked_answered_and_not_asked_again(ruth, made, page_of):
    jordan = made.number_of("Jordan")
    ruth.opens(f"/clients/{jordan}/story/")
    ruth.follows(ruth.link("Tell the story together"))
    ruth.sees("It sounds like … Did I get that?")
    ruth.sees("You do not need to trust me yet.")

    page = page_of("C1")
    expect(page.get_by_role("heading", name="one good moment")).to_be_visible()
    page.get_by_label("Their own words").fill(WORDS)
    page.get_by_text("Cards to tap").click()
    page.locator(".cards-below .tap").first.click()
    ruth.follows(ruth.button("Tell Ruth Adler may read this"))
    ruth.sees("Kept. You can mark what it says later.")

    page = page_of("F1")
    ruth.follows(ruth.button("Never Do not ask this again"))
    row = page.locator(".do-not-ask")
    page.locator(".prompts summary").last.click()
    expect(row).to_contain_text("Do not ask")
    expect(row).to_contain_text("What small things make you tense up")
    expect(row.get_by_role("link")).to_have_count(0)

    ruth.opens(f"/clients/{jordan}/story/")
    sitting = page.locator(".sitting")
    expect(sitting).to_contain_text("Told in a session")
    expect(sitting).to_contain_text(WORDS)
    expect(sitting).to_contain_text("Tapped:")


def test_the_turned_screen_holds_only_what_is_for_two(ruth, page_of):
    page = page_of("C1")
    page.get_by_role("link", name="Turn the screen", exact=True).click()
    ruth.looks_around()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_label("Your own words")).to_be_visible()
    expect(page.locator(".six button")).to_have_count(6)
    ruth.sees_no("You could say it back")
    page.get_by_label("Your own words").fill(WORDS)
    ruth.follows(ruth.button("Tell Ruth Adler may read this"))
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_it_works_without_javascript(let_in, made):
    ruth = let_in("worker", java_script_enabled=False)
    ruth.opens(f"/clients/{made.number_of('Jordan')}/telling/?ask=C1")
    ruth.page.get_by_label("Their own words").fill(WORDS)
    ruth.follows(ruth.button("Tell Ruth Adler may read this"))
    ruth.sees("Kept. You can mark what it says later.")


def test_both_languages_are_written_side_by_side(ruth, page_of):
    page = page_of("C1")
    page.get_by_text("Who is in the room").click()
    page.get_by_label("An interpreter carries the words").check()
    page.get_by_label("The language they speak").first.select_option("ar")
    ruth.follows(ruth.button("Keep this"))
    page = page_of("C1")
    exact = page.get_by_label("Their exact words, in their language")
    exact.fill("كتبت اسمي بشكل صحيح.")
    expect(exact).to_have_attribute("lang", "ar")
    page.get_by_label("What the interpreter made of it").fill(WORDS)
    ruth.follows(ruth.button("Tell Ruth Adler may read this"))
    ruth.follows(ruth.link("Back to the story"))
    ruth.sees("Through an interpreter")


def test_a_closed_tab_loses_nothing(ruth, page_of):
    page = page_of("C1")
    page.get_by_label("Their own words").fill(WORDS)
    is_kept(page)
    page.close()

    ruth.page = ruth.context.new_page()
    page = page_of("C1")
    comes_back(page, WORDS, "Their own words")
    is_kept(page)
    ruth.follows(ruth.button("Tell Ruth Adler may read this"))
    page_of("C1")
    expect(page.locator(".saved")).to_be_hidden()
    expect(page.get_by_text("You were writing here on")).to_have_count(0)


def test_a_stopped_practice_and_a_closed_tab_lose_nothing(ruth, practice, new_passage):
    ruth.opens(new_passage)
    practice.stop()
    ruth.page.get_by_label("What was said").fill(WORDS)
    is_kept(ruth.page, "Kept on this device, locked.")
    plain = ruth.page.evaluate(
        "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
    )
    assert "wrote my name" not in plain
    ruth.page.close()
    ruth.complaints.clear()

    practice.start()
    ruth.page = ruth.context.new_page()
    ruth.opens(new_passage)
    comes_back(ruth.page, WORDS, "What was said")
    ruth.follows(ruth.button("Keep these words"))
    ruth.sees("Kept. You can mark what it says now.")
    ruth.opens(new_passage)
    expect(ruth.page.get_by_text("You were writing here on")).to_have_count(0)


def test_a_visit_that_ran_out_loses_nothing(ruth, new_passage):
    ruth.opens(new_passage)
    visit = [one for one in ruth.context.cookies() if one["name"] == "holdspace"]
    ruth.context.clear_cookies(name="holdspace")
    ruth.page.get_by_label("What was said").fill(WORDS)
    is_kept(ruth.page, "Kept on this device, locked.")
    ruth.complaints.clear()
    ruth.context.add_cookies(visit)
    ruth.opens(new_passage)
    comes_back(ruth.page, WORDS, "What was said")


def test_what_two_windows_wrote_is_offered_twice(ruth, new_passage):
    ruth.opens(new_passage)
    first = ruth.page
    second = ruth.context.new_page()
    second.goto(first.url)
    first.get_by_label("What was said").fill(WORDS)
    is_kept(first)
    second.get_by_label("What was said").fill("Another way to put it.")
    is_kept(second, "in another window too")
    second.close()

    ruth.opens(new_passage)
    expect(first.get_by_text("You were writing here on")).to_have_count(2)
    expect(first.locator(".kept-before")).to_contain_text(WORDS)
    expect(first.locator(".kept-before")).to_contain_text("Another way to put it.")
    first.get_by_role("button", name="Let it go").first.click()
    expect(first.get_by_text("You were writing here on")).to_have_count(1)
    comes_back(first, WORDS, "What was said")
