"""The one gate to what a client told: who may read which passages now.

Whatever shows passages, readings or anything made from them starts from
`passages_open_to`. The client's newest choices count, on the very next request.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from holdspace.privacy.access import Role, Verb
from holdspace.privacy.sharing import (
    Between,
    Purpose,
    allowed_between,
    allowed_purposes,
    from_the_next_month,
)
from holdspace.privacy.sharing import SharingChoice as Choice
from holdspace.story.episodes import EpisodeKind
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.records.models import (
    AccessEntry,
    CareTeamMember,
    Client,
    Episode,
    Passage,
    PassageRevision,
    Person,
    Session,
    SharingChoice,
    TellingSettings,
)
from holdspace_site.records.who import AtTheMachine


class StoryClosed(HoldspaceError):
    """The client said no to care: what they told is closed to all who work here."""

    next_step = "Ask them in person. Only they can open it again, on their own page."

    def __init__(self, client_id: int) -> None:
        super().__init__("This client has closed their story for now.")
        self.client_id = client_id


def purposes_allowed(client: Client) -> frozenset[Purpose]:
    """Return what this client allows now."""
    return _purposes_of([client.pk])[client.pk]


def allowing(purpose: Purpose, client_ids: Iterable[int]) -> frozenset[int]:
    """Return those of these clients who allow this purpose now."""
    allowed = _purposes_of(list(client_ids))
    return frozenset(one for one, purposes in allowed.items() if purpose in purposes)


def counted_between(client: Client) -> tuple[Between, ...]:
    """Return when a client was in what is made for learning how it goes here.

    A yes counts from the next month on, so that what is made twice in a month does not
    differ by who joined in between. A no counts at once.
    """
    return _counted(_choices_of([client.pk])[client.pk])


def counted_at(client_ids: Iterable[int], now: datetime) -> frozenset[int]:
    """Return those of these clients who are in what is made now to learn from."""
    return frozenset(
        one
        for one, choices in _choices_of(list(client_ids)).items()
        for since, until in _counted(choices)
        if until is None and (since is None or since <= now)
    )


TAKEN_FOR_QUALITY = (Purpose.CARE, Purpose.QUALITY)
"""What a client says yes to before they are counted in how it goes here."""


def _counted(choices: Iterable[Choice]) -> tuple[Between, ...]:
    by_the_clock_here = (
        Choice(one.purpose, one.allowed, timezone.localtime(one.chosen_at))
        for one in choices
    )
    return from_the_next_month(allowed_between(by_the_clock_here, TAKEN_FOR_QUALITY))


def is_closed_to(client: Client, by: Person | AtTheMachine) -> bool:
    """Return whether this client's story is closed to somebody; never to themselves."""
    return not _is_themselves(by) and Purpose.CARE not in purposes_allowed(client)


def passages_open_to(client: Client, by: Person | AtTheMachine) -> QuerySet[Passage]:
    """Return the passages of one client that this person may read now.

    The client reads all. Nobody else reads what is held back, or anything while the
    client says no to care. What was told to an earlier worker is open to the next one
    only with the client's yes to that.
    """
    return passages_open_in([client], by)


def passages_passed_on(client: Client) -> QuerySet[Passage]:
    """Return the passages a hand-over the client passed on may quote.

    What they hold back is in no hand-over, and nothing is while they say no to care.
    """
    if Purpose.CARE not in purposes_allowed(client):
        return Passage.objects.none()
    return Passage.objects.filter(client=client, held_back_at__isnull=True)


def passages_open_in(
    clients: Iterable[Client], by: Person | AtTheMachine
) -> QuerySet[Passage]:
    """Return the passages of several clients that this person may read now."""
    ids = [client.pk for client in clients]
    if _is_themselves(by):
        return Passage.objects.filter(client__in=ids, client__person=by.pk)
    allowed = _purposes_of(ids)
    cared_for = [one for one in ids if Purpose.CARE in allowed[one]]
    rows = Passage.objects.filter(client__in=cared_for, held_back_at__isnull=True)
    match Role(by.role):
        case Role.ADMINISTRATOR:
            return rows
        case Role.WORKER:
            told_once = [one for one in ids if Purpose.NEXT_WORKER in allowed[one]]
            return _with_parts(rows, by).filter(
                Q(client__in=told_once) | ~_TOLD_TO_ANOTHER, joined_at__isnull=False
            )
        case _:
            return rows.none()


