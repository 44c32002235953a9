"""A client comes in by a link, and back with a PIN on a phone that is known."""

import logging
import re
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from holdspace.privacy.pin import MOST_WRONG
from holdspace_site.actions import count_tries, sign_in_link
from holdspace_site.actions.accept_invitation import accept_invitation
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.errors import LinkNotValid
from holdspace_site.actions.known_device import KNOWN_FOR, client_behind
from holdspace_site.actions.own_devices import OWN_LINK_LASTS
from holdspace_site.actions.sign_in_link import LASTS, invite_client, make_link
from holdspace_site.records.access_log import broken_at
from holdspace_site.records.models import (
    AccessEntry,
    Agency,
    KnownDevice,
    Person,
    Pin,
    SignInLink,
)
from holdspace_site.web.idle import SHARED_IDLE_SECONDS
from holdspace_site.web.known_device import device_owner

PIN, OTHER_PIN, WRONG = "482915", "730264", "159357"
DEVICE = settings.DEVICE_COOKIE_NAME
HOME = "/me/"


@pytest.fixture(autouse=True)
def _in_use():
    """The practice as if it were a real one and no demo."""
    Agency.objects.update(is_demo=False)
    staff = Person.objects.exclude(role="client")
    staff.update(password=make_password("a kettle on the third shelf"))


@pytest.fixture
def link(amara, ruth, now):
    return place_of(invite_client(amara.pk, by=ruth, now=now))


@pytest.fixture
def phone(link):
    """Amara's phone, on which she chose her PIN a moment ago."""
    browser = Browser()
    assert choose(browser, link).headers["Location"] == HOME
    return browser


@pytest.fixture
def at_rest(phone):
    """The same phone after her visit ended."""
    leave(phone)
    return phone


def place_of(secret):
    return reverse("sign-in-link", args=[secret])


def choose(browser, link, pin=PIN, **typed):
    typed = {"pin": pin, "pin_again": pin, "shared": "no"} | typed
    return browser.post(link, typed)


def leave(browser):
    """End the visit, as half a day does; the device cookie stays."""
    browser.cookies.pop(settings.SESSION_COOKIE_NAME, None)


def type_pin(browser, pin=PIN, **typed):
    return browser.post(reverse("pin"), {"pin": pin} | typed)


def is_in(browser):
    return browser.get(reverse("client:looks")).status_code == 200


def words_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def let_pass(**time_passed):
    """Let time pass since the last wrong try."""
    for pin in Pin.objects.filter(wrong_at__isnull=False):
        pin.wrong_at -= timedelta(**time_passed)
        pin.save()


def guess_ten_times(browser):
    for _ in range(MOST_WRONG):
        answer = type_pin(browser, WRONG)
        let_pass(minutes=15)
    return answer


def last_entries(number):
    return list(AccessEntry.objects.order_by("-position")[:number])[::-1]


# --- The invitation -----------------------------------------------------------


