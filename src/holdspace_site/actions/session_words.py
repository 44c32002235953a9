"""Keep what stood out in a client's words of a session as a passage they can answer."""

from datetime import datetime

from django.utils import timezone

from holdspace.story.episodes import EpisodeKind
from holdspace_site.actions.add_passage import Setting, ToldBy, as_kept
from holdspace_site.actions.correct_passage import put_words
from holdspace_site.records.models import Passage, Person, Session
from holdspace_site.records.sharing import session_words_id


def keep_session_words(
    session: Session, words: str, *, by: Person, now: datetime
) -> None:
    """Let the passage of a session's words follow what was written down.

    There is one a session; earlier wordings stay in its history. Emptied again, it
    goes if nobody has read anything in it. Called within a transaction.
    """
    words = as_kept(words).strip()
    passage_id = session_words_id(session.pk)
    kept = Passage.objects.select_for_update().filter(pk=passage_id).first()
    if kept is None and words:
        _new(session, words, by=by, now=now).save(force_insert=True)
    elif kept and words and words != kept.words:
        put_words(kept, words, by=by, now=now)
    elif kept and not words and not kept.readings.exists():
        kept.delete()


def _new(session: Session, words: str, *, by: Person, now: datetime) -> Passage:
    client = session.client
    newest = client.passages.first()
    passage = Passage(
        pk=session_words_id(session.pk),
        client=client,
        session=session,
        episode=client.episodes.filter(kind=EpisodeKind.PRESENT.value).first(),
        told_by=ToldBy.CLIENT.value,
        typed_by=by,
        told_on=timezone.localdate(session.at),
        setting=Setting.SESSION.value,
        language=newest.language if newest else "en",
        added_at=now,
    )
    passage.words = words
    return passage
