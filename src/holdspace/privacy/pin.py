"""What makes a PIN of one's own, and how guessing it is slowed down.

Six digits are few. They protect only together with a device that is known, and with
few tries on it.
"""

import itertools
from datetime import datetime, timedelta

DIGITS = 6
MOST_WRONG = 10
"""After so many wrong tries in a row the device is no longer open to a PIN."""

FREE_TRIES = 3
_WAITS = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300, 900))
_FEWEST_DIFFERENT = 3
_LONGEST_REPEATED = 3
_OFTEN_CHOSEN = frozenset({"112233", "332211", "123321", "159753", "147258", "789456"})


def is_pin(typed: str) -> bool:
    """Return whether something typed is six digits of the kind 0 to 9."""
    return len(typed) == DIGITS and typed.isascii() and typed.isdigit()


def is_easy_to_guess(pin: str) -> bool:
    """Return whether somebody would try this PIN among their first.

    Digits that go up or down one by one, that repeat, or hardly differ.
    """
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    in_a_row = steps in ({1}, {9})
    repeats = any(
        pin == pin[:length] * (DIGITS // length)
        for length in range(1, _LONGEST_REPEATED + 1)
    )
    few = len(set(pin)) < _FEWEST_DIFFERENT
    return in_a_row or repeats or few or pin in _OFTEN_CHOSEN


def wait_left(wrong_tries: int, wrong_at: datetime | None, now: datetime) -> timedelta:
    """Return how long the next try has to wait still; nothing, or more.

    A last try that lies ahead, because a clock was set back, counts as just now: the
    wait is never longer than its own step.
    """
    if wrong_at is None or wrong_tries < FREE_TRIES:
        return timedelta()
    step = _WAITS[min(wrong_tries - FREE_TRIES, len(_WAITS) - 1)]
    return max(step - max(now - wrong_at, timedelta()), timedelta())
