"""The page a client takes along: what they ticked, and nothing else."""

import re

import pytest
from django.urls import reverse

from holdspace.story.readings import Verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.records.models import AccessEntry

TAKE = re.compile(r'name="take" id="([^"]+)" value="[^"]+"( checked)?')


@pytest.fixture
def offered(as_amara):
    """What can be ticked, and whether it is at first."""

    def read():
        page = as_amara.get(reverse("client:summary")).content.decode()
        return {one: bool(ticked) for one, ticked in TAKE.findall(page)}

    return read


def taken(browser, ids, form="text"):
    return browser.post(reverse("client:summary"), {"take": ids, "form": form})


def test_only_what_is_confirmed_and_the_boundaries_are_ticked_at_first(offered):
    ticked = {
        one.partition("-")[0] for one, is_ticked in offered().items() if is_ticked
    }
    not_ticked = {one.partition("-")[0] for one, yes in offered().items() if not yes}
    assert ticked == {"helps", "avoid", "boundary"}
    assert not_ticked == {"trigger", "cycle", "told"}


def test_the_page_holds_what_was_ticked_and_nothing_else(as_amara, amara, offered):
    boundary, other = amara.boundaries.all()[:2]
    text = taken(as_amara, [f"boundary-{boundary.pk}"]).content.decode()
    assert text.startswith("Amara chose on ")
    assert boundary.topic in text
    assert other.topic not in text
    for passage in amara.passages.all():
        assert passage.words[:40] not in text
    assert "Ruth" not in text


def test_all_of_it_can_be_taken_in_the_clients_own_words(as_amara, amara, offered):
    text = taken(as_amara, list(offered())).content.decode()
    said = re.sub(r"\s+", " ", text)
    for passage in amara.passages.all():
        assert re.sub(r"\s+", " ", passage.words)[:60] in said


def test_what_was_not_confirmed_or_was_taken_back_is_not_offered(
    as_amara, amara, offered
):
    before = offered()
    for reading in amara.readings.all():
        address = reverse("client:verdict", args=[reading.pk])
        said = {"verdict": "taken_back", "version": reading.version}
        as_amara.post(address, said)
    kinds = {one.partition("-")[0] for one in offered()}
    assert kinds == {"boundary", "told"}
    gone = [one for one in before if one.partition("-")[0] in {"helps", "avoid"}]
    assert "There" not in gone
    assert "Nothing is ticked yet." in taken(as_amara, gone).content.decode()


def test_what_nobody_said_yes_to_is_not_offered(as_jordan_new, offered_of):
    assert not {one for one in offered_of(as_jordan_new) if one.startswith("helps")}


@pytest.fixture
def as_jordan_new(jordan):
    """Jordan, who has not answered any line."""
    from .conftest import signed_in

    for reading in jordan.readings.all():
        reading.verdicts.all().delete()
    jordan.readings.update(noticed_by="worker")
    return signed_in(jordan.person)


@pytest.fixture
def offered_of():
    def read(browser):
        page = browser.get(reverse("client:summary")).content.decode()
        return [one for one, _ in TAKE.findall(page)]

    return read


def test_what_is_held_back_does_not_come_along(as_amara, amara, offered, now):
    passage = amara.passages.first()
    assert f"told-{passage.pk}" in offered()
    hold_back(amara.pk, passage.pk, held_back=True, by=amara.person, now=now)
    assert f"told-{passage.pk}" not in offered()
    answer = taken(as_amara, [f"told-{passage.pk}"])
    assert passage.words[:30] not in answer.content.decode()


def test_it_is_a_file_with_a_name_that_says_nothing(as_amara, amara, offered):
    for form, kind, name in (
        ("pdf", "application/pdf", "my-page.pdf"),
        ("text", "text/plain; charset=utf-8", "my-page.txt"),
    ):
        answer = taken(as_amara, list(offered()), form)
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    pdf = taken(as_amara, list(offered()), "pdf").content
    assert pdf.startswith(b"%PDF")
    assert b"/StructTreeRoot" in pdf


def test_taking_it_is_written_down_without_what_was_taken(as_amara, amara, offered):
    taken(as_amara, list(offered()))
    entry = AccessEntry.objects.filter(verb="take_summary").get()
    assert (entry.client_id, entry.who_id) == (amara.pk, amara.person_id)
    assert entry.record_id == ""


def test_a_line_put_in_other_words_brings_the_newer_words(as_amara, amara, offered):
    reading = amara.readings.get(code="P.GOALONG", verdicts__verdict=Verdict.NOT_QUITE)
    text = taken(as_amara, list(offered())).content.decode()
    assert reading.passage.words[reading.start : reading.end] in text  # in the story


def test_nobody_else_takes_it(as_ruth, as_samuel, as_deborah):
    for browser in (as_ruth, as_samuel, as_deborah):
        assert browser.get(reverse("client:summary")).status_code == 404
        assert taken(browser, ["told-1"]).status_code == 404
