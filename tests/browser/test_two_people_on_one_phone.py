"""Somebody else signs in on a phone: nothing opens, is sent or lost as theirs."""

import pytest
from playwright.sync_api import expect

from . import checks
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


@pytest.mark.parametrize("who", ["Mateo", "supervisor"])
def test_who_signs_out_takes_nothing_of_somebody_else_along(phone, wire, made, who):
    of_amara = pieces(phone, "draft")
    signs_in(phone, wire, made.link_of(who))
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/signed-out/")
    assert pieces(phone, "draft") == of_amara
    whose = {one.split("|")[0] for one in pieces(phone, "")}
    assert whose == {of_amara[0].split("|")[0]}
    assert not kept_page(phone)


def test_who_is_alone_on_it_leaves_nothing(phone, wire):
    wire.mend()
    opened(phone, wire)
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/signed-out/")
    assert not pieces(phone, "")
    assert not kept_page(phone)


def test_a_worker_is_told_before_words_that_were_not_sent_are_gone(ruth, session):
    page = ruth.page
    ruth.opens(f"{session}paper/")
    page.route("**/drafts/", lambda route: route.abort())
    page.get_by_label("What should we change?").fill("Less typing please")
    expect(page.locator(".saved").first).to_contain_text("Kept on this device")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("Some of what you typed is only on this")).to_be_visible()
    assert not checks.at_phone_width(page)
    page.unroute("**/drafts/")
    ruth.complaints.clear()  # each save that was cut off is one
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/signed-out/")
    assert not pieces(page, "")
