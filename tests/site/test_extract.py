"""An extract holds what the client said yes to, without a word or a name of anybody."""

import json
import os
import random
import signal
import uuid
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.repairs import RuptureKind
from holdspace.alliance.sessions import SharedWith
from holdspace.command_line import main
from holdspace.content.codebook import codebook
from holdspace.practice.extract import read_extract
from holdspace.practice.extract.shift import LAST_DAYS, DateShift
from holdspace.practice.tables import DUE_DAYS_AHEAD, EXTRACT_TABLES
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions import make_extract as making
from holdspace_site.actions import make_promise as making_promises
from holdspace_site.actions.ask_questionnaire import ask_questionnaire
from holdspace_site.actions.change_check_in import share_check_in, take_back_check_in
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.extract_rows import _ENDINGS
from holdspace_site.actions.give_check_in import Answered, give_check_in
from holdspace_site.actions.give_questionnaire import FilledIn, give_questionnaire
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.make_extract import (
    ChoiceChanged,
    extract_for_report,
    make_extract,
)
from holdspace_site.actions.open_repair import notice_rupture
from holdspace_site.actions.read_record import latest_looks
from holdspace_site.actions.set_up_instruments import switch_instrument
from holdspace_site.records.models import AccessEntry, Client, Person
from holdspace_site.records.scope import MAKE_EXTRACT, NoSuchRecord
from holdspace_site.records.sharing import purposes_allowed
from holdspace_site.records.who import AtTheMachine

from .conftest import signed_in
from .test_gone_everywhere import told

CANARY = "quetzalcoatlus"
MOVED_BY = 1000  # further than anything of the demo reaches


@pytest.fixture
def machine(samuel):
    return AtTheMachine(agency_id=samuel.agency_id, os_user="root")


@pytest.fixture
def shifts(monkeypatch):
    """Draw no shift: each day stays as it is, and none is left out."""

    def by(days=0, left_out=0):
        moved = DateShift(days, left_out)
        monkeypatch.setattr(making, "shift_of", lambda key: moved)

    by()
    return by


@pytest.fixture
def later(now):
    """Some day of next month: what is so now is in what is made then."""
    return (now.replace(day=1) + timedelta(days=31)).replace(day=3)


@pytest.fixture
def end(later):
    """The last day of this month, up to which all is looked at then."""
    return timezone.localdate(later.replace(day=1)) - timedelta(days=1)


@pytest.fixture
def extracted(tmp_path, machine, later, shifts):
    """Make an extract in the next month, and return its rows by table."""

    def tables(at=later, **more):
        folder = tmp_path / uuid.uuid4().hex
        make_extract(folder, by=machine, now=at, **more)
        return rows_in(folder)

    return tables


def rows_in(folder):
    return {
        table.name: pq.read_table(folder / table.file).to_pylist()
        for table in EXTRACT_TABLES
    }


def without_numbers(tables):
    """The rows of each table whoever they are of, in an order of their own."""
    return {
        name: sorted(str({**row, "client": None}) for row in rows)
        for name, rows in tables.items()
    }


def says(client, allowed, now, purpose=Purpose.QUALITY):
    choose_sharing(
        client.pk, purpose=purpose, allowed=allowed, by=client.person, now=now
    )


@pytest.fixture
def only_amara(jordan, now):
    """Nobody but Amara says yes."""
    says(jordan, False, now)


def gives(client, now, shared_with="worker", **answers):
    session = client.sessions.filter(status="held").last()
    answered = Answered(
        check_in_id=uuid.uuid4(),
        session_id=str(session.pk),
        answers=answers,
        shared_with=SharedWith(shared_with),
    )
    return give_check_in(answered, by=client.person, now=now).check_in


# --- Who is in it ---------------------------------------------------------------


def test_only_who_said_yes_is_in_it(extracted, mateo, amara, now):
    assert len(extracted()["clients"]) == 2
    says(mateo, True, now)
    assert len(extracted()["clients"]) == 3
    says(amara, False, now + timedelta(minutes=1))
    assert len(extracted()["clients"]) == 2


