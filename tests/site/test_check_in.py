"""A client's check-in: given in three ways, seen by whom they choose, taken back."""

import json
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.sessions import SharedWith
from holdspace_site.actions.change_check_in import share_check_in
from holdspace_site.actions.read_check_ins import check_ins_told, waiting_sessions
from holdspace_site.actions.read_trust import read_trust
from holdspace_site.records.check_ins import check_ins_open_to
from holdspace_site.records.models import AccessEntry, CheckIn, HandOff, Session

GIVEN = {
    "answer-listened": "mostly",
    "answer-between": "7",
    "answer-off": "no",
    "keep": "The tea you made for us.",
}
SOON = "Since Sunday I want to die and I do not know who to tell."


@pytest.fixture
def session(amara, ruth, now):
    """A session of yesterday that nobody has answered about."""
    return Session.objects.create(
        client=amara,
        worker=ruth,
        number=40,
        at=now - timedelta(days=1),
        status="held",
    )


def form_of(**answers):
    return GIVEN | {"check_in_id": str(uuid.uuid4())} | answers


def gives(browser, session, **answers):
    address = reverse("client:check-in-session", args=[session.pk])
    return browser.post(address, form_of(**answers))


def sends(browser, session, *, check_in_id=None, **written):
    body = {
        "answer_id": str(check_in_id or uuid.uuid4()),
        "key": f"check-in {session.pk}",
        "answer": "told",
        "lanes": [],
        "written": {"picked": {"listened": "yes"}} | written,
    }
    return browser.post(
        reverse("client:check-in-answer"),
        json.dumps(body),
        content_type="application/json",
    )


def test_the_client_is_led_to_the_session_that_has_none(as_amara, amara, session, now):
    assert session in waiting_sessions(amara, now=now)
    page = as_amara.get(reverse("client:home"))
    assert reverse("client:check-in") in page.text
    gives(as_amara, session)
    assert session not in waiting_sessions(amara, now=now)


def test_a_session_that_has_not_taken_place_is_not_asked_about(as_amara, amara, now):
    coming = amara.sessions.filter(at__date__gt=now.date() + timedelta(days=1)).last()
    assert gives(as_amara, coming).status_code == 400
    assert not coming.check_ins.exists()


def test_a_plain_form_keeps_what_was_answered(as_amara, session):
    assert gives(as_amara, session, shared_with="worker").status_code == 302
    row = session.check_ins.get()
    assert row.answers == {
        "listened": "mostly",
        "between": "7",
        "off": "no",
        "keep": "The tea you made for us.",
    }
    assert (row.shared_with, row.way, row.typed_by) == ("worker", "phone", None)


def test_who_chooses_nobody_to_see_it_shows_it_to_nobody(as_amara, session):
    gives(as_amara, session)
    assert session.check_ins.get().shared_with == "nobody"


def test_nothing_is_chosen_beforehand(as_amara, session):
    page = as_amara.get(reverse("client:check-in-session", args=[session.pk]))
    assert "checked" not in page.text


def test_an_empty_check_in_is_not_kept(as_amara, session):
    address = reverse("client:check-in-session", args=[session.pk])
    answer = as_amara.post(address, {"check_in_id": str(uuid.uuid4())})
    assert answer.status_code == 400
    assert not session.check_ins.exists()


def test_a_mistake_keeps_what_was_typed(as_amara, session):
    answer = gives(as_amara, session, **{"answer-listened": "very"})
    assert answer.status_code == 400
    assert "The tea you made for us." in answer.text
    assert 'value="7" checked' in answer.text


def test_one_sent_twice_is_one(as_amara, session):
    check_in_id = uuid.uuid4()
    for _ in range(2):
        assert sends(as_amara, session, check_in_id=check_in_id).status_code == 200
    assert session.check_ins.count() == 1


def test_one_taken_back_does_not_come_back_when_a_phone_sends_it_late(
    as_amara, session
):
    check_in_id = uuid.uuid4()
    sends(as_amara, session, check_in_id=check_in_id)
    as_amara.post(reverse("client:take-back-check-in", args=[check_in_id]))
    assert sends(as_amara, session, check_in_id=check_in_id).status_code == 200
    row = session.check_ins.get()
    assert row.answers == {}
    assert row.taken_back_at is not None


@pytest.mark.parametrize(
    "written",
    [
        {"picked": {"listened": "very"}},
        {"picked": []},
        {"picked": {"listened": 3}},
        {"shared_with": "everybody"},
        {"picked": {}, "keep": "x" * 4001},
    ],
)
def test_what_cannot_be_is_refused_in_words(as_amara, session, written):
    answer = sends(as_amara, session, **written)
    assert answer.status_code == 400
    assert answer.json()["problem"]
    assert not session.check_ins.exists()


