"""Nobody reads a client's words from the files, and a broken seal never passes."""

import os
import sqlite3
from pathlib import Path

import pytest
import sqlcipher3
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from django.apps import apps
from django.db import connection, connections
from django.urls import reverse

from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.records import keyring, master_key
from holdspace_site.records.key_store.models import (
    AgencyKey,
    ClientKey,
    DestroyedKey,
)
from holdspace_site.records.keyring import (
    KeyDestroyed,
    destroy_client_key,
    forget,
    make_client_key,
)
from holdspace_site.records.master_key import WrongKey, subkey
from holdspace_site.records.models import Client, Passage, PassageRevision
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sealing import SealBroken, seal, unseal

on_files = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL's files are not ours to read"
)


def told_words():
    """Some words of everything the demo's clients told, and their names."""
    for client in Client.objects.all():
        yield client.name
        for rows, field in (
            (client.passages, "words"),
            (client.episodes, "title"),
            (client.sessions, "last_words"),
            (client.sessions, "left_open"),
            (client.promises, "words"),
            (client.boundaries, "topic"),
        ):
            yield from (getattr(row, field) for row in rows.all())
        for check_in in client.check_ins.all():
            yield from (a for a in check_in.answers.values() if " " in a)


def everything_kept():
    """Every column of every row, as the database itself holds it."""
    kept = bytearray()
    for model in apps.get_models():
        alias = "keys" if model._meta.app_label == "key_store" else "default"
        with connections[alias].cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    is_raw = isinstance(value, bytes | memoryview)
                    kept += bytes(value) if is_raw else str(value).encode()
                    kept += b"\n"
    return bytes(kept)


def files_of(alias):
    name = Path(connections[alias].settings_dict["NAME"])
    return [f for f in name.parent.iterdir() if f.name.startswith(name.name)]


# --- The words ----------------------------------------------------------------


def test_no_table_holds_a_word_of_a_client():
    words = {told for told in told_words() if told}
    assert len(words) > 40
    kept = everything_kept()
    assert b"Ruth" in kept  # staff names are not sealed: the search does find things
    assert not {told for told in words if told.encode() in kept}


@on_files
def test_no_file_of_the_records_holds_a_word_of_anybody():
    raw = b"".join(file.read_bytes() for file in files_of("default"))
    assert len(raw) > 100_000
    words = {told for told in told_words() if told} | {"Ruth", "administrator"}
    assert not {told for told in words if told.encode() in raw}
    assert b"records_passage" not in raw


def test_no_key_lies_open_in_any_table(amara):
    agency_key = aes_key_unwrap(
        subkey("wrap agency keys"), bytes(AgencyKey.objects.get().wrapped)
    )
    kept = everything_kept()
    for key in ClientKey.objects.all():
        assert len(bytes(key.wrapped)) == 40  # 32 bytes and AES-KW's check
        opened = aes_key_unwrap(agency_key, bytes(key.wrapped))
        assert opened not in kept
        assert opened.hex().encode() not in kept
    assert agency_key not in kept
    assert subkey("wrap agency keys") not in kept


def test_each_client_has_a_key_of_their_own_and_each_table_too(amara, mateo):
    keys = {
        keyring.key_for(client.pk, table)
        for client in (amara, mateo)
        for table in ("records_passage", "records_promise")
    }
    assert len(keys) == 4


def test_the_same_words_are_sealed_differently_each_time(amara):
    key = keyring.key_for(amara.pk, "records_passage")
    assert seal("no", key=key, place="x") != seal("no", key=key, place="x")


# --- Seals --------------------------------------------------------------------


def put(row, column, sealed):
    type(row).objects.filter(pk=row.pk).update(**{column: sealed})
    return type(row).objects.get(pk=row.pk)


def test_words_moved_to_another_row_do_not_open(amara):
    first, second = amara.passages.all()[:2]
    moved = put(second, "words_sealed", first.words_sealed)
    with pytest.raises(SealBroken):
        _ = moved.words


def test_words_moved_to_another_column_do_not_open(amara):
    session = amara.sessions.exclude(left_open_sealed=b"").first()
    moved = put(session, "last_words_sealed", session.left_open_sealed)
    with pytest.raises(SealBroken):
        _ = moved.last_words


def test_words_moved_to_another_table_do_not_open(amara, ruth, now):
    passage = amara.passages.first()
    revision = PassageRevision(
        client=amara, passage=passage, version=1, replaced_at=now, replaced_by=ruth
    )
    revision.words_sealed = passage.words_sealed
    revision.save(force_insert=True)
    with pytest.raises(SealBroken):
        _ = PassageRevision.objects.get(pk=revision.pk).words


def test_words_moved_to_another_client_do_not_open(amara, mateo):
    passage = amara.passages.first()
    Passage.objects.filter(pk=passage.pk).update(client=mateo)
    with pytest.raises(SealBroken):
        _ = Passage.objects.get(pk=passage.pk).words


@pytest.mark.parametrize("place", [0, 1, 12, 13, 40, -16, -1])
def test_one_flipped_bit_does_not_open(amara, place):
    passage = amara.passages.first()
    sealed = bytearray(passage.words_sealed)
    sealed[place] ^= 1
    broken = put(passage, "words_sealed", bytes(sealed))
    with pytest.raises(SealBroken, match="holdspace restore"):
        _ = broken.words


@pytest.mark.parametrize("length", [1, 5, 13, 20, -1])
def test_words_cut_short_do_not_open(amara, length):
    passage = amara.passages.first()
    broken = put(passage, "words_sealed", bytes(passage.words_sealed)[:length])
    with pytest.raises(SealBroken):
        _ = broken.words


