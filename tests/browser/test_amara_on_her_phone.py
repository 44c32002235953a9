"""Amara has the last word, on a small phone, and Ruth's brief follows at once."""

import pytest
from playwright.sync_api import expect

HEARD = "He asked her name and let me tell the whole day, start to end."
SLEPT = "I slept that night."
FELT = "the keys started"
LAPTOP = "It is easier when the laptop stays shut at first."
HER_WORDS = "Only for the first ten minutes. Then you can write."


@pytest.fixture
def amara(let_in):
    return let_in("Amara", device="phone")


@pytest.fixture
def brief(made, ruth):
    """Ruth's brief of Amara with every line open, read anew each time."""

    def read():
        ruth.opens(f"/clients/{made.number_of('Amara')}/")
        ruth.page.locator("main details").evaluate_all(
            "(lines) => lines.forEach((line) => { line.open = true; })"
        )
        return ruth

    return read


def card_of(window, words):
    return window.page.locator(".heard").filter(has_text=words)


def answers(window, words, answer):
    card_of(window, words).get_by_role("button", name=answer, exact=True).tap()


def opens_line(window, words):
    """Tap what a line with an answer is folded behind, from the outside in."""
    card = card_of(window, words)
    if not card.is_visible():
        window.page.get_by_text("more you have answered").tap()
    card.locator("summary").first.tap()


def quote_on(brief, words):
    return brief.page.locator(".said").filter(has_text=words).first


def test_she_says_yes(amara, brief):
    answers(amara, SLEPT, "Yes")
    pressed = card_of(amara, SLEPT).get_by_role("button", name="Yes")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(amara.page.locator("#said-aloud")).to_have_text("Saved: yes.")
    amara.looks_around()
    expect(quote_on(brief(), SLEPT)).to_contain_text("Amara: yes")


def test_she_says_not_quite_in_her_own_words(amara, brief):
    answers(amara, LAPTOP, "Not quite")
    expect(amara.page.locator("#said-aloud")).to_have_text("Saved: not quite.")
    expect(quote_on(brief(), LAPTOP)).to_contain_text("Amara: not quite")

    words = card_of(amara, LAPTOP).get_by_label("How would you say it?")
    expect(words).to_be_focused()
    words.fill(HER_WORDS)
    amara.looks_around()
    card_of(amara, LAPTOP).get_by_role("button", name="Save my words").tap()

    expect(card_of(amara, LAPTOP)).to_contain_text("how you would say it")
    amara.looks_around()
    expect(quote_on(brief(), HER_WORDS)).to_be_visible()


def test_what_she_takes_back_is_gone_and_comes_back_when_she_wants(amara, brief):
    brief().sees(HEARD)

    opens_line(amara, HEARD)
    answers(amara, HEARD, "Take it back")
    expect(card_of(amara, HEARD)).to_contain_text(
        "Taken back. It is gone from the brief"
    )
    amara.looks_around()
    brief().sees_no(HEARD)

    answers(amara, HEARD, "Bring it back")
    expect(card_of(amara, HEARD).get_by_role("button", name="Yes")).to_be_visible()
    brief().sees(HEARD)


def test_what_she_took_back_waits_at_the_end_of_her_page(amara):
    opens_line(amara, HEARD)
    answers(amara, HEARD, "Take it back")
    expect(card_of(amara, HEARD)).to_contain_text("Taken back")
    amara.opens("/me/")
    expect(card_of(amara, HEARD)).to_be_hidden()
    amara.page.get_by_text("1 line you took back").tap()
    answers(amara, HEARD, "Bring it back")
    expect(card_of(amara, HEARD).get_by_role("button", name="Yes")).to_be_visible()


def test_what_waits_is_open_and_what_has_an_answer_opens_by_the_keys(amara):
    expect(card_of(amara, SLEPT).get_by_role("button", name="Yes")).to_be_visible()
    folded = card_of(amara, FELT).locator("summary").first
    expect(folded).to_contain_text("you said: yes")
    take_back = card_of(amara, FELT).get_by_role("button", name="Take it back")
    expect(take_back).to_be_hidden()

    folded.focus()
    amara.page.keyboard.press("Enter")
    amara.page.keyboard.press("Tab")
    expect(card_of(amara, FELT).get_by_role("button", name="Yes")).to_be_focused()
    expect(take_back).to_be_visible()
    amara.looks_around()


def test_everything_works_without_scripts(let_in, brief):
    amara = let_in("Amara", device="phone", java_script_enabled=False)
    amara.follows(card_of(amara, SLEPT).get_by_role("button", name="Yes"))
    expect(
        card_of(amara, SLEPT).get_by_role("button", name="Take it back")
    ).to_be_in_viewport()
    opens_line(amara, HEARD)
    amara.follows(card_of(amara, HEARD).get_by_role("button", name="Take it back"))
    expect(quote_on(brief(), SLEPT)).to_contain_text("Amara: yes")
    brief().sees_no(HEARD)


def test_she_sees_who_looked(amara, brief):
    brief()
    amara.follows(amara.link("See every look"))
    amara.sees("Ruth Adler, worker read the one-page brief")


def test_everything_is_large_enough_for_a_thumb(amara):
    small = amara.page.evaluate(
        """() => Array.from(document.querySelectorAll(
            ".own button, .own .safe a, .own .ways a, .own .btn, .own summary"))
          .filter((one) => one.checkVisibility())
          .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
          .filter(([, box]) => box.height < 47.5 || box.width < 24)
          .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""
    )
    assert not small
