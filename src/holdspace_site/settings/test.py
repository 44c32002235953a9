"""For tests: a random key, files in a temporary folder, and PostgreSQL when asked."""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from holdspace_site.records.master_key import KEY_BYTES, hold
from holdspace_site.settings.base import *  # noqa: F403 - Django's way to share settings
from holdspace_site.settings.databases import encrypted_file, postgres

hold(os.urandom(KEY_BYTES))

_folder = Path(tempfile.mkdtemp(prefix="holdspace-test-"))
SECRET_KEY = os.urandom(16).hex()
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

if os.environ.get("HOLDSPACE_TEST_ENGINE") == "postgres":
    _records = postgres(os.environ["HOLDSPACE_TEST_POSTGRES"])
else:
    _records = encrypted_file(_folder / "records.db", "records")
    _records["TEST"] = {"NAME": str(_folder / "test_records.db")}
DATABASES = {"default": _records, "keys": encrypted_file(_folder / "keys.db", "keys")}
DATABASES["keys"]["TEST"] = {"NAME": str(_folder / "test_keys.db")}

# Tables as the models say, as a new practice gets them: going through all migrations
# comes to the same (tests/site/test_tables.py), and takes seconds each time.
for _database in DATABASES.values():
    _database.setdefault("TEST", {})["MIGRATE"] = False

# Where it is morning now, so that no day ends while tests run. Django hands it on as
# TZ, so that the commands and the browser that tests start go by the same clock. The
# signs of such zones are turned round: Etc/GMT-9 is nine hours ahead.
_MORNING = 10
_WEST_END = 12
TIME_ZONE = f"Etc/GMT{min(datetime.now(UTC).hour - _MORNING, _WEST_END):+d}"

# Argon2id at its full cost would spend most of the suite's time on sign-ins.
PASSWORD_HASHERS = ["holdspace_site.settings.test.QuickArgon2"]


from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402


class QuickArgon2(Argon2PasswordHasher):
    """The same hash with the smallest cost."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
