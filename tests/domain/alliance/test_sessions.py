from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from holdspace.alliance.sessions import (
    CheckIn,
    Promise,
    PromiseStatus,
    Session,
    SessionStatus,
    SharedWith,
    numbers_by_date,
)


def test_a_promise_is_open_until_something_became_of_it():
    assert Promise("p", "Ask the group", date(2026, 11, 1)).status is PromiseStatus.OPEN


def test_a_check_in_goes_to_the_worker_unless_the_client_chose_otherwise():
    assert CheckIn("s", date(2026, 11, 1), {}).shared_with is SharedWith.WORKER


def test_a_session_may_leave_nothing_open():
    at = datetime(2026, 11, 1, 10, tzinfo=UTC)
    session = Session("s", 1, at, SessionStatus.HELD)
    assert (session.left_open, session.last_words, session.place) == ("", "", "")


# --- Numbers ----------------------------------------------------------------------

TIMES = st.lists(
    st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - the bounds are naive
    min_size=1,
    max_size=12,
    unique=True,
)


@given(TIMES, st.integers(1, 90))
def test_sessions_are_numbered_in_the_order_of_their_dates(times, first):
    rows = [(str(at), at, first + place) for place, at in enumerate(times)]
    numbers = numbers_by_date(rows)
    assert [numbers[str(at)] for at in sorted(times)] == [
        *range(first, first + len(times))
    ]


@given(TIMES)
def test_numbering_twice_changes_nothing(times):
    rows = [(str(at), at, place) for place, at in enumerate(times, start=1)]
    once = numbers_by_date(rows)
    again = numbers_by_date((name, at, once[name]) for name, at, _ in rows)
    assert again == once
