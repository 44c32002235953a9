"""Make an extract: tables of how it goes here, without words, names or true dates."""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from holdspace.practice.extract import ExtractWriter
from holdspace.practice.extract.shift import (
    DateShift,
    last_day_of_last_month,
    shift_of,
)
from holdspace.practice.tables import EXTRACT_TABLES
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.extract_rows import Rows, Seen, having, rows_of
from holdspace_site.home import Home
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import forget, key_for, read_keys
from holdspace_site.records.models import Client
from holdspace_site.records.scope import MAKE_EXTRACT, NoSuchRecord, Who, clients_of
from holdspace_site.records.sharing import counted_at
from holdspace_site.records.who import AtTheMachine

CLIENTS_AT_ONCE = 100
"""So many clients are read before their rows are written."""

_PRIVATE = ".holdspace-extract-"
_A_DAY = 86_400.0
_SHIFT = "extract"
"""For which purpose a client's own key says how far their days are moved."""

Told = Callable[[int, int], None]
"""Hears how many clients of how many were looked at."""


class ChoiceChanged(HoldspaceError):
    """A client who was put in said no, or was erased, before the extract was done.

    The words do not say so: who reads them would know that somebody just did.
    """

    next_step = "Nothing is left of it. Make it anew."

    def __init__(self) -> None:
        super().__init__("The records changed while they were gone through.")


def make_extract(
    folder: Path,
    *,
    by: Who,
    now: datetime,
    told: Told = lambda done, total: None,
) -> dict[str, int]:
    """Write an extract to `folder`, and return how many rows each table has.

    In it is who is counted now, in an order drawn anew each time, up to the last day of
    last month less some days of each client. The access log has the entry before
    anything is read.

    Raises:
        NoSuchRecord: if this person does not run the agency.
        FolderNotEmpty, ExtractNotWritten: if it cannot be written there.
        ChoiceChanged: if somebody's yes became a no meanwhile.
    """
    _check_may(by)
    with ExtractWriter(folder) as out:
        write_down(MAKE_EXTRACT, by=by, now=now)
        return _put_in(out, by, now, told=told, shift=_shift)


@contextmanager
def extract_for_report(
    *, by: Who, now: datetime, told: Told = lambda done, total: None
) -> Iterator[Path]:
    """Give the folder of an extract that is there for as long as the `with` block.

    All clients are seen up to the same day, the last one of last month: two reports of
    a month come out alike unless the records changed. It lies in the data folder, for
    its owner alone, and is removed whatever happens. One that was left by a computer
    that went off is removed by the next. Whoever asks for it has the look written down.

    Raises:
        NoSuchRecord, ExtractNotWritten, ChoiceChanged: as for one that stays.
    """
    _check_may(by)
    home = Home.chosen().folder
    place = home if home.is_dir() else Path(tempfile.gettempdir())
    _remove_left_over(place, now)
    private = Path(tempfile.mkdtemp(prefix=_PRIVATE, dir=place))
    try:
        with ExtractWriter(private / "extract") as out:
            _put_in(out, by, now, told=told, shift=_shift_to_one_day)
        yield private / "extract"
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _check_may(by: Who) -> None:
    if by.role != Role.ADMINISTRATOR.value:
        raise NoSuchRecord


def _shift(client_id: int) -> DateShift:
    """Return how a client's days are moved; gone with their key once erased."""
    return shift_of(key_for(client_id, _SHIFT))


def _shift_to_one_day(client_id: int) -> DateShift:
    return replace(_shift(client_id), left_out=0)


def _put_in(
    out: ExtractWriter,
    by: Who,
    now: datetime,
    *,
    told: Told,
    shift: Callable[[int], DateShift],
) -> dict[str, int]:
    """Write the rows of everybody who is counted now, and return how many there are."""
    reader = AtTheMachine(agency_id=by.agency_id, os_user=MAKE_EXTRACT)
    in_it = _counted_now(reader, now)
    secrets.SystemRandom().shuffle(in_it)
    put_in: list[int] = []
    rows = {table.name: 0 for table in EXTRACT_TABLES}
    looked_at = 0
    for some in _several(in_it):
        for client_id, found, moves in _rows_of(some, reader, now, shift):
            put_in.append(client_id)
            for table, its in found.items():
                out.add(table, moves.moved(table, its, len(put_in)))
                rows[table] += len(its)
        looked_at += len(some)
        told(looked_at, len(in_it))
    if not {*_counted_now(reader, now)}.issuperset(put_in):
        raise ChoiceChanged
    return rows


def _remove_left_over(place: Path, now: datetime) -> None:
    for one in place.glob(f"{_PRIVATE}*"):
        with suppress(OSError):  # another process may just have removed it
            if now.timestamp() - one.stat().st_mtime > _A_DAY:
                shutil.rmtree(one, ignore_errors=True)


def _counted_now(reader: AtTheMachine, now: datetime) -> list[int]:
    """Return the clients of the agency who are counted now; nobody who was erased."""
    living = list(clients_of(reader).values_list("pk", flat=True))
    return [pk for some in _several(living) for pk in sorted(counted_at(some, now))]


def _rows_of(
    client_ids: list[int],
    reader: AtTheMachine,
    now: datetime,
    shift: Callable[[int], DateShift],
) -> Iterator[tuple[int, Rows, DateShift]]:
    """Return each client's rows with their true days, and how those are to be moved.

    Who said no since the list was made is left out.
    """
    end = last_day_of_last_month(timezone.localdate(now))
    try:
        with transaction.atomic():
            read_keys(client_ids)
            yes = counted_at(client_ids, now)
            clients = Client.objects.select_related("person").in_bulk(client_ids)
            has = having(yes)
            for pk in (one for one in client_ids if one in yes):
                moves = shift(pk)
                seen = Seen(clients[pk], reader, moves.seen_until(end), has)
                if found := rows_of(seen):
                    yield pk, found, moves
    finally:
        forget()


def _several(client_ids: list[int]) -> Iterator[list[int]]:
    """Return them a few at a time."""
    rest = iter(client_ids)
    while some := list(islice(rest, CLIENTS_AT_ONCE)):
        yield some
