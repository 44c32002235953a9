"""Two people edit the same thing: the second is told, nothing is overwritten."""

import pytest
from playwright.sync_api import expect

from .passage_page import opens_passage

WORDS = "It is easier when the laptop stays shut at first."
CHANGED = "This reading was changed by somebody else while you had it open."


@pytest.fixture
def amara(made):
    return made.number_of("Amara")


def changes_reading(passage, to, *, typing):
    card = passage.card_of("", WORDS)
    card.locator("summary").click()
    with passage.page.expect_response(lambda a: a.url.endswith(f"?q={typing}")):
        card.get_by_role("searchbox").press_sequentially(typing)
    card.locator(".code").filter(has=passage.page.get_by_text(to, exact=True)).click()
    card.get_by_role("button", name="Save the change").click()


def test_the_second_change_of_a_reading_is_refused_and_told(let_in, amara):
    first = opens_passage(let_in("worker"), amara, WORDS)
    second = opens_passage(let_in("worker"), amara, WORDS)

    changes_reading(first, "They really listened", typing="listened")
    expect(first.card_of("They really listened", WORDS)).to_have_count(1)
    changes_reading(second, "I had a say", typing="say")

    expect(second.page.get_by_role("alert")).to_contain_text(CHANGED)
    expect(second.card_of("They really listened", WORDS)).to_have_count(1)
    second.window.looks_around()


def test_ruth_cannot_change_what_amara_answers_meanwhile(let_in, amara):
    ruth = opens_passage(let_in("worker"), amara, WORDS)
    own = let_in("Amara", device="phone")
    card = own.page.locator(".heard").filter(has_text=WORDS)
    card.get_by_role("button", name="Yes").tap()
    expect(card.get_by_role("button", name="Yes")).to_have_attribute(
        "aria-pressed", "true"
    )

    changes_reading(ruth, "They really listened", typing="listened")

    expect(ruth.page.get_by_role("alert")).to_contain_text("already answered")
    expect(ruth.card_of("Hear me before advice", WORDS)).to_contain_text("Amara: yes")


def test_the_second_note_of_a_session_is_not_lost(let_in, amara):
    first, second = let_in("worker"), let_in("worker")
    for ruth in (first, second):
        ruth.opens(f"/clients/{amara}/sessions/")
        ruth.follows(ruth.page.get_by_role("link", name="Session 11", exact=True))

    first.page.get_by_label("What was left open").fill("The call from Lagos.")
    first.follows(first.button("Save"))
    second.page.get_by_label("What was left open").fill("The cloth she wants to bring.")
    second.follows(second.button("Save"))

    expect(second.page.get_by_role("alert")).to_contain_text("changed by somebody else")
    typed = second.page.get_by_label("You typed: Next time: what was left open")
    expect(typed).to_have_value("The cloth she wants to bring.")
    expect(second.page.locator("#id_left_open")).to_have_value("The call from Lagos.")
    first.opens(f"/clients/{amara}/sessions/")
    first.sees("The call from Lagos.")
    first.sees_no("The cloth she wants to bring.")