def test_a_link_a_button_a_pin_and_she_is_in(link, visitor, amara):
    asked = visitor.post(link)
    assert asked.status_code == 200
    assert "Choose a PIN" in words_of(asked)
    assert "Do other people use this phone?" in words_of(asked)
    answer = choose(visitor, link)
    assert answer.headers["Location"] == HOME
    assert "Hello Amara" in words_of(visitor.get(HOME))
    cookie = answer.cookies[DEVICE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == 180 * 24 * 60 * 60


def test_a_link_is_used_up_only_when_the_pin_is_set(link):
    first, second = Browser(), Browser()
    first.get(link)
    first.post(link)
    choose(first, link, "123456")
    assert not SignInLink.objects.exclude(used_at=None).exists()
    assert choose(second, link).status_code == 302
    assert choose(first, link).status_code == 410
    assert first.get(link).status_code == 410
    assert KnownDevice.objects.count() == 1


def test_of_two_who_open_a_link_at_once_one_gets_in(amara, ruth, now, monkeypatch):
    secret = invite_client(amara.pk, by=ruth, now=now)
    look = sign_in_link.person_behind

    def looked_just_before_somebody_else_came(secret, *, now):
        person = look(secret, now=now)
        SignInLink.objects.filter(person=person).update(used_at=now)
        return person

    monkeypatch.setattr(
        sign_in_link, "person_behind", looked_just_before_somebody_else_came
    )
    with pytest.raises(LinkNotValid):
        accept_invitation(secret, pin=PIN, shared=False, now=now)
    assert not Pin.objects.exists()
    assert not KnownDevice.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"pin": "123456", "pin_again": "123456"}, "easy to guess"),
        ({"pin": "000000", "pin_again": "000000"}, "easy to guess"),
        ({"pin": "482482", "pin_again": "482482"}, "easy to guess"),
        ({"pin": "4829", "pin_again": "4829"}, "six digits"),
        ({"pin": "48291a", "pin_again": "48291a"}, "six digits"),
        ({"pin": PIN, "pin_again": OTHER_PIN}, "not the same"),
        ({"pin": PIN, "pin_again": PIN, "shared": ""}, "choose one of the two"),
    ],
)
def test_a_pin_that_will_not_do_is_refused_with_the_reason(link, visitor, typed, told):
    answer = choose(visitor, link, **typed)
    assert answer.status_code == 200
    assert told in words_of(answer)
    assert typed["pin"] not in words_of(answer)
    assert not Pin.objects.exists()


def test_a_pin_can_be_pasted_with_spaces_or_typed_in_another_script(link, visitor):
    choose(visitor, link, " 482 915 ", pin_again="٤٨٢٩١٥")
    leave(visitor)
    assert type_pin(visitor, PIN).status_code == 302


def test_pin_fields_ask_for_digits_and_let_paste(link, visitor):
    page = words_of(visitor.post(link))
    fields = re.findall(r'<input type="password"[^>]*>', page)
    assert len(fields) == 2
    for field in fields:
        assert 'inputmode="numeric"' in field
        assert 'autocomplete="off"' in field
        assert "maxlength" not in field


def test_a_new_invitation_ends_the_old_ones_and_replaces_the_pin(
    link, phone, amara, ruth, now
):
    unused = place_of(invite_client(amara.pk, by=ruth, now=now))
    newest = place_of(invite_client(amara.pk, by=ruth, now=now))
    assert Browser().get(unused).status_code == 410
    leave(phone)
    assert type_pin(phone).status_code == 302, "the old PIN holds until it is used"
    other = Browser()
    assert choose(other, newest, OTHER_PIN).status_code == 302
    assert not is_in(phone), "visits under the old PIN are over"
    assert "does not fit" in words_of(type_pin(phone, PIN))
    assert type_pin(phone, OTHER_PIN).status_code == 302


def test_an_old_link_is_refused_by_the_servers_clock(amara, visitor, now):
    old = place_of(make_link(amara.person, now=now - LASTS))
    assert choose(visitor, old).status_code == 410
    ahead = place_of(make_link(amara.person, now=now + timedelta(hours=3)))
    assert choose(visitor, ahead).status_code == 302


def test_staff_choose_no_pin(ruth, now, visitor):
    visitor.post(place_of(make_link(ruth, now=now)), {"pin": PIN, "pin_again": PIN})
    assert not Pin.objects.exists()
    assert DEVICE not in visitor.cookies


def test_in_the_demo_a_link_signs_in_at_once(amara, now, visitor):
    Agency.objects.update(is_demo=True)
    answer = visitor.get(place_of(make_link(amara.person, now=now)))
    assert answer.status_code == 302
    assert DEVICE not in visitor.cookies
    assert is_in(visitor)


def test_the_worker_hands_out_the_link_on_paper_or_screen(amara, as_ruth):
    answer = as_ruth.post(reverse("worker:invite", args=[amara.pk]))
    page = words_of(answer)
    assert page.count(answer.context["link"]) == 2
    sheet = page[page.index('class="sheet"') : page.index("</section>")]
    assert "<svg" in sheet
    assert "Ask Ruth Adler for a new one" in sheet
    for telling in ("Amara", "Holdspace", "therapy", "client", "worker", "story"):
        assert telling not in sheet
    assert "style=" not in page


