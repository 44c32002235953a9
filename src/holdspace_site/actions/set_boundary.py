"""Keep what a client asked us not to touch, and lift it again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.privacy.access import Verb
from holdspace.vocabulary.answers import BOUNDARIES, Answer
from holdspace_site.actions.errors import NothingWritten, NotPossible
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Boundary, Person
from holdspace_site.records.scope import client_for, one_of


def set_boundary(
    client_id: int, *, kind: Answer, topic: str, by: Person, now: datetime
) -> Boundary:
    """Keep a boundary in the client's own terms.

    Raises:
        NotPossible: if `kind` is no boundary.
        NothingWritten, NoSuchRecord.
    """
    client = client_for(by, client_id, Verb.SET_BOUNDARY, now=now)
    if kind not in BOUNDARIES:
        raise NotPossible("boundary")
    if not topic.strip():
        raise NothingWritten
    with transaction.atomic():
        boundary = Boundary(
            client=client,
            kind=kind.value,
            set_on=timezone.localdate(now),
            set_by=by,
        )
        boundary.topic = topic.strip()
        boundary.save(force_insert=True)
        _log(boundary, by=by, now=now)
    return boundary


def lift_boundary(
    client_id: int, boundary_id: str | UUID, *, by: Person, now: datetime
) -> None:
    """End a boundary because the client said so; it stays in the history."""
    client = client_for(by, client_id, Verb.SET_BOUNDARY, now=now)
    boundary = one_of(Boundary, client, boundary_id, by=by, now=now)
    with transaction.atomic():
        boundary.lifted_at = now
        boundary.save(update_fields=["lifted_at"])
        _log(boundary, by=by, now=now)


def _log(boundary: Boundary, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.SET_BOUNDARY.value,
        by=by,
        now=now,
        client_id=boundary.client_id,
        record=("boundary", boundary.pk),
    )
