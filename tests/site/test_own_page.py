"""The client's own pages: what waits is open and first, an answer is folded."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import NewPassage, add_passage
from holdspace_site.actions.answer_way_of_working import (
    WayAnswer,
    answer_way_of_working,
)
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.mark_reading import Chosen, Meaning, mark_reading
from holdspace_site.actions.read_way_of_working import read_way_of_working
from holdspace_site.actions.write_way_of_working import (
    draft_way_of_working,
    put_way_of_working,
)
from holdspace_site.web.client import own

HEADING = "You have answered"


@pytest.fixture
def told(amara, ruth, now):
    """Keep some lines of one word each, and return their readings in that order."""

    def told(number):
        words = [f"word{place:02}" for place in range(number)]
        passage = add_passage(
            amara.pk,
            NewPassage(words=" ".join(words), told_on=timezone.localdate(now)),
            by=ruth,
            now=now,
        )
        starts = [passage.words.index(word) for word in words]
        return [
            mark_reading(
                amara.pk,
                passage.pk,
                chosen=Chosen(quote=word, start=start, end=start + len(word)),
                meaning=Meaning(code="X.NOTHEARD"),
                by=ruth,
                now=now,
            )
            for word, start in zip(words, starts, strict=True)
        ]

    return told


@pytest.fixture
def answered(amara, told, now):
    """Answer yes to some lines, and return their readings."""

    def answered(number, verdict=Verdict.YES):
        readings = told(number)
        for reading in readings:
            give_verdict(
                amara.pk, reading.pk, verdict=verdict, by=amara.person, now=now
            )
        return readings

    return answered


@pytest.fixture
def blank(amara):
    """Amara's page with nothing on it yet."""
    amara.readings.all().delete()
    return amara


def own_page(browser, **asked):
    return browser.get(reverse("client:home"), asked).content.decode()


def card(page, reading):
    """The card of a reading, up to its end."""
    begins = page.index(f'id="card-{reading.pk}"')
    return page[begins : page.index("</article>", begins)]


def is_folded(page, reading):
    return '<details class="answered">' in card(page, reading)


def test_a_line_that_waits_is_open_and_comes_before_those_with_an_answer(
    as_amara, blank, told, answered
):
    (done,) = answered(1)
    (waits,) = told(1)
    page = own_page(as_amara)
    assert "<details" not in card(page, waits)
    assert is_folded(page, done)
    assert page.index(f"card-{waits.pk}") < page.index(HEADING)
    assert page.index(HEADING) < page.index(f"card-{done.pk}")


@pytest.mark.parametrize("verdict", [Verdict.YES, Verdict.NOT_QUITE])
def test_a_folded_line_says_what_was_answered_and_holds_every_answer(
    as_amara, blank, answered, verdict
):
    (done,) = answered(1, verdict)
    whole = card(own_page(as_amara), done)
    shown, _, inside = whole.partition("</summary>")
    assert f"you said: {verdict.value.replace('_', ' ')}" in shown
    assert "word00" in shown
    for name in ("yes", "not_quite", "taken_back"):
        assert f'name="verdict" value="{name}"' in inside


def test_the_line_just_answered_stays_open(as_amara, blank, told):
    (reading,) = told(1)
    answer = as_amara.post(
        reverse("client:verdict", args=[reading.pk]),
        {"verdict": "yes", "version": 1},
        headers={"HX-Request": "true"},
    )
    assert '<details class="answered" open>' in answer.content.decode()


def test_without_a_script_one_comes_back_to_the_line_and_it_is_open(
    as_amara, blank, answered
):
    first, second = answered(2)
    address = reverse("client:verdict", args=[first.pk])
    there = as_amara.post(address, {"verdict": "not_quite", "version": 1})
    page = as_amara.get(there.headers["Location"].partition("#")[0]).content.decode()
    assert there.headers["Location"].endswith(f"#card-{first.pk}")
    assert '<details class="answered" open>' in card(page, first)
    assert "How would you say it?" in card(page, first)
    assert is_folded(page, second)


