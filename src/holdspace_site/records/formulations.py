"""The one gate to what client and worker wrote down of how the pieces hang together."""

from django.db.models import Q, QuerySet

from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.records.models import Client, Formulation, Person
from holdspace_site.records.sharing import purposes_allowed
from holdspace_site.records.who import AtTheMachine


def formulations_open_to(
    client: Client, by: Person | AtTheMachine
) -> QuerySet[Formulation]:
    """Return the versions of one client that this person may read now, oldest first.

    The client reads all of their own. For everybody else one that the client took back
    never was. Nobody reads any while the client says no to care, and the next worker
    reads those of an earlier one only with the client's yes to that.
    """
    rows = Formulation.objects.filter(client=client).select_related("written_by")
    if by.role == Role.CLIENT.value:
        return rows.filter(client__person=by.pk)
    allowed = purposes_allowed(client)
    if by.role == Role.SUPERVISOR.value or Purpose.CARE not in allowed:
        return rows.none()
    rows = rows.exclude(verdict=Verdict.TAKEN_BACK.value)
    if by.role != Role.WORKER.value or Purpose.NEXT_WORKER in allowed:
        return rows
    parts = client.team.filter(person=by.pk, until__isnull=True)
    joined_at = parts.values_list("since", flat=True).first()
    own = Q(written_by=by.pk)
    return rows.filter(own | Q(written_at__gte=joined_at) if joined_at else own)
