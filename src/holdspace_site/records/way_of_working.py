"""The one gate to a way of working: which lines somebody may read now, and why.

What a line rests on is read through `sharing.passages_open_to`. Once all of it is gone,
or words of the client's that became the line are, nobody but the client reads the line.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID, uuid5

from django.utils import timezone

from holdspace.alliance.sessions import CheckInWay
from holdspace.approach import way_of_working as library
from holdspace.approach.lines import Because, because, in_full
from holdspace.content.way_of_working import KEPT_OF
from holdspace.privacy.access import Role
from holdspace.story.readings import Passage, Reading, Verdict, counts, said_once
from holdspace_site.records import as_library
from holdspace_site.records.check_ins import check_ins_open_to
from holdspace_site.records.models import (
    CheckIn,
    Client,
    Person,
    WayLine,
    WayReason,
)
from holdspace_site.records.sharing import held_back_from, passages_open_to
from holdspace_site.records.who import AtTheMachine

Who = Person | AtTheMachine


class Told:
    """What a client told as somebody may read it, and what of it a line can rest on."""

    def __init__(
        self,
        client: Client,
        by: Who,
        passages: Mapping[UUID, Passage],
        readings: Iterable[Reading],
    ) -> None:
        """Take what the gate gave; what the client holds back carries no line."""
        self.own = by.role == Role.CLIENT.value
        shut = held_back_from(client, ()) if self.own else frozenset()
        self._passages = {pk: one for pk, one in passages.items() if pk not in shut}
        open_ids = {one.id for one in self._passages.values()}
        self._marked = tuple(r for r in readings if r.passage.id in open_ids)
        self.readings = [one for one in self._marked if counts(one)]
        self._by_id = {one.id: one for one in self.readings}

    def said_once(self) -> tuple[Reading, ...]:
        """Return what counts, as the client says it now; not what is not quite so."""
        now = said_once(self.readings, self._marked)
        return tuple(one for one in now if one.verdict is not Verdict.NOT_QUITE)

    def under(self, reason: WayReason) -> Because | None:
        """Return the words a reason points at; None when they are gone."""
        if reason.passage_id:
            return self.whole(reason.passage_id)
        reading = self.reading(str(reason.reading_id))
        return because(reading) if reading else None

    def reading(self, reading_id: str) -> Reading | None:
        """Return a reading something can rest on; None where there is none."""
        return self._by_id.get(reading_id)

    def whole(self, passage_id: UUID) -> Because | None:
        """Return a passage of the client's own as words to rest on; None when gone."""
        passage = self._passages.get(passage_id)
        return in_full(passage) if passage else None


def told_to(client: Client, by: Who) -> Told:
    """Return what a client told, as this person may read it now."""
    passages = as_library.passages_of(passages_open_to(client, by))
    readings = as_library.readings_of(client, passages)
    return Told(client, by, passages, (one.reading for one in readings))


def own_line_words_id(line_id: UUID) -> UUID:
    """Return the id of the passage that a client's own wording of a line is."""
    return uuid5(line_id, "own words")


def agreed_rows(client: Client) -> list[WayLine]:
    """Return the lines both said yes to, whatever became of what they rest on."""
    rows = client.way_lines.filter(
        verdict=Verdict.YES.value, by_worker_at__isnull=False, left_out_at__isnull=True
    )
    return list(rows.prefetch_related("reasons"))


def way_open_to(
    client: Client, by: Who, told: Told, *, with_drafts: bool = True
) -> library.WayOfWorking:
    """Return the way of working as somebody may see it, in the order of its lines.

    What is not on the client's page yet is there only `with_drafts`.
    """
    way = getattr(client, "way_of_working", None)
    if way is None:
        return library.WayOfWorking(())
    rows = client.way_lines.filter(left_out_at__isnull=True)
    if not with_drafts:
        rows = rows.filter(shown_at__isnull=False)
    kept = kept_in_sessions(client, by)
    return library.WayOfWorking(
        lines=tuple(
            line_for(row, told, kept.get(str(row.pk), ()))
            for row in rows.prefetch_related("reasons")
        ),
        version=way.version,
        put_on=timezone.localdate(way.put_at) if way.put_at else None,
    )


def left_out_open_to(client: Client, told: Told) -> tuple[library.WayLine, ...]:
    """Return the lines left out that somebody may still read."""
    rows = client.way_lines.filter(left_out_at__isnull=False)
    if told.own:
        rows = rows.filter(shown_at__isnull=False)
    lines = (line_for(row, told) for row in rows.prefetch_related("reasons"))
    return tuple(line for line in lines if line.words)


def line_for(
    row: WayLine, told: Told, kept: Iterable[library.KeptToday] = ()
) -> library.WayLine:
    """Return one line as somebody may see it."""
    found = [(reason, told.under(reason)) for reason in row.reasons.all()]
    verdict = Verdict(row.verdict) if row.verdict else None
    shut = not told.own and is_shut(row, found)
    instead = row.instead if _may_read_instead(row, told) else ""
    return library.WayLine(
        id=str(row.pk),
        kind=library.LineKind(row.kind),
        words="" if shut else row.words or row.draft,
        because=() if shut else tuple(one for _, one in found if one),
        codes=() if shut else _codes(found, told),
        verdict=verdict,
        agreed_on=_day(row) if verdict is Verdict.YES else None,
        by_worker=row.by_worker_at is not None,
        shown=row.shown_at is not None,
        lost=any(one is None for _, one in found),
        draft=row.draft if row.words and not told.own and not shut else "",
        instead=instead,
        kept=tuple(kept),
    )


def is_shut(row: WayLine, found: Iterable[tuple[WayReason, Because | None]]) -> bool:
    """Return whether nobody but the client reads a line's words now."""
    found = list(found)
    own_words_gone = any(reason.passage_id and not one for reason, one in found)
    nothing_left = not any(one for _, one in found)
    return row.verdict == Verdict.TAKEN_BACK.value or own_words_gone or nothing_left


def _may_read_instead(row: WayLine, told: Told) -> bool:
    return told.own or (
        row.verdict != Verdict.TAKEN_BACK.value
        and told.whole(own_line_words_id(row.pk)) is not None
    )


def _codes(
    found: Iterable[tuple[WayReason, Because | None]], told: Told
) -> tuple[str, ...]:
    readings = (told.reading(str(reason.reading_id)) for reason, one in found if one)
    return tuple(dict.fromkeys(one.code for one in readings if one))


def _day(row: WayLine) -> date | None:
    return timezone.localdate(row.answered_at) if row.answered_at else None


def kept_in_sessions(client: Client, by: Who) -> dict[str, list[library.KeptToday]]:
    """Return by line what the client answered, as far as somebody sees it.

    The answers go by session, the first first; of one session the newest counts, and
    none typed in from paper before the client's own. What the client kept from somebody
    is not there for them.
    """
    given: dict[str, dict[object, library.KeptToday]] = defaultdict(dict)
    rows = check_ins_open_to(client, by).select_related("session")
    for row in sorted(rows, key=_given):
        row.client = client
        for key, answer in row.answers.items():
            if key.startswith(KEPT_OF):
                given[key.removeprefix(KEPT_OF)][row.session_id] = library.KeptToday(
                    row.session.number, timezone.localdate(row.session.at), answer
                )
    return {
        line: sorted(by_session.values(), key=lambda one: (one.on, one.session_number))
        for line, by_session in given.items()
    }


def _given(row: CheckIn) -> tuple[bool, object, str]:
    return row.way != CheckInWay.PAPER.value, row.given_at, str(row.pk)
