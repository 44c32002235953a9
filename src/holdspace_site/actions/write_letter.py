"""Draft a letter from what a client told, and work on it until it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from holdspace.content.codebook import codebook
from holdspace.content.letter import letter_pack
from holdspace.privacy.access import Verb
from holdspace.story.letter import LetterDraft, LetterWords, draft_letter
from holdspace_site.actions.errors import EditedMeanwhile, NothingToHear
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Letter, LetterLine, Person
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of
from holdspace_site.records.sharing import passages_open_to


class Move(StrEnum):
    """What can be done with one line of a draft besides changing its words."""

    UP = "up"
    DOWN = "down"
    LEAVE_OUT = "out"
    PUT_BACK = "in"


@dataclass(frozen=True, slots=True)
class LetterChanges:
    """A draft as it should be now; lines that `texts` does not name stay as they are.

    `move` is done to the line `moved` as well; None when nothing moves.
    """

    opening: str = field(repr=False)
    closing: str = field(repr=False)
    texts: Mapping[str, str] = field(repr=False)
    move: Move | None = None
    moved: str = ""


def start_letter(
    client_id: int, *, tender: bool = False, by: Person, now: datetime
) -> Letter:
    """Draft a letter from what the client told and what was read in it.

    Nothing tender is in it unless `tender` says so.

    Raises:
        NothingToHear: if there is nothing to write of yet.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.WRITE_LETTER, now=now)
    draft = _draft(client, tender=tender, by=by)
    if not draft.lines:
        raise NothingToHear
    with transaction.atomic():
        letter = Letter(client=client, worker=by)
        return keep_draft_letter(letter, draft, by=by, now=now)


def keep_draft_letter(
    letter: Letter, draft: LetterDraft, *, by: Person, now: datetime
) -> Letter:
    """Keep what was drafted as a letter to work on; within a transaction."""
    letter.made_at = now
    letter.opening, letter.closing = draft.opening, draft.closing
    letter.save(force_insert=True)
    for position, heard in enumerate(draft.lines, start=1):
        line = LetterLine(
            client_id=letter.client_id,
            letter=letter,
            reading_id=UUID(heard.reading.id),
            position=position,
        )
        line.text = heard.text
        line.save(force_insert=True)
    _log(letter, by=by, now=now)
    return letter


def _draft(client: Client, *, tender: bool, by: Person) -> LetterDraft:
    passages = as_library.passages_of(passages_open_to(client, by))
    held_back = client.passages.filter(held_back_at__isnull=False)
    return draft_letter(
        [kept.reading for kept in as_library.readings_of(client, passages)],
        LetterWords(letter_pack(), codebook(), name=client.name, worker=by.name),
        held_back={str(pk) for pk in held_back.values_list("pk", flat=True)},
        tender=tender,
    )


def change_letter(
    client_id: int,
    letter_id: str | UUID,
    *,
    changes: LetterChanges,
    version: int,
    by: Person,
    now: datetime,
) -> None:
    """Keep what was typed into a draft, and move a line, all at once.

    Raises:
        EditedMeanwhile: if it was changed or given since it was opened.
        NoSuchRecord: if it is not this person's draft.
    """
    client = client_for(by, client_id, Verb.WRITE_LETTER, now=now)
    one_of(Letter, client, letter_id, by=by, now=now)
    with transaction.atomic():
        letter = own_draft(letter_id, version=version, by=by)
        letter.opening = changes.opening
        letter.closing = changes.closing
        letter.version += 1
        letter.save()
        lines = list(letter.lines.select_for_update())
        for line in lines:
            text = changes.texts.get(str(line.pk))
            if text is not None and not line.left_out:
                line.text = " ".join(text.split())
        _moved(lines, changes)
        _log(letter, by=by, now=now)


def own_draft(letter_id: str | UUID, *, version: int, by: Person) -> Letter:
    """Return a worker's own draft, held until the transaction ends.

    Raises:
        EditedMeanwhile: if it is not at this version any more, or was given.
        NoSuchRecord: if somebody else writes it.
    """
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.worker_id != by.pk:
        raise NoSuchRecord
    if letter.given_at or letter.version != version:
        raise EditedMeanwhile("letter")
    return letter


def _moved(lines: list[LetterLine], changes: LetterChanges) -> None:
    """Move one line and save all, those in the letter before those left out."""
    moved = next((one for one in lines if str(one.pk) == changes.moved), None)
    inside = [one for one in lines if not one.left_out]
    if moved and changes.move in {Move.LEAVE_OUT, Move.PUT_BACK}:
        moved.left_out = changes.move is Move.LEAVE_OUT
    elif moved and moved in inside and changes.move:
        at = inside.index(moved)
        to = at - 1 if changes.move is Move.UP else at + 1
        inside.insert(max(to, 0), inside.pop(at))
    others = [one for one in lines if one not in inside]
    in_order = sorted([*inside, *others], key=lambda one: one.left_out)
    for position, line in enumerate(in_order, start=1):
        line.position = position
        line.save()


def _log(letter: Letter, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.WRITE_LETTER.value,
        by=by,
        now=now,
        client_id=letter.client_id,
        record=("letter", letter.pk),
    )
