"""Put a supervision hour that was into the made-up practice."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from holdspace.content.demo import Demo
from holdspace.privacy.access import Role
from holdspace_site.records.models import AgreedPoint, Person, SupervisionSession


def write_hours(made_up: Demo, staff: Mapping[str, Person], now: datetime) -> None:
    """Keep each made-up hour with what was agreed in it, done or not."""
    today = timezone.localdate(now)
    worker = staff[Role.WORKER.value]
    supervisor = staff[Role.SUPERVISOR.value]
    for told in made_up.hours:
        held_at = now - timedelta(days=told.days_ago)
        hour = SupervisionSession(
            agency_id=worker.agency_id,
            supervisor=supervisor,
            supervisee=worker,
            held_on=timezone.localdate(held_at),
            next_on=today + timedelta(days=told.next_in_days),
            written_by=supervisor,
            written_at=held_at,
        )
        hour.words = told.words.strip()
        hour.save(force_insert=True)
        for position, each in enumerate(told.points):
            point = AgreedPoint(
                agency_id=worker.agency_id,
                hour=hour,
                position=position,
                who=staff[each.who],
                due_on=today + timedelta(days=each.due_in_days),
            )
            if each.done:
                point.done_at = now + timedelta(days=each.due_in_days)
                point.done_by = staff[each.who]
            point.words = each.what
            point.save(force_insert=True)
