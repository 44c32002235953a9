"""A practice that is used: its folder, its keys, its address."""

import os

from holdspace_site.home import Home
from holdspace_site.records.master_key import subkey
from holdspace_site.settings.base import *  # noqa: F403 - Django's way to share settings
from holdspace_site.settings.databases import encrypted_file, postgres
from holdspace_site.settings.time_zone import machine_time_zone

_home = Home.chosen(demo=os.environ.get("HOLDSPACE_DEMO") == "1")
_address = os.environ.get("HOLDSPACE_DATABASE")

SECRET_KEY = subkey("cookies").hex()
DATABASES = {
    "default": postgres(_address)
    if _address
    else encrypted_file(_home.records, "records"),
    "keys": encrypted_file(_home.key_store, "keys"),
}
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += filter(None, os.environ.get("HOLDSPACE_HOSTS", "").split(","))

TIME_ZONE = machine_time_zone()

_encrypted = os.environ.get("HOLDSPACE_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _encrypted
SESSION_COOKIE_NAME = "__Host-holdspace" if _encrypted else "holdspace"
CSRF_COOKIE_NAME = "__Host-holdspace-csrf" if _encrypted else "holdspace-csrf"
DEVICE_COOKIE_NAME = "__Host-holdspace-device" if _encrypted else "holdspace-device"
WHOSE_COOKIE_NAME = "__Host-holdspace-whose" if _encrypted else "holdspace-whose"
SECURE_HSTS_SECONDS = 31_536_000 if _encrypted else 0
