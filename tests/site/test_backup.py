"""Real folders, the real command: what is backed up comes back, and nobody erased."""

import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader
from sqlcipher3 import dbapi2

from holdspace_site.home import Home
from holdspace_site.records import backup_file, master_key
from holdspace_site.records.backup_errors import BackupDamaged, NoRoom
from holdspace_site.records.backup_file import BackupWriter, read_header, rows_of
from holdspace_site.records.backup_header import Header, Kind
from holdspace_site.records.practice_files import Swap

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("HOLDSPACE_TEST_ENGINE") == "postgres",
        reason="it makes databases of its own on both engines, so one run is enough",
    ),
]

COMMAND = "import sys; from holdspace.command_line import main; sys.exit(main())"
INSIDE = "from holdspace_site.commands.opening import open_practice; open_practice()\n"

ERASE = INSIDE + (
    "from django.utils import timezone\n"
    "from holdspace_site.actions.erase_client import erase_client\n"
    "from holdspace_site.records.models import Person\n"
    "samuel = Person.objects.get(role='administrator')\n"
    "erase_client({n}, typed_number='{n}', by=samuel, now=timezone.now())\n"
)
ADD = INSIDE + (
    "from django.utils import timezone\n"
    "from holdspace_site.actions.add_people import add_client\n"
    "from holdspace_site.records.models import Person\n"
    "samuel = Person.objects.get(role='administrator')\n"
    "print(add_client(name='Noor', by=samuel, now=timezone.now()).pk)\n"
)
ERASED_CLIENTS = INSIDE + (
    "from holdspace_site.records.key_store.models import ClientKey, DestroyedKey\n"
    "from holdspace_site.records.models import AccessEntry, Client, Passage\n"
    "client = Client.objects.get(pk=1)\n"
    "print(bool(client.erased_at), len(client.name_sealed),"
    " Passage.objects.filter(client=1).count(),"
    " ClientKey.objects.filter(pk=1).count(),"
    " DestroyedKey.objects.filter(pk=1).count(),"
    " AccessEntry.objects.filter(verb='erase', client_id=1).count())\n"
)


# --- The command, and what lies in a folder -----------------------------------


class WarmPython:
    """Runs programs in processes of their own that begin with Django's modules read.

    A third of the time of starting Python anew each time, and otherwise the same.
    """

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, "-c", FORKS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, **asked):
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return SimpleNamespace(**json.loads(self._process.stdout.readline()))

    def stop(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=10)


FORKS = """
import importlib, json, os, resource, signal, sys, tempfile
for name in (
    "argparse asyncio cryptography.hazmat.primitives.ciphers.aead getpass platformdirs "
    "cryptography.hazmat.primitives.kdf.argon2 cryptography.hazmat.primitives.keywrap "
    "django.core.management.commands.migrate django.core.serializers.python psycopg "
    "django.db.models django.db.migrations.executor django.db.backends.sqlite3.base "
    "django.db.backends.postgresql.base django.contrib.auth.hashers django.forms "
    "django.contrib.auth.password_validation django.template django.urls sqlcipher3 "
    "django.views.csrf holdspace.command_line importlib.metadata zoneinfo "
    "django.template.defaulttags django.contrib.messages.storage.base uuid "
    "holdspace_site.commands holdspace.approach.brief_json holdspace.content.demo"
).split():
    importlib.import_module(name)
for line in sys.stdin:
    asked = json.loads(line)
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    child = os.fork()
    if not child:
        break
    _, status = os.waitpid(child, 0)
    answer = {"returncode": os.waitstatus_to_exitcode(status)}
    for name, file in (("stdout", out), ("stderr", err)):
        file.seek(0)
        answer[name] = file.read().decode()
        file.close()
    print(json.dumps(answer), flush=True)
else:
    sys.exit()
signal.alarm(60)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(out.fileno(), 1)
os.dup2(err.fileno(), 2)
os.environ.clear()
os.environ.update(asked["surroundings"])
if limit := asked["largest_file"]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.argv = ["holdspace", *asked["args"]]
exec(asked["code"], {"__name__": "__main__"})
"""


