"""Draw what goes round in the made-up practice, as the client would."""

from datetime import timedelta

from holdspace_site.actions.draw_cycle import NewStep, draw_cycle
from holdspace_site.actions.make_demo_repairs import Record


def write_cycles(record: Record) -> None:
    """Keep each made-up drawing, confirmed by whoever drew it."""
    for told in record.told.cycles:
        draw_cycle(
            record.client.pk,
            [NewStep(code, words) for code, words in told.steps],
            by=record.client.person,
            now=record.now - timedelta(days=told.days_ago),
        )
