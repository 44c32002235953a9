"""The whole practice as a page, a file and on paper: who may, what shows, what not."""

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from holdspace.practice.figure import (
    Curve,
    CurveLine,
    Group,
    Part,
    PracticeFigure,
    TeamQuestion,
)
from holdspace.practice.report import PracticeReport
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions import read_practice as action
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.records.models import AccessEntry
from holdspace_site.web.practice_forms import practice_html, practice_pdf
from holdspace_site.web.practice_words import report_in_words

PAGE = "practice:report"
NOTHING = PracticeReport(parts=())
HURT, OTHER = Group.HURT_BEFORE, Group.NOT_HURT_BEFORE


def figure(name, value=None, *, n=40, part="staying", **told):
    """A figure with an interval around its share; without a share it is kept back."""
    made = PracticeFigure(
        name=name,
        part=part,
        label=told.pop("label", name),
        definition=f"How {name} is counted.",
        unit=told.pop("unit", "share of clients"),
        n=n,
        value=value,
        lower=value and value - 0.1,
        upper=value and value + 0.1,
        is_share=told.pop("is_share", True),
        **told,
    )
    return made if value is not None else made.without_numbers()


def staying(*groups):
    """A part with a curve for everybody and the groups given, each with two points."""
    lines = tuple(
        CurveLine(
            group,
            str(group or "everybody"),
            tuple(
                figure(
                    f"staying.day_{day}",
                    share,
                    curve="staying",
                    at=day,
                    group=group,
                )
                for day, share in zip((90, 180), shares, strict=True)
            ),
        )
        for group, shares in groups
    )
    curve = Curve("staying", "Who still comes", "days", "share", lines)
    points = tuple(point for line in lines for point in line.points)
    return Part("staying", "Staying", "Who stays.", points, (curve,))


def text_of(page):
    """What somebody reads of a page: no tags, no style, one space between words."""
    read = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(read).split())


# --- The page of a practice ---------------------------------------------------


def test_a_small_practice_reads_calmly_that_there_is_no_number_yet(
    as_samuel, samuel, monkeypatch
):
    monkeypatch.setattr(action, "worked_out", lambda folder, epsilon: NOTHING)
    answer = as_samuel.get(reverse(PAGE))
    page = text_of(answer.content.decode())
    assert "There are too few people to show a number yet." in page
    assert " %" not in page.partition("Whole practice")[2].replace("95 %", "")
    looks = AccessEntry.objects.filter(who=samuel, verb=action.READ_PRACTICE)
    assert looks.count() == 1


def test_a_worker_sees_no_report_and_nothing_of_the_try_is_a_look(as_ruth):
    for name in (PAGE, "practice:paper"):
        assert as_ruth.get(reverse(name)).status_code == 404
    assert not AccessEntry.objects.filter(verb=action.READ_PRACTICE).exists()


@pytest.mark.slow
def test_who_takes_their_yes_back_is_gone_at_the_next_look(
    as_samuel, amara, now, monkeypatch
):
    looked_at = []

    def look_at(folder, *, epsilon):
        looked_at.append((folder, rows_in(folder)["clients"]))
        return NOTHING

    monkeypatch.setattr(action, "worked_out", look_at)
    for allowed in (True, False):
        choose_sharing(
            amara.pk, purpose=Purpose.QUALITY, allowed=allowed, by=amara.person, now=now
        )
        as_samuel.get(reverse(PAGE))
    (before, with_her), (after, without_her) = looked_at
    assert with_her - without_her == 1
    assert not before.exists()
    assert not after.exists()


def rows_in(folder):
    """How many rows each table of an extract has."""
    files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    return {name.partition(".")[0]: told["rows"] for name, told in files.items()}


def test_the_private_folder_is_gone_when_working_out_fails(samuel, now, monkeypatch):
    folders = []

    def fail(folder, *, epsilon):
        folders.append(folder)
        raise MemoryError

    monkeypatch.setattr(action, "worked_out", fail)
    with pytest.raises(MemoryError):
        action.read_practice(by=samuel, now=now)
    assert not folders[0].parent.exists()


