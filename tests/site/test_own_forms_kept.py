"""What a client types in a form of their own pages is kept while they type."""

import json

import pytest
from django.urls import reverse

from holdspace_site.actions.write_formulation import write_formulation
from holdspace_site.records.models import Draft

NAME = "/me/how-it-hangs-together/"


def keep(browser, words, *, lane="one", step=1):
    body = {
        "name": NAME,
        "lane": lane,
        "step": step,
        "based_on": 0,
        "written": {"=words": words},
    }
    return browser.post(
        reverse("client:drafts"), json.dumps(body), content_type="application/json"
    )


def kept(browser):
    drafts = browser.get(reverse("client:drafts")).json()["drafts"]
    return [one["written"]["=words"] for one in drafts.get(NAME, [])]


def test_what_is_typed_comes_back_and_is_theirs_alone(as_amara, as_ruth, amara):
    assert keep(as_amara, "Half a sente").status_code == 200
    assert kept(as_amara) == ["Half a sente"]
    assert as_ruth.get(reverse("client:drafts")).status_code == 404
    place = reverse("worker:drafts", args=[amara.pk])
    assert as_ruth.get(place).json() == {"drafts": {}}


def test_once_the_form_is_kept_its_draft_goes(as_amara, amara):
    keep(as_amara, "My own way.")
    typed = {"words": "My own way.", "after": "", "kept-lane": "one"}
    as_amara.post(reverse("client:formulation"), typed | {"kept-name": NAME})
    assert kept(as_amara) == []


def test_a_form_that_was_refused_leaves_its_draft(as_amara, amara, ruth, now):
    write_formulation(amara.pk, "Hers.", after="", by=ruth, now=now)
    keep(as_amara, "My own way.")
    typed = {"words": "My own way.", "after": "", "kept-lane": "one"}
    as_amara.post(reverse("client:formulation"), typed | {"kept-name": NAME})
    assert kept(as_amara) == ["My own way."]


def test_what_is_let_go_is_gone(as_amara):
    keep(as_amara, "Not this.")
    body = json.dumps({"name": NAME, "lanes": ["one"]})
    place = reverse("client:drafts-gone")
    answer = as_amara.post(place, body, content_type="application/json")
    assert answer.status_code == 200
    assert kept(as_amara) == []


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"name": 3}', '{"lanes": 7}'])
def test_a_message_that_says_nothing_changes_nothing(as_amara, body):
    before = Draft.objects.count()
    for name in ("client:drafts", "client:drafts-gone"):
        answer = as_amara.post(reverse(name), body, content_type="application/json")
        assert answer.status_code in {200, 400}
    assert Draft.objects.count() == before


@pytest.mark.parametrize(
    "name", ["client:home", "client:formulation", "client:sharing"]
)
def test_no_word_of_a_draft_is_in_a_page_itself(as_amara, name):
    keep(as_amara, "Half a sente")
    assert "Half a sente" not in as_amara.get(reverse(name)).content.decode()