def test_the_administrators_link_has_a_sheet_too(amara, as_samuel):
    page = words_of(
        as_samuel.post(reverse("administration:client-link", args=[amara.pk]))
    )
    assert 'class="sheet"' in page


# --- Coming back --------------------------------------------------------------


@pytest.mark.parametrize("page", ["/", "/sign-in/", HOME, "/me/looks/"])
def test_on_a_known_phone_any_page_of_hers_asks_for_the_pin_alone(at_rest, page):
    answer = at_rest.get(page, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("pin"))
    page = words_of(answer)
    assert page.count("<input") - page.count('type="hidden"') == 1
    for telling in ("Amara", "Ruth", "laptop", "client-"):
        assert telling not in page


def test_the_right_pin_leads_to_the_page_asked_for(at_rest):
    asked = at_rest.get("/me/looks/", follow=True)
    answer = type_pin(at_rest, next=asked.context["next"])
    assert answer.headers["Location"] == "/me/looks/"
    assert at_rest.get("/me/looks/").status_code == 200
    assert last_entries(2)[0].verb == "sign_in_by_pin"


@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example/me/", "//elsewhere.example", "/clients/", "me"],
)
def test_the_pin_leads_nowhere_else(at_rest, wanted):
    assert type_pin(at_rest, next=wanted).headers["Location"] == HOME


def test_who_works_here_still_finds_the_sign_in_page_on_that_phone(at_rest):
    assert at_rest.get("/sign-in/?password").status_code == 200
    staff_page = at_rest.get(reverse("worker:clients"), follow=True)
    assert staff_page.redirect_chain[-1][0].startswith("/sign-in/")
    assert staff_page.status_code == 200


def test_a_phone_that_is_not_known_is_asked_for_no_pin(visitor):
    assert visitor.get(reverse("pin")).headers["Location"] == reverse("sign-in")
    assert type_pin(visitor).headers["Location"] == reverse("sign-in")
    assert visitor.get("/sign-in/").status_code == 200


def test_the_cookie_alone_signs_nobody_in(at_rest):
    assert not is_in(at_rest)
    assert at_rest.get(HOME).status_code == 302


def test_the_pin_alone_signs_nobody_in(phone, visitor):
    visitor.cookies[DEVICE] = "a guess"
    assert type_pin(visitor).status_code == 410
    assert not is_in(visitor)


def test_a_phone_is_known_for_half_a_year_since_it_was_last_opened(at_rest):
    KnownDevice.objects.update(seen_at=timezone.now() - KNOWN_FOR + timedelta(hours=1))
    answer = type_pin(at_rest)
    assert answer.cookies[DEVICE]["max-age"] == KNOWN_FOR.total_seconds()
    leave(at_rest)
    assert at_rest.get(reverse("pin")).status_code == 200
    KnownDevice.objects.update(seen_at=timezone.now() - KNOWN_FOR)
    assert at_rest.get(reverse("pin")).status_code == 410


def test_signing_out_ends_the_visit_and_not_the_phone(phone):
    answer = phone.post(reverse("sign-out"))
    assert DEVICE not in answer.cookies
    assert type_pin(phone).status_code == 302


def test_an_erased_client_has_no_phone(at_rest, amara, samuel, now):
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert type_pin(at_rest).status_code == 410
    assert not Pin.objects.exists()


# --- Wrong PINs ---------------------------------------------------------------


def test_after_three_wrong_tries_the_right_pin_has_to_wait_too(at_rest):
    for _ in range(3):
        assert "does not fit" in words_of(type_pin(at_rest, WRONG))
    right, wrong = words_of(type_pin(at_rest)), words_of(type_pin(at_rest, WRONG))
    assert "Please wait 30 seconds" in right
    assert "wait" in wrong
    assert Pin.objects.get().wrong_tries == 3, "a try too early is not looked at"
    let_pass(seconds=31)
    assert type_pin(at_rest).status_code == 302
    assert Pin.objects.get().wrong_tries == 0


