"""Draft a goodbye or a hand-over before something ends, from what the client said."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.alliance.notices import NoticeKind
from holdspace.content.codebook import codebook
from holdspace.content.farewell import farewell_pack
from holdspace.content.lessons import lessons
from holdspace.content.letter import letter_pack
from holdspace.content.wording import wording
from holdspace.privacy.access import Verb
from holdspace.story.farewell import (
    FarewellWords,
    Occasion,
    draft_goodbye,
    draft_hand_over,
)
from holdspace.story.letter import LetterDraft, LetterKind
from holdspace.story.readings import Reading
from holdspace_site.actions.errors import NothingToHear, NotPossible
from holdspace_site.actions.write_letter import keep_draft_letter
from holdspace_site.records import as_library
from holdspace_site.records.models import AdvanceNotice, Client, Letter, Person
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.sharing import passages_open_to


def start_farewell(
    client_id: int,
    notice_id: str | UUID,
    *,
    kind: LetterKind,
    by: Person,
    now: datetime,
) -> Letter:
    """Draft a goodbye or a hand-over for a notice, or return the one there is.

    Nothing is made up: each line stands over words the client said yes to. There is
    one of a kind a notice and worker.

    Raises:
        NotPossible: if `kind` is neither, or a break would hand over.
        NothingToHear: if there is no line to hand over yet.
        NoSuchRecord: if this person works with no such client or notice.
    """
    client = client_for(by, client_id, Verb.WRITE_LETTER, now=now)
    notice = one_of(AdvanceNotice, client, notice_id, by=by, now=now)
    is_break = notice.kind == NoticeKind.BREAK.value
    if kind is LetterKind.HEARD or (kind is LetterKind.HAND_OVER and is_break):
        raise NotPossible("letter for this")
    with transaction.atomic():
        AdvanceNotice.objects.select_for_update().get(pk=notice.pk)
        begun = notice.letters.filter(kind=kind.value, worker=by).first()
        if begun:
            return begun
        draft = _draft(client, notice, kind, by)
        if kind is LetterKind.HAND_OVER and not draft.lines:
            raise NothingToHear
        letter = Letter(client=client, worker=by, kind=kind.value, notice=notice)
        return keep_draft_letter(letter, draft, by=by, now=now)


def _draft(
    client: Client, notice: AdvanceNotice, kind: LetterKind, by: Person
) -> LetterDraft:
    words = FarewellWords(
        pack=farewell_pack(),
        letter=letter_pack(),
        lessons=lessons(),
        codebook=codebook(),
        name=client.name,
        worker=by.name,
    )
    readings = _told(client, by)
    if kind is LetterKind.HAND_OVER:
        return draft_hand_over(readings, words)
    say = wording()
    occasion = Occasion(
        kind=notice.kind,
        begins=say.day(notice.begins_on),
        ends=say.day(notice.ends_on) if notice.ends_on else "",
        reason=notice.reason,
    )
    return draft_goodbye(readings, occasion, words)


def _told(client: Client, by: Person) -> list[Reading]:
    passages = as_library.passages_of(passages_open_to(client, by))
    kept = as_library.readings_of(client, passages)
    return [one.reading for one in kept if not one.reading.taken_back]
