"""Read a client's sessions, what they left and what was promised."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from holdspace.alliance.notices import AdvanceNotice
from holdspace.privacy.access import Verb
from holdspace_site.actions.give_notice import notices_of
from holdspace_site.actions.read_promises import PromiseShown, promises_shown
from holdspace_site.actions.read_repairs import RepairInList, repairs_in_list
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Boundary, Client, Person, Session
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.sharing import (
    is_closed_to,
    session_parts_shut_to,
    session_words_open_to,
    sessions_shut_to,
    with_words_open,
)


@dataclass(frozen=True, slots=True)
class Sessions:
    """A client's sessions newest first, their promises, repairs and boundaries now.

    `coming` are breaks, changes and endings they have word of. `closed` says that the
    client closed their story: what the sessions left is not in the rows then.
    """

    client: Client
    sessions: tuple[Session, ...]
    promises: tuple[PromiseShown, ...]
    repairs: tuple[RepairInList, ...]
    coming: tuple[AdvanceNotice, ...]
    boundaries: tuple[Boundary, ...]
    closed: bool


def read_sessions(client_id: int, *, by: Person, now: datetime) -> Sessions:
    """Return the sessions of a client, and write the look down."""
    client = client_for(by, client_id, Verb.READ_SESSIONS, now=now)
    write_down(Verb.READ_SESSIONS.value, by=by, now=now, client_id=client.pk)
    rows = list(client.sessions.order_by("-at"))
    shut = sessions_shut_to(client, rows, by)
    words = session_words_open_to(rows, by)
    return Sessions(
        client=client,
        sessions=tuple(with_words_open(row, shut, words) for row in rows),
        promises=promises_shown(client),
        repairs=repairs_in_list(client, by=by),
        coming=notices_of(client, timezone.localdate(now)),
        boundaries=tuple(client.boundaries.filter(lifted_at__isnull=True)),
        closed=is_closed_to(client, by),
    )


def read_session(
    client_id: int, session_id: str | UUID, *, by: Person, now: datetime
) -> tuple[Client, Session, frozenset[str]]:
    """Return a client, one session, and which parts of what it left are kept back."""
    client = client_for(by, client_id, Verb.READ_SESSIONS, now=now)
    session = one_of(Session, client, session_id, by=by, now=now)
    write_down(
        Verb.READ_SESSIONS.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("session", session.pk),
    )
    shut = sessions_shut_to(client, [session], by)
    words = session_words_open_to([session], by)
    kept_back = session_parts_shut_to(session, by)
    return client, with_words_open(session, shut, words), kept_back