def test_without_a_script_a_line_just_taken_back_is_in_sight(as_amara, blank, answered):
    (done,) = answered(1)
    address = reverse("client:verdict", args=[done.pk])
    there = as_amara.post(address, {"verdict": "taken_back", "version": 1})
    page = as_amara.get(there.headers["Location"].partition("#")[0]).content.decode()
    fold = re.search(r'<details class="fold"( open)?><summary>1 line you took', page)
    assert fold[1] == " open"
    assert re.search(
        r'<details class="fold"><summary>1 line you took', own_page(as_amara)
    )


def test_a_look_leads_to_its_line_open(as_amara, blank, told):
    (reading,) = told(1)
    looks = as_amara.get(reverse("client:sharing")).content.decode()
    assert f"?line={reading.pk}#card-{reading.pk}" in looks


def test_of_many_lines_the_first_are_shown_and_the_others_wait_behind_a_fold(
    as_amara, blank, told, answered
):
    done = answered(own._MOST_FOLDED + 2)
    waiting = told(own._MOST_OPEN + 1)
    page = own_page(as_amara)
    more_wait, more_done = page.index("1 more, when you"), page.index("2 more you have")
    assert page.index(f"card-{waiting[-2].pk}") < more_wait
    assert more_wait < page.index(f"card-{waiting[-1].pk}") < page.index(HEADING)
    assert page.index(f"card-{done[-1].pk}") < more_done  # told last, shown first
    assert more_done < page.index(f"card-{done[0].pk}")
    one = own_page(as_amara, line=done[0].pk)
    assert re.search(r'<details class="fold" open><summary>2 more you have', one)


# --- How we work together -----------------------------------------------------


@pytest.fixture
def way(amara, ruth, now):
    """Lines drafted from what Amara told, and put to her; the first is agreed."""
    draft_way_of_working(amara.pk, by=ruth, now=now)
    opened = read_way_of_working(amara.pk, by=ruth, now=now)
    put_way_of_working(amara.pk, revision=opened.revision, by=ruth, now=now)
    rows = list(amara.way_lines.order_by("pk"))
    answer_way_of_working(
        amara.pk, rows[0].pk, WayAnswer(Verdict.YES), by=amara.person, now=now
    )
    return rows


def way_page(browser, **asked):
    return browser.get(reverse("client:way-of-working"), asked).content.decode()


def way_line(page, row):
    begins = page.index(f'id="line-{row.pk}"')
    return page[begins : page.index("</article>", begins)]


def test_a_line_of_the_way_that_waits_comes_first_and_an_agreed_one_is_folded(
    as_amara, way
):
    page = way_page(as_amara)
    agreed, waits = way[0], way[1]
    assert page.index(f"line-{waits.pk}") < page.index(HEADING)
    assert page.index(HEADING) < page.index(f"line-{agreed.pk}")
    assert '<details class="answered"' not in way_line(page, waits)
    shown, _, inside = way_line(page, agreed).partition("</summary>")
    assert '<details class="answered">' in shown
    assert "agreed" in shown
    assert 'value="taken_back"' in inside


def test_who_answers_a_line_of_the_way_comes_back_to_it_open(as_amara, way):
    address = reverse("client:answer-way-line", args=[way[0].pk])
    there = as_amara.post(address, {"verdict": "not_quite"}).headers["Location"]
    assert there.endswith(f"#line-{way[0].pk}")
    page = as_amara.get(there.partition("#")[0]).content.decode()
    assert '<details class="answered" open>' in way_line(page, way[0])


def test_a_line_of_the_way_that_is_to_be_looked_at_again_waits(
    as_amara, amara, way, now
):
    for reading in amara.readings.all():
        give_verdict(
            amara.pk,
            reading.pk,
            verdict=Verdict.TAKEN_BACK,
            by=amara.person,
            now=now,
        )
    page = way_page(as_amara)
    assert '<details class="answered"' not in way_line(page, way[0])
    assert HEADING not in page
