"""Notes of a supervision hour, and counts a worker shares: for both, and sealed."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.repairs import RuptureKind
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.add_people import add_person, supervise
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.end_supervision import end_supervision
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    NothingWritten,
    NotPossible,
    TooLong,
    WrongTime,
)
from holdspace_site.actions.keep_supervision_hour import (
    LONGEST,
    MOST_POINTS,
    HourNotes,
    Point,
    keep_supervision_hour,
    tick_point,
)
from holdspace_site.actions.open_repair import notice_rupture
from holdspace_site.actions.read_supervision import (
    read_own_supervision,
    read_supervisee,
)
from holdspace_site.actions.share_figures import share_figures
from holdspace_site.records.models import (
    AccessEntry,
    AgreedPoint,
    SharedFigures,
    Supervision,
    SupervisionDraft,
    SupervisionSession,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sealing import SealBroken

from .conftest import signed_in

CANARY = "quetzalcoatlus"
DRAFT = "Dear Amara, what would you like to do first? You sound tired of waiting."


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture(autouse=True)
def none_before():
    """Without the hour the demo brings along."""
    SupervisionSession.objects.all().delete()


def notes(today, *points, words="", next_on=None):
    return HourNotes(held_on=today, next_on=next_on, words=words, points=points)


@pytest.fixture
def hour(ruth, deborah, today, now):
    point = Point(f"Name it, {CANARY}", by_worker=True, due_on=today)
    return keep_supervision_hour(
        ruth.pk, notes(today, point, words=CANARY), by=deborah, now=now
    )


def typed(today, **more):
    form = {"held_on": today.isoformat(), "words": "", "next_on": "", "version": "0"}
    for n in range(3):
        form |= {f"point_{n}": "", f"who_{n}": "worker", f"due_{n}": ""}
    return form | more


# --- Kept, mended, ticked -----------------------------------------------------------


@pytest.mark.parametrize("who", ["ruth", "deborah"])
def test_either_writes_it_down_and_both_read_it(
    request, ruth, deborah, today, now, who
):
    by = request.getfixturevalue(who)
    other, name = {"ruth": (deborah, "worker"), "deborah": (ruth, "supervision")}[who]
    form = typed(today, words="We talked.", point_1="Ask once", who_1="supervisor")
    address = reverse(f"{name}:new-supervision-hour", args=[other.pk])
    answer = signed_in(by).post(address, form | {"due_1": today.isoformat()})
    assert answer.status_code == 302
    both = [
        read_supervisee(ruth.pk, by=deborah, now=now),
        read_own_supervision(deborah.pk, by=ruth, now=now),
    ]
    for together in both:
        (hour,) = together.hours
        assert (hour.words, hour.written_by) == ("We talked.", by.name)
        (point,) = together.open_points
        assert (point.words, point.who, point.due_on) == (
            "Ask once",
            deborah.name,
            today,
        )


def test_what_is_wrong_is_said_and_what_was_typed_stays(as_deborah, ruth, today):
    address = reverse("supervision:new-supervision-hour", args=[ruth.pk])
    tomorrow = (today + timedelta(days=1)).isoformat()
    answer = as_deborah.post(
        address, typed(today, held_on=tomorrow, point_0="Stays here")
    )
    assert answer.status_code == 200
    assert "the hour lies ahead" in answer.text
    assert "Stays here" in answer.text
    assert not SupervisionSession.objects.exists()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"words": ""}, NothingWritten),
        ({"words": "x" * (LONGEST + 1)}, TooLong),
        ({"points": [Point("x", by_worker=True)] * (MOST_POINTS + 1)}, NotPossible),
        ({"held_on": 1}, WrongTime),
        ({"next_on": -1}, WrongTime),
        ({"next_on": 4000}, WrongTime),
    ],
)
def test_what_cannot_be_is_refused(ruth, deborah, today, now, change, problem):
    days = {
        key: today + timedelta(days=value)
        for key, value in change.items()
        if key.endswith("_on")
    }
    start = {"held_on": today, "next_on": None, "words": "x"}
    with pytest.raises(problem):
        keep_supervision_hour(
            ruth.pk, HourNotes(**(start | change | days)), by=deborah, now=now
        )
    assert not SupervisionSession.objects.exists()


def test_a_point_that_stays_keeps_its_tick_and_one_that_is_emptied_goes(
    hour, ruth, deborah, today, now
):
    point = hour.agreed_points.get()
    tick_point(deborah.pk, point.pk, done=True, by=ruth, now=now)
    changed = notes(
        today,
        Point("Name it soon", by_worker=False),
        Point("Second", by_worker=True),
        Point("Third", by_worker=True),
    )
    kept = {"hour_id": hour.pk, "by": deborah, "now": now}
    keep_supervision_hour(ruth.pk, changed, version=1, **kept)
    first = hour.agreed_points.first()
    assert (first.words, first.who, bool(first.done_at)) == (
        "Name it soon",
        deborah,
        True,
    )
    fewer = notes(today, *(Point(w, by_worker=True) for w in ("", "Second", "", "New")))
    keep_supervision_hour(ruth.pk, fewer, version=2, **kept)
    assert [one.words for one in hour.agreed_points.all()] == ["Second", "New"]


def test_nobody_writes_over_the_other(as_deborah, hour, ruth, deborah, today, now):
    with pytest.raises(EditedMeanwhile):
        keep_supervision_hour(
            ruth.pk,
            notes(today, words="x"),
            hour_id=hour.pk,
            version=7,
            by=deborah,
            now=now,
        )
    address = reverse("supervision:supervision-hour", args=[ruth.pk, hour.pk])
    answer = as_deborah.post(
        address, typed(today, words="Typed meanwhile", version="7")
    )
    assert "What you typed" in answer.text
    assert "Typed meanwhile" in answer.text
    assert CANARY in answer.text  # as it is kept now
    assert SupervisionSession.objects.get().words == CANARY


def test_either_ticks_a_point_and_takes_that_back(as_ruth, hour, deborah, ruth, now):
    point = hour.agreed_points.get()
    address = reverse("worker:tick-agreed-point", args=[deborah.pk, point.pk])
    as_ruth.post(address, {"done": "yes"})
    assert AgreedPoint.objects.get().done_by == ruth
    assert read_supervisee(ruth.pk, by=deborah, now=now).open_points == ()
    tick_point(ruth.pk, point.pk, done=False, by=deborah, now=now)
    assert AgreedPoint.objects.get().done_at is None


def test_a_point_whose_day_has_passed_says_so(hour, ruth, deborah, now):
    later = now + timedelta(days=1)
    (point,) = read_supervisee(ruth.pk, by=deborah, now=now).open_points
    assert not point.late
    (point,) = read_supervisee(ruth.pk, by=deborah, now=later).open_points
    assert point.late


# --- Who reaches it -----------------------------------------------------------------


@pytest.fixture
def other_supervisor(samuel, ruth, now):
    """Another one of Ruth's: with pages of their own, and nothing of Deborah's."""
    other = add_person(
        name="Ines", role=Role.SUPERVISOR, sign_in_name="ines", by=samuel, now=now
    )
    supervise(other.pk, ruth.pk, by=samuel, now=now)
    return other


def test_another_supervisor_of_hers_reads_nothing_of_it(
    hour, other_supervisor, ruth, now
):
    assert read_supervisee(ruth.pk, by=other_supervisor, now=now).hours == ()
    with pytest.raises(NoSuchRecord):
        tick_point(
            ruth.pk,
            hour.agreed_points.get().pk,
            done=True,
            by=other_supervisor,
            now=now,
        )
    page = reverse("supervision:supervision-hour", args=[ruth.pk, hour.pk])
    assert signed_in(other_supervisor).get(page).status_code == 404
    tabs = signed_in(ruth).get(reverse("worker:supervision")).text
    assert "Ines" in tabs


def test_once_the_pair_has_ended_the_supervisor_reads_it_no_more(
    hour, ruth, deborah, samuel, as_deborah, as_ruth, now
):
    end_supervision(Supervision.objects.get().pk, by=samuel, now=now)
    page = reverse("supervision:supervision-hour", args=[ruth.pk, hour.pk])
    assert as_deborah.get(page).status_code == 404
    with pytest.raises(NoSuchRecord):
        read_supervisee(ruth.pk, by=deborah, now=now)
    own = as_ruth.get(reverse("worker:supervision")).text
    assert "Nobody is paired with you" in own
    assert "Hours with supervisors before" in own
    assert CANARY in own
    supervise(deborah.pk, ruth.pk, by=samuel, now=now)  # and together again
    own = as_ruth.get(reverse("worker:supervision")).text
    assert "Hours with supervisors before" not in own
    assert CANARY in own


def test_each_of_them_reads_only_from_their_own_side(ruth, deborah, now):
    with pytest.raises(NoSuchRecord):
        read_supervisee(deborah.pk, by=ruth, now=now)
    with pytest.raises(NoSuchRecord):
        read_own_supervision(ruth.pk, by=deborah, now=now)


def test_the_worker_reads_the_same_with_the_way_into_each_record(
    as_ruth, as_deborah, ruth, amara, now
):
    repair = notice_rupture(
        amara.pk,
        kind=RuptureKind.UNCLEAR,
        words="She went quiet.",
        session_id=None,
        by=ruth,
        now=now,
    )
    theirs = as_deborah.get(reverse("supervision:worker", args=[ruth.pk])).text
    own = as_ruth.get(reverse("worker:supervision")).text
    names = re.findall(r"<b>(\w[\w ]+ [A-Z]{2}\d\d)</b>", theirs)
    assert names
    assert re.findall(r"<b>(\w[\w ]+ [A-Z]{2}\d\d)</b>", own) == names
    way_in = reverse("worker:repair", args=[amara.pk, repair.pk])
    assert way_in in own
    assert way_in not in theirs
    assert f"/clients/{amara.pk}/" not in theirs
    for address in re.findall(r'class="into" href="([^"]*)"', own):
        assert as_ruth.get(address.partition("#")[0]).status_code == 200


# --- Sealed, logged, kept while typed -----------------------------------------------


def test_no_word_of_it_lies_open(hour):
    with connection.cursor() as cursor:
        for table in ("supervisionsession", "agreedpoint"):
            cursor.execute(f"SELECT words_sealed FROM records_{table}")  # noqa: S608
            for (sealed,) in cursor.fetchall():
                assert CANARY.encode() not in bytes(sealed)


def test_sealed_words_do_not_open_in_another_place(hour, ruth, deborah, today, now):
    other = keep_supervision_hour(
        ruth.pk, notes(today, words="Another."), by=deborah, now=now
    )
    other.words_sealed = hour.words_sealed
    with pytest.raises(SealBroken):
        _ = other.words


def test_each_doing_is_written_down_without_a_word(hour, ruth, deborah, now):
    point = hour.agreed_points.get()
    tick_point(deborah.pk, point.pk, done=True, by=ruth, now=now)
    tick_point(deborah.pk, point.pk, done=True, by=ruth, now=now)  # twice is once
    read_own_supervision(deborah.pk, by=ruth, now=now)
    entries = list(AccessEntry.objects.order_by("-position")[:3])
    assert [(one.verb, one.who_id) for one in reversed(entries)] == [
        ("keep_supervision_hour", deborah.pk),
        ("tick_agreed_point", ruth.pk),
        ("read_own_supervision", ruth.pk),
    ]
    assert {one.client_id for one in entries} == {None}
    assert {one.record_id for one in entries} == {str(ruth.pk)}


def keep(browser, area, other, **more):
    body = {"name": "/an/hour/", "lane": "one", "step": 1, "based_on": 0}
    return browser.post(
        reverse(f"{area}:supervision-drafts", args=[other.pk]),
        json.dumps(body | {"written": {"=words": CANARY}} | more),
        content_type="application/json",
    )


def kept(browser, area, other):
    answer = browser.get(reverse(f"{area}:supervision-drafts", args=[other.pk]))
    return answer.json()["drafts"]


def test_what_is_typed_is_kept_for_whoever_types_it(
    as_ruth, as_deborah, ruth, deborah, today
):
    assert keep(as_deborah, "supervision", ruth).status_code == 200
    two = keep(as_deborah, "supervision", ruth, lane="two")
    assert two.json()["others"] == 1
    versions = kept(as_deborah, "supervision", ruth)["/an/hour/"]
    assert [one["written"] for one in versions] == [{"=words": CANARY}] * 2
    assert kept(as_ruth, "worker", deborah) == {}
    sealed = SupervisionDraft.objects.values_list("written_sealed", flat=True)
    assert not any(CANARY.encode() in bytes(one) for one in sealed)
    form = typed(today, words="Kept.", **{"kept-name": "/an/hour/", "kept-lane": "one"})
    address = reverse("supervision:new-supervision-hour", args=[ruth.pk])
    assert as_deborah.post(address, form).status_code == 302
    (left,) = kept(as_deborah, "supervision", ruth)["/an/hour/"]
    assert left["lane"] == "two"
    gone = reverse("supervision:supervision-drafts-gone", args=[ruth.pk])
    as_deborah.post(
        gone,
        json.dumps({"name": "/an/hour/", "lanes": ["two"]}),
        content_type="application/json",
    )
    assert kept(as_deborah, "supervision", ruth) == {}


def test_a_text_that_cannot_be_read_is_refused(as_deborah, ruth):
    assert keep(as_deborah, "supervision", ruth, step=0).status_code == 400
    assert keep(as_deborah, "supervision", ruth, written="x").status_code == 400
    assert not SupervisionDraft.objects.exists()


def test_no_address_of_a_draft_opens_for_others(as_samuel, as_amara, ruth, deborah):
    for browser in (as_samuel, as_amara):
        assert keep(browser, "supervision", ruth).status_code == 404
        assert keep(browser, "worker", deborah).status_code == 404


# --- Counts a worker shares ---------------------------------------------------------


def offered(browser, client, words=DRAFT):
    page = browser.post(reverse("worker:rehearse", args=[client.pk]), {"words": words})
    assert page.status_code == 200
    found = re.search(r'name="counts" value="([^"]*)"', page.text)
    return found and found[1]


def shares(browser, client, counts):
    address = reverse("worker:share-figures", args=[client.pk])
    return browser.post(address, {"counts": counts})


def test_nothing_is_shared_until_it_is_pressed_for(as_ruth, as_deborah, amara, ruth):
    counts = offered(as_ruth, amara)
    assert not SharedFigures.objects.exists()
    assert shares(as_ruth, amara, counts).status_code == 302
    page = as_deborah.get(reverse("supervision:worker", args=[ruth.pk])).text
    assert "1 turn was read." in page
    assert "How far off they are is not known" in page
    for word in DRAFT.split():
        assert word not in str(SharedFigures.objects.get().counts)
    as_ruth.post(
        reverse("worker:take-figures-back", args=[SharedFigures.objects.get().pk])
    )
    assert not SharedFigures.objects.exists()
    page = as_deborah.get(reverse("supervision:worker", args=[ruth.pk])).text
    assert "Ruth Adler shared no counts." in page


def test_figures_of_a_long_talk_come_with_how_far_off_they_may_be(
    as_ruth, as_deborah, amara, ruth
):
    talk = "\n".join(
        f"Worker: {own}\nClient: I do not know."
        for own in ("How was your week?", "You were alone with it.") * 12
    )
    shares(as_ruth, amara, offered(as_ruth, amara, talk))
    page = as_deborah.get(reverse("supervision:worker", args=[ruth.pk])).text
    assert "24 turns were read." in page
    assert "Turns that say back, for each one that asks" in page
    assert "9 times in 10" in page


def test_counts_of_somebody_who_said_no_are_not_offered_and_not_taken(
    as_ruth, amara, ruth, now
):
    counts = offered(as_ruth, amara)
    choose_sharing(
        amara.pk, purpose=Purpose.SUPERVISION, allowed=False, by=amara.person, now=now
    )
    assert not offered(as_ruth, amara)
    with pytest.raises(NotPossible):
        share_figures(amara.pk, {}, by=ruth, now=now)
    assert shares(as_ruth, amara, counts).status_code != 302
    assert not SharedFigures.objects.exists()


def test_counts_made_up_or_of_another_talk_are_refused(as_ruth, amara, jordan):
    counts = offered(as_ruth, amara)
    for wrong in ("", "{}", counts + "x"):
        assert shares(as_ruth, amara, wrong).status_code != 302
    assert shares(as_ruth, jordan, counts).status_code != 302
    assert not SharedFigures.objects.exists()


def test_shared_counts_are_in_the_client_s_log_and_go_with_the_record(
    amara, ruth, samuel, as_amara, now
):
    row = share_figures(amara.pk, {"turns": 3}, by=ruth, now=now)
    assert "let a supervisor see counts" in as_amara.get(reverse("client:looks")).text
    assert b"turns" not in bytes(row.counts_sealed)
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert not SharedFigures.objects.exists()
