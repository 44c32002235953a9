"""Saves of several people that wait for each other are written with one commit."""

import fcntl
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from holdspace_site.records import one_commit
from holdspace_site.records.models import SignInTries
from holdspace_site.records.one_commit import write_in_one_commit

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


class TooMuch(Exception):
    """What is raised in these tests."""


def saving(name):
    def save():
        SignInTries.objects.create(digest=name, since=NOW)
        return f"saved {name}"

    return save


def failing(name):
    def save():
        saving(name)()
        raise TooMuch(name)

    return save


def undoing_all():
    """What SQLite does when the disk is full in the middle: it undoes all there is."""
    connection.savepoint_commit(connection.savepoint_ids[-1])
    raise TooMuch("disk")


@pytest.fixture
def waiting():
    """Lets somebody wait in line, as a thread does whose turn has not come."""
    made = []

    def wait(save):
        made.append(one_commit._Waiting(save))
        one_commit._line.append(made[-1])
        return made[-1]

    yield wait
    assert not one_commit._line


def kept():
    return set(SignInTries.objects.values_list("digest", flat=True))


def test_whoever_writes_takes_along_all_that_wait(waiting):
    first, second = waiting(saving("a")), waiting(saving("b"))
    assert write_in_one_commit(saving("c")) == "saved c"
    assert kept() == {"a", "b", "c"}
    assert (first.saved, second.saved) == ("saved a", "saved b")
    assert first.is_over
    assert second.is_over


def test_a_save_that_fails_undoes_itself_alone_and_tells_the_one_it_belongs_to(waiting):
    theirs = waiting(failing("a"))
    assert write_in_one_commit(saving("b")) == "saved b"
    assert kept() == {"b"}
    assert isinstance(theirs.problem, TooMuch)


def test_the_one_who_writes_hears_of_their_own_trouble_and_the_others_are_kept(waiting):
    theirs = waiting(saving("a"))
    with pytest.raises(TooMuch):
        write_in_one_commit(failing("b"))
    assert kept() == {"a"}
    assert theirs.problem is None


def test_nobody_takes_for_saved_what_the_disk_refused(waiting, monkeypatch):
    theirs = waiting(saving("a"))
    whole = one_commit.transaction.atomic

    @contextmanager
    def full_disk():
        with whole():
            yield
            if depth.pop() == "whole":
                raise TooMuch("disk")

    depth = ["whole", "one save", "one save"]
    monkeypatch.setattr(one_commit.transaction, "atomic", full_disk)
    with pytest.raises(TooMuch):
        write_in_one_commit(saving("b"))
    assert isinstance(theirs.problem, TooMuch)
    assert kept() == set()


def test_nobody_takes_for_saved_what_went_with_the_trouble_of_another(waiting):
    theirs = waiting(saving("a"))
    with pytest.raises(TooMuch):
        write_in_one_commit(undoing_all)
    assert kept() == set()
    assert theirs.problem is not None


def test_while_one_process_writes_no_other_of_the_practice_does():
    if connection.vendor != "sqlite":
        pytest.skip("a database server keeps its own line")
    folder = Path(connection.settings_dict["NAME"]).parent
    beside = os.open(folder, os.O_RDONLY)  # as another process has it

    def save():
        with pytest.raises(BlockingIOError):
            fcntl.flock(beside, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return "saved"

    try:
        assert write_in_one_commit(save) == "saved"
        fcntl.flock(beside, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(beside)
