"""What an administrator can do, and what stays closed to them."""

import re

import pytest
from django.urls import reverse

from holdspace.privacy.access import Role
from holdspace_site.actions.add_people import add_client, add_person, join_care_team
from holdspace_site.actions.sign_in_link import invite_staff
from holdspace_site.records.access_log import broken_at
from holdspace_site.records.key_store.models import ClientKey, DestroyedKey
from holdspace_site.records.keyring import KeyDestroyed, forget
from holdspace_site.records.models import (
    AccessEntry,
    Agency,
    Client,
    Passage,
    Person,
    Reading,
    Session,
)

PASSWORD = "four quiet boats at noon"
AGENCY = {
    "name": "Lantern Street Practice",
    "opening_hours": "Monday to Friday, 9 to 17",
    "help_numbers": "Emergency: 112",
    "passed_on_by_law": "If a child is in danger.",
}


def page(browser, name, *arguments):
    return browser.get(reverse(f"administration:{name}", args=arguments))


def send(browser, name, /, *arguments, **typed):
    return browser.post(reverse(f"administration:{name}", args=arguments), typed)


def link_on(answer):
    return re.search(r"http://testserver(/sign-in/[^/]+/)", answer.content.decode())[1]


@pytest.fixture
def ines(samuel, now):
    """A worker with no clients yet."""
    return add_person(
        name="Ines Martin",
        role=Role.WORKER,
        sign_in_name="ines",
        by=samuel,
        now=now,
    )


# --- Setting up ---------------------------------------------------------------


def test_the_first_page_says_what_is_missing(as_samuel):
    told = page(as_samuel, "home").content.decode()
    assert "1 thing is still to be set up." in told
    assert "Where the copy of the key is kept" in told


def test_the_first_page_is_calm_once_nothing_is_missing(as_samuel):
    send(as_samuel, "agency", **AGENCY, key_copy_kept="The safe")
    told = page(as_samuel, "home").content.decode()
    assert "Everything is set up." in told
    assert "Still missing" not in told


def test_a_help_line_without_a_number_is_named_by_its_line(as_samuel):
    answer = send(
        as_samuel, "agency", **AGENCY | {"help_numbers": "Emergency: 112\nSamaritans"}
    )
    assert answer.status_code == 200
    assert "Line 2: write a name, a colon and a number" in answer.content.decode()
    assert "Samaritans" not in Agency.objects.get().help_numbers.splitlines()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org", "weather", "https://"]
)
def test_leave_goes_nowhere_but_the_web(as_samuel, address):
    answer = send(as_samuel, "agency", **AGENCY, leave_address=address)
    assert "This is not a web address." in answer.content.decode()
    assert Agency.objects.get().leave_address != address


def test_clients_are_not_invited_before_help_numbers_are_there(as_samuel, amara):
    Agency.objects.update(help_numbers="")
    answer = as_samuel.post(
        reverse("administration:client-link", args=[amara.pk]), follow=True
    )
    told = answer.content.decode()
    assert "Clients cannot be invited yet" in told
    assert "/sign-in/" not in told


# --- People -------------------------------------------------------------------


def test_a_new_worker_gets_in_once_by_the_link_and_never_again(as_samuel, visitor):
    answer = send(
        as_samuel, "add-person", name="Ines", role="worker", sign_in_name="Ines"
    )
    link = link_on(answer)
    assert answer.headers["Cache-Control"] == "no-store"

    assert visitor.get(link).status_code == 302
    assert visitor.session["_auth_user_id"] == str(
        Person.objects.get(sign_in_name="ines").pk
    )
    visitor.post(reverse("sign-out"))
    assert visitor.get(link).status_code == 410


def test_a_taken_sign_in_name_is_said_at_its_field(as_samuel):
    answer = send(
        as_samuel, "add-person", name="Ruth", role="worker", sign_in_name="WORKER"
    )
    assert "This sign-in name is taken." in answer.content.decode()
    assert Person.objects.filter(role="worker").count() == 1


