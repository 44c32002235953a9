"""Does it go round: Amara draws it by touch and by keys, Ruth sees it begin again."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import expect

BRUSHED = "They brushed it off"
THANKED = "I say yes to keep the peace"
STOPPED = "I just stopped going"
OWN = "I hear that I make too much of it"


@pytest.fixture
def number(made):
    return made.number_of("Amara")


def steps(window):
    return window.page.locator(".drawing .place")


def names(window):
    return [one.get_attribute("aria-label") for one in steps(window).all()]


def centre(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draws_three(window):
    window.page.locator(".drawing").scroll_into_view_if_needed()
    for card in (BRUSHED, THANKED, STOPPED):
        window.button(card, exact=True).click()
    expect(steps(window)).to_have_count(3)
    # The three, and one to go on with.
    expect(window.page.locator(".draw .step:visible")).to_have_count(4)


def test_she_draws_it_by_touch_and_says_it_in_her_words(let_in):
    amara = let_in("Amara", device="phone")
    amara.opens("/me/")
    amara.follows(amara.link("Does it go round?"))
    amara.follows(amara.link("Draw it yourself"))
    draws_three(amara)
    amara.button("They really listened", exact=True).tap()
    expect(steps(amara)).to_have_count(4)
    amara.button("Take off They really listened").tap()
    expect(steps(amara)).to_have_count(3)
    words = amara.page.get_by_label("In your words, if you like 1")
    words.fill(OWN)
    words.blur()
    expect(steps(amara).first).to_have_attribute("aria-label", re.compile(OWN))
    amara.looks_around()
    amara.page.get_by_label("What kind of step 3").select_option("P.AVOID")
    amara.follows(amara.button("Keep it"))
    amara.sees("Kept. You can take it back at any time.")
    amara.sees(OWN)


def test_by_mouse_and_by_keys_a_step_goes_to_another_place(let_in):
    amara = let_in("Amara")
    amara.opens("/me/cycles/draw/")
    draws_three(amara)
    first, second = steps(amara).nth(0), steps(amara).nth(1)
    first.scroll_into_view_if_needed()
    (x, y), (to_x, to_y) = centre(first), centre(second)
    amara.page.mouse.move(x, y)
    amara.page.mouse.down()
    amara.page.mouse.move(to_x, to_y, steps=5)
    amara.page.mouse.up()
    assert [re.search(r": (.*?)\. Arrow", one)[1] for one in names(amara)] == [
        THANKED,
        BRUSHED,
        STOPPED,
    ]
    steps(amara).nth(0).focus()
    amara.page.keyboard.press("ArrowRight")
    expect(steps(amara).nth(1)).to_be_focused()
    expect(amara.page.locator("#said-aloud")).to_have_text(
        f"Step {THANKED} is now number 2 of 3."
    )
    kinds = amara.page.locator(".draw select").evaluate_all(
        "(all) => all.map((one) => one.value)"
    )
    assert kinds[:3] == ["X.DISMISSED", "P.GOALONG", "E.FADED"]
    amara.page.keyboard.press("Delete")
    expect(steps(amara)).to_have_count(2)
    amara.has_no_complaint()


def test_six_steps_lie_apart_on_a_small_phone_and_can_be_read(let_in):
    amara = let_in("Amara", device="phone")
    amara.opens("/me/cycles/draw/")
    draws_three(amara)
    for card in ("They really listened", "Not looking at me", "They said sorry"):
        amara.page.locator(".cards .card").filter(has_text=card).tap()
    expect(steps(amara)).to_have_count(6)
    boxes = [one.bounding_box() for one in steps(amara).all()]
    for one, other in combinations(boxes, 2):
        assert (
            abs(one["x"] - other["x"]) >= one["width"] - 2
            or abs(one["y"] - other["y"]) >= one["height"] - 2
        )
    shrunk = amara.page.locator(".drawing svg").evaluate(
        "(svg) => svg.getScreenCTM().a"
    )
    assert shrunk * 13 >= 13  # the smallest type there is
    amara.looks_around()


def test_without_scripts_the_list_draws_it(let_in):
    amara = let_in("Amara", java_script_enabled=False)
    amara.opens("/me/cycles/draw/")
    expect(amara.page.locator(".drawing")).to_be_hidden()
    amara.page.get_by_label("What kind of step 1").select_option("T.DISTRACT")
    amara.page.get_by_label("In your words, if you like 1").fill("keys")
    amara.page.get_by_label("What kind of step 2").select_option("F.BODY")
    amara.follows(amara.button("Keep it"))
    amara.sees("Kept. You can take it back at any time.")


def test_ruth_sees_it_begin_again_until_amara_takes_it_back(ruth, let_in, number):
    ruth.opens(f"/clients/{number}/")
    ruth.sees("A cycle to watch")
    ruth.sees("2 of 3 steps that Amara knows have happened again")
    ruth.follows(ruth.link("Each time, and how it went on"))
    ruth.sees("It went round")
    ruth.sees("Grief line, by phone")
    ruth.follows(ruth.link("Draw it together"))
    draws_three(ruth)
    ruth.button("Take off I just stopped going").click()
    ruth.follows(ruth.button("Keep it"))
    ruth.sees("no word of Amara yet")

    amara = let_in("Amara", device="phone")
    amara.opens("/me/cycles/")
    amara.sees("You drew this together. Is it so?")
    begun = amara.page.locator("section", has_text="It may have begun again")
    amara.follows(begun.get_by_role("button", name="Take it back"))
    amara.sees("Taken back. Nobody else sees it, or asks again.")

    ruth.opens(f"/clients/{number}/")
    ruth.sees_no("A cycle to watch")
