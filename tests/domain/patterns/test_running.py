"""What began again is noticed, with what came next the earlier times."""

import pytest

from holdspace.patterns.running import begun_again, running_of
from holdspace.patterns.sequences import Reach
from holdspace.patterns.timeline import CodedEvent, timeline_of

CYCLE = ("T.SLIGHT", "F.HURT", "P.QUIET", "E.FADED")
SHORT = {"t": "T.SLIGHT", "f": "F.HURT", "p": "P.QUIET", "e": "E.FADED"}


def told(letters, episodes=None, days=None):
    """`t f p e` are the steps of the cycle, any other letter is something else."""
    return timeline_of(
        CodedEvent(
            SHORT.get(letter, f"C.{letter}"),
            row + 1,
            None if days is None else days[row],
            None if episodes is None else episodes[row],
        )
        for row, letter in enumerate(letters)
    )


@pytest.mark.parametrize(
    ("letters", "matched"),
    [
        ("tf", 2),
        ("tfp", 3),
        ("txf", 2),
        ("txxf", 2),
        ("txxxf", 0),
        ("tfxx", 2),
        ("tfxxx", 0),
        ("tfpe", 0),
        ("tfpet", 1),
        ("tfpetf", 2),
        ("xxf", 0),
        ("fpe", 0),
        ("tftf", 2),
        ("tfxt", 2),
        ("", 0),
    ],
)
def test_how_far_it_has_come_again(letters, matched):
    running = running_of(told(letters), CYCLE)
    assert (running.matched if running else 0) == matched
    if running:
        assert (running.of, running.next) == (4, CYCLE[matched])
        assert len(running.rows) == matched


def test_another_episode_is_another_story():
    assert running_of(told("tfx", ["then", "then", "now"]), CYCLE) is None
    still = running_of(told("txf", ["now", "then", "now"]), CYCLE)
    assert still.rows == (1, 3)


def test_a_window_closes():
    timeline = told("tfx", days=[0, 5, 30])
    assert running_of(timeline, CYCLE, Reach(2, 40)).matched == 2
    assert running_of(timeline, CYCLE, Reach(2, 20)) is None


def test_what_the_client_confirmed_is_told_with_the_earlier_times():
    letters = "tfpex" + "tfh" + "tf"
    (begun,) = begun_again(told(letters), [CYCLE, ("P.QUIET", "E.FADED")])
    assert begun.codes == CYCLE
    assert begun.running.rows == (9, 10)
    went_on, stopped = begun.earlier
    assert (went_on.rows, went_on.then_code) == ((1, 2), "P.QUIET")
    assert (went_on.then_row, went_on.went_on_row) == (3, 3)
    assert (stopped.rows, stopped.then_code) == ((6, 7), "C.h")
    assert stopped.went_on_row is None


def test_an_earlier_time_may_be_the_last_that_was_told():
    timeline = told("tf" + "tf", ["then", "then", "now", "now"])
    (begun,) = begun_again(timeline, [CYCLE])
    (earlier,) = begun.earlier
    assert (earlier.then_code, earlier.then_row) == (None, None)


def test_one_step_is_a_day_like_any_other():
    assert begun_again(told("xxt"), [CYCLE]) == []
    assert running_of(told("xxt"), CYCLE).matched == 1


def test_what_has_come_furthest_is_first():
    longer = (*CYCLE, "C.OTHERS", "C.CRISIS")
    begun = begun_again(told("tfp"), [longer, CYCLE])
    assert [one.running.of for one in begun] == [4, 6]


def test_a_sequence_that_never_happened_has_not_begun():
    assert running_of(told("tf"), ("M.NAME", "M.OWN")) is None
    assert running_of(told("tf"), ("T.SLIGHT",)) is None
