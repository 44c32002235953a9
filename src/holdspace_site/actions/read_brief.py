"""Read the one-page brief of a client."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from holdspace.alliance.sessions import PromiseStatus, SessionStatus
from holdspace.approach.brief import Brief, BriefContent, Told, brief_of
from holdspace.approach.triggers import OwnWording
from holdspace.approach.way_of_working import WayLine
from holdspace.content.codebook import codebook
from holdspace.content.lessons import lessons
from holdspace.content.wording import wording
from holdspace.privacy.access import Verb
from holdspace.story.readings import Passage, Reading
from holdspace_site.actions.read_check_ins import (
    check_ins_told,
    earlier_sessions,
    end_of,
)
from holdspace_site.actions.read_repairs import repairs_for_line
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.cycles import cycles_kept, with_what_helps
from holdspace_site.records.models import Client, Session
from holdspace_site.records.scope import Who, client_for
from holdspace_site.records.sharing import (
    passages_open_to,
    session_words_open_to,
    sessions_shut_to,
    with_words_open,
)
from holdspace_site.records.trigger_wordings import agreed_wordings, wordings_now
from holdspace_site.records.way_of_working import Told as OpenToReader
from holdspace_site.records.way_of_working import agreed_rows, line_for


def read_brief(
    client_id: int, *, by: Who, on: date, now: datetime
) -> tuple[Client, Brief]:
    """Return a client and their brief for one day, and write the look down.

    Raises:
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.READ_BRIEF, now=now)
    told = told_by(client, by=by, on=on)
    write_down(Verb.READ_BRIEF.value, by=by, now=now, client_id=client.pk)
    return client, brief_of(told, on=on, content=brief_content())


def brief_content(language: str = "en") -> BriefContent:
    """Return the content packs a brief in this language is worded with."""
    return BriefContent(
        codebook=codebook(language),
        lessons=lessons(language),
        wording=wording(language),
    )


def told_by(client: Client, *, by: Who, on: date) -> Told:
    """Gather what a brief of this client for one day is made from, for one reader.

    The number of queries is fixed. Of the sessions, only those to come and the newest
    that took place say anything in words; of all others the days alone are read.
    """
    passages = as_library.passages_of(passages_open_to(client, by))
    held = client.sessions.filter(status=SessionStatus.HELD.value, at__lt=end_of(on))
    newest = list(held.order_by("-at", "-number")[:1])
    planned = client.sessions.filter(status=SessionStatus.PLANNED.value)
    shut, words = _shut(client, newest, by), session_words_open_to(newest, by)
    promises = client.promises.filter(status=PromiseStatus.OPEN.value)
    boundaries = client.boundaries.filter(lifted_at__isnull=True)
    notices = client.notices.filter(called_off_at__isnull=True)
    kept = cycles_kept(client, by)
    readings = [one.reading for one in as_library.readings_of(client, passages)]
    agreed, wordings = _agreed(client, by, passages, readings)
    return Told(
        name=client.name,
        passages=list(passages.values()),
        readings=readings,
        sessions=[
            as_library.session(with_words_open(row, shut, words))
            for row in (*newest, *planned)
        ]
        + earlier_sessions(client, newest, on=on),
        check_ins=check_ins_told(client, by=by),
        promises=[as_library.promise(row) for row in promises],
        boundaries=[as_library.boundary(row) for row in boundaries],
        repairs=repairs_for_line(client, by=by),
        notices=[as_library.notice(row) for row in notices],
        cycles=with_what_helps(kept, client, by, passages),
        drawn=kept.drawn,
        way=agreed,
        wordings=wordings,
    )


def _agreed(
    client: Client,
    by: Who,
    passages: Mapping[UUID, Passage],
    readings: Sequence[Reading],
) -> tuple[list[WayLine], list[OwnWording]]:
    """Return the agreed lines and own wordings; few clients have either at first."""
    rows, wordings = agreed_rows(client), list(wordings_now(client))
    if not rows and not wordings:
        return [], []
    told = OpenToReader(client, by, passages, readings)
    return [line_for(row, told) for row in rows], agreed_wordings(wordings, told)


def _shut(client: Client, newest: list[Session], by: Who) -> frozenset[UUID]:
    """Return the newest session if it is shut to a worker; it costs them no query."""
    if all(row.worker_id == by.pk for row in newest):
        return frozenset()
    return sessions_shut_to(client, newest, by)
