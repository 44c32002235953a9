"""Writes every look and change into a chained log, and checks that the chain holds."""

import hmac
import json
from datetime import datetime

from django.db import transaction

from holdspace_site.records.master_key import subkey
from holdspace_site.records.models import AccessEntry, AccessLogHead, Person
from holdspace_site.records.who import AtTheMachine


@transaction.atomic
def write_down(
    verb: str,
    *,
    by: Person | AtTheMachine,
    now: datetime,
    client_id: int | None = None,
    record: tuple[str, object] = ("", ""),
    refused: bool = False,
) -> None:
    """Add one entry to the access log.

    `record` is the kind and the id of what was looked at or changed.
    """
    head, _ = AccessLogHead.objects.select_for_update().get_or_create(pk=1)
    entry = AccessEntry(
        position=head.position + 1,
        at=now,
        agency_id=by.agency_id,
        who_id=by.pk,
        os_user=getattr(by, "os_user", ""),
        verb=verb,
        client_id=client_id,
        record_kind=record[0],
        record_id=str(record[1]),
        refused=refused,
    )
    entry.digest = _digest(entry, bytes(head.digest))
    entry.save(force_insert=True)
    head.position, head.digest = entry.position, entry.digest
    head.save()


def broken_at() -> int | None:
    """Return the first position where the log does not hold; None when it is whole.

    Finds an entry changed, moved, added or taken out, and entries cut off the end. It
    cannot find a log cut short together with its head: that takes a copy of the head
    kept somewhere else.
    """
    before, expected = b"", 1
    for entry in AccessEntry.objects.iterator(chunk_size=2000):
        if entry.position != expected or not hmac.compare_digest(
            bytes(entry.digest), _digest(entry, before)
        ):
            return expected
        before, expected = bytes(entry.digest), expected + 1
    head = AccessLogHead.objects.filter(pk=1).first()
    stands_at = (head.position, bytes(head.digest)) if head else (0, b"")
    return None if stands_at == (expected - 1, before) else expected


def _digest(entry: AccessEntry, before: bytes) -> bytes:
    told = json.dumps(
        [
            entry.position,
            int(entry.at.timestamp() * 1_000_000),
            entry.agency_id,
            entry.who_id,
            entry.os_user,
            entry.verb,
            entry.client_id,
            entry.record_kind,
            entry.record_id,
            entry.refused,
        ],
        separators=(",", ":"),
    )
    return hmac.digest(subkey("access log"), before + told.encode(), "sha256")
