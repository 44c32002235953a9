"""Brings the tables of a database up to date."""

from django.core.management import call_command

from holdspace_site.records.key_store.router import KEY_STORE


def bring_up_to_date(using: str) -> None:
    """Apply all migrations that a database has not gone through yet.

    The key store goes through its own only. Those of the records would make nothing
    there, and to find that out takes Django seconds.
    """
    own = ["key_store"] if using == KEY_STORE else []
    call_command("migrate", *own, database=using, verbosity=0)
