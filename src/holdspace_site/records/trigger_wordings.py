"""The one gate to how parts of a trigger are put in plain words: who reads which now.

A wording stands while all it rested on stands and, where it is the client's own, while
that is open. Otherwise nobody but the client reads it.
"""

from collections.abc import Iterable

from django.utils import timezone

from holdspace.approach.triggers import OwnWording, Trigger, TriggerPart
from holdspace.story.readings import Verdict
from holdspace_site.records.models import Client, TriggerWording
from holdspace_site.records.way_of_working import Told, own_line_words_id

_DOMAINS = {
    TriggerPart.CUE: "T",
    TriggerPart.FELT_REACTION: "F",
    TriggerPart.PROTECTIVE_RESPONSE: "P",
    TriggerPart.EARLY_SIGN: "P",
    TriggerPart.WHAT_HELPS: "NM",
    TriggerPart.MAKES_WORSE: "X",
}


def wordings_now(client: Client) -> Iterable[TriggerWording]:
    """Return the newest wording of each part, whoever may read it."""
    return client.trigger_wordings.filter(ended_at__isnull=True)


def agreed_wordings(rows: Iterable[TriggerWording], told: Told) -> list[OwnWording]:
    """Return the wordings the client said yes to, as far as somebody may read them."""
    return [
        OwnWording(
            code=row.code,
            part=TriggerPart(row.part),
            words=row.words,
            agreed_on=timezone.localdate(row.answered_at),
        )
        for row in rows
        if row.verdict == Verdict.YES.value and row.answered_at and stands(row, told)
    ]


def stands(row: TriggerWording, told: Told) -> bool:
    """Return whether all a wording rests on is there and open."""
    rests_on = [told.reading(each) for each in row.reading_ids]
    return (
        bool(rests_on)
        and all(rests_on)
        and (not is_own(row) or bool(told.whole(own_line_words_id(row.pk))))
    )


def is_own(row: TriggerWording) -> bool:
    """Return whether it is the client's own wording."""
    return row.written_by_id == row.client.person_id


def readings_of_part(trigger: Trigger, part: TriggerPart, told: Told) -> list[str]:
    """Return the ids of the readings that a wording of one part rests on.

    They are those the part was read from; where nothing was told of it, those of the
    cue it belongs to.
    """
    found = [told.reading(one.reading) for one in trigger.because]
    is_told = getattr(trigger, part.value) is not None
    read = [one for one in found if one and one.domain in _DOMAINS[part]]
    cues = [one for one in found if one and one.code == trigger.code]
    return [one.id for one in (is_told and read) or cues]
