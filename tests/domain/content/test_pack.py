import re
from importlib import resources

import pytest

from holdspace.content.pack import (
    PackBroken,
    PackNotFound,
    parse_pack,
    read_pack,
    read_text,
)

TOML_PACKS = (
    "codebook",
    "intake",
    "check_in",
    "lessons",
    "wording",
    "demo",
)
BLAME = re.compile(r"resistant|non-?compliant|manipulative|\bfailed\b", re.IGNORECASE)


@pytest.mark.parametrize("name", TOML_PACKS)
def test_each_pack_says_what_it_is_and_who_may_use_it(name):
    info = read_pack(name).info()
    assert info.name == name
    assert info.language == "en"
    assert info.version == "2026.1"
    assert info.licence == "CC-BY-4.0"
    assert info.title
    assert info.source
    assert info.note


@pytest.mark.parametrize("name", [f"{each}.toml" for each in TOML_PACKS])
def test_no_pack_blames_shouts_or_shows_a_source_mark(name):
    text = read_text(name)
    assert not BLAME.search(text)
    assert "!" not in text
    assert not re.search(r"\[(K|V|V2)\b", text)


@pytest.mark.parametrize("name", [f"{each}.toml" for each in TOML_PACKS])
def test_each_pack_begins_with_its_own_table(name):
    assert read_text(name).startswith("[pack]\n")


def test_no_pack_is_forgotten_here():
    folder = resources.files("holdspace.content") / "packs" / "en"
    shipped = {file.name for file in folder.iterdir() if file.name.endswith(".toml")}
    assert {f"{name}.toml" for name in TOML_PACKS} <= shipped


@pytest.mark.parametrize(
    ("name", "language"),
    [("nothing", "en"), ("codebook", "xx"), ("../codebook", "en"), ("codebook", "..")],
)
def test_a_pack_that_is_not_there_is_named_with_a_next_step(name, language):
    with pytest.raises(PackNotFound, match=r"no content pack .* Check the name"):
        read_pack(name, language)


def test_a_pack_is_read_once_and_kept():
    assert read_pack("codebook") is read_pack("codebook")


def test_a_pack_that_is_not_toml_is_refused_without_quoting_it():
    with pytest.raises(PackBroken) as refused:
        parse_pack("sample", "secret words here")
    assert "not valid TOML" in str(refused.value)
    assert "secret" not in str(refused.value)


SAMPLE = parse_pack(
    "sample",
    """
    words = "a"
    count = 2
    yes = true
    list = ["a", "b"]
    mixed = ["a", 1]
    [inside]
    more = [{ a = 1 }]
    """,
)


def test_a_table_gives_each_kind_of_value():
    assert SAMPLE.text("words") == "a"
    assert SAMPLE.number("count") == 2
    assert SAMPLE.is_true("yes")
    assert SAMPLE.texts("list") == ("a", "b")
    assert SAMPLE.table("inside").tables("more")[0].number("a") == 1
    assert SAMPLE.keys() == ("words", "count", "yes", "list", "mixed", "inside")


def test_what_a_pack_leaves_out_is_none_or_empty():
    assert SAMPLE.text_or_none("other") is None
    assert SAMPLE.text_or_empty("other") == ""
    assert SAMPLE.number_or_none("other") is None
    assert not SAMPLE.is_true("other")
    assert SAMPLE.texts("other") == ()
    assert SAMPLE.tables("other") == ()


@pytest.mark.parametrize(
    "read",
    [
        lambda: SAMPLE.text("count"),
        lambda: SAMPLE.text("other"),
        lambda: SAMPLE.number("words"),
        lambda: SAMPLE.number("yes"),
        lambda: SAMPLE.is_true("words"),
        lambda: SAMPLE.texts("words"),
        lambda: SAMPLE.texts("mixed"),
        lambda: SAMPLE.table("words"),
        lambda: SAMPLE.table("inside").tables("more")[0].text("a"),
    ],
)
def test_a_value_of_the_wrong_kind_names_its_place(read):
    with pytest.raises(PackBroken, match="'sample' cannot be used"):
        read()


def test_a_broken_place_inside_a_table_is_named():
    with pytest.raises(PackBroken, match="in inside more 1"):
        SAMPLE.table("inside").tables("more")[0].text("a")


def test_a_table_never_shows_what_it_holds():
    assert "words" not in repr(SAMPLE)
