"""Let a worker look over their own words before a client reads or hears them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from holdspace.approach.brief import brief_of
from holdspace.approach.touches import (
    NotLookedFor,
    Touch,
    cues_of,
    not_looked_for,
    touches_in,
)
from holdspace.language.listening import Heard, listen_to
from holdspace.language.moves import Speaker
from holdspace.language.transcripts.reading import told_by as told_by_file
from holdspace.language.transcripts.reading import told_in_words
from holdspace.language.transcripts.speakers import SpeakerNames, speakers_named
from holdspace.language.transcripts.told import NoSpeakerKnown, ToldInFile
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
LONGEST_FILE = 4 * LONGEST
"""The same of a file, which is sent once and not with each keystroke."""


class ListeningOff(HoldspaceError):
    """The agency did not switch this on."""

    next_step = "An administrator decides about it on the page Agency."

    def __init__(self) -> None:
        super().__init__("Rehearsing is switched off in this practice.")


class WhoSaidIt(HoldspaceError):
    """A conversation was put in, and none of its speakers is known as the worker."""

    next_step = "Begin your lines with “Worker:” and theirs with “Client:”."

    def __init__(self) -> None:
        super().__init__("It is not clear which of these words are yours.")


class FileTooLong(HoldspaceError):
    """A file has more words than are looked over at once."""

    next_step = "Choose one letter or one conversation at a time."

    def __init__(self) -> None:
        super().__init__(f"This file has more than {LONGEST_FILE:,} characters.")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that somebody chose: what is in it, and how its name ends (".vtt")."""

    content: bytes = field(repr=False)
    ending: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What was found in a worker's words, and what of this client's it may touch.

    `read` says what could not be taken, and what is in doubt.
    """

    client: Client
    read: ToldInFile
    heard: Heard
    touches: tuple[Touch, ...]
    not_looked_for: NotLookedFor


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


def rehearse(
    client_id: int, given: str | GivenFile, *, by: Person, now: datetime
) -> Rehearsed:
    """Look a draft or a conversation over, with what this client told beside it.

    Words are a conversation where lines begin with "Worker:" and "Client:", or with the
    names of the two. Nothing is made from them. That it was done is written down.

    Raises:
        ListeningOff, NoSuchRecord, StoryClosed.
        NothingWritten, TooLong, FileTooLong: if there is nothing, or too much at once.
        NotText, NotAWordFile, ColumnsMissing, NoHeader, NoWords: for such a file.
        WhoSaidIt: if it is a conversation and no line is known to be the worker's.
    """
    client = open_rehearsal(client_id, by=by, now=now)
    on = timezone.localdate(now)
    told = told_by(client, by=by, on=on)
    read = _read(given, by, client)
    brief = brief_of(told, on=on, content=brief_content())
    cues = cues_of(brief)
    heard = listen_to(read.turns if read.draft is None else read.draft)
    write_down(Verb.REHEARSE.value, by=by, now=now, client_id=client.pk)
    return Rehearsed(
        client,
        read,
        heard,
        touches_in(heard, cues, brief.boundaries),
        not_looked_for(cues, brief.boundaries),
    )


def _read(given: str | GivenFile, by: Person, client: Client) -> ToldInFile:
    """Return a draft, or the turns of the two.

    The models read a worker's words only: so nothing is read as theirs by guess.
    """
    speakers = speakers_named(_names_of(by.name), _names_of(client.name))
    try:
        if isinstance(given, str):
            read = _of_words(given, speakers)
        else:
            read = _of_file(given, speakers)
    except NoSpeakerKnown:
        raise WhoSaidIt from None
    if read.draft is None and all(
        turn.speaker is not Speaker.WORKER for turn in read.turns
    ):
        raise WhoSaidIt
    return read


def _of_words(words: str, speakers: SpeakerNames) -> ToldInFile:
    if not words.strip():
        raise NothingWritten
    if len(words) > LONGEST:
        raise TooLong(LONGEST)
    return told_in_words(words, speakers)


def _of_file(given: GivenFile, speakers: SpeakerNames) -> ToldInFile:
    read = told_by_file(given.content, given.ending, speakers)
    said = len(read.draft or "") + sum(len(turn.words) for turn in read.turns)
    if said > LONGEST_FILE:
        raise FileTooLong
    return read


def _names_of(name: str) -> tuple[str, ...]:
    """Return what somebody may be called at the start of a line."""
    return (name, *name.split()[:1])
