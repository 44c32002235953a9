"""Words that may need a person: who is asked, who sees what, and what stays shut."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.privacy.access import Role
from holdspace.safety.phrases import About
from holdspace_site.actions.add_people import add_person, end_account, leave_care_team
from holdspace_site.actions.change_readers import Readers, change_readers, read_readers
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, NotPossible
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.notice_words import (
    calm_of,
    client_chose,
    found_in,
    hand_off_for,
)
from holdspace_site.actions.read_hand_offs import (
    acknowledge,
    read_hand_off,
    read_hand_offs,
    read_unread_hand_offs,
    settle,
)
from holdspace_site.actions.set_up_so_far import (
    NotReadyForTelling,
    TellingNeeds,
    check_ready_for_telling,
    missing_for_telling,
    telling_is_on,
)
from holdspace_site.records.models import AccessEntry, Agency, HandOff, Passage, Session
from holdspace_site.records.scope import NoSuchRecord

WORDS = "I sleep badly. I think it would be better if I was gone."
MARKED = "better if I was gone"


@pytest.fixture(autouse=True)
def _only_ours():
    HandOff.objects.all().delete()


@pytest.fixture
def nobody_in_a_session():
    Session.objects.filter(status="planned").update(status="cancelled")


def sent(client, now, words=WORDS, **more):
    passage = Passage(
        client=client,
        told_by="client",
        typed_by=client.person,
        told_on=timezone.localdate(now),
        setting="alone",
        added_at=now,
        **more,
    )
    passage.words = words
    passage.save(force_insert=True)
    return passage


@pytest.fixture
def hand_off(amara, now, nobody_in_a_session):
    return hand_off_for(sent(amara, now), by=amara.person, now=now)


@pytest.fixture
def tomas(samuel, now):
    """A worker who works with none of the clients."""
    return add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )


@pytest.fixture
def tomas_on_duty(tomas):
    Agency.objects.update(duty_person=tomas)
    return tomas


def later(now):
    return now + timedelta(hours=2)


# --- Noticing -----------------------------------------------------------------


def test_words_about_now_go_to_who_is_on_duty_and_then_to_the_cover(
    hand_off, ruth, deborah, now
):
    assert (hand_off.first_reader, hand_off.next_reader) == (ruth, deborah)
    assert hand_off.next_at == now + timedelta(minutes=60)
    assert hand_off.rule == "hurting_oneself"
    kept = HandOff.objects.get()
    words = kept.passage.words
    assert [one.span.words_in(words) for one in found_in(kept)] == [MARKED]


def test_what_is_kept_names_places_and_no_words(hand_off):
    assert "gone" not in str(hand_off.spans)
    assert "gone" not in repr(hand_off)


def test_what_an_interpreter_made_of_the_words_is_looked_at_too(
    amara, now, ruth, as_ruth
):
    passage = sent(amara, now, "Tôi mệt.")
    passage.translation, passage.translated_into = WORDS, "en"
    passage.save()
    made = hand_off_for(passage, by=ruth, now=now)
    assert found_in(made) == ()
    acknowledge(str(made.pk), by=ruth, now=now)
    page = as_ruth.get(reverse("worker:hand-off", args=[made.pk])).content.decode()
    assert "Tôi mệt." in page
    assert MARKED in page


@pytest.mark.parametrize(
    "words",
    [
        "It rained.",
        "I never wanted to die.",
        "Years ago I wanted to die.",
        "My sister tried to kill herself.",
    ],
)
def test_other_words_start_nothing(amara, now, words):
    before = AccessEntry.objects.count()
    assert hand_off_for(sent(amara, now, words), by=amara.person, now=now) is None
    assert not HandOff.objects.exists()
    assert AccessEntry.objects.count() == before


def test_words_held_back_are_handed_to_nobody(amara, now):
    passage = sent(amara, now, held_back_at=now)
    assert hand_off_for(passage, by=amara.person, now=now) is None


def test_the_worker_in_the_room_is_asked_first(amara, ruth, tomas_on_duty, now):
    session = amara.sessions.first()
    session.at, session.status = now - timedelta(minutes=20), "planned"
    session.save()
    made = hand_off_for(sent(amara, now), by=amara.person, now=now)
    assert made.first_reader == ruth


def test_a_worker_who_types_what_is_told_is_in_the_room(
    amara, ruth, tomas_on_duty, now
):
    made = hand_off_for(sent(amara, now), by=ruth, now=now)
    assert made.first_reader == ruth


def test_who_left_the_care_team_is_not_in_the_room(
    amara, ruth, tomas_on_duty, samuel, now
):
    amara.sessions.update(at=now - timedelta(minutes=20), status="cancelled")
    session = amara.sessions.first()
    session.status = "planned"
    session.save()
    leave_care_team(amara.pk, ruth.pk, by=samuel, now=now)
    made = hand_off_for(sent(amara, now), by=amara.person, now=now)
    assert made.first_reader == tomas_on_duty


@pytest.mark.usefixtures("nobody_in_a_session")
def test_with_nobody_on_duty_the_client_is_told_so(amara, as_amara, now):
    Agency.objects.update(duty_person=None, cover_person=None)
    made = hand_off_for(sent(amara, now), by=amara.person, now=now)
    assert made.first_reader is None
    assert calm_of(made, by=amara.person).reader_name == ""
    page = as_amara.get(reverse("client:help-now")).content.decode()
    assert "Nobody here is named to read at once" in page
    assert "999" in page


def test_sent_again_before_it_was_read_it_stays_one_and_its_time_runs_on(
    hand_off, amara, now
):
    again = hand_off_for(hand_off.passage, by=amara.person, now=later(now))
    assert again.pk == hand_off.pk
    assert again.noticed_at == now
    assert HandOff.objects.count() == 1


def test_words_mended_since_are_looked_at_anew(hand_off):
    passage = hand_off.passage
    passage.words, passage.version = f"Well. {WORDS}", 2
    passage.save()
    found = found_in(HandOff.objects.get())
    assert [one.span.words_in(passage.words) for one in found] == [MARKED]
    assert found[0].about is About.NOW


# --- Who may read -------------------------------------------------------------


def test_the_care_team_and_who_is_on_duty_read_from_the_start(
    hand_off, ruth, tomas_on_duty, now
):
    for person in (ruth, tomas_on_duty):
        assert [one.id for one in read_hand_offs(by=person, now=now)] == [
            str(hand_off.pk)
        ]
        assert read_hand_off(hand_off.pk, by=person, now=now).words == WORDS


def test_the_cover_reads_once_it_is_time_and_nobody_has(hand_off, deborah, ruth, now):
    assert read_hand_offs(by=deborah, now=now) == ()
    with pytest.raises(NoSuchRecord):
        read_hand_off(hand_off.pk, by=deborah, now=now)
    assert len(read_hand_offs(by=deborah, now=later(now))) == 1
    acknowledge(hand_off.pk, by=ruth, now=now)
    assert read_hand_offs(by=deborah, now=later(now)) == ()


def test_nobody_else_reads_and_the_try_is_written_down(hand_off, tomas, samuel, now):
    for person in (tomas, samuel):
        with pytest.raises(NoSuchRecord):
            read_hand_off(hand_off.pk, by=person, now=later(now))
        assert read_hand_offs(by=person, now=later(now)) == ()
        tried = AccessEntry.objects.filter(who=person, refused=True).get()
        assert (tried.verb, tried.client_id) == ("read_hand_off", hand_off.client_id)


def test_who_is_on_duty_sees_the_one_text_and_nothing_else(
    hand_off, tomas_on_duty, amara, now
):
    opened = read_hand_off(hand_off.pk, by=tomas_on_duty, now=now)
    assert opened.client_id is None
    assert opened.steps[0][1][0].startswith("Sample text")
    assert "die" not in repr(opened)
    assert "Amara" not in repr(opened)


def test_once_it_is_decided_it_is_shut_for_who_was_on_duty(
    hand_off, ruth, tomas_on_duty, now
):
    settle(hand_off.pk, "talk_now", "", by=tomas_on_duty, now=now)
    with pytest.raises(NoSuchRecord):
        read_hand_off(hand_off.pk, by=tomas_on_duty, now=now)
    assert read_hand_off(hand_off.pk, by=ruth, now=now).decision == "talk_now"


def test_words_taken_back_since_are_not_shown_but_the_hand_off_stays(
    hand_off, ruth, now
):
    Passage.objects.filter(pk=hand_off.passage_id).update(held_back_at=now)
    opened = read_hand_off(hand_off.pk, by=ruth, now=now)
    assert opened.words is None
    assert opened.found == ()
    assert len(read_hand_offs(by=ruth, now=now)) == 1


def test_they_come_by_time_and_by_nothing_else(amara, linh, mateo, ruth, now):
    order = [(mateo, 3), (amara, 2), (linh, 1)]
    for client, hours in reversed(order):
        at = now - timedelta(hours=hours)
        hand_off_for(sent(client, at), by=client.person, now=at)
    listed = read_hand_offs(by=ruth, now=now)
    assert [one.client_name for one in listed] == [one.name for one, _ in order]


def test_each_name_shown_and_each_text_read_is_a_look(hand_off, ruth, now):
    before = AccessEntry.objects.count()
    read_hand_offs(by=ruth, now=now)
    read_hand_off(hand_off.pk, by=ruth, now=now)
    looks = AccessEntry.objects.filter(position__gt=before)
    assert [(look.verb, look.client_id) for look in looks] == [
        ("list_hand_offs", hand_off.client_id),
        ("read_hand_off", hand_off.client_id),
    ]


# --- Reading and deciding -----------------------------------------------------


def test_who_said_first_that_they_read_it_stays_the_one(
    hand_off, ruth, tomas_on_duty, now
):
    acknowledge(hand_off.pk, by=tomas_on_duty, now=now)
    acknowledge(hand_off.pk, by=ruth, now=later(now))
    hand_off.refresh_from_db()
    assert (hand_off.read_by, hand_off.read_at) == (tomas_on_duty, now)


@pytest.mark.parametrize("decision", ["agency_step", "no_action"])
def test_some_decisions_need_their_reason(hand_off, ruth, decision, now):
    with pytest.raises(NothingWritten):
        settle(hand_off.pk, decision, "  ", by=ruth, now=now)
    settle(hand_off.pk, decision, "We spoke at noon.", by=ruth, now=now)
    hand_off.refresh_from_db()
    assert (hand_off.decision, hand_off.decided_by) == (decision, ruth)
    assert hand_off.because == "We spoke at noon."
    assert hand_off.read_by == ruth


def test_a_decision_is_never_made_twice(hand_off, ruth, now):
    settle(hand_off.pk, "consult", "", by=ruth, now=now)
    with pytest.raises(EditedMeanwhile):
        settle(hand_off.pk, "talk_now", "", by=ruth, now=now)
    with pytest.raises(NotPossible):
        settle(hand_off.pk, "ranked_high", "", by=ruth, now=now)


def test_the_administrator_sees_numbers_only(hand_off, samuel, as_samuel, ruth, now):
    counts = read_unread_hand_offs(by=samuel, now=later(now))
    assert (counts.unread, counts.past_cover, counts.not_decided) == (1, 1, 0)
    acknowledge(hand_off.pk, by=ruth, now=now)
    counts = read_unread_hand_offs(by=samuel, now=now)
    assert (counts.unread, counts.past_cover, counts.not_decided) == (0, 0, 1)
    page = as_samuel.get(reverse("administration:home")).content.decode()
    assert "1 text was read and nothing is decided yet" in page
    assert MARKED not in page
    with pytest.raises(NoSuchRecord):
        read_unread_hand_offs(by=ruth, now=now)


# --- The client ---------------------------------------------------------------


def test_the_client_presses_and_is_told_what_comes_of_it(hand_off, as_amara):
    address = reverse("client:hand-off-choice", args=[hand_off.pk])
    answer = as_amara.post(address, {"choice": "call_now"})
    assert answer.headers["Location"] == reverse("client:help-now")
    answer = as_amara.post(
        address, {"choice": "safe_for_now", "back": reverse("client:looks")}
    )
    assert answer.headers["Location"] == reverse("client:looks")
    hand_off.refresh_from_db()
    assert hand_off.client_chose == "safe_for_now"


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/me/", "/"])
def test_it_leads_nowhere_else(hand_off, as_amara, back):
    address = reverse("client:hand-off-choice", args=[hand_off.pk])
    answer = as_amara.post(address, {"choice": "ask_worker", "back": back})
    assert answer.headers["Location"] == reverse("client:home")


def test_the_card_comes_back_alone_when_the_page_asks_so(hand_off, as_amara):
    address = reverse("client:hand-off-choice", args=[hand_off.pk])
    answer = as_amara.post(
        address, {"choice": "ask_worker"}, headers={"HX-Request": "true"}
    )
    card = answer.content.decode()
    assert "<html" not in card
    assert "We asked Ruth Adler to read" in card
    assert 'href="tel:116123"' in card
    assert card.count('aria-pressed="true"') == 1


def test_a_choice_is_one_of_four_and_a_hand_off_ones_own(hand_off, amara, mateo, now):
    with pytest.raises(NotPossible):
        client_chose(hand_off.pk, "anything", by=amara.person, now=now)
    with pytest.raises(NoSuchRecord):
        client_chose(hand_off.pk, "call_now", by=mateo.person, now=now)


def test_numbers_that_take_texts_open_as_texts(as_amara):
    Agency.objects.update(help_numbers="Emergency: 999\nText line: sms 12 34")
    page = as_amara.get(reverse("client:help-now")).content.decode()
    assert 'href="tel:999"' in page
    assert 'href="sms:1234"' in page


def test_the_options_page_says_first_what_is_passed_on(as_amara):
    page = as_amara.get(reverse("client:options")).content.decode()
    assert "It was not your fault. You do not have to decide." in page
    assert page.index("the law may say") < page.index("Just talk")
    assert page.index("protection lead") < page.index("Just talk")
    assert "<title>My page</title>" in page


def test_the_client_reads_who_read_it(hand_off, ruth, as_amara, now):
    read_hand_off(hand_off.pk, by=ruth, now=now)
    looks = as_amara.get(reverse("client:looks")).content.decode()
    assert "read words that may need a person" in looks


def test_it_is_in_the_copy_of_the_record(hand_off, amara, ruth, as_amara, now):
    settle(hand_off.pk, "no_action", "It was a line of a song.", by=ruth, now=now)
    for by in (amara.person, ruth):
        (one,) = export_client(amara.pk, by=by, now=now)["hand_offs"]
        assert one["because"] == "It was a line of a song."
        assert (one["read_by"], one["decision"]) == ("Ruth Adler", "no_action")
    page = as_amara.get(reverse("client:export-readable")).content.decode()
    assert "It was a line of a song." in page


# --- The pages of who reads ---------------------------------------------------


def test_the_worker_reads_acknowledges_and_decides(hand_off, as_ruth):
    today = as_ruth.get("/").content.decode()
    assert "Words that may need a person to read them" in today
    assert MARKED not in today
    answer = as_ruth.post(reverse("worker:acknowledge-hand-off", args=[hand_off.pk]))
    place = reverse("worker:hand-off", args=[hand_off.pk])
    assert answer.headers["Location"] == place
    page = as_ruth.get(place).content.decode()
    assert f"<mark>{MARKED}</mark>" in page
    assert "This is not a risk assessment." in page
    assert "Sample text" in page
    assert "Pick what you decided." in as_ruth.post(place, {}).content.decode()
    refused = as_ruth.post(place, {"decision": "no_action", "because": ""})
    assert "Say in a few words why." in refused.content.decode()
    assert as_ruth.post(place, {"decision": "talk_now"}).status_code == 302
    assert "Words that may need" not in as_ruth.get("/").content.decode()


def test_a_supervisor_who_covers_has_the_same_pages(hand_off, as_deborah):
    assert "Amara" not in as_deborah.get(reverse("supervision:home")).content.decode()
    HandOff.objects.update(next_at=timezone.now())
    home = as_deborah.get(reverse("supervision:home")).content.decode()
    place = reverse("supervision:hand-off", args=[hand_off.pk])
    assert place in home
    page = as_deborah.get(place).content.decode()
    assert f"<mark>{MARKED}</mark>" in page
    assert not re.search(r"/clients/\d", page)


def test_words_are_never_markup_on_the_page(amara, as_ruth, now):
    words = "<b>I want to die.</b>"
    made = hand_off_for(sent(amara, now, words), by=amara.person, now=now)
    page = as_ruth.get(reverse("worker:hand-off", args=[made.pk])).content.decode()
    assert "&lt;b&gt;I <mark>want to die</mark>.&lt;/b&gt;" in page


# --- What has to be there first -----------------------------------------------


def test_the_demo_lets_clients_tell_on_their_own(samuel, amara, now):
    assert telling_is_on(samuel, now=now)
    check_ready_for_telling(amara.person, now=now)


@pytest.mark.parametrize(
    "need",
    [
        "opening_hours",
        "help_numbers",
        "passed_on_by_law",
        "escalation_steps",
        "protection_steps",
    ],
)
def test_each_text_has_to_be_there(samuel, need, now):
    Agency.objects.update(**{need: " "})
    assert missing_for_telling(samuel, now=now) == (TellingNeeds(need),)
    with pytest.raises(NotReadyForTelling, match="An administrator enters it"):
        check_ready_for_telling(samuel, now=now)


def test_duty_and_cover_are_two_people_who_work_here(samuel, ruth, now):
    Agency.objects.update(cover_person=ruth)
    assert missing_for_telling(samuel, now=now) == (TellingNeeds.COVER_PERSON,)
    Agency.objects.update(cover_person=samuel)
    assert missing_for_telling(samuel, now=now) == (TellingNeeds.COVER_PERSON,)


def test_telling_ends_with_the_account_of_who_reads(tomas_on_duty, samuel, now):
    assert telling_is_on(samuel, now=now)
    end_account(tomas_on_duty.pk, by=samuel, now=now)
    assert missing_for_telling(samuel, now=now) == (TellingNeeds.DUTY_PERSON,)


def test_telling_ends_when_the_day_to_look_again_is_past(samuel, now):
    today = timezone.localdate(now)
    Agency.objects.update(review_due_on=today)
    assert telling_is_on(samuel, now=now)
    Agency.objects.update(review_due_on=today - timedelta(days=1))
    assert missing_for_telling(samuel, now=now) == (TellingNeeds.REVIEW_DUE_ON,)


def test_the_overview_says_what_is_missing(as_samuel):
    Agency.objects.update(escalation_steps="", duty_person=None)
    page = as_samuel.get(reverse("administration:home")).content.decode()
    assert "Clients can tell on their own once you have entered" in page
    place = reverse("administration:readers")
    assert f"{place}#id_escalation_steps" in page
    assert f"{place}#id_duty_person_id" in page


def test_the_administrator_enters_who_reads(as_samuel, ruth, deborah, tomas):
    typed = {
        "escalation_steps": "Call.",
        "protection_steps": "Ask.",
        "duty_person_id": tomas.pk,
        "cover_person_id": tomas.pk,
        "cover_after_minutes": 15,
        "review_due_on": "2030-01-31",
    }
    place = reverse("administration:readers")
    answer = as_samuel.post(place, typed)
    assert "Pick somebody else as cover." in answer.content.decode()
    answer = as_samuel.post(place, typed | {"cover_person_id": ruth.pk})
    assert answer.status_code == 302
    agency = Agency.objects.get()
    assert (agency.duty_person, agency.cover_person) == (tomas, ruth)
    assert (agency.escalation_steps, agency.cover_after_minutes) == ("Call.", 15)


def test_only_who_runs_the_agency_changes_it_and_only_to_who_reads(
    samuel, ruth, deborah, amara, now
):
    kept = read_readers(by=samuel)
    with pytest.raises(NoSuchRecord):
        change_readers(kept, by=ruth, now=now)
    fields = {name: getattr(kept, name) for name in Readers.__slots__}
    for wrong in (
        {"duty_person_id": amara.person_id},
        {"duty_person_id": samuel.pk},
        {"cover_person_id": ruth.pk},
        {"cover_after_minutes": 0},
    ):
        with pytest.raises(NotPossible):
            change_readers(Readers(**fields | wrong), by=samuel, now=now)


def test_the_demo_has_one_text_that_waits(django_db_blocker):
    from holdspace.content.demo import demo

    (told,) = demo().hand_offs
    assert told.client == "Jordan"
    assert "gone" not in repr(told)


# --- Words on a line of the client's own page ------------------------------------


def test_a_correction_that_may_need_a_person_becomes_words_one_can_read(
    amara, as_amara, now
):
    reading = amara.readings.filter(ended_at=None, certainty="said").first()
    place = reverse("client:verdict", args=[reading.pk])
    body = {"verdict": "not_quite", "correction": WORDS, "version": reading.version}
    calm = as_amara.post(place, body)
    assert HandOff.objects.get().passage.words == WORDS
    assert "You are not in trouble." in calm.content.decode()


def test_another_correction_stays_a_word_on_its_line(amara, as_amara):
    reading = amara.readings.filter(ended_at=None, certainty="said").first()
    before = amara.passages.count()
    place = reverse("client:verdict", args=[reading.pk])
    body = {"verdict": "not_quite", "correction": "Twice.", "version": reading.version}
    assert as_amara.post(place, body).status_code == 302
    assert amara.passages.count() == before
