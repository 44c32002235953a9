"""Reads dates and times as microseconds since 1970."""

from datetime import UTC, datetime, timedelta

from holdspace.rows.left_out import WhyLeftOut

DAY_US = 86_400_000_000
CLOCKS_DIFFER_US = 14 * DAY_US // 24  # the furthest time zone is 14 hours ahead

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def moment_us(text: str) -> int | WhyLeftOut:
    """Return an ISO 8601 date or date-time as microseconds since 1970 in UTC.

    A date is its midnight; a time that names no zone is taken as UTC.

    >>> moment_us("1970-01-02") == moment_us("1970-01-02T01:00+01:00") == DAY_US
    True
    >>> moment_us("yesterday").name
    'TIME'
    """
    text = text.strip()
    if not text:
        return WhyLeftOut.NO_TIME
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - _EPOCH) // _MICROSECOND
    except (ValueError, OverflowError):
        return WhyLeftOut.TIME
