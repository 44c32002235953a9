"""Whose clock the pages go by: the machine's."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_LOCAL = Path("/etc/localtime")


def machine_time_zone() -> str:
    """Return the name of this machine's time zone; "UTC" where it cannot be told."""
    linked = str(_LOCAL.resolve()).partition("/zoneinfo/")[2] if _LOCAL.exists() else ""
    for name in (os.environ.get("TZ", ""), linked):
        try:
            if name:
                return ZoneInfo(name).key
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return "UTC"
