"""A promise: kept, renegotiated or broken, and the client's own word beside it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.repairs import RuptureKind
from holdspace.alliance.sessions import PromiseStatus, PromiseStep
from holdspace_site.actions.errors import EditedMeanwhile, NotPossible, WrongTime
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.make_promise import (
    NewPromise,
    make_promise,
    renegotiate_promise,
    settle_promise,
)
from holdspace_site.actions.open_repair import notice_rupture
from holdspace_site.actions.plan_session import plan_session
from holdspace_site.actions.read_promises import promises_shown
from holdspace_site.records.models import Promise, PromiseChange, Repair


def page(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def today(now):
    return timezone.localdate(now)


@pytest.fixture
def promise(amara, ruth, now, today):
    amara.promises.all().delete()
    words = "Ask the choir for the address"
    return make_promise(amara.pk, words=words, due_on=today, by=ruth, now=now)


def shown(client):
    (one,) = promises_shown(client)
    return one


def put_anew(promise, by, now, words="Ask the choir by phone", **more):
    return renegotiate_promise(
        promise.client_id,
        promise.pk,
        new=NewPromise(words, more.get("due_on", promise.due_on)),
        version=more.get("version", Promise.objects.get(pk=promise.pk).version),
        by=by,
        now=now,
    )


def send(browser, promise, **typed):
    place = reverse("worker:promise-page", args=[promise.client_id, promise.pk])
    typed = {
        "words": "Ask the choir by phone",
        "due_on": f"{promise.due_on:%Y-%m-%d}",
        "version": str(promise.version),
    } | typed
    return browser.post(place, typed)


@pytest.mark.parametrize("day", ["1999-01-01", "9999-12-31"])
def test_a_day_that_has_passed_or_is_years_away_is_refused_wherever_it_is_typed(
    as_ruth, amara, ruth, now, day
):
    """And all that was typed is still there."""
    with pytest.raises(WrongTime):
        make_promise(
            amara.pk, words="Call", due_on=date.fromisoformat(day), by=ruth, now=now
        )
    session = plan_session(amara.pk, at=now, place="", by=ruth, now=now)
    repair = notice_rupture(
        amara.pk,
        kind=RuptureKind.UNCLEAR,
        words="She went quiet.",
        session_id=None,
        by=ruth,
        now=now,
    )
    before = amara.promises.count()
    kept = {"version": "1", "did": "Tea.", "said": "Sorry."}
    for place, typed in (
        (
            reverse("worker:session", args=[amara.pk, session.pk]),
            {"status": "held", "promise": "Call", "promise_due_on": day},
        ),
        (
            reverse("worker:repair", args=[amara.pk, repair.pk]),
            {"to": "named", "promise": "Call", "promise_due_on": day},
        ),
    ):
        refused = as_ruth.post(place, kept | typed)
        assert refused.status_code == 200
        assert "This is not a possible day" in refused.text
        assert day in refused.text
    assert amara.promises.count() == before
    assert Repair.objects.get(pk=repair.pk).status == "open"


def test_one_made_in_a_meeting_may_have_been_due_since(as_ruth, amara, ruth, now):
    """Who writes a meeting down days later does not have to make up another day."""
    at = now - timedelta(days=3)
    session = plan_session(amara.pk, at=at, place="", by=ruth, now=now)
    place = reverse("worker:session", args=[amara.pk, session.pk])
    due = f"{at + timedelta(days=1):%Y-%m-%d}"
    typed = {"status": "held", "version": "1", "promise": "Call"}
    assert as_ruth.post(place, typed | {"promise_due_on": due}).status_code == 302
    (kept,) = session.promises.all()
    assert f"{kept.due_on:%Y-%m-%d}" == due


# --- Renegotiated -----------------------------------------------------------------


def test_new_words_keep_the_old_ones_and_the_client_sees_both(
    promise, as_ruth, as_amara, amara, today
):
    later = today + timedelta(days=5)
    send(as_ruth, promise, due_on=f"{later:%Y-%m-%d}")
    one = shown(amara)
    assert (one.words, one.due_on) == ("Ask the choir by phone", later)
    (change,) = one.changes
    assert change.step is PromiseStep.RENEGOTIATED
    assert (change.words, change.due_before) == ("Ask the choir for the address", today)
    own = page(as_amara, "client:home")
    assert "Ask the choir by phone" in own
    assert "It was put like this before: Ask the choir for the address" in own


@pytest.mark.parametrize("words", ["", "   ", "Ask the choir for the address"])
def test_nothing_new_is_nothing_renegotiated(promise, as_ruth, amara, words):
    assert send(as_ruth, promise, words=words).status_code == 200
    assert shown(amara).changes == ()


def test_a_day_that_has_passed_is_refused(promise, as_ruth, amara, today):
    yesterday = today - timedelta(days=1)
    answer = send(as_ruth, promise, due_on=f"{yesterday:%Y-%m-%d}").content.decode()
    assert "it has passed already" in answer
    assert "Ask the choir by phone" in answer  # what was typed is still there
    assert shown(amara).changes == ()


def test_a_day_may_be_taken_away(promise, as_ruth, amara):
    send(as_ruth, promise, due_on="")
    assert shown(amara).due_on is None


def test_what_is_settled_is_not_renegotiated(promise, ruth, amara, now):
    settle_promise(amara.pk, promise.pk, status=PromiseStatus.KEPT, by=ruth, now=now)
    with pytest.raises(NotPossible):
        put_anew(promise, ruth, now)


def test_of_two_who_change_it_the_second_is_told(promise, as_ruth, ruth, amara, now):
    put_anew(promise, ruth, now, words="The first")
    answer = send(as_ruth, promise, words="The second").content.decode()
    assert "changed by somebody else" in answer
    assert "The second" in answer
    assert shown(amara).words == "The first"
    with pytest.raises(EditedMeanwhile):
        put_anew(promise, ruth, now, version=1)


# --- Kept, broken, open again -----------------------------------------------------


def test_a_broken_one_says_what_instead_and_the_client_reads_it(
    promise, as_ruth, as_amara, amara
):
    as_ruth.post(
        reverse("worker:promise", args=[amara.pk, promise.pk]),
        {"status": "broken", "instead": "I wrote to them.", "version": "1"},
    )
    one = shown(amara)
    assert (one.status, one.instead) == (PromiseStatus.BROKEN, "I wrote to them.")
    own = page(as_amara, "client:home")
    assert "it could not be kept" in own
    assert "I wrote to them." in own


def test_each_turn_it_takes_stays_in_its_history(promise, as_ruth, amara):
    place = reverse("worker:promise", args=[amara.pk, promise.pk])
    for status in ("kept", "open", "broken", "broken"):
        as_ruth.post(place, {"status": status})
    steps = [change.step for change in PromiseChange.objects.filter(promise=promise)]
    assert steps == ["kept", "open_again", "broken"]


def test_settling_what_was_changed_meanwhile_is_told(
    promise, as_ruth, ruth, amara, now
):
    put_anew(promise, ruth, now)
    place = reverse("worker:promise", args=[amara.pk, promise.pk])
    answer = as_ruth.post(place, {"status": "kept", "version": "1"}, follow=True)
    assert "changed by somebody else" in answer.content.decode()
    assert shown(amara).status is PromiseStatus.OPEN


def test_today_leads_to_what_can_be_done_instead(promise, as_ruth, amara):
    place = reverse("worker:promise-page", args=[amara.pk, promise.pk])
    assert place in page(as_ruth, "home")
    told = page(as_ruth, "worker:promise-page", amara.pk, promise.pk)
    assert "Another day, or other words" in told
    assert "What you do instead" in told


# --- The client's word ------------------------------------------------------------


def test_her_word_stands_beside_and_changes_nothing_of_his(
    promise, as_ruth, as_amara, amara, ruth, now
):
    settle_promise(amara.pk, promise.pk, status=PromiseStatus.KEPT, by=ruth, now=now)
    place = reverse("client:promise", args=[promise.pk])
    as_amara.post(place, {"not_kept": "yes", "words": "Nobody called."})
    one = shown(amara)
    assert (one.status, one.not_kept) == (PromiseStatus.KEPT, True)
    assert "Amara says: this was not kept" in page(
        as_ruth, "worker:promise-page", amara.pk, promise.pk
    )
    assert "Nobody called." in page(
        as_ruth, "worker:promise-page", amara.pk, promise.pk
    )
    assert "this was not kept" in page(as_ruth, "worker:sessions", amara.pk)
    as_amara.post(place, {"not_kept": "no"})
    assert (shown(amara).not_kept, shown(amara).not_kept_words) == (False, "")


def test_her_copy_says_what_became_of_each(promise, ruth, amara, as_amara, now):
    put_anew(promise, ruth, now)
    settle_promise(
        amara.pk,
        promise.pk,
        status=PromiseStatus.BROKEN,
        instead="I wrote to them.",
        by=ruth,
        now=now + timedelta(minutes=1),
    )
    (copy,) = export_client(amara.pk, by=amara.person, now=now)["promises"]
    assert [change["step"] for change in copy["changes"]] == ["renegotiated", "broken"]
    readable = page(as_amara, "client:export-readable")
    assert "Ask the choir for the address" in readable
    assert "I wrote to them." in readable


# --- The made-up practice ---------------------------------------------------------


def test_the_demo_has_promises_in_each_state():
    assert {row.status for row in Promise.objects.all()} == set(PromiseStatus)
    steps = {row.step for row in PromiseChange.objects.all()}
    assert {"renegotiated", "kept", "broken"} <= steps
