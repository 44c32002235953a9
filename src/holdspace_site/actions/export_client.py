"""Take out everything kept of one client, for themselves or for their next helper."""

from collections import defaultdict
from datetime import datetime

from django.utils import timezone

from holdspace.approach.brief import brief_of
from holdspace.approach.brief_json import brief_json
from holdspace.privacy.access import Role, Verb
from holdspace_site.actions.export_between import (
    formulations_out,
    how_it_went,
    notices_out,
    promises_of,
    repairs_out,
)
from holdspace_site.actions.export_cycles import cycles_out
from holdspace_site.actions.export_questionnaires import questionnaires_of
from holdspace_site.actions.export_recordings import recordings_of
from holdspace_site.actions.export_way_of_working import (
    trigger_map_out,
    way_of_working_out,
)
from holdspace_site.actions.keep_draft import drafts_in
from holdspace_site.actions.read_brief import brief_content, told_by
from holdspace_site.actions.read_letters import is_kept_from, open_letter
from holdspace_site.actions.read_record import latest_looks
from holdspace_site.records.access_log import write_down
from holdspace_site.records.check_ins import answers_open_to, check_ins_open_to
from holdspace_site.records.episodes import episodes_shown_to
from holdspace_site.records.models import CheckIn, Client
from holdspace_site.records.scope import Who, client_for
from holdspace_site.records.sharing import (
    held_back_from,
    own_words_id,
    passages_open_to,
    session_words_open_to,
    sessions_shut_to,
    with_words_open,
    wordings_open_to,
)

FORMAT = "holdspace-client-1"


def export_client(client_id: int, *, by: Who, now: datetime) -> dict[str, object]:
    """Return a client's whole record as plain values, in the words they were told in.

    Readings that were taken back stand in the history with that verdict, because the
    history is the client's too; nothing in the brief rests on them. Check-ins a client
    did not share with their worker are in their own copy alone; in others there is no
    trace of them. What the client told is in others' copies only as far as it is
    open to whoever takes them out.
    """
    client = client_for(by, client_id, Verb.EXPORT, now=now)
    own = by.role == Role.CLIENT.value
    today = timezone.localdate(now)
    told = told_by(client, by=by, on=today)
    brief = brief_of(told, on=today, content=brief_content())
    exported = {
        "format": FORMAT,
        "client": {"number": client.pk, "name": client.name},
        "exported_at": now.isoformat(),
        "episodes": _episodes(client, by),
        "passages": _passages(client, by),
        "given_answers": _given_answers(client, by),
        "not_sent": _not_sent(client, by),
        "recordings": recordings_of(client, by),
        "letters": _letters(client, by),
        "care_team": _care_team(client),
        "sessions": _sessions(client, by),
        "questionnaires": questionnaires_of(client, by),
        "promises": promises_of(client),
        "repairs": repairs_out(client, by, now),
        "notices": notices_out(client),
        "formulations": formulations_out(client, by),
        "way_of_working": way_of_working_out(client, by),
        "trigger_map": trigger_map_out(client, by, brief.triggers),
        "cycles": cycles_out(client, by, told, today),
        "boundaries": _boundaries(client),
        "brief": brief_json(brief),
        "hand_offs": _hand_offs(client),
        "access_log": _looks(client, own=own),
    }
    write_down(Verb.EXPORT.value, by=by, now=now, client_id=client.pk)
    return exported


def _episodes(client: Client, by: Who) -> list[dict[str, object]]:
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
        for row in episodes_shown_to(client, by)
    ]