def test_a_yes_counts_from_the_next_month_on(
    extracted, mateo, amara, now, later, machine, tmp_path
):
    says(mateo, True, now)
    assert len(extracted(now)["clients"]) == 2
    assert times_seen(mateo) == 0
    says(amara, False, now)
    says(amara, True, now + timedelta(minutes=1))
    assert len(extracted(now)["clients"]) == 1
    assert len(extracted(later.replace(day=1, hour=0, minute=1))["clients"]) == 3
    assert times_seen(mateo) == 1


def test_nobody_is_in_it_while_they_say_no_to_care(extracted, amara, now):
    says(amara, False, now, Purpose.CARE)
    assert len(extracted()["clients"]) == 1


def test_where_everybody_refuses_the_tables_are_empty(
    tmp_path, machine, shifts, amara, jordan, now
):
    for client in (amara, jordan):
        says(client, False, now)
    rows = make_extract(tmp_path / "x", by=machine, now=now)
    assert set(rows.values()) == {0}
    with read_extract(tmp_path / "x", threads=1) as extract:
        assert extract.clients == 0


def test_who_was_erased_is_not_in_it(extracted, samuel, jordan, now):
    erase_client(jordan.pk, typed_number=str(jordan.pk), by=samuel, now=now)
    assert len(extracted()["clients"]) == 1


def test_saying_no_while_it_is_made_stops_it(tmp_path, machine, shifts, amara, now):
    def changes_her_mind(done, total):
        assert done == total == 2
        says(amara, False, now)

    with pytest.raises(ChoiceChanged):
        make_extract(tmp_path / "x", by=machine, now=now, told=changes_her_mind)
    assert not list(tmp_path.iterdir())


def test_who_says_no_before_their_turn_is_left_out(extracted, monkeypatch, amara, now):
    monkeypatch.setattr(making, "CLIENTS_AT_ONCE", 1)
    monkeypatch.setattr(making, "secrets", _chance(list.sort))

    def changes_their_mind(done, total):
        if done == 1:
            says(Client.objects.get(pk=max(yes)), False, now)

    yes = making._counted_now(AtTheMachine(amara.agency_id, "x"), now)
    assert len(extracted(told=changes_their_mind)["clients"]) == 1


# --- Nothing that names anybody ---------------------------------------------------


def strings_of(tables):
    rows = [row for its in tables.values() for row in its]
    return {value for row in rows for value in row.values() if isinstance(value, str)}


def test_every_word_in_it_is_one_of_a_list(extracted, amara, mateo, linh, now):
    for client in (mateo, linh):
        says(client, True, now)
    told(amara, f"{CANARY}.", now, code="X.DISMISSED")
    gives(amara, now, listened="yes", keep=CANARY)
    tables = extracted()
    lists = {v for table in EXTRACT_TABLES for c in table.columns for v in c.one_of}
    known = lists | {code.id for code in codebook().codes}
    known |= {"listened", "say", "between"}
    assert strings_of(tables) <= known
    assert strings_of(tables) & {code.id for code in codebook().codes}


def test_no_number_name_or_day_of_the_record_is_in_its_files(
    tmp_path, machine, shifts, amara, mateo, linh, now, later
):
    for client in (mateo, linh):
        says(client, True, now)
    shifts(MOVED_BY)
    make_extract(tmp_path / "x", by=machine, now=later)
    tables = rows_in(tmp_path / "x")
    assert len(tables["clients"]) == 4
    said = json.dumps(tables, default=str).lower()
    raw = b"".join(file.read_bytes() for file in (tmp_path / "x").iterdir()).lower()
    names = [*(c.name for c in Client.objects.all()), *_names()]
    words = [p.words[:40] for c in Client.objects.all() for p in c.passages.all()]
    ids = [str(p) for c in Client.objects.all() for p in c.sessions.values_list("pk")]
    assert len(words) > 5
    for each in filter(None, (*names, *words, *ids)):
        assert each.lower() not in said
        assert each.lower().encode() not in raw
    days = {
        str(timezone.localdate(at))
        for client in Client.objects.all()
        for at in client.sessions.values_list("at", flat=True)
    }
    assert not any(day in said for day in days)
    assert str(timezone.localdate(now)) not in said


def _names():
    return [person.name for person in Person.objects.all()]


