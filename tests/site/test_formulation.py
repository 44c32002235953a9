"""How the pieces hang together: the two write it, the client has the last word."""

from datetime import timedelta

import pytest
from django.urls import reverse

from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_people import (
    add_person,
    join_care_team,
    leave_care_team,
)
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, TooLong
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.write_formulation import (
    LONGEST,
    answer_formulation,
    formulations_shown,
    write_formulation,
)
from holdspace_site.records.models import Formulation
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed

WORDS = "When somebody types, I go quiet. It kept me safe once."


def page(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def first(amara, ruth, now):
    return write_formulation(amara.pk, WORDS, after="", by=ruth, now=now).row


def take_back(version, amara, now):
    return answer_formulation(
        amara.pk, version.pk, verdict=Verdict.TAKEN_BACK, by=amara.person, now=now
    )


def test_the_worker_writes_it_down_and_the_client_answers(as_ruth, as_amara, amara):
    place = reverse("worker:formulation", args=[amara.pk])
    assert as_ruth.post(place, {"words": WORDS, "after": ""}).status_code == 302
    assert WORDS in page(as_amara, "client:formulation")
    (version,) = Formulation.objects.filter(client=amara)
    answer = {"verdict": "not_quite", "own_words": "I wait, that is not quiet."}
    as_amara.post(reverse("client:answer-formulation", args=[version.pk]), answer)
    seen = page(as_ruth, "worker:formulation", amara.pk)
    assert "not quite" in seen
    assert "I wait, that is not quiet." in seen


def test_what_the_client_has_not_said_yes_to_is_not_called_theirs(
    as_ruth, amara, first, now
):
    both = "As you two see it now"
    assert both not in page(as_ruth, "worker:formulation", amara.pk)
    answer_formulation(
        amara.pk, first.pk, verdict=Verdict.YES, by=amara.person, now=now
    )
    assert both in page(as_ruth, "worker:formulation", amara.pk)
    later = now + timedelta(minutes=1)
    write_formulation(
        amara.pk, "Mine.", after=str(first.pk), by=amara.person, now=later
    )
    assert "As Amara sees it now" in page(as_ruth, "worker:formulation", amara.pk)


def test_a_new_version_leaves_the_earlier_one_as_it_was(amara, ruth, first, now):
    later = now + timedelta(minutes=1)
    write_formulation(amara.pk, "Anew.", after=str(first.pk), by=ruth, now=later)
    shown = formulations_shown(amara, by=ruth)
    assert [one.words for one in shown] == [WORDS, "Anew."]


def test_the_client_writes_one_of_their_own(as_amara, as_ruth, amara, first):
    typed = {"words": "My own way.", "after": str(first.pk)}
    assert as_amara.post(reverse("client:formulation"), typed).status_code == 302
    seen = page(as_ruth, "worker:formulation", amara.pk)
    assert "written by Amara" in seen
    assert "My own way." in seen


def test_two_who_write_at_once_lose_nothing(as_ruth, amara, ruth, first, now):
    older, later = str(first.pk), now + timedelta(minutes=1)
    write_formulation(amara.pk, "Hers.", after=older, by=amara.person, now=later)
    with pytest.raises(EditedMeanwhile):
        write_formulation(amara.pk, "Mine.", after=older, by=ruth, now=later)
    place = reverse("worker:formulation", args=[amara.pk])
    answer = as_ruth.post(place, {"words": "Mine.", "after": str(first.pk)})
    seen = answer.content.decode()
    assert "changed by somebody else" in seen
    assert "Mine." in seen
    assert "Hers." in seen


def test_the_same_words_twice_are_one_version(amara, ruth, first, now):
    again = write_formulation(amara.pk, WORDS, after="", by=ruth, now=now)
    assert again.row == first
    assert Formulation.objects.filter(client=amara).count() == 1


@pytest.mark.parametrize(
    ("words", "problem"),
    [("", NothingWritten), (" \n", NothingWritten), ("a" * (LONGEST + 1), TooLong)],
)
def test_what_cannot_be_kept_is_refused(amara, ruth, now, words, problem):
    with pytest.raises(problem):
        write_formulation(amara.pk, words, after="", by=ruth, now=now)
    assert not Formulation.objects.filter(client=amara).exists()


def test_a_refused_text_stays_on_the_clients_page(as_amara, amara, first):
    typed = {"words": "Mine, written long.", "after": "older"}
    answer = as_amara.post(reverse("client:formulation"), typed)
    assert answer.status_code == 400
    assert "Mine, written long." in answer.content.decode()


def test_what_is_taken_back_never_was_for_anybody_else(
    as_ruth, as_samuel, as_amara, amara, ruth, samuel, first, now
):
    take_back(first, amara, now)
    assert WORDS not in page(as_ruth, "worker:formulation", amara.pk)
    for who in (ruth, samuel):
        assert not export_client(amara.pk, by=who, now=now)["formulations"]
    assert WORDS in page(as_amara, "client:formulation")
    own = export_client(amara.pk, by=amara.person, now=now)["formulations"]
    assert own[0]["client_says"] == "taken_back"


def test_after_one_was_taken_back_a_new_one_can_be_written(amara, ruth, first, now):
    take_back(first, amara, now)
    write_formulation(amara.pk, "Anew.", after="", by=ruth, now=now)
    assert [one.words for one in formulations_shown(amara, by=ruth)] == ["Anew."]


def test_while_the_client_says_no_to_care_nobody_reads_it(
    as_ruth, amara, ruth, first, now
):
    choose_sharing(
        amara.pk, purpose=Purpose.CARE, allowed=False, by=amara.person, now=now
    )
    assert WORDS not in page(as_ruth, "worker:formulation", amara.pk)
    with pytest.raises(StoryClosed):
        write_formulation(amara.pk, "More.", after="", by=ruth, now=now)


@pytest.fixture
def next_worker(amara, ruth, samuel, first, now):
    later = now + timedelta(days=1)
    nils = add_person(
        name="Nils", role=Role.WORKER, sign_in_name="nils", by=samuel, now=now
    )
    join_care_team(amara.pk, nils.pk, by=samuel, now=later)
    leave_care_team(amara.pk, ruth.pk, by=samuel, now=later)
    return nils


def test_the_next_worker_reads_it_only_with_the_clients_yes(
    amara, next_worker, first, now
):
    choose_sharing(
        amara.pk, purpose=Purpose.NEXT_WORKER, allowed=False, by=amara.person, now=now
    )
    assert not formulations_shown(amara, by=next_worker)
    choose_sharing(
        amara.pk, purpose=Purpose.NEXT_WORKER, allowed=True, by=amara.person, now=now
    )
    assert [one.words for one in formulations_shown(amara, by=next_worker)] == [WORDS]


def test_a_supervisor_and_the_one_who_runs_the_agency_read_none(
    amara, deborah, samuel, first, now
):
    assert not formulations_shown(amara, by=deborah)
    for who in (deborah, samuel):
        with pytest.raises(NoSuchRecord):
            write_formulation(amara.pk, "Mine.", after="", by=who, now=now)


def test_nothing_of_it_is_read_as_the_clients_story(as_ruth, amara, ruth, first, now):
    for name in ("worker:story", "worker:brief", "worker:trust"):
        assert WORDS not in page(as_ruth, name, amara.pk)


def test_in_the_database_its_words_are_sealed(first):
    assert WORDS.encode() not in bytes(first.words_sealed)
    assert WORDS not in repr(first)


WORRYING = "I do not want to live any more."


def test_words_that_may_need_a_person_are_handed_to_one(
    as_amara, as_ruth, amara, first
):
    answer = {"verdict": "not_quite", "own_words": WORRYING}
    place = reverse("client:answer-formulation", args=[first.pk])
    assert "999" in as_amara.post(place, answer).content.decode()
    version = {"words": WORRYING, "after": str(first.pk)}
    assert (
        "999" in as_amara.post(reverse("client:formulation"), version).content.decode()
    )
    assert amara.hand_offs.count() == 2


def test_what_the_worker_writes_hands_nothing_over(as_ruth, amara):
    place = reverse("worker:formulation", args=[amara.pk])
    as_ruth.post(place, {"words": WORRYING, "after": ""})
    assert not amara.hand_offs.exists()
