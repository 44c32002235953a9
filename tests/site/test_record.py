"""A client's record as a whole: who looked, taking it out, and a link of their own."""

import json
import re

import pytest
from django.urls import reverse

from holdspace.story.readings import Verdict
from holdspace_site.actions.correct_passage import correct_passage
from holdspace_site.actions.give_verdict import bring_back, give_verdict
from holdspace_site.actions.set_boundary import lift_boundary
from holdspace_site.records.models import AccessEntry, Agency, CheckIn


def own_words(client):
    yield client.name
    for passage in client.passages.all():
        yield passage.words
    for session in client.sessions.all():
        yield from filter(None, (session.left_open, session.last_words))
    for promise in client.promises.all():
        yield promise.words
    for boundary in client.boundaries.all():
        yield boundary.topic


@pytest.fixture
def with_history(amara, ruth, now):
    """Amara's record after a slip was mended, a line answered, a boundary lifted."""
    slip = "I slept that night."
    passage = next(one for one in amara.passages.all() if slip in one.words)
    before = passage.words
    correct_passage(
        amara.pk,
        passage.pk,
        words=before.replace(slip, "I slept well that night."),
        version=passage.version,
        by=ruth,
        now=now,
    )
    reading = amara.readings.get(code="X.NOTHEARD", ended_at__isnull=True)
    give_verdict(
        amara.pk,
        reading.pk,
        verdict=Verdict.NOT_QUITE,
        correction="She heard the words, not me.",
        by=amara.person,
        now=now,
    )
    give_verdict(
        amara.pk, reading.pk, verdict=Verdict.TAKEN_BACK, by=amara.person, now=now
    )
    bring_back(amara.pk, reading.pk, by=amara.person, now=now)
    lift_boundary(amara.pk, amara.boundaries.first().pk, by=amara.person, now=now)
    return before


def exported(browser, name="worker:export", *arguments):
    return json.loads(browser.get(reverse(name, args=arguments)).content)