def test_each_client_has_a_shift_of_their_own_and_the_time_between_holds(
    tmp_path, machine, shifts, monkeypatch, amara, jordan, later
):
    drawn = [DateShift(0, 0), DateShift(-200, 0)]
    monkeypatch.setattr(making, "shift_of", lambda key: drawn.pop())
    make_extract(tmp_path / "x", by=machine, now=later)
    sessions = pq.read_table(tmp_path / "x" / "sessions.parquet").to_pylist()
    found = {1: [], 2: []}
    for row in sessions:
        found[row["client"]].append(row["on"])
    true = []
    for client in (amara, jordan):
        rows = client.sessions.exclude(status="planned").order_by("at")
        true.append([timezone.localdate(row.at) for row in rows])
    moved = [[day - timedelta(days=200) for day in days] for days in true]
    assert (found[1], found[2]) in [(moved[0], true[1]), (moved[1], true[0])]


def test_numbers_are_drawn_anew_and_count_from_one(
    extracted, monkeypatch, amara, jordan
):
    """The order is the one that chance drew."""
    came = {timezone.localdate(one.added_at) for one in (amara, jordan)}
    assert len(came) == 2
    for drawn in (list.sort, list.reverse):
        monkeypatch.setattr(making, "secrets", _chance(drawn))
        rows = extracted()["clients"]
        assert [row["client"] for row in rows] == [1, 2]
        came_first = rows[0]["asked_on"]
        came.discard(came_first)
    assert not came


def _chance(drawn):
    """The system's secure chance, which draws an order of ours."""
    made = SimpleNamespace(shuffle=drawn)
    return SimpleNamespace(SystemRandom=lambda: made)


def test_each_one_has_an_order_from_the_systems_secure_chance():
    assert isinstance(making.secrets.SystemRandom(), random.SystemRandom)


def test_what_is_written_can_be_read(tmp_path, machine, amara, mateo, linh, now, later):
    for client in (mateo, linh):
        says(client, True, now)
    rows = make_extract(tmp_path / "x", by=machine, now=later)
    with read_extract(tmp_path / "x", threads=1, today=later.date()) as extract:
        assert dict(extract.rows) == rows
    assert all(rows[name] for name in ("sessions", "ratings", "repairs", "codes"))
    assert rows["clients"] == 4


def test_every_day_of_a_month_the_same_comes_out(tmp_path, machine, amara, now, later):
    """How far days are moved and how many are left out is not drawn anew."""
    made = []
    for day in (1, 15, 28):
        at = later.replace(day=day)
        folder = tmp_path / str(day)
        make_extract(folder, by=machine, now=at)
        made.append(without_numbers(rows_in(folder)))
        gives(amara, at, between="1")
        told(amara, "More.", at, code="X.RAW")
    assert made[0] == made[1] == made[2]
    assert made[0]["ratings"]


def test_clients_have_shifts_from_their_own_keys(amara, jordan):
    moves = [making._shift(one.pk) for one in (amara, jordan, amara)]
    assert moves[0] == moves[2] != moves[1]


# --- What is in it --------------------------------------------------------------


def test_it_says_what_the_record_says(extracted, only_amara, amara, end):
    tables = extracted()
    [client] = tables["clients"]
    sessions = amara.sessions.exclude(status="planned")
    held = [timezone.localdate(row.at) for row in sessions.filter(status="held")]
    assert client["first_on"] == min(held)
    assert client["last_on"] == max(held)
    assert client["asked_on"] == timezone.localdate(amara.added_at)
    assert client["seen_until"] == end
    assert client["hurt_before"] is True
    assert len(tables["sessions"]) == sessions.count()
    assert len(tables["promises"]) == amara.promises.count()
    assert {row["status"] for row in tables["repairs"]} <= {
        row.status for row in amara.repairs.all()
    }
    told = {row["code"]: row["earlier"] for row in tables["codes"]}
    assert told
    assert not [code for code in told if code.startswith("N.")]


