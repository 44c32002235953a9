"""Keep a piece of text somebody told."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from holdspace.content.intake import intake
from holdspace.privacy.access import Verb
from holdspace.story.readings import Sensitivity
from holdspace_site.actions.errors import NothingWritten, WrongTime
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Episode, Passage, Person
from holdspace_site.records.scope import NoSuchRecord, client_for


class ToldBy(StrEnum):
    """Whose words a passage holds."""

    CLIENT = "client"
    WORKER = "worker"
    OTHER = "other"


class Setting(StrEnum):
    """Where a passage was told."""

    SESSION = "session"
    ALONE = "alone"
    PHONE = "phone"
    PAPER = "paper"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class NewPassage:
    """What somebody told, before it is kept; `episode_id` None tells of no episode.

    `translation` is what an interpreter made of it, in the language of the site.
    `supported_by` is who was there to help them say it.
    """

    words: str = field(repr=False)
    told_on: date
    told_by: ToldBy = ToldBy.CLIENT
    setting: Setting = Setting.SESSION
    language: str = "en"
    sensitivity: Sensitivity = Sensitivity.EASY
    episode_id: str | None = None
    translation: str = field(default="", repr=False)
    supported_by: str = field(default="", repr=False)


def add_passage(
    client_id: int, new: NewPassage, *, by: Person, now: datetime
) -> Passage:
    """Keep the words as they were told.

    Raises:
        NothingWritten: if there are no words.
        WrongTime: if they would be told in the future.
        NoSuchRecord: if this person works with no such client or episode.
    """
    client = client_for(by, client_id, Verb.ADD_PASSAGE, now=now)
    if not new.words.strip():
        raise NothingWritten
    if new.told_on > timezone.localdate(now):
        raise WrongTime("day: it has not come yet")
    episode = None
    if new.episode_id:
        episode = Episode.objects.filter(client=client, pk=new.episode_id).first()
        if episode is None:
            raise NoSuchRecord
    with transaction.atomic():
        passage = Passage(
            client=client,
            episode=episode,
            told_by=new.told_by.value,
            typed_by=by,
            told_on=new.told_on,
            setting=new.setting.value,
            language=new.language,
            sensitivity=int(new.sensitivity),
            added_at=now,
        )
        passage.words = as_kept(new.words)
        passage.supported_by = new.supported_by.strip()
        passage.translation = as_kept(new.translation).strip()
        if passage.translation:
            passage.translated_into = intake().info.language
        passage.save(force_insert=True)
        write_down(
            Verb.ADD_PASSAGE.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("passage", passage.pk),
        )
    return passage


def as_kept(words: str) -> str:
    """Return words with one kind of line end, so that every character has one place.

    A form sends CR LF where the page it came from, and its reader, count one LF.
    """
    return words.replace("\r\n", "\n").replace("\r", "\n")
