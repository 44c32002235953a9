"""How people get in, how they stay out, and how long a visit lasts."""

import hashlib
import re
import runpy
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session as BrowserSession
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from holdspace.privacy.access import Role
from holdspace_site.actions import count_tries
from holdspace_site.actions.add_people import add_client, add_person, end_account
from holdspace_site.actions.count_tries import FROM_ANYWHERE, FROM_ONE_ADDRESS
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.errors import AlreadySetUp, LinkNotValid, NameTaken
from holdspace_site.actions.make_demo import make_demo
from holdspace_site.actions.sign_in_link import LASTS, make_link, use_link
from holdspace_site.records.models import (
    AccessEntry,
    Agency,
    Person,
    SignInLink,
    SignInTries,
)
from holdspace_site.web.idle import IDLE_SECONDS, LONGEST_SECONDS

PASSWORD = "a kettle on the third shelf"


@pytest.fixture
def in_use():
    """The practice as if it were a real one and no demo."""
    Agency.objects.update(is_demo=False)


@pytest.fixture
def with_password(ruth):
    """Ruth as somebody who has chosen her password."""
    ruth.set_password(PASSWORD)
    ruth.save()


@pytest.fixture
def tomas(ruth, samuel, now):
    worker = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="Tomas.Núñez", by=samuel, now=now
    )
    worker.set_password(PASSWORD)
    worker.save()
    return worker


def send(browser, name, password=PASSWORD, **typed):
    typed = {"username": name, "password": password} | typed
    return browser.post(reverse("sign-in"), typed)


def is_in(browser):
    return "_auth_user_id" in browser.session


# --- With name and password ---------------------------------------------------


@pytest.mark.parametrize(
    "name", ["tomas.núñez", "TOMAS.NÚÑEZ", "Tomas.Nu\u0301n\u0303ez", " tomas.núñez "]
)
def test_somebody_signs_in_however_they_write_their_name(tomas, visitor, name):
    answer = send(visitor, name)
    assert answer.headers["Location"] == reverse("home")
    assert is_in(visitor)
    entry = AccessEntry.objects.latest("position")
    assert (entry.verb, entry.who_id) == ("sign_in", tomas.pk)


def test_two_people_never_have_names_that_look_alike(tomas, samuel, now):
    for name in ("TOMAS.NÚÑEZ", "tomas.nu\u0301n\u0303ez", " tomas.núñez "):
        with pytest.raises(NameTaken):
            add_person(
                name="T", role=Role.WORKER, sign_in_name=name, by=samuel, now=now
            )


def test_nobody_takes_the_name_a_client_will_get(samuel, ruth, now):
    for name in ("client-99", "Client-7"):
        with pytest.raises(NameTaken):
            add_person(
                name="T", role=Role.WORKER, sign_in_name=name, by=samuel, now=now
            )
    assert add_client(name="Noor", by=samuel, now=now).person.sign_in_name


def said(answer):
    errors = answer.context["form"].non_field_errors()
    return answer.status_code, list(errors), set(answer.headers)


def test_an_unknown_name_a_wrong_password_and_a_closed_account_answer_alike(
    tomas, visitor, samuel, deborah, now
):
    wrong = said(send(visitor, "tomas.núñez", "not this one, no"))
    unknown = said(send(visitor, "nobody.here"))
    without_password = said(send(visitor, deborah.sign_in_name))
    end_account(tomas.pk, by=samuel, now=now)
    closed = said(send(visitor, "tomas.núñez"))
    assert wrong == unknown == without_password == closed
    assert not is_in(visitor)


def test_an_unknown_name_takes_as_much_work_as_a_wrong_password(
    tomas, deborah, monkeypatch
):
    """One hash each, whoever is asked for: hashing is what takes the time."""
    hashed = []
    hasher = "holdspace_site.settings.test.QuickArgon2.encode"
    original = type("", (), {})
    from holdspace_site.settings.test import QuickArgon2

    original.encode = QuickArgon2.encode

    def encode(self, password, salt):
        hashed.append("made")
        return original.encode(self, password, salt)

    original.verify = QuickArgon2.verify

    def verify(self, password, encoded):
        hashed.append("verified")
        return original.verify(self, password, encoded)

    monkeypatch.setattr(hasher, encode)
    monkeypatch.setattr(QuickArgon2, "verify", verify)
    for name in ("nobody.here", "tomas.núñez", deborah.sign_in_name):
        hashed.clear()
        assert authenticate(None, username=name, password="not this one") is None
        assert len(hashed) == 1, name


