"""Write how two people work together: draft lines, change them, put them forward."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.approach.cycles import KeptCycle
from holdspace.approach.way_draft import DraftedLine, WayContent, draft_way
from holdspace.approach.way_of_working import LineKind, mark_of
from holdspace.content.codebook import codebook
from holdspace.content.intake import intake
from holdspace.content.lessons import lessons
from holdspace.content.way_of_working import way_pack
from holdspace.privacy.access import Verb
from holdspace.story.readings import Reading, Verdict
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    NothingToPut,
    NothingWritten,
    NotPossible,
    TooLong,
)
from holdspace_site.actions.read_cycles import cycles_shown
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    Client,
    Person,
    WayLine,
    WayOfWorking,
    WayReason,
    WayStep,
)
from holdspace_site.records.scope import client_for, one_of
from holdspace_site.records.way_of_working import (
    Told,
    line_for,
    own_line_words_id,
    told_to,
)

LONGEST = 300
"""The most characters a line may have: one that is longer is not kept in mind."""

_SLIDERS = "F5"
_MOST_OF_A_KIND = 1000


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line somebody writes, and the reading of the client's words it rests on."""

    kind: LineKind
    words: str = field(repr=False)
    reading_id: str = ""


@dataclass(frozen=True, slots=True)
class WayChanges:
    """Lines as they should be worded now; those `texts` does not name stay.

    `left_out` and `put_back` name one line each, "" for none.
    """

    texts: Mapping[str, str] = field(repr=False)
    left_out: str = ""
    put_back: str = ""


def draft_way_of_working(client_id: int, *, by: Person, now: datetime) -> int:
    """Draft lines from what the client told; return how many are new.

    What was drafted before is not drafted again, whatever became of it.

    Raises:
        NoSuchRecord: if this person works with no such client.
        StoryClosed: while the client says no to care.
    """
    client = client_for(by, client_id, Verb.WRITE_WAY_OF_WORKING, now=now)
    told, on = told_to(client, by), timezone.localdate(now)
    kept, shown = cycles_shown(client, by=by, on=on)
    drafted = draft_way(
        [one for one in told.said_once() if one.id not in kept.drawn],
        way_content(),
        on=on,
        cycles=_confirmed((one for one, cycle in shown if cycle), told),
    )
    with transaction.atomic():
        way = _held(client, now=now)
        known = _known_keys(client, told, by)
        new = [line for line in drafted if line.key not in known]
        for line in new:
            _keep_drafted(client, line, by=by, now=now)
        if new:
            _changed(way)
        _log(client, by=by, now=now)
    return len(new)


def _known_keys(client: Client, told: Told, by: Person) -> set[str]:
    """Return what was drafted before, as far as this worker can know."""
    rows = client.way_lines.prefetch_related("reasons").exclude(key="")
    own = {*client.way_lines.filter(steps__taken_by=by).values_list("pk", flat=True)}
    return {row.key for row in rows if row.pk in own or line_for(row, told).words}


def _confirmed(cycles: Iterable[KeptCycle], told: Told) -> list[list[Reading]]:
    """Return the cycles the client said yes to, where words are under each step."""
    first = {one.code: one for one in reversed(told.readings)}
    found = [
        [told.reading(step.reading) or first.get(step.code) for step in one.steps]
        for one in cycles
        if one.verdict is Verdict.YES
    ]
    return [[step for step in one if step] for one in found if all(one)]


def way_content(language: str = "en") -> WayContent:
    """Return the packs a draft in this language is worded with."""
    return WayContent(
        pack=way_pack(language),
        lessons=lessons(language),
        codebook=codebook(language),
        sliders=intake(language).question(_SLIDERS).sliders,
    )


def _keep_drafted(
    client: Client, drafted: DraftedLine, *, by: Person, now: datetime
) -> None:
    line = _new_line(client, drafted.kind, drafted.words, now=now, key=drafted.key)
    for one in drafted.because:
        WayReason.objects.create(client=client, line=line, reading_id=UUID(one.reading))
    keep_step(line, "drafted", drafted.words, by=by, now=now)