def episodes_open_to(client: Client, by: Person | AtTheMachine) -> QuerySet[Episode]:
    """Return the periods of help of one client that this person may read of now.

    Without the client's yes to that, the next worker reads of earlier help only what
    they were told or wrote down themselves; of the help here they always do.
    """
    rows = client.episodes.all()
    if Role(by.role) is not Role.WORKER or not _came_after_another(client, by):
        return rows
    if Purpose.NEXT_WORKER in purposes_allowed(client):
        return rows
    told = passages_open_to(client, by)
    heard = {pk for pk in told.values_list("episode", flat=True) if pk}
    if told.filter(question=_KINDS_OF_HELP).exists():
        settings = TellingSettings.objects.filter(client=client).first()
        heard |= {*settings.kept.get("helps", {}).values()} if settings else set()
    kept = AccessEntry.objects.filter(
        client_id=client.pk, who=by.pk, verb=Verb.KEEP_EPISODE.value, refused=False
    )
    heard |= {*kept.values_list("record_id", flat=True)}
    return rows.filter(Q(kind=EpisodeKind.PRESENT.value) | Q(pk__in=heard))


def _came_after_another(client: Client, by: Person) -> bool:
    own = client.team.filter(person=by.pk, until__isnull=True).order_by("since")
    since = own.values_list("since", flat=True).first()
    if since is None:
        return True
    return client.team.exclude(person=by.pk).filter(since__lt=since).exists()


def own_words_id(reading_id: UUID) -> UUID:
    """Return the id of the passage that the client's correction of a reading is."""
    return uuid5(reading_id, "own words")


def own_reading_id(reading_id: UUID) -> UUID:
    """Return the id of the reading that the client's correction of a reading is."""
    return uuid5(reading_id, "own reading")


def handed_words_id(beside: UUID) -> UUID:
    """Return the id of the passage that words kept beside something become."""
    return uuid5(beside, "handed words")


def held_back_from(client: Client, readable: Container[UUID]) -> frozenset[UUID]:
    """Return what the client holds back from whoever may read only `readable`.

    A correction is kept with the line it puts right, too; it is shut with its passage.
    """
    held = client.passages.filter(held_back_at__isnull=False)
    return frozenset(
        pk for pk in held.values_list("pk", flat=True) if pk not in readable
    )


def wordings_open_to(
    rows: Iterable[PassageRevision], client: Client, by: Person | AtTheMachine
) -> list[PassageRevision]:
    """Return the earlier wordings somebody may read: slips that were mended.

    What clients themselves put in other words they do not say any more; only they
    still read it.
    """
    own = _is_themselves(by)
    return [row for row in rows if own or row.replaced_by_id != client.person_id]


def sessions_shut_to(
    client: Client, rows: Iterable[Session], by: Person | AtTheMachine
) -> frozenset[UUID]:
    """Return the sessions whose words, and what was made of them, are not for `by`.

    All of them while the client says no to care; without their yes to the next worker,
    those another worker held before this one came.
    """
    rows = list(rows)
    if is_closed_to(client, by):
        return frozenset(row.pk for row in rows)
    others = [row for row in rows if row.worker_id != by.pk]
    if not others or by.role != Role.WORKER.value:
        return frozenset()
    if Purpose.NEXT_WORKER in purposes_allowed(client):
        return frozenset()
    parts = client.team.filter(person=by.pk, until__isnull=True)
    joined_at = parts.values_list("since", flat=True).first()
    return frozenset(
        row.pk for row in others if joined_at is None or row.at < joined_at
    )


def with_words_open(
    row: Session, shut: Container[UUID], told: Mapping[UUID, str]
) -> Session:
    """Put the client's words into a row, and out of it all where it is shut.

    `told` are their words as `session_words_open_to` says. Such a row is never saved.
    """
    row.last_words = told.get(row.pk, row.last_words)
    if row.pk in shut:
        row.last_words = row.left_open = row.did = ""
    return row


