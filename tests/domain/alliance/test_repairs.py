"""A repair: its steps, the client's word, and what stays unfinished."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.alliance.repairs import (
    NEXT,
    UNFINISHED,
    AgainstTheirWord,
    ClientsWord,
    Ground,
    NoSuchStep,
    Repair,
    RepairStatus,
    RepairStep,
    Rupture,
    RuptureKind,
    after_their_word,
    check_may_step,
    steps_open,
    unfinished_on,
)

DAY = date(2026, 11, 17)
STATUSES = st.sampled_from(list(RepairStatus))
WORDS = st.sampled_from([None, *ClientsWord])


def repair(*steps, opened_on=DAY, name="r"):
    rupture = Rupture(RuptureKind.UNCLEAR, Ground.CHECK_IN, opened_on)
    taken = tuple(
        RepairStep(status, opened_on + timedelta(days)) for days, status in steps
    )
    return Repair(name, (rupture,), opened_on, taken)


# --- Steps ------------------------------------------------------------------------


def test_every_status_has_a_way_on():
    assert set(NEXT) == set(RepairStatus)
    assert all(NEXT.values())


def test_nothing_is_repaired_that_was_not_named_first():
    with pytest.raises(NoSuchStep):
        check_may_step(RepairStatus.OPEN, RepairStatus.REPAIRED, None)


def test_every_status_can_be_reached_from_open():
    reached = {RepairStatus.OPEN}
    for _ in RepairStatus:
        reached |= {to for status in reached for to in NEXT[status]}
    assert reached == set(RepairStatus)


@given(STATUSES, STATUSES, WORDS)
def test_what_is_offered_is_what_may_be_done(status, to, word):
    try:
        check_may_step(status, to, word)
    except (NoSuchStep, AgainstTheirWord):
        assert to not in steps_open(status, word)
    else:
        assert to in steps_open(status, word)


# --- The client's word ------------------------------------------------------------


@pytest.mark.parametrize("word", [ClientsWord.NO, ClientsWord.PARTLY])
@given(STATUSES)
def test_nobody_says_repaired_where_the_client_does_not(word, status):
    assert RepairStatus.REPAIRED not in steps_open(status, word)


def test_a_step_against_their_word_says_so():
    with pytest.raises(AgainstTheirWord, match="Their word counts"):
        check_may_step(RepairStatus.NAMED, RepairStatus.REPAIRED, ClientsWord.NO)


@given(STATUSES)
def test_rather_not_say_moves_nothing_and_forbids_nothing(status):
    word = ClientsWord.RATHER_NOT_SAY
    assert after_their_word(status, word) is status
    assert steps_open(status, word) == steps_open(status, None)


@given(STATUSES, st.sampled_from(list(ClientsWord)))
def test_saying_it_twice_is_saying_it_once(status, word):
    once = after_their_word(status, word)
    assert after_their_word(once, word) is once


@given(STATUSES, st.sampled_from(list(ClientsWord)))
def test_after_their_word_no_worker_goes_against_it(status, word):
    """Where their word put it, a worker may only go where a later word would allow."""
    stands = after_their_word(status, word)
    for to in steps_open(stands, word):
        check_may_step(stands, to, word)
    if word in {ClientsWord.YES, ClientsWord.LET_IT_GO}:
        assert steps_open(stands, word) == ()


@pytest.mark.parametrize(
    ("status", "stands"),
    [
        (RepairStatus.OPEN, RepairStatus.OPEN),
        (RepairStatus.LET_GO, RepairStatus.OPEN),
        (RepairStatus.NAMED, RepairStatus.NAMED),
        (RepairStatus.PARTLY, RepairStatus.NAMED),
        (RepairStatus.REPAIRED, RepairStatus.NAMED),
    ],
)
def test_a_no_opens_again_what_was_closed(status, stands):
    assert after_their_word(status, ClientsWord.NO) is stands
    assert stands in UNFINISHED


# --- What stays unfinished --------------------------------------------------------


def test_a_repair_without_a_step_is_open():
    assert repair().status is RepairStatus.OPEN


def test_where_it_stood_on_a_day():
    one = repair((2, RepairStatus.NAMED), (5, RepairStatus.REPAIRED))
    days = [DAY + timedelta(days) for days in (-1, 0, 2, 4, 5)]
    assert [one.status_on(day) for day in days] == [
        None,
        RepairStatus.OPEN,
        RepairStatus.NAMED,
        RepairStatus.NAMED,
        RepairStatus.REPAIRED,
    ]


@given(st.permutations([0, 1, 2]))
def test_nothing_ranks_what_is_unfinished(order):
    """The oldest first, whatever order they are stored in and however they stand."""
    all_three = [
        repair(opened_on=DAY, name="a"),
        repair((1, RepairStatus.PARTLY), opened_on=DAY + timedelta(1), name="b"),
        repair((1, RepairStatus.LET_GO), opened_on=DAY, name="c"),
    ]
    found = unfinished_on([all_three[place] for place in order], DAY + timedelta(9))
    assert [one.id for one in found] == ["a", "b"]


def test_nobodys_words_stand_in_its_repr():
    rupture = Rupture(RuptureKind.UNCLEAR, Ground.NOTICED, DAY, words="She went quiet.")
    assert "quiet" not in repr(rupture)