@pytest.fixture(scope="module", autouse=True)
def _warm():
    WarmPython.one = WarmPython()
    yield
    WarmPython.one.stop()


def python(home, code, *args, database=None, largest_file=0):
    """Run a program in a process of its own, for the practice in `home`."""
    surroundings = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HOLDSPACE_", "DJANGO_"))
    }
    surroundings |= {"HOLDSPACE_HOME": str(home)}
    if database:
        surroundings["HOLDSPACE_DATABASE"] = database
    return WarmPython.one.run(
        code=code,
        args=[str(arg) for arg in args],
        surroundings=surroundings,
        largest_file=largest_file,
    )


def done(home, *args, **more):
    """What a command that must work prints."""
    ran = python(home, COMMAND, *args, **more)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def did(home, code, **more):
    ran = python(home, code, **more)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def refused(home, *args, **more):
    """The one line of a command that must not work, and must change nothing."""
    before = bytes_of(home)
    ran = python(home, COMMAND, *args, **more)
    assert ran.returncode == 1, ran.stdout
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1, ran.stderr
    assert bytes_of(home) == before
    return ran.stderr


def brief(home, **more):
    return json.loads(done(home, "brief", "Amara", "--format", "json", **more))


def verified(home, **more):
    ran = python(home, COMMAND, "verify", "--format", "json", **more)
    found = json.loads(ran.stdout)
    assert ran.returncode == (0 if found["holds"] else 1)
    assert bool(ran.stderr) is not found["holds"]
    return {c["check"]: c["said"] for c in found["checks"] if not c["holds"]}


def bytes_of(folder):
    if not folder.exists():
        return None
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.is_file()}


def opened(file, purpose):
    key = master_key.read_key(file.with_name("master.key"))
    connection = dbapi2.connect(str(file), isolation_level=None)
    secret = master_key.derive(key, f"database {purpose}").hex()
    connection.execute(f"PRAGMA key = \"x'{secret}'\"")
    return connection


def tampered(home, *statements, name="records", purpose="records"):
    connection = opened(home / f"{name}.db", purpose)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def all_rows(home):
    connection = opened(home / "records.db", "records")
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE name LIKE 'records_%' AND type = 'table'"
    ).fetchall()
    rows = {
        table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}")))  # noqa: S608
        for (table,) in tables
    }
    connection.close()
    return rows