def test_an_answer_is_a_rating_and_an_open_question_an_empty_one(
    extracted, only_amara, amara, now
):
    session = amara.sessions.filter(status="held").last()
    session.check_ins.all().delete()
    gives(amara, now, between="3", listened="not_really")
    tables = extracted()
    [number] = [r["number"] for r in tables["sessions"] if r["on"] == day_of(session)]
    rows = [r for r in tables["ratings"] if r["session"] == number]
    assert {row["measure"]: row["score"] for row in rows} == {
        "between": 3.0,
        "listened": 0.0,
        "say": None,
    }
    assert {row["on"] for row in rows} == {timezone.localdate(now)}


def day_of(session):
    return timezone.localdate(session.at)


def test_sessions_count_from_one_whatever_their_numbers_in_the_record(
    extracted, only_amara, amara
):
    skipped = amara.sessions.exclude(status="planned").first()
    skipped.status = "planned"
    skipped.save()
    tables = extracted()
    numbers = [row["number"] for row in tables["sessions"]]
    assert numbers == list(range(1, len(numbers) + 1))
    days = [row["on"] for row in tables["sessions"]]
    assert days == sorted(days)
    assert {row["session"] for row in tables["ratings"]} <= {None, *numbers}


@pytest.mark.parametrize(
    ("shared_with", "score"), [("nobody", None), ("supervisor", None), ("worker", 7.0)]
)
def test_a_questionnaire_is_its_scale_or_empty(
    extracted, only_amara, amara, ruth, samuel, now, shared_with, score
):
    switch_instrument("gad-7", on=True, by=samuel, now=now)
    asked = str(ask_questionnaire(amara.pk, "gad-7", "", by=ruth, now=now).pk)
    never = extracted()
    filled = FilledIn({str(n): 1 for n in range(1, 8)}, SharedWith(shared_with))
    give_questionnaire(asked, filled, by=amara.person, now=now)
    given = extracted()
    [row] = [r for r in given["ratings"] if r["measure"].startswith("gad-7.")]
    assert row["score"] == score
    assert (given == never) is (score is None)


def test_agreed_lines_are_in_it_with_whether_they_were_kept(
    extracted, only_amara, amara, now
):
    says(amara, False, now)
    client = next(one for one in Client.objects.all() if one.way_lines.exists())
    says(client, True, now)
    tables = extracted()
    agreed = client.way_lines.filter(verdict="yes", left_out_at=None)
    assert len(tables["lines"]) == agreed.filter(by_worker_at__isnull=False).count()
    answers = tables["line_answers"]
    assert {one["line"] for one in answers} <= {row["line"] for row in tables["lines"]}
    assert answers
    session_day = answers[0]["on"]
    assert session_day in [row["on"] for row in tables["sessions"]]

    for row in client.check_ins.all():
        share_check_in(row.pk, SharedWith.NOBODY, by=client.person, now=now)
    assert extracted()["line_answers"] == []
    agreed.update(verdict=Verdict.TAKEN_BACK.value)
    assert extracted()["lines"] == []


def test_a_promise_is_told_with_the_clients_own_word(
    extracted, only_amara, amara, shifts, now, end
):
    promise = amara.promises.filter(status="kept").first()
    promise.not_kept_at = now
    promise.save()
    told = {(r["status"], r["disputed"]) for r in extracted()["promises"]}
    assert ("kept", True) in told
    shifts(left_out=days_to(end, now) + 1)
    told = {(r["status"], r["disputed"]) for r in extracted()["promises"]}
    assert ("kept", True) not in told
    assert all(
        (row["settled_on"] is None) is (row["status"] == "open")
        for row in extracted()["promises"]
    )


def days_to(end, now):
    return (end - timezone.localdate(now)).days


def test_no_promise_is_due_later_than_an_extract_can_say():
    made_after_the_end = timedelta(days=31 + LAST_DAYS)
    assert making_promises._FURTHEST + made_after_the_end < timedelta(DUE_DAYS_AHEAD)


