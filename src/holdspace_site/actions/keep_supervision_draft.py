"""Keep notes of a supervision hour while somebody writes them; theirs alone until kept.

It does for two colleagues what keep_draft.py does for a client's record, and like that
it writes nothing into the access log.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from holdspace_site.actions.keep_draft import (
    Kept,
    Version,
    Writing,
    check_writing,
    keep_version,
    versions_by_name,
)
from holdspace_site.records.keyring import agency_key_for
from holdspace_site.records.models import Person, SupervisionDraft
from holdspace_site.records.one_commit import write_in_one_commit
from holdspace_site.records.supervision import pair_with


def keep_supervision_draft(
    other_id: int, writing: Writing, *, by: Person, now: datetime
) -> Kept:
    """Keep one text as it stands in one window.

    Raises:
        TooLong, NotPossible: as for any draft.
        NoSuchRecord: if the two are no pair now.
    """
    pair_with(by, other_id)
    check_writing(writing)
    slot = _slot(by, writing.name)
    mine = SupervisionDraft(
        agency_id=by.agency_id,
        writer=by,
        other_id=other_id,
        slot=slot,
        lane=writing.lane,
    )

    def rows() -> list[SupervisionDraft]:
        return list(_own(by, other_id).filter(slot=slot).defer("written_sealed"))

    return write_in_one_commit(lambda: keep_version(mine, rows, writing, now=now))


def read_supervision_drafts(
    other_id: int, *, by: Person
) -> dict[str, tuple[Version, ...]]:
    """Return what this person is writing about hours with the other, by name."""
    pair_with(by, other_id)
    return versions_by_name(_own(by, other_id))


def let_supervision_draft_go(
    other_id: int, name: str, lanes: Iterable[str], *, by: Person
) -> None:
    """Delete what these windows left of one text: it was kept, or not wanted."""
    pair_with(by, other_id)
    slot = _slot(by, name)
    _own(by, other_id).filter(slot=slot, lane__in=list(lanes)).delete()


def _own(by: Person, other_id: int) -> QuerySet[SupervisionDraft]:
    return SupervisionDraft.objects.filter(writer=by, other=other_id)


def _slot(by: Person, name: str) -> str:
    key = agency_key_for(by.agency_id, "draft slots")
    return hmac.digest(key, name.encode(), "sha256").hex()
