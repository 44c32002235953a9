import re
from datetime import date

import pytest

from holdspace.content.pack import PackBroken, parse_pack, read_text
from holdspace.content.wording import (
    UnknownWording,
    WordingIncomplete,
    wording,
    wording_from,
)

WORDING = wording()
HEADLINES = (
    "off_moment",
    "big_off_moment",
    "before",
    "wants_to_talk",
    "left",
    "promise_due",
    "promise_open",
    "first_do",
    "nothing_told",
)


def test_a_sentence_is_filled_in():
    said = WORDING.say("headline_off_moment", on="17 November")
    assert said == "A small moment felt off on 17 November."


@pytest.mark.parametrize("key", WORDING.sentences)
def test_every_sentence_can_be_said_without_a_gender(key):
    said = WORDING.say(key, **dict.fromkeys(WORDING.needs(key), "Amara"))
    assert said
    assert "{" not in said
    assert not re.search(r"\b(he|she|him|her|his|hers)\b", said.casefold())


@pytest.mark.parametrize("about", HEADLINES)
def test_every_headline_comes_with_something_to_say(about):
    assert f"headline_{about}" in WORDING.sentences
    assert WORDING.needs(f"could_say_{about}") == ()


def test_a_day_is_said_without_its_year():
    assert WORDING.day(date(2026, 11, 17)) == "17 November"


def test_a_value_with_braces_is_left_as_it_is():
    assert WORDING.say("still_so", on="{on}") == "Still so? ({on})"


def test_more_values_than_needed_are_fine():
    assert WORDING.say("promise_due_today", name="Amara") == "Due today"


def test_an_unknown_sentence_is_refused():
    with pytest.raises(UnknownWording, match="no sentence called 'cheers'"):
        WORDING.say("cheers")


def test_a_missing_value_is_named():
    with pytest.raises(WordingIncomplete, match="also needs: name, on"):
        WORDING.say("headline_wants_to_talk")


@pytest.mark.parametrize("broken", ["{on", "{}", "{0}", "{a.b}"])
def test_a_sentence_with_a_loose_place_is_refused(broken):
    text = read_text("wording.toml").replace("told {on}", f"told {broken}")
    with pytest.raises(PackBroken, match="wording"):
        wording_from(parse_pack("wording", text))
