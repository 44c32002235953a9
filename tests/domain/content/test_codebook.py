import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.content.codebook import codebook, codebook_from
from holdspace.content.pack import PackBroken, parse_pack
from holdspace.vocabulary.errors import UnknownCode

BOOK = codebook()
COUNTS = {
    "H": 9,
    "X": 16,
    "R": 6,
    "E": 7,
    "T": 10,
    "F": 10,
    "P": 10,
    "N": 10,
    "M": 8,
    "C": 4,
}


def test_there_are_ninety_codes_each_once():
    assert len(BOOK.codes) == 90
    assert len({code.id for code in BOOK.codes}) == 90


@pytest.mark.parametrize(("letter", "count"), COUNTS.items())
def test_each_domain_has_its_codes(letter, count):
    assert len(BOOK.in_domain(letter)) == count


def test_the_ten_domains_say_what_they_are_and_are_not():
    assert [domain.letter for domain in BOOK.domains] == list(COUNTS)
    for domain in BOOK.domains:
        assert domain.title
        assert domain.about
        assert domain.boundary
        assert BOOK.domain(domain.letter) is domain


def test_each_code_has_plain_words_and_a_definition():
    for code in BOOK.codes:
        assert code.plain_words
        assert not code.plain_words.startswith('"')
        assert code.definition
        assert code.id.startswith(f"{code.domain}.")


def test_four_needs_are_sliders_with_two_ends():
    sliders = [code for code in BOOK.codes if code.slider]
    assert [code.id for code in sliders] == ["N.LEAD", "N.DEPTH", "N.TIME", "N.TONE"]
    assert BOOK.code("N.LEAD").ends == ("I lead", "you lead")
    assert all((code.ends is None) != code.slider for code in BOOK.codes)


def test_only_the_sexual_harm_code_is_tender():
    assert [code.id for code in BOOK.codes if code.level == 3] == ["X.SEXUAL"]


def test_a_code_is_found_by_its_id():
    code = BOOK.code("X.DISMISSED")
    assert code.plain_words == "They brushed it off"
    assert code.definition == "Feeling or story made small or not believed"
    assert code.maps_to == "Vybiral relationship; Curran devalued"
    assert BOOK.has("X.DISMISSED")


@pytest.mark.parametrize("code_id", ["X.NOPE", "", "x.dismissed"])
def test_an_unknown_code_is_refused(code_id):
    assert not BOOK.has(code_id)
    with pytest.raises(UnknownCode):
        BOOK.code(code_id)


def test_an_unknown_domain_is_refused_but_holds_no_codes():
    assert BOOK.in_domain("Z") == ()
    with pytest.raises(UnknownCode):
        BOOK.domain("Z")


def test_brushed_finds_what_hurt_first():
    assert BOOK.search("brushed")[0].id == "X.DISMISSED"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("BRÚSHED", "X.DISMISSED"),
        ("they werent", "X.NOTHEARD"),
        ("weren’t really", "X.NOTHEARD"),
        ("x.dis", "X.DISMISSED"),
        ("sor", "M.OWN"),
        ("typing", "X.NOTHEARD"),
        ("interp", "C.INTERP"),
    ],
)
def test_a_search_takes_what_people_type(typed, first):
    assert BOOK.search(typed)[0].id == first


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("rushed", "X.PUSHED"),
        ("hurried", "X.PUSHED"),
        ("ignored", "X.NOTHEARD"),
        ("laptop", "X.NOTHEARD"),
        ("looked away", "T.DISTRACT"),
        ("typing", "T.DISTRACT"),
        ("cancelled", "X.UNRELIABLE"),
        ("crying", "F.HURT"),
        ("apologised", "M.OWN"),
        ("dropped out", "E.FADED"),
    ],
)
def test_everyday_words_find_a_code_among_the_first(typed, code):
    assert code in [found.id for found in BOOK.search(typed)[:3]]


def test_everyday_words_come_after_plain_words_and_before_a_definition():
    found = [code.id for code in BOOK.search("forms")]
    assert found.index("T.PAPER") < found.index("H.TOOLS")  # "Forms and notes"
    panic = [code.id for code in BOOK.search("panic")]
    assert panic[0] == "F.FEAR"
    gentle = [code.id for code in BOOK.search("gentle")]
    assert gentle.index("N.TONE") < gentle.index("H.WARM")


def test_every_code_has_a_few_everyday_words_each_once():
    for code in BOOK.codes:
        assert 3 <= len(code.also) <= 8
        assert len(set(code.also)) == len(code.also)


def test_plain_words_come_before_a_definition():
    found = [code.id for code in BOOK.search("listen")]
    assert found.index("H.HEARD") < found.index("M.NAME")


def test_every_typed_word_must_be_there():
    assert BOOK.search("brushed zebra") == ()


@pytest.mark.parametrize("nothing", ["", "   "])
def test_nothing_typed_shows_all_in_order(nothing):
    assert BOOK.search(nothing) == BOOK.codes


def test_only_signs_find_nothing():
    assert BOOK.search("?!") == ()


def test_no_more_than_the_limit():
    assert len(BOOK.search("they", limit=3)) == 3
    assert BOOK.search("they", limit=-1) == ()


@given(st.sampled_from(BOOK.codes), st.data())
def test_a_code_is_found_by_any_beginning_of_its_words(code, data):
    words = code.plain_words.split()
    typed = data.draw(st.sampled_from(words))
    if any(mark.isalnum() for mark in typed):
        assert code in BOOK.search(typed, limit=90)


def test_a_star_stands_for_a_whole_domain_once():
    assert BOOK.expand(["M.OWN", "M.*"])[0] == "M.OWN"
    assert len(BOOK.expand(["M.OWN", "M.*"])) == 8


@pytest.mark.parametrize("pattern", ["Z.*", "X.NOPE", "*"])
def test_a_pattern_without_codes_is_refused(pattern):
    with pytest.raises(UnknownCode):
        BOOK.expand([pattern])


def test_a_chain_is_read_from_context_to_mending():
    assert BOOK.chain == ("C", "T", "HX", "R", "F", "P", "ME")


HEAD = """
[pack]
name = "codebook"
version = "1"
language = "en"
title = "t"
source = "s"
licence = "l"
note = "n"
[reading]
chain = []
[[domains]]
letter = "A"
title = "t"
about = "a"
boundary = "b"
"""
ONE = '[[codes]]\nid = "A.ONE"\nplain_words = "p"\ndefinition = "d"\n'


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (ONE + ONE, "A.ONE is there twice"),
        (ONE.replace("A.ONE", "B.ONE"), "B.ONE is in no domain"),
        (ONE + 'ends = ["one"]', "needs two ends"),
    ],
)
def test_a_codebook_with_a_fault_is_refused(codes, why):
    with pytest.raises(PackBroken, match=why):
        codebook_from(parse_pack("codebook", HEAD + codes))