def emptied(folder):
    """Wipe a folder, but for its key."""
    for file in folder.iterdir():
        if file.name != "master.key":
            file.unlink()
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One demo practice with a backup of it, to copy and never to change."""
    folder = tmp_path_factory.mktemp("made") / "home"
    done(folder, "demo", "--no-serve")
    done(folder, "backup", folder.parent / "day1")
    return folder


@pytest.fixture
def home(made, tmp_path):
    return shutil.copytree(made, tmp_path / "home")


@pytest.fixture
def day1(made, tmp_path):
    for file in ("day1", "day1.keys"):
        shutil.copy(made.with_name(file), tmp_path)
    return tmp_path / "day1"


# --- There and back -----------------------------------------------------------


def test_a_wiped_folder_comes_back_with_the_same_brief_and_the_same_rows(
    home, tmp_path
):
    done(home, "brief", "Mateo")  # leaves an entry in the log
    before = brief(home)
    did(home, ADD)
    done(home, "backup", tmp_path / "b")
    rows = all_rows(home)

    said = json.loads(
        done(emptied(home), "restore", tmp_path / "b", "--format", "json")
    )

    restored = all_rows(home)
    log = restored.pop("records_accessentry")
    assert [row for row in log if row not in rows["records_accessentry"]] == [
        row for row in log if "'restore'" in row
    ]
    assert set(rows.pop("records_accessentry")) < set(log)
    rows.pop("records_accessloghead")
    restored.pop("records_accessloghead")
    assert restored == rows
    assert said["kept"] == []
    assert brief(home) == before
    assert not verified(home)


def test_the_log_still_only_grows_after_a_restore(home, day1):
    done(home, "restore", day1)
    with pytest.raises(dbapi2.IntegrityError, match="only grows"):
        tampered(home, "DELETE FROM records_accessentry")


def test_a_backup_is_written_down_before_it_is_made(home, day1):
    done(emptied(home), "restore", day1)
    connection = opened(home / "records.db", "records")
    verbs = connection.execute(
        "SELECT verb, os_user <> '' FROM records_accessentry ORDER BY position DESC"
    ).fetchmany(2)
    connection.close()
    assert verbs == [("restore", 1), ("backup", 1)]


def test_a_backup_is_its_owners_alone_and_says_nobodys_words(made, day1):
    original = made.with_name("day1")
    for file in (original, original.with_name("day1.keys")):
        assert file.stat().st_mode & 0o777 == 0o600
        for said in (b"Amara", b"Ruth", b"wrapped", b"Adler"):
            assert said not in file.read_bytes()
    header = read_header(day1)
    assert header.demo
    assert header.rows["records.client"] == 4
    assert header.key == Home(made).key_fingerprint


def test_the_old_files_are_kept_until_the_next_restore(home, day1, tmp_path):
    did(home, ADD)
    grown = bytes_of(home)
    done(home, "restore", day1)
    assert bytes_of(home)["records.db.before-restore"] == grown["records.db"]
    assert bytes_of(home)["keys.db.before-restore"] == grown["keys.db"]
    now = bytes_of(home)
    done(home, "restore", day1)
    assert bytes_of(home)["records.db.before-restore"] == now["records.db"]
    assert len(bytes_of(home)) == 6
    assert not [folder for folder in home.iterdir() if folder.is_dir()]


def test_no_backup_is_overwritten_unasked_and_nothing_else_ever(home, tmp_path):
    done(home, "backup", tmp_path / "b")
    assert "--replace" in refused_backup(home, tmp_path / "b")
    done(home, "backup", tmp_path / "b", "--replace")
    key = (home / "master.key").read_bytes()
    assert "there already" in refused_backup(home, home / "master.key", "--replace")
    assert (home / "master.key").read_bytes() == key
    assert "cannot be written" in refused_backup(home, tmp_path / "nowhere" / "b")
    assert sorted(f.name for f in tmp_path.iterdir()) == ["b", "b.keys", "home"]


def refused_backup(home, *args, **more):
    ran = python(home, COMMAND, "backup", *args, **more)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1, ran.stderr
    return ran.stderr


def test_a_backup_from_before_an_update_goes_through_the_migrations(
    home, day1, monkeypatch
):
    key = master_key.read_key(home / "master.key")
    monkeypatch.setattr(master_key, "_master", key)
    then = MigrationLoader(None).project_state(("records", "0001_initial")).apps
    known = {model._meta.label_lower for model in then.get_models()}
    rows = [row for row in rows_of(day1) if row["model"] in known]
    counts = {k: n for k, n in read_header(day1).rows.items() if k in known}
    older = replace(read_header(day1), migration="0001_initial", rows=counts, salt="00")
    write(day1, older, rows)
    done(home, "restore", day1)
    assert not verified(home)
    with pytest.raises(dbapi2.IntegrityError, match="only grows"):
        tampered(home, "DELETE FROM records_accessentry")

    newer = replace(older, migration="9999_of_next_year", salt="01")
    write(day1, newer, rows)
    assert "newer Holdspace" in refused(home, "restore", day1)


def write(place, header, rows):
    with BackupWriter(place, header) as writer:
        for row in rows:
            writer.write(json.dumps(row) + "\n")
        writer.finish()
        writer.put_in_place()


# --- Whoever was erased stays erased ------------------------------------------


def test_a_client_erased_since_the_backup_stays_erased(home, day1):
    did(home, ERASE.format(n=1))
    said = json.loads(done(home, "restore", day1, "--format", "json"))
    assert said["erased_again"] == 1
    assert did(home, ERASED_CLIENTS) == "True 0 0 0 1 1"
    assert python(home, COMMAND, "brief", "Amara").returncode == 1
    assert python(home, COMMAND, "brief", "1").returncode == 1
    done(home, "brief", "Mateo")
    assert not verified(home)


def test_the_records_remember_who_was_erased_when_the_key_store_is_lost(home, day1):
    did(home, ERASE.format(n=1))
    (home / "keys.db").unlink()
    done(home, "restore", day1)
    assert did(home, ERASED_CLIENTS) == "True 0 0 0 1 1"


def test_on_a_new_machine_the_newest_keys_keep_the_erased_erased(home, day1, tmp_path):
    did(home, ERASE.format(n=1))
    done(home, "backup", tmp_path / "day2")
    done(emptied(home), "restore", day1, "--keys", tmp_path / "day2.keys")
    assert did(home, ERASED_CLIENTS) == "True 0 0 0 1 1"
    assert not verified(home)


def test_the_number_of_somebody_erased_is_never_given_again(home, day1):
    assert did(home, ADD) == "5"
    did(home, ERASE.format(n=5))
    done(home, "restore", day1)
    assert did(home, ADD) == "6"
    assert not verified(home)


def test_keys_that_are_too_old_for_the_records_are_refused(home, day1, tmp_path):
    did(home, ADD)
    done(home, "backup", tmp_path / "day2")
    said = refused(
        emptied(home), "restore", tmp_path / "day2", "--keys", f"{day1}.keys"
    )
    assert "1 client(s)" in said
    assert "--keys" in said


def test_without_its_keys_a_backup_takes_those_of_the_folder(home, day1):
    day1.with_name("day1.keys").unlink()
    before = brief(home)
    done(home, "restore", day1)
    assert brief(home) == before
    assert "not at" in refused(emptied(home), "restore", day1)


# --- What is refused, and leaves everything as it was --------------------------


def test_a_damaged_backup_changes_nothing(home, day1):
    whole = day1.read_bytes()
    for spoilt in (
        flipped(whole, -5),
        flipped(whole, len(whole) // 2),
        flipped(whole, whole.index(b"made_at")),
        whole[:-1],
        whole[: len(whole) // 2],
        whole[: whole.index(b"\n", whole.index(b"\n") + 1) + 1],
        whole + b"\0",
    ):
        day1.write_bytes(spoilt)
        assert "damaged or was cut short" in refused(home, "restore", day1)
    day1.write_bytes(whole)
    keys = day1.with_name("day1.keys")
    keys.write_bytes(flipped(keys.read_bytes(), -1))
    assert "day1.keys is damaged" in refused(home, "restore", day1)


def flipped(content, at):
    spoilt = bytearray(content)
    spoilt[at] ^= 1
    return bytes(spoilt)


def test_what_is_no_backup_or_a_newer_one_changes_nothing(home, day1, tmp_path):
    keys = day1.with_name("day1.keys")
    assert "not there" in refused(home, "restore", tmp_path / "nothing")
    assert "not a Holdspace backup" in refused(home, "restore", home / "practice.json")
    assert "cannot be read" in refused(home, "restore", tmp_path)
    assert "holds the keys" in refused(home, "restore", keys)
    assert "holds the records" in refused(home, "restore", day1, "--keys", day1)
    content = day1.read_bytes()
    day1.write_bytes(content.replace(b"holdspace-backup 1", b"holdspace-backup 2", 1))
    assert "Update Holdspace" in refused(home, "restore", day1)


def test_a_missing_or_another_key_changes_nothing(home, day1):
    key_file = home / "master.key"
    kept = key_file.read_bytes()
    key_file.unlink()
    assert "HOLDSPACE_KEY_FILE" in refused(home, "restore", day1)
    master_key.make_key_file(key_file)
    assert "another master key" in refused(home, "restore", day1)
    assert "another master key" in refused(emptied(home), "restore", day1)
    key_file.write_bytes(kept)
    done(home, "restore", day1)


def test_a_new_folder_is_gone_again_when_its_key_is_missing(tmp_path, day1):
    assert "The master key is not at" in refused(tmp_path / "new", "restore", day1)


def test_demo_and_real_practices_do_not_mix(home, day1):
    about = home / "practice.json"
    about.write_text(about.read_text().replace("true", "false"))
    assert "made-up practice" in refused(home, "restore", day1)
    about.unlink()
    tampered(home, "UPDATE records_agency SET is_demo = 0")
    assert "made-up practice" in refused(home, "restore", day1)


def test_another_practice_under_the_same_key_goes_only_when_told(home, day1):
    done(home, "demo", "--no-serve")  # made anew: other people, the same key file
    did(home, ERASE.format(n=1))
    assert "--replace" in refused(home, "restore", day1)
    done(home, "restore", day1, "--replace")
    assert brief(home)["client"] == "Amara"  # that trace was of somebody else


def test_a_practice_in_use_is_left_alone(home, day1):
    at_work = opened(home / "records.db", "records")
    at_work.execute("PRAGMA journal_mode = WAL")
    at_work.execute("SELECT * FROM records_agency").fetchall()
    ran = python(home, COMMAND, "restore", day1)
    at_work.close()
    assert ran.returncode == 1
    assert "in use" in ran.stderr
    assert sorted(bytes_of(home)) == [
        "keys.db",
        "master.key",
        "practice.json",
        "records.db",
    ]


def test_a_damaged_practice_is_mended_by_restoring(home, day1):
    before = brief(home)
    for name in ("records.db", "keys.db", "practice.json"):
        (home / name).write_bytes(b"\0" * 100)
    ran = python(home, COMMAND, "restore", day1)
    assert ran.returncode == 0, ran.stderr
    assert "could not be read" in ran.stderr
    assert brief(home) == before


def test_a_full_disk_leaves_no_half_practice(home, day1, tmp_path):
    before = sorted(f.name for f in tmp_path.iterdir())
    said = refused(home, "restore", day1, largest_file=200_000)
    assert "not enough room" in said
    assert sorted(f.name for f in tmp_path.iterdir()) == before


def test_what_was_swapped_is_swapped_back_when_the_rest_goes_wrong(
    home, tmp_path, monkeypatch
):
    before = bytes_of(home)
    staged = Home(shutil.copytree(home, tmp_path / "staged"))
    staged.records.write_bytes(b"new")
    swapped = []

    def full(self, **_):
        swapped.append(self.records.read_bytes())
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Home, "found", full)
    with pytest.raises(NoRoom), Swap(Home(home), demo=True, key_fingerprint="") as swap:
        swap.put_in_place(staged)
    assert swapped == [b"new"]
    assert bytes_of(home) == before


# --- The file itself ----------------------------------------------------------


HEADER = Header(
    kind=Kind.RECORDS,
    made_at="2026-11-22T10:00:00+00:00",
    key="",
    salt="ab",
    demo=True,
    migration="0001_initial",
    rows={},
)


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A backup of many small chunks, its chunks, and its rows."""
    monkeypatch.setattr(backup_file, "_CHUNK_BYTES", 32)
    header = replace(HEADER, key=backup_file.key_fingerprint())
    rows = [{"n": n, "words": str(uuid4())} for n in range(10)]
    write(tmp_path / "small", header, rows)
    return tmp_path / "small", header, rows


