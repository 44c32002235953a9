"""Open a repair where a client's answers over time show a strain to begin.

Signals are read again whenever an answer comes, changes, or leaves the worker's sight:
one that does not hold without the answers kept from them is no ground any more.
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
    worker, client = row.session.worker, row.client
    seen = check_ins_open_to(client, worker).select_related("session", "client")
    told = newest_of(seen)
    strains = _strains(client, told, now)
    signals = RepairGround.objects.filter(client=client, ground=Ground.SIGNAL.value)
    signals.exclude(check_in__session__number__in=strains).delete()
    newest = told[-1] if told else None
    if newest and newest.session.number in strains:
        kind = strains[newest.session.number]
        open_after_signal(newest, kind=kind, by=by, now=now)


def _strains(
    client: Client, told: list[CheckIn], now: datetime
) -> dict[int, RuptureKind]:
    """Return how a strain shows, by the number of the session it began in."""
    on, sessions = timezone.localdate(now), _held(client, now)
    lines = [
        trust_line(
            measure,
            [as_library.check_in(row, row.answers) for row in told],
            sessions,
            on=on,
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
