"""Give a check-in after a session: on one's own phone, a tablet, or from paper."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.alliance.sessions import CheckInWay, SessionStatus, SharedWith
from holdspace.content.check_in import OWN_WORDS, check_in
from holdspace.privacy.access import Verb
from holdspace_site.actions.add_passage import as_kept
from holdspace_site.actions.errors import NothingWritten, NotPossible, TooLong
from holdspace_site.actions.heed_signals import heed_signals
from holdspace_site.actions.keep_draft import let_go_in
from holdspace_site.actions.kept_lines import kept_answers
from holdspace_site.actions.notice_words import check_in_hand_off, own_words_of
from holdspace_site.actions.open_repair import open_after_check_in
from holdspace_site.actions.own_cues import own_cues
from holdspace_site.actions.read_record import own_record
from holdspace_site.records.access_log import write_down
from holdspace_site.records.check_ins import CUE, CUE_OF
from holdspace_site.records.models import CheckIn, Client, HandOff, Person, Session
from holdspace_site.records.scope import client_for, one_of

LONGEST = 4000
"""The most characters one half of the own words may have."""

OFFERED_FOR = timedelta(days=14)
"""How long after a session the client is still led to its check-in."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A check-in as it was filled in.

    `check_in_id` is made where it was filled in, so that one sent twice is one.
    `answers` are by question, empty ones for questions passed over; `cue_of` names the
    reading whose words were picked from the client's own triggers, "" for none. One
    that is no trigger of theirs any more, as may be by the time a phone is back in
    reach, is left out: the answers stand without it.
    `lanes` are the windows whose drafts it sends, so that they can be let go.
    """

    check_in_id: UUID
    session_id: str
    answers: dict[str, str] = field(repr=False)
    shared_with: SharedWith = SharedWith.NOBODY
    cue_of: str = ""
    lanes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A check-in that was kept, and the hand-off of its words.

    `hand_off` is None where they ask for none, and where the client keeps them from
    their worker now: then nobody is asked to read them, whatever was before.
    """

    check_in: CheckIn
    hand_off: HandOff | None


def draft_name(session_id: str | UUID) -> str:
    """Return the name a check-in that is being filled in is kept under."""
    return f"check-in {session_id}"


def can_be_answered(session: Session, *, now: datetime) -> bool:
    """Return whether a session took place, or its day is here and it may have."""
    if session.status == SessionStatus.HELD.value:
        return True
    its_day = timezone.localdate(session.at) <= timezone.localdate(now)
    return session.status == SessionStatus.PLANNED.value and its_day


def give_check_in(answered: Answered, *, by: Person, now: datetime) -> Kept:
    """Keep a client's own check-in; the same one sent again changes nothing.

    Raises:
        NothingWritten: if no question was answered.
        NotPossible: if an answer or the session cannot be.
        UnknownAnswer: if a question has no such answer.
        TooLong: if the own words are longer than `LONGEST`.
        NoSuchRecord: if they are no client, or it is no session of theirs.
    """
    client = own_record(by)
    session = one_of(Session, client, answered.session_id, by=by, now=now)
    kept = _keep(session, answered, CheckInWay.PHONE, by=by, now=now)
    let_go_in(client, draft_name(session.pk), answered.lanes, by=by)
    return kept


def give_on_tablet(session: Session, answered: Answered, *, now: datetime) -> Kept:
    """Keep a check-in filled in on a handed-over tablet; nobody is signed in there.

    `session` is the one the worker handed the tablet over for. Raises what
    `give_check_in` does.
    """
    by = session.client.person
    return _keep(session, answered, CheckInWay.TABLET, by=by, now=now)


def type_in_check_in(
    client_id: int, answered: Answered, *, by: Person, now: datetime
) -> Kept:
    """Keep a check-in that a worker types in from paper, marked as such.

    Whoever types it in reads it, so it is shared with the worker. Raises what
    `give_check_in` does, and NoSuchRecord if the worker works with no such client.
    """
    client = client_for(by, client_id, Verb.TAKE_CHECK_IN, now=now)
    session = one_of(Session, client, answered.session_id, by=by, now=now)
    return _keep(session, answered, CheckInWay.PAPER, by=by, now=now)


def answers_to_keep(
    client: Client, given: dict[str, str], cue_of: str
) -> dict[str, str]:
    """Return what is kept of answers as given. Raises as `give_check_in` does."""
    answers = check_in().kept_of(given) | kept_answers(client, given)
    for key in OWN_WORDS:
        if key in answers:
            answers[key] = as_kept(answers[key])
            if len(answers[key]) > LONGEST:
                raise TooLong(LONGEST)
    if not answers:
        raise NothingWritten
    cue = _cue(client, cue_of) if answers.get("before") == "yes" else ""
    return answers | {CUE: cue, CUE_OF: cue_of} if cue else answers


def heed(check_in: CheckIn, *, by: Person, now: datetime) -> None:
    """Let follow what follows from a check-in the worker may see now."""
    check_in_hand_off(check_in, by=by, now=now)
    open_after_check_in(check_in, by=by, now=now)
    heed_signals(check_in, by=by, now=now)


@transaction.atomic
def _keep(
    session: Session, answered: Answered, way: CheckInWay, *, by: Person, now: datetime
) -> Kept:
    known = CheckIn.objects.select_for_update().filter(pk=answered.check_in_id).first()
    if known is not None:
        if known.client_id != session.client_id:
            raise NotPossible("check-in")
        return as_kept_now(known)
    if not can_be_answered(session, now=now):
        raise NotPossible("session: it has not taken place")
    on_paper = way is CheckInWay.PAPER
    row = CheckIn(
        pk=answered.check_in_id,
        client_id=session.client_id,
        session=session,
        shared_with=(SharedWith.WORKER if on_paper else answered.shared_with).value,
        way=way.value,
        typed_by=by if on_paper else None,
        given_at=now,
    )
    row.answers = answers_to_keep(session.client, answered.answers, answered.cue_of)
    row.save(force_insert=True)
    write_down(
        (Verb.TAKE_CHECK_IN if on_paper else Verb.CHECK_IN).value,
        by=by,
        now=now,
        client_id=session.client_id,
        record=("session", session.pk),
    )
    heed(row, by=by, now=now)
    return as_kept_now(row)


def as_kept_now(row: CheckIn) -> Kept:
    """Return a check-in as it stands, with the hand-off whoever reads it sees."""
    is_read = own_words_of(row) is not None
    return Kept(row, row.hand_offs.first() if is_read else None)


def _cue(client: Client, reading_id: str) -> str:
    """Return the client's own words under one of their triggers, "" for none."""
    found = (one for one in own_cues(client) if one.reading_id == reading_id)
    return next((one.words for one in found), "") if reading_id else ""
