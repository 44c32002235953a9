"""The brief on the screen, and what becomes of it when something is taken back."""

import json

from django.urls import reverse
from django.utils import timezone

from holdspace.approach.brief_json import brief_json
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import NewPassage, add_passage
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.mark_reading import Chosen, Meaning, mark_reading
from holdspace_site.actions.read_brief import read_brief


def brief_page(browser, client):
    return browser.get(reverse("worker:brief", args=[client.pk])).content.decode()


def test_one_click_from_today_leads_to_amaras_brief(as_ruth, amara):
    today = as_ruth.get("/").content.decode()
    address = reverse("worker:brief", args=[amara.pk])
    assert f'href="{address}"' in today
    assert "please put the laptop away for the first part" in brief_page(as_ruth, amara)


def test_what_amara_takes_back_is_gone_from_page_and_json_at_once(
    as_ruth, as_amara, amara, ruth, now
):
    words = "He asked her name and let me tell the whole day, start to end."
    reading = amara.readings.get(code="H.HEARD")
    assert words in brief_page(as_ruth, amara)

    as_amara.post(
        reverse("client:verdict", args=[reading.pk]),
        {"verdict": "taken_back", "version": reading.version},
    )

    assert words not in brief_page(as_ruth, amara)
    _, brief = read_brief(amara.pk, by=ruth, on=now.date(), now=now)
    assert words not in json.dumps(brief_json(brief))


def test_a_reading_brought_back_stands_as_it_did(as_amara, amara):
    reading = amara.readings.get(code="H.HEARD")
    address = reverse("client:verdict", args=[reading.pk])
    as_amara.post(address, {"verdict": "taken_back", "version": reading.version})
    as_amara.post(address, {"verdict": "bring_back"})
    counting = reading.verdicts.filter(undone_at__isnull=True)
    assert [given.verdict for given in counting] == ["yes"]


def test_a_brief_needs_no_more_queries_for_more_readings(
    amara, ruth, now, django_assert_max_num_queries
):
    passage = amara.passages.first()
    model = type(amara.readings.first())
    with django_assert_max_num_queries(36) as before:
        read_brief(amara.pk, by=ruth, on=now.date(), now=now)
    for _ in range(40):
        model.objects.create(
            client=amara,
            passage=passage,
            code="H.WARM",
            start=0,
            end=5,
            certainty="said",
            noticed_by="worker",
            marked_by=ruth,
            marked_at=now,
        )
    with django_assert_max_num_queries(36) as after:
        read_brief(amara.pk, by=ruth, on=now.date(), now=now)
    assert len(after.captured_queries) == len(before.captured_queries)


def test_the_brief_of_somebody_who_told_nothing_is_short_and_honest(
    samuel, ruth, as_ruth, now
):
    from holdspace_site.actions.add_people import add_client, join_care_team

    client = add_client(name="Noor", by=samuel, now=now)
    join_care_team(client.pk, ruth.pk, by=samuel, now=now)
    page = brief_page(as_ruth, client)
    assert "Noor has told nothing about earlier help yet" in page
    assert "<q" not in page


def test_a_not_quite_shows_the_newer_words_below(amara, ruth, as_ruth, now):
    reading = amara.readings.filter(code="X.DISMISSED").first()
    give_verdict(
        amara.pk,
        reading.pk,
        verdict=Verdict.NOT_QUITE,
        correction="It was how fast she said it.",
        by=amara.person,
        now=now,
    )
    assert "It was how fast she said it." in brief_page(as_ruth, amara)


def test_what_a_client_took_back_is_not_marked_on_the_same_words_again(
    as_ruth, as_amara, amara
):
    reading = amara.readings.get(code="H.HEARD")
    as_amara.post(
        reverse("client:verdict", args=[reading.pk]),
        {"verdict": "taken_back", "version": reading.version},
    )
    answer = as_ruth.post(
        reverse("worker:add-reading", args=[amara.pk, reading.passage_id]),
        {
            "start": reading.start,
            "end": reading.end,
            "code": "H.HEARD",
            "certainty": "said",
        },
    )
    assert "took this reading of these words back" in answer.content.decode()
    assert amara.readings.filter(code="H.HEARD").count() == 1


def test_the_same_words_are_marked_once_a_kind(as_ruth, amara):
    reading = amara.readings.get(code="H.HEARD")
    as_ruth.post(
        reverse("worker:add-reading", args=[amara.pk, reading.passage_id]),
        {
            "start": reading.start,
            "end": reading.end,
            "code": "H.WARM",
            "certainty": "said",
        },
    )
    assert not amara.readings.filter(code="H.WARM").exists()


def test_what_was_not_told_of_a_trigger_says_so(as_ruth, amara, ruth, now):
    new = NewPassage(words="It was the clock.", told_on=timezone.localdate(now))
    passage = add_passage(amara.pk, new, by=ruth, now=now)
    mark_reading(
        amara.pk,
        passage.pk,
        chosen=Chosen(quote="the clock"),
        meaning=Meaning(code="T.PAPER"),
        by=ruth,
        now=now,
    )
    page = brief_page(as_ruth, amara)
    assert 'class="empty">not told</td>' in page


def test_a_line_put_otherwise_is_not_called_unconfirmed(as_ruth, amara, ruth, now):
    _, made = read_brief(amara.pk, by=ruth, on=now.date(), now=now)
    for because in made.do[0].because:
        give_verdict(
            amara.pk,
            because.reading,
            verdict=Verdict.NOT_QUITE,
            correction="Nearly so.",
            by=amara.person,
            now=now,
        )
    page = brief_page(as_ruth, amara)
    assert "not quite: see their words" in page
