"""How hard the intake is to read, sentence by sentence, and how long a sitting takes.

Flesch-Kincaid grade (Kincaid and others, 1975), with syllables estimated by groups of
vowels: good enough to find the worst sentences, not to compare texts. `pytest -s` lists
them.
"""

import re

import pytest

from holdspace.content.codebook import codebook
from holdspace.content.intake import intake
from holdspace.content.safety import safety

GRADE = 6
WORST = 10  # one hard word makes a short sentence look hard: no single one goes beyond
WORDS_A_MINUTE = 150  # slow silent reading; grown-ups average 238 (Brysbaert, 2019)
MOST_MINUTES = 8


def sentences(text):
    return [one for one in re.split(r"(?<=[.?])\s+", text) if words(one)]


def words(text):
    return re.findall(r"[A-Za-z’']+", text)


def syllables(word):
    word = word.lower().strip("'’")
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(sentence):
    said = words(sentence)
    return 0.39 * len(said) + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


def shown():
    asked, pack = intake(), safety()
    yield asked.frame
    yield asked.alone.stop_line
    for section in asked.sections:
        yield section.opening
    for question in asked.questions:
        yield from (question.words, question.why, question.hint)
        yield from (choice.words for choice in question.choices)
    yield from (code.plain_words for code in codebook().codes)
    yield from pack.calm.lines
    yield from (item.sentence for item in pack.options.items)
    yield pack.gentle_ask.words


EVERY = sorted({each for text in shown() for each in sentences(text)}, key=grade)


def test_the_text_as_a_whole_reads_at_grade_6():
    all_words = [word for each in EVERY for word in words(each)]
    a_sentence = len(all_words) / len(EVERY)
    a_word = sum(map(syllables, all_words)) / len(all_words)
    assert 0.39 * a_sentence + 11.8 * a_word - 15.59 <= GRADE


def test_the_hardest_sentences_are_known_and_none_is_far_beyond():
    long_enough = [each for each in EVERY if len(words(each)) >= 8]
    for each in long_enough[-10:]:
        print(f"grade {grade(each):4.1f}  {each}")  # noqa: T201 - this is its work
    assert grade(long_enough[-1]) <= WORST


@pytest.mark.parametrize("number", range(1, len(intake().alone.sittings) + 1))
def test_a_sitting_is_read_in_under_eight_minutes(number):
    asked = intake()
    read = len(words(asked.frame)) + len(words(asked.alone.stop_line))
    for question in asked.sitting(number)[: asked.alone.most_questions]:
        shown_here = [question.words, question.why, question.hint]
        shown_here += [choice.words for choice in question.choices]
        shown_here += [code.plain_words for code in asked.cards_of(question.id)[:8]]
        read += sum(len(words(text)) for text in shown_here)
        read += 60  # who sees it, whom to call, and the six answers
    assert read / WORDS_A_MINUTE < MOST_MINUTES
