"""One row for each client: all that the figures need, whatever the size of a practice.

The tables of the extract are gone through once, sessions and ratings twice. These are
Ibis expressions, so that another engine can work them out; nothing here knows which.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import ibis

from holdspace.practice.bounds import (
    FIRST_SESSIONS,
    HURT_DOMAIN,
    LANDMARK_DAY,
    OUTCOME_DAY,
    SILENT_DAYS,
    SOON_DAYS,
)
from holdspace.practice.figure import Group

Expression = Any
"""An Ibis table or column; Ibis comes without types of its own."""


class Tables(Protocol):
    """What the tables of an extract are read from."""

    def table(self, name: str) -> Expression:
        """Return a table of the extract as an Ibis expression."""


def per_client(tables: Tables, measures: Sequence[str]) -> Expression:
    """Return one row a client; `measures` are the questions of the check-in.

    Numbers of what a client has none of are 0, days and shares of it empty.
    """
    clients = _standing(tables.table("clients"))
    dates = clients.select("client", "first_on", "seen_until")
    joined = clients
    for part in (
        _sessions(tables.table("sessions")),
        _breaks(tables.table("sessions")),
        _ratings(tables.table("ratings"), measures),
        _repairs(tables.table("repairs")),
        _promises(tables.table("promises"), dates),
        _lines(tables.table("lines")),
        _line_answers(tables.table("line_answers")),
        _codes(tables.table("codes")),
    ):
        joined = joined.left_join(part, "client").drop("client_right")
    return _exposed(_filled(joined))


def _days(later: Expression, earlier: Expression) -> Expression:
    return later.delta(earlier, unit="day").cast("int32")


def _standing(clients: Expression) -> Expression:
    """Return who came, how long they waited, and whether and when they left.

    The last days before `seen_until` are left out, so that silence counts only where
    it lasted.
    """
    t = clients
    told = ibis.cases(
        (t.hurt_before.isnull(), Group.NOTHING_TOLD.value),
        (t.hurt_before, Group.HURT_BEFORE.value),
        else_=Group.NOT_HURT_BEFORE.value,
    )
    ended = t.ended_on.notnull() | t.ending.notnull()
    seen = _days(t.seen_until, t.first_on) - SILENT_DAYS
    last = _days(t.last_on, t.first_on)
    left = (last <= seen) & ((t.ending == "left").fill_null(False) | ~ended)
    ended_by = _days(t.ended_on.fill_null(t.last_on), t.first_on)
    stayed = ibis.ifelse(ended, ibis.least(seen, ended_by), seen)
    waited = _days(ibis.coalesce(t.first_on, t.ended_on, t.seen_until), t.asked_on)
    return t.select(
        "client",
        "first_on",
        "seen_until",
        told=told,
        came=t.first_on.notnull(),
        waited_days=ibis.greatest(waited, 0),
        left=left.fill_null(False),
        stayed_days=ibis.greatest(ibis.ifelse(left, last, stayed), 0).fill_null(0),
        seen_days=seen.fill_null(0),
        ended=ended,
        ending_known=t.ending.notnull(),
    )


def _sessions(sessions: Expression) -> Expression:
    """Return what became of sessions."""
    t = sessions
    held, by_us = t.status == "held", t.side == "worker"
    return t.group_by("client").agg(
        sessions=t.count(),
        held=held.sum(),
        missed=(t.status == "missed").sum(),
        called_off=((t.status == "cancelled") & by_us).sum(),
        off_clock=(held & (t.course != "as_planned") & by_us).sum(),
    )


def _breaks(sessions: Expression) -> Expression:
    """Return the longest time between two sessions that were held.

    Apart from what became of sessions: putting two columns in order takes half the time
    of putting all in order.
    """
    t = sessions.filter(sessions.status == "held").select("client", "on")
    in_order = ibis.window(group_by="client", order_by="on")
    t = t.mutate(apart=_days(t.on, t.on.lag().over(in_order)))
    return t.group_by("client").agg(longest_apart=t.apart.max())


def after_session(place: int, number: int) -> tuple[str, int]:
    """Return where it stands that a question was answered after a session.

    That is a column of bits and one bit of it; four questions share a column.
    """
    column, part = divmod(place, QUESTIONS_A_COLUMN)
    return f"after_{column}", part * (FIRST_SESSIONS + 1) + number


QUESTIONS_A_COLUMN = 4
"""So many times the first sessions, as bits, go into one number."""


def _ratings(ratings: Expression, measures: Sequence[str]) -> Expression:
    """Return how much was answered, and after which sessions, as bits of a number.

    However often a row is there, a client counts once after a session.
    """
    t = ratings.filter(ratings.measure.isin(measures) & ratings.score.notnull())
    numbered = t.session.fill_null(0).between(1, FIRST_SESSIONS)
    number = ibis.ifelse(numbered, t.session, 0)
    one = ibis.literal(1, "int8").cast("int64")  # said aloud: a bare 1 has 32 bits
    bits: dict[str, list[tuple[Expression, Expression]]] = {}
    for place, measure in enumerate(measures):
        column, first = after_session(place, 0)
        bits.setdefault(column, []).append((t.measure == measure, number + first))
    after = {
        column: one << ibis.cases(*bit, else_=0).cast("int64")
        for column, bit in bits.items()
    }
    return t.group_by("client").agg(
        first_rated_on=t.on.min(),
        answered=ibis.greatest(*((t.measure == name).sum() for name in measures)),
        **{column: bit.bit_or() for column, bit in after.items()},
    )


def _repairs(repairs: Expression) -> Expression:
    t = repairs
    first, mended = t.repair == 1, t.status == "repaired"
    word = t.word.notnull()
    return t.group_by("client").agg(
        strains=t.count(),
        mended=mended.sum(),
        words=word.sum(),
        clear_words=(word & (t.word != "rather_not_say")).sum(),
        says_mended=(t.word == "yes").sum(),
        strain_on=t.opened_on.min(where=first),
        strain_closed_on=t.closed_on.min(where=first),
        strain_mended=(first & mended).any(),
    )


def _promises(promises: Expression, dates: Expression) -> Expression:
    t = promises.join(dates, "client")
    settled = t.status != "open"
    due = settled | (t.due_on < t.seen_until).fill_null(False)  # its day is over
    marked = t.status == "kept"
    in_time = t.due_on.isnull() | (t.settled_on <= t.due_on).fill_null(False)
    kept = marked & in_time & ~t.disputed
    early = (_days(t.due_on, t.first_on) <= LANDMARK_DAY).fill_null(False)
    return t.group_by("client").agg(
        due=due.sum(),
        kept=kept.sum(),
        marked_kept=marked.sum(),
        disputed=(marked & t.disputed).sum(),
        early_due=(due & early).sum(),
        early_kept=(kept & early).sum(),
    )


def _lines(lines: Expression) -> Expression:
    return lines.group_by("client").agg(
        lines=lines.count(), agreed_on=lines.agreed_on.min()
    )


def _line_answers(answers: Expression) -> Expression:
    t = answers
    return t.group_by("client").agg(
        lines_asked=t.answer.isin(["yes", "partly", "no"]).sum(),
        lines_kept=(t.answer == "yes").sum(),
    )


def _codes(codes: Expression) -> Expression:
    t = codes.filter(codes.code.startswith(f"{HURT_DOMAIN}.") & (codes.earlier > 0))
    return t.group_by("client").agg(hurts=t.count(), hurts_again=(t.here > 0).sum())


def _filled(joined: Expression) -> Expression:
    """Return the rows with 0 where a client has none of something."""
    empty_may_stay = {"longest_apart", "strain_mended"}
    counts = {
        name: joined[name].fill_null(0)
        for name, kind in joined.schema().items()
        if kind.is_integer() and name not in empty_may_stay
    }
    return joined.mutate(**counts, strain_mended=joined.strain_mended.fill_null(False))


def _exposed(t: Expression) -> Expression:
    """Return who was still there on the landmark day, and what was done by then.

    Who may yet come again has not left after the session before their last one; about
    the last one nobody can say. An exposure is empty where it does not apply: no
    promise was due, no strain there.
    """

    def by_landmark(on: Expression) -> Expression:
        return (_days(on, t.first_on) <= LANDMARK_DAY).fill_null(False)

    mended = t.strain_mended & by_landmark(t.strain_closed_on)
    is_over = t.left | t.ended
    return t.mutate(
        early_held=ibis.ifelse(is_over, t.held, ibis.greatest(t.held - 1, 0)),
        still_there=t.came
        & (t.seen_days >= OUTCOME_DAY)
        & (t.stayed_days > LANDMARK_DAY),
        stayed=~(t.left & (t.stayed_days <= OUTCOME_DAY)),
        strain_days=ibis.greatest(
            _days(t.strain_closed_on.fill_null(t.seen_until), t.strain_on), 0
        ),
        did_agreement=by_landmark(t.agreed_on),
        did_check_in=by_landmark(t.first_rated_on),
        did_soon=t.waited_days <= SOON_DAYS,
        did_promises_kept=ibis.ifelse(
            t.early_due > 0, t.early_kept == t.early_due, ibis.null("boolean")
        ),
        did_mended=ibis.ifelse(by_landmark(t.strain_on), mended, ibis.null("boolean")),
    )