def test_nobody_adds_a_client_as_somebody_who_works_here(as_samuel):
    send(as_samuel, "add-person", name="Nemo", role="client", sign_in_name="nemo")
    assert not Person.objects.filter(sign_in_name="nemo").exists()


def test_an_ended_account_is_out_at_its_very_next_request(
    as_samuel, as_ruth, ruth, amara
):
    assert as_ruth.get("/").status_code == 200
    assert send(as_samuel, "end-account", ruth.pk).status_code == 302

    answer = as_ruth.get(reverse("worker:brief", args=[amara.pk]))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("sign-in"))
    assert not amara.team.filter(person=ruth, until__isnull=True).exists()


def test_ending_an_account_asks_first(as_samuel, ruth):
    assert page(as_samuel, "end-account", ruth.pk).status_code == 200
    ruth.refresh_from_db()
    assert ruth.is_active


def test_administrators_cannot_end_their_own_account(as_samuel, samuel):
    assert page(as_samuel, "end-account", samuel.pk).status_code == 404
    assert send(as_samuel, "end-account", samuel.pk).status_code == 404


def test_a_link_of_an_ended_account_opens_nothing(
    as_samuel, samuel, ines, visitor, now
):
    secret = invite_staff(ines.pk, by=samuel, now=now)
    send(as_samuel, "end-account", ines.pk)
    assert visitor.get(reverse("sign-in-link", args=[secret])).status_code == 410


# --- Clients ------------------------------------------------------------------


def test_a_new_client_is_read_by_those_who_work_with_them_and_nobody_else(
    as_samuel, as_ruth, ruth
):
    answer = send(as_samuel, "add-client", name="Bea")
    client = Client.objects.order_by("pk").last()
    assert answer.url == reverse("administration:client", args=[client.pk])
    brief = reverse("worker:brief", args=[client.pk])
    assert as_ruth.get(brief).status_code == 404

    send(as_samuel, "client", client.pk, worker=ruth.pk)
    assert as_ruth.get(brief).status_code == 200

    send(as_samuel, "leave-care-team", client.pk, ruth.pk)
    assert as_ruth.get(brief).status_code == 404


def test_the_list_says_who_works_with_whom(as_samuel, amara, ines, samuel, now):
    join_care_team(amara.pk, ines.pk, by=samuel, now=now)
    add_client(name="Bea", by=samuel, now=now)
    told = page(as_samuel, "clients").content.decode()
    assert "Ruth Adler, Ines Martin" in told
    assert "nobody yet" in told


@pytest.mark.parametrize("name", ["brief", "story", "sessions", "record"])
def test_the_administrator_reads_no_story_and_the_try_is_written_down(
    as_samuel, samuel, amara, name
):
    assert as_samuel.get(reverse(f"worker:{name}", args=[amara.pk])).status_code == 404
    newest = AccessEntry.objects.last()
    assert (newest.who, newest.client_id, newest.refused) == (samuel, amara.pk, True)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("home", 0),
        ("agency", 0),
        ("people", 0),
        ("add-person", 0),
        ("add-pair", 0),
        ("clients", 0),
        ("add-client", 0),
        ("client", 1),
        ("record", 1),
        ("erase", 1),
    ],
)
def test_only_an_administrator_opens_these_pages(
    as_ruth, as_deborah, as_amara, amara, name, arguments
):
    for browser in (as_ruth, as_deborah, as_amara):
        answer = page(browser, name, *([amara.pk] * arguments))
        assert answer.status_code == 404


# --- Taking out and erasing ---------------------------------------------------


def test_taking_out_a_record_asks_for_the_password_again(
    as_samuel, samuel, amara, visitor
):
    samuel.set_password(PASSWORD)
    samuel.save()
    visitor.force_login(samuel)

    answer = send(visitor, "record", amara.pk, form="json", password="guess")
    assert "This is not your password." in answer.content.decode()
    assert not AccessEntry.objects.filter(verb="export", client_id=amara.pk).exists()

    answer = send(visitor, "record", amara.pk, form="json", password=PASSWORD)
    assert answer.json()["client"]["name"] == "Amara"
    assert AccessEntry.objects.filter(verb="export", client_id=amara.pk).exists()


