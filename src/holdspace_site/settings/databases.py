"""Which database holds the records: SQLCipher files, or an agency's PostgreSQL."""

from pathlib import Path
from typing import Any


def encrypted_file(path: Path, purpose: str) -> dict[str, Any]:
    """Return the settings of an SQLCipher file whose key is derived for `purpose`."""
    return {
        "ENGINE": "holdspace_site.records.sqlcipher",
        "NAME": str(path),
        "KEY_PURPOSE": purpose,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    }


def postgres(address: str) -> dict[str, Any]:
    """Return the settings for a PostgreSQL address or connection string."""
    # Only an agency with a server waits for its driver to load.
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "holdspace"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parts),
    }