def test_somebody_elses_session_answers_like_none(as_amara, mateo):
    theirs = mateo.sessions.first()
    assert gives(as_amara, theirs).status_code == 404
    assert sends(as_amara, theirs).status_code == 404


def test_somebody_elses_check_in_answers_like_none(as_amara, mateo):
    theirs = mateo.check_ins.first()
    for name in ("take-back-check-in", "share-check-in"):
        address = reverse(f"client:{name}", args=[theirs.pk])
        answer = as_amara.post(address, {"shared_with": "nobody"})
        assert answer.status_code == 404
    address = reverse("client:change-check-in", args=[theirs.pk])
    assert as_amara.get(address).status_code == 404
    theirs.refresh_from_db()
    assert theirs.taken_back_at is None
    assert AccessEntry.objects.filter(client_id=mateo.pk, refused=True).exists()


def test_what_felt_like_before_is_picked_from_their_own_words(as_amara, session):
    cues = as_amara.get(reverse("client:check-in-state")).json()["cues"]
    keys = next(one for one in cues if one["words"] == "the sound of the keys")
    sends(as_amara, session, picked={"before": "yes"}, cue_of=keys["id"])
    assert session.check_ins.get().answers["before_cue"] == "the sound of the keys"


def test_a_trigger_that_is_gone_meanwhile_takes_no_answer_with_it(as_amara, session):
    gone = {"picked": {"before": "yes"}, "cue_of": str(uuid.uuid4())}
    answer = sends(as_amara, session, **gone, keep="The tea you made for us.")
    assert answer.status_code == 200
    kept = {"before": "yes", "keep": "The tea you made for us."}
    assert session.check_ins.get().answers == kept


SUPERVISOR = 'value="supervisor"'


def test_a_supervisor_is_offered_only_where_there_is_one(
    as_amara, amara, ruth, session
):
    pages = [
        reverse("client:check-in"),
        reverse("client:check-in-session", args=[session.pk]),
    ]
    given = reverse("client:check-ins")
    assert all(SUPERVISOR in as_amara.get(page).text for page in pages)
    assert as_amara.get(given).text.count(SUPERVISOR) == amara.check_ins.count()
    ruth.supervised_by.update(until=timezone.now())
    assert not any(SUPERVISOR in as_amara.get(page).text for page in pages)
    chosen = amara.check_ins.filter(shared_with="supervisor").count()
    assert as_amara.get(given).text.count(SUPERVISOR) == chosen


def test_a_handed_device_offers_no_supervisor_where_there_is_none(handed, ruth):
    page = reverse("handed-check-in")
    assert SUPERVISOR in handed.get(page).text
    ruth.supervised_by.update(until=timezone.now())
    assert SUPERVISOR not in handed.get(page).text


def test_what_was_chosen_before_still_shows_as_chosen(as_amara, ruth, session):
    gives(as_amara, session, shared_with="supervisor")
    ruth.supervised_by.update(until=timezone.now())
    row = session.check_ins.get()
    page = as_amara.get(reverse("client:change-check-in", args=[row.pk]))
    assert f"{SUPERVISOR} checked" in page.text


def test_an_answer_that_follows_nothing_is_left_out(as_amara, session):
    sends(as_amara, session, picked={"off": "no", "talk": "now"})
    assert session.check_ins.get().answers == {"off": "no"}


def test_their_own_page_shows_the_answers_as_their_words(as_amara, session):
    gives(as_amara, session, shared_with="supervisor")
    page = as_amara.get(reverse("client:check-ins"))
    assert "7 of 10" in page.text
    assert "The tea you made for us." in page.text


def test_answers_can_be_changed_for_a_day(as_amara, session, now):
    gives(as_amara, session)
    row = session.check_ins.get()
    address = reverse("client:change-check-in", args=[row.pk])
    assert 'value="7" checked' in as_amara.get(address).text
    as_amara.post(address, form_of(**{"answer-between": "3", "shared_with": "worker"}))
    row.refresh_from_db()
    assert (row.answers["between"], row.shared_with) == ("3", "worker")
    row.given_at = now - timedelta(hours=25)
    row.save()
    assert as_amara.post(address, form_of()).status_code == 400
    row.refresh_from_db()
    assert row.answers["between"] == "3"


def test_taking_back_is_always_open(as_amara, session, now):
    gives(as_amara, session, shared_with="worker")
    row = session.check_ins.get()
    row.given_at = now - timedelta(days=300)
    row.save()
    as_amara.post(reverse("client:take-back-check-in", args=[row.pk]))
    row.refresh_from_db()
    assert bytes(row.answers_sealed) == b""
    shown = as_amara.get(reverse("client:check-ins")).text
    assert "The tea you made for us." not in shown


