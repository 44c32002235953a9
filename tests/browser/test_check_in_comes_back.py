"""What was tapped after a session comes back: refused later, begun twice, put away."""

import pytest
from playwright.sync_api import expect

from . import checks
from .check_in_page import (
    OWN,
    is_back,
    is_kept_here,
    on_the_wire,
    opened,
    own_answers,
    pieces,
    session_of_yesterday,
    taps,
    wait_for,
)
from .wire import Wire

WORDS = "Less typing please"


@pytest.fixture
def wire(practice):
    wire = Wire(practice.port)
    yield wire
    wire.close()


@pytest.fixture
def session(ruth, made):
    return session_of_yesterday(ruth, made.number_of("Amara"))


@pytest.fixture
def phone(let_in, wire, session):
    """Amara's phone; she filled in a check-in without a network."""
    for page in on_the_wire(let_in("Amara", device="phone"), wire):
        wire.cut()
        opened(page, wire)
        taps(page, "How was it between us today?", "4")
        own_words(page).fill(WORDS)
        is_kept_here(page)
        yield page


def comes_back(page, wire):
    """The page opens; what was not taken is what it shows first."""
    page.goto(wire.address + OWN)
    page.locator("#check-in[data-ready]").wait_for()
    page.locator("#check-in form").wait_for()


def own_words(page):
    return page.get_by_label("What should we change?")


def is_done(page):
    page.get_by_role("button", name="Done").tap()
    expect(page.locator(".done-says:visible")).to_contain_text("Kept on this phone")


def drafts_with_us(page):
    return page.evaluate(
        "fetch('/me/check-in/state.json').then((answer) => answer.json())"
    )["drafts"]


def test_what_is_refused_later_is_put_back_with_the_reason(phone, wire, ruth, session):
    is_done(phone)
    ruth.opens(session.replace("check-in/", ""))
    ruth.page.get_by_label("What happened").select_option(value="missed")
    with ruth.page.expect_navigation():
        ruth.page.locator("main form button.main, main form button.btn").last.click()
    wire.mend()
    is_back(phone)
    wait_for(lambda: drafts_with_us(phone))  # it was sent, and was not taken
    comes_back(phone, wire)
    expect(own_words(phone)).to_have_value(WORDS)
    expect(phone.locator("#check-in .problem")).to_contain_text("could not be kept")
    assert not checks.at_phone_width(phone)

    own_words(phone).fill(WORDS + ", and tea")
    phone.get_by_role("button", name="Done").tap()
    expect(phone.locator("#check-in .problem")).to_contain_text("could not be kept")
    comes_back(phone, wire)
    expect(own_words(phone)).to_have_value(WORDS + ", and tea")
    assert len(pieces(phone, "answer")) == 1

    phone.goto(wire.address + "/me/telling/")
    phone.get_by_role("link", name="See these answers").tap()
    expect(own_words(phone)).to_have_value(WORDS + ", and tea")
    phone.get_by_role("button", name="Let these answers go").tap()
    expect(phone.locator("#check-in")).not_to_contain_text("could not be kept")
    assert not pieces(phone, "answer")
    wait_for(lambda: not drafts_with_us(phone))


@pytest.mark.parametrize("writes_on", [False, True], ids=["as it was", "with more"])
def test_nothing_is_left_of_an_earlier_window(phone, wire, writes_on):
    opened(phone, wire)  # the phone was put away and taken out again
    if writes_on:
        own_words(phone).fill(WORDS + ", and tea")
        wait_for(lambda: len(pieces(phone, "draft")) == 1)
    is_done(phone)
    wire.mend()
    is_back(phone)
    wait_for(lambda: WORDS in own_answers(phone))
    wait_for(lambda: not pieces(phone, "draft") and not drafts_with_us(phone))


def test_what_was_begun_in_two_windows_comes_back_together(phone, wire):
    second = phone.context.new_page()
    wire.mend()
    second.goto(wire.address + OWN)
    wire.cut()
    opened(second, wire)
    own_words(second).fill("")
    second.get_by_label("What should we keep?").fill("The walk")
    taps(second, "Was the speed right?", "too fast")
    is_kept_here(second)
    own_words(phone).fill(WORDS + ", and tea")  # the first one goes on meanwhile
    wait_for(lambda: len(pieces(phone, "draft")) == 2)
    second.close()
    wire.mend()
    opened(phone, wire)
    expect(phone.locator(".put-back")).to_contain_text("in two places")
    expect(own_words(phone)).to_have_value(WORDS + ", and tea")
    expect(phone.get_by_label("What should we keep?")).to_have_value("The walk")
    expect(phone.get_by_role("radio", name="too fast")).to_be_checked()
    phone.get_by_role("button", name="Done").tap()
    wait_for(lambda: "The walk" in own_answers(phone))
    assert not drafts_with_us(phone)
