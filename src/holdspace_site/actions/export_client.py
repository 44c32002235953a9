"""Take out everything kept of one client, for themselves or for their next helper."""

from datetime import datetime

from django.utils import timezone

from holdspace.alliance.sessions import SharedWith
from holdspace.approach.brief import brief_of
from holdspace.approach.brief_json import brief_json
from holdspace.privacy.access import Role, Verb
from holdspace_site.actions.read_brief import brief_content, told_by
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import CheckIn, Client
from holdspace_site.records.scope import Who, client_for, looks_at

FORMAT = "holdspace-client-1"


def export_client(client_id: int, *, by: Who, now: datetime) -> dict[str, object]:
    """Return a client's whole record as plain values, in the words they were told in.

    Readings that were taken back stand in the history with that verdict, because the
    history is the client's too; nothing in the brief rests on them. Answers a client
    did not share with their worker are in their own copy alone; in others stands that
    they were kept back.
    """
    client = client_for(by, client_id, Verb.EXPORT, now=now)
    own = by.role == Role.CLIENT.value
    today = timezone.localdate(now)
    exported = {
        "format": FORMAT,
        "client": {"number": client.pk, "name": client.name},
        "exported_at": now.isoformat(),
        "episodes": _episodes(client),
        "passages": _passages(client),
        "care_team": _care_team(client),
        "sessions": _sessions(client, own=own),
        "promises": _promises(client),
        "boundaries": _boundaries(client),
        "brief": brief_json(
            brief_of(told_by(client, on=today), on=today, content=brief_content())
        ),
        "access_log": _looks(client),
    }
    write_down(Verb.EXPORT.value, by=by, now=now, client_id=client.pk)
    return exported


def _episodes(client: Client) -> list[dict[str, object]]:
    return [
        {
            "id": str(row.pk),
            "kind": row.kind,
            "title": row.title,
            "began": row.began,
            "ended": row.ended,
            "chosen": row.chosen,
            "ending": row.ending,
            "hoped_for": row.hoped_for,
        }
        for row in client.episodes.all()
    ]


def _passages(client: Client) -> list[dict[str, object]]:
    rows = client.passages.select_related("typed_by").prefetch_related(
        "readings__verdicts", "revisions"
    )
    return [
        {
            "id": str(row.pk),
            "episode": str(row.episode_id) if row.episode_id else None,
            "words": row.words,
            "earlier_wordings": [
                {"words": old.words, "replaced_at": old.replaced_at.isoformat()}
                for old in row.revisions.all()
            ],
            "told_by": row.told_by,
            "typed_by": row.typed_by.name or row.typed_by.role,
            "told_on": row.told_on.isoformat(),
            "setting": row.setting,
            "language": row.language,
            "sensitivity": row.sensitivity,
            "readings": [
                {
                    "id": str(reading.pk),
                    "code": reading.code,
                    "start": reading.start,
                    "end": reading.end,
                    "certainty": reading.certainty,
                    "strength": reading.strength,
                    "noticed_by": reading.noticed_by,
                    "removed_at": _when(reading.ended_at),
                    "verdicts": [
                        {
                            "verdict": given.verdict,
                            "correction": given.correction or None,
                            "given_at": given.given_at.isoformat(),
                            "undone_at": _when(given.undone_at),
                        }
                        for given in reading.verdicts.all()
                    ],
                }
                for reading in row.readings.all()
            ],
        }
        for row in rows
    ]


def _care_team(client: Client) -> list[dict[str, object]]:
    return [
        {
            "name": member.person.name,
            "since": member.since.isoformat(),
            "until": _when(member.until),
        }
        for member in client.team.select_related("person").order_by("since")
    ]


def _sessions(client: Client, *, own: bool) -> list[dict[str, object]]:
    return [
        {
            "number": row.number,
            "at": row.at.isoformat(),
            "place": row.place,
            "status": row.status,
            "left_open": row.left_open or None,
            "last_words": row.last_words or None,
            "check_in": _check_in(row.check_in, own=own)
            if hasattr(row, "check_in")
            else None,
        }
        for row in client.sessions.select_related("check_in")
    ]


def _check_in(row: CheckIn, *, own: bool) -> dict[str, object]:
    kept_back = not own and row.shared_with != SharedWith.WORKER.value
    return {
        "answers": {} if kept_back else row.answers,
        "kept_back": kept_back,
        "shared_with": row.shared_with,
    }


def _promises(client: Client) -> list[dict[str, object]]:
    return [
        {
            "words": row.words,
            "made_on": row.made_on.isoformat(),
            "due_on": row.due_on.isoformat() if row.due_on else None,
            "status": row.status,
        }
        for row in client.promises.all()
    ]


def _boundaries(client: Client) -> list[dict[str, object]]:
    return [
        {
            "kind": row.kind,
            "topic": row.topic,
            "set_on": row.set_on.isoformat(),
            "lifted_at": _when(row.lifted_at),
        }
        for row in client.boundaries.all()
    ]


def _looks(client: Client) -> list[dict[str, object]]:
    return [
        {
            "at": entry.at.isoformat(),
            "who": entry.who.name if entry.who else entry.os_user,
            "role": entry.who.role if entry.who else "administrator",
            "verb": entry.verb,
            "refused": entry.refused,
        }
        for entry in looks_at(client)
    ]


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
