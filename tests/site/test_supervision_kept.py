"""What a client keeps from the supervisor is in nothing the supervisor can get at.

The two pages of a pair answer as if it had never been: whole pages are held against
each other, so that nothing shows by what is missing, counted, numbered or sorted
either. Each test first sees that there is something to keep.
"""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.repairs import ClientsWord, Ground, RepairStatus, RuptureKind
from holdspace.alliance.sessions import SharedWith
from holdspace.practice.supervision import FollowUpKind
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions.ask_about import AskedAbout, ask_about
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.find_follow_ups import find_follow_ups
from holdspace_site.actions.give_check_in import Answered, give_check_in
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.keep_repair import Talk, answer_repair, keep_talk
from holdspace_site.actions.make_promise import make_promise
from holdspace_site.actions.open_repair import notice_rupture
from holdspace_site.actions.read_supervision import read_supervisee
from holdspace_site.actions.share_figures import share_figures
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    CheckIn,
    Client,
    Passage,
    Reading,
    Repair,
    RepairGround,
    RepairStep,
    Session,
    WayLine,
)
from holdspace_site.records.repairs import repairs_of
from holdspace_site.records.supervision import repairs_followed

from .conftest import signed_in

SECRETS = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"')
COUNTS = {"turns": 30, "mains": {"question": 12}, "figures": {}}