def test_passwords_are_hashed_with_argon2id_where_it_counts(monkeypatch, tmp_path):
    monkeypatch.setenv("HOLDSPACE_HOME", str(tmp_path))
    used = runpy.run_module("holdspace_site.settings.production")
    assert len(used["PASSWORD_HASHERS"]) == 1
    hashed = make_password(PASSWORD, hasher=_made(used["PASSWORD_HASHERS"][0]))
    kind, variant, _, costs = hashed.split("$")[:4]
    assert (kind, variant) == ("argon2", "argon2id")
    cost = dict(part.split("=") for part in costs.split(","))
    assert int(cost["m"]) >= 19 * 1024  # kibibytes
    assert int(cost["t"]) >= 2
    assert PASSWORD not in hashed


def _made(path):
    from django.utils.module_loading import import_string

    return import_string(path)()


@pytest.mark.parametrize(
    "next_page",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "http:elsewhere.example",
        "javascript:alert(1)",
        "/\\elsewhere.example",
        "\thttps://elsewhere.example",
    ],
)
def test_signing_in_leads_nowhere_else(tomas, visitor, next_page):
    answer = send(visitor, "tomas.núñez", next=next_page)
    assert answer.headers["Location"] == reverse("home")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(tomas, visitor):
    asked = visitor.get(reverse("worker:clients"))
    answer = visitor.post(
        asked.headers["Location"],
        {"username": "tomas.núñez", "password": PASSWORD, "next": "/clients/"},
    )
    assert answer.headers["Location"] == reverse("worker:clients")


def test_a_visit_gets_a_new_number_when_somebody_signs_in(tomas, visitor):
    visitor.get(reverse("sign-in"))
    planted = visitor.session
    planted["planted"] = True
    planted.save()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    send(visitor, "tomas.núñez")
    assert visitor.session.session_key != planted.session_key
    assert not BrowserSession.objects.filter(pk=planted.session_key).exists()


def test_signing_out_ends_the_visit_on_the_server_too(tomas, visitor):
    send(visitor, "tomas.núñez")
    key = visitor.session.session_key
    visitor.post(reverse("sign-out"))
    assert not BrowserSession.objects.filter(pk=key).exists()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = key
    assert visitor.get("/").status_code == 302


def test_nobody_is_signed_out_by_a_link(tomas, visitor):
    send(visitor, "tomas.núñez")
    assert visitor.get(reverse("sign-out")).status_code == 405
    assert is_in(visitor)


# --- Guessing -----------------------------------------------------------------


def guess(browser, name="tomas.núñez", address="192.0.2.1"):
    return browser.post(
        reverse("sign-in"),
        {"username": name, "password": "a guess, only a guess"},
        REMOTE_ADDR=address,
    )


def test_after_a_few_wrong_guesses_even_the_right_password_has_to_wait(tomas, visitor):
    for _ in range(FROM_ONE_ADDRESS):
        assert "do not go together" in guess(visitor).content.decode()
    told = guess(visitor).content.decode()
    assert "too many tries" in told
    assert "quarter of an hour" in told
    right = {"username": "TOMAS.núñez", "password": PASSWORD}
    visitor.post(reverse("sign-in"), right, REMOTE_ADDR="192.0.2.1")
    assert not is_in(visitor)


def test_a_quarter_of_an_hour_later_guessing_begins_anew(tomas, visitor):
    for _ in range(FROM_ONE_ADDRESS + 1):
        guess(visitor)
    SignInTries.objects.update(since=timezone.now() - count_tries.LASTS)
    right = {"username": "tomas.núñez", "password": PASSWORD}
    visitor.post(reverse("sign-in"), right, REMOTE_ADDR="192.0.2.1")
    assert is_in(visitor)


def test_somebody_elses_guesses_keep_nobody_out(tomas, visitor, ruth):
    for _ in range(FROM_ONE_ADDRESS + 3):
        guess(Browser(), address="198.51.100.9")
    right = {"username": "tomas.núñez", "password": PASSWORD}
    visitor.post(reverse("sign-in"), right, REMOTE_ADDR="192.0.2.1")
    assert is_in(visitor)


