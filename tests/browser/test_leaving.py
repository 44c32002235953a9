"""Signed out, paused or left: nothing of the record is to be seen."""

import pytest
from playwright.sync_api import expect

# Waits for an answer, so it is open.
WORDS = "It is easier when the laptop stays shut at first"


def signs_out(window):
    window.follows(window.button("Sign out"))
    assert window.path == "/signed-out/"
    window.sees("You are signed out")


def test_after_signing_out_back_shows_no_record(made, ruth):
    ruth.opens(f"/clients/{made.number_of('Amara')}/story/")
    ruth.sees(WORDS[:20])
    signs_out(ruth)
    for _ in range(2):
        ruth.page.go_back()
        assert ruth.path == "/sign-in/"
        ruth.sees_no("Amara")


def test_after_signing_out_back_shows_nothing_of_her_own_page(let_in):
    amara = let_in("Amara", device="phone")
    signs_out(amara)
    amara.page.go_back()
    assert amara.path == "/sign-in/"
    amara.sees_no(WORDS)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_pause_hides_everything_until_she_comes_back(let_in, scripts):
    amara = let_in("Amara", device="phone", java_script_enabled=scripts)
    words = amara.page.get_by_text(WORDS).locator("visible=true")
    expect(words).not_to_have_count(0)

    amara.link("Pause").tap()
    expect(amara.page.get_by_text("Everything is hidden.")).to_be_visible()
    expect(words).to_have_count(0)
    expect(amara.page.get_by_role("heading", level=1)).to_be_hidden()
    expect(amara.page.locator(".site-foot")).to_be_hidden()
    expect(amara.link("Leave now")).to_be_visible()

    amara.link("Come back").tap()
    expect(words).not_to_have_count(0)
    expect(amara.page.get_by_text("Everything is hidden.")).to_be_hidden()


def test_leaving_goes_away_at_once_and_back_does_not_return(let_in):
    amara = let_in("Amara", device="phone")
    amara.follows(amara.link("See every look"))
    with amara.page.expect_navigation():
        amara.link("Leave now").tap()
    assert amara.page.url == "about:blank"
    amara.page.go_back()
    expect(amara.page.get_by_text(WORDS)).to_be_hidden()
    expect(amara.page.get_by_text("Hello Amara")).to_be_hidden()


def test_she_can_leave_from_the_pause(let_in):
    amara = let_in("Amara", device="phone")
    amara.link("Pause").tap()
    with amara.page.expect_navigation():
        amara.link("Leave now").tap()
    assert amara.page.url == "about:blank"


def test_a_used_link_signs_nobody_in(made, ruth, let_in):
    stranger = let_in()
    stranger.opens(made.link_of("worker"), status=410)
    stranger.sees("This link cannot be used")
    stranger.opens("/")
    assert stranger.path == "/sign-in/"
