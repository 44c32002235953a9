"""The wrap-up after a session, moving a planned one, and numbers by date."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.notices import NoticeKind
from holdspace.alliance.repairs import ClientsWord, Ground, RepairStatus, RuptureKind
from holdspace.alliance.sessions import Course, PromiseStatus, PromiseStep, Side
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.correct_passage import correct_passage
from holdspace_site.actions.errors import EditedMeanwhile, NotPossible, WrongTime
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.plan_session import move_session, plan_session
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.records.models import Passage, Session, SessionMove
from holdspace_site.records.sharing import session_words_id
from holdspace_site.web import notice_words, promise_words, repair_words, session_words

SAID = "I slept on the bus, the whole way."


def page(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def session(amara):
    return amara.sessions.filter(status="held").latest("at")


def words_of(session):
    return Passage.objects.get(pk=session_words_id(session.pk)).words


def wrap_up(browser, session, **typed):
    place = reverse("worker:session", args=[session.client_id, session.pk])
    typed = {
        "status": "held",
        "course": "as_planned",
        "side": "",
        "did": "We looked at the letter.",
        "last_words": SAID,
        "left_open": "The second half.",
        "version": Session.objects.get(pk=session.pk).version,
    } | typed
    return browser.post(place, typed)


# --- The wrap-up ------------------------------------------------------------------


def test_it_keeps_what_was_done_said_promised_and_left(as_ruth, amara, session):
    before = {row.pk for row in amara.promises.all()}
    answer = wrap_up(
        as_ruth, session, promise="Call the clinic", promise_2="Copy the letter"
    )
    assert answer.status_code == 302
    kept = Session.objects.get(pk=session.pk)
    assert (kept.did, kept.left_open) == (
        "We looked at the letter.",
        "The second half.",
    )
    made = amara.promises.exclude(pk__in=before)
    assert {row.words for row in made} == {"Call the clinic", "Copy the letter"}
    assert {row.session_id for row in made} == {session.pk}
    shown = page(as_ruth, "worker:sessions", amara.pk)
    assert "We looked at the letter." in shown


@pytest.mark.parametrize(
    ("status", "course", "side", "words"),
    [
        ("held", "as_planned", "", "took place"),
        ("held", "late", "worker", "took place, began late, by you"),
        ("held", "ended_early", "client", "took place, ended early, by them"),
        ("cancelled", "as_planned", "client", "called off, by them"),
        ("cancelled", "as_planned", "neither", "called off, by nobody here"),
        ("missed", "as_planned", "", "they did not come"),
    ],
)
def test_how_it_went_is_kept_and_said(
    as_ruth, amara, session, status, course, side, words
):
    wrap_up(as_ruth, session, status=status, course=course, side=side)
    kept = Session.objects.get(pk=session.pk)
    assert (kept.status, kept.course, kept.side) == (status, course, side)
    assert f"<small>{words}" in page(as_ruth, "worker:sessions", amara.pk)


def test_nobody_is_named_for_what_did_not_happen(as_ruth, session):
    """A session missed or on time has no side, whatever the form still says."""
    wrap_up(as_ruth, session, status="missed", course="late", side="client")
    kept = Session.objects.get(pk=session.pk)
    assert (kept.course, kept.side) == ("as_planned", "")
    wrap_up(as_ruth, session, status="held", course="as_planned", side="client")
    assert Session.objects.get(pk=session.pk).side == ""


@pytest.mark.parametrize(
    "typed", [{"course": "sideways"}, {"side": "everybody"}, {"status": ""}]
)
def test_what_is_no_choice_is_not_kept(as_ruth, session, typed):
    assert wrap_up(as_ruth, session, **typed).status_code == 200
    assert Session.objects.get(pk=session.pk).version == session.version


# --- What stood out in their words ------------------------------------------------


@pytest.fixture
def told(as_ruth, session):
    wrap_up(as_ruth, session)
    return Passage.objects.get(pk=session_words_id(session.pk))


def test_what_stood_out_is_a_passage_like_any_other(told, as_ruth, as_amara, session):
    assert (told.words, told.told_by, told.session) == (SAID, "client", session)
    assert told.episode.kind == "present"
    assert told.told_on == timezone.localdate(session.at)
    assert SAID in page(as_ruth, "worker:story", told.client_id)
    assert SAID in page(as_amara, "client:sharing")


def test_it_is_corrected_with_its_history_and_never_twice(told, as_ruth, session):
    wrap_up(as_ruth, session, last_words=SAID)
    wrap_up(as_ruth, session, last_words=SAID + " Twice.")
    kept = Passage.objects.get(session=session)
    assert kept.words == SAID + " Twice."
    assert [old.words for old in kept.revisions.all()] == [SAID]


def test_emptied_again_it_goes_unless_something_was_read_in_it(
    told, as_ruth, session, ruth, now
):
    wrap_up(as_ruth, session, last_words="")
    assert not Passage.objects.filter(pk=told.pk).exists()


def test_what_she_holds_back_is_gone_and_nobody_writes_over_it(
    told, as_ruth, amara, session, ruth, now
):
    hold_back(amara.pk, told.pk, held_back=True, by=amara.person, now=now)
    for name in ("worker:brief", "worker:sessions", "worker:story"):
        assert SAID not in page(as_ruth, name, amara.pk)
    assert SAID not in page(as_ruth, "worker:session", amara.pk, session.pk)
    brief = read_brief(amara.pk, by=ruth, on=now.date(), now=now)[1]
    assert brief.last_session.session.last_words == ""
    copy = export_client(amara.pk, by=ruth, now=now)
    assert SAID not in str(copy)
    wrap_up(as_ruth, session, last_words="", did="Something else.")
    kept = Session.objects.get(pk=session.pk)
    assert (words_of(session), kept.did) == (SAID, "Something else.")
    hold_back(amara.pk, told.pk, held_back=False, by=amara.person, now=now)
    assert SAID in page(as_ruth, "worker:brief", amara.pk)


def test_a_closed_story_keeps_what_the_worker_did_not_see(
    told, as_ruth, amara, session, now
):
    choose_sharing(
        amara.pk, purpose=Purpose.CARE, allowed=False, by=amara.person, now=now
    )
    shown = page(as_ruth, "worker:session", amara.pk, session.pk)
    assert "We looked at the letter." not in shown
    version = re.search(r'name="version" value="(\d+)"', shown)[1]
    place = reverse("worker:session", args=[amara.pk, session.pk])
    as_ruth.post(place, {"status": "held", "version": version})
    kept = Session.objects.get(pk=session.pk)
    assert (words_of(session), kept.did) == (SAID, "We looked at the letter.")


TYPED = "She also liked the garden."


def test_what_is_typed_over_words_held_back_is_refused_and_stays_on_the_page(
    told, as_ruth, amara, session, now
):
    hold_back(amara.pk, told.pk, held_back=True, by=amara.person, now=now)
    promised = amara.promises.count()
    refused = wrap_up(as_ruth, session, last_words=TYPED, promise="Call them")
    assert refused.status_code == 200
    assert TYPED in refused.text
    assert "keep what stood here to themselves" in refused.text
    assert amara.promises.count() == promised
    hidden = page(as_ruth, "worker:session", amara.pk, session.pk)
    assert 'name="last_words"' not in hidden
    assert 'name="did"' in hidden
    wrap_up(as_ruth, session, last_words="", promise="Call them")
    assert amara.promises.count() == promised + 1
    assert words_of(session) == SAID


@pytest.mark.parametrize("field", ["did", "left_open", "last_words"])
def test_nor_is_it_dropped_when_the_story_was_closed_meanwhile(
    told, as_ruth, amara, session, now, field
):
    choose_sharing(
        amara.pk, purpose=Purpose.CARE, allowed=False, by=amara.person, now=now
    )
    empty = dict.fromkeys(("did", "left_open", "last_words"), "")
    refused = wrap_up(as_ruth, session, **empty | {field: TYPED})
    assert refused.status_code == 200
    assert TYPED in refused.text
    assert words_of(session) == SAID


def test_the_page_that_was_open_before_she_held_it_back_is_kept(
    told, as_ruth, amara, session, now
):
    """It still holds her words as they were, and nobody typed them anew."""
    hold_back(amara.pk, told.pk, held_back=True, by=amara.person, now=now)
    assert wrap_up(as_ruth, session, did="Nothing else.").status_code == 302
    assert words_of(session) == SAID


# --- One copy ---------------------------------------------------------------------


@pytest.fixture
def mended(told, amara, ruth, now):
    """A slip in her words, put right on the story page."""
    words = "I slept on the train, the whole way."
    correct_passage(
        amara.pk, told.pk, words=words, version=told.version, by=ruth, now=now
    )
    return words


def test_a_slip_put_right_is_right_wherever_her_words_stand(
    mended, as_ruth, as_amara, amara, session, ruth, now
):
    brief = read_brief(amara.pk, by=ruth, on=now.date(), now=now)[1]
    assert brief.last_session.session.last_words == mended
    assert mended in page(as_ruth, "worker:session", amara.pk, session.pk)
    assert SAID not in page(as_ruth, "worker:sessions", amara.pk)
    for by in (ruth, amara.person):
        sessions = export_client(amara.pk, by=by, now=now)["sessions"]
        told = {one["number"]: one["last_words"] for one in sessions}
        assert told[session.number] == mended


def test_saving_the_wrap_up_again_leaves_it_right(mended, as_ruth, amara, session):
    place = reverse("worker:session", args=[amara.pk, session.pk])
    start = as_ruth.get(place).context["form"].initial
    assert as_ruth.post(place, start | {"promise": "Call them"}).status_code == 302
    assert words_of(session) == mended


def test_a_wrap_up_that_was_open_meanwhile_does_not_put_the_slip_back(
    told, as_ruth, amara, session, ruth, now
):
    place = reverse("worker:session", args=[amara.pk, session.pk])
    start = as_ruth.get(place).context["form"].initial
    words = "I slept on the train, the whole way."
    correct_passage(
        amara.pk, told.pk, words=words, version=told.version, by=ruth, now=now
    )
    shown = as_ruth.post(place, start | {"promise": "Call them"})
    assert "changed by somebody else" in shown.text
    assert "Call them" in shown.text
    assert words_of(session) == words


def test_words_of_before_there_were_passages_become_one_when_saved(
    as_ruth, amara, session, ruth, now
):
    Passage.objects.filter(pk=session_words_id(session.pk)).delete()
    session.last_words = SAID
    session.save()
    brief = read_brief(amara.pk, by=ruth, on=now.date(), now=now)[1]
    assert brief.last_session.session.last_words == SAID
    wrap_up(as_ruth, session)
    assert words_of(session) == SAID
    assert Session.objects.get(pk=session.pk).last_words == ""


# --- Moving a planned one ---------------------------------------------------------


@pytest.fixture
def planned(amara, ruth, now):
    amara.sessions.filter(status="planned").delete()
    at = now.replace(second=0, microsecond=0) + timedelta(days=7)
    return plan_session(amara.pk, at=at, place="Room 2", by=ruth, now=now)


def send_move(browser, session, at, **typed):
    at = timezone.localtime(at)
    return browser.post(
        reverse("worker:move-session", args=[session.client_id, session.pk]),
        {
            "day": f"{at:%Y-%m-%d}",
            "time": f"{at:%H:%M}",
            "place": session.place,
            "version": session.version,
        }
        | typed,
    )


def test_a_planned_session_is_moved_and_her_page_says_so(planned, as_ruth, as_amara):
    at = planned.at + timedelta(days=1, hours=2)
    assert send_move(as_ruth, planned, at, place="Room 3").status_code == 302
    kept = Session.objects.get(pk=planned.pk)
    assert (kept.at, kept.place) == (at, "Room 3")
    move = SessionMove.objects.get()
    assert (move.from_at, move.to_at) == (planned.at, at)
    own = page(as_amara, "client:home")
    assert f"{timezone.localtime(at):%H:%M}" in own
    assert "It was moved. It was on" in own


def test_another_room_is_no_move(planned, as_ruth, as_amara):
    send_move(as_ruth, planned, planned.at, place="Room 3")
    assert Session.objects.get(pk=planned.pk).place == "Room 3"
    assert not SessionMove.objects.exists()
    assert "It was moved" not in page(as_amara, "client:home")


def test_it_is_not_moved_into_the_past_or_years_away(planned, as_ruth, ruth, now):
    for days in (-8, 4 * 366):
        at = planned.at + timedelta(days=days)
        assert send_move(as_ruth, planned, at).status_code == 200
        with pytest.raises(WrongTime):
            move_session(
                planned.client_id,
                planned.pk,
                at=at,
                place="",
                version=1,
                by=ruth,
                now=now,
            )
    assert Session.objects.get(pk=planned.pk).at == planned.at


def test_what_took_place_is_not_moved(session, ruth, now):
    with pytest.raises(NotPossible):
        move_session(
            session.client_id,
            session.pk,
            at=now + timedelta(days=1),
            place="",
            version=session.version,
            by=ruth,
            now=now,
        )


def test_of_two_who_move_it_the_second_is_told(planned, as_ruth, ruth, now):
    first, second = planned.at + timedelta(days=1), planned.at + timedelta(days=2)
    send_move(as_ruth, planned, first)
    told = send_move(as_ruth, planned, second).content.decode()
    assert "changed by somebody else" in told
    assert "You typed: Day" in told
    assert Session.objects.get(pk=planned.pk).at == first
    with pytest.raises(EditedMeanwhile):
        move_session(
            planned.client_id,
            planned.pk,
            at=second,
            place="",
            version=1,
            by=ruth,
            now=now,
        )


# --- Numbers by date --------------------------------------------------------------


def numbers(client):
    rows = client.sessions.order_by("at").values_list("number", flat=True)
    return list(rows)


def test_one_written_down_afterwards_gets_its_number_by_its_date(amara, ruth, now):
    rows = list(amara.sessions.order_by("at"))
    between = rows[3].at + timedelta(hours=3)
    made = plan_session(amara.pk, at=between, place="", by=ruth, now=now)
    assert made.number == rows[3].number + 1
    assert numbers(amara) == list(range(1, len(rows) + 2))


def test_a_moved_session_changes_places_with_the_next(amara, planned, ruth, now):
    at = planned.at + timedelta(days=7)
    later = plan_session(amara.pk, at=at, place="", by=ruth, now=now)
    assert later.number == planned.number + 1
    move_session(
        amara.pk,
        planned.pk,
        at=at + timedelta(days=1),
        place="",
        version=1,
        by=ruth,
        now=now,
    )
    later.refresh_from_db()
    assert later.number == planned.number
    assert numbers(amara) == sorted(numbers(amara))


# --- Every word has its sentence --------------------------------------------------


@pytest.mark.parametrize(
    ("table", "of"),
    [
        (repair_words.STATUSES, RepairStatus),
        (repair_words.STEPS, RepairStatus),
        (repair_words.KINDS, RuptureKind),
        (repair_words.GROUNDS, Ground),
        (repair_words.GROUNDS_TO_CLIENT, Ground),
        (repair_words.WORDS, ClientsWord),
        (promise_words.STATUSES, PromiseStatus),
        (promise_words.STEPS, PromiseStep),
        (session_words.COURSES, Course),
        (session_words.SIDES, Side),
        (session_words.SIDES_TO_CLIENT, Side),
        (notice_words.KINDS, NoticeKind),
        (notice_words.KINDS_TO_CLIENT, NoticeKind),
    ],
)
def test_every_member_is_in_its_table(table, of):
    assert set(table) == set(of)
