"""The commands that serve and show: what they check before they change anything."""

import argparse
import socket

import pytest

from holdspace.command_line import main
from holdspace_site.commands.brief import CannotWrite, _put
from holdspace_site.commands.serve import (
    CertificateUnreadable,
    _shown,
    check_certificate,
    port_number,
)
from holdspace_site.home import Home
from holdspace_site.records import master_key, practice_files
from holdspace_site.records.backup_errors import PracticeInUse
from holdspace_site.records.practice_files import check_not_in_use


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDSPACE_HOME", str(tmp_path / "practice"))
    monkeypatch.delenv("HOLDSPACE_KEY_FILE", raising=False)
    monkeypatch.setattr(master_key, "_master", master_key._master)
    monkeypatch.setattr(practice_files, "_WAIT_SECONDS", 0.1)
    return Home.chosen()


@pytest.fixture
def taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_demo_whose_port_is_taken_makes_nothing(home, taken_port, capsys):
    assert main(["demo", "--no-browser", "--port", str(taken_port)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("holdspace: Nothing can be served at")
    assert len(told.splitlines()) == 1
    assert not home.folder.exists()


def test_a_demo_somebody_works_with_is_not_made_anew(home, capsys):
    key = master_key.make_key_file(_made(home.folder) / "master.key")
    home.found(demo=True, key_fingerprint=master_key.fingerprint(key))
    master_key.hold(key)
    working = practice_files._opened(_made_file(home.records), "records")
    working.execute("PRAGMA journal_mode = WAL")
    working.execute("CREATE TABLE told (words)")
    try:
        with pytest.raises(PracticeInUse):
            check_not_in_use(home)
        assert main(["demo", "--no-serve"]) == 1
        assert "is in use. Stop" in capsys.readouterr().err
        assert home.records.exists()
        assert home.is_demo
    finally:
        working.close()


def _made(folder):
    folder.mkdir()
    return folder


def _made_file(file):
    file.touch()
    return file


@pytest.mark.parametrize("command", ["demo", "serve"])
@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_what_is_no_port_is_wrong_usage(home, capsys, command, port):
    with pytest.raises(SystemExit) as ended:
        main([command, f"--port={port}"])
    assert ended.value.code == 2
    assert "give a number from 1 to 65535" in capsys.readouterr().err


def test_the_ends_of_the_range_are_ports():
    assert [port_number(typed) for typed in ("1", "65535")] == [1, 65535]
    with pytest.raises(argparse.ArgumentTypeError):
        port_number("")


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "localhost"),
        ("::1", "localhost"),
        ("localhost", "localhost"),
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::7", "[2001:db8::7]"),
    ],
)
def test_an_address_is_shown_as_people_open_it(host, shown):
    assert _shown(host) == shown


def test_a_brief_that_cannot_be_written_says_where(tmp_path):
    with pytest.raises(CannotWrite, match="could not be written"):
        _put(b"brief", str(tmp_path / "not there" / "brief.txt"))


@pytest.mark.parametrize("written", [None, "no certificate"])
def test_a_certificate_that_cannot_be_used_is_said_before_anything_starts(
    written, tmp_path
):
    certificate = tmp_path / "certificate.pem"
    if written:
        certificate.write_text(written)
    with pytest.raises(CertificateUnreadable):
        check_certificate(str(certificate), str(certificate))
