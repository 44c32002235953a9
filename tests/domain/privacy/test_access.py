import pytest

from holdspace.privacy.access import (
    ALLOWED,
    Relation,
    Role,
    Verb,
    may,
)


def test_every_relation_has_its_row():
    assert set(ALLOWED) == set(Relation)


def test_whoever_stands_in_no_relation_to_a_client_may_do_nothing():
    assert not ALLOWED[Relation.NONE]


def test_supervising_is_no_relation_to_a_client():
    assert Role.SUPERVISOR not in {relation.value for relation in Relation}
    assert set(Relation) == {
        Relation.SELF,
        Relation.CARE_TEAM,
        Relation.RUNS_THE_AGENCY,
        Relation.ON_DUTY,
        Relation.NONE,
    }


def test_being_on_duty_opens_the_words_handed_over_and_nothing_else():
    assert ALLOWED[Relation.ON_DUTY] == {Verb.READ_HAND_OFF, Verb.SETTLE_HAND_OFF}


def test_who_runs_the_agency_does_not_read_what_is_handed_over():
    assert not may(Relation.RUNS_THE_AGENCY, Verb.READ_HAND_OFF)


def test_only_who_runs_the_agency_erases_and_sets_the_care_team():
    for verb in (Verb.ERASE, Verb.SET_CARE_TEAM):
        able = {relation for relation in Relation if may(relation, verb)}
        assert able == {Relation.RUNS_THE_AGENCY}


@pytest.mark.parametrize(
    "verb", [Verb.READ_STORY, Verb.READ_BRIEF, Verb.READ_SESSIONS, Verb.MARK_READING]
)
def test_running_the_agency_is_no_reason_to_read_somebodys_story(verb):
    assert not may(Relation.RUNS_THE_AGENCY, verb)


def test_only_the_client_gives_a_verdict():
    able = {relation for relation in Relation if may(relation, Verb.GIVE_VERDICT)}
    assert able == {Relation.SELF}


@pytest.mark.parametrize(
    "verb", [Verb.READ_STORY, Verb.READ_ACCESS_LOG, Verb.EXPORT, Verb.SET_BOUNDARY]
)
def test_a_client_reads_takes_away_and_limits_their_own_record(verb):
    assert may(Relation.SELF, verb)