def plain(answer):
    """What a person reads on a page, in one line."""
    text = re.sub(r"<[^>]*>", " ", answer.content.decode())
    for mark, meant in (("&#x27;", "'"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(mark, meant)
    return " ".join(text.split())


def test_a_copy_holds_everything_with_its_history(as_ruth, amara, with_history):
    told = exported(as_ruth, "worker:export", amara.pk)
    everything = json.dumps(told, ensure_ascii=False)

    for words in own_words(amara):
        assert json.dumps(words, ensure_ascii=False)[1:-1] in everything
    mended = next(p for p in told["passages"] if p["earlier_wordings"])
    assert mended["earlier_wordings"][0]["words"] == with_history
    assert "She heard the words, not me." in everything
    assert len(told["sessions"]) == amara.sessions.count()
    assert sum(len(p["readings"]) for p in told["passages"]) == amara.readings.count()
    assert any(boundary["lifted_at"] for boundary in told["boundaries"])
    assert told["access_log"]


def test_the_page_to_read_holds_it_too(as_ruth, amara, with_history):
    read = plain(as_ruth.get(reverse("worker:export-readable", args=[amara.pk])))
    for words in own_words(amara):
        assert " ".join(words.split()) in read
    assert " ".join(with_history.split()) in read
    assert "She heard the words, not me." in read
    assert "How it stood before a slip was mended" in read
    assert "Did you feel listened to today?" in read


def test_a_copy_holds_nothing_of_other_clients(as_ruth, amara, mateo, linh, jordan):
    page = plain(as_ruth.get(reverse("worker:export-readable", args=[amara.pk])))
    file = json.dumps(exported(as_ruth, "worker:export", amara.pk), ensure_ascii=False)
    for other in (mateo, linh, jordan):
        for words in own_words(other):
            assert " ".join(words.split()) not in page
            assert json.dumps(words, ensure_ascii=False)[1:-1] not in file


def test_answers_kept_from_the_worker_are_kept_from_their_copy(
    as_ruth, as_amara, amara
):
    kept = CheckIn.objects.filter(client=amara).first()
    kept.answers = {"listened": "not_really", "keep": "Only mine to read"}
    kept.shared_with = "nobody"
    kept.save()

    for_ruth = json.dumps(exported(as_ruth, "worker:export", amara.pk))
    page = as_ruth.get(reverse("worker:export-readable", args=[amara.pk]))
    assert "Only mine to read" not in for_ruth
    assert "Only mine to read" not in page.content.decode()
    assert "Only mine to read" in json.dumps(exported(as_amara, "client:export"))


def test_a_client_takes_out_their_own_record_and_no_other(as_amara, amara, mateo):
    told = exported(as_amara, "client:export")
    assert told["client"] == {"number": amara.pk, "name": "Amara"}
    page = as_amara.get(reverse("client:export-readable")).content.decode()
    assert "Leave now" in page
    assert "<title>My page</title>" in page
    assert as_amara.get(reverse("worker:export", args=[amara.pk])).status_code == 404
    assert as_amara.get(reverse("worker:export", args=[mateo.pk])).status_code == 404


def test_each_copy_is_a_look_the_client_sees(as_ruth, as_amara, amara, ruth):
    exported(as_ruth, "worker:export", amara.pk)
    entry = AccessEntry.objects.filter(client_id=amara.pk, verb="export").get()
    assert entry.who == ruth
    seen = plain(as_amara.get(reverse("client:looks")))
    assert "Ruth Adler, worker took out a copy of the record" in seen


def test_a_file_goes_out_as_a_file(as_ruth, amara):
    answer = as_ruth.get(reverse("worker:export", args=[amara.pk]))
    assert answer.headers["Content-Type"] == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Amara" not in answer.headers["Content-Disposition"]


def test_the_record_says_who_looked_and_who_works_with_them(as_ruth, amara):
    as_ruth.get(reverse("worker:brief", args=[amara.pk]))
    read = plain(as_ruth.get(reverse("worker:record", args=[amara.pk])))
    assert "Ruth Adler, worker read the one-page brief" in read
    assert "Who works with Amara Ruth Adler" in read


def test_a_client_gets_in_once_by_the_link_of_their_worker(as_ruth, amara, visitor):
    answer = as_ruth.post(reverse("worker:invite", args=[amara.pk]))
    link = re.search(r"http://testserver(/sign-in/[^/]+/)", answer.content.decode())[1]
    visitor.get(link)
    assert visitor.session["_auth_user_id"] == str(amara.person_id)
    assert type(visitor)().get(link).status_code == 410


def test_no_link_before_the_client_could_be_told_whom_to_call(as_ruth, amara):
    Agency.objects.update(opening_hours="")
    answer = as_ruth.post(reverse("worker:invite", args=[amara.pk]), follow=True)
    assert "Clients cannot be invited yet" in answer.content.decode()
    assert "/sign-in/" not in answer.content.decode()


def test_a_link_is_made_by_a_button_and_not_by_an_address(as_ruth, amara):
    assert as_ruth.get(reverse("worker:invite", args=[amara.pk])).status_code == 405


def test_quotes_of_a_removed_reading_are_the_words_it_stood_in(
    as_ruth, amara, ruth, now
):
    reading = amara.readings.get(code="H.HEARD")
    passage = reading.passage
    quote = passage.words[reading.start : reading.end]
    correct_passage(
        amara.pk,
        passage.pk,
        words="Now. " + passage.words.replace(quote, "He asked."),
        version=passage.version,
        by=ruth,
        now=now,
    )
    page = as_ruth.get(reverse("worker:export-readable", args=[amara.pk]))
    assert quote in plain(page)
    assert "removed on" in plain(page)


def test_a_client_sees_what_was_promised_and_what_is_left_alone(as_amara):
    page = as_amara.get("/me/").content.decode()
    assert "Ask the bereavement group about evening places" in page
    assert "The day of the burial" in page


def test_what_waits_for_the_clients_word_comes_first(as_amara):
    page = as_amara.get("/me/").content.decode()
    assert page.index("I slept that night.") < page.index("He asked her name")