def add_line(client_id: int, new: NewLine, *, by: Person, now: datetime) -> WayLine:
    """Keep a line the worker writes; it rests on words the worker may read.

    The same line sent twice, and not put to the client yet, is one.

    Raises:
        NothingWritten, TooLong: if there are no words, or more than `LONGEST`.
        NotPossible: if no words of the client's are picked for it.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.WRITE_WAY_OF_WORKING, now=now)
    words = line_words(new.words)
    if told_to(client, by).reading(new.reading_id) is None:
        raise NotPossible("line without their words: pick the words it rests on")
    with transaction.atomic():
        way = _held(client, now=now)
        waiting = client.way_lines.filter(
            kind=new.kind.value, shown_at=None, reasons__reading=UUID(new.reading_id)
        )
        for same in waiting.filter(left_out_at=None):
            if same.draft == words:
                return same
        line = _new_line(client, new.kind, words, now=now)
        WayReason.objects.create(
            client=client, line=line, reading_id=UUID(new.reading_id)
        )
        keep_step(line, "added", words, by=by, now=now)
        _changed(way)
        _log(client, by=by, now=now)
    return line


def line_words(typed: str) -> str:
    """Return a line as it is kept. Raises NothingWritten or TooLong."""
    words = " ".join(typed.split())
    if not words:
        raise NothingWritten
    if len(words) > LONGEST:
        raise TooLong(LONGEST)
    return words


def change_way_of_working(
    client_id: int, changes: WayChanges, *, revision: int, by: Person, now: datetime
) -> None:
    """Keep the worker's new wordings; the client sees them once they are put to them.

    A line emptied stays as it was. One its client agreed to stays agreed in its old
    words until the new ones are put.

    Raises:
        EditedMeanwhile: if it was changed since it was opened.
        TooLong: if a line has more than `LONGEST` characters.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.WRITE_WAY_OF_WORKING, now=now)
    told = told_to(client, by)
    typed = {key: line_words(one) for key, one in changes.texts.items() if one.strip()}
    with transaction.atomic():
        way = _held(client, now=now, revision=revision)
        for line in _open_rows(client, told):
            _word(line, typed.get(str(line.pk), ""))
            _leave_out(line, changes, by=by, now=now)
            line.save()
        _changed(way)
        _log(client, by=by, now=now)


def _open_rows(client: Client, told: Told) -> Iterable[WayLine]:
    rows = client.way_lines.select_for_update().prefetch_related("reasons")
    return [row for row in rows if line_for(row, told).words]


def _word(line: WayLine, typed: str) -> None:
    if typed and line.words:
        line.draft = "" if typed == line.words else typed
    elif typed:
        line.draft = typed


def _leave_out(
    line: WayLine, changes: WayChanges, *, by: Person, now: datetime
) -> None:
    """Take a line off the page, or put it back: then it waits to be put anew."""
    if str(line.pk) == changes.left_out and line.left_out_at is None:
        line.left_out_at = now
        keep_step(line, "left_out", line.words or line.draft, by=by, now=now)
    if str(line.pk) == changes.put_back and line.left_out_at is not None:
        line.left_out_at, line.shown_at, line.by_worker_at = None, None, None
        line.draft, line.words = line.draft or line.words, ""
        line.verdict, line.answered_at = "", None
        keep_step(line, "put_back", line.draft, by=by, now=now)


def put_way_of_working(
    client_id: int, *, revision: int, by: Person, now: datetime
) -> int:
    """Put every new or changed line to the client, as a new version; return how many.

    The client's word on a line was on its old words: it is asked for anew.

    Raises:
        EditedMeanwhile: if it was changed since it was opened.
        NothingToPut: if no line is new or changed.
        NoSuchRecord: if this person works with no such client.
    """
    client = client_for(by, client_id, Verb.WRITE_WAY_OF_WORKING, now=now)
    told = told_to(client, by)
    with transaction.atomic():
        way = _held(client, now=now, revision=revision)
        rows = [
            row
            for row in _open_rows(client, told)
            if row.left_out_at is None and (row.draft or row.shown_at is None)
        ]
        if not rows:
            raise NothingToPut
        way.version += 1
        way.put_at, way.put_by = now, by
        for line in rows:
            let_go(line, told)
            _put(line, version=way.version, by=by, now=now)
        _changed(way)
        _log(client, by=by, now=now)
    return len(rows)


