"""End a supervisor's part in one worker's work."""

from datetime import datetime

from django.db import transaction

from holdspace_site.actions.add_people import check_runs_the_agency
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Person, Supervision
from holdspace_site.records.scope import NoSuchRecord


def end_supervision(pair_id: int, *, by: Person, now: datetime) -> None:
    """End a pair; the supervisor's next request no longer shows that worker."""
    check_runs_the_agency(by)
    pair = Supervision.objects.filter(
        pk=pair_id, supervisor__agency_id=by.agency_id, until__isnull=True
    ).first()
    if pair is None:
        raise NoSuchRecord
    with transaction.atomic():
        pair.until = now
        pair.save(update_fields=["until"])
        write_down(
            "end_supervision", by=by, now=now, record=("person", pair.supervisee_id)
        )
