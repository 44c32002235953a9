"""What the rules propose in a passage: exact places and the right person."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.codebook import codebook
from holdspace.content.pack import PackBroken, parse_pack, read_text
from holdspace.content.proposals import (
    RuleKind,
    proposal_rules,
    proposal_rules_from,
)
from holdspace.content.stories import parse_stories, shipped_stories
from holdspace.language.patterns import pattern_of
from holdspace.language.proposals import proposals_in

PASSAGES = Path(__file__).parents[3] / "benchmarks" / "proposals"
PACK = proposal_rules()
RULES = pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)


def codes_in(words):
    return [one.code for one in proposals_in(words, PACK)]


def quotes_in(words):
    found = sorted(proposals_in(words, PACK), key=lambda one: one.span)
    return [(one.code, one.span.words_in(words)) for one in found]


# --- The list -----------------------------------------------------------------


@RULES
def test_each_rule_finds_its_example_and_not_its_counter_example(rule):
    assert rule.code in codes_in(rule.example)
    assert rule.code not in codes_in(rule.counter_example)


@RULES
def test_each_rule_says_what_it_looks_for_and_where_it_comes_from(rule):
    assert rule.notices.endswith(".")
    assert rule.code in rule.source
    for written in rule.patterns:
        assert pattern_of(written, PACK.lists)


def test_there_is_a_rule_for_each_code_but_the_one_no_rule_may_guess():
    codes = {code.id for code in codebook().codes}
    assert {rule.code for rule in PACK.rules} == codes - {"X.SEXUAL"}


def test_every_kind_of_rule_is_told_in_words():
    assert set(PACK.kinds) == {kind.value for kind in RuleKind}


def test_every_pattern_has_a_word_that_is_its_own():
    """A pattern of words everybody uses in every sentence would find anything."""
    everywhere = {"i", "he", "she", "they", "we", "it", "was", "were", "not", "the"}
    loose = []
    for rule in PACK.rules:
        for written in rule.patterns:
            places = pattern_of(written, PACK.lists).places
            needed = [one.words for one in places if one.words and not one.optional]
            if all(words <= everywhere for words in needed):
                loose.append((rule.id, written))
    assert not loose


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('code = "H.HEARD"', 'code = "H.NOSUCH"', "codebook does not have"),
        ('kind = "helper"', 'kind = "neighbour"', "no kind of rule"),
        ('id = "felt-heard"', 'id = "heard-out"', "twice"),
        ("patterns = [", "wordings = [", "no patterns"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named(old, new, why):
    text = read_text("proposals.toml").replace(old, new, 1)
    with pytest.raises(PackBroken, match=why):
        proposal_rules_from(parse_pack("proposals", text))


# --- Who did it ---------------------------------------------------------------


def test_what_a_helper_did_is_not_proposed_for_the_client():
    assert codes_in("I kept looking at my phone.") == []
    assert codes_in("She kept looking at her phone.") == ["X.NOTHEARD"]


def test_she_is_the_sister_when_the_sister_was_named_last():
    assert "X.DISMISSED" not in codes_in("My sister rang. She said at least I ate.")
    assert "X.DISMISSED" in codes_in("The nurse came. She said at least I ate.")


def test_he_is_the_counsellor_again_after_he_is_named():
    words = "My brother rang. The counsellor came in. He blamed me."
    assert ("X.JUDGED", "He blamed me.") in quotes_in(words)


def test_somebody_elses_feeling_is_not_the_clients():
    assert codes_in("My mother was ashamed.") == []
    assert codes_in("I was ashamed.") == ["F.SHAME"]


def test_a_no_undoes_what_follows_it():
    assert codes_in("She never apologised.") == []
    assert codes_in("I was not ashamed.") == []


def test_what_should_have_been_is_not_proposed():
    assert codes_in("She should have listened to me.") == []


# --- Which sort of clause -----------------------------------------------------


def test_what_is_asked_for_is_a_need_and_not_a_hurt():
    assert quotes_in("Please do not push me to talk.") == [
        ("N.PACE", "Please do not push me to talk.")
    ]


def test_two_things_asked_for_are_two_needs():
    words = "I need notice before any change and captions that work."
    assert [code for code, _ in quotes_in(words)] == ["N.STEADY", "N.FIT"]


def test_what_follows_a_please_is_still_asked_for():
    words = "Please go slowly; softly too, I get tired."
    assert quotes_in(words)[:2] == [
        ("N.PACE", "Please go slowly"),
        ("N.TONE", "softly too"),
    ]


def test_a_sentence_broken_off_at_a_comma_is_read_to_there():
    assert quotes_in("I felt so ashamed,") == [("F.SHAME", "I felt so ashamed")]


def test_what_somebody_does_to_one_is_no_cue():
    assert "X.JUDGED" in codes_in("She makes me feel guilty.")


def test_a_cue_is_told_from_what_happened_once():
    now = "When somebody looks at the clock, I stop talking."
    once = "When she looked at the clock, I stopped talking."
    assert quotes_in(now) == [
        ("T.DISTRACT", "When somebody looks at the clock"),
        ("P.QUIET", "I stop talking."),
    ]
    assert [code for code, _ in quotes_in(once)] == ["X.NOTHEARD", "P.QUIET"]


def test_what_sets_off_and_what_is_felt_are_told_apart():
    assert quotes_in("The sound of the keys makes my throat close.") == [
        ("T.DISTRACT", "The sound of the keys"),
        ("F.BODY", "makes my throat close."),
    ]
    assert quotes_in("What sets me off now is a late reply.") == [
        ("T.GAP", "a late reply.")
    ]


def test_a_clause_is_taken_without_what_leads_up_to_it():
    words = "After four visits I just stopped going, but the room was warm."
    assert quotes_in(words) == [("E.FADED", "I just stopped going")]


def test_one_thing_said_in_two_clauses_is_one_proposal():
    words = "I just did not go back, and nobody called."
    assert quotes_in(words) == [("E.FADED", words)]


def test_a_story_in_the_open_is_read_clause_by_clause():
    story = shipped_stories()[1]
    found = {one.code for one in proposals_in(story.words, PACK)}
    assert found >= {"X.JUDGED", "X.TOLD", "F.TRAPPED", "P.QUIET", "E.SENTAWAY"}


# --- Order, places, bad input -------------------------------------------------


def test_the_surest_comes_first():
    found = proposals_in("I was sad. They told me what to do each week.", PACK)
    assert [one.weight for one in found] == sorted(
        (one.weight for one in found), reverse=True
    )
    assert found[0].code == "X.CONTROLLED"


@pytest.mark.parametrize(
    "words", ["", " \n", "...", "👩‍👧", "-", '"', "ça va très bien"]
)
def test_where_no_rule_fits_nothing_is_said(words):
    assert proposals_in(words, PACK) == ()


def test_places_count_characters_whatever_stands_before():
    words = "👩‍👧 Éva\u0301! She didn’t listen."
    assert quotes_in(words) == [("X.NOTHEARD", "She didn’t listen.")]


SNIPPETS = st.sampled_from(
    [rule.example for rule in PACK.rules]
    + [
        "when ",
        ", and I ",
        "👩‍👧",
        "e\u0301",
        '"',
        " — ",
        "\r\n",
        "; ",
        "please ",
        "… ",
    ]
)


@given(st.lists(SNIPPETS | st.text(max_size=12), max_size=12).map("".join))
def test_every_proposal_cuts_out_its_words_and_none_share_a_character(words):
    found = sorted(proposals_in(words, PACK), key=lambda one: one.span)
    for one in found:
        assert one.span.words_in(words).strip()
        assert one.span.start <= one.because.start < one.because.end <= one.span.end
        assert codebook().has(one.code)
        assert PACK.rule(one.rule).code == one.code
    for one, following in pairwise(found):
        assert one.span.end <= following.span.start


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "when " * 4_000,
        "I felt so very " * 1_500,
        "she said that she said " * 1_000,
        "," * 20_000,
        "(" * 20_000,
        "a" * 50_000,
        "not " * 5_000 + "listened",
    ],
)
def test_hostile_words_take_no_longer_than_their_length(words):
    for one in proposals_in(words, PACK):
        assert one.span.words_in(words)


# --- How good -----------------------------------------------------------------


def test_sentences_in_the_open_are_mostly_found_and_plain_talk_mostly_left_alone():
    with (PASSAGES / "open-sentences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [row for row in rows if row["code"]]
    plain = [row for row in rows if not row["code"]]
    assert sum(row["code"] in codes_in(row["text"]) for row in told) >= 0.9 * len(told)
    assert sum(bool(codes_in(row["text"])) for row in plain) <= 0.1 * len(plain)


def test_every_code_but_one_is_in_the_passages_in_the_open_and_in_those_held_out():
    codes = {code.id for code in codebook().codes} - {"X.SEXUAL"}
    for name in ("open-all-plain", "open-all-hard", "held-out-plain", "held-out-hard"):
        stories = parse_stories((PASSAGES / f"{name}.md").read_text("utf-8"))
        assert {one.code for story in stories for one in story.spans} == codes, name