@pytest.fixture(autouse=True)
def still(monkeypatch):
    """The clock stands: two worlds are looked at in the same moment."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


@pytest.fixture
def seen(ruth, deborah):
    """The supervisor's page of this worker; with `own`, the worker's side of it, too.

    The list of workers has only names on it: test_supervision.py sees to that.
    """
    supervisor, worker = signed_in(deborah), signed_in(ruth)

    def seen(*, own=False):
        pages = [supervisor.get(reverse("supervision:worker", args=[ruth.pk]))]
        if own:
            pages.append(worker.get(reverse("worker:supervision")))
        assert {page.status_code for page in pages} == {200}
        return [SECRETS.sub("", page.text) for page in pages]

    return seen


@pytest.fixture
def session(amara, ruth, still):
    """A meeting of today that nobody answered for yet."""
    at = still - timedelta(hours=3)
    return Session.objects.create(
        client=amara, worker=ruth, number=40, at=at, status="held"
    )


@pytest.fixture
def all_read(ruth, still):
    """Whatever was told so far, the worker has opened."""
    for client in Client.objects.all():
        write_down("read_story", by=ruth, now=still, client_id=client.pk)


def answers(session, shared_with, **given):
    answered = Answered(
        check_in_id=uuid.uuid4(),
        session_id=str(session.pk),
        answers=given,
        shared_with=SharedWith(shared_with),
    )
    by, now = session.client.person, timezone.now()
    return give_check_in(answered, by=by, now=now).check_in


def kinds(ruth, now):
    return [
        one.item.kind for one in find_follow_ups(ruth, repairs_followed(ruth), now=now)
    ]


def chooses(client, purpose, allowed, now):
    choose_sharing(
        client.pk, purpose=purpose, allowed=allowed, by=client.person, now=now
    )


def a_repair(client, worker, now, ground, **on):
    repair = Repair.objects.create(
        client=client,
        worker=worker,
        kind=RuptureKind.UNCLEAR.value,
        status="open",
        opened_at=now - timedelta(days=30),
    )
    return rests(repair, worker, now - timedelta(days=30), ground, **on)


def rests(repair, worker, at, ground, **on):
    return RepairGround.objects.create(
        client=repair.client,
        repair=repair,
        ground=ground.value,
        noticed_by=worker,
        noticed_at=at,
        **on,
    )


def noticed(client, worker, now, *, put=()):
    """A repair the worker noticed themselves and put where `put` says, step by step."""
    repair = notice_rupture(
        client.pk,
        kind=RuptureKind.UNCLEAR,
        words="She went quiet.",
        session_id=None,
        by=worker,
        now=now,
    )
    for minute, status in enumerate(put, start=1):
        talks(repair, worker, now + timedelta(minutes=minute), to=status)
    return repair


def talks(repair, worker, now, *, to=None, said=""):
    return keep_talk(
        repair.client_id,
        repair.pk,
        talk=Talk(to=to, said=said),
        version=Repair.objects.get(pk=repair.pk).version,
        by=worker,
        now=now,
    )


def a_strain_told(client, worker, now):
    passage = Passage(
        client=client,
        told_by="client",
        typed_by=worker,
        told_on=timezone.localdate(now),
        setting="session",
        added_at=now - timedelta(days=40),
    )
    passage.words = "It hurt."
    passage.save(force_insert=True)
    return Reading.objects.create(
        client=client,
        passage=passage,
        code="R.SHARP",
        start=0,
        end=8,
        certainty="said",
        noticed_by="worker",
        marked_by=client.person,
        marked_at=now,
    )


# --- Answers after a session --------------------------------------------------------


def test_a_repair_that_rests_on_answers_to_the_worker_alone_never_was(
    seen, session, ruth, amara
):
    before, known = seen(own=True), repairs_of(ruth, amara).count()
    answers(session, "worker", off="big")
    assert repairs_of(ruth, amara).count() == known + 1
    assert seen(own=True) == before


def test_answers_for_nobody_never_were(seen, session):
    before = seen()
    answers(session, "nobody", off="big")
    assert seen() == before


def test_of_answers_for_the_supervisor_the_worker_s_side_says_nothing(seen, session):
    theirs, own = seen(own=True)
    answers(session, "supervisor", off="big")
    theirs_now, own_now = seen(own=True)
    assert theirs_now != theirs
    assert own_now == own


def test_a_signal_in_answers_over_time_never_was(seen, ruth, amara, still):
    before, known = seen(), repairs_of(ruth, amara).count()
    row = CheckIn.objects.filter(client=amara, shared_with="worker").first()
    a_repair(amara, ruth, still, Ground.SIGNAL, check_in=row)
    assert repairs_of(ruth, amara).count() == known + 1
    assert seen() == before


def test_a_repair_noticed_later_tells_nothing_of_the_answers_before(
    seen, ruth, amara, still
):
    """Neither by when it began nor by a step that was taken before."""
    repair = noticed(amara, ruth, still, put=[RepairStatus.NAMED])
    before = seen()
    row = CheckIn.objects.filter(client=amara, shared_with="worker").first()
    rests(repair, ruth, still - timedelta(days=30), Ground.CHECK_IN, check_in=row)
    RepairStep.objects.filter(repair=repair).update(taken_at=still - timedelta(days=20))
    assert seen() == before


# --- The client's word on a repair --------------------------------------------------


@pytest.mark.parametrize("word", ClientsWord)
def test_what_a_client_says_about_a_repair_is_between_those_two(
    seen, ruth, amara, still, word
):
    """Where a repair stands moves with their word; what the supervisor sees does not.

    Not when the worker writes something down after it, either.
    """
    named, mended = RepairStatus.NAMED, RepairStatus.REPAIRED
    ways = ([], [named], [named, RepairStatus.PARTLY], [named, mended])
    weeks_ago = still - timedelta(weeks=3)
    repairs = [noticed(amara, ruth, weeks_ago, put=way) for way in ways]
    before = seen(own=True)

    def seen_after_a_note():
        for repair in repairs:
            talks(repair, ruth, still, said="We talked.")
        pages = seen(own=True)
        RepairStep.objects.filter(taken_by=ruth, taken_at=still).delete()
        return pages

    with_a_note, stood = seen_after_a_note(), where_they_stand(repairs)
    for repair in repairs:
        answer_repair(amara.pk, repair.pk, word=word, by=amara.person, now=still)
    assert (where_they_stand(repairs) == stood) == (word is ClientsWord.RATHER_NOT_SAY)
    assert seen(own=True) == before
    assert seen_after_a_note() == with_a_note != before


def where_they_stand(repairs):
    rows = Repair.objects.filter(pk__in=[repair.pk for repair in repairs])
    return dict(rows.values_list("pk", "status"))


# --- What is held back or taken back ------------------------------------------------


@pytest.mark.parametrize("how", ["held back", "taken back"])
def test_a_repair_that_rests_on_words_goes_with_them(seen, ruth, amara, still, how):
    before = seen()
    reading = a_strain_told(amara, ruth, still)
    a_repair(amara, ruth, still, Ground.READING, reading=reading)
    assert seen() != before
    if how == "held back":
        hold_back(
            amara.pk, reading.passage_id, held_back=True, by=amara.person, now=still
        )
    else:
        verdict = Verdict.TAKEN_BACK
        give_verdict(amara.pk, reading.pk, verdict=verdict, by=amara.person, now=still)
    assert seen() == before


@pytest.mark.usefixtures("all_read")
def test_what_waits_to_be_read_and_is_held_back_never_was(seen, ruth, amara, still):
    before = seen()
    assert FollowUpKind.UNREAD not in kinds(ruth, still)
    passages = [
        Passage(
            client=amara,
            told_by="client",
            typed_by=amara.person,
            told_on=timezone.localdate(still),
            setting="alone",
            added_at=still + timedelta(minutes=minute),
        )
        for minute in (1, 2)
    ]
    for passage in passages:
        passage.words = "Something."
        passage.save(force_insert=True)
    assert kinds(ruth, still).count(FollowUpKind.UNREAD) == 1
    assert seen() != before
    for passage in passages:
        hold_back(amara.pk, passage.pk, held_back=True, by=amara.person, now=still)
    assert seen() == before


@pytest.mark.usefixtures("all_read")
def test_how_much_was_told_is_not_counted(seen, amara, still):
    """One thing waits or several, and which is held back: that is the client's."""
    pages = []
    for minute in (1, 2):
        passage = Passage(
            client=amara,
            told_by="client",
            typed_by=amara.person,
            told_on=timezone.localdate(still),
            setting="alone",
            added_at=still + timedelta(minutes=minute),
        )
        passage.words = "Something."
        passage.save(force_insert=True)
        pages.append(seen())
    first = amara.passages.get(added_at=still + timedelta(minutes=1))
    hold_back(amara.pk, first.pk, held_back=True, by=amara.person, now=still)
    pages.append(seen())
    assert pages[0] == pages[1] == pages[2]


