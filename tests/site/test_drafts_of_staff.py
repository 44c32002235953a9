"""What a worker types is kept while they type, theirs alone, until the form is kept."""

import json

import pytest
from django.urls import reverse

from holdspace.privacy.access import Role
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.ask_about import AskedAbout, ask_about
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.records.models import AccessEntry, Draft

from .conftest import signed_in

NAME = "/clients/1/story/new/"
CANARY = "quetzalcoatlus"


def keep(browser, client, *, lane="one", step=1, name=NAME, **written):
    body = {"name": name, "lane": lane, "step": step, "based_on": 0}
    return browser.post(
        reverse("worker:drafts", args=[client.pk]),
        json.dumps(body | {"written": written or {"=words": CANARY}}),
        content_type="application/json",
    )


def kept(browser, client):
    answer = browser.get(reverse("worker:drafts", args=[client.pk]))
    return answer.json()["drafts"]


def let_go(browser, client, *lanes, name=NAME):
    return browser.post(
        reverse("worker:drafts-gone", args=[client.pk]),
        json.dumps({"name": name, "lanes": lanes}),
        content_type="application/json",
    )


@pytest.fixture
def as_tomas(samuel, amara, now):
    """A second worker of Amara's."""
    tomas = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, tomas.pk, by=samuel, now=now)
    return signed_in(tomas)


def test_what_is_typed_comes_back_as_it_was(as_ruth, amara):
    assert keep(as_ruth, amara).status_code == 200
    (version,) = kept(as_ruth, amara)[NAME]
    assert version["written"] == {"=words": CANARY}
    assert version["lane"] == "one"


def test_two_windows_are_two_versions(as_ruth, amara):
    keep(as_ruth, amara)
    answer = keep(as_ruth, amara, lane="two", **{"=words": "Another way."})
    assert answer.json()["others"] == 1
    assert {v["lane"] for v in kept(as_ruth, amara)[NAME]} == {"one", "two"}
    let_go(as_ruth, amara, "one")
    assert [v["lane"] for v in kept(as_ruth, amara)[NAME]] == ["two"]


def test_nobody_else_sees_it_not_even_who_works_with_the_client(
    as_ruth, as_tomas, as_amara, amara
):
    keep(as_ruth, amara)
    assert kept(as_tomas, amara) == {}
    let_go(as_tomas, amara, "one")
    assert kept(as_ruth, amara)[NAME]
    exported = as_amara.get(reverse("client:export")).content.decode()
    assert CANARY not in exported


def test_a_client_they_do_not_work_with_is_unknown(amara, samuel, now):
    stranger = add_person(
        name="Noa", role=Role.WORKER, sign_in_name="noa", by=samuel, now=now
    )
    browser = signed_in(stranger)
    browser.raise_request_exception = False
    assert keep(browser, amara).status_code == 404
    assert let_go(browser, amara, "one").status_code == 404
    assert browser.get(reverse("worker:drafts", args=[amara.pk])).status_code == 404
    assert not Draft.objects.exists()


def test_the_draft_goes_in_the_same_request_that_keeps_the_form(as_ruth, amara, now):
    keep(as_ruth, amara)
    keep(as_ruth, amara, lane="two")
    form = {
        "words": CANARY,
        "told_on": now.date().isoformat(),
        "told_by": "client",
        "setting": "session",
        "language": "en",
        "sensitivity": "1",
        "kept-name": NAME,
        "kept-lane": "one",
    }
    address = reverse("worker:add-passage", args=[amara.pk])
    as_ruth.post(address, form | {"told_on": ""})  # a mistake keeps the draft
    assert len(kept(as_ruth, amara)[NAME]) == 2
    assert as_ruth.post(address, form).status_code == 302
    assert [v["lane"] for v in kept(as_ruth, amara)[NAME]] == ["two"]


@pytest.mark.parametrize(
    "body",
    ["", "[]", "no json", "{}", '{"name": "x", "lane": "y", "step": 1}'],
)
def test_a_message_that_cannot_be_read_is_refused_and_keeps_nothing(
    as_ruth, amara, body
):
    address = reverse("worker:drafts", args=[amara.pk])
    answer = as_ruth.post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert not Draft.objects.exists()


def test_no_word_of_it_is_stored_in_plain_or_written_down(as_ruth, amara):
    before = AccessEntry.objects.count()
    keep(as_ruth, amara)
    row = Draft.objects.values().get()
    assert CANARY not in str(row)
    assert CANARY.encode() not in bytes(row["written_sealed"])
    assert NAME not in str(row)
    assert AccessEntry.objects.count() == before


def test_it_is_gone_with_the_clients_key(as_ruth, amara, samuel, now):
    keep(as_ruth, amara)
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("add-passage", None),
        ("correct-passage", "passages"),
        ("add-episode", None),
        ("episode", "episodes"),
        ("session", "sessions"),
        ("plan-session", None),
        ("add-boundary", None),
        ("telling", None),
    ],
)
def test_every_form_with_room_to_write_is_kept_while_typing(as_ruth, amara, name, of):
    which = [getattr(amara, of).first().pk] if of else []
    address = reverse(f"worker:{name}", args=[amara.pk, *which])
    page = as_ruth.get(address).content.decode()
    assert f'data-at="{reverse("worker:drafts", args=[amara.pk])}"' in page
    assert "holdspace/kept.js" in page
    assert "holdspace/store.js" in page


def test_an_answer_to_what_the_client_asked_is_kept_until_it_is_sent(
    as_ruth, amara, now
):
    question = ask_about(
        amara.pk,
        AskedAbout.READING,
        amara.readings.first().pk,
        words="Why?",
        by=amara.person,
        now=now,
    ).question
    address = reverse("worker:answer", args=[amara.pk, question.pk])
    page = as_ruth.get(reverse("worker:record", args=[amara.pk])).content.decode()
    assert f'data-keep="{address}"' in page
    keep(as_ruth, amara, name=address)
    sent = {"kept-name": address, "kept-lane": "one"}
    as_ruth.post(address, sent | {"words": " "})
    assert kept(as_ruth, amara)[address]
    as_ruth.post(address, sent | {"words": CANARY})
    assert kept(as_ruth, amara) == {}
