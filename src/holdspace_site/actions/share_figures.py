"""Let a supervisor see counts of a worker's own words, and take that back.

What is shared is how often the worker asked, said back, informed: numbers alone.
Nothing is shared unless the worker presses for it, each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from holdspace.language.figures import Figure, Figures
from holdspace.language.moves import Main
from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import NotPossible
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import Client, Person, SharedFigures
from holdspace_site.records.scope import NoSuchRecord, client_for
from holdspace_site.records.supervision import allowing_supervision, supervisors_of

Counts = Mapping[str, object]
"""Turns of the worker, by what they mostly do, and two figures with their range."""

_FIGURES = ("reflections_to_questions", "telling_share")


@dataclass(frozen=True, slots=True)
class ShareOffer:
    """To whom the counts of a rehearsal could go: nobody, where `names` is empty."""

    names: tuple[str, ...]
    counts: Counts


def share_offer(client: Client, figures: Figures, *, by: Person) -> ShareOffer:
    """Return what could be shared of a rehearsal; of a client who said no, nothing."""
    may = allowing_supervision({client.pk})
    names = tuple(one.name for one in supervisors_of(by)) if may else ()
    return ShareOffer(names, counts_of(figures))


def counts_of(figures: Figures) -> Counts:
    """Return what would be shared: nothing of the client's turns is in it."""
    ranges = {name: getattr(figures, name) for name in _FIGURES}
    return {
        "turns": figures.worker_turns,
        "mains": {main.value: figures.mains[main] for main in Main},
        "figures": {
            name: [figure.value, figure.lower, figure.upper]
            for name, figure in ranges.items()
            if figure is not None
        },
    }


def share_figures(
    client_id: int, counts: Counts, *, by: Person, now: datetime
) -> SharedFigures:
    """Let this worker's supervisors see the counts from now on.

    Raises:
        NotPossible: if their client does not say yes to supervision, or nobody
            supervises them.
        NoSuchRecord: if this person works with no such client.
        StoryClosed: while the client says no to care.
    """
    client = client_for(by, client_id, Verb.REHEARSE, now=now)
    if not (allowing_supervision({client.pk}) and supervisors_of(by)):
        raise NotPossible("sharing with a supervisor")
    with transaction.atomic():
        row = SharedFigures(client=client, worker=by, shared_at=now)
        row.counts = dict(counts)
        row.save(force_insert=True)
        _log("share_figures", row, by=by, now=now)
    return row


def take_figures_back(figures_id: str | UUID, *, by: Person, now: datetime) -> None:
    """Take shared counts back: they are gone, for everybody and at once.

    Raises:
        NoSuchRecord: if this person shared no such counts.
    """
    try:
        row = SharedFigures.objects.filter(pk=figures_id, worker=by).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise NoSuchRecord
    with transaction.atomic():
        _log("take_figures_back", row, by=by, now=now)
        row.delete()


def figures_from(counts: Counts) -> dict[str, Figure]:
    """Return the two figures that were shared, by name, as far as they were made."""
    kept = counts.get("figures")
    ranges = kept if isinstance(kept, dict) else {}
    return {name: Figure(*ranges[name]) for name in _FIGURES if name in ranges}


def _log(verb: str, row: SharedFigures, *, by: Person, now: datetime) -> None:
    write_down(
        verb, by=by, now=now, client_id=row.client_id, record=("figures", row.pk)
    )
