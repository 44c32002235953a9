"""Sentences are cut without changing a character, whatever somebody wrote."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.language.sentences import LONGEST_SENTENCE, sentences_of
from holdspace.language.tokens import tokens_in

MARKS = [".", "?", "!", "…", "...", "\u3002", "“", "”", '"', "(", ")", "-"]
SPACES = [" ", "  ", "\n", "\r\n", "\n\n", "\t", "\u00a0", "\u2028"]
WORDS = ["Dr", "e.g", "I", "J", "word", "don’t", "é", "e\u0301", "0", "\u200f"]
OTHERS = ["👩\u200d👩\u200d👧", "🇳🇬", "العربية", "ภาษาไทย", "你好"]
PIECES = st.sampled_from([*MARKS, *SPACES, *WORDS, *OTHERS])
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


def cut(words):
    return [span.words_in(words) for span in sentences_of(words)]


@given(TEXTS)
def test_every_span_cuts_out_exactly_the_words_shown(words):
    spans = sentences_of(words)
    for span in spans:
        shown = span.words_in(words)
        assert shown == shown.strip()
        assert shown == words[span.start : span.end]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    kept = "".join(span.words_in(words) for span in spans)
    assert "".join(kept.split()) == "".join(words.split())


@given(TEXTS)
def test_every_token_stands_where_it_says(words):
    for span in sentences_of(words):
        tokens = tokens_in(words, span)
        at = span.start
        for token in tokens:
            assert at <= token.span.start < token.span.end <= span.end
            at = token.span.end
            if token.is_word:
                assert token.text == token.text.lower()


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("Hi. How are you?", ["Hi.", "How are you?"]),
        ("i am sorry. that hurt.", ["i am sorry.", "that hurt."]),
        ("See Dr. Brown at 3 p.m. on Monday.", ["See Dr. Brown at 3 p.m. on Monday."]),
        ("No. That is not so.", ["No.", "That is not so."]),
        ("“Really?” she said. Yes.", ["“Really?” she said.", "Yes."]),
        ("I waited... and left.", ["I waited... and left."]),
        ("Dear Amara,\n\nThank you", ["Dear Amara,", "Thank you"]),
        (
            "You told me\n- about her\n- and me",
            ["You told me", "- about her", "- and me"],
        ),
        ("x" * 60 + "\ngoes on.", ["x" * 60 + "\ngoes on."]),
        ("你好。我很好。", ["你好。", "我很好。"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_where_sentences_end(words, sentences):
    assert cut(words) == sentences


def test_a_line_without_end_is_cut_between_words():
    parts = cut("word " * 1000)
    assert all(len(part) <= LONGEST_SENTENCE for part in parts)
    assert all(part.split() == ["word"] * len(part.split()) for part in parts)


def test_a_mark_on_a_letter_is_not_cut_off_it():
    for part in cut("x" + "e\u0301" * 3000):
        assert part.startswith(("x", "e"))


def test_what_a_tokenizer_cut_apart_is_one_word():
    words = "I 'd say you do n't have to , it 's 12 ."
    tokens = tokens_in(words, sentences_of(words)[0])
    assert [one.text for one in tokens] == (
        ["id", "say", "you", "dont", "have", "to", ",", "its", "0", "."]
    )
