"""Keep what somebody is writing and has not sent; theirs alone, window by window.

Nothing of this is in the access log: its lines would count what somebody writes.
"""

import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from django.db.models import QuerySet

from holdspace.privacy.access import Role, Verb
from holdspace_site.actions.errors import NotPossible, TooLong
from holdspace_site.records.keyring import key_for
from holdspace_site.records.models import (
    Client,
    Draft,
    Person,
    SupervisionDraft,
)
from holdspace_site.records.one_commit import write_in_one_commit
from holdspace_site.records.scope import client_for, own_client

LONGEST = 200_000
"""The most characters one text may have: some 35,000 words."""

_MOST_LANES = 40

AnyDraft = TypeVar("AnyDraft", Draft, SupervisionDraft)


@dataclass(frozen=True, slots=True)
class Writing:
    """One save of one window.

    `name` says what the text answers, `lane` names the window, `step` counts its saves
    from 1. `based_on` is the newest revision the window had seen of this text, 0 when
    it had seen none.
    """

    name: str
    lane: str
    step: int
    based_on: int
    written: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a text stands after a save; `others` counts versions of other windows."""

    revision: int
    others: int


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a text, as one window left it."""

    name: str
    lane: str
    revision: int
    kept_at: datetime
    written: dict[str, Any] = field(repr=False)


def keep_draft(client_id: int, writing: Writing, *, by: Person, now: datetime) -> Kept:
    """Keep one text as it stands in one window.

    A save that built on another window's newest version takes its place. One that did
    not stands beside it, and the person chooses later. A save that arrives late or
    twice changes nothing.

    Raises:
        TooLong: if the text is longer than `LONGEST`.
        NotPossible: if the save does not say what, where or after what it is.
        NoSuchRecord: if this is not a record the person writes in.
    """
    client = client_for(by, client_id, _verb(by), now=now)
    return keep_in(client, writing, by=by, now=now)


def keep_own_draft(writing: Writing, *, by: Person, now: datetime) -> Kept:
    """Do the same for the client who writes, in their own record.

    Raises:
        NoSuchRecord: if they are no client.
    """
    return keep_in(own_client(by), writing, by=by, now=now)


def keep_in(client: Client, writing: Writing, *, by: Person, now: datetime) -> Kept:
    """Do what `keep_draft` does, for a client who was already found to be in reach."""
    check_writing(writing)
    slot = slot_of(client, writing.name)
    mine = Draft(client=client, writer=by, slot=slot, lane=writing.lane)
    rows = partial(_versions, client.pk, by, slot)
    return write_in_one_commit(lambda: keep_version(mine, rows, writing, now=now))


def keep_version(
    mine: AnyDraft,
    versions: Callable[[], list[AnyDraft]],
    writing: Writing,
    *,
    now: datetime,
) -> Kept:
    """Keep one window's text among the `versions` of others; within a transaction.

    `mine` is the row it becomes if this window has none yet.
    """
    rows = versions()
    own = next((row for row in rows if row.lane == writing.lane), None)
    newest = max((row.revision for row in rows), default=writing.based_on)
    others = [row for row in rows if row.lane != writing.lane]
    if own and own.step >= writing.step:
        return Kept(own.revision, len(others))
    built_on = [row.pk for row in others if row.revision <= writing.based_on]
    row = own or mine
    row.step, row.revision = writing.step, newest + 1
    row.written = {**writing.written, "name": writing.name}
    row.kept_at = now
    if built_on:
        type(mine).objects.filter(pk__in=built_on).delete()
    elif len(rows) >= _MOST_LANES and not own:
        raise NotPossible("number of windows on one text")
    if own:
        row.save(update_fields=("step", "revision", "written_sealed", "kept_at"))
    else:
        row.save(force_insert=True)
    return Kept(row.revision, len(others) - len(built_on))


def read_drafts(
    client_id: int, *, by: Person, now: datetime
) -> dict[str, tuple[Version, ...]]:
    """Return what this person is writing, by name, the newest version first."""
    client = client_for(by, client_id, _verb(by), now=now)
    return drafts_in(client, by)


def drafts_in(client: Client, by: Person) -> dict[str, tuple[Version, ...]]:
    """Return the same for a client who was already found to be in reach."""
    return versions_by_name(Draft.objects.filter(client=client, writer=by))


def versions_by_name(rows: QuerySet[AnyDraft]) -> dict[str, tuple[Version, ...]]:
    """Return kept texts by name, of each the newest version first."""
    found: dict[str, list[Version]] = defaultdict(list)
    for row in rows.order_by("-revision"):
        written = row.written
        version = Version(
            written.pop("name"), row.lane, row.revision, row.kept_at, written
        )
        found[version.name].append(version)
    return {name: tuple(versions) for name, versions in found.items()}


def let_go(
    client_id: int, name: str, lanes: Iterable[str], *, by: Person, now: datetime
) -> None:
    """Delete the versions these windows left of one text: it was sent, or not wanted.

    A version the person has not seen stays.
    """
    client = client_for(by, client_id, _verb(by), now=now)
    let_go_in(client, name, lanes, by=by)


def let_go_in(client: Client, name: str, lanes: Iterable[str], *, by: Person) -> None:
    """Do what `let_go` does, for a client who was already found to be in reach."""
    _rows(client, by, slot_of(client, name)).filter(lane__in=list(lanes)).delete()


def slot_of(client: Client, name: str) -> str:
    """Return what a text's name is kept as: only the client's own key makes it."""
    key = key_for(client.pk, "draft slots")
    return hmac.digest(key, name.encode(), "sha256").hex()


def _versions(client_id: int, by: Person, slot: str) -> list[Draft]:
    """Return where each window's version stands, without its words.

    Written out, because this is asked with every save and making the SQL took longer
    than asking it.
    """
    return list(
        Draft.objects.raw(
            "SELECT id, client_id, lane, step, revision FROM records_draft "
            "WHERE client_id = %s AND writer_id = %s AND slot = %s",
            [client_id, by.pk, slot],
        )
    )


def _rows(client: Client, by: Person, slot: str) -> Any:
    return Draft.objects.filter(client=client, writer=by, slot=slot)


def _verb(by: Person) -> Verb:
    return Verb.TELL if by.role == Role.CLIENT.value else Verb.LEAD_TELLING


def check_writing(writing: Writing) -> None:
    """Raise NotPossible or TooLong if a save is none that can be kept."""
    if not (writing.name and writing.lane and writing.step > 0):
        raise NotPossible("text to keep")
    if len(writing.name) > 200 or len(writing.lane) > 36 or writing.based_on < 0:
        raise NotPossible("text to keep")
    length = sum(len(v) for v in writing.written.values() if isinstance(v, str))
    if length > LONGEST:
        raise TooLong(LONGEST)
