"""Which agreed lines a client is asked about after a session, and what they answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from holdspace.approach.way_of_working import LineKind, WayLine, asked_after
from holdspace.content.way_of_working import KEPT_OF, way_pack
from holdspace_site.records.models import Client, Session
from holdspace_site.records.scope import Who
from holdspace_site.records.way_of_working import agreed_rows, line_for, told_to


@dataclass(frozen=True, slots=True)
class AskedLine:
    """An agreed line a client may be asked about."""

    id: str
    words: str = field(repr=False)


def lines_asked(
    client: Client, sessions: Iterable[Session]
) -> dict[str, tuple[AskedLine, ...]]:
    """Return one or two agreed lines for each session, by its id, in turn.

    Only lines are asked about that whoever held the session may read, too: of those
    that were agreed with somebody before them and not passed on, none.
    """
    sessions = list(sessions)
    agreed = _agreed(client, client.person) if sessions else []
    workers = {one.worker_id: one.worker for one in sessions} if agreed else {}
    readable = {
        pk: {line.id for line in _agreed(client, worker)}
        for pk, worker in workers.items()
    }
    return {
        str(one.pk): tuple(
            AskedLine(line.id, line.words)
            for line in asked_after(
                [line for line in agreed if line.id in readable[one.worker_id]],
                one.number,
            )
        )
        for one in sessions
    }


def lines_on_paper(client: Client, session: Session, *, by: Who) -> dict[str, str]:
    """Return the words of the lines a paper asks about, as far as somebody reads."""
    asked = lines_asked(client, [session])[str(session.pk)]
    readable = {line.id for line in _agreed(client, by)} if asked else set()
    return {line.id: line.words for line in asked if line.id in readable}


def lines_of(client: Client, answers: Mapping[str, str], *, by: Who) -> dict[str, str]:
    """Return the words of the lines that some answers are about, by line.

    A line that is not agreed any more, or not open to this person, is not in it.
    """
    ids = {key.removeprefix(KEPT_OF) for key in answers if key.startswith(KEPT_OF)}
    if not ids:
        return {}
    return {line.id: line.words for line in _agreed(client, by) if line.id in ids}


def kept_answers(client: Client, given: Mapping[str, str]) -> dict[str, str]:
    """Return the answers whether lines were kept; of lines agreed no more, none.

    Raises:
        UnknownAnswer: if the question has no such answer.
    """
    asked = {key: one for key, one in given.items() if key.startswith(KEPT_OF) and one}
    if not asked:
        return {}
    known = {KEPT_OF + line.id for line in _agreed(client, client.person)}
    question = way_pack().kept
    return {k: question.answer(one).id for k, one in asked.items() if k in known}


def _agreed(client: Client, by: Who | None) -> list[WayLine]:
    """Return the agreed lines the worker keeps, as somebody may read them."""
    rows = agreed_rows(client) if by else []
    if not rows or by is None:
        return []
    told = told_to(client, by)
    lines = (line_for(row, told) for row in rows)
    return [one for one in lines if one.agreed and one.kind is not _TRIES]


_TRIES = LineKind.CLIENT_TRIES
