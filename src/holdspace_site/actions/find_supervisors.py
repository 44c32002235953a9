"""Find whether anybody is there to read what a client shares with a supervisor."""

from collections.abc import Iterable

from holdspace_site.records.models import Person, Session


def all_have_supervisor(sessions: Iterable[Session]) -> bool:
    """Return whether the worker of each of these sessions has a supervisor now.

    Where one has none, sharing with their supervisor is not offered: nobody would read
    it. False for no sessions.
    """
    workers = {session.worker_id for session in sessions}
    supervised = Person.objects.filter(
        pk__in=workers,
        is_active=True,
        supervised_by__until__isnull=True,
        supervised_by__supervisor__is_active=True,
    )
    return bool(workers) and supervised.distinct().count() == len(workers)
