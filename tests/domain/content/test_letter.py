"""The sentences of the letter: one for each code, calm, and nobody's fault."""

import re

import pytest

from holdspace.content.codebook import codebook
from holdspace.content.letter import letter_pack, letter_pack_from
from holdspace.content.pack import PackBroken, parse_pack, read_text
from holdspace.vocabulary.errors import UnknownCode

PACK = letter_pack()
BLAME = re.compile(
    r"\b(resist\w*|complian\w*|manipulat\w*|failed|refus\w*|difficult|attention.seek"
    r"\w*|disorder|symptom\w*|trauma|diagnos\w*|patient|should have)\b",
    re.I,
)


def everything():
    return [*PACK.frame.values(), *PACK.sentences.values()]


def test_every_code_has_a_sentence():
    assert set(PACK.sentences) == {code.id for code in codebook().codes}


def test_no_sentence_blames_or_diagnoses():
    assert not [text for text in everything() if BLAME.search(text)]


def test_no_sentence_is_loud_or_long():
    for text in PACK.sentences.values():
        assert "!" not in text
        assert text.endswith(".")
        assert len(text.split()) <= 20


def test_each_sentence_is_said_once():
    assert len(set(PACK.sentences.values())) == len(PACK.sentences)


@pytest.mark.parametrize("code", ["T.DISTRACT", "T.SILENCE", "T.SHARP", "T.DIG"])
def test_what_the_worker_does_is_owned(code):
    assert re.search(r"\b(I|my)\b", PACK.sentence(code))


def test_a_code_nobody_knows_has_no_sentence():
    assert PACK.sentence("Z.NEVER") is None


def test_a_sentence_for_an_unknown_code_is_found_at_once():
    text = read_text("letter.toml").replace('"C.INTERP"', '"C.NEVER"')
    with pytest.raises(UnknownCode):
        letter_pack_from(parse_pack("letter", text))


def test_a_pack_without_an_opening_is_broken():
    text = read_text("letter.toml").replace("greeting =", "greetings =")
    with pytest.raises(PackBroken):
        letter_pack_from(parse_pack("letter", text))