def test_nothing_that_happened_on_the_last_days_is_in_it(
    extracted, shifts, only_amara, amara, ruth, now, end
):
    before = extracted()
    session = amara.sessions.filter(status="held").last()
    notice_rupture(
        amara.pk,
        kind=RuptureKind.UNCLEAR,
        words="She went quiet.",
        session_id=str(session.pk),
        by=ruth,
        now=now,
    )
    told(amara, f"{CANARY}.", now, code="X.DISMISSED")
    gives(amara, now, between="1")
    assert extracted() != before
    shifts(left_out=days_to(end, now) + 1)
    yesterday = extracted()
    assert not [r for its in yesterday.values() for r in its if _day_of(r, now)]
    assert len(yesterday["repairs"]) == len(before["repairs"])
    shifts(left_out=30_000)
    assert extracted()["clients"] == []


def _day_of(row, now):
    return timezone.localdate(now) in [v for k, v in row.items() if k != "due_on"]


def test_how_the_help_here_ended_is_told_in_few_words(
    extracted, only_amara, amara, now, end
):
    assert set(_ENDINGS) == {c.id for c in codebook().codes if c.id.startswith("E.")}
    present = amara.episodes.get(kind="present")
    present.ended, present.ending = f"{now:%Y-%m}", "E.ENOUGH"
    present.save()
    [client] = extracted()["clients"]
    assert client["ending"] == "agreed"
    assert client["ended_on"] == end
    present.ended = f"{now.year + 2}"
    present.save()
    [client] = extracted()["clients"]
    assert (client["ended_on"], client["ending"]) == (None, None)


# --- What is kept from a worker never was ---------------------------------------


@pytest.mark.parametrize("shared_with", ["nobody", "supervisor"])
def test_a_check_in_kept_back_never_was(extracted, only_amara, amara, now, shared_with):
    never = extracted()
    row = gives(amara, now, shared_with, between="1", off="big")
    assert extracted() == never
    share_check_in(row.pk, SharedWith.WORKER, by=amara.person, now=now)
    shown = extracted()
    assert shown["ratings"] != never["ratings"]
    take_back_check_in(row.pk, by=amara.person, now=now)
    assert extracted() == never


def test_a_passage_held_back_and_a_reading_taken_back_never_were(
    extracted, only_amara, amara, now
):
    never = extracted()
    passage = told(amara, f"A {CANARY}.", now, code="X.RAW")
    there = extracted()
    assert there["codes"] != never["codes"]
    hold_back(amara.pk, passage.pk, held_back=True, by=amara.person, now=now)
    assert extracted() == never
    hold_back(amara.pk, passage.pk, held_back=False, by=amara.person, now=now)
    assert extracted() == there
    reading = passage.readings.get()
    taken_back = Verdict.TAKEN_BACK
    give_verdict(amara.pk, reading.pk, verdict=taken_back, by=amara.person, now=now)
    assert extracted() == never


# --- Who may, and what is left of it --------------------------------------------


def test_making_one_is_written_down_before_anything_is_read(
    tmp_path, machine, shifts, monkeypatch, now
):
    def reads(seen):
        raise ZeroDivisionError

    monkeypatch.setattr(making, "rows_of", reads)
    with pytest.raises(ZeroDivisionError):
        make_extract(tmp_path / "x", by=machine, now=now)
    newest = AccessEntry.objects.last()
    assert (newest.verb, newest.os_user) == (MAKE_EXTRACT, "root")
    assert newest.client_id is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("role", ["worker", "supervisor", "client"])
def test_nobody_but_who_runs_the_agency_has_one_made(tmp_path, role, now):
    person = Person.objects.filter(role=role).first()
    with pytest.raises(NoSuchRecord):
        make_extract(tmp_path / "x", by=person, now=now)
    assert not list(tmp_path.iterdir())


def test_one_for_a_report_ends_on_one_day_and_is_gone_after_it(
    tmp_path, monkeypatch, samuel, shifts, later, end
):
    monkeypatch.setenv("HOLDSPACE_HOME", str(tmp_path))
    shifts(left_out=12)
    old = tmp_path / ".holdspace-extract-left"
    old.mkdir()
    os.utime(old, (0, 0))
    with extract_for_report(by=samuel, now=later) as folder:
        seen = {row["seen_until"] for row in rows_in(folder)["clients"]}
        assert seen == {end}
        assert folder.parent.parent == tmp_path
        assert folder.parent.stat().st_mode & 0o077 == 0
        assert not old.exists()
    assert not list(tmp_path.iterdir())