def test_guessing_one_name_from_everywhere_ends_too(tomas, visitor, monkeypatch):
    assert FROM_ANYWHERE <= 100
    monkeypatch.setattr(count_tries, "FROM_ANYWHERE", 7)
    answers = [guess(visitor, address=f"192.0.2.{n}") for n in range(9)]
    told = ["too many tries" in answer.content.decode() for answer in answers]
    assert told == [False] * 7 + [True] * 2


def test_signing_in_forgets_the_slips_before(tomas, visitor):
    for _ in range(3):
        for _ in range(FROM_ONE_ADDRESS - 1):
            guess(visitor, address="127.0.0.1")
        send(visitor, "tomas.núñez")
        assert is_in(visitor)
        visitor.post(reverse("sign-out"))
    assert not SignInTries.objects.exists()


def test_a_name_nobody_has_waits_just_the_same(tomas, visitor):
    answers = [
        [said(guess(visitor, name=name)) for _ in range(FROM_ONE_ADDRESS + 2)]
        for name in ("tomas.núñez", "nobody.here")
    ]
    assert answers[0] == answers[1]


def test_what_was_typed_as_a_name_is_not_kept(visitor, ruth):
    guess(visitor, name="my password by mistake")
    kept = list(SignInTries.objects.values_list())
    assert len(kept) == 2
    for one in kept:
        assert "password" not in str(one)
        assert hashlib.sha256(b"my password by mistake").hexdigest() not in str(one)


# --- With a link --------------------------------------------------------------


def place_of(secret):
    return reverse("sign-in-link", args=[secret])


def test_a_link_signs_in_once(ruth, now):
    place = place_of(make_link(ruth, now=now))
    first, second = Browser(), Browser()
    assert first.get(place).headers["Location"] == reverse("home")
    assert is_in(first)
    assert second.get(place).status_code == 410
    assert second.post(place).status_code == 410
    assert not is_in(second)


def test_a_link_ends_after_some_days(ruth, now, visitor):
    secret = make_link(ruth, now=now - LASTS)
    answer = visitor.get(place_of(secret))
    assert answer.status_code == 410
    assert "Ask for a new link." in answer.content.decode()
    fresh = make_link(ruth, now=now - LASTS + timedelta(minutes=1))
    assert visitor.get(place_of(fresh)).status_code == 302


def test_a_link_of_a_closed_account_is_none(tomas, samuel, visitor, now):
    secret = make_link(tomas, now=now)
    end_account(tomas.pk, by=samuel, now=now)
    assert visitor.get(place_of(secret)).status_code == 410


def test_a_link_of_an_erased_client_is_none(amara, samuel, visitor, now):
    secret = make_link(amara.person, now=now)
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert visitor.get(place_of(secret)).status_code == 410


def test_all_links_that_do_not_work_answer_alike(ruth, now, visitor):
    used, old = make_link(ruth, now=now), make_link(ruth, now=now - LASTS)
    use_link(used, now=now)
    pages = [visitor.get(place_of(secret)) for secret in (used, old, "never-was")]
    told = {re.sub(rb'Token": "\w+', b"", page.content) for page in pages}
    assert len(told) == 1


@pytest.mark.usefixtures("in_use")
def test_outside_the_demo_a_link_waits_for_a_press_of_the_button(ruth, visitor, now):
    """So that a mail program that looks ahead uses up nobody's link."""
    place = place_of(make_link(ruth, now=now))
    for look in (visitor.get, visitor.head):
        assert look(place).status_code == 200
        assert not is_in(visitor)
    assert visitor.post(place).status_code == 302
    assert is_in(visitor)


def test_only_a_digest_of_a_link_is_kept(ruth, now):
    secret = make_link(ruth, now=now)
    kept = str(list(SignInLink.objects.values_list()))
    assert secret not in kept
    assert len(secret) >= 32


def test_a_link_used_in_a_browser_of_somebody_else_ends_their_visit(
    as_ruth, amara, now
):
    before = as_ruth.session.session_key
    as_ruth.get(place_of(make_link(amara.person, now=now)))
    assert as_ruth.session["_auth_user_id"] == str(amara.person_id)
    assert not BrowserSession.objects.filter(pk=before).exists()


def test_a_link_taken_by_two_at_once_lets_one_in(ruth, now, monkeypatch):
    secret = make_link(ruth, now=now)
    from holdspace_site.actions import sign_in_link

    look = sign_in_link.person_behind

    def looked_just_before_somebody_else_came(secret, *, now):
        person = look(secret, now=now)
        SignInLink.objects.filter(person=ruth).update(used_at=now)
        return person

    monkeypatch.setattr(
        sign_in_link, "person_behind", looked_just_before_somebody_else_came
    )
    with pytest.raises(LinkNotValid):
        use_link(secret, now=now)


