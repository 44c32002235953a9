"""Open a repair: after an answer, a signal, words about a strain, or one's own notice.

Nothing of this but a worker's own notice is in the access log: an entry would tell of
a check-in that its client may keep from the worker later.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from holdspace.alliance.repairs import UNFINISHED, Ground, RepairStatus, RuptureKind
from holdspace.alliance.sessions import SharedWith
from holdspace.content.check_in import check_in as check_in_pack
from holdspace.privacy.access import Verb
from holdspace.story.episodes import EpisodeKind
from holdspace_site.actions.errors import NothingWritten, WrongTime
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    CheckIn,
    Client,
    Person,
    Reading,
    Repair,
    RepairGround,
    Session,
)
from holdspace_site.records.repairs import STRAIN, repairs_of
from holdspace_site.records.scope import client_for, one_of


@dataclass(frozen=True, slots=True)
class Because:
    """What a repair is to rest on; `words` are a worker's own note, "" for none."""

    ground: Ground
    kind: RuptureKind = RuptureKind.UNCLEAR
    check_in: CheckIn | None = None
    reading: Reading | None = None
    words: str = field(default="", repr=False)


def strain_answered(row: CheckIn) -> bool:
    """Return whether a check-in holds an answer the pack opens a repair on."""
    if row.taken_back_at:
        return False
    pack = check_in_pack()
    questions = (*pack.questions, *pack.follow_ups)
    return any(row.answers.get(q.id) in q.opens_repair_on for q in questions)


def open_after_check_in(row: CheckIn, *, by: Person, now: datetime) -> None:
    """Open a repair after a check-in that says of a strain, once a session.

    One that is kept from the worker opens nothing, and one changed so that it says of
    none any more is no ground for what it opened. Called within a transaction.
    """
    if not strain_answered(row):
        row.repair_grounds.filter(ground=Ground.CHECK_IN.value).delete()
    elif row.shared_with == SharedWith.WORKER.value:
        _open(row.session, Because(Ground.CHECK_IN, check_in=row), by=by, now=now)


def open_after_signal(
    row: CheckIn, *, kind: RuptureKind, by: Person, now: datetime
) -> None:
    """Open a repair where the answers over time give a signal.

    `row` is the check-in at which it began. Called within a transaction.
    """
    if row.shared_with == SharedWith.WORKER.value and not row.taken_back_at:
        _open(row.session, Because(Ground.SIGNAL, kind, check_in=row), by=by, now=now)


def open_after_reading(reading: Reading, *, by: Person, now: datetime) -> None:
    """Open a repair for words about a strain here and now; earlier help opens none.

    Called within a transaction.
    """
    is_here = reading.episode and reading.episode.kind == EpisodeKind.PRESENT.value
    if not is_here or not reading.code.startswith(STRAIN):
        return
    because = Because(Ground.READING, reading=reading)
    session = reading.passage.session
    if session:
        _open(session, because, by=by, now=now)
    elif not reading.repair_grounds.exists():
        _rest_on(_new(reading.client, by, None, now), because, by=by, now=now)


def notice_rupture(
    client_id: int,
    *,
    kind: RuptureKind,
    words: str,
    session_id: str | None,
    by: Person,
    now: datetime,
) -> Repair:
    """Open a repair because a worker noticed a strain; `session_id` None is no meeting.

    Raises:
        NothingWritten: if it does not say what they noticed.
        WrongTime: if the meeting still lies ahead.
        NoSuchRecord: if this person works with no such client or session.
    """
    client = client_for(by, client_id, Verb.KEEP_REPAIR, now=now)
    if not words.strip():
        raise NothingWritten
    session = None
    if session_id:
        session = one_of(Session, client, session_id, by=by, now=now)
        if session.at > now:
            raise WrongTime("meeting: it still lies ahead")
    because = Because(Ground.NOTICED, kind, words=words.strip())
    with transaction.atomic():
        if session:
            repair = _open(session, because, by=by, now=now)
        else:
            repair = _new(client, by, None, now)
            _rest_on(repair, because, by=by, now=now)
        write_down(
            Verb.KEEP_REPAIR.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("repair", repair.pk),
        )
    return repair


def _open(session: Session, because: Because, *, by: Person, now: datetime) -> Repair:
    """Return the repair of a meeting, opened now if it has none that goes on.

    A repair is one worker's: what another of a client's workers noticed never lands on
    it, or else they would read all of it for what they wrote themselves.
    """
    client = Client.objects.select_for_update().get(pk=session.client_id)
    known = RepairGround.objects.filter(
        ground=because.ground.value,
        check_in=because.check_in,
        reading=because.reading,
        repair__client=client,
    ).exclude(ground=Ground.NOTICED.value)
    if ground := known.select_related("repair").first():
        return ground.repair
    worker = _whose(session, because, by)
    goes_on = [status.value for status in UNFINISHED]
    seen = repairs_of(worker, client).filter(worker=worker, session=session)
    repair = seen.filter(status__in=goes_on).order_by("-opened_at").first()
    if repair is None:
        repair = _new(client, worker, session, now)
    _rest_on(repair, because, by=by, now=now)
    return repair


def _whose(session: Session, because: Because, by: Person) -> Person:
    """Return who mends it: who wrote down what it rests on, or who held the meeting."""
    is_written_down = because.ground in {Ground.NOTICED, Ground.READING}
    return by if is_written_down else session.worker


def _new(
    client: Client, worker: Person, session: Session | None, now: datetime
) -> Repair:
    return Repair.objects.create(
        client=client,
        worker=worker,
        session=session,
        kind=RuptureKind.UNCLEAR.value,
        status=RepairStatus.OPEN.value,
        opened_at=now,
    )


def _rest_on(repair: Repair, because: Because, *, by: Person, now: datetime) -> None:
    ground = RepairGround(
        client_id=repair.client_id,
        repair=repair,
        ground=because.ground.value,
        check_in=because.check_in,
        reading=because.reading,
        noticed_by=by,
        noticed_at=now,
    )
    is_signal = because.ground is Ground.SIGNAL
    ground.words = because.kind.value if is_signal else because.words
    ground.save(force_insert=True)
    if because.kind is not RuptureKind.UNCLEAR and not is_signal:
        repair.kind = because.kind.value
        repair.save(update_fields=["kind"])
