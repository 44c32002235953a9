"""Somebody else signs in on a phone: nothing opens, is sent or lost as theirs."""

import pytest
from playwright.sync_api import expect

from .check_in_page import (
    OWN,
    is_kept_here,
    kept_page,
    on_the_wire,
    opened,
    own_answers,
    pieces,
    session_of_yesterday,
    taps,
    wait_for,
)
from .wire import Wire


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
    """Amara's phone; she filled in a check-in without a network and put it down."""
    for page in on_the_wire(let_in("Amara", device="phone"), wire):
        wire.cut()
        opened(page, wire)
        taps(page, "How was it between us today?", "4")
        page.get_by_label("What should we change?").fill("Less typing please")
        is_kept_here(page)
        yield page


def signs_in(phone, wire, link):
    """Somebody takes the phone, and comes in as themselves."""
    phone.goto("about:blank")
    wire.mend()
    phone.context.clear_cookies(name="holdspace")  # the visit before is over
    phone.goto(wire.address + link)


def test_without_a_network_the_next_one_gets_their_own_page(phone, wire, made):
    of_amara = phone.locator("#check-in").get_attribute("data-own")
    kept = pieces(phone, "draft")
    signs_in(phone, wire, made.link_of("Mateo"))
    expect(phone.locator("body")).to_contain_text("Mateo")
    wait_for(lambda: of_amara not in (kept_page(phone) or of_amara))
    wire.cut()
    phone.goto(wire.address + OWN)
    phone.locator("#check-in[data-ready]").wait_for()
    assert phone.locator("#check-in").get_attribute("data-own") != of_amara
    for field in phone.get_by_label("What should we change?").all():
        assert field.input_value() == ""
    assert set(kept) <= set(pieces(phone, "draft"))


@pytest.mark.parametrize("address", [OWN, "/me/telling/"])
def test_a_page_kept_for_somebody_else_stays_closed(phone, wire, made, address):
    signs_in(phone, wire, made.link_of("supervisor"))
    wire.cut()
    phone.goto(wire.address + address)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "Your page is not on this phone yet"
    )
    expect(phone.locator("main")).not_to_contain_text("sound of the keys")
    assert not phone.get_by_label("What should we change?").is_visible()
    is_kept = "caches.match(location.pathname).then(Boolean)"
    wait_for(lambda: not phone.evaluate(is_kept))


def test_what_waits_for_somebody_is_sent_as_theirs_once_they_are_back(
    phone, wire, made
):
    of_amara = phone.context.cookies()
    signs_in(phone, wire, made.link_of("Mateo"))
    assert "Less typing" not in own_answers(phone)
    assert pieces(phone, "draft")
    phone.goto("about:blank")
    phone.context.clear_cookies()
    phone.context.add_cookies(of_amara)
    opened(phone, wire)
    expect(phone.get_by_label("What should we change?")).to_have_value(
        "Less typing please"
    )
    phone.get_by_role("button", name="Done").tap()
    wait_for(lambda: "Less typing" in own_answers(phone))
