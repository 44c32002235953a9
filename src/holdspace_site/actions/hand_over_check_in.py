"""Hand the device over to a client for one check-in, and nothing else."""

from datetime import datetime, timedelta
from uuid import UUID

from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.give_check_in import can_be_answered
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Person, Session
from holdspace_site.records.scope import client_for, clients_of, one_of

OPEN_FOR = timedelta(minutes=30)
"""How long a handed-over check-in stays open."""


def hand_over_check_in(
    client_id: int, session_id: str | UUID, *, by: Person, now: datetime
) -> Session:
    """Return the session to be answered about, and write down that it was opened.

    Raises:
        NotPossible: if the session has not taken place.
        NoSuchRecord: if the worker works with no such client.
    """
    client = client_for(by, client_id, Verb.TAKE_CHECK_IN, now=now)
    session = one_of(Session, client, session_id, by=by, now=now)
    if not can_be_answered(session, now=now):
        raise NotPossible("session: it has not taken place")
    write_down(
        Verb.TAKE_CHECK_IN.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("session", session.pk),
    )
    return session


def handed_over_session(session_id: str | UUID) -> Session | None:
    """Return the session a device was handed over for; None if it is no more.

    Only for the page that `hand_over_check_in` opened: whoever asks is not signed in.
    """
    session = Session.objects.filter(pk=session_id).select_related("client").first()
    if session is None or session.client.person is None:
        return None
    living = clients_of(session.client.person).filter(pk=session.client_id)
    return session if living.exists() else None
