"""Take out what is between a client and their worker: repairs, promises, notices."""

from datetime import datetime

from django.utils import timezone

from holdspace_site.actions.read_promises import promises_shown
from holdspace_site.actions.read_repairs import own_or_open_repairs
from holdspace_site.actions.write_formulation import formulations_shown
from holdspace_site.records.models import Client, Session
from holdspace_site.records.scope import Who


def promises_of(client: Client) -> list[dict[str, object]]:
    """Return each promise with what became of it and the client's word beside it."""
    return [
        {
            "words": one.words,
            "made_on": one.made_on.isoformat(),
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "status": one.status.value,
            "changes": [
                {
                    "step": change.step.value,
                    "words": change.words or None,
                    "due_before": change.due_before.isoformat()
                    if change.due_before
                    else None,
                    "at": change.at.isoformat(),
                }
                for change in one.changes
            ],
            "client_says_not_kept": one.not_kept,
            "client_says": one.not_kept_words or None,
        }
        for one in promises_shown(client)
    ]


def repairs_out(client: Client, by: Who, now: datetime) -> list[dict[str, object]]:
    """Return each repair that somebody may see, with its whole history."""
    on = timezone.localdate(now)
    return [
        {
            "id": str(one.id),
            "kind": one.kind.value,
            "status": one.status.value,
            "opened_on": one.opened_on.isoformat(),
            "session": one.session_number,
            "rests_on": [
                {
                    "ground": ground.ground.value,
                    "on": ground.on.isoformat(),
                    "answers": [list(each) for each in ground.answers],
                    "quote": ground.quote.quote if ground.quote else None,
                    "worker_noticed": ground.noted or None,
                }
                for ground in one.rests_on
            ],
            "history": [
                {
                    "at": step.at.isoformat(),
                    "by": step.by_name,
                    "by_client": step.by_client,
                    "to": step.to.value if step.to else None,
                    "client_says": step.word.value if step.word else None,
                    "said": step.said or None,
                }
                for step in one.history
            ],
        }
        for one in own_or_open_repairs(client, by=by, on=on)
    ]


def formulations_out(client: Client, by: Who) -> list[dict[str, object]]:
    """Return each version of how the pieces hang together that somebody may read."""
    return [
        {
            "words": one.words,
            "written_on": one.written_on.isoformat(),
            "by": one.writer_name,
            "by_client": one.by_client,
            "client_says": one.verdict.value if one.verdict else None,
            "client_says_in_words": one.own_words or None,
            "answered_on": one.answered_on.isoformat() if one.answered_on else None,
        }
        for one in formulations_shown(client, by=by)
    ]


def notices_out(client: Client) -> list[dict[str, object]]:
    """Return every break, change or ending the client was given word of."""
    return [
        {
            "kind": row.kind,
            "begins_on": row.begins_on.isoformat(),
            "ends_on": row.ends_on.isoformat() if row.ends_on else None,
            "reason": row.reason,
            "given_at": row.given_at.isoformat(),
            "called_off_at": _when(row.called_off_at),
        }
        for row in client.notices.all()
    ]


def how_it_went(row: Session) -> dict[str, object]:
    """Return how a session went by the clock, and where it was moved from."""
    return {
        "course": row.course,
        "side": row.side or None,
        "did": row.did or None,
        "moved": [
            {"from": move.from_at.isoformat(), "to": move.to_at.isoformat()}
            for move in row.moves.all()
        ],
    }


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
