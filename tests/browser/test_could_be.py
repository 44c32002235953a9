"""Ruth asks what could be marked, and answers one by one: by mouse, keys, no script."""

import pytest
from playwright.sync_api import expect

from .passage_page import PassagePage

WORDS = (
    "My counselor was new. She kept looking at her phone. I felt so ashamed, and I "
    "stopped talking. After four weeks I just stopped going, and nobody called."
)


@pytest.fixture
def client(made):
    return made.number_of("Amara")


def given_a_passage(ruth, client):
    ruth.opens(f"/clients/{client}/story/new/")
    ruth.page.get_by_label("What was said").fill(WORDS)
    ruth.follows(ruth.button("Keep these words"))
    return PassagePage(ruth)


def the_list(ruth):
    return ruth.page.locator("#could-be")


def test_one_is_marked_and_one_put_away(ruth, client):
    passage = given_a_passage(ruth, client)
    expect(the_list(ruth).locator(".card")).to_have_count(0)
    ruth.follows(ruth.button("Show what the rules notice"))
    offered = the_list(ruth).locator(".card")
    expect(offered).to_have_count(4)

    ashamed = offered.filter(has_text="I felt so ashamed")
    ashamed.get_by_role("button", name="Mark it").click()
    expect(offered).to_have_count(3)
    expect(ruth.page.locator("#could-be-title")).to_be_focused()
    expect(passage.cards.filter(has_text="strength not told")).to_have_count(1)

    phone = offered.filter(has_text="looking at her phone")
    phone.get_by_role("button", name="Not this").click()
    expect(offered).to_have_count(2)
    expect(ruth.page.locator("#said-aloud")).to_have_text(
        "Put aside. Nothing was kept."
    )
    expect(ruth.page.locator("#could-be-title")).to_be_focused()
    ruth.looks_around()

    passage.drags_over("I stopped talking")  # marking by hand goes on as before
    ruth.follows(ruth.link("Put the list away"))
    expect(ruth.page.locator("#could-be .card")).to_have_count(0)
    expect(ruth.page.locator("#readings-title ~ .cards > .card")).to_have_count(1)


def test_by_keys_alone(ruth, client):
    given_a_passage(ruth, client)
    ruth.button("Show what the rules notice").focus()
    with ruth.page.expect_navigation():
        ruth.page.keyboard.press("Enter")
    the_list(ruth).get_by_role("button", name="Mark it").first.focus()
    ruth.page.keyboard.press("Tab")
    expect(the_list(ruth).get_by_role("button", name="Not this").first).to_be_focused()
    ruth.page.keyboard.press("Enter")
    expect(the_list(ruth).locator(".card")).to_have_count(3)
    ruth.page.keyboard.press("Tab")
    expect(the_list(ruth).get_by_role("button", name="Mark it").first).to_be_focused()
    ruth.page.keyboard.press("Space")
    expect(the_list(ruth).locator(".card")).to_have_count(2)


def test_without_scripts(let_in, client):
    ruth = let_in("worker", device="phone", java_script_enabled=False)
    given_a_passage(ruth, client)
    ruth.follows(ruth.button("Show what the rules notice"))
    offered = the_list(ruth).locator(".card")
    expect(offered).to_have_count(4)
    ruth.follows(offered.first.get_by_role("button", name="Not this"))
    expect(offered).to_have_count(3)
    ruth.follows(offered.first.get_by_role("button", name="Mark it"))
    expect(offered).to_have_count(2)
    expect(ruth.page.locator("#readings-title ~ .cards > .card")).to_have_count(1)


def test_the_two_answers_are_of_one_size(let_in, client):
    ruth = let_in("worker", device="phone")
    given_a_passage(ruth, client)
    ruth.follows(ruth.button("Show what the rules notice"))
    card = the_list(ruth).locator(".card").first
    mark, leave = (
        card.get_by_role("button", name=name).bounding_box()
        for name in ("Mark it", "Not this")
    )
    assert mark["width"] == pytest.approx(leave["width"], abs=1)
    assert mark["height"] == pytest.approx(leave["height"], abs=1)
