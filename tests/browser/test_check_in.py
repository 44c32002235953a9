"""After a session: on the phone in a tunnel, on a handed-over tablet, over time."""

import re

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
def amara(made):
    return made.number_of("Amara")


@pytest.fixture
def session(ruth, amara):
    return session_of_yesterday(ruth, amara)


@pytest.fixture
def phone(let_in, wire, session):
    yield from on_the_wire(let_in("Amara", device="phone"), wire)


def test_it_is_filled_in_with_the_network_cut_and_sent_later(
    phone, wire, ruth, session
):
    wire.cut()
    opened(phone, wire)
    taps(phone, "Did you feel listened to today?", "mostly")
    taps(phone, "How was it between us today?", "4")
    phone.get_by_label("What should we change?").fill("Less typing, שלום 🙂")
    is_kept_here(phone)
    opened(phone, wire)  # the phone was put away and taken out again
    expect(phone.get_by_label("What should we change?")).to_have_value(
        "Less typing, שלום 🙂"
    )
    taps(phone, "Who may see this?", "My worker")
    phone.get_by_role("button", name="Done").tap()
    expect(phone.locator(".done-says:visible")).to_contain_text("Kept on this phone")
    expect(phone.locator(".done-seen:visible")).to_have_text("Your worker sees it.")

    wire.mend()
    is_back(phone)
    wait_for(lambda: "Less typing" in own_answers(phone))
    ruth.opens(session)
    ruth.sees("4 of 10")
    ruth.sees("Less typing")


def test_what_waits_on_the_phone_is_sealed(phone, wire):
    wire.cut()
    opened(phone, wire)
    phone.get_by_label("What should we keep?").fill("quetzalcoatlus")
    is_kept_here(phone)
    kept = phone.evaluate(
        """async () => {
          const open = indexedDB.open("holdspace");
          const database = await new Promise((done) => {
            open.onsuccess = () => done(open.result);
          });
          const all = database.transaction("pieces").objectStore("pieces").getAll();
          const pieces = await new Promise((done) => {
            all.onsuccess = () => done(all.result);
          });
          return pieces.map((one) => new TextDecoder().decode(one.sealed)).join(" ");
        }"""
    )
    assert kept
    assert "quetzal" not in kept
    assert "the sound of the keys" not in kept


def test_the_page_that_stays_on_the_phone_holds_no_word(phone):
    page = phone.evaluate(f"caches.match('{OWN}').then((answer) => answer.text())")
    assert "Did you feel listened to today?" in page
    assert "the sound of the keys" not in page


def test_what_follows_an_answer_shows_with_it(phone):
    talk = phone.get_by_text("Do you want to talk about it?")
    cue = phone.get_by_text("the sound of the keys")
    expect(talk).to_be_hidden()
    expect(cue).to_be_hidden()
    taps(phone, "Was there a moment that felt off?", "yes, small")
    taps(phone, "Did anything feel like a bad time from before?", "yes")
    expect(talk).to_be_visible()
    cue.tap()
    phone.get_by_role("button", name="Done").tap()
    expect(phone.locator(".done-seen:visible")).to_have_text("Nobody but you sees it.")
    assert "the sound of the keys" in own_answers(phone)


def test_words_that_may_need_a_person_show_whom_to_call_also_offline(phone, wire):
    wire.cut()
    opened(phone, wire)
    phone.get_by_label("What should we change?").fill("I want to die.")
    phone.get_by_role("button", name="Done").tap()
    expect(phone.locator('[data-screen="calm_now"]')).to_be_visible()
    expect(phone.locator('[data-screen="calm_now"]')).to_contain_text("999")


def test_the_page_is_looked_over_with_everything_open(phone):
    taps(phone, "Was there a moment that felt off?", "yes, big")
    taps(phone, "Did anything feel like a bad time from before?", "yes")
    assert not checks.barriers(phone)
    assert not checks.heading_faults(phone)
    assert not checks.at_phone_width(phone)


def test_the_tablet_goes_round_and_leads_nowhere(ruth, amara, session, let_in):
    ruth.opens(session)
    ruth.follows(ruth.button("Sign out and hand over"))
    page = ruth.page
    assert ruth.path == "/check-in/"
    page.get_by_text("rather not say").click()
    page.get_by_label("What should we keep?").fill("The walk")
    page.get_by_text("Their supervisor, not my worker").click()
    page.go_back()  # a curious hand
    expect(page.locator("body")).not_to_contain_text("What Amara shared with you")
    for path in (f"/clients/{amara}/", "/", session):
        page.goto(ruth.address + path)
        assert ruth.path in {"/sign-in/", "/pin/"}
    ruth.opens("/check-in/")
    page.get_by_text("rather not say").click()
    page.get_by_text("Nobody", exact=True).click()
    ruth.follows(ruth.button("Done"))
    ruth.sees("You can give the device back.")
    ruth.opens("/check-in/")
    ruth.sees("This is over")

    window = let_in("Amara", device="phone")
    window.opens("/me/check-ins/")
    window.sees("on a tablet your worker handed over")
    window.sees("rather not say")
    window.follows(window.button("Take it back").first)
    window.sees("Taken back.")


def test_without_scripts_it_is_a_plain_form(let_in, session):
    window = let_in("Amara", device="phone", java_script_enabled=False)
    window.opens("/me/check-in/")
    window.follows(window.link("Open the questions"))
    page = window.page
    page.get_by_role("radio", name="a bit").first.check(force=True)
    page.get_by_role("radio", name=re.compile("^My worker")).check(force=True)
    window.follows(window.button("Done"))
    window.sees("Kept. Thank you.")
    window.sees("a bit")


def test_the_trust_page_tells_what_it_draws(ruth, amara):
    ruth.opens(f"/clients/{amara}/trust/")
    figure = ruth.page.get_by_role("img", name="They fell on").first
    expect(figure).to_be_visible()
    ruth.sees("lower than the answers before")
    table = ruth.page.locator("details", has_text="The same as a table").first
    table.locator("summary").click()
    expect(table.get_by_role("row", name="2 of 10")).to_contain_text(
        "Lower than before"
    )
    ruth.looks_around()


def test_the_brief_shows_the_line_and_leads_to_the_whole(ruth, amara):
    ruth.opens(f"/clients/{amara}/")
    expect(ruth.page.locator("#trust")).to_have_text("“How was it between us today?”")
    ruth.follows(ruth.link("All answers, and a table"))
    assert ruth.path == f"/clients/{amara}/trust/"
