"""Draft a goodbye or a hand-over before something ends, from what the client said."""

import re
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
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import NothingToHear, NotPossible
from holdspace_site.actions.write_letter import keep_draft_letter
from holdspace_site.records import as_library
from holdspace_site.records.models import AdvanceNotice, Client, Letter, Person
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.sharing import passages_open_to


class CalledOff(HoldspaceError):
    """A farewell was to be written for something that was called off."""

    next_step = "Give word of it anew if it comes after all. Nothing was written."

    def __init__(self) -> None:
        super().__init__("They were told that this is called off.")


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
        CalledOff: if what it is about was called off.
        NothingToHear: if there is no line to hand over yet.
        NoSuchRecord: if this person works with no such client or notice.
    """
    client = client_for(by, client_id, Verb.WRITE_LETTER, now=now)
    notice = one_of(AdvanceNotice, client, notice_id, by=by, now=now)
    is_break = notice.kind == NoticeKind.BREAK.value
    if kind is LetterKind.HEARD or (kind is LetterKind.HAND_OVER and is_break):
        raise NotPossible("letter for this")
    with transaction.atomic():
        notice = AdvanceNotice.objects.select_for_update().get(pk=notice.pk)
        if notice.called_off_at:
            raise CalledOff
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
    words, readings = _words(client, by), _told(client, by)
    if kind is LetterKind.HAND_OVER:
        return draft_hand_over(readings, words)
    return draft_goodbye(readings, occasion_of(notice), words)


def occasion_of(notice: AdvanceNotice) -> Occasion:
    """Return what a goodbye says of a notice, as it stands now."""
    say = wording()
    return Occasion(
        kind=notice.kind,
        begins=say.day(notice.begins_on),
        ends=say.day(notice.ends_on) if notice.ends_on else "",
        reason=notice.reason,
    )


def follow_notice(notice: AdvanceNotice, before: Occasion) -> None:
    """Let goodbyes that are not given yet say what a notice says now.

    `before` is what it said. An opening that nobody changed is drafted anew; in one
    that was changed, the days follow. Called within the transaction that changes the
    notice.
    """
    now = occasion_of(notice)
    drafts = notice.letters.select_for_update().select_related("client", "worker")
    for letter in drafts.filter(kind=LetterKind.GOODBYE.value, given_at=None):
        words = _words(letter.client, letter.worker)
        if letter.opening == draft_goodbye((), before, words).opening:
            opening = draft_goodbye((), now, words).opening
        else:
            opening = _with_new_days(letter.opening, before, now)
        if opening != letter.opening:
            letter.opening = opening
            letter.version += 1
            letter.save(update_fields=["opening_sealed", "version"])


def _with_new_days(opening: str, before: Occasion, now: Occasion) -> str:
    """Put the new days where the old ones stand; all else is the worker's own."""
    days = {before.begins: now.begins, before.ends: now.ends or now.begins}
    days.pop("", None)
    if not days:
        return opening
    old = re.compile("|".join(map(re.escape, sorted(days, key=len, reverse=True))))
    return old.sub(lambda found: days[found[0]], opening)


def _words(client: Client, by: Person) -> FarewellWords:
    return FarewellWords(
        pack=farewell_pack(),
        letter=letter_pack(),
        lessons=lessons(),
        codebook=codebook(),
        name=client.name,
        worker=by.name,
    )


def _told(client: Client, by: Person) -> list[Reading]:
    passages = as_library.passages_of(passages_open_to(client, by))
    kept = as_library.readings_of(client, passages)
    return [one.reading for one in kept if not one.reading.taken_back]
