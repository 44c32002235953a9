"""Notice words that may need a person, and hand them over to one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from holdspace.alliance.sessions import SessionStatus, SharedWith
from holdspace.content.check_in import OWN_WORDS
from holdspace.content.safety import CalmChoice, safety
from holdspace.privacy.access import Verb
from holdspace.safety.phrases import About, Noticed, noticed, starts_hand_off
from holdspace.vocabulary.text import Span
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.set_up_so_far import READERS
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    CareTeamMember,
    CheckIn,
    HandOff,
    Passage,
    Person,
    Session,
    TellingSettings,
)
from holdspace_site.records.questionnaires import handed_answers_of
from holdspace_site.records.scope import NoSuchRecord, agency_of, refuse

SESSION_LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Calm:
    """What a client's calm card says: who reads, what they chose, what calms them.

    `hand_off_id` is empty where nothing was handed over; `reader_name` where nobody
    is named to read.
    """

    hand_off_id: str
    reader_name: str
    chosen: CalmChoice | None
    calm_lines: tuple[str, ...] = field(repr=False)


def hand_off_for(passage: Passage, *, by: Person, now: datetime) -> HandOff | None:
    """Hand a passage to a person if its words may need one; None if none were noticed.

    Called in the transaction that keeps the passage. A passage handed over before and
    not read yet stays one hand-off; its time runs on. A passage held back is for its
    writer's eyes and is handed to nobody. What an interpreter made of the words is
    looked at too: the list knows their language where it may not know the other.
    """
    if passage.held_back_at is not None:
        return None
    waiting = passage.hand_offs.filter(read_at__isnull=True).first()
    about = waiting or HandOff(client_id=passage.client_id, passage=passage)
    kept = str(passage.version)
    handed = _hand_over(about, passage.words, kept, by=by, now=now)
    if handed or not passage.translation:
        return handed
    return _hand_over(
        about, passage.translation, kept, by=by, now=now, marks_places=False
    )


def check_in_hand_off(check_in: CheckIn, *, by: Person, now: datetime) -> None:
    """Do the same for the own words of a check-in the worker may see.

    One the client keeps from their worker is handed to nobody: the page shows them
    whom to call instead.
    """
    if own_words_of(check_in) is None:
        return
    waiting = check_in.hand_offs.filter(read_at__isnull=True).first()
    about = waiting or HandOff(client_id=check_in.client_id, check_in=check_in)
    words = own_words_of(check_in) or ""
    _hand_over(about, words, _version_of(check_in), by=by, now=now)


def own_words_of(check_in: CheckIn | None) -> str | None:
    """Return what a client wrote themselves in a check-in, as one text.

    None where there is no check-in, it was taken back, or the worker may not see it.
    """
    if check_in is None or check_in.taken_back_at is not None:
        return None
    if check_in.shared_with != SharedWith.WORKER.value:
        return None
    answers = check_in.answers
    return "\n\n".join(answers[key] for key in OWN_WORDS if key in answers)


def may_need_a_person(words: str) -> bool:
    """Return whether words are of the kind that is handed to a person."""
    return starts_hand_off(noticed(words, safety()))


def _hand_over(
    hand_off: HandOff,
    words: str,
    version: str,
    *,
    by: Person,
    now: datetime,
    marks_places: bool = True,
) -> HandOff | None:
    """Hand words over if they may need a person; a new row says who is to read.

    Without `marks_places` nothing is marked in the words that are shown: what was
    noticed stands in their translation.
    """
    found = noticed(words, safety())
    if not starts_hand_off(found):
        return None
    is_new = hand_off._state.adding
    if is_new:
        ask_somebody(hand_off, by, now)
    hand_off.rule = next(one.rule for one in found if one.about is About.NOW)
    hand_off.spans = spans_kept(found if marks_places else (), version)
    hand_off.save(force_insert=is_new)
    write_down(
        "hand_over",
        by=by,
        now=now,
        client_id=hand_off.client_id,
        record=("hand_off", hand_off.pk),
    )
    return hand_off


def _version_of(check_in: CheckIn) -> str:
    return (check_in.changed_at or check_in.given_at).isoformat()


def spans_kept(found: tuple[Noticed, ...], version: str) -> dict[str, object]:
    """Return what was noticed as it is kept: by rule and place, never the words."""
    return {
        "version": version,
        "list": safety().info.version,
        "found": [
            [one.rule, one.about.value, one.span.start, one.span.end] for one in found
        ],
    }


def found_in(hand_off: HandOff) -> tuple[Noticed, ...]:
    """Return what was noticed; looked for anew where the words were mended since."""
    words, version = _words_and_version(hand_off)
    if not words:
        return ()
    kept = hand_off.spans
    if str(kept.get("version")) != version:
        return noticed(words, safety())
    return tuple(
        Noticed(rule, Span(start, end), About(about))
        for rule, about, start, end in kept["found"]
    )


def words_of(hand_off: HandOff) -> str | None:
    """Return the words of a hand-off; None once the client keeps them to themselves."""
    passage = hand_off.passage
    if hand_off.questionnaire is not None:
        today = timezone.localdate()
        return handed_answers_of(hand_off.questionnaire, on=today)
    if passage is None:
        return own_words_of(hand_off.check_in)
    return passage.words if passage.held_back_at is None else None


def _words_and_version(hand_off: HandOff) -> tuple[str | None, str]:
    words = words_of(hand_off)
    if hand_off.passage is not None:
        return words, str(hand_off.passage.version)
    return words, _version_of(hand_off.check_in) if hand_off.check_in else ""


def ask_somebody(hand_off: HandOff, by: Person, now: datetime) -> None:
    """Ask whoever is in the room to read, else whoever is on duty.

    A worker who types what somebody tells them is in the room.
    """
    agency = agency_of(by)
    present = _able(by) or _in_session_with(hand_off.client_id, now)
    duty, cover = _able(agency.duty_person), _able(agency.cover_person)
    wait = timedelta(minutes=agency.cover_after_minutes)
    hand_off.noticed_at = now
    hand_off.first_reader = present or duty or cover
    hand_off.next_reader = cover
    hand_off.next_at = now + wait if duty or hand_off.first_reader != cover else now


def _able(person: Person | None) -> Person | None:
    able = person is not None and person.is_active and person.role in READERS
    return person if able else None


def _in_session_with(client_id: int, now: datetime) -> Person | None:
    """Return the worker of a session that runs right now, if they are in the team."""
    running = Session.objects.filter(
        client_id=client_id,
        at__gt=now - SESSION_LASTS,
        at__lte=now,
        status__in=(SessionStatus.PLANNED.value, SessionStatus.HELD.value),
        worker__is_active=True,
        worker__in=CareTeamMember.objects.filter(
            client_id=client_id, until__isnull=True
        ).values("person"),
    )
    session = running.select_related("worker").last()
    return session.worker if session else None


def own_hand_off(hand_off_id: str, *, by: Person, now: datetime) -> HandOff:
    """Return a client's own hand-off.

    Raises:
        NoSuchRecord: if it is not theirs; the try is written down.
    """
    client = own_record(by)
    asked = HandOff.objects.filter(pk=hand_off_id).first()
    if asked is None:
        raise NoSuchRecord
    if asked.client_id != client.pk:
        refuse(by, asked.client_id, Verb.TELL, now=now)
    return asked


def client_chose(
    hand_off_id: str, choice: str, *, by: Person, now: datetime
) -> CalmChoice:
    """Keep what the client pressed on the calm card; they may press another later.

    Raises:
        NotPossible: if there is no such choice.
        NoSuchRecord: if the hand-off is not theirs.
    """
    hand_off = own_hand_off(hand_off_id, by=by, now=now)
    chosen = safety().choice(choice)
    if chosen is None:
        raise NotPossible("choice")
    hand_off.client_chose = chosen.id
    hand_off.save(update_fields=["client_chose"])
    write_down(
        "choose_help",
        by=by,
        now=now,
        client_id=hand_off.client_id,
        record=("hand_off", hand_off.pk),
    )
    return chosen


def calm_of(hand_off: HandOff | None, *, by: Person) -> Calm:
    """Return what a client's calm card says, for one hand-off or for none."""
    client = own_record(by)
    settings = TellingSettings.objects.filter(client=client).first()
    lines = settings.kept.get("calm", []) if settings else []
    asked = hand_off.first_reader if hand_off else None
    return Calm(
        hand_off_id=str(hand_off.pk) if hand_off else "",
        reader_name=asked.name if asked else "",
        chosen=safety().choice(hand_off.client_chose) if hand_off else None,
        calm_lines=tuple(lines),
    )


def own_reader_names(*, by: Person) -> tuple[str, str]:
    """Return who is on duty and who covers for a client's agency, "" for nobody."""
    agency = agency_of(by)
    duty, cover = _able(agency.duty_person), _able(agency.cover_person)
    return duty.name if duty else "", cover.name if cover else ""