def _put(line: WayLine, *, version: int, by: Person, now: datetime) -> None:
    is_new = line.shown_at is None
    line.words, line.draft, line.instead = line.draft or line.words, "", ""
    line.verdict, line.answered_at = "", None
    line.by_worker_at = now
    line.shown_at = line.shown_at or now
    line.save()
    step = "put" if is_new else "reworded"
    keep_step(line, step, line.words, by=by, now=now, version=version)


def take_as_said(
    client_id: int,
    line_id: str | UUID,
    *,
    seen: str | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Stand behind a line as the client proposed or put it: with that it is agreed.

    `seen` is the mark of their words on the worker's page, None for them as they stand.

    Raises:
        EditedMeanwhile: if the client says it otherwise by now.
        NotPossible: if the client has not said it in their own words, or took it back.
        NoSuchRecord: if this client has no such line, or its words are not open.
    """
    client = client_for(by, client_id, Verb.WRITE_WAY_OF_WORKING, now=now)
    one_of(WayLine, client, line_id, by=by, now=now)
    said = told_to(client, by).whole(own_line_words_id(UUID(str(line_id))))
    if said is None:
        raise NotPossible("line to take: the client has not said it in their own words")
    with transaction.atomic():
        way = _held(client, now=now)
        line = client.way_lines.select_for_update().get(pk=line_id)
        if seen not in {None, mark_of(line.instead or line.words)}:
            raise EditedMeanwhile("line")
        if line.verdict == Verdict.NOT_QUITE.value and line.instead:
            line.words, line.instead, line.draft = line.instead, "", ""
            line.verdict, line.answered_at = Verdict.YES.value, line.answered_at or now
        elif line.by_worker_at is not None or line.verdict != Verdict.YES.value:
            raise NotPossible("line to take: it was answered otherwise meanwhile")
        line.by_worker_at = now
        line.save()
        _rest_on_own_words(line)
        keep_step(line, "taken_as_said", line.words, by=by, now=now)
        _changed(way)
        _log(client, by=by, now=now)


def _rest_on_own_words(line: WayLine) -> None:
    """Let a line rest on the client's own wording alone: it is what they say."""
    passage_id = own_line_words_id(line.pk)
    line.reasons.exclude(passage=passage_id).delete()
    WayReason.objects.get_or_create(
        client_id=line.client_id, line=line, passage_id=passage_id
    )


def _held(
    client: Client, *, now: datetime, revision: int | None = None
) -> WayOfWorking:
    """Return the agreement, made where there was none, held until the end.

    Raises:
        EditedMeanwhile: if it does not stand at `revision` any more.
    """
    way = WayOfWorking.objects.select_for_update().filter(client=client).first()
    if way is None:
        way = WayOfWorking.objects.create(client=client, made_at=now)
    if revision is not None and way.revision != revision:
        raise EditedMeanwhile("way of working")
    return way


def _changed(way: WayOfWorking) -> None:
    way.revision += 1
    way.save()


def _new_line(
    client: Client, kind: LineKind, words: str, *, now: datetime, key: str = ""
) -> WayLine:
    line = WayLine(client=client, kind=kind.value, key=key, made_at=now)
    line.position = next_place(client, kind)
    line.draft = words
    line.save(force_insert=True)
    return line


def next_place(client: Client, kind: LineKind) -> int:
    """Return the place of a new line: by kind, after those of its kind."""
    before = client.way_lines.filter(kind=kind.value).count()
    return list(LineKind).index(kind) * _MOST_OF_A_KIND + before


def let_go(line: WayLine, told: Told) -> None:
    """Take out what a line rested on and is gone; its earlier wordings go with it.

    What was worded because of words taken back is kept nowhere.
    """
    gone = [one.pk for one in line.reasons.all() if told.under(one) is None]
    if gone:
        line.reasons.filter(pk__in=gone).delete()
        line.steps.update(words_sealed=b"")


def keep_step(
    line: WayLine,
    step: str,
    words: str,
    *,
    by: Person,
    now: datetime,
    version: int = 0,
) -> None:
    """Keep for good what was done with a line; within a transaction."""
    row = WayStep(
        client_id=line.client_id,
        line=line,
        number=line.steps.count() + 1,
        step=step,
        version=version,
        taken_by=by,
        taken_at=now,
    )
    row.words = words
    row.save(force_insert=True)


def _log(client: Client, *, by: Person, now: datetime) -> None:
    verb = Verb.WRITE_WAY_OF_WORKING.value
    write_down(verb, by=by, now=now, client_id=client.pk)
