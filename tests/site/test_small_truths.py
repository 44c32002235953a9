"""Looks that fold, words that are true, answers that fit what was shown."""

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse

from holdspace.privacy.access import Role
from holdspace_site.actions.read_record import Look
from holdspace_site.records.models import Agency
from holdspace_site.web.looks import looks_in_words
from holdspace_site.web.secret_fields import SecretField

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PASSWORD = "a kettle on the third shelf"
LOST = "Nothing you wrote is lost"


# --- Who looked ---------------------------------------------------------------


def look(minutes_ago, *, who_id=1, verb="read_brief", refused=False):
    return Look(
        at=NOON - timedelta(minutes=minutes_ago),
        who_id=who_id,
        name="Ruth",
        role=Role.WORKER.value,
        os_user="",
        verb=verb,
        refused=refused,
    )


def times(*looks):
    return [told["times"] for told in looks_in_words(looks)]


def test_the_same_look_again_within_an_hour_is_one_line_with_a_count():
    told = looks_in_words([look(0), look(5), look(59)])
    assert [line["times"] for line in told] == [3]
    assert told[0]["at"] == NOON


def test_an_hour_later_is_another_line():
    assert times(look(0), look(59), look(60), look(119)) == [2, 2]


@pytest.mark.parametrize(
    "between", [{"who_id": 2}, {"verb": "read_story"}, {"refused": True}]
)
def test_only_what_is_the_same_and_side_by_side_folds(between):
    assert times(look(0), look(1, **between), look(2)) == [1, 1, 1]


def test_the_count_is_on_the_clients_and_on_the_workers_page(as_ruth, as_amara, amara):
    for _ in range(5):
        as_ruth.get(reverse("worker:brief", args=[amara.pk]))
    pages = (
        as_amara.get(reverse("client:home")),
        as_amara.get(reverse("client:looks")),
        as_ruth.get(reverse("worker:record", args=[amara.pk])),
    )
    assert all("5 times" in page.content.decode() for page in pages)


# --- True words ---------------------------------------------------------------


def test_clients_are_told_that_a_copy_can_be_taken_out(as_amara):
    page = as_amara.get(reverse("client:home")).content.decode()
    assert "An administrator can take out a copy" in page
    looks = as_amara.get(reverse("client:looks")).content.decode()
    assert "a check would show it" in looks


def test_a_name_that_ends_in_a_full_stop_gets_no_second_one(as_ruth, amara):
    amara.name = "Nadia K."
    amara.save()
    page = as_ruth.get(reverse("worker:export-readable", args=[amara.pk]))
    assert "Nadia K." in page.content.decode()
    assert "Nadia K.." not in page.content.decode()


@pytest.mark.parametrize("with_name", [True, False])
def test_only_a_form_with_more_than_passwords_says_that_nothing_is_lost(with_name):
    class Both(forms.Form):
        password = SecretField()
        if with_name:
            name = forms.CharField()
            place = forms.CharField()

    page = render_to_string("_error_summary.html", {"form": Both({})})
    assert page.count(LOST) == int(with_name)


# --- What was answered, and by whom -------------------------------------------


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "one"}])
def test_an_answer_to_nobody_knows_which_wording_is_not_kept(as_amara, amara, version):
    reading = amara.readings.get(code="H.HEARD")
    before = reading.verdicts.count()
    answer = as_amara.post(
        reverse("client:verdict", args=[reading.pk]),
        {"verdict": "taken_back"} | version,
        headers={"HX-Request": "true"},
    )
    assert 'role="alert"' in answer.content.decode()
    assert reading.verdicts.count() == before


@pytest.fixture
def in_use():
    """The practice as if it were a real one and no demo."""
    Agency.objects.update(is_demo=False)


@pytest.mark.parametrize("name", ["home", "worker:clients", "first-run"])
def test_staff_who_came_by_a_link_choose_a_password_first(in_use, as_ruth, name):
    assert as_ruth.get(reverse(name)).url == reverse("choose-password")


def test_choosing_and_leaving_need_no_password(in_use, as_ruth):
    assert as_ruth.get(reverse("choose-password")).status_code == 200
    assert as_ruth.get(reverse("healthz")).status_code == 200
    assert as_ruth.post(reverse("sign-out")).url == reverse("signed-out")


def test_who_has_a_password_or_needs_none_is_not_asked(in_use, ruth, visitor, as_amara):
    ruth.set_password(PASSWORD)
    ruth.save()
    visitor.force_login(ruth)
    assert visitor.get("/").status_code == 200
    assert as_amara.get(reverse("client:home")).status_code == 200


def test_a_part_of_a_page_asked_for_without_a_visit_gets_words(visitor, amara):
    reading = amara.readings.get(code="H.HEARD")
    address = reverse("client:verdict", args=[reading.pk])
    answer = visitor.post(address, {"verdict": "yes"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert 'id="what-happened"' in page
    assert "You were signed out." in page
    assert "What you typed is still here; sign in in another tab" in page
    assert visitor.post(address, {"verdict": "yes"}).status_code == 302


def test_asking_if_all_is_well_looks_nobody_up(as_ruth, django_assert_num_queries):
    as_ruth.get(reverse("healthz"))  # once a process asks if there is an agency
    with django_assert_num_queries(1):
        assert as_ruth.get(reverse("healthz")).status_code == 200
