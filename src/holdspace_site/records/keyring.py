"""The keys of agencies and clients: made, wrapped, kept apart, destroyed.

The master key wraps the agency's key, the agency's key wraps each client's. A client's
key is read once a request and forgotten after it, so a destroyed key is gone at once.
"""

import json
import os
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)
from django.db import connections

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.home import BEFORE
from holdspace_site.records.key_store.models import AgencyKey, ClientKey, DestroyedKey
from holdspace_site.records.key_store.router import KEY_STORE
from holdspace_site.records.master_key import KEY_BYTES, WrongKey, derive, subkey


class KeyDestroyed(HoldspaceError):
    """The client was erased: nobody can read this record any more."""

    next_step = "There is nothing to restore; the erasure is in the access log."

    def __init__(self, client_id: int) -> None:
        super().__init__(f"The key of client {client_id} is gone.")


class _Held(threading.local):
    def __init__(self) -> None:
        self.agencies: dict[int, bytes] = {}
        self.clients: dict[int, bytes] = {}
        self.purposes: dict[tuple[int, str], bytes] = {}


_held = _Held()


def forget() -> None:
    """Drop every key this thread holds."""
    _held.agencies.clear()
    _held.clients.clear()
    _held.purposes.clear()


def make_agency_key(agency_id: int) -> None:
    """Make and keep the key that wraps the keys of an agency's clients."""
    wrapped = aes_key_wrap(subkey("wrap agency keys"), os.urandom(KEY_BYTES))
    AgencyKey.objects.create(agency_id=agency_id, wrapped=wrapped)


def make_client_key(*, agency_id: int, client_id: int) -> None:
    """Make and keep the key that seals one client's words.

    A key left by a client whose adding was cut short, and so never kept, is replaced.

    Raises:
        KeyDestroyed: if a client of this number was erased.
    """
    if DestroyedKey.objects.filter(client_id=client_id).exists():
        raise KeyDestroyed(client_id)
    wrapped = aes_key_wrap(_agency_key(agency_id), os.urandom(KEY_BYTES))
    ClientKey.objects.update_or_create(
        client_id=client_id, defaults={"agency_id": agency_id, "wrapped": wrapped}
    )


def key_for(client_id: int, purpose: str) -> bytes:
    """Return the key that seals one client's words of one purpose (a table's name).

    Raises:
        KeyDestroyed: if the client was erased.
    """
    key = _held.purposes.get((client_id, purpose))
    if key is None:
        if client_id not in _held.clients:
            read_keys([client_id])
        if client_id not in _held.clients:
            raise KeyDestroyed(client_id)
        key = derive(_held.clients[client_id], purpose)
        _held.purposes[client_id, purpose] = key
    return key


def agency_key_for(agency_id: int, purpose: str) -> bytes:
    """Return the key that seals words of one purpose that are no client's.

    It is of the agency: no erasure of a client makes such words unreadable, so nothing
    of a client's belongs in them.
    """
    return derive(_agency_key(agency_id), purpose)


def read_keys(client_ids: Iterable[int]) -> None:
    """Read the keys of several clients with one query, for a list of them."""
    missing = set(client_ids) - _held.clients.keys()
    for client_id, wrapped, agency_id, agency_wrapped in _kept_keys(missing):
        if agency_id not in _held.agencies:
            outer = subkey("wrap agency keys")
            _held.agencies[agency_id] = _unwrapped(outer, agency_wrapped)
        _held.clients[client_id] = _unwrapped(_held.agencies[agency_id], wrapped)


def _kept_keys(client_ids: set[int]) -> list[tuple[int, bytes, int, bytes]]:
    """Return each client's number and wrapped key, and those of the agency.

    Written out, because every request asks this and making the SQL took longer than
    asking it.
    """
    with connections[KEY_STORE].cursor() as cursor:
        cursor.execute(
            "SELECT c.client_id, c.wrapped, a.agency_id, a.wrapped "
            "FROM key_store_clientkey c JOIN key_store_agencykey a "
            "ON a.agency_id = c.agency_id "
            "WHERE c.client_id IN (SELECT value FROM json_each(%s))",
            [json.dumps(sorted(client_ids))],
        )
        return cursor.fetchall()


def destroy_client_key(client_id: int, *, now: datetime) -> None:
    """Destroy a client's key and remember that it must never come back.

    A key store that a restore put aside still holds the key, so it goes too.
    """
    DestroyedKey.objects.get_or_create(
        client_id=client_id, defaults={"destroyed_at": now}
    )
    ClientKey.objects.filter(client_id=client_id).delete()
    forget()
    kept = Path(connections[KEY_STORE].settings_dict["NAME"])
    for aside in kept.parent.glob(f"{kept.name}{BEFORE}*"):
        aside.unlink()


def _agency_key(agency_id: int) -> bytes:
    if agency_id not in _held.agencies:
        kept = AgencyKey.objects.get(agency_id=agency_id)
        _held.agencies[agency_id] = _unwrapped(subkey("wrap agency keys"), kept.wrapped)
    return _held.agencies[agency_id]


def _unwrapped(key: bytes, wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(key, bytes(wrapped))
    except InvalidUnwrap:
        raise WrongKey from None