# --- What it says -------------------------------------------------------------


def test_the_first_sentence_tells_both_groups_apart_where_both_are_shown():
    part = staying((None, (0.8, 0.6)), (HURT, (0.5, 0.4)), (OTHER, (0.9, 0.7)))
    said = report_in_words(PracticeReport((part,))).headline
    assert "Of 100 people who told of a hurt in earlier help, 50 still come" in said
    assert said.endswith("That is more than chance alone would make of it.")


def test_of_a_difference_that_chance_can_make_it_says_so():
    part = staying((None, (0.8, 0.6)), (HURT, (0.78, 0.4)), (OTHER, (0.82, 0.7)))
    said = report_in_words(PracticeReport((part,))).headline
    assert said.endswith("Chance alone can make such a difference.")


def test_where_one_group_is_kept_back_the_first_sentence_is_about_everybody():
    part = staying((None, (0.8, 0.6)), (HURT, (None, None)), (OTHER, (0.9, 0.7)))
    said = report_in_words(PracticeReport((part,))).headline
    assert said == "Of 100 people, 80 still come after 90 days."


def test_a_number_that_is_kept_back_says_so_in_its_place_and_nowhere_is_a_digit():
    alone = (
        figure("repair.any", 0.3, part="repair", label="Clients with a strain"),
        figure("repair.mended", part="repair", label="Strains mended"),
    )
    report = PracticeReport((Part("repair", "Repair", "What tore.", alone),))
    page = text_of(practice_html(report))
    assert "Strains mended too few people" in page
    assert "30 %" in page
    assert "20 to 40 %" in page
    assert "40 people" in page


def test_a_question_for_the_team_has_its_caveat_beside_it():
    basis = figure(
        "what_helps.agreement.hurt_before",
        0.12,
        part="what_helps",
        unit="difference of two shares",
        is_share=False,
        group=HURT,
    )
    question = TeamQuestion(
        "agreement", "stayed", "hurt", "More stayed. Why?", "This is no cause.", basis
    )
    part = Part("what_helps", "What goes with staying", "Beside.", (basis,))
    page = text_of(practice_html(PracticeReport((part,), (question,))))
    assert "More stayed. Why? This is no cause. 95 % interval: +2 to +22 in 100" in page


@pytest.mark.parametrize("value", [None, 0.0])
def test_a_report_of_nobody_or_of_few_shows_no_part_and_no_number(value):
    told = {"part": "who", "unit": "clients", "is_share": False}
    empty = figure("who.came", value, n=0, **told)
    report = PracticeReport((Part("who", "Who", "About.", (empty,)),))
    told = report_in_words(report)
    assert told.sections == ()
    assert "too few people to show a number yet" in told.headline


# --- As a file and on paper ---------------------------------------------------


@pytest.fixture
def some():
    """A report with a drawing, a table and a number that is kept back."""
    part = staying((None, (0.8, 0.6)), (HURT, (0.5, 0.4)), (OTHER, (0.9, 0.7)))
    alone = figure("staying.alone", 0.25, label="Left after one")
    hidden = figure("staying.hidden", label="Left after two")
    part = replace(part, figures=(*part.figures, alone, hidden))
    return PracticeReport((part,), notes=("Who said no may be different.",))


def test_the_file_needs_no_other_file_and_no_script(some):
    made = practice_html(some)
    assert not re.search(r"<script|<link|<img|src=|url\(|@import|style=|\son\w+=", made)
    assert made.count("<svg") >= 2
    assert "Who said no may be different." in made


def test_every_drawing_has_a_sentence_and_a_table(some):
    made = practice_html(some)
    sentence = "After 180 days these still come: everybody 60 %, hurt before 40 %"
    assert f'<title id="fig-curve-staying">{sentence}' in made
    assert "The same as a table" in made


def test_paper_is_tagged_and_says_the_day(some):
    made = practice_pdf(some, on=date(2026, 11, 26))
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made
    assert b"/MarkInfo" in made