# --- The command ----------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch, shifts):
    """The practice of these tests, as if it had just been opened."""
    command = import_module("holdspace_site.commands.extract")
    monkeypatch.setattr(command, "open_practice", lambda: None)


def test_the_command_makes_it_and_says_what_is_in_it(opened, tmp_path, capsys):
    assert main(["extract", str(tmp_path / "x"), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == 1
    assert said["rows"]["clients"] == 2
    assert list(said["rows"]) == [table.name for table in EXTRACT_TABLES]
    assert main(["extract", str(tmp_path / "y")]) == 0
    told = capsys.readouterr()
    assert "keep it as safe as a record" in told.out
    assert told.err == ""


def test_the_command_refuses_a_folder_in_use(opened, tmp_path, capsys):
    (tmp_path / "x").touch()
    assert main(["extract", str(tmp_path)]) == 1
    assert "is not empty. Name a folder" in capsys.readouterr().err
    assert AccessEntry.objects.filter(verb=MAKE_EXTRACT).count() == 0


def interrupted(seen):
    raise KeyboardInterrupt


def stopped(seen):
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize(("stop", "status"), [(interrupted, 130), (stopped, 143)])
def test_stopping_the_command_leaves_nothing(
    opened, tmp_path, monkeypatch, stop, status
):
    monkeypatch.setattr(making, "rows_of", stop)
    try:
        ended = main(["extract", str(tmp_path / "x")])
    except SystemExit as error:
        ended = error.code
    assert ended == status
    assert not list(tmp_path.iterdir())


def test_nobody_yet_is_said_plainly(opened, tmp_path, amara, jordan, now, capsys):
    for client in (amara, jordan):
        says(client, False, now)
    assert main(["extract", str(tmp_path / "x")]) == 0
    assert "Nobody said yes to this use before this month" in capsys.readouterr().out


# --- The client sees that it was made -------------------------------------------


def times_seen(client, *, own=True):
    return [one.verb for one in latest_looks(client, own=own)].count(MAKE_EXTRACT)


def test_a_client_reads_that_it_was_made_while_they_said_yes(
    tmp_path, machine, shifts, as_amara, amara, mateo, now
):
    make_extract(tmp_path / "x", by=machine, now=now)
    page = as_amara.get(reverse("client:looks")).content.decode()
    assert "put rows of your record into files" in page
    assert times_seen(amara) == 1
    assert times_seen(mateo) == 0


def test_nobody_else_reads_there_that_they_said_yes(
    tmp_path, machine, shifts, amara, now
):
    make_extract(tmp_path / "x", by=machine, now=now)
    assert times_seen(amara, own=False) == 0


def test_one_made_after_they_said_no_is_no_look_at_their_record(
    tmp_path, machine, shifts, amara, now
):
    says(amara, False, now)
    make_extract(tmp_path / "x", by=machine, now=now + timedelta(minutes=1))
    assert times_seen(amara) == 0


# --- The client's own switch ----------------------------------------------------


def test_the_client_reads_what_the_switch_is_for_and_it_is_off_at_first(linh):
    page = signed_in(linh.person).get(reverse("client:sharing")).content.decode()
    assert "Those who run this place, to learn how it goes for people" in page
    for honest in (
        "put together with those of others",
        "files in which you are rows without your name",
        "your points in questionnaires",
        "what went wrong with your worker and what you said about it",
        "what was promised and if it was kept",
        "Their rhythm stays, so somebody who knows you well may still know you again",
        "A yes counts from the next month on, a no at once",
        "A copy made before stays as it is",
    ):
        assert honest in " ".join(page.split())
    switch = page.partition('id="switch-quality"')[2].partition("</form>")[0]
    assert 'aria-checked="false"' in switch
    assert Purpose.QUALITY not in purposes_allowed(linh)


def test_a_worker_does_not_read_who_is_counted(as_ruth, amara):
    page = as_ruth.get(reverse("worker:record", args=[amara.pk])).content.decode()
    assert "What Amara allows" in page
    assert "Following up your work in supervision: yes" in page
    assert "counted" not in page.partition('id="allows"')[2].partition("</section>")[0]
