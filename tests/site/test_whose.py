"""Whose visit a browser's last one was: what pages kept on a device look at."""

import pytest
from django.conf import settings
from django.urls import reverse

from holdspace_site.records.models import TellingSettings
from holdspace_site.web.whose import HEADER

from .conftest import signed_in

NAME = settings.WHOSE_COOKIE_NAME


def tag_of(answer):
    return answer.cookies[NAME].value


def test_the_answer_that_signs_in_says_whose_visit_it_is(visitor, amara, ruth):
    seen = set()
    for person in (amara.person, ruth):
        person.set_password("the tea is on the table")
        person.save()
        sent = {
            "username": person.sign_in_name,
            "password": "the tea is on the table",
        }
        visitor.get(reverse("sign-in"))
        answer = visitor.post(reverse("sign-in"), sent)
        assert answer.status_code == 302, answer.text
        assert answer.headers[HEADER] == tag_of(answer)
        seen.add(tag_of(answer))
        visitor.logout()
    assert len(seen) == 2


@pytest.mark.parametrize("name", ["telling", "check-in"])
def test_a_page_that_stays_carries_whose_it_is(as_amara, name):
    page = as_amara.get(reverse(f"client:{name}"))
    assert f'data-whose="{tag_of(page)}"' in page.text
    assert f'data-whose-cookie="{NAME}"' in page.text


def test_it_is_said_once_and_to_scripts(as_amara):
    first = as_amara.get(reverse("client:home"))
    assert not first.cookies[NAME]["httponly"]
    assert first.cookies[NAME]["samesite"] == "Lax"
    again = as_amara.get(reverse("client:home"))
    assert NAME not in again.cookies
    assert again.headers[HEADER] == tag_of(first)


def test_signing_out_leaves_nobodys(as_amara):
    as_amara.get(reverse("client:home"))
    answer = as_amara.post(reverse("sign-out"))
    assert tag_of(answer) == ""
    assert HEADER not in answer.headers


def test_it_names_nobody(as_amara, amara):
    tag = tag_of(as_amara.get(reverse("client:home")))
    assert str(amara.pk) != tag
    assert signed_in(amara.person).get(reverse("client:home")).headers[HEADER] == tag


def test_nobody_signed_in_is_nobody(visitor):
    answer = visitor.get(reverse("sign-in"))
    assert NAME not in answer.cookies
    assert HEADER not in answer.headers


def test_what_calms_a_client_is_not_in_the_page_that_stays(as_amara, amara):
    way = TellingSettings(client=amara)
    way.kept = {"calm": ["The quetzal on the wall"]}
    way.save()
    assert "quetzal" not in as_amara.get(reverse("client:check-in")).text
    state = as_amara.get(reverse("client:check-in-state")).json()
    assert state["calm"] == ["The quetzal on the wall"]
