"""Take out the cycles of a client, each with the words under its steps."""

from datetime import date

from holdspace.approach.brief import Told
from holdspace.content.codebook import codebook
from holdspace.privacy.access import Role
from holdspace_site.actions.read_cycles import cycles_in
from holdspace_site.records.cycles import cycles_kept
from holdspace_site.records.models import Client
from holdspace_site.records.scope import Who


def cycles_out(
    client: Client, by: Who, told: Told, on: date
) -> list[dict[str, object]]:
    """Return each cycle as far as somebody may see it; `told` is what they were told.

    In the client's own copy are also those they took back, keep to themselves or have
    no words under any more; in others there is no trace of them.
    """
    own = by.role == Role.CLIENT.value
    kept, shown = cycles_kept(client, by), cycles_in(told, on=on)
    held_back = {str(row.pk) for row in kept.rows if row.held_back_at}
    return [
        {
            "id": one.id,
            "found": one.found,
            "verdict": one.verdict.value if one.verdict else None,
            "own_words": one.own_words or None,
            "since": one.said_on.isoformat(),
            "only_you_see_it": one.id in held_back,
            "steps": [
                {
                    "code": step.code,
                    "plain_words": codebook().code(step.code).plain_words,
                    "what_helps": step.helps.quote if cycle and step.helps else None,
                    "words": [
                        each.quote
                        for each in (cycle.steps[place].because if cycle else ())
                    ],
                }
                for place, step in enumerate(one.steps)
            ],
        }
        for one, cycle in shown
        if cycle or own
    ]