def test_each_further_try_waits_longer(at_rest):
    told = []
    for _ in range(MOST_WRONG - 1):
        type_pin(at_rest, WRONG)
        found = re.search(r"wait (\d+ \w+)", words_of(type_pin(at_rest)))
        told.append(found and found.group(1))
        let_pass(minutes=15)
        if not found:  # the right PIN was let in; begin again
            Pin.objects.update(wrong_tries=len(told), wrong_at=timezone.now())
            leave(at_rest)
            let_pass(minutes=15)
    assert told[3:] == ["1 minute", "2 minutes", "5 minutes", *["15 minutes"] * 3]


def test_after_ten_wrong_tries_the_phone_is_closed_to_every_pin(at_rest, amara):
    secret = at_rest.cookies[DEVICE].value
    answer = guess_ten_times(at_rest)
    assert answer.status_code == 410
    assert "Ask your worker for a new link" in words_of(answer)
    for pin in (PIN, WRONG):
        closed = Browser()
        closed.cookies[DEVICE] = secret
        assert type_pin(closed, pin).status_code == 410
    entry = AccessEntry.objects.latest("position")
    assert (entry.verb, entry.client_id, entry.refused) == (
        "pin_stopped",
        amara.pk,
        True,
    )
    assert broken_at() is None


def test_an_ended_an_old_and_an_unknown_phone_answer_alike(phone, amara, now):
    secret = phone.cookies[DEVICE].value
    devices = KnownDevice.objects.filter(person=amara.person)

    def answers(held=secret):
        for pin in (PIN, WRONG):
            browser = Browser()
            browser.cookies[DEVICE] = held
            yield re.sub(r'Token": "\w+', "", words_of(type_pin(browser, pin)))

    told = {*answers("never was")}
    devices.update(ended_at=now)
    told |= {*answers()}
    devices.update(ended_at=None, seen_at=now - KNOWN_FOR - timedelta(days=1))
    told |= {*answers()}
    devices.all().delete()
    told |= {*answers()}
    assert len(told) == 1


def test_the_worker_is_told_until_they_have_seen_it(at_rest, as_ruth, amara):
    heading = "Somebody tried the PIN of Amara ten times"
    record = reverse("worker:record", args=[amara.pk])
    for page in ("/", record):
        assert heading not in words_of(as_ruth.get(page))
    guess_ten_times(at_rest)
    for page in ("/", record):
        told = words_of(as_ruth.get(page))
        assert heading in told
        assert "Nothing was shown." in told
    as_ruth.post(reverse("worker:seen-pin", args=[amara.pk]), {"back": "today"})
    for page in ("/", record):
        assert heading not in words_of(as_ruth.get(page))
    assert Pin.objects.get().worker_told_at


def test_a_new_link_does_not_hide_that_somebody_tried(at_rest, as_ruth, amara, ruth):
    guess_ten_times(at_rest)
    fresh = place_of(invite_client(amara.pk, by=ruth, now=timezone.now()))
    assert choose(at_rest, fresh, OTHER_PIN).status_code == 302
    assert is_in(at_rest)
    assert "Somebody tried the PIN of Amara" in words_of(as_ruth.get("/"))


def test_other_workers_are_told_nothing(at_rest, as_deborah, as_samuel):
    guess_ten_times(at_rest)
    for browser in (as_deborah, as_samuel):
        assert "PIN" not in words_of(browser.get("/", follow=True))


def test_her_other_phone_is_not_shut_by_it(at_rest, amara, now):
    other = Browser()
    choose(other, place_of(make_link(amara.person, now=now)))
    leave(other)
    guess_ten_times(at_rest)
    assert type_pin(other).status_code == 302


