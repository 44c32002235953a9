"""Sends keys to the key store and everything else to the records."""

from typing import Any

KEY_STORE = "keys"


class KeysApart:
    """A Django database router: the key store holds keys and nothing else."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """Return the key store for a key, None (no opinion) for the rest."""
        return KEY_STORE if model._meta.app_label == "key_store" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Return whether an app's tables belong in a database."""
        return (db == KEY_STORE) == (app_label == "key_store")
