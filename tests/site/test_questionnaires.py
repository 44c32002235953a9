"""Questionnaires: who may see what, what is kept, and what a person should read."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.sessions import SharedWith
from holdspace.measures.licensed import LicensedTextRefused
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.ask_questionnaire import (
    ask_questionnaire,
    let_questionnaire_go,
)
from holdspace_site.actions.change_questionnaire import (
    share_questionnaire,
    take_back_questionnaire,
)
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, NotPossible
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_questionnaire import (
    FilledIn,
    decline_questionnaire,
    give_questionnaire,
    type_in_questionnaire,
)
from holdspace_site.actions.read_hand_offs import read_hand_off
from holdspace_site.actions.read_questionnaires import (
    hand_over_questionnaire,
    handed_over_questionnaire,
    own_questionnaire,
    own_questionnaires,
    read_questionnaire,
    read_questionnaires,
    read_shared_questionnaires,
)
from holdspace_site.actions.read_record import read_looks
from holdspace_site.actions.set_up_instruments import (
    drop_licensed_text,
    load_licensed_text,
    read_instrument,
    read_instruments,
    switch_instrument,
)
from holdspace_site.actions.set_up_so_far import NotReadyForTelling
from holdspace_site.records.models import (
    Agency,
    HandOff,
    PracticeInstrument,
    Questionnaire,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed

TOKEN = re.compile(
    r'name="(csrfmiddlewaretoken|lane)" value="[^"]*"|"X-CSRFToken": "[^"]*"'
)
WORKER, SUPERVISOR, NOBODY = SharedWith.WORKER, SharedWith.SUPERVISOR, SharedWith.NOBODY
LOW = {str(n): 0 for n in range(1, 10)}
MIDDLE = LOW | {"1": 3, "2": 3, "3": 3, "4": 3}
WORDS = "\n".join(
    [
        "Instrument: wai-sr",
        "Notice: © the owner of it",
        "Reversed: none",
        "Answers:",
        *(f"{n} = answer {n}" for n in range(1, 6)),
        "Questions:",
        *(f"{n}. heron question {n}" for n in range(1, 13)),
    ]
)


@pytest.fixture(autouse=True)
def _switched_on(samuel, now):
    for name in ("phq-9", "gad-7", "pcl-5", "pc-ptsd-5"):
        switch_instrument(name, on=True, by=samuel, now=now)


@pytest.fixture
def asked(amara, ruth, now):
    return ask_questionnaire(amara.pk, "phq-9", "", by=ruth, now=now)


def give(row, answers, shared_with, now):
    by = row.client.person
    return give_questionnaire(
        str(row.pk), FilledIn(answers, shared_with), by=by, now=now
    )


def seen_by_worker(row, ruth, now):
    return read_questionnaire(row.client_id, str(row.pk), by=ruth, now=now)


# --- What an agency switches on -------------------------------------------------


def test_all_are_off_until_somebody_switches_them_on(samuel, amara, ruth, now):
    PracticeInstrument.objects.all().delete()
    assert not any(one.is_on for one in read_instruments(by=samuel, now=now))
    assert read_questionnaires(amara.pk, by=ruth, now=now).usable == ()
    with pytest.raises(NotPossible, match="not switched on"):
        ask_questionnaire(amara.pk, "phq-9", "", by=ruth, now=now)


def test_none_is_switched_on_while_nobody_is_named_who_reads(samuel, now):
    Agency.objects.update(duty_person=None)
    with pytest.raises(NotReadyForTelling):
        switch_instrument("k10", on=True, by=samuel, now=now)
    switch_instrument("phq-9", on=False, by=samuel, now=now)  # off always works


def test_a_skeleton_cannot_be_switched_on(samuel, now):
    with pytest.raises(NotPossible, match="no words yet"):
        switch_instrument("wai-sr", on=True, by=samuel, now=now)


def test_only_an_administrator_sets_them_up(ruth, deborah, amara, now):
    for person in (ruth, deborah, amara.person):
        with pytest.raises(NoSuchRecord):
            switch_instrument("k10", on=True, by=person, now=now)
        with pytest.raises(NoSuchRecord):
            read_instruments(by=person, now=now)


def test_an_unknown_one_is_not_found(samuel, now):
    with pytest.raises(NoSuchRecord):
        read_instrument("mmpi", by=samuel, now=now)


def test_an_agency_loads_the_words_it_holds_a_licence_for(samuel, amara, ruth, now):
    today = timezone.localdate(now)
    load_licensed_text(
        "wai-sr", WORDS, held_by="Elm Street", until=today, by=samuel, now=now
    )
    switch_instrument("wai-sr", on=True, by=samuel, now=now)
    row = ask_questionnaire(amara.pk, "wai-sr", "", by=ruth, now=now)
    give(row, {str(n): 4 for n in range(1, 13)}, WORKER, now)
    one = seen_by_worker(row, ruth, now)
    assert one.instrument.items[0].words == "heron question 1"
    assert one.results[0].score.value == 48
    tomorrow = now + timedelta(days=1)
    assert read_instrument("wai-sr", by=samuel, now=tomorrow).licence_is_over
    later = seen_by_worker(row, ruth, tomorrow)
    assert later.results[0].score.value == 48
    assert later.instrument.is_skeleton
    assert "heron" not in repr(later.instrument.items)
    with pytest.raises(NotPossible):
        ask_questionnaire(amara.pk, "wai-sr", "", by=ruth, now=tomorrow)


def test_words_that_do_not_fit_are_refused(samuel, now):
    with pytest.raises(LicensedTextRefused):
        load_licensed_text("wai-s", WORDS, held_by="us", until=None, by=samuel, now=now)
    with pytest.raises(NothingWritten):
        load_licensed_text("wai-sr", WORDS, held_by=" ", until=None, by=samuel, now=now)
    yesterday = timezone.localdate(now) - timedelta(days=1)
    with pytest.raises(NotPossible, match="it is past"):
        load_licensed_text(
            "wai-sr", WORDS, held_by="us", until=yesterday, by=samuel, now=now
        )
    assert not PracticeInstrument.objects.filter(instrument="wai-sr").exists()


def test_a_score_is_that_of_the_form_or_none(samuel, amara, ruth, now):
    today = timezone.localdate(now)
    turned = WORDS.replace("none", "1, 12")
    load_licensed_text("wai-sr", turned, held_by="us", until=today, by=samuel, now=now)
    switch_instrument("wai-sr", on=True, by=samuel, now=now)
    row = ask_questionnaire(amara.pk, "wai-sr", "", by=ruth, now=now)
    give(row, {str(n): 5 for n in range(1, 13)}, WORKER, now)
    for at in (now, now + timedelta(days=1)):
        assert seen_by_worker(row, ruth, at).results[0].score.value == 52
    drop_licensed_text("wai-sr", by=samuel, now=now)
    one = seen_by_worker(row, ruth, now)
    assert one.results == ()
    assert len(one.answers) == 12


def test_answers_no_version_offers_any_more_are_shown_without_a_score(
    asked, ruth, as_ruth, amara, now
):
    give(asked, MIDDLE, WORKER, now)
    row = Questionnaire.objects.get(pk=asked.pk)
    row.answers = {"1": 7, "77": 1}
    row.save()
    assert seen_by_worker(asked, ruth, now).results == ()
    assert as_ruth.get(worker_page("questionnaire", asked, amara)).status_code == 200


def test_deleting_the_words_switches_it_off(samuel, now):
    load_licensed_text("wai-sr", WORDS, held_by="us", until=None, by=samuel, now=now)
    switch_instrument("wai-sr", on=True, by=samuel, now=now)
    drop_licensed_text("wai-sr", by=samuel, now=now)
    kept = read_instrument("wai-sr", by=samuel, now=now)
    assert not kept.is_on
    assert not kept.has_own_words
    assert kept.instrument.is_skeleton


# --- Asking and answering -------------------------------------------------------


def test_it_is_asked_for_once(asked, amara, ruth, now):
    assert ask_questionnaire(amara.pk, "phq-9", "", by=ruth, now=now) == asked


def test_it_can_be_for_a_session(amara, ruth, now):
    session = amara.sessions.last()
    row = ask_questionnaire(amara.pk, "gad-7", str(session.pk), by=ruth, now=now)
    assert seen_by_worker(row, ruth, now).session_number == session.number


def test_a_session_of_somebody_else_is_not_taken(amara, mateo, ruth, now):
    with pytest.raises(NoSuchRecord):
        ask_questionnaire(
            amara.pk, "gad-7", str(mateo.sessions.first().pk), by=ruth, now=now
        )


def test_the_worker_sees_answers_score_band_and_source(asked, ruth, now):
    give(asked, MIDDLE, WORKER, now)
    one = seen_by_worker(asked, ruth, now)
    (result,) = one.results
    assert one.answers == MIDDLE
    assert result.score.value == 12
    assert result.score.bands[0].words == "moderate"
    assert result.change is None


def test_any_question_may_be_left_open(asked, ruth, now):
    give(asked, {"1": 2}, WORKER, now)
    (result,) = seen_by_worker(asked, ruth, now).results
    assert result.score.value is None


def test_nothing_answered_is_nothing_to_keep(asked, now):
    with pytest.raises(NothingWritten):
        give(asked, {}, WORKER, now)


def test_it_is_answered_once(asked, now):
    give(asked, LOW, WORKER, now)
    with pytest.raises(EditedMeanwhile):
        give(asked, MIDDLE, WORKER, now)


def test_a_no_at_the_gate_keeps_no_other_answer(amara, ruth, now):
    row = ask_questionnaire(amara.pk, "pc-ptsd-5", "", by=ruth, now=now)
    give(row, {"event": 0, "1": 1, "2": 1}, WORKER, now)
    assert seen_by_worker(row, ruth, now).answers == {"event": 0}


def test_the_second_time_is_held_against_the_first(asked, amara, ruth, now):
    give(asked, MIDDLE, WORKER, now)
    later = now + timedelta(days=14)
    again = ask_questionnaire(amara.pk, "phq-9", "", by=ruth, now=later)
    give(again, MIDDLE | {"1": 1}, WORKER, later)
    (result,) = seen_by_worker(again, ruth, later).results
    assert result.change.kind == "no_clear_change"
    assert result.before_on == timezone.localdate(now)


def test_what_is_kept_back_is_not_what_a_change_is_held_against(
    asked, amara, ruth, now
):
    give(asked, MIDDLE, NOBODY, now)
    let_questionnaire_go(amara.pk, str(asked.pk), by=ruth, now=now)
    again = ask_questionnaire(amara.pk, "phq-9", "", by=ruth, now=now)
    give(again, LOW, WORKER, now + timedelta(minutes=5))
    (result,) = seen_by_worker(again, ruth, now).results
    assert result.change is None
    own = own_questionnaire(str(again.pk), by=amara.person, now=now)
    assert own.results[0].change.kind == "better"


def test_declining_is_a_full_answer(asked, amara, ruth, now):
    decline_questionnaire(str(asked.pk), by=amara.person, now=now)
    page = read_questionnaires(amara.pk, by=ruth, now=now)
    assert [one.id for one in page.declined] == [str(asked.pk)]
    assert page.waiting == ()
    give(asked, LOW, WORKER, now)  # and may be changed
    assert read_questionnaires(amara.pk, by=ruth, now=now).declined == ()


@pytest.mark.parametrize("kept_from_worker", [NOBODY, SUPERVISOR])
def test_what_was_declined_and_then_answered_in_secret_stays_declined(
    kept_from_worker, asked, amara, ruth, as_ruth, now
):
    """On the page, in the copy, and again once it is hidden or taken back."""
    decline_questionnaire(str(asked.pk), by=amara.person, now=now)
    place = reverse("worker:questionnaires", args=[amara.pk])

    def seen():
        return (
            read_questionnaires(amara.pk, by=ruth, now=now),
            export_client(amara.pk, by=ruth, now=now)["questionnaires"],
            TOKEN.sub("", as_ruth.get(place).text),
        )

    before = seen()
    give(asked, LOW, kept_from_worker, now)
    assert seen() == before
    (own,) = own_questionnaires(by=amara.person, now=now)
    assert (own.is_answered, own.declined_on) == (True, None)
    share_questionnaire(str(asked.pk), WORKER, by=amara.person, now=now)
    assert read_questionnaires(amara.pk, by=ruth, now=now).declined == ()
    (copy,) = export_client(amara.pk, by=ruth, now=now)["questionnaires"]
    assert (copy["declined_at"], bool(copy["given_at"])) == (None, True)
    share_questionnaire(str(asked.pk), NOBODY, by=amara.person, now=now)
    assert seen() == before
    take_back_questionnaire(str(asked.pk), by=amara.person, now=now)
    assert seen() == before


def test_from_paper_is_marked_so_and_seen_by_the_client(asked, amara, ruth, now):
    type_in_questionnaire(amara.pk, str(asked.pk), LOW, by=ruth, now=now)
    own = own_questionnaire(str(asked.pk), by=amara.person, now=now)
    assert own.way == "paper"
    assert own.shared_with is WORKER
    assert Questionnaire.objects.get(pk=asked.pk).typed_by == ruth


# --- Who sees it ----------------------------------------------------------------


@pytest.mark.parametrize("kept_from_worker", [NOBODY, SUPERVISOR])
def test_what_is_kept_from_the_worker_looks_as_if_never_given(
    kept_from_worker, asked, amara, ruth, now
):
    before = read_questionnaires(amara.pk, by=ruth, now=now)
    looks_before = len(read_looks(amara.pk, by=ruth, now=now)[1])
    give(asked, MIDDLE | {"9": 3}, kept_from_worker, now)
    after = read_questionnaires(amara.pk, by=ruth, now=now)
    assert after == before
    one = seen_by_worker(asked, ruth, now)
    assert one.answers == {}
    assert one.results == ()
    verbs = {look.verb for look in read_looks(amara.pk, by=ruth, now=now)[1]}
    assert "answer_questionnaire" not in verbs
    assert "hand_over" not in verbs or looks_before
    assert not HandOff.objects.filter(questionnaire=asked).exists()


def test_a_worker_can_type_in_what_was_given_in_secret_and_learns_nothing(
    asked, amara, ruth, now
):
    give(asked, MIDDLE, NOBODY, now)
    given = type_in_questionnaire(amara.pk, str(asked.pk), LOW, by=ruth, now=now)
    assert given.row.pk == asked.pk
    own = own_questionnaires(by=amara.person, now=now)
    answers = {one.shared_with: one.answers for one in own if one.is_answered}
    assert answers == {WORKER: LOW, NOBODY: MIDDLE}


@pytest.mark.parametrize("kept_from_worker", [NOBODY, SUPERVISOR])
def test_asked_for_anew_it_is_as_if_it_was_never_answered(
    kept_from_worker, amara, ruth, as_ruth, now
):
    """Its day, its address, and one row in a copy; hers is left to her alone."""
    earlier = now - timedelta(days=5)
    asked = ask_questionnaire(amara.pk, "phq-9", "", by=ruth, now=earlier)

    def seen():
        place = reverse("worker:questionnaires", args=[amara.pk])
        return (
            read_questionnaires(amara.pk, by=ruth, now=now),
            seen_by_worker(asked, ruth, now),
            export_client(amara.pk, by=ruth, now=now)["questionnaires"],
            TOKEN.sub("", as_ruth.get(place).text),
        )

    before = seen()
    give(asked, MIDDLE, kept_from_worker, now)
    handed = hand_over_questionnaire(amara.pk, str(asked.pk), by=ruth, now=now)
    assert (handed.pk, handed.asked_at) == (asked.pk, earlier)
    assert seen() == before
    assert handed_over_questionnaire(str(asked.pk)) == handed

    (hers,) = (
        one for one in own_questionnaires(by=amara.person, now=now) if one.given_on
    )
    assert (hers.answers, hers.shared_with) == (MIDDLE, kept_from_worker)
    assert hers.asked_on == timezone.localdate(earlier)
    for work in (
        lambda: read_questionnaire(amara.pk, hers.id, by=ruth, now=now),
        lambda: let_questionnaire_go(amara.pk, hers.id, by=ruth, now=now),
        lambda: type_in_questionnaire(amara.pk, hers.id, LOW, by=ruth, now=now),
    ):
        with pytest.raises(NoSuchRecord):
            work()
    copy = export_client(amara.pk, by=amara.person, now=now)["questionnaires"]
    assert len(copy) == 2
    share_questionnaire(hers.id, WORKER, by=amara.person, now=now)
    assert read_questionnaire(amara.pk, hers.id, by=ruth, now=now).answers == MIDDLE
    take_back_questionnaire(hers.id, by=amara.person, now=now)
    assert seen() == before


def test_what_somebody_was_asked_to_read_goes_with_the_answers_set_aside(
    asked, amara, ruth, now
):
    given = give(asked, MIDDLE | {"9": 2}, WORKER, now)
    share_questionnaire(str(asked.pk), NOBODY, by=amara.person, now=now)
    hand_over_questionnaire(amara.pk, str(asked.pk), by=ruth, now=now)
    again = give_questionnaire(
        str(asked.pk), FilledIn(MIDDLE | {"9": 1}, WORKER), by=amara.person, now=now
    )
    assert again.hand_off != given.hand_off
    given.hand_off.refresh_from_db()
    assert given.hand_off.questionnaire_id != asked.pk
    assert read_hand_off(str(given.hand_off.pk), by=ruth, now=now).words is None


def test_sharing_can_be_changed_at_any_time(asked, amara, ruth, now):
    give(asked, MIDDLE, NOBODY, now)
    share_questionnaire(str(asked.pk), WORKER, by=amara.person, now=now)
    assert seen_by_worker(asked, ruth, now).answers == MIDDLE
    share_questionnaire(str(asked.pk), NOBODY, by=amara.person, now=now)
    assert seen_by_worker(asked, ruth, now).answers == {}


def test_what_is_taken_back_is_gone(asked, amara, ruth, now):
    give(asked, MIDDLE | {"9": 1}, WORKER, now)
    take_back_questionnaire(str(asked.pk), by=amara.person, now=now)
    row = Questionnaire.objects.get(pk=asked.pk)
    assert bytes(row.answers_sealed) == b""
    assert seen_by_worker(asked, ruth, now).answers == {}
    assert own_questionnaires(by=amara.person, now=now) == []
    with pytest.raises(NotPossible):
        share_questionnaire(str(asked.pk), WORKER, by=amara.person, now=now)


def test_a_supervisor_sees_what_was_shared_with_them_without_a_name(
    asked, amara, ruth, deborah, as_deborah, now
):
    give(asked, MIDDLE, SUPERVISOR, now)
    (shared,) = read_shared_questionnaires(ruth.pk, by=deborah, now=now)
    assert shared.results[0].score.value == 12
    page = as_deborah.get(reverse("supervision:worker", args=[ruth.pk]))
    assert "PHQ-9" in page.text
    assert "Amara" not in page.text
    verbs = {look.verb for look in read_looks(amara.pk, by=amara.person, now=now)[1]}
    assert "read_shared_questionnaires" in verbs
    share_questionnaire(str(asked.pk), NOBODY, by=amara.person, now=now)
    assert read_shared_questionnaires(ruth.pk, by=deborah, now=now) == ()


def test_somebody_elses_supervisor_sees_nothing(asked, ruth, samuel, now):
    give(asked, MIDDLE, SUPERVISOR, now)
    with pytest.raises(NoSuchRecord):
        read_shared_questionnaires(ruth.pk, by=samuel, now=now)


def test_without_a_yes_to_care_nobody_reads_them(asked, amara, ruth, now):
    give(asked, MIDDLE, WORKER, now)
    choose_sharing(
        amara.pk, purpose=Purpose.CARE, allowed=False, by=amara.person, now=now
    )
    with pytest.raises(StoryClosed):
        read_questionnaires(amara.pk, by=ruth, now=now)
    with pytest.raises(StoryClosed):
        ask_questionnaire(amara.pk, "gad-7", "", by=ruth, now=now)


def test_another_client_cannot_answer_or_see_it(asked, mateo, now):
    with pytest.raises(NoSuchRecord):
        own_questionnaire(str(asked.pk), by=mateo.person, now=now)
    with pytest.raises(NoSuchRecord):
        give_questionnaire(
            str(asked.pk), FilledIn(LOW, WORKER), by=mateo.person, now=now
        )


# --- What a person should read --------------------------------------------------


def test_question_9_is_handed_to_a_person_with_its_words(asked, ruth, deborah, now):
    given = give(asked, LOW | {"9": 1}, WORKER, now)
    assert given.needs_calm
    opened = read_hand_off(str(given.hand_off.pk), by=ruth, now=now)
    assert "better off dead" in opened.words
    assert opened.words.endswith("Several days")
    assert [group.words for group in opened.groups] == ["An answer in a questionnaire"]
    assert opened.steps


def test_it_is_handed_over_when_it_is_shared_later_and_only_once(asked, amara, now):
    assert give(asked, LOW | {"9": 2}, NOBODY, now).hand_off is None
    for shared_with in (WORKER, NOBODY, WORKER):
        share_questionnaire(str(asked.pk), shared_with, by=amara.person, now=now)
    assert HandOff.objects.filter(questionnaire=asked).count() == 1


def test_its_words_are_gone_once_the_client_keeps_them_back(asked, amara, ruth, now):
    given = give(asked, LOW | {"9": 1}, WORKER, now)
    share_questionnaire(str(asked.pk), NOBODY, by=amara.person, now=now)
    assert read_hand_off(str(given.hand_off.pk), by=ruth, now=now).words is None


def test_a_zero_is_handed_to_nobody(asked, now):
    given = give(asked, MIDDLE, WORKER, now)
    assert not given.needs_calm
    assert given.hand_off is None


# --- Exported and erased --------------------------------------------------------


def test_it_is_in_the_clients_copy_and_elsewhere_only_if_shared(
    asked, amara, ruth, now
):
    give(asked, MIDDLE, NOBODY, now)
    (own,) = export_client(amara.pk, by=amara.person, now=now)["questionnaires"]
    assert own["answers"][0]["answer"] == "Nearly every day"
    assert own["scores"][0]["value"] == 12
    (others,) = export_client(amara.pk, by=ruth, now=now)["questionnaires"]
    assert others["given_at"] is None
    assert others["answers"] == []
    assert "shared_with" not in others


def test_the_readable_copy_shows_it(asked, as_amara, now):
    give(asked, MIDDLE, WORKER, now)
    page = as_amara.get(reverse("client:export-readable")).text
    assert "Little interest or pleasure" in page
    assert "Developed by Drs." in page


def test_it_is_erased_with_the_client(asked, amara, samuel, now):
    give(asked, MIDDLE | {"9": 1}, WORKER, now)
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert not Questionnaire.objects.filter(client_id=amara.pk).exists()


def test_the_answers_are_sealed(asked, now):
    give(asked, MIDDLE, WORKER, now)
    sealed = bytes(Questionnaire.objects.get(pk=asked.pk).answers_sealed)
    assert sealed
    assert b'"1"' not in sealed


# --- Pages ----------------------------------------------------------------------


def own_page(row, query=""):
    return reverse("client:questionnaire", args=[row.pk]) + query


def worker_page(name, row, amara):
    return reverse(f"worker:{name}", args=[amara.pk, row.pk])


def test_a_client_fills_it_in_and_sees_what_it_came_to(asked, as_amara, amara, now):
    home = as_amara.get(reverse("client:home")).text
    assert "asked if you would fill one in" in home
    page = as_amara.get(own_page(asked)).text
    assert page.count('type="radio"') == 10 * 5 + 3
    assert (
        page.count(" checked>") == 10
    )  # every question is left open, nobody is chosen
    sent = {f"q-{n}": "1" for n in range(1, 9)} | {"q-9": "0", "shared_with": "worker"}
    answer = as_amara.post(own_page(asked), sent, follow=True).text
    assert "lower is better" in answer
    assert "6,000 patients" in answer
    assert "Kroenke" in answer
    assert "left open" in answer
    assert "No permission required" in answer


def test_without_a_choice_nobody_else_sees_it(asked, as_amara):
    as_amara.post(own_page(asked), {"q-1": "1"})
    assert Questionnaire.objects.get(pk=asked.pk).shared_with == "nobody"


def test_the_calm_card_comes_at_once(asked, as_amara):
    sent = {"q-9": "1", "shared_with": "worker"}
    page = as_amara.post(own_page(asked), sent).text
    assert "Thank you for telling us." in page
    assert "We asked" in page


def test_the_calm_card_comes_also_where_nobody_is_told(asked, as_amara):
    page = as_amara.post(own_page(asked), {"q-9": "1"}).text
    assert "Thank you for telling us." in page
    assert "nobody here reads them" in page
    assert not HandOff.objects.filter(questionnaire=asked).exists()


@pytest.mark.parametrize("typed", ["7", "-1", "x", "nan", "1e400"])
def test_an_answer_that_is_none_is_refused_and_the_others_stay(asked, as_amara, typed):
    answer = as_amara.post(own_page(asked), {"q-1": typed, "q-2": "3"})
    assert answer.status_code == 400
    assert re.search(r'name="q-2" value="3" checked', answer.text)
    assert Questionnaire.objects.get(pk=asked.pk).given_at is None


def test_a_tender_one_asks_first(amara, ruth, as_amara, now):
    row = ask_questionnaire(amara.pk, "pcl-5", "", by=ruth, now=now)
    first = as_amara.get(own_page(row)).text
    assert "about hard things" in first
    assert "unwanted memories" not in first
    assert "unwanted memories" in as_amara.get(own_page(row, "?open=1")).text


def test_a_worker_asks_reads_and_lets_go(amara, as_ruth, now):
    address = reverse("worker:questionnaires", args=[amara.pk])
    assert "PHQ-9" in as_ruth.get(address).text
    assert as_ruth.post(address, {}).status_code == 400
    answer = as_ruth.post(address, {"instrument": "gad-7", "session": ""})
    row = Questionnaire.objects.get(instrument="gad-7")
    assert answer.headers["Location"] == worker_page("questionnaire", row, amara)
    assert "Hand this device over" in as_ruth.get(answer.headers["Location"]).text
    as_ruth.post(worker_page("let-questionnaire-go", row, amara))
    assert Questionnaire.objects.get(pk=row.pk).let_go_at is not None


def test_a_worker_types_in_from_paper(asked, amara, as_ruth):
    address = worker_page("type-in-questionnaire", asked, amara)
    assert "Who may see this" not in as_ruth.get(address).text
    page = as_ruth.post(address, {"q-1": "3"}, follow=True).text
    assert "Typed in from paper." in page
    assert "Nearly every day" in page


def test_the_result_page_has_no_colour_and_no_alarm(asked, amara, as_ruth, now):
    give(asked, {str(n): 3 for n in range(1, 10)}, WORKER, now)
    page = as_ruth.get(worker_page("questionnaire", asked, amara)).text
    assert "severe" in page
    main = page[page.index("<main") : page.index("</main")]
    for word in ("risk", "alert", "danger", "warning", "style=", "!"):
        assert word not in main


def test_a_handed_over_device_shows_one_questionnaire_and_nothing_else(
    asked, amara, as_ruth
):
    answer = as_ruth.post(worker_page("hand-over-questionnaire", asked, amara))
    assert answer.headers["Location"] == reverse("handed-questionnaire")
    page = as_ruth.get(reverse("handed-questionnaire")).text
    assert "Little interest" in page
    assert as_ruth.get(reverse("worker:today")).status_code == 302
    done = as_ruth.post(reverse("handed-questionnaire"), {"q-1": "1", "q-9": "1"}).text
    assert "Thank you for telling us." in done
    assert "nobody here reads them" in done
    row = Questionnaire.objects.get(pk=asked.pk)
    assert (row.way, row.shared_with) == ("tablet", "nobody")
    assert "This is over" in as_ruth.get(reverse("handed-questionnaire")).text


def test_a_device_can_be_put_down_without_an_answer(asked, amara, as_ruth):
    as_ruth.post(worker_page("hand-over-questionnaire", asked, amara))
    as_ruth.post(reverse("put-down-questionnaire"))
    assert "This is over" in as_ruth.get(reverse("handed-questionnaire")).text
    assert Questionnaire.objects.get(pk=asked.pk).given_at is None


def test_a_device_is_handed_over_for_what_was_given_in_secret_too(
    asked, amara, as_ruth, now
):
    give(asked, MIDDLE, NOBODY, now)
    as_ruth.post(worker_page("hand-over-questionnaire", asked, amara))
    assert "Little interest" in as_ruth.get(reverse("handed-questionnaire")).text


def test_nobody_opens_it_without_being_handed_a_device(asked):
    assert "This is over" in Browser().get(reverse("handed-questionnaire")).text


def test_an_administrator_reads_the_rights_and_switches(as_samuel):
    listed = as_samuel.get(reverse("administration:questionnaires")).text
    assert "WAI-SR" in listed
    address = reverse("administration:questionnaire", args=["k10"])
    page = as_samuel.get(address).text
    assert "Ronald C. Kessler" in page
    assert "Where its words were compared" in page
    switch = reverse("administration:switch-questionnaire", args=["k10"])
    assert "It is on" in as_samuel.post(switch, {"on": "yes"}, follow=True).text
    assert "It is off" in as_samuel.post(switch, {"on": "no"}, follow=True).text


def test_an_administrator_loads_words_and_says_who_holds_the_licence(as_samuel):
    address = reverse("administration:questionnaire", args=["wai-sr"])
    file = SimpleUploadedFile("words.txt", WORDS.encode())
    sent = {"text": file, "held_by": "Elm Street", "until": "2099-01-01"}
    assert not PracticeInstrument.objects.filter(instrument="wai-sr").exists()
    as_samuel.post(address, sent)  # the box is not ticked
    assert not PracticeInstrument.objects.filter(instrument="wai-sr").exists()
    file.seek(0)
    page = as_samuel.post(address, sent | {"holds_licence": "on"}, follow=True).text
    assert "heron question 12" in page
    assert "held by Elm Street" in page
    drop = reverse("administration:drop-questionnaire-words", args=["wai-sr"])
    assert "heron" not in as_samuel.post(drop, follow=True).text


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"Instrument: wai-sr\n"])
def test_a_file_that_is_no_text_or_does_not_fit_is_said_so(as_samuel, content):
    address = reverse("administration:questionnaire", args=["wai-sr"])
    file = SimpleUploadedFile("words.txt", content)
    sent = {"text": file, "held_by": "us", "holds_licence": "on"}
    page = as_samuel.post(address, sent).text
    assert "not a plain text file" in page or "does not fit" in page
    assert not PracticeInstrument.objects.filter(instrument="wai-sr").exists()


def test_words_are_not_loaded_over_what_ships_with_words(as_samuel):
    address = reverse("administration:questionnaire", args=["phq-9"])
    file = SimpleUploadedFile("words.txt", WORDS.encode())
    sent = {"text": file, "held_by": "us", "holds_licence": "on"}
    as_samuel.post(address, sent)
    assert PracticeInstrument.objects.get(instrument="phq-9").licensed_text == ""
