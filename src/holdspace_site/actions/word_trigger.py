"""Read a client's trigger map, put a part of it in plain words, say if it fits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.approach.brief import brief_of
from holdspace.approach.triggers import Trigger, TriggerPart
from holdspace.privacy.access import Role, Verb
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import Setting
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    NothingUnderLine,
    NotPossible,
)
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.actions.own_words import keep_own_words, set_aside
from holdspace_site.actions.read_brief import brief_content, told_by
from holdspace_site.actions.write_way_of_working import line_words
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    Client,
    HandOff,
    Passage,
    Person,
    TriggerWording,
)
from holdspace_site.records.scope import Who, client_for, one_of
from holdspace_site.records.trigger_wordings import (
    is_own,
    readings_of_part,
    stands,
    wordings_now,
)
from holdspace_site.records.way_of_working import Told, own_line_words_id, told_to


@dataclass(frozen=True, slots=True)
class Worded:
    """A wording of one part; `look_again` says that what it rested on has changed.

    `words` are empty for whoever may not read them now.
    """

    id: UUID
    words: str = field(repr=False)
    by_client: bool
    verdict: Verdict | None
    look_again: bool
    written_at: datetime


@dataclass(frozen=True, slots=True)
class OpenPart:
    """One part of a trigger: as it was read, as the client puts it, what waits.

    `read` is None while nothing was told. `earlier` are wordings of before, oldest
    first, for the client alone.
    """

    part: TriggerPart
    read: str | None
    suggested: bool
    agreed: Worded | None = None
    waits: Worded | None = None
    earlier: tuple[Worded, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTrigger:
    """A trigger with all that is known of its parts."""

    trigger: Trigger
    parts: tuple[OpenPart, ...]


@dataclass(frozen=True, slots=True)
class TriggerMap:
    """What sets a client off, as far as somebody may see it."""

    client: Client
    triggers: tuple[OpenTrigger, ...]


def read_trigger_map(client_id: int, *, by: Person, now: datetime) -> TriggerMap:
    """Return the trigger map as this person may see it, and write the look down.

    Raises:
        NoSuchRecord: if this person works with no such client.
        StoryClosed: while the client says no to care.
    """
    verb = Verb.READ_TRIGGER_MAP
    client = client_for(by, client_id, verb, now=now)
    found = trigger_map(client, _triggers(client, by=by, now=now), by=by)
    write_down(verb.value, by=by, now=now, client_id=client.pk)
    return found


def trigger_map(client: Client, triggers: Iterable[Trigger], *, by: Who) -> TriggerMap:
    """Return the trigger map as somebody may see it, without writing it down.

    `triggers` are those of the brief that is made for them.
    """
    told, own = told_to(client, by), by.role == Role.CLIENT.value
    rows = list(client.trigger_wordings.all())
    if not own:
        rows = [row for row in wordings_now(client) if _is_known(row, told, by)]
    return TriggerMap(
        client,
        tuple(
            OpenTrigger(
                one,
                tuple(
                    _part(one, part, _of(rows, one.code, part), told)
                    for part in TriggerPart
                ),
            )
            for one in triggers
        ),
    )


def _is_known(row: TriggerWording, told: Told, by: Who) -> bool:
    """Return whether somebody may know of a wording: it stands, or is their own."""
    return stands(row, told) or row.written_by_id == by.pk


def _triggers(client: Client, *, by: Who, now: datetime) -> tuple[Trigger, ...]:
    on = timezone.localdate(now)
    return brief_of(
        told_by(client, by=by, on=on), on=on, content=brief_content()
    ).triggers


def _trigger_of(client: Client, code: str, *, by: Who, now: datetime) -> Trigger | None:
    found = _triggers(client, by=by, now=now)
    return next((one for one in found if one.code == code), None)


def _of(
    rows: list[TriggerWording], code: str, part: TriggerPart
) -> list[TriggerWording]:
    return [row for row in rows if (row.code, row.part) == (code, part.value)]


def _part(
    trigger: Trigger, part: TriggerPart, rows: list[TriggerWording], told: Told
) -> OpenPart:
    now = [row for row in rows if row.ended_at is None]
    agreed = [row for row in now if row.verdict == Verdict.YES.value]
    waits = [row for row in now if row.verdict != Verdict.YES.value]
    return OpenPart(
        part=part,
        read=getattr(trigger, part.value),
        suggested=trigger.suggested and part is TriggerPart.WHAT_HELPS,
        agreed=_worded(agreed[-1], told) if agreed else None,
        waits=_worded(waits[-1], told) if waits else None,
        earlier=tuple(_worded(row, told) for row in rows if row.ended_at)
        if told.own
        else (),
    )


def _worded(row: TriggerWording, told: Told) -> Worded:
    is_there = stands(row, told)
    return Worded(
        id=row.pk,
        words=row.words if told.own or is_there else "",
        by_client=is_own(row),
        verdict=Verdict(row.verdict) if row.verdict else None,
        look_again=not is_there,
        written_at=timezone.localtime(row.written_at),
    )


def word_trigger(
    client_id: int,
    code: str,
    part: TriggerPart,
    words: str,
    *,
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep how one part of a trigger is put; what was read in the words stays as it is.

    The client's own wording counts at once. A worker's waits for the client's yes, and
    an agreed one stays until then. The same wording sent twice is one. Words of the
    client's that may need a person are handed to one; None if there were none. About a
    trigger the client holds back, they are for the client's own eyes.

    Raises:
        NothingWritten, TooLong: if there are no words, or too many for a part.
        NotPossible: if the client has no such trigger.
        NoSuchRecord: if this person has no part in such a record.
    """
    own = by.role == Role.CLIENT.value
    verb = Verb.ANSWER_TRIGGER_MAP if own else Verb.WRITE_TRIGGER_MAP
    client = client_for(by, client_id, verb, now=now)
    words = line_words(words)
    trigger = _trigger_of(client, code, by=by, now=now)
    if trigger is None:
        raise NotPossible("trigger")
    reading_ids = readings_of_part(trigger, part, told_to(client, by))
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        rows = wordings_now(client).filter(code=code, part=part.value)
        said = (words, by.pk, reading_ids)
        verdicts = {Verdict.YES.value} if own else {"", Verdict.NOT_QUITE.value}
        if any(
            (row.words, row.written_by_id, row.reading_ids) == said
            and row.verdict in verdicts
            for row in rows
        ):
            return None
        replaced = rows if own else rows.exclude(verdict=Verdict.YES.value)
        replaced.update(ended_at=now)
        row = TriggerWording(
            client=client,
            code=code,
            part=part.value,
            reading_ids=reading_ids,
            written_by=by,
            written_at=now,
            verdict=Verdict.YES.value if own else "",
            answered_at=now if own else None,
        )
        row.words = words
        row.save(force_insert=True)
        hand_off = _keep_words(row, words, by=by, now=now) if own else None
        _log(verb, row, by=by, now=now)
    return hand_off


