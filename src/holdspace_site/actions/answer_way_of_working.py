"""Answer a line of the way of working, or propose one: the client's own doing."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from holdspace.approach.way_of_working import LineKind, mark_of
from holdspace.privacy.access import Verb
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import Setting
from holdspace_site.actions.errors import EditedMeanwhile, NothingUnderLine
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.actions.own_words import keep_own_words, open_again, set_aside
from holdspace_site.actions.write_way_of_working import (
    keep_step,
    let_go,
    line_words,
    next_place,
)
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    Client,
    HandOff,
    Passage,
    Person,
    WayLine,
    WayOfWorking,
    WayReason,
)
from holdspace_site.records.scope import NoSuchRecord, client_for, one_of
from holdspace_site.records.way_of_working import Told, own_line_words_id, told_to

_STEPS = {
    Verdict.YES: "yes",
    Verdict.NOT_QUITE: "not_quite",
    Verdict.TAKEN_BACK: "taken_back",
}


@dataclass(frozen=True, slots=True)
class WayAnswer:
    """The client's word on a line; `verdict` None brings back one taken back.

    `words` are how they would say it; empty leaves it at "not quite". `seen` is the
    mark of the line's words on their page, None for the words as they stand.
    """

    verdict: Verdict | None
    words: str = field(default="", repr=False)
    seen: str | None = None


def answer_way_of_working(
    client_id: int,
    line_id: str | UUID,
    answer: WayAnswer,
    *,
    by: Person,
    now: datetime,
) -> HandOff | None:
    """Keep the client's word on one line; a yes is on the words as they stand.

    With a yes, what the line rested on and is gone goes for good, and its earlier
    wordings with it. Own words are a passage of the client's; words that may need a
    person are handed to one, None if there were none.

    Raises:
        EditedMeanwhile: if the line does not read any more as they saw it.
        NothingUnderLine: if they say yes and no words are under the line any more.
        TooLong: if the words are longer than a line may be.
        NoSuchRecord: if it is not theirs, or was never put to them.
    """
    client = client_for(by, client_id, Verb.ANSWER_WAY_OF_WORKING, now=now)
    found = one_of(WayLine, client, line_id, by=by, now=now)
    if found.shown_at is None or found.left_out_at is not None:
        raise NoSuchRecord
    words = ""
    if answer.verdict is Verdict.NOT_QUITE and answer.words.strip():
        words = line_words(answer.words)
    told = told_to(client, by)
    hand_off = None
    with transaction.atomic():
        line = client.way_lines.select_for_update().get(pk=found.pk)
        if _stands_already(line, answer):
            return None
        _check_as_seen(line, answer, words)
        if answer.verdict is Verdict.YES:
            _stand_on_what_is_left(line, told)
        if words:
            hand_off = _keep_words(line, words, by=by, now=now)
        _give(line, answer.verdict, words, now=now)
        line.answered_at = now
        line.save()
        step = _STEPS[answer.verdict] if answer.verdict else "brought_back"
        keep_step(line, step, words or line.words, by=by, now=now)
        _changed(client)
        _log(client, line, by=by, now=now)
    return hand_off


def _stands_already(line: WayLine, answer: WayAnswer) -> bool:
    """Return whether a line is taken back already, or there is none to bring back."""
    is_gone = line.verdict == Verdict.TAKEN_BACK.value
    return (
        is_gone
        if answer.verdict is Verdict.TAKEN_BACK
        else (answer.verdict is None and not is_gone)
    )


def _check_as_seen(line: WayLine, answer: WayAnswer, words: str) -> None:
    """Check that a word on a line is on words they saw; their own stand for themselves.

    Taking back holds however the line reads now.
    """
    is_on_its_words = answer.verdict in {Verdict.YES, Verdict.NOT_QUITE} and not words
    if is_on_its_words and answer.seen not in {None, mark_of(line.words)}:
        raise EditedMeanwhile("line")


def _stand_on_what_is_left(line: WayLine, told: Told) -> None:
    if all(told.under(reason) is None for reason in line.reasons.all()):
        raise NothingUnderLine
    let_go(line, told)


def _give(line: WayLine, verdict: Verdict | None, words: str, *, now: datetime) -> None:
    """Put the client's word on a line; their own words go and come back with it."""
    own = own_line_words_id(line.pk)
    is_proposal = line.by_worker_at is None
    if verdict is Verdict.TAKEN_BACK:
        set_aside(own, now=now)
    elif verdict is None:
        open_again(own, set_aside_at=line.answered_at)
        verdict = Verdict.YES if is_proposal else None
    elif is_proposal and words:  # nobody else stands behind it yet: it is said anew
        line.words, verdict = words, Verdict.YES
    else:
        line.instead = words
    line.verdict = verdict.value if verdict else ""


def propose_line(
    client_id: int, kind: LineKind, words: str, *, by: Person, now: datetime
) -> tuple[WayLine, HandOff | None]:
    """Keep a line the client proposes; it is agreed once the worker stands behind it.

    The same line sent twice is one.

    Raises:
        NothingWritten, TooLong: if there are no words, or too many for a line.
        NoSuchRecord: if this is not the client's own record.
    """
    client = client_for(by, client_id, Verb.ANSWER_WAY_OF_WORKING, now=now)
    words = line_words(words)
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        WayOfWorking.objects.get_or_create(client=client, defaults={"made_at": now})
        for same in _proposed(client, kind):
            if same.words == words:
                return same, None
        line = WayLine(
            client=client,
            kind=kind.value,
            position=next_place(client, kind),
            verdict=Verdict.YES.value,
            answered_at=now,
            shown_at=now,
            made_at=now,
        )
        line.words = words
        line.save(force_insert=True)
        hand_off = _keep_words(line, words, by=by, now=now)
        passage_id = own_line_words_id(line.pk)
        WayReason.objects.create(client=client, line=line, passage_id=passage_id)
        keep_step(line, "proposed", words, by=by, now=now)
        _changed(client)
        _log(client, line, by=by, now=now)
    return line, hand_off


def _proposed(client: Client, kind: LineKind) -> QuerySet[WayLine]:
    """Return the client's own proposals of a kind that wait for the worker."""
    return client.way_lines.filter(
        kind=kind.value,
        verdict=Verdict.YES.value,
        by_worker_at__isnull=True,
        left_out_at__isnull=True,
    )


def _keep_words(
    line: WayLine, words: str, *, by: Person, now: datetime
) -> HandOff | None:
    """Keep a client's own wording as a passage of theirs."""
    passage = Passage(
        pk=own_line_words_id(line.pk),
        client_id=line.client_id,
        setting=Setting.ALONE.value,
    )
    kept = keep_own_words(passage, words, by=by, now=now)
    return hand_off_for(kept, by=by, now=now)


def _changed(client: Client) -> None:
    """Let whoever has the page open see that there is something newer."""
    WayOfWorking.objects.filter(client=client).update(revision=F("revision") + 1)


def _log(client: Client, line: WayLine, *, by: Person, now: datetime) -> None:
    write_down(
        Verb.ANSWER_WAY_OF_WORKING.value,
        by=by,
        now=now,
        client_id=client.pk,
        record=("way_line", line.pk),
    )
