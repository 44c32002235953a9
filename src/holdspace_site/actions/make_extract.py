"""Make an extract: tables of how it goes here, without words, names or true dates."""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from holdspace.practice.extract import ExtractWriter
from holdspace.practice.extract.shift import drawn_shift
from holdspace.practice.tables import EXTRACT_TABLES
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.extract_rows import Rows, Seen, having, rows_of
from holdspace_site.home import Home
from holdspace_site.records.access_log import write_down
from holdspace_site.records.keyring import forget, read_keys
from holdspace_site.records.models import Client
from holdspace_site.records.scope import MAKE_EXTRACT, NoSuchRecord, Who, clients_of
from holdspace_site.records.sharing import TAKEN_FOR_QUALITY, allowing
from holdspace_site.records.who import AtTheMachine

CLIENTS_AT_ONCE = 100
"""So many clients are read before their rows are written."""

_PRIVATE = ".holdspace-extract-"
_A_DAY = 86_400.0


class ChoiceChanged(HoldspaceError):
    """A client who was put in said no, or was erased, before the extract was done."""

    next_step = "Nothing is left of this extract. Make it anew."

    def __init__(self) -> None:
        super().__init__("A client changed their choice while it was being made.")


def make_extract(
    folder: Path,
    *,
    by: Who,
    now: datetime,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, int]:
    """Write an extract to `folder`, and return how many rows each table has.

    In it is who says yes to care and to this use, in an order drawn anew each time.
    `told` hears how many clients of how many were looked at. The access log has the
    entry before anything is read.

    Raises:
        NoSuchRecord: if this person does not run the agency.
        FolderNotEmpty, ExtractNotWritten: if it cannot be written there.
        ChoiceChanged: if somebody's yes became a no meanwhile.
    """
    if by.role != Role.ADMINISTRATOR.value:
        raise NoSuchRecord
    reader = AtTheMachine(agency_id=by.agency_id, os_user=MAKE_EXTRACT)
    with ExtractWriter(folder) as out:
        write_down(MAKE_EXTRACT, by=by, now=now)
        in_it = _saying_yes_now(reader)
        secrets.SystemRandom().shuffle(in_it)
        put_in: list[int] = []
        rows = {table.name: 0 for table in EXTRACT_TABLES}
        looked_at = 0
        for some in _several(in_it):
            for client_id, found in _rows_of(some, reader, now, len(put_in) + 1):
                put_in.append(client_id)
                for table, its in found.items():
                    out.add(table, its)
                    rows[table] += len(its)
            looked_at += len(some)
            told(looked_at, len(in_it))
        if not {*_saying_yes_now(reader)}.issuperset(put_in):
            raise ChoiceChanged
    return rows


@contextmanager
def made_extract(
    *,
    by: Who,
    now: datetime,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Path]:
    """Give the folder of an extract that is there for as long as the `with` block.

    It lies in the data folder, for its owner alone, and is removed whatever happens.
    One that was left by a computer that went off is removed by the next.
    """
    home = Home.chosen().folder
    place = home if home.is_dir() else Path(tempfile.gettempdir())
    _remove_left_over(place, now)
    private = Path(tempfile.mkdtemp(prefix=_PRIVATE, dir=place))
    try:
        make_extract(private / "extract", by=by, now=now, told=told)
        yield private / "extract"
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _remove_left_over(place: Path, now: datetime) -> None:
    for one in place.glob(f"{_PRIVATE}*"):
        with suppress(OSError):  # another process may just have removed it
            if now.timestamp() - one.stat().st_mtime > _A_DAY:
                shutil.rmtree(one, ignore_errors=True)


def _saying_yes_now(reader: AtTheMachine) -> list[int]:
    """Return the clients of the agency who say yes now; nobody who was erased."""
    living = list(clients_of(reader).values_list("pk", flat=True))
    return [pk for some in _several(living) for pk in sorted(_saying_yes(some))]


def _saying_yes(client_ids: Iterable[int]) -> frozenset[int]:
    return frozenset.intersection(
        *(allowing(one, client_ids) for one in TAKEN_FOR_QUALITY)
    )


def _rows_of(
    client_ids: list[int], reader: AtTheMachine, now: datetime, first: int
) -> Iterator[tuple[int, Rows]]:
    """Return each client's rows as they go into the files, counted from `first`.

    Who said no since the list was made is left out.
    """
    number = first
    try:
        with transaction.atomic():
            read_keys(client_ids)
            yes = _saying_yes(client_ids)
            clients = Client.objects.select_related("person").in_bulk(client_ids)
            has = having(yes)
            for pk in (one for one in client_ids if one in yes):
                shift = drawn_shift()
                until = shift.seen_until(timezone.localdate(now))
                found = rows_of(Seen(clients[pk], reader, until, has))
                if found is None:
                    continue
                yield (
                    pk,
                    {
                        table: shift.moved(table, rows, number)
                        for table, rows in found.items()
                    },
                )
                number += 1
    finally:
        forget()


def _several(client_ids: list[int]) -> Iterator[list[int]]:
    """Return them a few at a time."""
    rest = iter(client_ids)
    while some := list(islice(rest, CLIENTS_AT_ONCE)):
        yield some