def answer_wording(
    client_id: int,
    wording_id: str | UUID,
    verdict: Verdict,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Keep the client's word on how a part is put; taken back, it ends.

    A yes is on what is told now: what the wording rested on and is gone goes with it.

    Raises:
        EditedMeanwhile: if it was put another way since, or taken back.
        NothingUnderLine: if they say yes and nothing is told of it any more.
        NoSuchRecord: if it is not theirs.
    """
    client = client_for(by, client_id, Verb.ANSWER_TRIGGER_MAP, now=now)
    found = one_of(TriggerWording, client, wording_id, by=by, now=now)
    rests_on = _told_now(found, client, by=by, now=now)
    with transaction.atomic():
        row = TriggerWording.objects.select_for_update().get(pk=found.pk)
        if row.ended_at and verdict is Verdict.TAKEN_BACK:
            return
        if row.ended_at:
            raise EditedMeanwhile("wording")
        row.verdict, row.answered_at = verdict.value, now
        if verdict is Verdict.YES:
            if not rests_on:
                raise NothingUnderLine
            row.reading_ids = rests_on
            same = wordings_now(client).filter(code=row.code, part=row.part)
            same.exclude(pk=row.pk).update(ended_at=now)
        if verdict is Verdict.TAKEN_BACK:
            row.ended_at = now
            set_aside(own_line_words_id(row.pk), now=now)
        row.save()
        _log(Verb.ANSWER_TRIGGER_MAP, row, by=by, now=now)


def _told_now(
    row: TriggerWording, client: Client, *, by: Person, now: datetime
) -> list[str]:
    """Return what is left of what a wording rests on, or else what is told of it."""
    told = told_to(client, by)
    left = [one for one in row.reading_ids if told.reading(one)]
    trigger = None if left else _trigger_of(client, row.code, by=by, now=now)
    return readings_of_part(trigger, TriggerPart(row.part), told) if trigger else left


def _keep_words(
    row: TriggerWording, words: str, *, by: Person, now: datetime
) -> HandOff | None:
    passage = Passage(
        pk=own_line_words_id(row.pk),
        client_id=row.client_id,
        setting=Setting.ALONE.value,
    )
    if not row.reading_ids:
        passage.held_back_at = now
    return hand_off_for(keep_own_words(passage, words, by=by, now=now), by=by, now=now)


def _log(verb: Verb, row: TriggerWording, *, by: Person, now: datetime) -> None:
    write_down(
        verb.value,
        by=by,
        now=now,
        client_id=row.client_id,
        record=("trigger_wording", row.pk),
    )
