"""Ruth writes what she heard, Amara has the last word on it, and the brief follows."""

import re

import pytest
from playwright.sync_api import expect

TYPED = "When you tell it whole, I listen to the end."
HER_WORDS = "Only for the first ten minutes. Then you can write."
MISSED = "The bus home was the worst part."


@pytest.fixture
def letters(made, ruth):
    ruth.opens(f"/clients/{made.number_of('Amara')}/letters/")
    return ruth


def drafted(ruth):
    ruth.follows(ruth.button("Draft a letter"))
    return ruth.page.locator(".letter-lines > li")


def gives(ruth):
    with ruth.page.expect_navigation(url=re.compile("/preview/$")):
        ruth.button("Save, and see it as Amara will").click()
    ruth.looks_around()
    ruth.follows(ruth.button("Give it to Amara"))


@pytest.fixture
def amara(letters, let_in):
    """Amara on her phone, with a letter from Ruth open."""
    drafted(letters)
    gives(letters)
    window = let_in("Amara", device="phone")
    window.follows(window.link("A letter from Ruth Adler"))
    return window


@pytest.fixture
def in_brief(made, ruth):
    def read():
        ruth.opens(f"/clients/{made.number_of('Amara')}/")
        ruth.page.locator("main details").evaluate_all(
            "(lines) => lines.forEach((line) => { line.open = true; })"
        )
        return ruth

    return read


def quote_in(line):
    return line.locator("q").first.text_content()


def answers(line, answer):
    line.get_by_role("button", name=answer, exact=True).tap()


def test_ruth_works_on_a_draft_by_keyboard_and_nothing_typed_is_lost(letters):
    lines = drafted(letters)
    count = lines.count()
    first = lines.first.locator("textarea")
    first.fill(TYPED)
    lines.first.get_by_role("button", name="Down").focus()
    letters.page.keyboard.press("Enter")
    expect(letters.page.locator("#said-aloud")).to_have_text("Moved down. All is kept.")
    expect(lines.nth(1).locator("textarea")).to_have_value(TYPED)
    expect(lines.nth(1).get_by_role("button", name="Down")).to_be_focused()
    lines.first.get_by_role("button", name="Leave out").click()
    expect(lines).to_have_count(count - 1)
    expect(lines.first.locator("textarea")).to_have_value(TYPED)
    letters.looks_around()
    letters.button("Put it back").click()
    expect(lines).to_have_count(count)
    gives(letters)
    letters.sees(TYPED)


def test_what_ruth_typed_into_a_draft_outlives_her_browser(letters):
    lines = drafted(letters)
    address = letters.page.url
    lines.first.get_by_role("button", name="Down").click()
    expect(letters.page.locator("#said-aloud")).to_have_text("Moved down. All is kept.")
    lines.first.locator("textarea").fill(TYPED)
    expect(letters.page.locator(".keeping .saved")).to_contain_text("Kept at")
    letters.page.goto("about:blank")
    letters.opens("/clients/" + address.partition("/clients/")[2])
    expect(lines.first.locator("textarea")).not_to_have_value(TYPED)
    letters.looks_around()
    letters.button("Put it back").first.click()
    expect(lines.first.locator("textarea")).to_have_value(TYPED)
    letters.page.get_by_role("button", name="Save", exact=True).click()
    expect(letters.page.locator("#said-aloud")).to_have_text("Kept.")
    letters.page.reload()
    expect(lines.first.locator("textarea")).to_have_value(TYPED)
    letters.sees_no("You were writing here")


def test_what_she_takes_back_leaves_the_brief(amara, in_brief, letters):
    line = amara.page.locator(".heard").first
    quote = quote_in(line)
    given = letters.page.url
    in_brief().sees(quote)
    answers(line, "Take it back")
    expect(line).to_contain_text("Taken back. The brief that Ruth Adler reads")
    expect(amara.page.locator("#said-aloud")).to_have_text("Taken back.")
    amara.looks_around()
    in_brief().sees_no(quote)
    letters.opens(given.removeprefix(letters.address))
    letters.sees("A line was taken back.")
    letters.sees_no(quote)
    answers(line, "Bring it back")
    expect(line.get_by_role("button", name="Yes")).to_be_visible()
    in_brief().sees(quote)


def test_she_answers_in_her_own_words_and_sends_it(amara, in_brief):
    line = amara.page.locator(".heard").first
    answers(line, "Not quite")
    words = line.get_by_label("How would you say it?")
    expect(words).to_be_focused()
    words.fill(HER_WORDS)
    amara.looks_around()
    line.get_by_role("button", name="Save my words").tap()
    expect(line).to_contain_text("how you would say it")
    expect(amara.page.locator("#progress")).to_have_text(
        "One line has your word. The others can wait."
    )
    missed = amara.page.locator("#missed")
    missed.locator("textarea").fill(MISSED)
    missed.get_by_role("button", name="Save my words").tap()
    expect(missed).to_contain_text("they are part of what you told")
    amara.looks_around()
    amara.follows(amara.button("Send to Ruth Adler"))
    amara.sees("Sent. Thank you.")

    ruth = in_brief()
    ruth.sees(HER_WORDS)
    ruth.opens("/")
    ruth.sees("answered your letter")
    new = ruth.page.get_by_role("listitem").filter(has_text="answered your letter")
    ruth.follows(new.get_by_role("link"))
    ruth.sees(MISSED)
    ruth.follows(ruth.button("I have read the answers"))


def test_it_works_without_scripts(letters, let_in, in_brief):
    drafted(letters)
    gives(letters)
    amara = let_in("Amara", device="phone", java_script_enabled=False)
    amara.follows(amara.link("A letter from Ruth Adler"))
    line = amara.page.locator(".heard").first
    amara.follows(line.get_by_role("button", name="Not quite"))
    line.get_by_label("How would you say it?").fill(HER_WORDS)
    amara.follows(line.get_by_role("button", name="Save my words"))
    in_brief().sees(HER_WORDS)


def test_everything_is_large_enough_for_a_thumb(amara):
    small = amara.page.evaluate(
        """() => Array.from(document.querySelectorAll(
            ".own main button, .own main .ways a, .own main .btn, .own main summary"))
          .filter((one) => one.checkVisibility())
          .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
          .filter(([, box]) => box.height < 47.5 || box.width < 24)
          .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""
    )
    assert not small
