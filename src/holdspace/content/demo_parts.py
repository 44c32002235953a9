"""Reads small parts of the made-up practice from its pack."""

from holdspace.content.codebook import codebook
from holdspace.content.demo_records import (
    DemoCycle,
    DemoHour,
    DemoNotice,
    DemoPoint,
    DemoPromise,
    DemoWay,
)
from holdspace.content.pack import Table
from holdspace.content.way_of_working import way_pack

_NOTICES = ("break", "new_worker", "ending")
_PROMISES = ("open", "kept", "not_kept")


def one_of(table: Table, key: str, allowed: tuple[str, ...]) -> str:
    """Return a text that is one of those allowed. Raises PackBroken if it is none."""
    value = table.text(key)
    if value not in allowed:
        raise table.broken(f"{key!r} must be one of: {', '.join(allowed)}")
    return value


def notice_from(table: Table) -> DemoNotice:
    """Return word given in advance."""
    return DemoNotice(
        kind=one_of(table, "kind", _NOTICES),
        week=table.number("week"),
        begins_in_days=table.number("begins_in_days"),
        ends_in_days=table.number_or_none("ends_in_days"),
        reason=table.text("reason"),
    )


def hour_from(table: Table) -> DemoHour:
    """Return an hour of supervision with what was agreed in it."""
    return DemoHour(
        days_ago=table.number("days_ago"),
        next_in_days=table.number("next_in_days"),
        words=table.text("words"),
        points=tuple(
            DemoPoint(
                what=each.text("what"),
                who=one_of(each, "who", ("worker", "supervisor")),
                due_in_days=each.number("due_in_days"),
                done=each.is_true("done"),
            )
            for each in table.tables("points")
        ),
    )


def cycle_from(table: Table) -> DemoCycle:
    """Return what a client drew. Raises UnknownCode for a code there is not."""
    steps = table.tables("steps")
    codes = codebook().expand([one.text("code") for one in steps])
    words = (one.text("words") for one in steps)
    return DemoCycle(table.number("days_ago"), tuple(zip(codes, words, strict=True)))


def way_from(table: Table) -> DemoWay | None:
    """Return how two people agreed to work together; None where they did not yet."""
    if not table.has("way_of_working"):
        return None
    way = table.table("way_of_working")
    return DemoWay(
        put_days_ago=way.number("put_days_ago"),
        agreed_days_ago=way.number("agreed_days_ago"),
        tries=way.text("tries"),
        kept_week=way.number("kept_week"),
        kept=way_pack().kept.answer(way.text("kept")).id,
    )


def promise_from(table: Table) -> DemoPromise:
    """Return a promise."""
    return DemoPromise(
        what=table.text("what"),
        made_week=table.number("made_week"),
        due_in_days=table.number("due_in_days"),
        status=one_of(table, "status", _PROMISES),
        before=table.text_or_empty("before"),
        instead=table.text_or_empty("instead"),
    )
