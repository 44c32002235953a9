"""Ruth says what Amara's words mean: by mouse, by keys, by touch."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from .passage_page import PassagePage, opens_passage

FIRST_TOLD = "After my mother died I saw a counselor at work."
WITH_EMOJI = "😀 👩‍👩‍👧 Yes.\nThe nurse listened 🙏 and never rushed me."


@pytest.fixture
def amara(made):
    return made.number_of("Amara")


def given_a_new_passage(ruth, client, words):
    ruth.opens(f"/clients/{client}/story/new/")
    ruth.page.get_by_label("What was said").fill(words)
    ruth.follows(ruth.button("Keep these words"))
    return PassagePage(ruth)


def test_by_mouse_searching_as_she_types(ruth, amara):
    passage = opens_passage(ruth, amara, FIRST_TOLD)
    passage.drags_over("I came in still wearing my uniform.")

    passage.looks_for("asham")
    codes = passage.panel.locator(".code")
    expect(codes).to_have_count(1)
    ruth.looks_around()
    passage.search.fill("")
    passage.picks("Felt in the body: heart, stomach, head, shaking", typing="body")
    passage.saves()

    passage.then_it_says("Felt in the body", "I came in still wearing my uniform.")


def test_by_keys_alone(ruth, amara):
    passage = opens_passage(ruth, amara, FIRST_TOLD)
    keys = ruth.page.keyboard
    ruth.button("Choose words with the keyboard").focus()
    keys.press("Enter")
    keys.press("End")
    for _ in range(2):
        keys.press("Shift+ArrowLeft")
    keys.press("Enter")
    expect(passage.chosen).to_have_text("someone to stay.")
    expect(passage.search).to_be_focused()

    passage.looks_for("listened")
    found = passage.panel.locator(".code b").first.inner_text()
    keys.press("Tab")
    keys.press("Space")
    expect(passage.panel.get_by_role("radio", checked=True).first).to_be_focused()
    for _ in range(8):
        keys.press("Tab")
        if ruth.page.locator("#say-what .btn.main:focus").count():
            break
    keys.press("Enter")

    passage.then_it_says(found, "someone to stay.")


def test_by_touch_on_a_phone(let_in, amara):
    ruth = let_in("worker", device="phone")
    passage = opens_passage(ruth, amara, FIRST_TOLD)
    passage.selects_by_touch("He did not fix anything.")

    ruth.link("Say what these words mean").tap()
    expect(passage.search).to_be_in_viewport()
    passage.search.tap()
    passage.looks_for("listened")
    passage.code("They really listened").tap()
    passage.panel.get_by_role("button", name="Mark these words").tap()

    passage.then_it_says("They really listened", "He did not fix anything.")


def test_an_emoji_before_the_words_does_not_shift_them(ruth, amara):
    passage = given_a_new_passage(ruth, amara, WITH_EMOJI)
    passage.double_clicks("listened")
    expect(passage.chosen).to_have_text("listened")
    passage.picks("They really listened", typing="listened")
    passage.saves()
    passage.then_it_says("They really listened", "listened")

    passage.drags_over("🙏 and never rushed me.")
    passage.picks("I had a say", typing="say")
    passage.saves()
    passage.then_it_says("I had a say", "🙏 and never rushed me.")


def test_readings_over_each_other_stay_readable(ruth, amara):
    passage = given_a_new_passage(
        ruth,
        amara,
        "She listened, and then she asked what I would like to do next. " * 4,
    )
    for words, code, typing in (
        ("She listened, and then she asked", "They really listened", "listened"),
        ("and then she asked what I would like", "I had a say", "say"),
        ("then she asked", "I could count on them", "count"),
    ):
        passage.drags_over(words)
        passage.picks(code, typing=typing)
        passage.saves()
        expect(passage.words).to_be_focused()  # the new text is ready to be marked
        expect(passage.cards.filter(has_text=code)).to_have_count(1)

    lines = passage.words.evaluate(
        """(box) => {
          const stretch = Array.from(box.querySelectorAll(".stretch"))
            .find((one) => one.querySelectorAll(".mark").length === 3);
          const marks = Array.from(stretch.querySelectorAll(".mark"));
          const rows = parseFloat(getComputedStyle(box).lineHeight);
          const text = document.createRange();
          text.selectNodeContents(marks.at(-1));
          return {
            text: stretch.textContent,
            underlines: marks.map((mark) => mark.getBoundingClientRect().bottom),
            top: text.getBoundingClientRect().top,
            rows,
          };
        }"""
    )
    assert lines["text"] == "then she asked"
    lowest = sorted(lines["underlines"])
    apart = [later - earlier for earlier, later in pairwise(lowest)]
    assert min(apart) >= 3, "two lines run into each other"
    assert lowest[-1] <= lines["top"] + lines["rows"], "a line runs into the next row"
    ruth.looks_around()


def test_letting_go_and_choosing_again(ruth, amara):
    passage = opens_passage(ruth, amara, FIRST_TOLD)
    passage.drags_over("I slept that night.")
    ruth.button("Choose other words").click()
    expect(passage.panel).to_contain_text("Choose some words in the text first.")
    passage.drags_over("I need someone to stay.")


def test_without_scripts_she_copies_the_words(let_in, amara):
    ruth = let_in("worker", java_script_enabled=False)
    passage = opens_passage(ruth, amara, FIRST_TOLD)
    passage.panel.get_by_label("Words to mark").fill("He did not fix anything.")
    passage.code("They really listened").click()
    ruth.follows(ruth.button("Mark these words"))
    expect(
        passage.card_of("They really listened", "He did not fix anything.")
    ).to_have_count(1)