def _passages(client: Client, by: Who) -> list[dict[str, object]]:
    rows = (
        passages_open_to(client, by)
        .select_related("typed_by")
        .prefetch_related("readings__verdicts", "revisions")
    )
    shut = held_back_from(client, {row.pk for row in rows})
    return [
        {
            "id": str(row.pk),
            "episode": str(row.episode_id) if row.episode_id else None,
            "words": row.words,
            "earlier_wordings": [
                {"words": old.words, "replaced_at": old.replaced_at.isoformat()}
                for old in wordings_open_to(row.revisions.all(), client, by)
            ],
            "told_by": row.told_by,
            "typed_by": row.typed_by.name or row.typed_by.role,
            "told_on": row.told_on.isoformat(),
            "setting": row.setting,
            "language": row.language,
            "translation": row.translation or None,
            "translated_into": row.translated_into or None,
            "supported_by": row.supported_by or None,
            "question": row.question or None,
            "part": row.part,
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
                            "correction": (given.correction or None)
                            if own_words_id(reading.pk) not in shut
                            else None,
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


def _letters(client: Client, by: Who) -> list[dict[str, object]]:
    """Return each letter with the client's word on its lines, as `by` may see them.

    A draft is in no other worker's copy than that of whoever writes it.
    """
    other_worker = by.role == Role.WORKER.value
    opened = [
        open_letter(row, client, by)
        for row in client.letters.select_related("worker")
        if row.given_at or not other_worker or row.worker_id == by.pk
        if not is_kept_from(row, by)
    ]
    return [
        {
            "id": str(letter.id),
            "kind": letter.kind.value,
            "passed_on": letter.passed_on,
            "from": letter.worker_name,
            "made_at": letter.made_at.isoformat(),
            "given_at": _when(letter.given_at),
            "answered_at": _when(letter.answered_at),
            "opening": letter.opening,
            "closing": letter.closing,
            "lines": [
                {
                    "text": line.text,
                    "quote": line.quote,
                    "verdict": line.verdict or None,
                    "correction": line.correction or None,
                    "left_out": line.left_out,
                }
                for line in letter.lines
            ],
            "missed": letter.missed or None,
        }
        for letter in opened
    ]


def _given_answers(client: Client, by: Who) -> list[dict[str, object]]:
    """Return each answer to a question; what it picked only where it may be read."""
    readable = {*passages_open_to(client, by).values_list("pk", flat=True)}
    own = by.role == Role.CLIENT.value
    return [
        {
            "question": row.question,
            "part": row.part,
            "answer": row.answer,
            "picked": row.tapped if own or row.passage_id in readable else {},
            "passage": str(row.passage_id) if row.passage_id in readable else None,
            "setting": row.setting,
            "given_at": row.given_at.isoformat(),
            "replaced_at": _when(row.replaced_at),
        }
        for row in client.given_answers.all()
    ]


def _not_sent(client: Client, by: Who) -> list[dict[str, object]]:
    """Return what the client is writing and has not sent: in their own copy alone."""
    if by.role != Role.CLIENT.value:
        return []
    return [
        {"name": one.name, "kept_at": one.kept_at.isoformat(), **one.written}
        for versions in drafts_in(client, by).values()
        for one in versions
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


def _sessions(client: Client, by: Who) -> list[dict[str, object]]:
    rows = list(client.sessions.prefetch_related("moves"))
    shut = sessions_shut_to(client, rows, by)
    words = session_words_open_to(rows, by)
    given = defaultdict(list)
    for row in check_ins_open_to(client, by).select_related("client"):
        given[row.session_id].insert(0, _check_in(row, by))
    return [
        {
            "number": row.number,
            "at": row.at.isoformat(),
            "place": row.place,
            "status": row.status,
            "left_open": row.left_open or None,
            "last_words": row.last_words or None,
            **how_it_went(row),
            "check_in": next(iter(given[row.pk]), None),
            "earlier_check_ins": given[row.pk][1:],
        }
        for row in (with_words_open(each, shut, words) for each in rows)
    ]


def _check_in(row: CheckIn, by: Who) -> dict[str, object]:
    return {
        "answers": answers_open_to(row, by),
        "shared_with": row.shared_with,
        "way": row.way,
        "given_at": row.given_at.isoformat(),
        "changed_at": _when(row.changed_at),
    }


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


def _hand_offs(client: Client) -> list[dict[str, object]]:
    """Return the words that were handed to a person, by place: they stand above."""
    return [
        {
            "id": str(row.pk),
            "passage": str(row.passage_id) if row.passage_id else None,
            "rule": row.rule,
            "noticed": row.spans,
            "noticed_at": row.noticed_at.isoformat(),
            "you_pressed": row.client_chose or None,
            "asked_first": row.first_reader.name if row.first_reader else None,
            "read_by": row.read_by.name if row.read_by else None,
            "read_at": _when(row.read_at),
            "decision": row.decision or None,
            "because": row.because or None,
            "decided_by": row.decided_by.name if row.decided_by else None,
            "decided_at": _when(row.decided_at),
        }
        for row in client.hand_offs.select_related(
            "first_reader", "read_by", "decided_by"
        )
    ]


def _looks(client: Client, *, own: bool) -> list[dict[str, object]]:
    return [
        {
            "at": look.at.isoformat(),
            "who": look.name if look.role else look.os_user,
            "role": look.role or "administrator",
            "verb": look.verb,
            "refused": look.refused,
        }
        for look in latest_looks(client, own=own)
    ]


def _when(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
