"""Lets a model hold a person's words: sealed in the row, plain only while in use."""

import base64
import json
from typing import Any

from holdspace_site.records.keyring import agency_key_for, key_for
from holdspace_site.records.sealing import seal, unseal


class SealedWords(property):
    """A model attribute that seals what is set and opens what is read.

    The row stores it in a binary column. The row's own id and its client's (or, of
    words that are no client's, its agency's) must be set before the words are: they are
    part of the seal, so a value moved to another row, column or client does not open.
    """

    def __init__(self, column: str) -> None:
        super().__init__(self._read, self._write)
        self._column = column

    def _read(self, row: Any) -> str:
        sealed = getattr(row, self._column)
        if not sealed:
            return ""
        key, place = self._key_and_place(row)
        return unseal(sealed, key=key, place=place)

    def _write(self, row: Any, words: str) -> None:
        if not words:
            setattr(row, self._column, b"")
            return
        key, place = self._key_and_place(row)
        setattr(row, self._column, seal(words, key=key, place=place))

    def _key_and_place(self, row: Any) -> tuple[bytes, str]:
        table, owner = row._meta.db_table, row.sealed_for
        place = f"{table}|{self._column}|{row.pk}|{owner}"
        if isinstance(row, OfOneAgency):
            return agency_key_for(owner, table), place
        return key_for(owner, table), place


class SealedAnswers(SealedWords):
    """The same for a mapping of answers, kept as JSON."""

    def _read(self, row: Any) -> Any:
        return json.loads(super()._read(row) or "{}")

    def _write(self, row: Any, answers: Any) -> None:
        super()._write(row, json.dumps(answers, sort_keys=True) if answers else "")


class SealedBytes(SealedWords):
    """The same for bytes, such as a recording."""

    def _read(self, row: Any) -> Any:
        return base64.b64decode(super()._read(row))

    def _write(self, row: Any, kept: Any) -> None:
        super()._write(row, base64.b64encode(kept).decode() if kept else "")


class OfOneClient:
    """A row that belongs to one client, whose key seals it."""

    client_id: int

    @property
    def sealed_for(self) -> int:
        """The client whose key seals this row."""
        return self.client_id


class OfOneAgency:
    """A row of people who work here, sealed by a key of the agency; no client's."""

    agency_id: int

    @property
    def sealed_for(self) -> int:
        """The agency whose key seals this row."""
        return self.agency_id
