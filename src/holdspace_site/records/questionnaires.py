"""The one gate to questionnaires: whose answers somebody may see, and in which words.

For whoever they are kept from, answers never were: they see a questionnaire that was
asked for and not filled in.
"""

from collections.abc import Mapping
from datetime import date

from django.db.models import F, Q, QuerySet

from holdspace.alliance.sessions import SharedWith
from holdspace.content.instrument_records import Instrument, UnknownItem
from holdspace.content.instruments import instrument, instrument_ids
from holdspace.measures.licensed import (
    LicensedTextRefused,
    read_licensed_text,
    with_licensed_text,
    without_words,
)
from holdspace.measures.scoring import (
    AnswerOutsideScale,
    Score,
    label_of,
    needs_a_person,
    scores_of,
)
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace_site.records.models import (
    Client,
    Person,
    PracticeInstrument,
    Questionnaire,
)
from holdspace_site.records.sharing import allowing
from holdspace_site.records.who import AtTheMachine


def standing() -> QuerySet[Questionnaire]:
    """Return every questionnaire that was filled in and not taken back."""
    return Questionnaire.objects.filter(given_at__isnull=False, taken_back_at=None)


def answered_open_to(
    client: Client, by: Person | AtTheMachine
) -> QuerySet[Questionnaire]:
    """Return what a client filled in that this person may see now, oldest first.

    The client sees all of their own. Whoever else sees a record sees what is shared
    with the worker, while the client says yes to care. A supervisor has a door of
    their own.
    """
    rows = standing().filter(client=client).order_by("given_at", "pk")
    if by.role == Role.CLIENT.value:
        return rows.filter(client__person=by.pk)
    if by.role == Role.SUPERVISOR.value or not allowing(Purpose.CARE, [client.pk]):
        return rows.none()
    return rows.filter(shared_with=SharedWith.WORKER.value)


def asked_open_to(client: Client, by: Person | AtTheMachine) -> QuerySet[Questionnaire]:
    """Return what a client was asked to fill in, as this person may see, oldest first.

    Answers that were set aside are there for nobody but whoever may read them.
    """
    rows = Questionnaire.objects.filter(client=client)
    if by.role == Role.CLIENT.value:
        return rows.filter(client__person=by.pk)
    asked = Q(let_go_at=None) | ~Q(let_go_at=F("asked_at")) | Q(given_at=None)
    return rows.filter(asked | Q(pk__in=answered_open_to(client, by)))


def instrument_as_kept(
    instrument_id: str, row: PracticeInstrument | None, *, on: date
) -> Instrument | None:
    """Return an instrument with the agency's licensed words, while the licence runs.

    None if no such instrument ships. Without words to show, it is a skeleton. After
    the licence, its words are gone and it still scores as its form says.
    """
    if instrument_id not in instrument_ids():
        return None
    shipped = instrument(instrument_id)
    if row is None or not row.licensed_text or not shipped.is_skeleton:
        return shipped
    try:
        text = read_licensed_text(shipped, row.licensed_text)
    except LicensedTextRefused:  # a newer version of the skeleton asks for more
        return shipped
    made = with_licensed_text(shipped, text, held_by=row.licence_held_by)
    is_over = row.licensed_until is not None and row.licensed_until < on
    return without_words(made) if is_over else made


def scores_to_show(
    made: Instrument | None, answers: Mapping[str, float]
) -> tuple[Score, ...]:
    """Return the score of every scale; none where they could not be right.

    A skeleton nobody has loaded a form for does not say which questions count from
    the other end, and answers of an older version may not be offered any more.
    """
    if made is None or (made.is_skeleton and not made.licensed_to):
        return ()
    try:
        return scores_of(made, answers)
    except (AnswerOutsideScale, UnknownItem):
        return ()


def instrument_of(row: Questionnaire, *, on: date) -> Instrument | None:
    """Return the instrument a questionnaire was made with, in the words to show now."""
    kept = PracticeInstrument.objects.filter(
        agency=row.client.agency_id, instrument=row.instrument
    ).first()
    return instrument_as_kept(row.instrument, kept, on=on)


def usable_instruments(agency_id: int, *, on: date) -> tuple[Instrument, ...]:
    """Return what an agency has switched on and has words for, by short name."""
    rows = PracticeInstrument.objects.filter(agency=agency_id, is_on=True)
    kept = (instrument_as_kept(row.instrument, row, on=on) for row in rows)
    usable = [one for one in kept if one is not None and not one.is_skeleton]
    return tuple(sorted(usable, key=lambda one: one.short.casefold()))


def handed_answers_of(row: Questionnaire | None, *, on: date) -> str | None:
    """Return the answers of a questionnaire a person was asked to read, as a text.

    None where there is none, it was taken back, or the worker may not see it.
    """
    if row is None or row.given_at is None or row.taken_back_at is not None:
        return None
    made = instrument_of(row, on=on)
    if row.shared_with != SharedWith.WORKER.value or made is None:
        return None
    return "\n\n".join(_handed_lines(made, row.answers))


def _handed_lines(made: Instrument, answers: dict[str, float]) -> list[str]:
    lines = []
    for item in map(made.item, needs_a_person(made, answers)):
        answer = item.answers.words_of(answers[item.id])
        lines.append(f"{made.short}. {label_of(made, item)}: {answer}")
    return lines