def session_words_open_to(
    rows: Iterable[Session], by: Person | AtTheMachine
) -> dict[UUID, str]:
    """Return what stood out in the client's words, by session, as it stands now.

    It is "" where they hold it back. Sessions that have no such passage are left out:
    their words, if there are any, were written down before there was one.
    """
    by_passage = {session_words_id(row.pk): row.pk for row in rows}
    own = _is_themselves(by)
    return {
        by_passage[kept.pk]: kept.words if own or kept.held_back_at is None else ""
        for kept in Passage.objects.filter(pk__in=by_passage)
    }


def session_words_id(session_id: UUID) -> UUID:
    """Return the id of the passage that holds a client's words of a session."""
    return uuid5(session_id, "their words")


def session_words_as_kept(row: Session) -> str:
    """Return the client's words of a session, whoever may read them: to keep them."""
    kept = Passage.objects.filter(pk=session_words_id(row.pk)).first()
    return kept.words if kept else row.last_words


def session_parts_shut_to(row: Session, by: Person | AtTheMachine) -> frozenset[str]:
    """Return which parts of what a session left are kept from this person now."""
    if sessions_shut_to(row.client, [row], by):
        return _WHAT_A_SESSION_LEFT
    words = Passage.objects.filter(pk=session_words_id(row.pk))
    is_held_back = words.filter(held_back_at__isnull=False).exists()
    if is_held_back and not _is_themselves(by):
        return frozenset({"last_words"})
    return frozenset()


def told_to_earlier_workers(client: Client, by: Person) -> int:
    """Return how many passages a worker may not read: told before them, not passed on.

    What the client holds back is not counted: of that, no trace is shown.
    """
    if purposes_allowed(client) >= {Purpose.CARE, Purpose.NEXT_WORKER}:
        return 0
    rows = Passage.objects.filter(client=client, held_back_at__isnull=True)
    return _with_parts(rows, by).filter(_TOLD_TO_ANOTHER).count()


_WHAT_A_SESSION_LEFT = frozenset({"did", "left_open", "last_words"})
_KINDS_OF_HELP = "B1"  # its answer names the periods of help that are told of next

# Told before the worker came, while or before somebody else worked with the client.
_TOLD_TO_ANOTHER = Q(added_at__lt=F("joined_at"), had_another=True)


def _with_parts(rows: QuerySet[Passage], by: Person) -> QuerySet[Passage]:
    """Add when a worker joined, and whether somebody else was there before them."""
    parts = CareTeamMember.objects.filter(client=OuterRef("client_id"))
    own = parts.filter(person=by.pk, until__isnull=True).order_by("since")
    others = parts.exclude(person=by.pk).filter(since__lt=OuterRef("joined_at"))
    return rows.annotate(
        joined_at=Subquery(own.values("since")[:1]),
    ).annotate(had_another=Exists(others))


def _is_themselves(by: Person | AtTheMachine) -> bool:
    return by.role == Role.CLIENT.value


def _purposes_of(client_ids: list[int]) -> dict[int, frozenset[Purpose]]:
    """Return what each of these clients allows now."""
    return {one: allowed_purposes(its) for one, its in _choices_of(client_ids).items()}


def _choices_of(client_ids: list[int]) -> dict[int, list[Choice]]:
    """Return what each of these clients chose, oldest first.

    Written out, because every gate asks this: making the SQL took longer than asking.
    """
    chosen: dict[int, list[Choice]] = {one: [] for one in client_ids}
    places = ", ".join(["%s"] * len(client_ids)) or "NULL"
    for row in SharingChoice.objects.raw(
        "SELECT id, client_id, purpose, allowed, chosen_at FROM records_sharingchoice "  # noqa: S608
        f"WHERE client_id IN ({places}) ORDER BY chosen_at, id",
        client_ids,
    ):
        chosen[row.client_id].append(
            Choice(Purpose(row.purpose), row.allowed, row.chosen_at)
        )
    return chosen
