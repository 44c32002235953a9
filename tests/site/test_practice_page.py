"""The whole practice as a page, a file and on paper: who may, what shows, what not."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

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
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.records.models import AccessEntry, Client
from holdspace_site.records.scope import READ_PRACTICE
from holdspace_site.web.practice_curves import GROUP_WORDS
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
    curve = Curve("staying", "Who has not left", "days", "share", lines)
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
    monkeypatch.setattr(action, "worked_out", lambda folder, **told: NOTHING)
    answer = as_samuel.get(reverse(PAGE))
    page = text_of(answer.content.decode())
    assert "There are too few people to show a number yet." in page
    assert " %" not in page.partition("Whole practice")[2].replace("95 %", "")
    looks = AccessEntry.objects.filter(who=samuel, verb=READ_PRACTICE)
    assert looks.count() == 1


def test_a_worker_sees_no_report_and_nothing_of_the_try_is_a_look(as_ruth):
    for name in (PAGE, "practice:paper"):
        assert as_ruth.get(reverse(name)).status_code == 404
    assert not AccessEntry.objects.filter(verb=READ_PRACTICE).exists()


@pytest.mark.slow
def test_who_takes_their_yes_back_is_gone_at_the_next_look(
    as_samuel, amara, now, monkeypatch
):
    looked_at = []

    def look_at(folder, **told):
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

    def fail(folder, **told):
        folders.append(folder)
        raise MemoryError

    monkeypatch.setattr(action, "worked_out", fail)
    with pytest.raises(MemoryError):
        action.read_practice(by=samuel, now=now)
    assert not folders[0].parent.exists()


def test_it_is_told_of_everybody_and_the_log_has_the_budget(samuel, now, monkeypatch):
    heard = []
    monkeypatch.setattr(action, "worked_out", lambda folder, **told: heard.append(told))
    action.read_practice(by=samuel, now=now, epsilon=0.5)
    action.read_practice(by=samuel, now=now)
    of_all = action.everybody_by(samuel, now.replace(day=1).date() - timedelta(days=1))
    assert [one["epsilon"] for one in heard] == [0.5, None]
    assert {one["everybody"] for one in heard} == {of_all}
    entries = AccessEntry.objects.filter(verb=READ_PRACTICE).order_by("position")
    told = list(entries.values_list("record_kind", "record_id"))
    assert told[-2:] == [("epsilon", "0.5"), ("", "")]


def test_everybody_is_who_had_come_by_a_day_whatever_they_chose(samuel, amara, now):
    today = timezone.localdate(now)
    clients = Client.objects.count()
    assert action.everybody_by(samuel, today) == clients
    first = min(timezone.localdate(one.added_at) for one in Client.objects.all())
    assert action.everybody_by(samuel, first - timedelta(days=1)) == 0
    amara.added_at = now
    amara.save()
    met = timezone.localdate(amara.sessions.order_by("at").first().at)
    others = Client.objects.exclude(pk=amara.pk)
    by_then = sum(timezone.localdate(one.added_at) <= met for one in others)
    assert action.everybody_by(samuel, met) >= by_then + 1
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert action.everybody_by(samuel, today) == clients - 1


# --- What it says -------------------------------------------------------------


def test_the_first_sentence_tells_both_groups_apart_where_both_are_shown():
    part = staying((None, (0.8, 0.6)), (HURT, (0.5, 0.4)), (OTHER, (0.9, 0.7)))
    said = report_in_words(PracticeReport((part,))).headline
    assert "Of 100 people who told of a hurt in earlier help, 50 had not left" in said
    assert said.endswith(
        "That is more than chance alone would make of it: the difference is between "
        "26 and 54 in 100 (95 % interval)."
    )


def test_of_a_difference_that_chance_can_make_it_says_so():
    part = staying((None, (0.8, 0.6)), (HURT, (0.78, 0.4)), (OTHER, (0.82, 0.7)))
    said = report_in_words(PracticeReport((part,))).headline
    assert said.endswith(
        "Chance alone can make such a difference: the true one may be anything from 18 "
        "fewer to 10 more in 100 of those who told of a hurt (95 % interval)."
    )


def test_a_difference_may_be_clear_where_two_intervals_overlap():
    part = staying((None, (0.8, 0.6)), (HURT, (0.70, 0.4)), (OTHER, (0.86, 0.7)))
    said = report_in_words(PracticeReport((part,))).headline
    assert "more than chance alone would make of it: the difference is between 2 a" in (
        said
    )


def test_where_one_group_is_kept_back_the_first_sentence_is_about_everybody():
    part = staying((None, (0.8, 0.6)), (HURT, (None, None)), (OTHER, (0.9, 0.7)))
    said = report_in_words(PracticeReport((part,))).headline
    assert said == "Of 100 people, 80 had not left after 90 days."


def test_a_point_that_stands_alone_is_drawn_beside_the_line_of_everybody():
    part = staying((None, (0.8, 0.6)), (HURT, (None, 0.5)), (OTHER, (None, None)))
    chart = report_in_words(PracticeReport((part,))).sections[0].charts[0]
    assert chart.sentence.endswith("everybody 60 %, hurt before 50 %.")
    assert chart.curves == ("everybody", "hurt before")
    _line, alone = chart.narrow["curves"]
    (piece,) = alone["pieces"]
    assert len(piece["dots"]) == 1
    assert piece["span"]
    assert not piece["band"]


@pytest.mark.parametrize(
    ("hurt", "other", "drawn"),
    [
        ((0.5, 0.4), (0.9, 0.7), (HURT, OTHER)),
        ((0.5, 0.4), (None, 0.7), (None, HURT, OTHER)),
        ((None, 0.4), (None, 0.7), (None, HURT, OTHER)),
        ((0.5, 0.4), (None, None), (None, HURT)),
        ((None, None), (None, None), (None,)),
    ],
)
def test_never_more_than_two_bands_lie_on_one_another(hurt, other, drawn):
    part = staying((None, (0.8, 0.6)), (HURT, hurt), (OTHER, other))
    chart = report_in_words(PracticeReport((part,))).sections[0].charts[0]
    assert chart.curves == tuple(str(GROUP_WORDS[group]) for group in drawn)
    pieces = [piece for curve in chart.wide["curves"] for piece in curve["pieces"]]
    assert 1 <= sum(bool(piece["band"]) for piece in pieces) <= 2


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
    sentence = "After 180 days these had not left: everybody 60 %, hurt before 40 %"
    assert f'<title id="fig-curve-staying">{sentence}' in made
    beside, folded = made.index('<div class="open">'), made.index("The same as a table")
    assert made.index("</figure>") < beside < made.index("<table", beside) < folded


def test_paper_is_tagged_and_says_the_day(some):
    made = practice_pdf(some, on=date(2026, 11, 26))
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made
    assert b"/MarkInfo" in made