# --- Where people land --------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("client", "client:home"),
        ("supervisor", "supervision:home"),
        ("administrator", "administration:home"),
    ],
)
def test_each_lands_on_their_own_first_page(amara, visitor, role, page):
    who = {"client": amara.person}
    person = who.get(role) or Person.objects.get(role=role)
    visitor.force_login(person)
    try:
        own = reverse(page)
    except NoReverseMatch:
        pytest.skip(f"{page} is not there yet")
    assert visitor.get("/").headers["Location"] == own


def test_a_worker_lands_on_their_day(as_ruth):
    answer = as_ruth.get("/")
    assert answer.status_code == 200
    assert "worker/today.html" in [template.name for template in answer.templates]


def test_whoever_is_signed_in_is_not_asked_again(as_ruth):
    assert as_ruth.get(reverse("sign-in")).headers["Location"] == reverse("home")


def test_anybody_may_ask_whether_the_site_is_well(visitor):
    answer = visitor.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}
    assert not answer.cookies


def test_a_site_without_its_database_says_so(visitor, monkeypatch):
    from django.db import OperationalError

    class Gone:
        def cursor(self):
            raise OperationalError("at some address, with some password")

    monkeypatch.setattr("holdspace_site.web.home.connection", Gone())
    answer = visitor.get("/healthz")
    assert answer.status_code == 503
    assert "some" not in answer.content.decode()


def test_the_made_up_practice_never_mixes_with_another(ruth, now):
    with pytest.raises(AlreadySetUp):
        make_demo([], now=now)


# --- How long a visit lasts ---------------------------------------------------


def back_after(browser, seconds, began=None):
    """Let time pass for one browser."""
    browser.get("/")
    session = browser.session
    session["seen_at"] = int(time.time()) - seconds
    if began is not None:
        session["began_at"] = int(time.time()) - began
    session.save()


@pytest.mark.usefixtures("in_use")
def test_staff_who_were_away_for_an_hour_sign_in_again(as_ruth, amara):
    back_after(as_ruth, IDLE_SECONDS + 1)
    brief = reverse("worker:brief", args=[amara.pk])
    answer = as_ruth.get(brief)
    assert answer.headers["Location"] == f"{reverse('sign-in')}?next={brief}"
    assert not is_in(as_ruth)


@pytest.mark.usefixtures("in_use", "with_password")
def test_staff_who_keep_working_stay_in(as_ruth):
    back_after(as_ruth, IDLE_SECONDS - 10)
    assert as_ruth.get("/").status_code == 200
    assert as_ruth.session["seen_at"] >= int(time.time()) - 5


@pytest.mark.usefixtures("in_use")
def test_a_visit_of_staff_ends_after_half_a_day_whatever_they_do(as_ruth):
    back_after(as_ruth, 5, began=LONGEST_SECONDS + 1)
    assert as_ruth.get("/").status_code == 302
    assert not is_in(as_ruth)


@pytest.mark.usefixtures("in_use", "with_password")
def test_what_was_typed_while_time_ran_out_is_kept_and_then_the_visit_ends(
    as_ruth, amara
):
    back_after(as_ruth, IDLE_SECONDS * 2)
    as_ruth.post(
        reverse("worker:add-boundary", args=[amara.pk]),
        {"kind": "never", "topic": "The flat in Peckham"},
    )
    assert "The flat in Peckham" in [b.topic for b in amara.boundaries.all()]
    assert not is_in(as_ruth)
    assert as_ruth.get("/").status_code == 302


@pytest.mark.usefixtures("in_use")
def test_signing_in_after_a_visit_ran_out_begins_a_new_one(as_ruth, ruth, now):
    back_after(as_ruth, IDLE_SECONDS * 2)
    as_ruth.post(place_of(make_link(ruth, now=now)))
    assert is_in(as_ruth)


@pytest.mark.usefixtures("in_use")
def test_a_client_is_not_hurried(as_amara):
    page = reverse("client:home")
    as_amara.get(page)
    assert "seen_at" not in as_amara.session
    assert as_amara.get(page).status_code == 200


def test_a_look_round_the_demo_does_not_end(as_ruth):
    back_after(as_ruth, IDLE_SECONDS * 2)
    assert as_ruth.get("/").status_code == 200
