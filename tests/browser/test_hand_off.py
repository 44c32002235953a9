"""Words that may need a person: Ruth reads them, says so, and decides."""

import pytest
from playwright.sync_api import expect

MARKED = "better if I was gone"
PANEL = "Words that may need a person to read them"


@pytest.fixture
def jordan(let_in):
    return let_in("Jordan", device="phone")


def test_the_worker_reads_acknowledges_and_decides(ruth):
    ruth.opens("/")
    panel = ruth.page.get_by_role("region", name=PANEL)
    expect(panel).to_contain_text("Jordan")
    expect(panel).to_contain_text("This is not a risk assessment.")
    ruth.sees_no(MARKED)

    ruth.follows(panel.get_by_role("button", name="I read it now"))
    expect(ruth.page.locator("mark")).to_have_text(MARKED)
    ruth.sees("They pressed: “Ask my worker”.")
    ruth.sees("Read by Ruth Adler")
    ruth.sees("Call the client, or see them, within the hour.")

    ruth.page.get_by_label("No action, and why").check()
    ruth.follows(ruth.button("Write it down"))
    ruth.sees("Say in a few words why.")

    ruth.page.get_by_label("Talk with them now").check()
    ruth.follows(ruth.button("Write it down"))
    ruth.sees("Your decision is written down.")
    expect(ruth.page.get_by_role("region", name=PANEL)).to_have_count(0)


def test_the_client_sees_who_read_it(ruth, jordan):
    panel = ruth.page.get_by_role("region", name=PANEL)
    ruth.follows(panel.get_by_role("link", name="Jordan"))
    jordan.opens("/me/looks/")
    jordan.sees("read words that may need a person")


def test_help_is_one_press_away_with_and_without_scripts(let_in, jordan):
    jordan.opens("/me/")
    jordan.follows(jordan.link("Help now"))
    number = jordan.page.get_by_role("main").get_by_role("link", name="116 123")
    expect(number).to_have_attribute("href", "tel:116123")
    jordan.follows(jordan.link("If somebody who should have helped hurt you"))
    jordan.sees("It was not your fault. You do not have to decide.")
    assert jordan.page.title() == "My page"
    jordan.opens("/me/help/ask/")
    jordan.follows(jordan.link("I am not sure"))
    assert jordan.path == "/me/help/"

    plain = let_in("Jordan", device="phone", java_script_enabled=False)
    plain.opens("/me/help/")
    plain.sees("Ruth Adler is asked to read words that may need a person.")


def test_the_administrator_sees_numbers_and_no_words(let_in):
    samuel = let_in("administrator")
    samuel.opens("/administration/")
    samuel.sees("1 text waits to be read")
    samuel.follows(samuel.link("Who reads"))
    samuel.page.get_by_label("Who covers").select_option("Nobody yet")
    samuel.follows(samuel.button("Save"))
    samuel.sees("Clients can tell on their own once you have entered:")
    samuel.follows(samuel.link("who covers, somebody else"))
