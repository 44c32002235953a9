"""What ships of questionnaires: whole where it may be, words nowhere else."""

import re
from pathlib import Path

import pytest

from holdspace.content.instrument_records import UnknownItem, UnknownScale
from holdspace.content.instruments import (
    KEYS,
    instrument,
    instrument_from,
    instrument_ids,
    instruments,
)
from holdspace.content.pack import PackBroken, PackNotFound, parse_pack, read_text

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "instrument-format.md"

WHOLE = {
    "phq-9": (9, 0, 27),
    "phq-8": (8, 0, 24),
    "phq-4": (4, 0, 12),
    "phq-2": (2, 0, 6),
    "gad-7": (7, 0, 21),
    "gad-2": (2, 0, 6),
    "pcl-5": (20, 0, 80),
    "pc-ptsd-5": (5, 0, 5),
    "k6": (6, 0, 24),
    "k10": (10, 10, 50),
}
SKELETONS = {
    "wai-sr": (12, 12, 60),
    "wai-s": (12, 12, 84),
    "sai": (6, 0, 30),
    "srs": (4, 0, 40),
    "gsrs": (4, 0, 40),
    "ors": (4, 0, 40),
    "arm-5": (5, 5, 35),
    "star-p": (12, 0, 48),
    "core-10": (10, 0, 40),
    "whodas-12": (12, 12, 60),
    "wsas": (5, 0, 40),
    "reqol-10": (10, 0, 40),
}
UNSCORED_SKELETONS = {"asq": 5, "c-ssrs": 6}
PHQ_9 = read_text("phq-9.toml", folder="instruments")


def broken(text):
    with pytest.raises(PackBroken) as caught:
        instrument_from(parse_pack("phq-9", text))
    return str(caught.value)


def changed(old, new):
    assert old in PHQ_9
    return PHQ_9.replace(old, new, 1)


# --- What ships -----------------------------------------------------------------


def test_these_ship_and_no_others():
    named = {*WHOLE, *SKELETONS, *UNSCORED_SKELETONS, "c-nip"}
    assert set(instrument_ids()) == named


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_one_has_words_everywhere_and_the_range_of_its_authors(name):
    made = instrument(name)
    assert not made.is_skeleton
    assert made.stem
    count, low, high = WHOLE[name]
    scale = made.main_scale
    assert (len(scale.item_ids), scale.low, scale.high) == (count, low, high)
    assert all(option.words for item in made.items for option in item.answers.options)


@pytest.mark.parametrize("name", WHOLE)
def test_words_ship_only_where_two_places_agreed(name):
    assert len({source.name for source in instrument(name).rights.wording}) >= 2


@pytest.mark.parametrize("name", [*SKELETONS, *UNSCORED_SKELETONS, "c-nip"])
def test_a_skeleton_ships_no_word_of_the_questionnaire(name):
    made = instrument(name)
    assert made.is_skeleton
    assert not made.stem
    assert not made.notices
    assert not any(item.words for item in made.items)
    assert not any(o.words for item in made.items for o in item.answers.options)
    assert not made.rights.wording


@pytest.mark.parametrize("name", SKELETONS)
def test_a_skeleton_has_the_count_and_range_of_the_notes(name):
    made = instrument(name)
    scale = made.main_scale
    assert (len(made.items), scale.low, scale.high) == SKELETONS[name]


@pytest.mark.parametrize("name", UNSCORED_SKELETONS)
def test_a_screen_for_suicide_is_asked_gently_and_never_added_up(name):
    made = instrument(name)
    assert len(made.items) == UNSCORED_SKELETONS[name]
    assert made.main_scale is None
    assert made.sensitivity == 3
    handed = {each for rule in made.hand_overs for each in rule.item_ids}
    assert handed == {item.id for item in made.items}


def test_the_preferences_have_four_scales_without_a_better_end():
    scales = instrument("c-nip").scales
    assert [len(scale.item_ids) for scale in scales] == [5, 5, 3, 5]
    assert {(scale.low, scale.high) for scale in scales} == {(-15, 15), (-9, 9)}
    assert {scale.better for scale in scales} == {"neither"}


@pytest.mark.parametrize("name", ["phq-9", "phq-8", "phq-4", "phq-2", "gad-7", "gad-2"])
def test_the_lowest_answer_is_not_at_all(name):
    """Many copies say "not at all sure" (Zorowitz 2021)."""
    first = instrument(name).items[0].answers.options[0]
    assert (first.value, first.words) == (0, "Not at all")