def test_who_sees_it_holds_at_the_next_request(as_amara, as_ruth, amara, ruth, session):
    gives(as_amara, session, shared_with="worker")
    row = session.check_ins.get()
    page = reverse("worker:check-in", args=[amara.pk, session.pk])
    assert "7 of 10" in as_ruth.get(page).text
    share = reverse("client:share-check-in", args=[row.pk])
    as_amara.post(share, {"shared_with": "nobody"})
    assert "7 of 10" not in as_ruth.get(page).text
    as_amara.post(share, {"shared_with": "worker"})
    assert row in check_ins_open_to(amara, ruth)


# --- Words that may need a person --------------------------------------------------


def test_words_shared_with_the_worker_are_handed_to_a_person(as_amara, session):
    answer = sends(as_amara, session, keep=SOON, shared_with="worker")
    hand_off = HandOff.objects.get(check_in=session.check_ins.get())
    assert str(hand_off.pk) in answer.json()["card"]


def test_whoever_reads_the_hand_off_reads_the_words(as_amara, as_ruth, session):
    sends(as_amara, session, change=SOON, shared_with="worker")
    hand_off = session.check_ins.get().hand_offs.get()
    page = as_ruth.get(reverse("worker:hand-off", args=[hand_off.pk]))
    assert "Since Sunday" in page.text
    as_amara.post(
        reverse("client:share-check-in", args=[hand_off.check_in_id]),
        {"shared_with": "nobody"},
    )
    page = as_ruth.get(reverse("worker:hand-off", args=[hand_off.pk]))
    assert "Since Sunday" not in page.text


@pytest.mark.parametrize("shared_with", ["nobody", "supervisor"])
def test_words_kept_from_the_worker_show_help_and_are_handed_to_nobody(
    as_amara, session, shared_with
):
    answer = sends(as_amara, session, keep=SOON, shared_with=shared_with)
    assert answer.json() == {"calm": True}
    assert not HandOff.objects.filter(check_in__isnull=False).exists()
    page = gives(as_amara, session, keep=SOON, shared_with=shared_with)
    assert "999" in page.text
    assert "nobody here reads them" in page.text


def test_sent_again_it_still_says_who_is_asked_to_read(as_amara, session, amara):
    check_in_id = uuid.uuid4()
    said = [
        sends(
            as_amara, session, check_in_id=check_in_id, keep=SOON, shared_with="worker"
        )
        for _ in range(2)
    ]
    hand_off = str(session.check_ins.get().hand_offs.get().pk)
    assert all(hand_off in answer.json()["card"] for answer in said)
    page = gives(as_amara, session, check_in_id=str(check_in_id), keep=SOON)
    assert f"calm-{hand_off}" in page.text
    assert "nobody here reads them" not in page.text


def test_once_it_is_for_nobody_nobody_is_said_to_read_it(as_amara, session):
    sends(as_amara, session, keep=SOON, shared_with="worker")
    row = session.check_ins.get()
    sent = form_of(keep=SOON, shared_with="nobody")
    page = as_amara.post(reverse("client:change-check-in", args=[row.pk]), sent)
    assert "We asked" not in page.text
    assert "nobody here reads them" in page.text


def test_words_shared_later_are_handed_over_then(amara, as_amara, session, now):
    sends(as_amara, session, keep=SOON)
    row = session.check_ins.get()
    share_check_in(row.pk, SharedWith.WORKER, by=amara.person, now=now)
    assert HandOff.objects.filter(check_in__isnull=False).exists()


# --- On a device in the client's hands ---------------------------------------------


@pytest.fixture
def handed(as_ruth, amara, session):
    """Ruth's own browser, after she handed it over."""
    address = reverse("worker:hand-over-check-in", args=[amara.pk, session.pk])
    assert as_ruth.post(address).status_code == 302
    return as_ruth


def test_a_handed_over_device_shows_the_questions_and_nothing_else(
    handed, amara, session
):
    page = handed.get(reverse("handed-check-in"))
    assert "Did you feel listened to today?" in page.text
    for path in ("/", f"/clients/{amara.pk}/", "/me/", "/clients/"):
        answer = handed.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("sign-in"))


def test_a_handed_over_device_says_how_long_it_is_open(handed):
    until = timezone.localtime(handed.session.get_expiry_date())
    for _ in range(2):
        page = handed.get(reverse("handed-check-in"))
        assert f"It is open until {until:%H:%M}." in page.text


def test_what_was_answered_there_is_kept_and_nothing_is_left(handed, amara, session):
    answer = handed.post(reverse("handed-check-in"), form_of(shared_with="nobody"))
    assert "You can give the device back." in answer.text
    assert "7" not in [word.strip(".,") for word in answer.text.split()]
    row = session.check_ins.get()
    assert (row.way, row.shared_with) == ("tablet", "nobody")
    assert "This is over" in handed.get(reverse("handed-check-in")).text


