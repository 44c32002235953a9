"""What is known of a period of help as a whole, as far as somebody may know it now.

An answer of the client's puts its date, its hope and how it ended into the period of
help it tells of. Once the answer is held back, or the ending is taken back, these are
gone from there as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from holdspace.content.intake import UnknownIntakeQuestion, intake
from holdspace.privacy.access import Role
from holdspace.story.readings import counts
from holdspace.vocabulary.dates import PartialDate
from holdspace_site.records import as_library
from holdspace_site.records.models import Client, Episode, GivenAnswer, Person
from holdspace_site.records.sharing import episodes_open_to, passages_open_to
from holdspace_site.records.who import AtTheMachine

_EMPTY = {"hoped_for": "", "began": "", "ended": "", "chosen": None}

_Said = tuple[str, object]
"""A field of a period of help, and what an answer puts into it."""


def episodes_shown_to(client: Client, by: Person | AtTheMachine) -> list[Episode]:
    """Return the periods of help somebody may read of, without what is shut to them.

    The client reads all but an ending they took back. Such rows are never saved.
    """
    rows = list(episodes_open_to(client, by))
    passages = as_library.passages_of(passages_open_to(client, by))
    if by.role != Role.CLIENT.value:
        told = _told_in(client, passages.keys())
        for row in rows:
            empty_what_is_shut(row, *told[row.pk])
    endings = {
        (one.reading.episode, one.reading.code)
        for one in as_library.readings_of(client, passages)
        if one.reading.domain == "E" and counts(one.reading)
    }
    for row in rows:
        if (str(row.pk), row.ending) not in endings and _was_read(row):
            row.ending = ""
    return rows


def empty_what_is_shut(row: Episode, shut: set[_Said], opened: set[_Said]) -> None:
    """Empty each field whose value stands only in answers that are shut."""
    for field, nothing in _EMPTY.items():
        said = (field, getattr(row, field))
        if said in shut and said not in opened:
            setattr(row, field, nothing)


def _was_read(row: Episode) -> bool:
    """Return whether an ending was read in words, and not only written down."""
    read = row.client.readings.filter(episode=row, code=row.ending)
    return bool(row.ending) and read.filter(ended_at__isnull=True).exists()


def _told_in(
    client: Client, readable: Iterable[UUID]
) -> dict[UUID, tuple[set[_Said], set[_Said]]]:
    """Return by period of help what its answers say: shut ones, and all others."""
    told: dict[UUID, tuple[set[_Said], set[_Said]]] = defaultdict(
        lambda: (set(), set())
    )
    readable = {*readable}
    for passage in client.passages.filter(episode__isnull=False):
        is_open = passage.pk in readable
        told[passage.episode_id][is_open].add(("hoped_for", passage.words.strip()))
    answers = client.given_answers.filter(passage__episode__isnull=False)
    for answer in answers.select_related("passage"):
        is_open = answer.passage_id in readable
        told[answer.passage.episode_id][is_open].update(_tapped(answer))
    return told


def _tapped(answer: GivenAnswer) -> Iterator[_Said]:
    tapped = answer.tapped
    for name in ("began", "ended"):
        if typed := str(tapped.get(name, "")).strip():
            yield name, PartialDate.read(typed).canonical
    try:
        feeds = intake().question(answer.question).feeds_fields
    except UnknownIntakeQuestion:
        return
    if "chosen" in feeds and tapped.get("choices"):
        yield "chosen", "chose" in tapped["choices"]