def test_the_short_forms_use_the_words_of_the_long_ones():
    def words(name):
        return [item.words for item in instrument(name).items]

    phq_9, gad_7, k10 = words("phq-9"), words("gad-7"), words("k10")
    assert words("phq-8") == phq_9[:8]
    assert words("phq-2") == phq_9[:2]
    assert words("gad-2") == gad_7[:2]
    assert words("phq-4") == gad_7[:2] + phq_9[:2]
    assert words("k6") == [k10[n - 1] for n in (2, 4, 5, 8, 9, 10)]


def test_every_number_names_its_source():
    for made in instruments():
        for scale in made.scales:
            assert scale.missing.source
            for band in scale.bands:
                assert band.source
                assert band.population
            for fact in (scale.reliable_change, scale.error):
                assert fact is None or fact.source


def test_every_rights_record_is_whole():
    for made in instruments():
        rights = made.rights
        assert rights.owner
        assert rights.basis
        assert rights.statement
        assert rights.url.startswith("http")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", rights.read_on)
        assert rights.contexts
        if rights.needs_notice and not made.is_skeleton:
            assert made.notices


def test_an_unknown_name_is_not_found():
    with pytest.raises(PackNotFound):
        instrument("mmpi")
    with pytest.raises(PackNotFound):
        instrument("../phq-9")
    assert instrument_ids("xx") == ()


def test_parts_are_found_by_their_id_and_unknown_ones_named():
    assert instrument("phq-4").scale("anxiety").title == "Worry"
    with pytest.raises(UnknownItem, match="'phq-9' has no question '10'"):
        instrument("phq-9").item("10")
    with pytest.raises(UnknownScale, match="no scale 'mood'"):
        instrument("phq-9").scale("mood")


# --- A broken file --------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("sensitivity = 2", "sensitivity = 4", "'sensitivity' must be 1, 2 or 3"),
        ("sensitivity = 2", "sensitivity = 2\ncolour = 1", "'colour' is no key"),
        ("sensitivity = 2", "sensitivity = 2\nitem_count = 9", "'item_count' is for"),
        ('method = "sum"', 'method = "product"', "'method' or 'better'"),
        ('better = "lower"', 'better = "up"', "'method' or 'better'"),
        ("most_missing = 0", "most_missing = 9", "'most_missing' must leave"),
        ("high = 27", "high = 28", "not inside its scale"),
        ("low = 5\nhigh = 9", "low = 9\nhigh = 5", "not inside its scale"),
        ("points = 6", "points = 0", "'points' must be above 0"),
        ("sem_points = 2.5", "sem_points = 0", "'sem_points' must be above 0"),
        ("sem_points = 2.5", 'sem_points = "x"', "'sem_points' is not a number"),
        ('id = "2"', 'id = "1"', "'items' are missing or two have one id"),
        ('items = ["9"]', 'items = ["99"]', "'items' names a question"),
        ('1 = "44250-9"', '99 = "44250-9"', "'items' names a question"),
        ('answers = "difficulty"', 'answers = "ease"', "names no answer set"),
        ("value = 1, words", "value = 0, words", "the answers must differ"),
    ],
)
def test_a_fault_is_named_by_its_place(old, new, why):
    said = broken(changed(old, new))
    assert why in said
    assert "pleasure" not in said


def test_words_are_there_for_all_questions_or_for_none():
    words = 'words = "Little interest or pleasure in doing things"'
    assert "some have none" in broken(changed(words, ""))


def test_answers_are_needed():
    assert "'answer_sets'" in broken(PHQ_9.split("[[answer_sets]]")[0])


def test_a_mean_runs_between_the_ends_of_its_answers():
    made = instrument_from(
        parse_pack("phq-9", re.sub(r"\[\[scales.bands]](.*?)verified = true", "",
                                   changed('"sum"', '"mean"'), flags=re.DOTALL))
    )  # fmt: skip
    assert (made.main_scale.low, made.main_scale.high) == (0, 3)


# --- The page about the format --------------------------------------------------


def test_the_page_about_the_format_names_every_key_and_no_other():
    written = {}
    for section in re.split(r"^### ", PAGE.read_text("utf-8"), flags=re.M)[1:]:
        head, _, body = section.partition("\n")
        table = head.strip("`[]").replace(".", " ")
        rows = body.split("\n## ")[0]
        written[table] = set(re.findall(r"^\| `(\w+)` \|", rows, flags=re.M))
    known = {table: set(keys) for table, keys in KEYS.items() if table}
    assert written == known


def test_every_key_of_the_format_is_used_by_something_that_ships():
    """A key nothing uses would be a promise nobody has tried."""
    text = "".join(
        read_text(f"{n}.toml", folder="instruments") for n in instrument_ids()
    )
    unused = [
        f"{table} {key}"
        for table, keys in KEYS.items()
        for key in keys
        if not re.search(rf"\b{key}\b", text)
    ]
    assert set(unused) <= {"items reversed"}