def test_many_guesses_at_once_are_no_way_round_the_count(at_rest, monkeypatch):
    from holdspace_site.actions import keep_pin

    def somebody_else_came(*_):
        Pin.objects.update(wrong_tries=1, wrong_at=timezone.now())
        return timedelta()

    monkeypatch.setattr(keep_pin, "wait_left", somebody_else_came)
    assert "Please wait 1 second" in words_of(type_pin(at_rest))
    assert not is_in(at_rest)


def test_too_many_wrong_pins_from_one_address_wait(at_rest, monkeypatch):
    monkeypatch.setattr(count_tries, "PINS_FROM_ONE_ADDRESS", 4)
    for n in range(4):
        browser = Browser()
        browser.cookies[DEVICE] = f"guess {n}"
        type_pin(browser)
    assert "too many wrong tries" in words_of(type_pin(at_rest))
    elsewhere = at_rest.post(reverse("pin"), {"pin": PIN}, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


def test_a_clock_set_back_locks_nobody_out_for_ever(at_rest):
    Pin.objects.update(wrong_tries=5, wrong_at=timezone.now() + timedelta(days=365))
    assert "wait 2 minutes" in words_of(type_pin(at_rest))
    let_pass(minutes=2)
    assert type_pin(at_rest).status_code == 302


def test_no_pin_and_no_secret_is_kept_or_logged(phone, caplog, amara):
    caplog.set_level(logging.DEBUG)
    secret = phone.cookies[DEVICE].value
    leave(phone)
    type_pin(phone, WRONG)
    type_pin(phone)
    kept = str(
        [
            *Pin.objects.values_list(),
            *KnownDevice.objects.values_list(),
            *AccessEntry.objects.values_list(),
        ]
    )
    for hidden in (PIN, WRONG, secret):
        assert hidden not in kept
        assert hidden not in caplog.text
    assert Pin.objects.get().hash.startswith("argon2")


# --- How long a visit lasts ---------------------------------------------------


def away(browser, seconds):
    browser.get(reverse("client:looks"))
    session = browser.session
    session["seen_at"] = int(time.time()) - seconds
    session.save()


def test_a_visit_on_a_shared_phone_ends_after_half_an_hour_away(link, visitor):
    choose(visitor, link, shared="yes")
    away(visitor, SHARED_IDLE_SECONDS - 60)
    assert is_in(visitor)
    away(visitor, SHARED_IDLE_SECONDS + 1)
    assert not is_in(visitor)
    assert type_pin(visitor).status_code == 302
    assert is_in(visitor)


def test_what_was_typed_meanwhile_is_kept_and_then_the_visit_ends(link, visitor, amara):
    choose(visitor, link, shared="yes")
    reading = amara.readings.filter(verdicts=None).first()
    away(visitor, SHARED_IDLE_SECONDS * 2)
    visitor.get("/healthz")  # what a page does before it sends a form
    visitor.post(
        reverse("client:verdict", args=[reading.pk]),
        {"verdict": "yes", "version": reading.version},
    )
    assert reading.verdicts.exists()
    assert not is_in(visitor)


def test_her_own_phone_does_not_hurry_her(phone):
    away(phone, SHARED_IDLE_SECONDS * 2)
    assert is_in(phone)


def test_a_save_without_a_visit_is_told_so_in_few_words(at_rest, visitor):
    for browser in (at_rest, visitor):
        answer = browser.post(
            reverse("client:devices"),
            "{}",
            content_type="application/json",
            headers={"X-Holdspace-Keeps": "draft"},
        )
        assert answer.status_code == 401
        assert answer.json() == {"problem": "signed_out"}


def test_a_known_phone_has_an_owner_while_nobody_is_signed_in(
    at_rest, amara, rf, now, ruth
):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = AnonymousUser()
    assert device_owner(request) is None
    request.COOKIES[DEVICE] = at_rest.cookies[DEVICE].value
    assert device_owner(request) == amara.person
    request.user = ruth
    assert device_owner(request) is None
    request.user = AnonymousUser()
    KnownDevice.objects.update(ended_at=now)
    assert device_owner(request) is None
    assert client_behind("", now=now) is None


# --- Her phones ---------------------------------------------------------------


@pytest.fixture
def other(amara, phone, now):
    """Another phone of hers; her first asks for the PIN again after that."""
    browser = Browser()
    choose(browser, place_of(make_link(amara.person, now=now)))
    leave(phone)
    type_pin(phone)
    return browser


def test_she_sees_her_phones_by_their_days_and_nothing_else(phone, other):
    page = words_of(phone.get(reverse("client:devices")))
    assert page.count("This phone") == 1
    assert page.count("Another phone") == 1
    assert timezone.localdate().strftime("%B %Y") in page


def test_she_ends_another_phone_and_its_visit_with_it(phone, other, amara):
    assert is_in(other)
    device = amara.person.devices.latest("pk")
    phone.post(reverse("client:end-device", args=[device.pk]))
    entry = AccessEntry.objects.latest("position")
    assert (entry.verb, entry.client_id) == ("device_ended", amara.pk)
    assert not is_in(other)
    assert type_pin(other).status_code == 410
    assert is_in(phone)


def test_she_ends_all_but_this_one(phone, other):
    phone.post(reverse("client:end-other-devices"))
    assert not is_in(other)
    assert is_in(phone)


def test_a_forgotten_phone_is_closed(phone):
    answer = phone.post(reverse("client:forget-device"))
    assert answer.headers["Location"] == reverse("signed-out")
    assert answer.cookies[DEVICE]["max-age"] == 0
    assert not KnownDevice.objects.filter(ended_at=None).exists()
    assert not is_in(phone)


def test_nobody_ends_the_phone_of_somebody_else(phone, mateo, amara):
    stranger = Browser()
    stranger.force_login(mateo.person)
    device = amara.person.devices.get()
    answer = stranger.post(reverse("client:end-device", args=[device.pk]))
    assert answer.status_code == 404
    assert is_in(phone)


def change(browser, old=PIN, new=OTHER_PIN):
    typed = {"old_pin": old, "pin": new, "pin_again": new}
    return browser.post(reverse("client:change-pin"), typed)


def test_she_changes_her_pin_and_stays_in_while_others_are_out(phone, other, amara):
    assert change(phone).status_code == 302
    entry = AccessEntry.objects.latest("position")
    assert (entry.verb, entry.client_id) == ("pin_changed", amara.pk)
    assert is_in(phone)
    assert not is_in(other)
    assert type_pin(other, OTHER_PIN).status_code == 302


def test_changing_the_pin_is_no_way_to_guess_the_old_one(phone):
    for _ in range(3):
        assert "does not fit" in words_of(change(phone, WRONG))
    assert "Please wait 30 seconds" in words_of(change(phone))
    let_pass(minutes=15)
    for _ in range(MOST_WRONG - 3):
        answer = change(phone, WRONG)
        let_pass(minutes=15)
    assert answer.headers["Location"] == reverse("signed-out")
    assert not is_in(phone)


def test_she_opens_her_page_on_another_phone_by_a_short_lived_link(phone, visitor):
    answer = phone.post(reverse("client:another-device"))
    link = answer.context["link"]
    assert "<svg" in words_of(answer)
    made = SignInLink.objects.latest("pk")
    assert made.expires_at - made.made_at == OWN_LINK_LASTS
    assert choose(visitor, link).status_code == 302
    assert is_in(visitor)


def test_taking_a_phone_over_ends_what_it_was_before(phone, mateo, now):
    choose(phone, place_of(make_link(mateo.person, now=now)), OTHER_PIN)
    assert KnownDevice.objects.filter(ended_at=None).get().person == mateo.person


def test_her_list_says_all_of_it_in_words(phone, other, amara):
    leave(phone)
    type_pin(phone)
    change(phone)
    phone.post(reverse("client:end-other-devices"))
    page = words_of(phone.get(reverse("client:looks")))
    for words in ("signed in with a PIN", "changed the PIN", "ended a phone"):
        assert words in page
