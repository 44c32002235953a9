"""The key everything else hangs on: what opens it, and what is said if it does not."""

import json
import os
import stat

import pytest

from holdspace_site.actions.protect_key import (
    is_protected,
    key_on_paper,
    protect_key,
)
from holdspace_site.home import FolderInUse, FolderUnreadable, Home
from holdspace_site.records import master_key
from holdspace_site.records.master_key import (
    KEY_BYTES,
    KeyMissing,
    KeyTextWrong,
    KeyUnreadable,
    Locked,
    PassphraseNeeded,
    WrongKey,
    WrongPassphrase,
    fingerprint,
    key_from_text,
    key_text,
    make_key_file,
    needs_passphrase,
    read_key,
    subkey,
    unlock,
)

PASSPHRASE = "four plain words together"


@pytest.fixture(autouse=True)
def quick_to_stretch(monkeypatch):
    """The full cost of Argon2id would be most of the time these tests take."""
    cheap = {"iterations": 1, "lanes": 1, "memory_cost": 8}
    monkeypatch.setattr(master_key, "_ARGON2", cheap)


@pytest.fixture(autouse=True)
def _same_key_after(monkeypatch):
    monkeypatch.setattr(master_key, "_master", master_key._master)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "master.key"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A practice in a folder of its own, with its key."""
    monkeypatch.delenv("HOLDSPACE_KEY_FILE", raising=False)
    found = Home(tmp_path / "practice")
    key = make_key_file(found.key_file)
    found.found(demo=False, key_fingerprint=fingerprint(key))
    return found


def mode(file):
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_key_is_read_back(file):
    key = make_key_file(file)
    assert len(key) == KEY_BYTES
    assert read_key(file) == key
    assert not needs_passphrase(file)


def test_two_new_keys_are_never_the_same(file, tmp_path):
    assert make_key_file(file) != make_key_file(tmp_path / "another.key")


def test_a_key_under_a_passphrase_opens_with_it_alone(file):
    key = make_key_file(file, PASSPHRASE)
    assert needs_passphrase(file)
    assert read_key(file, PASSPHRASE) == key
    with pytest.raises(WrongPassphrase, match="capitals and spaces count"):
        read_key(file, PASSPHRASE.upper())
    with pytest.raises(PassphraseNeeded, match="HOLDSPACE_PASSPHRASE_FILE"):
        read_key(file)


def test_a_key_under_a_passphrase_does_not_stand_in_its_file(file):
    key = make_key_file(file, PASSPHRASE)
    held = json.loads(file.read_text())
    assert set(held) == {"holdspace_key", "salt", "nonce", "wrapped"}
    assert key not in file.read_bytes()
    assert master_key._text(key) not in file.read_text()


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_the_key_file_is_for_its_owner_alone(file, passphrase):
    os.umask(0o000)
    try:
        make_key_file(file, passphrase)
    finally:
        os.umask(0o022)
    assert mode(file) == 0o600


def test_the_folder_of_a_practice_is_for_its_owner_alone(home):
    assert mode(home.folder) == 0o700
    assert mode(home.folder / "practice.json") == 0o600


def test_a_missing_key_says_where_it_was_looked_for(file):
    with pytest.raises(KeyMissing, match=r"master\.key.*HOLDSPACE_KEY_FILE"):
        read_key(file)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\x00\xff\xfe",
        b"[]",
        b"{}",
        b'{"holdspace_key": 2, "key": ""}',
        b'{"holdspace_key": 1}',
        b'{"holdspace_key": 1, "key": "c2hvcnQ="}',
        b'{"holdspace_key": 1, "key": 7}',
        b'{"holdspace_key": 1, "key": "not base 64!"}',
        b'{"holdspace_key": 1, "wrapped": "AAAA"}',
        b'{"holdspace_key": 1, "wrapped": "AAAA", "salt": "AA==", "nonce": "AAAA"}',
    ],
)
def test_a_damaged_key_file_says_so_and_is_left_as_it_was(file, damaged):
    file.write_bytes(damaged)
    with pytest.raises((KeyUnreadable, WrongPassphrase)) as told:
        read_key(file, PASSPHRASE)
    assert "Nothing was changed" in str(told.value)
    assert file.read_bytes() == damaged


def test_one_changed_character_of_a_wrapped_key_does_not_pass_for_a_key(file):
    make_key_file(file, PASSPHRASE)
    held = json.loads(file.read_text())
    first = "B" if held["wrapped"][0] == "A" else "A"
    held["wrapped"] = first + held["wrapped"][1:]
    file.write_text(json.dumps(held))
    with pytest.raises(WrongPassphrase):
        read_key(file, PASSPHRASE)


def test_the_key_of_another_practice_does_not_unlock_this_one(home):
    before = subkey("records")
    make_key_file(home.key_file)
    with pytest.raises(WrongKey, match="does not belong to this practice"):
        unlock(home)
    assert subkey("records") == before


def test_its_own_key_unlocks_a_practice(home):
    unlock(home)
    assert fingerprint(master_key._master) == home.key_fingerprint


def test_nothing_is_derived_before_the_key_was_read(monkeypatch):
    monkeypatch.setattr(master_key, "_master", None)
    with pytest.raises(Locked):
        subkey("records")


def test_each_purpose_has_a_key_of_its_own():
    purposes = ["records", "keys", "cookies", "access log", "fingerprint"]
    assert len({subkey(purpose) for purpose in purposes}) == len(purposes)
    assert all(len(subkey(purpose)) == KEY_BYTES for purpose in purposes)


def test_a_fingerprint_is_not_a_part_of_the_key():
    key = os.urandom(KEY_BYTES)
    assert fingerprint(key) not in key.hex()
    assert fingerprint(key) not in master_key.derive(key, "fingerprint").hex()


def test_a_passphrase_can_be_put_on_a_key_later(home):
    key = read_key(home.key_file)
    protect_key(home, PASSPHRASE)
    assert is_protected(home)
    assert read_key(home.key_file, PASSPHRASE) == key
    assert mode(home.key_file) == 0o600


@pytest.mark.parametrize("named", [False, True])
def test_a_key_typed_from_paper_into_a_file_opens_the_practice(
    home, tmp_path, monkeypatch, named
):
    paper, key = key_on_paper(home), read_key(home.key_file)
    home.key_file.unlink()
    if named:
        monkeypatch.setenv("HOLDSPACE_KEY_FILE", str(tmp_path / "typed.txt"))
    typed = paper.lower().replace(" ", "-", 3).replace("0", "O")
    home.key_file.write_bytes(b"\xef\xbb\xbf" + typed.encode() + b"\r\n\r\n")
    assert not is_protected(home)
    unlock(home)
    assert master_key._master == key


def test_a_slip_in_a_key_typed_from_paper_is_noticed_and_the_file_is_left(home):
    paper = key_on_paper(home)
    other = "3" if paper[6] != "3" else "4"
    for typed in (
        paper[:6] + other + paper[7:],
        paper[:6] + "é" + paper[7:],
        paper[:-1],
        paper + " 0000",
    ):
        home.key_file.write_text(typed)
        with pytest.raises(KeyTextWrong, match=r"master\.key.*Compare each group"):
            unlock(home)
        assert home.key_file.read_text() == typed


def test_the_paper_of_another_practice_is_refused(home):
    home.key_file.write_text(key_text(os.urandom(KEY_BYTES)))
    with pytest.raises(WrongKey):
        unlock(home)


def test_a_passphrase_can_be_put_on_a_key_typed_from_paper(home):
    paper, key = key_on_paper(home), read_key(home.key_file)
    home.key_file.write_text(paper)
    protect_key(home, PASSPHRASE)
    assert read_key(home.key_file, PASSPHRASE) == key
    assert mode(home.key_file) == 0o600


def test_any_key_survives_the_paper():
    for key in (bytes(KEY_BYTES), b"\xff" * KEY_BYTES, os.urandom(KEY_BYTES)):
        assert key_from_text(key_text(key)) == key


# --- The folder of the demo ---------------------------------------------------


def test_a_demo_is_cleared_and_its_key_kept(tmp_path, monkeypatch):
    monkeypatch.delenv("HOLDSPACE_KEY_FILE", raising=False)
    home = Home(tmp_path)
    make_key_file(home.key_file)
    home.found(demo=True, key_fingerprint="x")
    for name in ("records.db", "records.db-wal", "keys.db", "keys.db-shm"):
        (tmp_path / name).write_bytes(b"made up")
    home.clear_demo()
    assert [file.name for file in tmp_path.iterdir()] == ["master.key"]


def test_a_practice_that_is_no_demo_is_never_cleared(home):
    home.records.write_bytes(b"somebody's life")
    with pytest.raises(FolderInUse, match="HOLDSPACE_HOME"):
        home.clear_demo()
    assert home.records.read_bytes() == b"somebody's life"


def test_a_folder_of_other_things_is_never_cleared(tmp_path):
    (tmp_path / "records.db").write_bytes(b"something else")
    with pytest.raises(FolderInUse):
        Home(tmp_path).clear_demo()
    assert (tmp_path / "records.db").exists()


@pytest.mark.parametrize("about", [b"{", b"\xff\xfe", b"[]", b'"demo"'])
def test_a_folder_whose_mark_is_damaged_is_never_cleared(tmp_path, about):
    (tmp_path / "practice.json").write_bytes(about)
    (tmp_path / "records.db").write_bytes(b"perhaps somebody's life")
    with pytest.raises((FolderInUse, FolderUnreadable)):
        Home(tmp_path).clear_demo()
    assert (tmp_path / "records.db").exists()


def test_an_empty_or_missing_folder_needs_no_clearing(tmp_path):
    Home(tmp_path).clear_demo()
    Home(tmp_path / "not there").clear_demo()
