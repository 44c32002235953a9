"""Sessions, what they left, promises, boundaries, and check-ins kept to oneself."""

import re
from datetime import UTC, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.sessions import SessionStatus, SharedWith
from holdspace.privacy.access import Role
from holdspace.vocabulary.answers import BOUNDARIES, Answer
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.errors import NothingWritten, NotPossible, WrongTime
from holdspace_site.actions.make_promise import make_promise
from holdspace_site.actions.plan_session import plan_session
from holdspace_site.actions.set_boundary import set_boundary
from holdspace_site.records.models import CheckIn, Passage, Promise, Session
from holdspace_site.records.sharing import session_words_id


def page(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


def send_plan(browser, client, at, place="Room 2"):
    return browser.post(
        reverse("worker:plan-session", args=[client.pk]),
        {"day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}", "place": place},
    )


def in_the_future(**ahead):
    return timezone.localtime().replace(second=0, microsecond=0) + timedelta(**ahead)


# --- Planning -----------------------------------------------------------------


def test_a_session_is_planned_and_gets_the_next_number(as_ruth, amara):
    newest = max(amara.sessions.values_list("number", flat=True))
    at = in_the_future(days=40)
    assert send_plan(as_ruth, amara, at).status_code == 302
    session = amara.sessions.get(number=newest + 1)
    assert (session.at, session.place, session.status) == (at, "Room 2", "planned")
    assert f"Session {newest + 1}" in page(as_ruth, "worker:sessions", amara.pk)


def test_a_session_that_was_is_written_down_as_one_that_took_place(as_ruth, amara):
    at = in_the_future(days=-2)
    answer = send_plan(as_ruth, amara, at)
    session = amara.sessions.get(at=at)
    assert session.status == "held"
    what_it_left = reverse("worker:session", args=[amara.pk, session.pk])
    assert answer.headers["Location"] == what_it_left


@pytest.mark.parametrize("days", [-4 * 366, 4 * 366])
def test_a_day_years_away_is_refused_with_what_to_look_at(
    as_ruth, amara, ruth, now, days
):
    before = amara.sessions.count()
    answer = send_plan(as_ruth, amara, in_the_future(days=days)).content.decode()
    assert "it is years away. Check the day and the time." in answer
    with pytest.raises(WrongTime):
        plan_session(amara.pk, at=now + timedelta(days), place="", by=ruth, now=now)
    assert amara.sessions.count() == before


@pytest.mark.parametrize("status", ["held", "missed"])
def test_a_session_ahead_neither_took_place_nor_was_missed(as_ruth, amara, status):
    send_plan(as_ruth, amara, in_the_future(days=40))
    ahead = amara.sessions.latest("at")
    answer = send_session(as_ruth, ahead, status=status).content.decode()
    assert "nobody can say yet how it went" in answer
    assert "I want to try the letter." in answer
    assert Session.objects.get(pk=ahead.pk).status == "planned"
    assert send_session(as_ruth, ahead, status="cancelled").status_code == 302


def test_before_the_first_session_the_brief_says_only_what_it_knows(as_ruth, amara):
    amara.sessions.update(status="planned")
    assert "No session is written down yet." in page(as_ruth, "worker:brief", amara.pk)


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("9999-12-31", "23:59"),
        ("0001-01-01", "00:00"),
        ("2026-02-30", "10:00"),
        ("tomorrow", "10:00"),
        ("2027-01-04", "25:00"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
def test_a_day_that_cannot_be_is_refused(as_ruth, amara, settings, day, time, zone):
    before = amara.sessions.count()
    with timezone.override(zone):
        answer = as_ruth.post(
            reverse("worker:plan-session", args=[amara.pk]),
            {"day": day, "time": time},
        )
    assert answer.status_code == 200
    assert amara.sessions.count() == before


@pytest.mark.parametrize("on", ["0001-01-01", "1000-01-01", "9999-12-31"])
def test_a_brief_of_a_far_day_is_a_brief(as_ruth, amara, on):
    answer = as_ruth.get(reverse("worker:brief", args=[amara.pk]), {"on": on})
    assert answer.status_code == 200


@pytest.mark.parametrize("on", ["yesterday", "2026-13-01", "'", "2026-11-24x"])
def test_a_brief_of_no_day_at_all_says_how_to_write_one(as_ruth, amara, on):
    answer = as_ruth.get(reverse("worker:brief", args=[amara.pk]), {"on": on})
    assert answer.status_code == 400
    assert "2026-11-24" in answer.content.decode()


# --- Writing down -------------------------------------------------------------


@pytest.fixture
def session(amara):
    return amara.sessions.filter(status="held").last()


def words_of(session):
    return Passage.objects.get(pk=session_words_id(session.pk)).words


def send_session(browser, session, **typed):
    place = reverse("worker:session", args=[session.client_id, session.pk])
    typed = {
        "status": "held",
        "last_words": "I want to try the letter.",
        "left_open": "Ask about the letter.",
        "version": session.version,
    } | typed
    return browser.post(place, typed)


def test_what_a_session_left_is_kept_and_stands_on_the_brief(as_ruth, amara, session):
    assert send_session(as_ruth, session).status_code == 302
    kept = Session.objects.get(pk=session.pk)
    assert words_of(session) == "I want to try the letter."
    assert kept.left_open == "Ask about the letter."
    assert "I want to try the letter." in page(as_ruth, "worker:brief", amara.pk)


def test_of_two_who_write_it_down_the_second_is_told(
    as_ruth, amara, session, samuel, ruth, now
):
    tomas = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, tomas.pk, by=samuel, now=now)
    as_tomas = Browser()
    as_tomas.force_login(tomas)
    assert send_session(as_ruth, session).status_code == 302
    second = send_session(as_tomas, session, last_words="Something else.")
    told = second.content.decode()
    assert "changed by somebody else" in told
    assert "Something else." in told  # what was typed is still there to copy
    assert "I want to try the letter." in told  # and so is what is kept now
    assert words_of(session) == "I want to try the letter."
    version = re.search(r'name="version" value="(\d+)"', told)[1]
    again = send_session(
        as_tomas, session, last_words="Something else.", version=version
    )
    assert again.status_code == 302
    assert words_of(session) == "Something else."


def test_a_promise_typed_into_a_conflict_is_still_in_the_form(as_ruth, session):
    send_session(as_ruth, session)
    told = send_session(as_ruth, session, promise="Call the clinic.").content.decode()
    assert 'name="promise" value="Call the clinic."' in told


def test_a_conflict_makes_no_promise_either(as_ruth, amara, session):
    send_session(as_ruth, session)
    before = amara.promises.count()
    send_session(as_ruth, session, promise="Call the clinic.")
    assert amara.promises.count() == before


@pytest.mark.parametrize(
    "typed", [{"status": "perhaps"}, {"version": "x"}, {"version": "9" * 30}]
)
def test_a_session_written_down_wrongly_is_not_kept(as_ruth, session, typed):
    assert send_session(as_ruth, session, **typed).status_code == 200
    assert Session.objects.get(pk=session.pk).version == session.version


@pytest.mark.parametrize("status", list(SessionStatus))
def test_a_session_may_have_taken_place_or_not(as_ruth, session, status):
    send_session(as_ruth, session, status=status.value)
    assert Session.objects.get(pk=session.pk).status == status.value


# --- Promises -----------------------------------------------------------------


@pytest.fixture
def promise(amara, ruth, now):
    return make_promise(
        amara.pk,
        words="Send the address of the choir.",
        due_on=timezone.localdate(now),
        by=ruth,
        now=now,
    )


def test_a_promise_made_with_a_session_stands_on_today_and_brief(
    as_ruth, amara, session
):
    send_session(as_ruth, session, promise="Ask the clinic for the letter.")
    assert "Ask the clinic for the letter." in page(as_ruth, "home")
    assert "Ask the clinic for the letter." in page(as_ruth, "worker:brief", amara.pk)


@pytest.mark.parametrize("status", ["kept", "broken"])
def test_a_settled_promise_is_gone_from_today_and_brief(
    as_ruth, amara, promise, status
):
    assert promise.words in page(as_ruth, "home")
    as_ruth.post(
        reverse("worker:promise", args=[amara.pk, promise.pk]), {"status": status}
    )
    settled = Promise.objects.get(pk=promise.pk)
    assert (settled.status, settled.settled_at is None) == (status, False)
    assert promise.words not in page(as_ruth, "home")
    assert promise.words not in page(as_ruth, "worker:brief", amara.pk)
    assert promise.words in page(as_ruth, "worker:sessions", amara.pk)


def test_a_promise_that_is_open_after_all_stands_again(as_ruth, amara, promise):
    place = reverse("worker:promise", args=[amara.pk, promise.pk])
    as_ruth.post(place, {"status": "kept"})
    as_ruth.post(place, {"status": "open"})
    assert Promise.objects.get(pk=promise.pk).settled_at is None
    assert promise.words in page(as_ruth, "home")


def test_a_promise_cannot_become_something_else(as_ruth, amara, promise):
    place = reverse("worker:promise", args=[amara.pk, promise.pk])
    assert as_ruth.post(place, {"status": "forgotten"}).status_code == 400
    assert Promise.objects.get(pk=promise.pk).status == "open"


def test_a_promise_of_nothing_is_none(amara, ruth, now):
    with pytest.raises(NothingWritten):
        make_promise(amara.pk, words="  ", due_on=None, by=ruth, now=now)


def test_a_promise_and_a_boundary_are_of_the_practices_own_day(amara, ruth):
    with timezone.override("Pacific/Auckland"):
        here = timezone.localtime().replace(hour=1)
        now = here.astimezone(UTC)
        made = make_promise(amara.pk, words="Call.", due_on=None, by=ruth, now=now)
        kept = set_boundary(
            amara.pk, kind=Answer.NEVER, topic="The flat", by=ruth, now=now
        )
    assert made.made_on == kept.set_on == here.date() != now.date()


# --- Boundaries ---------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(BOUNDARIES))
def test_a_boundary_stands_on_the_brief_until_it_is_lifted(as_ruth, amara, kind):
    as_ruth.post(
        reverse("worker:add-boundary", args=[amara.pk]),
        {"kind": kind.value, "topic": "The flat in Peckham"},
    )
    boundary = next(
        b for b in amara.boundaries.all() if b.topic == "The flat in Peckham"
    )
    assert "The flat in Peckham" in page(as_ruth, "worker:brief", amara.pk)
    as_ruth.post(reverse("worker:lift-boundary", args=[amara.pk, boundary.pk]))
    assert "The flat in Peckham" not in page(as_ruth, "worker:brief", amara.pk)
    boundary.refresh_from_db()
    assert boundary.lifted_at is not None
    assert boundary.topic == "The flat in Peckham"


def test_what_is_no_boundary_is_refused(as_ruth, amara, ruth, now):
    before = amara.boundaries.count()
    for kind in ("told", "skip", "whatever", ""):
        as_ruth.post(
            reverse("worker:add-boundary", args=[amara.pk]),
            {"kind": kind, "topic": "The flat"},
        )
    with pytest.raises(NotPossible):
        set_boundary(amara.pk, kind=Answer.TOLD, topic="The flat", by=ruth, now=now)
    with pytest.raises(NothingWritten):
        set_boundary(amara.pk, kind=Answer.NEVER, topic=" ", by=ruth, now=now)
    assert amara.boundaries.count() == before


# --- Check-ins ----------------------------------------------------------------


@pytest.mark.parametrize("shared_with", ["nobody", "supervisor"])
def test_a_check_in_kept_from_the_worker_is_nowhere_on_their_pages(
    as_ruth, ruth, amara, now, shared_with
):
    """Neither its words nor what it would have changed in the day's order."""
    newest = amara.sessions.filter(status="held").latest("at")
    CheckIn.objects.filter(session=newest).delete()
    places = [
        reverse("home"),
        reverse("worker:clients"),
        *(
            reverse(f"worker:{name}", args=[amara.pk])
            for name in ("brief", "story", "sessions", "record")
        ),
    ]

    def shown():
        # In a fixed form: what differs each time is the secret and the list of looks.
        for place in places:
            text = as_ruth.get(place).content.decode()
            text = re.sub(r'X-CSRFToken": "\w+|value="\w{64}"', "", text)
            # A minute may have passed.
            text = re.sub(r"sent [^<]+ ago|Printed by [^<]+", "", text)
            yield re.sub(r"(?s)<(table|ol class=.looks).*?</(table|ol)>", "", text)

    without = list(shown())
    check_in = CheckIn(
        client=amara, session=newest, shared_with=shared_with, given_at=now
    )
    check_in.answers = {"off": "big", "before": "yes", "before_cue": "quetzalcoatlus"}
    check_in.save(force_insert=True)
    assert list(shown()) == without
    exported = as_ruth.get(reverse("worker:export", args=[amara.pk]))
    assert "quetzalcoatlus" not in exported.content.decode()


def test_a_check_in_shared_with_the_worker_is_there(as_ruth, amara, now):
    newest = amara.sessions.filter(status="held").latest("at")
    CheckIn.objects.filter(session=newest).delete()
    check_in = CheckIn(
        client=amara,
        session=newest,
        shared_with=SharedWith.WORKER.value,
        given_at=now,
    )
    check_in.answers = {"before_cue": "quetzalcoatlus"}
    check_in.save(force_insert=True)
    assert "quetzalcoatlus" in page(as_ruth, "worker:brief", amara.pk)
