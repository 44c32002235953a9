"""Starting a practice: from this machine alone, once, with its key on paper."""

import importlib
import re

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from holdspace_site.home import Home
from holdspace_site.records import master_key
from holdspace_site.records.key_store.models import AgencyKey, ClientKey
from holdspace_site.records.keyring import forget
from holdspace_site.records.models import AccessEntry, Agency, Person

PASSWORD = "four quiet boats at noon"
PASSPHRASE = "nine grey geese over the harbour"
TYPED = {
    "agency_name": "Harbour Street Practice",
    "administrator_name": "Samuel Osei",
    "sign_in_name": "Samuel",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDSPACE_HOME", str(tmp_path))
    monkeypatch.delenv("HOLDSPACE_KEY_FILE", raising=False)
    home = Home.chosen()
    key = master_key.make_key_file(home.key_file)
    home.found(demo=False, key_fingerprint=master_key.fingerprint(key))
    return home


@pytest.fixture
def empty(home):
    """An empty practice in `home`; what is deleted comes back with the rollback."""
    only_grows = importlib.import_module(
        "holdspace_site.records.migrations.0002_access_log_only_grows"
    )
    on_sqlite = connection.vendor == "sqlite"
    undo = only_grows.SQLITE_UNDO if on_sqlite else only_grows.POSTGRES_UNDO
    tables = [
        model._meta.db_table for model in apps.get_app_config("records").get_models()
    ]
    with connection.cursor() as cursor:
        for statement in undo:
            cursor.execute(statement)
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
    AgencyKey.objects.all().delete()
    ClientKey.objects.all().delete()
    forget()
    return home


def start(browser, **changed):
    return browser.post(reverse("first-run"), TYPED | changed)


def key_on(answer):
    page = answer.content.decode()
    groups = re.search(r'class="key-groups"[^>]*>(.*?)</p>', page, re.DOTALL)[1]
    return " ".join(re.findall(r"<span>(\w{4})</span>", groups))


def test_an_empty_practice_leads_everybody_to_its_first_page(empty, visitor):
    assert visitor.get("/").url == reverse("first-run")
    assert visitor.get(reverse("first-run")).status_code == 200


@pytest.mark.parametrize(
    "from_elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "2001:db8::7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_nobody_starts_a_practice_from_another_machine(empty, visitor, from_elsewhere):
    for send in (visitor.get, visitor.post):
        answer = send(reverse("first-run"), TYPED, **from_elsewhere)
        assert answer.status_code == 403
        assert "only on the machine that Holdspace runs on" in answer.content.decode()
    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"]
)
def test_this_machine_has_several_addresses(empty, visitor, address):
    answer = visitor.get(reverse("first-run"), REMOTE_ADDR=address)
    assert answer.status_code == 200


def test_starting_signs_the_administrator_in_and_shows_the_key_once(empty, visitor):
    answer = start(visitor)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    key = master_key.read_key(empty.key_file)
    assert master_key.key_from_text(key_on(answer)) == key
    assert str(empty.key_file) in answer.content.decode()

    samuel = Person.objects.get()
    assert (samuel.role, samuel.sign_in_name) == ("administrator", "samuel")
    assert samuel.check_password(PASSWORD)
    assert visitor.session["_auth_user_id"] == str(samuel.pk)

    again = visitor.get(reverse("first-run"), follow=True)
    assert again.redirect_chain[-1][0] == reverse("administration:home")
    assert "key-groups" not in again.content.decode()
    assert master_key.key_text(key) not in again.content.decode()


def test_where_the_copy_is_kept_is_asked_and_kept(empty, visitor):
    start(visitor)
    answer = visitor.post(reverse("first-run"), {"key_copy_kept": "The safe"})
    assert answer.url == reverse("administration:home")
    agency = Agency.objects.get()
    assert (agency.key_copy_kept, agency.name) == ("The safe", TYPED["agency_name"])
    assert "still to be set up" in visitor.get(answer.url).content.decode()


def test_a_practice_is_started_once(empty, visitor):
    start(visitor)
    stranger = type(visitor)()
    answer = start(stranger, agency_name="Another")
    assert answer.status_code == 302
    assert Agency.objects.get().name == TYPED["agency_name"]
    assert Person.objects.count() == 1


def test_a_running_practice_shows_no_first_page(home, visitor, as_samuel, as_ruth):
    assert visitor.get(reverse("first-run")).url == reverse("home")
    assert as_ruth.post(reverse("first-run"), TYPED).url == reverse("home")
    kept = Agency.objects.get().key_copy_kept
    as_ruth.post(reverse("first-run"), {"key_copy_kept": "elsewhere"})
    assert Agency.objects.get().key_copy_kept == kept


def test_a_passphrase_locks_the_key_and_the_paper_opens_without_it(empty, visitor):
    before = master_key.read_key(empty.key_file)
    answer = start(visitor, passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)

    assert master_key.needs_passphrase(empty.key_file)
    assert master_key.read_key(empty.key_file, PASSPHRASE) == before
    assert "It is locked with your passphrase" in answer.content.decode()
    assert PASSPHRASE not in answer.content.decode()

    empty.key_file.write_text(key_on(answer).lower())
    assert master_key.read_key(empty.key_file) == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short", "password_again": "short"}, "at least 15 characters"),
        ({"password_again": "another long password"}, "The two are not the same."),
        ({"passphrase": "short", "passphrase_again": "short"}, "This is too short."),
        ({"passphrase": PASSPHRASE}, "The two are not the same."),
        ({"agency_name": " "}, "This field is required."),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_made(empty, visitor, changed, said):
    answer = start(visitor, **changed)
    assert said in answer.content.decode()
    assert not Agency.objects.exists()
    assert not AccessEntry.objects.exists()
    assert not master_key.needs_passphrase(empty.key_file)


def test_a_key_that_is_locked_already_is_left_as_it_is(empty, visitor):
    key = master_key.read_key(empty.key_file)
    master_key.keep_key(empty.key_file, key, PASSPHRASE)
    locked = empty.key_file.read_bytes()
    assert (
        "Passphrase for the key"
        not in visitor.get(reverse("first-run")).content.decode()
    )

    answer = start(visitor)
    assert "The master key is locked with a passphrase." in answer.content.decode()
    assert empty.key_file.read_bytes() == locked
    assert Agency.objects.exists()


# --- The key on paper ---------------------------------------------------------


def test_a_key_survives_paper_and_careless_typing():
    key = bytes(range(32))
    text = master_key.key_text(key)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4} ){13}[0-9A-HJKMNP-TV-Z]{4}", text)
    careless = text.lower().replace(" ", "-\n").replace("0", "o").replace("1", "l")
    assert master_key.key_from_text(careless) == key


def test_each_slip_in_a_key_is_found():
    text = master_key.key_text(bytes(range(32)))
    for i, letter in enumerate(text):
        if letter == " ":
            continue
        other = "2" if letter != "2" else "3"
        for slip in (other, "", "U", "é"):
            with pytest.raises(master_key.KeyTextWrong):
                master_key.key_from_text(text[:i] + slip + text[i + 1 :])


def test_the_printed_key_typed_into_a_file_opens_the_practice_again(empty, visitor):
    printed = key_on(start(visitor))
    empty.key_file.unlink()
    with pytest.raises(master_key.KeyMissing):
        master_key.unlock(empty)

    slip = "2" if printed[0] != "2" else "3"
    empty.key_file.write_text(slip + printed[1:])
    with pytest.raises(master_key.KeyTextWrong):
        master_key.unlock(empty)

    held = master_key._master
    empty.key_file.write_text(f"{printed}\n")
    try:
        master_key.unlock(empty)
        assert master_key.held_fingerprint() == empty.key_fingerprint
    finally:
        master_key.hold(held)
