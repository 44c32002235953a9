"""What makes reading quick changes nothing of what is read."""

import csv
from itertools import chain
from pathlib import Path

import pytest

from holdspace.content.moves import moves_pack
from holdspace.language import features
from holdspace.language.features import Reader, said
from holdspace.language.listed import listed_moves
from holdspace.language.models import move_models
from holdspace.language.patterns import pattern_of, places_in
from holdspace.language.rules import WordIndex
from holdspace.language.sentences import sentences_of
from holdspace.language.tokens import tokens_in

OPEN = Path(__file__).parents[3] / "benchmarks" / "dismissal" / "open.csv"
PACK = moves_pack()
PATTERNS = [
    pattern_of(one, PACK.words)
    for rule in (*PACK.rules, *PACK.tellings)
    for one in (*rule.patterns, *rule.unless)
]


@pytest.fixture(scope="module")
def corpus():
    """The tokens of our own sentences: the open part of the set, and all examples."""
    with OPEN.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][::3]
    for rule in (*PACK.rules, *PACK.tellings):
        texts += [rule.example, rule.counter_example]
    return [tokens_in(text, span) for text in texts for span in sentences_of(text)]


def plainly_at(pattern, sentence, start):
    """Walk a pattern word by word, keeping every place it can have come to."""
    reached = {start}
    length = len(sentence.words)
    for place in pattern.places:
        if place.sign == "^":
            reached = {at for at in reached if at <= sentence.opening}
        elif place.sign == "$":
            reached = {at for at in reached if at == length}
        elif place.sign == "?":
            reached = reached if sentence.asked else set()
        elif place.sign == "...":
            reached = {at + n for at in reached for n in range(5) if at + n <= length}
        else:
            further = {
                at + 1
                for at in reached
                if at < length
                and (place.sign == "_" or sentence.words[at] in place.words)
            }
            reached = further | reached if place.optional else further
    return max(reached, default=None)


def test_patterns_stand_where_a_plain_walk_finds_them(corpus):
    for number, tokens in enumerate(corpus):
        sentence = listed_moves().sentence(tokens)
        for pattern in PATTERNS[number % 29 :: 29]:
            plain = [
                (start, end)
                for start in range(len(sentence.words))
                if (end := plainly_at(pattern, sentence, start)) is not None
                and end > start
            ]
            assert list(places_in(pattern, sentence)) == plain


def test_one_sum_finds_the_patterns_whose_words_are_there(corpus):
    index = WordIndex(PATTERNS)
    for tokens in corpus[::4]:
        sentence = listed_moves().sentence(tokens)
        there = frozenset(sentence.words)
        assert list(index.in_question(sentence)) == [
            number
            for number, pattern in enumerate(PATTERNS)
            if not any(there.isdisjoint(words) for words in pattern.needed)
        ]


def test_what_a_model_does_not_know_is_left_out_and_nothing_else(corpus):
    models = move_models()
    sentences = [said(token.text for token in tokens) for tokens in corpus]
    every = Reader(models.kinds)
    for sentence in sentences:
        plain, known = every.sentence(sentence), models.reader.sentence(sentence)
        assert [set(block) for block in known] == [
            {models.rows[one] for one in block if one in models.rows} for block in plain
        ]
    told = sentences[:3]
    whole = every.turn([every.sentence(one) for one in told], told)
    known = models.reader.turn([models.reader.sentence(one) for one in told], told)
    assert set(chain(*known)) == {
        models.rows[one] for one in chain(*whole) if one in models.rows
    }


def test_few_words_kept_are_as_good_as_many(corpus, monkeypatch):
    models = move_models()
    monkeypatch.setattr(features, "KEPT_WORDS", 3)
    short = Reader(models.kinds, models.rows)
    for tokens in corpus[:50]:
        sentence = said(token.text for token in tokens)
        assert short.sentence(sentence) == models.reader.sentence(sentence)
