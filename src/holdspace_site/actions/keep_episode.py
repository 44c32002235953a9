"""Write down help a client had before, and put right what is written of it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from holdspace.content.codebook import codebook
from holdspace.privacy.access import Verb
from holdspace.story.episodes import EpisodeKind
from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.errors import UnknownCode
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, WrongTime
from holdspace_site.records import as_library
from holdspace_site.records.access_log import write_down
from holdspace_site.records.episodes import episodes_shown_to
from holdspace_site.records.models import Client, Episode, Person
from holdspace_site.records.scope import client_for, one_of


@dataclass(frozen=True, slots=True)
class ToldOfHelp:
    """What was told of one period of help; dates as people remember them.

    "" stands for what was not told, and `chosen` None too. `ending` is a code of
    domain E.
    """

    title: str = field(repr=False)
    began: str = ""
    ended: str = ""
    chosen: bool | None = None
    ending: str = ""
    hoped_for: str = field(default="", repr=False)


def add_episode(
    client_id: int, told: ToldOfHelp, *, by: Person, now: datetime
) -> Episode:
    """Keep help the client had before; the present one is there from the start.

    Raises:
        NothingWritten: if it does not say what kind of help it was.
        WrongTime: if it would begin in the future.
        EpisodeRunsBackwards, UnreadableDate, UnknownCode, NoSuchRecord.
    """
    client = client_for(by, client_id, Verb.KEEP_EPISODE, now=now)
    episode = Episode(client=client, kind=EpisodeKind.EARLIER.value)
    _fill(episode, told, now)
    with transaction.atomic():
        episode.save(force_insert=True)
        _log(episode, by=by, now=now)
    return episode


def change_episode(
    client_id: int,
    episode_id: str | UUID,
    told: ToldOfHelp,
    *,
    version: int,
    by: Person,
    now: datetime,
) -> Episode:
    """Put `told` in place of what was written of this help, earlier or present.

    What the client keeps from this person stays as it is where they leave it empty.

    Raises:
        EditedMeanwhile: if somebody else changed it since it was opened.
        NothingWritten, WrongTime, EpisodeRunsBackwards, UnreadableDate, UnknownCode,
        NoSuchRecord.
    """
    client = client_for(by, client_id, Verb.KEEP_EPISODE, now=now)
    episode = one_of(Episode, client, episode_id, by=by, now=now)
    kept = _kept_from(episode, client, by)
    _fill(episode, told, now)
    for name, value in kept.items():
        if getattr(episode, name) in {"", None}:
            setattr(episode, name, value)
    with transaction.atomic():
        changed = Episode.objects.filter(pk=episode.pk, version=version).update(
            title_sealed=episode.title_sealed,
            hoped_for_sealed=episode.hoped_for_sealed,
            began=episode.began,
            ended=episode.ended,
            chosen=episode.chosen,
            ending=episode.ending,
            version=F("version") + 1,
        )
        if not changed:
            raise EditedMeanwhile("period of help")
        _log(episode, by=by, now=now)
    return episode


def read_episode(
    client_id: int, episode_id: str | UUID, *, by: Person, now: datetime
) -> tuple[Client, Episode]:
    """Return one period of help as somebody may see it, and write the look down."""
    client = client_for(by, client_id, Verb.READ_STORY, now=now)
    kept = one_of(Episode, client, episode_id, by=by, now=now)
    episode = _shown(kept, client, by)
    write_down(
        Verb.READ_STORY.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("episode", episode.pk),
    )
    return client, episode


def _shown(episode: Episode, client: Client, by: Person) -> Episode:
    rows = episodes_shown_to(client, by)
    return next(row for row in rows if row.pk == episode.pk)


def _kept_from(episode: Episode, client: Client, by: Person) -> dict[str, object]:
    """Return by field what is written of a help and not shown to somebody."""
    shown = _shown(episode, client, by)
    names = ("hoped_for", "began", "ended", "chosen", "ending")
    kept = {name: getattr(episode, name) for name in names}
    return {name: one for name, one in kept.items() if getattr(shown, name) != one}


def _fill(episode: Episode, told: ToldOfHelp, now: datetime) -> None:
    """Put what was told into a row, once the library finds nothing wrong with it."""
    earlier = episode.kind == EpisodeKind.EARLIER.value
    if earlier and not told.title.strip():
        raise NothingWritten
    if told.ending and codebook().code(told.ending).domain != "E":
        raise UnknownCode(told.ending)
    episode.title = told.title.strip()
    episode.hoped_for = told.hoped_for.strip()
    episode.began = _canonical(told.began)
    episode.ended = _canonical(told.ended)
    episode.chosen = told.chosen
    episode.ending = told.ending
    began = as_library.episode(episode).began
    if began and began.earliest_on > timezone.localdate(now):
        raise WrongTime("day: it has not come yet")


def _canonical(typed: str) -> str:
    return PartialDate.read(typed).canonical if typed.strip() else ""


def _log(episode: Episode, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.KEEP_EPISODE.value,
        by=by,
        now=now,
        client_id=episode.client_id,
        record=("episode", episode.pk),
    )
