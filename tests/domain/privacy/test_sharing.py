from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.privacy.sharing import (
    ON_UNTIL_REFUSED,
    Purpose,
    SharingChoice,
    allowed_between,
    allowed_purposes,
    from_the_next_month,
)

THEN = datetime(2026, 11, 1, 12, tzinfo=UTC)


def chose(purpose, allowed, hours=0):
    return SharingChoice(purpose, allowed, THEN + timedelta(hours=hours))


def test_before_any_choice_only_care_is_on():
    assert allowed_purposes([]) == {Purpose.CARE} == ON_UNTIL_REFUSED


@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_newest_choice_of_a_purpose_counts(purpose):
    now_off = [chose(purpose, True, 0), chose(purpose, False, 1)]
    assert purpose not in allowed_purposes(now_off)
    assert purpose in allowed_purposes([*now_off, chose(purpose, True, 2)])


@given(st.lists(st.tuples(st.sampled_from(Purpose), st.booleans())))
def test_a_choice_about_one_purpose_says_nothing_about_another(pairs):
    choices = [chose(p, yes, hour) for hour, (p, yes) in enumerate(pairs)]
    for purpose in Purpose:
        own = [one for one in choices if one.purpose is purpose]
        assert (purpose in allowed_purposes(choices)) == (
            purpose in allowed_purposes(own)
        )


@given(st.permutations([chose(Purpose.CARE, h % 2 == 0, h) for h in range(5)]))
def test_the_order_choices_are_handed_over_in_does_not_matter(choices):
    assert Purpose.CARE in allowed_purposes(choices)


def hour(number):
    return THEN + timedelta(hours=number)


def test_it_was_allowed_from_a_yes_to_a_no():
    choices = [
        chose(Purpose.QUALITY, True, 1),
        chose(Purpose.QUALITY, False, 2),
        chose(Purpose.QUALITY, True, 5),
    ]
    assert allowed_between(choices, [Purpose.QUALITY]) == (
        (hour(1), hour(2)),
        (hour(5), None),
    )
    assert allowed_between([], [Purpose.QUALITY]) == ()
    assert allowed_between([], [Purpose.CARE]) == ((None, None),)


@given(st.lists(st.tuples(st.sampled_from(Purpose), st.booleans()), max_size=12))
def test_the_spans_say_the_same_as_the_choices_at_every_moment(pairs):
    choices = [chose(p, yes, number) for number, (p, yes) in enumerate(pairs)]
    both = [Purpose.CARE, Purpose.QUALITY]
    spans = allowed_between(reversed(choices), both)
    for number in range(-1, len(pairs)):
        made = [one for one in choices if one.chosen_at <= hour(number)]
        in_one = any(
            (since is None or since <= hour(number))
            and (until is None or hour(number) < until)
            for since, until in spans
        )
        assert in_one == (allowed_purposes(made) >= set(both))


def at(month, day):
    return datetime(2026, month, day, 12, tzinfo=UTC)


def first_of(month, year=2026):
    return datetime(year, month, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "counts"),
    [
        ((at(11, 1), None), (first_of(12), None)),
        ((at(11, 30), None), (first_of(12), None)),
        ((at(12, 31), None), (first_of(1, 2027), None)),
        ((at(1, 31), at(2, 1)), (first_of(2), at(2, 1))),
        ((first_of(2), at(2, 28)), None),
        ((at(1, 5), first_of(2)), None),
        ((None, at(1, 5)), (None, at(1, 5))),
    ],
)
def test_a_yes_counts_from_the_next_month_on_and_a_no_at_once(span, counts):
    assert from_the_next_month([span]) == ((counts,) if counts else ())