def test_erasing_asks_for_the_number_and_the_password(samuel, amara, visitor):
    samuel.set_password(PASSWORD)
    samuel.save()
    visitor.force_login(samuel)
    right = {"number": str(amara.pk), "password": PASSWORD}
    for wrong in ({"number": "999"}, {"password": "guess"}, {"number": ""}):
        assert send(visitor, "erase", amara.pk, **right | wrong).status_code == 200
    assert ClientKey.objects.filter(client_id=amara.pk).exists()
    assert send(visitor, "erase", amara.pk, **right).status_code == 302


def test_an_erased_record_is_gone_and_its_old_copy_stays_shut(
    as_samuel, as_amara, amara, mateo
):
    copy_of_a_row = amara.passages.first()
    account = amara.person_id
    assert copy_of_a_row.words

    answer = send(as_samuel, "erase", amara.pk, number=str(amara.pk))
    told = as_samuel.get(answer.url).content.decode()
    assert f"Record {amara.pk} is erased" in told

    assert not ClientKey.objects.filter(client_id=amara.pk).exists()
    assert DestroyedKey.objects.filter(client_id=amara.pk).exists()
    for kind in (Passage, Reading, Session):
        assert not kind.objects.filter(client_id=amara.pk).exists()
        assert kind.objects.filter(client_id=mateo.pk).exists()
    trace = Client.objects.get(pk=amara.pk)
    assert (trace.name_sealed, trace.person_id) == (b"", None)
    assert trace.erased_at
    forget()
    with pytest.raises(KeyDestroyed):
        _ = copy_of_a_row.words

    assert AccessEntry.objects.filter(verb="erase", client_id=amara.pk).count() == 1
    assert broken_at() is None
    assert not Person.objects.get(pk=account).is_active
    assert as_amara.get(reverse("client:home")).status_code == 302
    assert page(as_samuel, "client", amara.pk).status_code == 404
    assert "Amara" not in page(as_samuel, "clients").content.decode()


def test_the_page_says_what_erasing_does(as_samuel, amara):
    told = page(as_samuel, "erase", amara.pk).content.decode()
    for said in (
        "The key that opens this record is destroyed.",
        "It cannot be undone by anybody.",
        "A trace is kept",
        "stay unreadable",
        ".keys",
    ):
        assert said in told
    assert ClientKey.objects.filter(client_id=amara.pk).exists()


# --- Passwords ----------------------------------------------------------------


def test_a_first_password_is_chosen_without_an_old_one(as_ruth, ruth):
    typed = {"password": PASSWORD, "password_again": PASSWORD}
    assert as_ruth.post(reverse("choose-password"), typed).status_code == 302
    ruth.refresh_from_db()
    assert ruth.check_password(PASSWORD)
    assert as_ruth.get("/").status_code == 200


def test_a_later_password_needs_the_old_one_and_ends_other_visits(ruth, visitor):
    ruth.set_password(PASSWORD)
    ruth.save()
    elsewhere = type(visitor)()
    for browser in (visitor, elsewhere):
        browser.force_login(ruth)
    new = "a green kettle sings at six"
    typed = {"password": new, "password_again": new, "old_password": "guess"}

    answer = visitor.post(reverse("choose-password"), typed)
    assert "This is not your password until now." in answer.content.decode()

    visitor.post(reverse("choose-password"), typed | {"old_password": PASSWORD})
    ruth.refresh_from_db()
    assert ruth.check_password(new)
    assert visitor.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_a_short_password_is_refused(as_ruth, ruth):
    typed = {"password": "short", "password_again": "short"}
    answer = as_ruth.post(reverse("choose-password"), typed)
    assert "at least 15 characters" in answer.content.decode()
    ruth.refresh_from_db()
    assert not ruth.has_usable_password()


def test_clients_choose_no_password(as_amara):
    assert as_amara.get(reverse("choose-password")).status_code == 404
