"""Switch questionnaires on and off, and load the words an agency has a licence for."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from holdspace.content.instrument_records import Instrument
from holdspace.content.instruments import instrument, instruments
from holdspace.measures.licensed import MOST_CHARACTERS, read_licensed_text
from holdspace_site.actions.add_people import check_runs_the_agency
from holdspace_site.actions.errors import NothingWritten, NotPossible, TooLong
from holdspace_site.actions.set_up_so_far import check_ready_for_telling
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Person, PracticeInstrument
from holdspace_site.records.questionnaires import instrument_as_kept
from holdspace_site.records.scope import NoSuchRecord

LONGEST_HOLDER = 200
"""The most characters the name of whoever holds a licence may have."""


@dataclass(frozen=True, slots=True)
class KeptInstrument:
    """One instrument as this agency has it.

    `instrument` has the agency's words where they are loaded and the licence runs.
    `has_own_words` says that words were loaded, whether or not the licence runs.
    """

    instrument: Instrument = field(repr=False)
    is_on: bool
    has_own_words: bool
    licence_held_by: str = field(repr=False)
    licensed_until: date | None
    licence_is_over: bool


def read_instruments(*, by: Person, now: datetime) -> tuple[KeptInstrument, ...]:
    """Return all that ships, by short name, and what this agency made of each.

    Raises:
        NoSuchRecord: if this person does not run the agency.
    """
    check_runs_the_agency(by)
    rows = {
        row.instrument: row
        for row in PracticeInstrument.objects.filter(agency=by.agency_id)
    }
    kept = (_kept(each.id, rows.get(each.id), now) for each in instruments())
    return tuple(sorted(kept, key=lambda one: one.instrument.short.casefold()))


def read_instrument(instrument_id: str, *, by: Person, now: datetime) -> KeptInstrument:
    """Return one instrument as this agency has it.

    Raises:
        NoSuchRecord: if none of this id ships, or this person does not run the agency.
    """
    check_runs_the_agency(by)
    row = PracticeInstrument.objects.filter(
        agency=by.agency_id, instrument=instrument_id
    ).first()
    return _kept(instrument_id, row, now)


def _kept(
    instrument_id: str, row: PracticeInstrument | None, now: datetime
) -> KeptInstrument:
    today = timezone.localdate(now)
    made = instrument_as_kept(instrument_id, row, on=today)
    if made is None:
        raise NoSuchRecord
    until = row.licensed_until if row else None
    return KeptInstrument(
        instrument=made,
        is_on=bool(row and row.is_on),
        has_own_words=bool(row and row.licensed_text),
        licence_held_by=row.licence_held_by if row else "",
        licensed_until=until,
        licence_is_over=until is not None and until < today,
    )


def switch_instrument(
    instrument_id: str, *, on: bool, by: Person, now: datetime
) -> None:
    """Switch an instrument on for this agency, or off.

    What was answered before stays when it is switched off.

    Raises:
        NotPossible: if it has no words to show.
        NotReadyForTelling: if nobody is named yet who reads what clients answer.
        NoSuchRecord: if none of this id ships, or this person does not run the agency.
    """
    kept = read_instrument(instrument_id, by=by, now=now)
    if on:
        check_ready_for_telling(by, now=now)
        if kept.instrument.is_skeleton:
            raise NotPossible("questionnaire: it has no words yet")
    _save(kept, {"is_on": on}, by=by, now=now)


def load_licensed_text(
    instrument_id: str,
    text: str,
    *,
    held_by: str,
    until: date | None,
    by: Person,
    now: datetime,
) -> None:
    """Keep the words of a questionnaire this agency holds a licence for.

    `until` is the last day of the licence, None for one without an end.

    Raises:
        LicensedTextRefused: if the text does not fit the questionnaire.
        NothingWritten: if nobody is named who holds the licence.
        NotPossible: if the licence is over already.
        TooLong: if the text or the name is.
        NoSuchRecord: if none of this id ships, or this person does not run the agency.
    """
    kept = read_instrument(instrument_id, by=by, now=now)
    holder = held_by.strip()
    if not holder:
        raise NothingWritten
    if len(holder) > LONGEST_HOLDER:
        raise TooLong(LONGEST_HOLDER)
    if len(text) > MOST_CHARACTERS:
        raise TooLong(MOST_CHARACTERS)
    if until is not None and until < timezone.localdate(now):
        raise NotPossible("last day of the licence: it is past")
    read_licensed_text(instrument(instrument_id), text)
    values = {
        "licensed_text": text,
        "licence_held_by": holder,
        "licensed_until": until,
    }
    _save(kept, values, by=by, now=now)


def drop_licensed_text(instrument_id: str, *, by: Person, now: datetime) -> None:
    """Delete the words that were loaded, and switch the questionnaire off.

    Raises:
        NoSuchRecord: if none of this id ships, or this person does not run the agency.
    """
    kept = read_instrument(instrument_id, by=by, now=now)
    values = {
        "is_on": False,
        "licensed_text": "",
        "licence_held_by": "",
        "licensed_until": None,
    }
    _save(kept, values, by=by, now=now)


@transaction.atomic
def _save(
    kept: KeptInstrument, values: dict[str, object], *, by: Person, now: datetime
) -> None:
    PracticeInstrument.objects.update_or_create(
        agency_id=by.agency_id, instrument=kept.instrument.id, defaults=values
    )
    write_down(
        "set_up_instrument", by=by, now=now, record=("instrument", kept.instrument.id)
    )
