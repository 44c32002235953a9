"""Ruth says what Amara's words mean: by mouse, by keys, by touch."""

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

    passage.search.press_sequentially("at my own speed")
    codes = passage.panel.locator(".code")
    expect(codes.first).to_contain_text("speed")
    fewer = codes.count()
    passage.search.fill("")
    passage.search.press_sequentially("shame")
    expect(passage.panel).not_to_contain_text("speed")
    assert 0 < fewer
    ruth.looks_around()
    first = codes.first.locator("b").inner_text()
    codes.first.click()
    passage.saves()

    passage.then_it_says(first, "I came in still wearing my uniform.")


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

    keys.type("listened")
    expect(passage.panel.locator(".code").first).to_contain_text("listened")
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
    passage.search.press_sequentially("listened")
    expect(passage.panel.locator(".code").first).to_contain_text("listened")
    found = passage.panel.locator(".code b").first.inner_text()
    passage.panel.locator(".code").first.tap()
    passage.panel.get_by_role("button", name="Mark these words").tap()

    passage.then_it_says(found, "He did not fix anything.")


def test_an_emoji_before_the_words_does_not_shift_them(ruth, amara):
    passage = given_a_new_passage(ruth, amara, WITH_EMOJI)
    passage.double_clicks("listened")
    expect(passage.chosen).to_have_text("listened")
    passage.picks("They really listened", typing="listened")
    passage.saves()
    passage.then_it_says("They really listened", "listened")

    passage.drags_over("🙏 and never rushed me.")
    passage.picks("They took it at my speed", typing="speed")
    passage.saves()
    passage.then_it_says("They took it at my speed", "🙏 and never rushed me.")


def test_readings_over_each_other_stay_readable(ruth, amara):
    passage = given_a_new_passage(
        ruth,
        amara,
        "She listened, and then she asked what I would like to do next. " * 4,
    )
    for words, code, typing in (
        ("She listened, and then she asked", "They really listened", "listened"),
        ("and then she asked what I would like", "They took it at my speed", "speed"),
        ("then she asked", "I could count on them", "count on"),
    ):
        passage.drags_over(words)
        passage.picks(code, typing=typing)
        passage.saves()
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
    apart = [
        later - earlier for earlier, later in zip(lowest, lowest[1:], strict=False)
    ]
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
    passage.panel.get_by_label("Words to mark").fill("I slept that night.")
    assert passage.panel.locator(".code").count() > 50 or (
        passage.panel.get_by_role("textbox", name="code").count()
    )
    passage.code("They really listened").click()
    ruth.follows(ruth.button("Mark these words"))
    expect(
        passage.card_of("They really listened", "I slept that night.")
    ).to_have_count(1)