def test_a_broken_seal_says_where_and_not_what(amara):
    passage = amara.passages.first()
    words = passage.words
    broken = put(passage, "words_sealed", bytes(passage.words_sealed)[:-1])
    with pytest.raises(SealBroken) as told:
        _ = broken.words
    assert str(passage.pk) in str(told.value)
    assert not any(word in str(told.value) for word in words.split() if len(word) > 5)


def test_a_page_with_a_broken_seal_says_that_something_is_wrong_here(amara, as_ruth):
    passage = amara.passages.first()
    put(passage, "words_sealed", bytes(passage.words_sealed)[:-1])
    answer = as_ruth.get(reverse("worker:story", args=[amara.pk]))
    assert answer.status_code == 500
    assert "laptop" not in answer.content.decode()


def test_the_place_is_part_of_the_seal():
    key = os.urandom(32)
    sealed = seal("words", key=key, place="here")
    assert unseal(sealed, key=key, place="here") == "words"
    for wrong in ({"key": os.urandom(32), "place": "here"}, {"key": key, "place": ""}):
        with pytest.raises(SealBroken):
            unseal(sealed, **wrong)


# --- Keys ---------------------------------------------------------------------


def test_with_another_master_key_nothing_opens(amara, monkeypatch):
    amara = Client.objects.get(pk=amara.pk)
    forget()
    monkeypatch.setattr(master_key, "_master", os.urandom(32))
    with pytest.raises(WrongKey):
        _ = amara.name


def test_another_clients_key_opens_nothing_of_this_one(amara, mateo):
    his = ClientKey.objects.get(client_id=mateo.pk).wrapped
    ClientKey.objects.filter(client_id=amara.pk).update(wrapped=his)
    forget()
    with pytest.raises(SealBroken):
        _ = Client.objects.get(pk=amara.pk).name


def test_a_destroyed_key_closes_everything_of_its_client(amara, now):
    rows = [
        *amara.passages.all(),
        *amara.promises.all(),
        *amara.boundaries.all(),
        *amara.check_ins.all(),
    ]
    destroy_client_key(amara.pk, now=now)
    fields = ("words", "topic", "answers")
    for row in (*rows, Client.objects.get(pk=amara.pk)):
        field = next((f for f in fields if hasattr(type(row), f)), "name")
        with pytest.raises(KeyDestroyed):
            getattr(row, field)


def test_with_the_key_gone_the_record_is_unknown_on_every_page(
    amara, ruth, samuel, as_ruth, as_amara, now
):
    destroy_client_key(amara.pk, now=now)  # and the rows left, as if cut short
    for name in ("brief", "story", "sessions", "record"):
        answer = as_ruth.get(reverse(f"worker:{name}", args=[amara.pk]))
        assert answer.status_code == 404, name
    assert as_amara.get(reverse("client:home")).status_code == 404
    for page in ("home", "worker:clients"):
        answer = as_ruth.get(reverse(page))
        assert answer.status_code == 200
        assert "Amara" not in answer.content.decode()
    with pytest.raises(NoSuchRecord):
        read_brief(amara.pk, by=ruth, on=now.date(), now=now)


def test_an_erasure_that_was_cut_short_can_be_finished(amara, samuel, now):
    destroy_client_key(amara.pk, now=now)
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    erased = Client.objects.get(pk=amara.pk)
    assert erased.erased_at == now
    assert not erased.passages.exists()
    assert not type(samuel).objects.get(pk=amara.person_id).is_active


def test_a_destroyed_key_is_never_made_again(amara, now):
    destroy_client_key(amara.pk, now=now)
    assert DestroyedKey.objects.filter(client_id=amara.pk).exists()
    with pytest.raises(KeyDestroyed):
        make_client_key(agency_id=amara.agency_id, client_id=amara.pk)


def test_keys_are_held_for_one_request_only(as_ruth, amara):
    as_ruth.get(reverse("worker:brief", args=[amara.pk]))
    held = keyring._held
    assert [held.agencies, held.clients, held.purposes] == [{}, {}, {}]


# --- The files ----------------------------------------------------------------


def pragma(alias, name):
    with connections[alias].cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def test_a_file_does_not_open_without_sqlcipher():
    plain = sqlite3.connect(connections["keys"].settings_dict["NAME"])
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM sqlite_master").fetchall()
    plain.close()


def opened_with(key):
    other = sqlcipher3.connect(connections["keys"].settings_dict["NAME"])
    other.execute("PRAGMA cipher_log_level = NONE").close()
    other.execute(f'PRAGMA key = "{key}"').close()
    try:
        return other.execute("SELECT count(*) FROM key_store_agencykey").fetchone()
    finally:
        other.close()


def test_a_file_opens_with_its_raw_key_alone():
    """The key itself and not a passphrase: no stretching at each new connection."""
    key = subkey("database keys").hex()
    assert opened_with(f"x'{key}'") == (1,)
    for wrong in (key, f"x'{subkey('database records').hex()}'", "", "x''"):
        with pytest.raises(sqlcipher3.DatabaseError):
            opened_with(wrong)


def test_the_cipher_in_use_is_the_one_we_mean():
    version, kind = pragma("keys", "cipher_version").split()
    assert tuple(map(int, version.split(".")[:2])) >= (4, 6)
    assert kind == "community"
    assert pragma("keys", "cipher_provider") == "openssl"
    assert pragma("keys", "cipher_page_size") == "4096"
    assert pragma("keys", "cipher_hmac_algorithm") == "HMAC_SHA512"
    with connections["keys"].cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
    assert tuple(map(int, version.split("."))) >= (3, 46)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("secure_delete", 1),
        ("temp_store", 2),
        ("mmap_size", 0),
        ("trusted_schema", 0),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
    ],
)
def test_every_connection_is_hardened(name, value):
    assert pragma("keys", name) == value
    if connection.vendor == "sqlite":
        assert pragma("default", name) == value
