"""Let two made-up people agree on how they work together, as on the pages."""

from datetime import timedelta

from holdspace.approach.way_of_working import LineKind
from holdspace.content.way_of_working import KEPT_OF
from holdspace.story.readings import Verdict
from holdspace_site.actions.answer_way_of_working import (
    WayAnswer,
    answer_way_of_working,
    propose_line,
)
from holdspace_site.actions.kept_lines import lines_asked
from holdspace_site.actions.make_demo_repairs import Record
from holdspace_site.actions.write_way_of_working import (
    draft_way_of_working,
    put_way_of_working,
)
from holdspace_site.records.models import WayOfWorking


def write_way_of_working(record: Record) -> None:
    """Keep a made-up agreement, with the last line still waiting for an answer."""
    told, client = record.told.way_of_working, record.client
    if told is None:
        return
    put_at = record.now - timedelta(days=told.put_days_ago)
    agreed_at = record.now - timedelta(days=told.agreed_days_ago)
    draft_way_of_working(client.pk, by=record.worker, now=put_at)
    revision = WayOfWorking.objects.get(client=client).revision
    put_way_of_working(client.pk, revision=revision, by=record.worker, now=put_at)
    yes = WayAnswer(Verdict.YES)
    for row in list(client.way_lines.all())[:-1]:
        answer_way_of_working(client.pk, row.pk, yes, by=client.person, now=agreed_at)
    propose_line(
        client.pk, LineKind.CLIENT_TRIES, told.tries, by=client.person, now=agreed_at
    )
    session = record.session_of(told.kept_week)
    for check_in in session.check_ins.all():
        asked = lines_asked(client, [session])[str(session.pk)]
        check_in.answers |= {KEPT_OF + line.id: told.kept for line in asked}
        check_in.save()