def test_the_worker_who_signs_in_again_stays_as_long_as_ever(handed, ruth):
    ruth.set_password("the tea is on the table")
    ruth.save()
    sent = {"username": ruth.sign_in_name, "password": "the tea is on the table"}
    assert handed.post(reverse("sign-in"), sent).status_code == 302
    assert handed.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    assert "handed-check-in" not in handed.session


def test_it_can_be_put_down_without_an_answer(handed, session):
    handed.post(reverse("put-down-check-in"))
    assert "This is over" in handed.get(reverse("handed-check-in")).text
    assert not session.check_ins.exists()


def test_without_being_handed_over_it_asks_nothing(visitor, as_ruth, as_amara):
    for browser in (visitor, as_ruth, as_amara):
        page = browser.get(reverse("handed-check-in"))
        assert "This is over" in page.text


def test_another_worker_hands_over_nothing_of_theirs(as_deborah, amara, session):
    address = reverse("worker:hand-over-check-in", args=[amara.pk, session.pk])
    assert as_deborah.post(address).status_code == 404


# --- On paper -----------------------------------------------------------------------


def test_a_newer_one_takes_away_only_what_it_answers(
    as_amara, as_ruth, amara, ruth, session, now
):
    sends(
        as_amara,
        session,
        picked={"between": "3", "listened": "a_bit", "off": "big", "talk": "now"},
        shared_with="worker",
    )
    sends(
        as_amara,
        session,
        picked={"speed": "right", "off": "no"},
        shared_with="worker",
    )
    told = [one for one in check_ins_told(amara, by=ruth) if one.session_number == 40]
    kept = {"between": "3", "listened": "a_bit", "off": "no", "speed": "right"}
    assert [one.answers for one in told] == [kept]
    line = read_trust(amara.pk, by=ruth, now=now).lines[0]
    assert line.points[-1].value == 3
    page = reverse("worker:check-in", args=[amara.pk, session.pk])
    assert "3 of 10" in as_ruth.get(page).text
    assert {len(row.answers) for row in session.check_ins.all()} == {4, 2}


def test_paper_takes_the_place_of_nothing_they_answered_themselves(
    as_amara, as_ruth, amara, ruth, session
):
    sends(as_amara, session, picked={"between": "3"}, shared_with="worker")
    paper = {"answer-between": "9", "keep": "", "answer-speed": "right"}
    address = reverse("worker:type-in-check-in", args=[amara.pk, session.pk])
    assert as_ruth.post(address, form_of(**paper)).status_code == 302
    (told,) = [
        one for one in check_ins_told(amara, by=ruth) if one.session_number == 40
    ]
    assert told.answers["between"] == "3"
    assert told.answers["speed"] == "right"


def test_paper_is_typed_in_and_marked_as_such(as_ruth, as_amara, amara, ruth, session):
    address = reverse("worker:type-in-check-in", args=[amara.pk, session.pk])
    assert as_ruth.get(address).status_code == 200
    assert as_ruth.post(address, form_of()).status_code == 302
    row = session.check_ins.get()
    assert (row.way, row.typed_by, row.shared_with) == ("paper", ruth, "worker")
    page = reverse("worker:check-in", args=[amara.pk, session.pk])
    assert "Typed in from paper." in as_ruth.get(page).text
    assert "your worker typed it in" in as_amara.get(reverse("client:check-ins")).text


@pytest.mark.parametrize("paper", ["a5", "a4"])
def test_the_paper_is_one_page(as_ruth, paper):
    answer = as_ruth.get(reverse("worker:check-in-paper"), {"paper": paper})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"/Count 1" in answer.content


def test_there_are_only_two_sizes_of_paper(as_ruth):
    answer = as_ruth.get(reverse("worker:check-in-paper"), {"paper": "a3"})
    assert answer.status_code == 400


def test_a_browser_of_nobody_gets_no_page(visitor, session):
    for name in ("check-in", "check-ins", "check-in-state"):
        answer = Browser().get(reverse(f"client:{name}"))
        assert answer.status_code == 302


def test_no_answer_stands_in_the_log(as_amara, session):
    gives(as_amara, session, shared_with="worker")
    entries = AccessEntry.objects.filter(verb="check_in")
    assert entries.exists()
    for entry in entries:
        assert "quiet" not in f"{entry.verb} {entry.record_kind} {entry.record_id}"


def test_rows_of_a_check_in_say_nothing_of_the_answers(as_amara, session):
    gives(as_amara, session)
    row = CheckIn.objects.get(session=session)
    assert "quiet" not in str(row)
    assert b"quiet" not in bytes(row.answers_sealed)