def test_rows_come_out_as_they_went_in(small):
    file, header, rows = small
    assert list(rows_of(file)) == rows
    assert read_header(file) == header


def test_no_chunk_can_be_changed_moved_left_out_or_cut_off(small):
    file, header, _ = small
    start = len(header.lines())
    whole = file.read_bytes()
    head, body = whole[:start], whole[start:]
    chunks = [body[i : i + 48] for i in range(0, len(body), 48)]
    assert len(chunks) > 5
    spoilt = [head + flipped(body, at) for at in range(0, len(body), 7)]
    spoilt += [head + b"".join(chunks[:end]) for end in range(len(chunks))]
    spoilt += [
        head + b"".join([chunks[1], chunks[0], *chunks[2:]]),
        head + b"".join([*chunks[:2], *chunks[3:]]),
        head + b"".join([*chunks, chunks[-1]]),
        replace(header, demo=False).lines() + body,
        replace(header, salt="ac").lines() + body,
    ]
    for content in spoilt:
        file.write_bytes(content)
        with pytest.raises(BackupDamaged):
            list(rows_of(file))


def test_a_full_disk_leaves_nothing_of_a_new_backup_and_all_of_the_old(
    small, monkeypatch
):
    file, header, rows = small

    def full(_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        write(file, replace(header, salt="cd"), rows)
    assert list(rows_of(file)) == rows
    assert [f.name for f in file.parent.iterdir()] == [file.name]


# --- Verify -------------------------------------------------------------------


def test_verify_finds_nothing_wrong_with_a_whole_practice_and_says_no_words(made):
    ran = python(made, COMMAND, "verify")
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 5
    assert "Amara" not in ran.stdout


def test_verify_finds_a_flipped_byte(home):
    for name in ("records.db", "keys.db"):
        file = home / name
        whole = file.read_bytes()
        for at in (len(whole) // 2, len(whole) - 2000):
            file.write_bytes(flipped(whole, at))
            ran = python(home, COMMAND, "verify")
            assert ran.returncode == 1, (name, at)
            assert "damaged" in ran.stdout + ran.stderr
            assert len(ran.stderr.splitlines()) == 1
        file.write_bytes(whole)


def test_verify_finds_an_access_entry_changed_by_hand(home):
    tampered(
        home,
        "DROP TRIGGER access_log_no_update",
        "UPDATE records_accessentry SET os_user = 'nobody' WHERE position = 3",
    )
    assert verified(home) == {"access log": "does not hold from entry 3 on"}


def test_verify_finds_entries_cut_off_the_end(home):
    tampered(
        home,
        "DROP TRIGGER access_log_no_delete",
        "DELETE FROM records_accessentry WHERE position > 5",
    )
    assert verified(home) == {"access log": "does not hold from entry 6 on"}


def test_verify_finds_a_missing_key_and_words_that_do_not_open(home):
    tampered(
        home,
        "DELETE FROM key_store_clientkey WHERE client_id = 2",
        name="keys",
        purpose="keys",
    )
    found = verified(home)
    assert found["client keys"] == "1 client(s) have no key"
    assert "do not open" in found["sealed words"]
    assert list(found) == ["sealed words", "client keys"]


def test_verify_finds_words_moved_to_another_row(home):
    tampered(
        home,
        "UPDATE records_passage SET words_sealed = (SELECT words_sealed FROM "
        "records_passage ORDER BY id LIMIT 1) WHERE client_id = 2",
    )
    assert list(verified(home)) == ["sealed words"]


def test_erasing_also_removes_the_key_store_a_restore_put_aside(home, day1):
    done(home, "restore", day1)
    assert (home / "keys.db.before-restore").exists()
    did(home, ERASE.format(n=1))
    assert not (home / "keys.db.before-restore").exists()
    assert not verified(home)


def test_verify_finds_the_key_of_somebody_erased_also_in_what_a_restore_kept(
    home, day1
):
    done(home, "restore", day1)
    cut_off = home / ".restoring-x"
    cut_off.mkdir()
    shutil.copy(home / "keys.db.before-restore", cut_off / "keys.db")
    did(home, ERASE.format(n=1))
    shutil.copy(cut_off / "keys.db", home / "keys.db.before-restore")
    said = verified(home)["client keys"]
    assert "keys.db.before-restore, .restoring-x" in said
    (home / "keys.db.before-restore").unlink()
    shutil.rmtree(cut_off)
    assert not verified(home)
    tampered(
        home,
        "INSERT INTO key_store_clientkey SELECT 1, agency_id, wrapped "
        "FROM key_store_clientkey WHERE client_id = 2",
        name="keys",
        purpose="keys",
    )
    assert verified(home) == {"client keys": "1 erased client(s) still have a key"}


def test_a_practice_that_is_not_whole_can_be_backed_up_and_restored(home, tmp_path):
    tampered(
        home,
        "DROP TRIGGER access_log_no_update",
        "UPDATE records_accessentry SET os_user = 'nobody' WHERE position = 3",
    )
    tampered(
        home,
        "DELETE FROM key_store_clientkey WHERE client_id = 2",
        name="keys",
        purpose="keys",
    )
    ran = python(home, COMMAND, "backup", tmp_path / "b")
    assert ran.returncode == 0
    assert "holdspace verify" in ran.stderr
    assert "was not whole" in done(emptied(home), "restore", tmp_path / "b")
    assert verified(home)["access log"] == "does not hold from entry 3 on"
    done(home, "brief", "1")


# --- PostgreSQL ---------------------------------------------------------------


@pytest.fixture
def database():
    """The address of an empty database of its own; gone afterwards."""
    server = os.environ.get("HOLDSPACE_TEST_POSTGRES")
    if not server:
        pytest.skip("HOLDSPACE_TEST_POSTGRES is not set")
    name = f"backup_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_from_files_to_a_server_and_back(home, day1, database, tmp_path):
    before = brief(home)
    done(emptied(home), "restore", day1, database=database)
    assert not (home / "records.db").exists()
    assert brief(home, database=database) == before
    assert not verified(home, database=database)
    did(home, ADD, database=database)

    done(home, "backup", tmp_path / "day2", database=database)
    done(emptied(home), "restore", tmp_path / "day2")
    assert brief(home) == before
    assert read_header(tmp_path / "day2").rows["records.client"] == 5
    assert not verified(home)


def test_a_server_that_holds_an_agency_is_replaced_only_when_told(home, day1, database):
    done(emptied(home), "restore", day1, database=database)
    assert "--replace" in refused(home, "restore", day1, database=database)
    did(home, ERASE.format(n=1), database=database)
    assert did(home, ADD, database=database) == "5"
    did(home, ERASE.format(n=5), database=database)
    whole = day1.read_bytes()
    day1.write_bytes(flipped(whole, -5))
    said = refused(home, "restore", day1, "--replace", database=database)
    assert "damaged" in said
    assert not verified(home, database=database)
    day1.write_bytes(whole)
    done(home, "restore", day1, "--replace", database=database)
    assert did(home, ERASED_CLIENTS, database=database) == "True 0 0 0 1 1"
    assert did(home, ADD, database=database) == "6"
    assert not verified(home, database=database)
    with (
        psycopg.connect(database) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="only grows"),
    ):
        connection.execute("DELETE FROM records_accessentry")


def test_verify_finds_a_changed_entry_on_a_server(home, day1, database):
    done(emptied(home), "restore", day1, database=database)
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE records_accessentry DISABLE TRIGGER USER")
        connection.execute(
            "UPDATE records_accessentry SET verb = 'export' WHERE position = 3"
        )
    assert verified(home, database=database) == {
        "access log": "does not hold from entry 3 on"
    }


def test_a_server_that_does_not_answer_is_said_plainly(home, day1):
    said = refused(
        home, "restore", day1, database="postgresql://nobody@127.0.0.1:9/nothing"
    )
    assert "cannot be reached" in said
