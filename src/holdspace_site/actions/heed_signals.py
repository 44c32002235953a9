"""Open a repair where a client's answers over time show a strain to begin.

Signals are read again whenever an answer comes, changes, or leaves the worker's sight:
one that does not hold without the answers kept from them is no ground any more. What
only came later takes no ground away from a repair that is worked on.
"""

from datetime import datetime

from django.utils import timezone

from holdspace.alliance.repairs import Ground, RuptureKind
from holdspace.alliance.sessions import Session, SessionStatus
from holdspace.approach.trust import LINES, trust_line
from holdspace.content.check_in import check_in as check_in_pack
from holdspace.content.wording import wording
from holdspace.vocabulary.signals import SignalKind
from holdspace_site.actions.open_repair import open_after_signal
from holdspace_site.records import as_library
from holdspace_site.records.check_ins import check_ins_open_to, newest_of
from holdspace_site.records.models import CheckIn, Client, Person, RepairGround

_KIND = {
    SignalKind.RUPTURE: RuptureKind.UNCLEAR,
    SignalKind.WITHDRAWAL: RuptureKind.WITHDRAWAL,
}


def heed_signals(row: CheckIn, *, by: Person, now: datetime) -> None:
    """Read the signals anew after `row` was given, changed, shared or taken back.

    Only one that begins in the newest session opens a repair: what is long past does
    not open anew because somebody answers. Called within a transaction.
    """
    client = row.client
    sessions = _held(client, now)
    _drop_what_does_not_hold(client, sessions, now)
    told = newest_of(_open_to(row.session.worker, client))
    strains = _strains(told, sessions, now)
    newest = told[-1] if told else None
    if newest and newest.session.number in strains:
        kind = strains[newest.session.number]
        open_after_signal(newest, kind=kind, by=by, now=now)


def _drop_what_does_not_hold(
    client: Client, sessions: list[Session], now: datetime
) -> None:
    """Drop each signal that the answers its repair's own worker sees do not give.

    They give it, too, if they do without the sessions that were answered for only
    after it was noticed: with these it may begin in an earlier one.
    """
    signals = RepairGround.objects.filter(client=client, ground=Ground.SIGNAL.value)
    for ground in signals.select_related("repair__worker", "check_in__session"):
        seen = _open_to(ground.repair.worker, client)
        number = ground.check_in.session.number
        holds = any(
            number in _strains(answers, sessions, now)
            for answers in (newest_of(seen), _told_by_then(seen, ground))
        )
        if not holds:
            ground.delete()


def _open_to(worker: Person, client: Client) -> list[CheckIn]:
    return list(check_ins_open_to(client, worker).select_related("session", "client"))


def _told_by_then(seen: list[CheckIn], ground: RepairGround) -> list[CheckIn]:
    """Return what is told, as it is now, of the sessions with an answer by then."""
    by_then = {row.session_id for row in seen if row.given_at < ground.noticed_at}
    by_then.add(ground.check_in.session_id)
    return newest_of(row for row in seen if row.session_id in by_then)


def _strains(
    told: list[CheckIn], sessions: list[Session], now: datetime
) -> dict[int, RuptureKind]:
    """Return how a strain shows, by the number of the session it began in."""
    lines = [
        trust_line(
            measure,
            [as_library.check_in(row, row.answers) for row in told],
            sessions,
            on=timezone.localdate(now),
            pack=check_in_pack(),
            wording=wording(),
        )
        for measure in LINES
    ]
    return {
        signal.number: _KIND[signal.kind]
        for line in lines
        for signal in line.signals
        if signal.is_strain
    }


def _held(client: Client, now: datetime) -> list[Session]:
    """Return the sessions that are over, without any of their words."""
    rows = client.sessions.filter(at__lte=now)
    rows = rows.exclude(status=SessionStatus.PLANNED.value)
    plain = rows.values_list("pk", "number", "at", "status", named=True)
    return [
        Session(
            id=str(row.pk),
            number=row.number,
            at=timezone.localtime(row.at),
            status=SessionStatus(row.status),
        )
        for row in plain
    ]