def test_of_what_a_repair_rests_on_nothing_shows_once_the_worker_noticed_it(
    seen, ruth, amara, still
):
    """Words beside it can be held back, and the page is the same before and after."""
    reading = a_strain_told(amara, ruth, still)
    ground = a_repair(amara, ruth, still, Ground.READING, reading=reading)
    rests(ground.repair, ruth, still, Ground.NOTICED)
    before = seen()
    hold_back(amara.pk, reading.passage_id, held_back=True, by=amara.person, now=still)
    assert seen() == before


def test_a_repair_whose_first_words_are_held_back_is_called_something_else(
    seen, ruth, deborah, amara, still
):
    """By the same name in another week it would tell that there were other words."""

    def repairs():
        items = read_supervisee(ruth.pk, by=deborah, now=still).items
        found = [one for one in items if one.kind is FollowUpKind.REPAIR]
        return {one.short_name: one.week_of for one in found}

    reading, later = (a_strain_told(amara, ruth, still) for _ in range(2))
    ground = a_repair(amara, ruth, still, Ground.READING, reading=reading)
    rests(ground.repair, ruth, still, Ground.READING, reading=later)
    before = repairs()
    hold_back(amara.pk, reading.passage_id, held_back=True, by=amara.person, now=still)
    after = repairs()
    assert len(after) == len(before)
    assert before != after
    assert all(after[name] == before[name] for name in before.keys() & after.keys())


def test_a_question_about_words_is_not_counted(seen, amara, still):
    before = seen()
    passage = amara.passages.first()
    ask_about(
        amara.pk,
        AskedAbout.PASSAGE,
        passage.pk,
        words="Why?",
        by=amara.person,
        now=still,
    )
    assert seen() == before


@pytest.mark.usefixtures("all_read")
def test_an_agreement_that_rests_on_words_held_back_never_was(seen, ruth, linh, still):
    chooses(linh, Purpose.SUPERVISION, True, still)
    before = seen()
    assert FollowUpKind.AGREEMENT not in kinds(ruth, still)
    WayLine.objects.filter(client=linh, verdict="yes").update(
        answered_at=still - timedelta(days=60)
    )
    assert kinds(ruth, still).count(FollowUpKind.AGREEMENT) == 1
    assert seen() != before
    for passage in linh.passages.all():
        hold_back(linh.pk, passage.pk, held_back=True, by=linh.person, now=still)
    assert seen() == before


# --- A no to supervision, or to care ------------------------------------------------


def test_of_somebody_who_did_not_say_yes_there_is_no_trace(
    seen, ruth, linh, still, session
):
    before = seen()
    notice_rupture(
        linh.pk,
        kind=RuptureKind.UNCLEAR,
        words="I was late.",
        session_id=None,
        by=ruth,
        now=still,
    )
    make_promise(linh.pk, words="Call", due_on=None, by=ruth, now=still)
    a_repair(
        linh, ruth, still, Ground.READING, reading=a_strain_told(linh, ruth, still)
    )
    assert seen() == before
    chooses(linh, Purpose.SUPERVISION, True, still)
    assert seen() != before


def test_a_no_to_care_is_a_no_to_this_too(seen, amara, still):
    CheckIn.objects.update(shared_with="nobody")  # theirs is a yes of its own
    open_now = seen()
    chooses(amara, Purpose.SUPERVISION, False, still)
    without = seen()
    assert without != open_now
    chooses(amara, Purpose.SUPERVISION, True, still + timedelta(seconds=1))
    assert seen() == open_now
    chooses(amara, Purpose.CARE, False, still)
    assert seen() == without


def test_what_the_others_are_called_does_not_change_when_one_is_gone(
    ruth, deborah, amara, still
):
    def names():
        items = read_supervisee(ruth.pk, by=deborah, now=still).items
        return [one.short_name for one in items]

    before = names()
    assert len(set(before)) == len(before) > 3
    chooses(amara, Purpose.SUPERVISION, False, still)
    after = names()
    assert after == [name for name in before if name in after] != before


def test_shared_counts_go_with_a_no_to_supervision(seen, ruth, amara, still):
    before = seen()
    share_figures(amara.pk, COUNTS, by=ruth, now=still)
    shared = seen()
    assert shared != before
    chooses(amara, Purpose.SUPERVISION, False, still)
    gone = seen()
    amara.shared_figures.all().delete()
    assert seen() == gone


def test_whose_words_were_counted_is_not_said(seen, ruth, amara, jordan, still):
    pages = []
    for client in (amara, jordan):
        row = share_figures(client.pk, COUNTS, by=ruth, now=still)
        pages.append([page.replace(str(row.pk), "") for page in seen()])
        row.delete()
    assert pages[0] == pages[1]
