"""The first wordings of an agreement: one for each code a line can come from."""

import pytest

from holdspace.content.codebook import codebook
from holdspace.content.intake import intake
from holdspace.content.lessons import lessons
from holdspace.content.pack import PackBroken, parse_pack, read_text
from holdspace.content.way_of_working import way_pack, way_pack_from
from holdspace.vocabulary.errors import UnknownCode

PACK = way_pack()
BOOK = codebook()


def codes(*letters):
    return [code.id for letter in letters for code in BOOK.in_domain(letter)]


@pytest.mark.parametrize(
    ("kind", "letters"), [("do", "NH"), ("avoid", "X"), ("client_tries", "P")]
)
def test_there_is_a_line_for_every_code_it_can_come_from(kind, letters):
    assert sorted(PACK.lines[kind]) == sorted(codes(*letters))


def test_what_the_brief_asks_first_can_be_agreed_on():
    assert sorted(PACK.lines["ask_first"]) == sorted(lessons().lines["ask_first"])


def test_every_cue_has_an_if_and_whatever_helps_a_then():
    assert sorted(PACK.lines["if"]) == sorted(codes("T"))
    assert set(PACK.thens) == {*codes("N", "M"), "not_told"}


def test_a_cue_and_what_helps_become_one_sentence():
    said = PACK.if_then("T.DISTRACT", "N.LISTEN")
    assert said == "If I type or look away, I stop and hear you out."


def test_where_nothing_that_helps_was_told_the_client_says_it_there():
    said = "If I am late, or a meeting moves, we stop, and you say what you need."
    assert PACK.if_then("T.GAP", None) == said
    assert PACK.if_then("T.GAP", "X.DISMISSED") == said
    assert PACK.if_then("N.PACE", None) is None


def test_every_slider_has_a_line_for_each_side():
    sliders = intake().question("F5").sliders
    for slider in sliders:
        sides = {PACK.slider(slider.code, s) for s in ("first", "middle", "second")}
        assert len(sides) == 3
        assert None not in sides
    assert PACK.slider("N.PACE", "first") is None


def test_whether_a_line_was_kept_has_no_number():
    assert [one.id for one in PACK.kept.answers] == [
        "yes",
        "partly",
        "no",
        "did_not_come_up",
    ]
    assert PACK.kept.values == ()


def test_a_pack_with_a_code_nobody_knows_is_refused():
    text = read_text("way_of_working.toml").replace('"X.RAW"', '"X.COOKED"')
    with pytest.raises(UnknownCode, match="COOKED"):
        way_pack_from(parse_pack("way_of_working", text))


def test_a_pack_without_the_sentence_for_nothing_told_is_refused():
    text = read_text("way_of_working.toml").replace('"not_told" =', '"told" =')
    with pytest.raises(PackBroken):
        way_pack_from(parse_pack("way_of_working", text))
