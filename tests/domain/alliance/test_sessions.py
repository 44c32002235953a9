from datetime import UTC, date, datetime

from holdspace.alliance.sessions import (
    CheckIn,
    Promise,
    PromiseStatus,
    Session,
    SessionStatus,
    SharedWith,
)


def test_a_promise_is_open_until_something_became_of_it():
    assert Promise("p", "Ask the group", date(2026, 11, 1)).status is PromiseStatus.OPEN


def test_a_check_in_goes_to_the_worker_unless_the_client_chose_otherwise():
    assert CheckIn("s", date(2026, 11, 1), {}).shared_with is SharedWith.WORKER


def test_a_session_may_leave_nothing_open():
    at = datetime(2026, 11, 1, 10, tzinfo=UTC)
    session = Session("s", 1, at, SessionStatus.HELD)
    assert (session.left_open, session.last_words, session.place) == ("", "", "")
