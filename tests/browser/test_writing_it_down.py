"""After a session Ruth writes down what it left; the next brief says it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

LONG = "He waited until I found the word. 🌱 Nobody had done that before."


@pytest.fixture
def amara(made):
    return made.number_of("Amara")


def test_something_told_is_kept_word_for_word(ruth, amara):
    ruth.opens(f"/clients/{amara}/story/")
    ruth.follows(ruth.link("Write down something they told you"))
    ruth.page.get_by_label("What was said").fill(LONG)
    ruth.page.get_by_label("How tender this is").select_option(label="tender")
    ruth.page.get_by_label("Where").select_option(label="on the phone")
    ruth.follows(ruth.button("Keep these words"))

    ruth.sees("Kept. You can mark what it says now.")
    expect(ruth.page.locator("#passage-words")).to_have_text(LONG)
    ruth.opens(f"/clients/{amara}/story/")
    ruth.sees(LONG)
    ruth.sees("on the phone")


def test_what_a_session_left_stands_on_the_brief(ruth, amara):
    ruth.opens(f"/clients/{amara}/sessions/")
    ruth.follows(ruth.page.get_by_role("link", name="Session 11", exact=True))
    ruth.page.get_by_label("What stood out, in their words").fill("I will bring it.")
    ruth.page.get_by_label("What was left open").fill("The phone call from Lagos")
    ruth.page.get_by_label("Something you said you would do").fill("Ring the choir")
    by = timezone.localdate() + timedelta(days=60)
    ruth.page.get_by_label("By when").first.fill(by.isoformat())
    ruth.follows(ruth.button("Save"))
    ruth.sees("Kept.")

    ruth.opens(f"/clients/{amara}/")
    left = ruth.page.get_by_role("region", name="Left last time, and promised")
    for words in ("I will bring it.", "The phone call from Lagos", "Ring the choir"):
        expect(left).to_contain_text(words)
    expect(left).to_contain_text(f"By {by:%a} {by.day} {by:%b}")

    ruth.opens("/")
    promise = ruth.page.locator(".lines > li").filter(has_text="Ring the choir")
    ruth.follows(promise.get_by_role("button", name="Done"))
    ruth.sees("Noted as kept.")
    ruth.sees_no("Ring the choir")


def test_a_boundary_stands_on_the_brief_until_it_is_lifted(ruth, amara):
    ruth.opens(f"/clients/{amara}/sessions/")
    ruth.follows(ruth.link("Write down something to leave alone"))
    ruth.page.get_by_label("How").select_option(label="Never")
    ruth.page.get_by_label("What to leave alone").fill("The flat in Peckham")
    ruth.follows(ruth.button("Save"))

    ruth.opens(f"/clients/{amara}/")
    boundaries = ruth.page.get_by_role("region", name="Boundaries")
    expect(boundaries).to_contain_text("The flat in Peckham")

    ruth.opens(f"/clients/{amara}/sessions/")
    row = ruth.page.locator(".lines > li").filter(has_text="The flat in Peckham")
    ruth.follows(row.get_by_role("button", name="They said it no longer holds"))
    ruth.opens(f"/clients/{amara}/")
    ruth.sees_no("The flat in Peckham")


def test_a_session_is_planned(ruth, amara):
    ruth.opens(f"/clients/{amara}/sessions/")
    ruth.follows(ruth.link("Plan or write down a session"))
    soon = datetime.now(UTC).date() + timedelta(days=3)
    ruth.page.get_by_label("Day").fill(soon.isoformat())
    ruth.page.get_by_label("Time").fill("14:30")
    ruth.page.get_by_label("Room, phone or video").fill("Garden room")
    ruth.follows(ruth.button("Save"))
    ruth.sees("The session is planned.")
    ruth.sees("Garden room")
