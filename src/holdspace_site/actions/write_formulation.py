"""Write down how the pieces hang together, answer it, read it: version by version."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from holdspace.approach.formulation import Formulation
from holdspace.privacy.access import Verb
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import as_kept
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, TooLong
from holdspace_site.actions.hand_over_words import hand_over_words
from holdspace_site.actions.own_words import open_again, set_aside
from holdspace_site.records.access_log import write_down
from holdspace_site.records.formulations import formulations_open_to
from holdspace_site.records.models import Client, HandOff, Person
from holdspace_site.records.models import Formulation as Row
from holdspace_site.records.scope import Who, client_for, one_of
from holdspace_site.records.sharing import handed_words_id

LONGEST = 20_000
"""The most characters a version may have: some ten pages."""


@dataclass(frozen=True, slots=True)
class HowItHangsTogether:
    """What somebody may read of it, oldest version first."""

    client: Client
    versions: tuple[Formulation, ...]


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version as it is kept; `hand_off` is there if its words may need a person."""

    row: Row
    hand_off: HandOff | None = None


def read_formulation(
    client_id: int, *, by: Person, now: datetime
) -> HowItHangsTogether:
    """Return the versions somebody may read, and write the look down.

    Raises:
        NoSuchRecord: if this person works with no such client.
        StoryClosed: while the client says no to care.
    """
    client = client_for(by, client_id, Verb.READ_FORMULATION, now=now)
    versions = formulations_shown(client, by=by)
    write_down(Verb.READ_FORMULATION.value, by=by, now=now, client_id=client.pk)
    return HowItHangsTogether(client, versions)


def formulations_shown(client: Client, *, by: Who) -> tuple[Formulation, ...]:
    """Return the versions somebody may read, for a page that writes its look down."""
    rows = list(formulations_open_to(client, by))
    for row in rows:
        row.client = client
    return tuple(map(_shown, rows))


def write_formulation(
    client_id: int, words: str, *, after: str, by: Person, now: datetime
) -> KeptVersion:
    """Keep a new version; the earlier ones stay as they are.

    `after` is the version it was written from, "" where there was none. The same words
    once more are no new version.

    Raises:
        NothingWritten, TooLong: if there are no words, or more than `LONGEST`.
        EditedMeanwhile: if there is a newer version by now.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.WRITE_FORMULATION, now=now)
    words = as_kept(words).strip()
    if not words:
        raise NothingWritten
    if len(words) > LONGEST:
        raise TooLong(LONGEST)
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        newest = formulations_open_to(client, by).last()
        is_gone = newest and newest.verdict == Verdict.TAKEN_BACK.value
        if newest and newest.words == words and not is_gone:
            return KeptVersion(newest)
        if (str(newest.pk) if newest else "") != after:
            raise EditedMeanwhile("text")
        made = Row(client=client, written_by=by, written_at=now)
        made.words = words
        made.save(force_insert=True)
        _log(Verb.WRITE_FORMULATION, made, by=by, now=now)
        hand_off = hand_over_words(client, words, beside=made.pk, by=by, now=now)
        return KeptVersion(made, hand_off)


def answer_formulation(
    client_id: int,
    version_id: str | UUID,
    *,
    verdict: Verdict,
    own_words: str = "",
    by: Person,
    now: datetime,
) -> KeptVersion:
    """Keep the client's own word on a version; the newest word counts.

    What they take back is gone for everybody else at once, and can be brought back. So
    are words of it, or beside it, that a person was to read.

    Raises:
        TooLong: if they wrote more than `LONGEST` characters.
        NoSuchRecord: if it is not theirs.
    """
    client = client_for(by, client_id, Verb.ANSWER_FORMULATION, now=now)
    own_words = as_kept(own_words).strip()
    if len(own_words) > LONGEST:
        raise TooLong(LONGEST)
    found = one_of(Row, client, version_id, by=by, now=now)
    with transaction.atomic():
        row = Row.objects.select_for_update().get(pk=found.pk)
        is_new, gone = own_words != row.own_words, Verdict.TAKEN_BACK
        was_gone, is_gone = row.verdict == gone.value, verdict is gone
        for passage_id in map(handed_words_id, (row.pk, _word_on(row))):
            if is_gone and not was_gone:
                set_aside(passage_id, now=now)
            if was_gone and not is_gone:
                open_again(passage_id, set_aside_at=row.answered_at)
        if not (was_gone and is_gone):
            row.answered_at = now
        row.verdict, row.own_words = verdict.value, own_words
        row.save(update_fields=("verdict", "own_words_sealed", "answered_at"))
        _log(Verb.ANSWER_FORMULATION, row, by=by, now=now)
        if is_gone or not is_new:
            return KeptVersion(row)
        beside = _word_on(row)
        hand_off = hand_over_words(client, own_words, beside=beside, by=by, now=now)
        return KeptVersion(row, hand_off)


def _word_on(row: Row) -> UUID:
    """Return the id that the client's word on a version goes by."""
    return uuid5(row.pk, "their word on it")


def _log(verb: Verb, row: Row, *, by: Person, now: datetime) -> None:
    record = ("formulation", row.pk)
    write_down(verb.value, by=by, now=now, client_id=row.client_id, record=record)


def _shown(row: Row) -> Formulation:
    return Formulation(
        id=str(row.pk),
        words=row.words,
        written_on=timezone.localdate(row.written_at),
        by_client=row.written_by_id == row.client.person_id,
        writer_name=row.written_by.name,
        verdict=Verdict(row.verdict) if row.verdict else None,
        own_words=row.own_words,
        answered_on=timezone.localdate(row.answered_at) if row.answered_at else None,
    )
