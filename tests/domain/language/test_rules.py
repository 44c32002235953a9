"""The listed rules find what they should, and keep quiet where it is not meant."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.moves import DISMISSALS, moves_pack, moves_pack_from
from holdspace.content.pack import PackBroken, Table, read_pack
from holdspace.language.listed import listed_moves
from holdspace.language.moves import Move
from holdspace.language.patterns import (
    PatternUnreadable,
    ShortForms,
    pattern_of,
    places_in,
    sentence_of,
)
from holdspace.language.sentences import sentences_of
from holdspace.language.tokens import tokens_in
from holdspace.vocabulary.text import Span

RULES = moves_pack().rules
TELLINGS = moves_pack().tellings


def found(words):
    listed = listed_moves()
    return [
        mark
        for span in sentences_of(words)
        for mark in listed.marks_in(listed.sentence(tokens_in(words, span)), span)
    ]


def rules_in(words):
    listed = listed_moves()
    return {
        one.rule
        for span in sentences_of(words)
        for one in listed.moves.found_in(listed.sentence(tokens_in(words, span)))
    }


def dismissals(words):
    return {mark.kind for mark in found(words) if mark.move is Move.DISMISSAL}


def told(words):
    listed = listed_moves()
    return {
        rule
        for span in sentences_of(words)
        for rule, _ in listed.tellings_in(listed.sentence(tokens_in(words, span)))
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_finds_its_example_and_not_its_counter_example(rule):
    assert rule.id in rules_in(rule.example)
    assert rule.id not in rules_in(rule.counter_example)
    assert rule.source


@pytest.mark.parametrize("rule", TELLINGS, ids=lambda rule: rule.id)
def test_each_telling_is_heard_in_its_example_only(rule):
    assert rule.id in told(rule.example)
    assert not told(rule.counter_example)


def test_every_kind_of_dismissal_has_rules():
    assert {rule.kind for rule in RULES if rule.kind} == set(DISMISSALS)


@pytest.mark.parametrize(
    "words",
    [
        "I won't tell you that everything will be fine.",
        'She said "at least you have a job" and you felt alone.',
        "Your manager told you it wasn't that bad.",
        "You were told to just relax.",
        "I'm sorry I said you should have left sooner.",
        "You don't have to get over it.",
        "I'm not saying it is your fault.",
        "You are not overreacting.",
    ],
)
def test_what_is_denied_quoted_reported_or_regretted_is_no_dismissal(words):
    assert dismissals(words) == set()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("I'm not saying you are wrong, but at least you have a job.", "silver_lining"),
        ("It’s not that bad.", "minimising"),
        ("do n't worry , it 'll be fine", "false_reassurance"),
    ],
)
def test_a_guard_ends_at_a_but_and_spelling_does_not_matter(words, kind):
    assert dismissals(words) == {kind}


def test_a_dismissal_is_marked_on_its_own_words():
    words = "I heard you. At least you have a job now."
    (mark,) = (one for one in found(words) if one.move is Move.DISMISSAL)
    assert mark.span.words_in(words) == "At least you"


# --- Patterns -----------------------------------------------------------------

LISTS = {"pain": frozenset({"hurt", "sad"})}


def stands(written, words, **forms):
    tokens = tokens_in(words, Span(0, len(words)))
    sentence = sentence_of(tokens, frozenset({"well"}), ShortForms(forms, {}))
    return list(places_in(pattern_of(written, LISTS), sentence))


@pytest.mark.parametrize(
    ("written", "words", "places"),
    [
        ("a/b c", "a c b c", [(0, 2), (2, 4)]),
        ("a (b) c", "a c a b c", [(0, 2), (2, 5)]),
        ("a (_) c", "a x c", [(0, 3)]),
        ("a _ c", "a c", []),
        ("i {pain}", "I hurt", [(0, 2)]),
        ("a ... c", "a 1 2 3 4 c", [(0, 6)]),
        ("a ... c", "a 1 2 3 4 5 c", []),
        ("^ a", "well a a", [(1, 2)]),
        ("a $", "a a", [(1, 2)]),
        ("a ?", "a?", [(0, 1)]),
        ("a ?", "a", []),
    ],
)
def test_patterns(written, words, places):
    assert stands(written, words) == places


def test_short_forms_are_written_out_where_they_stand():
    assert stands("do not go", "dont go", dont="do not") == [(0, 3)]


@pytest.mark.parametrize(
    "written", ["(a)", "a-b", "A", "{none}", "... a", "a ...", "^"]
)
def test_a_pattern_that_says_nothing_or_too_much_is_refused(written):
    with pytest.raises(PatternUnreadable):
        pattern_of(written, LISTS)


@given(
    st.lists(st.sampled_from(["at", "least", "you", "not", "so", "just"]), max_size=400)
)
def test_no_text_takes_long(words):
    began = time.process_time()
    found(" ".join(words))
    assert time.process_time() - began < 5


# --- The pack -----------------------------------------------------------------


def changed(**tables):
    pack = read_pack("moves")
    return Table("moves", "", {**pack.values, **tables})


def rule(**values):
    base = {
        "id": "x",
        "move": "advice",
        "patterns": ["a"],
        "example": "a",
        "counter_example": "b",
        "source": "c",
    }
    return {
        key: value for key, value in {**base, **values}.items() if value is not None
    }


@pytest.mark.parametrize(
    "rules",
    [
        [rule(move="other")],
        [rule(kind="minimising")],
        [rule(move="dismissal")],
        [rule(patterns=[])],
        [rule(), rule()],
    ],
)
def test_a_pack_that_cannot_be_used_is_refused(rules):
    with pytest.raises(PackBroken):
        moves_pack_from(changed(rules=rules))


def test_each_kind_has_words_for_people():
    with pytest.raises(PackBroken, match="kind"):
        moves_pack_from(changed(kinds={}))
