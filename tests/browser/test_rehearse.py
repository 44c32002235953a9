"""Ruth looks her words over before Amara reads them."""

import pytest

DRAFT = "Dear Amara, at least you have the flat. I will type while we talk."


@pytest.fixture
def page(ruth, made):
    ruth.opens(f"/clients/{made.number_of('Amara')}/rehearse/")
    return ruth


def test_she_sees_what_to_look_at_again_and_is_done(page):
    page.page.get_by_label("Your words", exact=True).fill(DRAFT)
    page.follows(page.button("Look it over"))
    page.sees("Look at these again")
    page.sees("This may touch what sets Amara off")
    words = page.page.get_by_label("Your words", exact=True)
    assert words.input_value() == DRAFT
    page.follows(page.button("Done: let my text go"))
    page.sees_no("Look at these again")
    assert not words.input_value()
    page.sees_no("You were writing here")


def test_what_she_typed_comes_back_after_a_closed_tab(page, let_in, made):
    words = page.page.get_by_label("Your words", exact=True)
    with page.page.expect_response(lambda answer: "drafts" in answer.url):
        words.fill(DRAFT)
        words.blur()
    page.page.close()
    again = let_in("worker")
    again.opens(f"/clients/{made.number_of('Amara')}/rehearse/")
    again.button("Put it back").click()
    back = again.page.get_by_label("Your words", exact=True)
    assert back.input_value() == DRAFT
