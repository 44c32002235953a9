"""A questionnaire from the switch to the answers: agency, worker, client, a person."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import checks

PICTURES = os.environ.get("HOLDSPACE_TEST_PICTURES")


def picture(window, name):
    """Keep a picture of a page in both widths, where somebody asked for pictures."""
    if not PICTURES:
        return
    kept = window.page.viewport_size
    for width, viewport in {"360": checks.PHONE, "1280": checks.DESK}.items():
        window.page.set_viewport_size(viewport)
        window.page.screenshot(
            path=Path(PICTURES) / f"{name}-{width}.png", full_page=True
        )
    window.page.set_viewport_size(kept)


@pytest.fixture
def samuel(let_in):
    return let_in("administrator")


@pytest.fixture
def amara(let_in):
    return let_in("Amara", device="phone")


@pytest.fixture
def switched_on(samuel):
    """The agency uses the PHQ-9 and the PCL-5."""
    samuel.opens("/administration/questionnaires/")
    picture(samuel, "administration-list")
    for name in ("PHQ-9", "PCL-5"):
        samuel.opens("/administration/questionnaires/")
        samuel.follows(samuel.link(name, exact=True))
        samuel.sees("It is off")
        samuel.follows(samuel.button("Switch it on"))
        samuel.sees("It is on")
    picture(samuel, "administration-one")
    return samuel


def asks_for(ruth, made, name):
    ruth.opens(f"/clients/{made.number_of('Amara')}/questionnaires/")
    picture(ruth, "worker-list-empty")
    ruth.page.get_by_role("radio", name=name).check()
    ruth.follows(ruth.button("Ask for it"))


def answers(amara, question, answer):
    group = amara.page.get_by_role("group", name=question)
    group.get_by_text(answer, exact=True).click()


def test_from_the_switch_to_the_answers_and_a_person(switched_on, ruth, amara, made):
    asks_for(ruth, made, "PHQ-9")
    picture(ruth, "worker-waiting")

    amara.opens("/me/")
    amara.follows(amara.link("Open questionnaires"))
    picture(amara, "own-list")
    amara.follows(amara.link("Look at it"))
    picture(amara, "own-form")
    answers(amara, "Little interest or pleasure", "Nearly every day")
    answers(amara, "Thoughts that you would be better off dead", "Several days")
    amara.page.get_by_text("My worker", exact=True).click()
    amara.follows(amara.button("Done"))
    amara.sees("Thank you for telling us.")
    amara.sees("We asked")
    picture(amara, "own-calm")
    amara.follows(amara.link("Your answers"))
    amara.sees("No total: 2 of 9 questions are answered")
    picture(amara, "own-answered")

    ruth.opens("/")
    ruth.sees("Words that may need a person to read them")
    ruth.opens(f"/clients/{made.number_of('Amara')}/questionnaires/")
    picture(ruth, "worker-list")
    ruth.follows(ruth.page.locator("#answered ~ ul a").first)
    ruth.sees("Nearly every day")
    ruth.sees("It is no diagnosis")
    picture(ruth, "worker-result")
    ruth.opens("/")
    ruth.follows(ruth.page.locator(".hand-offs").get_by_role("link", name="Amara").last)
    ruth.sees("better off dead")
    ruth.sees("An answer in a questionnaire")
    picture(ruth, "hand-off")

    amara.page.get_by_role("button", name="Nobody").click()
    expect(amara.page.get_by_role("button", name="Nobody")).to_have_attribute(
        "aria-pressed", "true"
    )
    ruth.opens(f"/clients/{made.number_of('Amara')}/questionnaires/")
    ruth.sees("Nothing yet.")


def test_a_tender_one_asks_first_and_no_is_a_full_answer(
    switched_on, ruth, amara, made
):
    asks_for(ruth, made, "PCL-5")
    amara.opens("/me/questionnaires/")
    amara.follows(amara.link("Look at it"))
    amara.sees("about hard things")
    amara.sees_no("unwanted memories")
    picture(amara, "own-first")
    amara.follows(amara.link("Show me the questions"))
    amara.sees("unwanted memories")
    picture(amara, "own-tender-form")
    amara.opens("/me/questionnaires/")
    amara.follows(amara.button("I would rather not"))
    amara.sees("That is fine.")
    ruth.opens(f"/clients/{made.number_of('Amara')}/questionnaires/")
    ruth.sees("Amara would rather not")


def test_a_handed_over_device_without_scripts(switched_on, let_in, made):
    ruth = let_in("worker", java_script_enabled=False)
    asks_for(ruth, made, "PHQ-9")
    ruth.follows(ruth.button("Sign out and hand over"))
    ruth.sees("This device shows nothing else now.")
    picture(ruth, "handed")
    answers(ruth, "Little interest or pleasure", "Several days")
    ruth.follows(ruth.button("Done"))
    ruth.sees("You can give the device back.")
    picture(ruth, "handed-back")


def test_words_an_agency_holds_a_licence_for(samuel, tmp_path):
    words = tmp_path / "words.txt"
    words.write_text(
        "Instrument: srs\nNotice: © the owner\nReversed: none\nQuestions:\n"
        + "\n".join(f"{n}. Line {n}" for n in range(1, 5)),
        encoding="utf-8",
    )
    samuel.opens("/administration/questionnaires/srs/")
    picture(samuel, "administration-skeleton")
    samuel.page.get_by_label("The file with the words").set_input_files(words)
    samuel.page.get_by_label("Who holds the licence").fill("Elm Street")
    samuel.page.get_by_label("We hold a licence").check()
    samuel.follows(samuel.button("Load the words"))
    samuel.sees("held by Elm Street")
    samuel.follows(samuel.button("Switch it on"))
    samuel.sees("It is on")
