"""The SQLite backend of Django, bound to SQLCipher instead of Python's sqlite3."""

import importlib.util
import sys
from types import ModuleType
from typing import Any

import sqlcipher3
from django.db.backends.sqlite3 import base as django_sqlite
from sqlcipher3 import dbapi2

from holdspace_site.records.master_key import subkey


def _django_backend_on(driver: ModuleType) -> Any:
    """Return a second copy of Django's SQLite backend that uses `driver`.

    The first copy is imported before, because Django's own modules refer back to it.
    """
    spec = importlib.util.find_spec(django_sqlite.__name__)
    module = importlib.util.module_from_spec(spec)
    plain = sys.modules["sqlite3"]
    sys.modules["sqlite3"] = driver
    try:
        spec.loader.exec_module(module)
    finally:
        sys.modules["sqlite3"] = plain
    return module


_backend = _django_backend_on(sqlcipher3)


class DatabaseWrapper(_backend.DatabaseWrapper):
    """A connection to an encrypted file; the key never leaves the pragma."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file with its raw key and harden the connection."""
        purpose = f"database {self.settings_dict['KEY_PURPOSE']}"
        connection = dbapi2.connect(
            **{k: v for k, v in conn_params.items() if k != "init_command"}
        )
        connection.execute(f"PRAGMA key = \"x'{subkey(purpose).hex()}'\"")
        for pragma in (
            "cipher_log_level = NONE",
            "cipher_memory_security = OFF",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "mmap_size = 0",
            "trusted_schema = OFF",
            "journal_mode = WAL",
            # Everybody who saves waits while the log is worked into the file. Done
            # seldom, it is little more work, as mostly the same pages come again.
            "wal_autocheckpoint = 8000",
            "synchronous = FULL",
            "foreign_keys = ON",
            "legacy_alter_table = OFF",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        _backend.register_functions(connection)
        return connection
