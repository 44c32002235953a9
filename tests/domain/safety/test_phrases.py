import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.intake import intake
from holdspace.content.safety import safety
from holdspace.safety.phrases import (
    About,
    asks_gently,
    noticed,
    phrases_for_page,
    starts_hand_off,
    written_out,
)

RULES = safety()
SENTENCES = tomllib.loads(
    Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8")
)


def told(words):
    return [
        (one.rule, one.about, one.span.words_in(words)) for one in noticed(words, RULES)
    ]


@pytest.mark.parametrize("words", SENTENCES["shaping"]["now"])
def test_words_about_now_are_handed_over(words):
    assert starts_hand_off(noticed(words, RULES))


@pytest.mark.parametrize("about", ["before", "somebody_else"])
def test_words_about_earlier_days_or_others_are_noticed_and_start_nothing(about):
    for words in SENTENCES["shaping"][about]:
        found = noticed(words, RULES)
        assert {one.about for one in found} == {About(about)}, words
        assert not starts_hand_off(found)


@pytest.mark.parametrize("label", ["denied", "unrelated"])
def test_a_no_and_an_idiom_are_not_noticed(label):
    for words in SENTENCES["shaping"][label]:
        assert noticed(words, RULES) == (), words


@pytest.mark.parametrize(
    "words",
    [
        "I don't want to live",
        "i dont want to live",
        "I DON’T  want\nto live",
        "I don\u02bct want, to live",
    ],
)
def test_capitals_apostrophes_and_spaces_make_no_difference(words):
    assert starts_hand_off(noticed(words, RULES))


def test_the_span_is_in_the_words_as_they_were_written():
    words = "Hello. I just really  want to DIE, tonight."
    assert told(words) == [("hurting_oneself", About.NOW, "want to DIE")]


def test_one_text_can_hold_several_with_different_times():
    words = "Years ago I wanted to die. Now I think it would be better if I was gone."
    assert [about for _, about, _ in told(words)] == [About.BEFORE, About.NOW]


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence():
    assert told("That is what I want. To die was a word he used.") == []


def test_what_carries_no_time_is_taken_as_now():
    assert [about for _, about, _ in told("I wanted to die.")] == [About.NOW]


def test_somebody_else_in_a_medical_emergency_is_about_now():
    assert [about for _, about, _ in told("My mother cannot breathe.")] == [About.NOW]


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_every_span_lies_in_it(words):
    for one in noticed(words, RULES):
        assert one.span.words_in(words).strip()


@given(st.lists(st.sampled_from(SENTENCES["shaping"]["now"]), min_size=1, max_size=3))
def test_what_is_said_elsewhere_hides_nothing(lines):
    text = "We met on Monday. " + " ".join(f"{line}." for line in lines) + " The end."
    assert starts_hand_off(noticed(text, RULES))


def test_nothing_noticed_carries_a_number_but_its_place():
    found = noticed("I want to die.", RULES)[0]
    assert set(type(found).__slots__) == {"rule", "span", "about"}


def test_noticed_words_are_not_shown_when_they_are_printed():
    assert "die" not in repr(noticed("I want to die.", RULES)[0])


def test_a_card_or_choice_of_its_question_leads_to_the_gentle_ask():
    assert asks_gently("D11", ["F.HOPELESS", "F.FEAR"], RULES)
    assert asks_gently("D12", ["hurt_myself"], RULES)
    assert not asks_gently("D12", ["F.HOPELESS"], RULES)
    assert not asks_gently("D11", ["F.FEAR"], RULES)
    assert not asks_gently("A1", [], RULES)


def test_the_risky_choices_are_those_of_the_intake():
    rule = next(one for one in RULES.item_rules if one.question == "D12")
    assert set(rule.choices) == set(intake().question("D12").risky)


def test_a_page_without_a_connection_gets_every_wording_in_plain_letters():
    given = phrases_for_page(RULES)
    assert set(given["phrases"]) == {group.id for group in RULES.groups}
    every = [phrase for phrases in given["phrases"].values() for phrase in phrases]
    assert "dont want to live" in every
    assert "end my own life" in every
    assert all(
        p == p.lower() and set(p) <= set("abcdefghijklmnopqrstuvwxyz ") for p in every
    )
    assert not set(given["fillers"]) & {word for p in every for word in p.split()}


def test_a_page_shows_help_wherever_a_hand_off_would_start():
    """The page leaves out fillers and apostrophes and looks for the phrases as such."""
    given = phrases_for_page(RULES)
    every = [phrase for phrases in given["phrases"].values() for phrase in phrases]
    for words in SENTENCES["shaping"]["now"]:
        plain = "".join(
            letter if letter.isalnum() else " "
            for letter in words.lower().replace("’", "").replace("'", "")
        )
        kept = [word for word in plain.split() if word not in given["fillers"]]
        text = f" {' '.join(kept)} "
        assert any(f" {phrase} " in text for phrase in every), words


def test_a_phrase_is_written_out_in_all_its_wordings():
    assert list(written_out("end/ending my life")) == ["end my life", "ending my life"]
