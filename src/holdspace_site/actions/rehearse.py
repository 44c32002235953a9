"""Let a worker look over their own words before a client reads or hears them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from holdspace.approach.brief import brief_of
from holdspace.approach.touches import Touch, cues_of, touches_in
from holdspace.command_line.listen.lines import parts_in
from holdspace.command_line.listen.speakers import speakers_named
from holdspace.language.listening import Heard, listen_to
from holdspace.language.moves import Turn
from holdspace.privacy.access import Verb
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.add_people import check_runs_the_agency
from holdspace_site.actions.errors import NothingWritten, TooLong
from holdspace_site.actions.read_brief import brief_content, told_by
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person
from holdspace_site.records.scope import agency_of, client_for

LONGEST = 50_000
"""The most characters that are looked over at once: a session of an hour."""


class ListeningOff(HoldspaceError):
    """The agency did not switch this on."""

    next_step = "An administrator decides about it on the page Agency."

    def __init__(self) -> None:
        super().__init__("Rehearsing is switched off in this practice.")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What was found in a worker's words, and what of this client's it may touch."""

    client: Client
    heard: Heard
    touches: tuple[Touch, ...]


def is_listening_on(by: Person) -> bool:
    """Return whether this person's agency chose that words may be looked over."""
    return agency_of(by).listening_on


def switch_listening(*, on: bool, by: Person, now: datetime) -> None:
    """Keep the agency's choice, and write it down.

    Raises:
        NoSuchRecord: if this person does not run the agency.
    """
    check_runs_the_agency(by)
    agency = agency_of(by)
    agency.listening_on = on
    with transaction.atomic():
        agency.save(update_fields=["listening_on"])
        write_down("switch_listening", by=by, now=now)


def open_rehearsal(client_id: int, *, by: Person, now: datetime) -> Client:
    """Return the client whom the words are for; nothing of theirs is read yet.

    Raises:
        ListeningOff: if the agency did not switch it on.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.REHEARSE, now=now)
    if not is_listening_on(by):
        raise ListeningOff
    return client


def rehearse(client_id: int, words: str, *, by: Person, now: datetime) -> Rehearsed:
    """Look a draft or a conversation over, with what this client told beside it.

    Words are a conversation where lines begin with "Worker:" and "Client:". They are
    not kept, and nothing is made from them. That it was done is written down.

    Raises:
        ListeningOff, NoSuchRecord, StoryClosed.
        NothingWritten, TooLong: if there is nothing to look at, or too much at once.
    """
    client = open_rehearsal(client_id, by=by, now=now)
    if not words.strip():
        raise NothingWritten
    if len(words) > LONGEST:
        raise TooLong(LONGEST)
    on = timezone.localdate(now)
    told = told_by(client, by=by, on=on)
    brief = brief_of(told, on=on, content=brief_content())
    heard = listen_to(_told(words))
    write_down(Verb.REHEARSE.value, by=by, now=now, client_id=client.pk)
    return Rehearsed(client, heard, touches_in(heard, cues_of(brief), brief.boundaries))


def _told(words: str) -> str | list[Turn]:
    parts = parts_in(words, speakers_named((), ()))
    turns = [
        Turn(part.speaker, part.words, number)
        for number, part in enumerate(parts or (), start=1)
        if part.speaker is not None and part.broken is None
    ]
    return turns or words
