"""Words that could be marked: offered on request, kept only by marking."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import NewPassage, add_passage
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.mark_reading import Chosen, Meaning, mark_reading
from holdspace_site.records.models import AccessEntry, Reading

WORDS = (
    "👩‍👧 My counselor was new. She kept looking at her phone. I felt so ashamed, "
    "and I stopped talking. We ate rice."
)
ASHAMED = WORDS.index("I felt so ashamed")


@pytest.fixture
def passage(amara, ruth, now):
    new = NewPassage(words=WORDS, told_on=timezone.localdate(now))
    return add_passage(amara.pk, new, by=ruth, now=now)


@pytest.fixture
def place(passage):
    return reverse("worker:passage", args=[passage.client_id, passage.pk])


def list_on(page):
    """The part of a page that holds the list."""
    return page[page.index('id="could-be"') : page.index('id="readings-title"')]


def offered_on(page):
    return re.findall(r'name="code" value="([A-Z]\.[A-Z]+)"', list_on(page))


def marks_on(page):
    """What the forms behind "Mark it" would send, as the browser reads them."""
    forms = re.findall(r"<form method=\"post\".*?</form>", list_on(page), re.DOTALL)
    return [
        dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', one))
        for one in forms
    ]


def test_nothing_is_offered_until_somebody_asks(as_ruth, place):
    page = as_ruth.get(place).content.decode()
    assert "Show what the rules notice" in page
    assert offered_on(page) == []


def test_what_is_offered_says_the_words_the_code_and_why(as_ruth, place):
    page = as_ruth.get(place, {"could_be": "1"}).content.decode()
    assert set(offered_on(page)) == {"X.NOTHEARD", "F.SHAME", "P.QUIET"}
    shown = list_on(page)
    assert "She kept looking at her phone." in shown
    assert "A helper looked elsewhere, forgot, or did not take it in." in shown
    assert "We ate rice." not in shown


def test_looking_keeps_nothing(as_ruth, place, passage):
    before = Reading.objects.count()
    as_ruth.get(place, {"could_be": "1"})
    as_ruth.get(place, {"could_be": "1", "not": f"{ASHAMED}-{ASHAMED + 17}"})
    assert Reading.objects.count() == before
    assert not passage.readings.exists()


def test_marking_goes_the_way_of_any_other_reading(as_ruth, as_amara, place, passage):
    page = as_ruth.get(place, {"could_be": "1"}).content.decode()
    typed = next(one for one in marks_on(page) if one["code"] == "F.SHAME")
    answer = as_ruth.post(
        reverse("worker:add-reading", args=[passage.client_id, passage.pk]), typed
    )
    reading = passage.readings.get()
    assert (reading.code, reading.start, reading.end) == (
        "F.SHAME",
        ASHAMED,
        ASHAMED + len("I felt so ashamed"),
    )
    assert (reading.certainty, reading.strength) == ("said", 0)
    assert not reading.verdicts.exists()
    assert str(reading.pk) in as_amara.get(reverse("client:home")).content.decode()
    assert answer.headers["Location"] == f"{place}?could_be=1#could-be"
    again = as_ruth.get(answer.headers["Location"]).content.decode()
    assert set(offered_on(again)) == {"X.NOTHEARD", "P.QUIET"}


def test_marking_by_htmx_leaves_the_list_open(as_ruth, place, passage):
    page = as_ruth.get(place, {"could_be": "1"}).content.decode()
    add = reverse("worker:add-reading", args=[passage.client_id, passage.pk])
    answer = as_ruth.post(add, marks_on(page)[0], headers={"HX-Request": "true"})
    assert len(offered_on(answer.content.decode())) == 2


def test_marking_by_hand_does_not_open_the_list(as_ruth, place, passage):
    answer = as_ruth.post(
        reverse("worker:add-reading", args=[passage.client_id, passage.pk]),
        {"code": "F.SHAME", "quote": "ashamed"},
    )
    assert answer.headers["Location"] == place


def test_what_is_put_away_is_gone_while_the_list_is_open(as_ruth, place):
    page = as_ruth.get(place, {"could_be": "1"}).content.decode()
    away = re.findall(r'name="not" value="([\d]+-[\d]+)"', list_on(page))
    assert len(away) == 3
    left = as_ruth.get(place, {"could_be": "1", "not": away[:2]}).content.decode()
    assert len(offered_on(left)) == 1
    none = as_ruth.get(place, {"could_be": "1", "not": away}).content.decode()
    assert offered_on(none) == []
    assert "says nothing about what was told" in none


def test_no_address_holds_a_word_or_a_code(as_ruth, place):
    page = as_ruth.get(place, {"could_be": "1"}).content.decode()
    for form in re.findall(r'<form method="get".*?</form>', list_on(page), re.DOTALL):
        names = set(re.findall(r'name="(\w+)"', form))
        assert names <= {"could_be", "not"}


@pytest.mark.parametrize(
    "place_sent", ["", "x", "5", "9-3", "-", "²-³", "1" * 5000 + "-2", "0-0", "-1-4"]
)
def test_a_place_that_is_none_breaks_nothing(as_ruth, place, place_sent):
    answer = as_ruth.get(place, {"could_be": "1", "not": place_sent})
    assert len(offered_on(answer.content.decode())) == 3


def test_what_the_client_took_back_is_not_suggested_again(
    as_ruth, amara, ruth, passage, place, now
):
    reading = mark_reading(
        amara.pk,
        passage.pk,
        chosen=Chosen("ashamed"),
        meaning=Meaning("F.SHAME"),
        by=ruth,
        now=now,
    )
    give_verdict(
        amara.pk,
        reading.pk,
        verdict=Verdict.TAKEN_BACK,
        correction="",
        version=None,
        by=amara.person,
        now=now,
    )
    page = as_ruth.get(place, {"could_be": "1"}).content.decode()
    assert "F.SHAME" not in offered_on(page)


def test_words_in_another_language_are_left_to_people(as_ruth, amara, ruth, now):
    new = NewPassage(
        words="I felt so ashamed.", told_on=timezone.localdate(now), language="vi"
    )
    told = add_passage(amara.pk, new, by=ruth, now=now)
    page = as_ruth.get(
        reverse("worker:passage", args=[amara.pk, told.pk]), {"could_be": "1"}
    ).content.decode()
    assert "no rules for the language" in page
    assert offered_on(page) == []


def test_a_long_story_is_offered_in_parts(as_ruth, amara, ruth, now):
    words = "\n".join(f"In week {n} I felt so ashamed." for n in range(20))
    told = add_passage(
        amara.pk,
        NewPassage(words=words, told_on=timezone.localdate(now)),
        by=ruth,
        now=now,
    )
    page = as_ruth.get(
        reverse("worker:passage", args=[amara.pk, told.pk]), {"could_be": "1"}
    ).content.decode()
    assert len(offered_on(page)) == 8
    assert "12 more come after these." in page


def test_a_look_at_the_list_is_a_look_at_the_passage(as_ruth, place, passage):
    before = AccessEntry.objects.filter(record_id=str(passage.pk)).count()
    as_ruth.get(place, {"could_be": "1"})
    assert AccessEntry.objects.filter(record_id=str(passage.pk)).count() == before + 1


def test_words_with_signs_of_markup_are_shown_as_words(as_ruth, amara, ruth, now):
    new = NewPassage(
        words='I felt so ashamed of "<b>me</b>" & mine.',
        told_on=timezone.localdate(now),
    )
    told = add_passage(amara.pk, new, by=ruth, now=now)
    place = reverse("worker:passage", args=[amara.pk, told.pk])
    page = as_ruth.get(place, {"could_be": "1"}).content.decode()
    assert "<b>me</b>" not in list_on(page)
    assert "F.SHAME" in offered_on(page)
