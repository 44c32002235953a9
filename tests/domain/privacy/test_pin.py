"""Six digits that nobody tries first, and guessing that takes longer and longer."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.privacy.pin import (
    DIGITS,
    FREE_TRIES,
    MOST_WRONG,
    is_easy_to_guess,
    is_pin,
    wait_left,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONGEST = timedelta(minutes=15)


@pytest.mark.parametrize(
    "pin",
    [
        *("123456", "654321", "890123", "210987", "000000", "999999"),
        *("121212", "123123", "112112", "100000", "112233"),
    ],
)
def test_what_people_try_first_is_easy_to_guess(pin):
    assert is_easy_to_guess(pin)


@pytest.mark.parametrize("pin", ["482915", "730264", "135790", "102938"])
def test_other_digits_are_not(pin):
    assert not is_easy_to_guess(pin)


def test_nearly_all_pins_can_be_chosen():
    easy = sum(is_easy_to_guess(f"{n:06}") for n in range(10**DIGITS))
    assert easy < 10**DIGITS / 100


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12 456", "12345a", "١٢٣٤٥٦"]
)
def test_anything_but_six_digits_is_no_pin(typed):
    assert not is_pin(typed)


def test_a_try_waits_longer_after_each_wrong_one():
    waits = [wait_left(wrong, NOW, NOW) for wrong in range(MOST_WRONG)]
    assert waits[:FREE_TRIES] == [timedelta()] * FREE_TRIES
    seconds = [wait.total_seconds() for wait in waits[FREE_TRIES:]]
    assert seconds == [30, 60, 120, 300, 900, 900, 900]


@given(
    wrong=st.integers(0, 10**6),
    wrong_at=st.datetimes(timezones=st.just(UTC)) | st.none(),
    now=st.datetimes(timezones=st.just(UTC)),
)
def test_no_clock_makes_a_wait_negative_or_endless(wrong, wrong_at, now):
    assert timedelta() <= wait_left(wrong, wrong_at, now) <= LONGEST


@given(
    wrong=st.integers(0, MOST_WRONG),
    wrong_at=st.datetimes(max_value=NOW.replace(tzinfo=None)),
)
def test_every_wait_ends(wrong, wrong_at):
    assert not wait_left(wrong, wrong_at, wrong_at + LONGEST)
